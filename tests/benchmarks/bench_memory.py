"""Peak memory of ``msa index`` on one scene, as a child process, beside the same on a small scene.

    python -m tests.benchmarks.bench_memory [RASTER] [--model DIR]

Without RASTER two are made: a textured scene of 8192 x 4096, and a sparse raster of 100,000 x 100,000 with some
textured patches, cut into 9,604 tiles of 1024 pixels. The difference is what the size of the scene costs; nothing
may take more than 1.5 GB, else the exit code is 1. ``--dense`` adds a scene of 8192 x 8192 in 32-pixel tiles, 65,536 of
them, all kept: several row groups of one source, which takes minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from msa_core.config import starter_model
from tests.benchmarks.scene import write_large_scene, write_sparse_scene
from tests.benchmarks.table import note

LIMIT_MB = 1500.0
_SPARSE_OPTIONS = ("--tile-px", "1024", "--overlap", "0")
_DENSE_OPTIONS = ("--tile-px", "32", "--overlap", "0")


def peak_mb(raster: Path, model: Path, out: Path, *options: str) -> float:
    """Largest resident set of the child in MB (10^6 bytes), from the kernel's own account of it."""
    command = [
        sys.executable,
        "-m",
        "msa_core.cli",
        "index",
        str(raster),
        "--out",
        str(out),
        "--model",
        str(model),
        *options,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    drain = threading.Thread(target=process.stdout.read, daemon=True)
    drain.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    drain.join()
    process.stdout.close()
    if process.returncode != 0:
        raise SystemExit(f"msa index ended with {process.returncode}")
    # Kilobytes on Linux, bytes on macOS.
    return usage.ru_maxrss * (1024 if sys.platform != "darwin" else 1) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raster", type=Path, nargs="?")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--dense", action="store_true")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="msa-bench-"))
    try:
        model = arguments.model or starter_model()
        small = peak_mb(write_large_scene(folder / "small.tif", 512, 512), model, folder / "small")
        if arguments.raster:
            peaks = {arguments.raster.name: peak_mb(arguments.raster, model, folder / "given")}
        else:
            large = write_large_scene(folder / "large.tif")
            sparse = write_sparse_scene(folder / "sparse.tif")
            peaks = {"8192 x 4096": peak_mb(large, model, folder / "large")}
            peaks["100,000 x 100,000, sparse"] = peak_mb(sparse, model, folder / "sparse", *_SPARSE_OPTIONS)
            if arguments.dense:
                dense = write_large_scene(folder / "dense.tif", 8192, 8192)
                peaks["8192 x 8192, 65,536 tiles"] = peak_mb(dense, model, folder / "dense", *_DENSE_OPTIONS)
        for name, peak in peaks.items():
            note(
                f"peak memory of indexing {name}", f"{peak:.0f} MB", f"{small:.0f} MB for 512 x 512",
                peak / small, f"{LIMIT_MB:.0f} MB",
            )  # fmt: skip
        if max(peaks.values()) > LIMIT_MB:
            raise SystemExit(f"more than {LIMIT_MB:.0f} MB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
