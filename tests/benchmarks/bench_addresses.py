"""Many addresses: how long they take to be listed, and their headers eight at a time beside one at a time.

    python -m tests.benchmarks.bench_addresses [--listed 100000] [--opened 2000] [--wait-ms 20]

A server of the tests, in a process of its own on this machine, answers each question so many milliseconds later, as one
elsewhere does. One and eight at a time are measured in turns, each with a server of its own, so that nothing is known.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.progress import Progress
from msa_core.raster.find import archive
from msa_core.raster.find.several_at_once import AT_ONCE, for_each
from msa_core.raster.gdal.locations import network
from msa_core.raster.gdal.writer import write_geotiff
from tests.benchmarks.table import note
from tests.support.range_server import Request, range_server
from tests.support.stac import item


class Clock(Progress):
    """Takes the longest time between two reports."""

    def __init__(self) -> None:
        super().__init__()
        self.reports, self.gap_s, self._last_s = 0, 0.0, time.monotonic()

    def __call__(self, fraction: float, text: str = "") -> None:
        now_s = time.monotonic()
        self.reports += 1
        self.gap_s, self._last_s = max(self.gap_s, now_s - self._last_s), now_s


class _Same(dict[str, Any]):
    """One value for every key."""

    def get(self, key: str, default: Any = None) -> Any:
        return self["any"]


def serve(pipe: Connection, file: Path, wait_s: float) -> None:
    """Answer every path with one file, later, until the pipe is closed."""

    def later(request: Request) -> None:
        time.sleep(wait_s)
        request.send_file()

    with range_server() as served:
        served.files = _Same(any=file.read_bytes())
        served.behaviours = _Same(any=later)
        pipe.send(served.address)
        pipe.recv()


@contextmanager
def server(file: Path, wait_s: float) -> Iterator[str]:
    """The address of a server in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=serve, args=(its, file, wait_s))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        process.join()


def listed(folder: Path, count: int) -> None:
    """List a text file of so many addresses, and a collection of as many STAC items."""
    addresses = [f"https://images.example/{n // 1000}/{n:06}.tif" for n in range(count)]
    listing, items = folder / "many.txt", folder / "items.json"
    listing.write_text("\n".join(addresses), "utf-8")
    made = [item(f"scene {number}", address) for number, address in enumerate(addresses)]
    items.write_text(json.dumps({"type": "FeatureCollection", "features": made}), "utf-8")
    _listed(listing, "addresses in a list")
    _listed(items, "STAC items in a collection")


def _listed(listing: Path, what: str) -> None:
    clock, began_s, cpu_s = Clock(), time.monotonic(), time.process_time()
    found = archive.search([listing], clock)
    took_s, cpu_s = time.monotonic() - began_s, time.process_time() - cpu_s
    note(
        f"{len(found.sources):,} {what} listed",
        f"{took_s:.1f} s, {cpu_s:.1f} s CPU",
        f"{clock.reports} reports, at most {clock.gap_s * 1000:.0f} ms apart",
    )


def opened(folder: Path, count: int, wait_s: float, at_once: int) -> tuple[float, float, float]:
    """Seconds, processor seconds and the longest time without a report, for the headers of so many addresses."""
    file = write_geotiff(folder / "scene.tif", np.zeros((256, 256, 3), np.uint8))
    with server(file, wait_s) as address:
        listing = folder / "opened.txt"
        listing.write_text("\n".join(f"{address}/{n:06}.tif" for n in range(count)), "utf-8")
        sources = archive.search([listing]).sources
        clock, began_s, cpu_s = Clock(), time.monotonic(), time.process_time()
        for_each(sources, lambda source: archive.describe(source.path, source.name), clock, at_once)
        return time.monotonic() - began_s, time.process_time() - cpu_s, clock.gap_s


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listed", type=int, default=100_000)
    parser.add_argument("--opened", type=int, default=2_000)
    parser.add_argument("--wait-ms", type=float, default=20.0)
    parser.add_argument("--repeat", type=int, default=2)
    arguments = parser.parse_args()
    network.allow_all()
    with tempfile.TemporaryDirectory(prefix="msa-addresses-") as folder:
        listed(Path(folder), arguments.listed)
        for _ in range(arguments.repeat):
            one, together = (
                opened(Path(folder), arguments.opened, arguments.wait_ms / 1000, at_once)
                for at_once in (1, AT_ONCE)
            )
            note(
                f"{arguments.opened:,} headers, {AT_ONCE} at a time, answers after {arguments.wait_ms:.0f} ms",
                f"{together[0]:.1f} s, {together[1]:.1f} s CPU, reports at most {together[2] * 1000:.0f} ms apart",
                f"one at a time {one[0]:.1f} s, {one[1]:.1f} s CPU",
                one[0] / together[0],
            )


if __name__ == "__main__":
    main()
