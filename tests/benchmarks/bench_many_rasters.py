"""How long the window's thread is held when very many rasters are open: the longest turns of its event loop.

    python -m tests.benchmarks.bench_many_rasters [--sources 300000]

Sources are made by code (20 m to 20 km a side, half of them in a thousand folders and half in one, all over the Earth;
no files) and given to the real window (1440 x 900, offscreen) one step after the other: placed on the map, hatched as
not searched, moved about; then listed, and what a user does with all of them at once. Each row has the longest turn
until the step is whole, in processor time of the window's thread (what else the machine does does not count) and on the
clock.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.garbage import WindowGarbage
from app.map.rasters.coverage_layer import Hatch, HatchedFootprint
from app.settings import Settings
from app.wiring.wiring import Wiring
from msa_core.records import RasterInfo
from tests.benchmarks.table import note
from tests.support.all_rows import AllRows

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SIZE = (1440, 900)
AIM_MS = 100.0
FOLDERS = 1000
LARGE_FOLDER = "large"
FRAMES = 20
LONGEST_S = 300.0
WAITING = Hatch("Not indexed yet", "#2f7fd1", Qt.BrushStyle.HorPattern)


@dataclass(frozen=True, slots=True)
class Turns:
    """The longest turn of the event loop in ms, and seconds until the step was whole."""

    cpu_ms: float
    clock_ms: float
    whole_s: float


def made_rasters(count: int) -> list[RasterInfo]:
    """Rasters of 20 m to 20 km a side, sorted by name."""
    rng = np.random.default_rng(4)
    corners = rng.uniform((-170, -60), (170, 70), (count, 2)).tolist()
    sides = (10.0 ** rng.uniform(-3.7, -0.7, count)).tolist()
    folders = (f"{number % FOLDERS:04}" if number % 2 else LARGE_FOLDER for number in range(count))
    names = sorted(f"{folder}/{number:07}.tif" for number, folder in enumerate(folders))
    made = []
    for name, (west, south), side in zip(names, corners, sides, strict=True):
        east, north = west + side, south + side
        ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
        made.append(
            RasterInfo(
                path=f"/none/{name}", name=name, width_px=64, height_px=64, bands=3, dtype="uint8",
                crs="EPSG:4326", gsd_m=10.0, footprint_lonlat=(ring,), position="affine",
            )
        )  # fmt: skip
    return made


def turns(app: QApplication, step: Callable[[], object], is_whole: Callable[[], bool]) -> Turns:
    """Do a step, and let the event loop run until it is whole."""
    began = time.perf_counter()
    work: Callable[[], object] = step
    cpu_ms = clock_ms = 0.0
    while True:
        at_s, cpu_s = time.perf_counter(), time.thread_time()
        work()
        cpu_ms = max(cpu_ms, 1e3 * (time.thread_time() - cpu_s))
        clock_ms = max(clock_ms, 1e3 * (time.perf_counter() - at_s))
        if work is not step and is_whole():
            return Turns(cpu_ms, clock_ms, time.perf_counter() - began)
        if time.perf_counter() - began > LONGEST_S:
            raise SystemExit(f"A step was not whole within {LONGEST_S:g} s.")
        work = app.processEvents
        time.sleep(0.002)


def opened_window(app: QApplication) -> Wiring:
    """The real window, without an archive."""
    wiring = Wiring(Settings())
    wiring.window.map_area.set_welcome(False)
    wiring.window.resize(*SIZE)
    wiring.window.show()
    wiring.window.canvas.flight_ms = 0
    app.processEvents()
    return wiring


def turns_on_the_map(app: QApplication, infos: list[RasterInfo]) -> dict[str, Turns]:
    """The longest turns of placing, hatching and moving rasters on the map."""
    hatched = [HatchedFootprint(info.footprint_lonlat, WAITING) for info in infos]
    wiring = opened_window(app)
    canvas = wiring.window.canvas

    def place() -> None:
        canvas.rasters.set_rasters(infos)
        canvas.show_everything()

    def hatch() -> None:
        canvas.coverage.setVisible(True)
        canvas.coverage.set_footprints(hatched)

    def move() -> None:
        canvas.set_view(canvas.view.panned(9, 3))
        canvas.viewport().repaint()

    told = {"placed on the map": turns(app, place, lambda: canvas.rasters.is_settled)}
    told["hatched as not searched"] = turns(app, hatch, lambda: canvas.coverage.is_settled)
    frames = [turns(app, move, lambda: True) for _ in range(FRAMES)]
    told["moved, a frame"] = max(frames, key=lambda turn: turn.cpu_ms)
    wiring.close()
    wiring.window.close()
    return told


def turns_of_rows(app: QApplication, infos: list[RasterInfo]) -> dict[str, Turns]:
    """The longest turns of listing rasters, and of what is done with all of them in the tree of layers."""
    wiring = opened_window(app)
    rows = AllRows(wiring, infos)
    del infos
    told: dict[str, Turns] = {}
    for what, step in rows.steps():
        took = turns(app, step, rows.is_whole)
        if what not in told or took.cpu_ms > told[what].cpu_ms:
            told[what] = took
    wiring.close()
    wiring.window.close()
    return told


def main() -> None:
    """Measure, and print a row for each step."""
    parser = argparse.ArgumentParser(description="Very many rasters in the window.")
    parser.add_argument("--sources", type=int, default=300_000)
    options = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        os.environ["MSA_ANALYST_HOME"] = home
        infos = made_rasters(options.sources)
        garbage = WindowGarbage()
        told = turns_on_the_map(app, infos)
        infos.clear()  # of those that are listed nobody else holds any
        told |= turns_of_rows(app, made_rasters(options.sources))
        garbage.close()
        for what, took in told.items():
            note(
                f"{options.sources:,} rasters {what}: longest turn",
                f"{took.cpu_ms:.0f} ms of the processor",
                f"{took.clock_ms:.0f} ms on the clock; whole after {took.whole_s:.1f} s",
                None,
                f"{AIM_MS:g} ms",
            )


if __name__ == "__main__":
    main()
