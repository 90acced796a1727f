"""Peak memory of ``msa index`` on one scene, as a child process, beside the same on a small scene.

    python -m tests.benchmarks.bench_memory [RASTER] [--model DIR]

Without RASTER a textured 8192 x 4096 scene is made. The difference is what the size of the scene costs.
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
from tests.benchmarks.scene import write_large_scene


def peak_mb(raster: Path, model: Path, out: Path) -> float:
    """Largest resident set of the child in MB, from the kernel's own account of it."""
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
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    drain = threading.Thread(target=process.stdout.read, daemon=True)
    drain.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"msa index ended with {process.returncode}")
    # Kilobytes on Linux, bytes on macOS.
    return usage.ru_maxrss / (1024.0 if sys.platform != "darwin" else 1024.0**2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raster", type=Path, nargs="?")
    parser.add_argument("--model", type=Path)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="msa-bench-"))
    try:
        model = arguments.model or starter_model()
        small = peak_mb(write_large_scene(folder / "small.tif", 512, 512), model, folder / "small")
        raster = arguments.raster or write_large_scene(folder / "large.tif")
        large = peak_mb(raster, model, folder / "large")
        sys.stdout.write(
            f"peak resident memory: {large:.0f} MB for {raster.name}, {small:.0f} MB for 512 x 512\n"
        )
        sys.stdout.write(f"the size of the scene costs {large - small:.0f} MB\n")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
