"""What indexing by a Dask cluster gains and costs: workers of one thread, on this machine.

    python -m tests.benchmarks.bench_dask [--sources 8] [--repeat 3]

In turns, each into a new index: this process with one thread, one worker, two workers. Each has one core to itself: a
worker computes with one thread and reads with another, which a second core would do beside. Medians of the wall time
of the work on rasters: clusters are started, and models loaded, before. Linux alone.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.cluster.clients import cluster_client
from msa_core.indexing.build.index_archive import build_index
from msa_core.progress import Progress
from tests.benchmarks.scene import write_large_scene
from tests.benchmarks.table import note


class Clock(Progress):
    """Takes the time of the work on rasters: loading the model and writing the cache are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.first_s = self.last_s = 0.0

    def __call__(self, fraction: float, text: str = "") -> None:
        now_s = time.monotonic()
        if "tiles" in text and not self.first_s:
            self.first_s = now_s
        if "tiles" in text:
            self.last_s = now_s


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=8, help="rasters of 2048 x 2048")
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="msa-dask-"))
    try:
        archive = folder / "archive"
        archive.mkdir()
        for number in range(arguments.sources):
            write_large_scene(archive / f"scene{number:02d}.tif", 2048, 2048, seed=number)
        measure(archive, folder, arguments.repeat)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep_to_core(core: int | None) -> None:
    """Let all threads of this process run on ``core`` alone; None: on all."""
    cores = range(os.cpu_count() or 1) if core is None else {core}
    for thread in Path("/proc/self/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def measure(archive: Path, folder: Path, repeat: int) -> None:
    """Print seconds, and what two workers gain."""
    options = IndexOptions(
        tiling=Tiling(tile_px=256, overlap=0.0), device="cpu", dtype="float32", thumbnails=False, readers=1
    )
    with cluster_client("local:1") as one, cluster_client("local:2") as two:
        for cluster in (one, two):
            for core, address in enumerate(cluster.scheduler_info()["workers"]):
                cluster.run(keep_to_core, core, workers=[address])
        ways = {"this process": None, "one worker": one, "two workers": two}
        took: dict[str, list[float]] = {name: [] for name in ways}
        tiles = 0
        for trial in range(repeat + 1):  # the first loads the models of the workers
            for name, client in ways.items():
                clock = Clock()
                keep_to_core(0 if client is None else None)
                out = folder / f"{trial}-{name.replace(' ', '-')}"
                tiles = sum(report.tiles for report in build_index([archive], out, options, clock, client))
                shutil.rmtree(out)
                if trial:
                    took[name].append(clock.last_s - clock.first_s)
    middle = {name: statistics.median(times) for name, times in took.items()}
    for name, seconds in middle.items():
        told = ", ".join(f"{each:.1f}" for each in took[name])
        sys.stdout.write(f"{name}: {seconds:.1f} s ({told}), {tiles / seconds:.0f} tiles/s\n")
    note(
        f"indexing {tiles:,} tiles by two workers of a thread",
        f"{middle['two workers']:.1f} s",
        f"by one {middle['one worker']:.1f} s",
        middle["one worker"] / middle["two workers"],
        "1.8",
    )
    cost_ms = 1000 * (middle["one worker"] - middle["this process"]) / tiles
    note(
        "what one worker costs a tile",
        f"{cost_ms:.2f} ms",
        f"this process {1000 * middle['this process'] / tiles:.1f} ms",
    )


if __name__ == "__main__":
    main()
