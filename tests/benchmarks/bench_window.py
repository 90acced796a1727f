"""Frames of the map while it is panned and zoomed, and how soon an index is ready.

    python -m tests.benchmarks.bench_window [--frames 240] [--tiles 100000]

Frames are of the real window (1440 x 900, offscreen, software painting) with its readers at work: one raster of
8192 x 4096 that fills the map, and 50 rasters of 1024 x 1024 side by side. A frame is a step of the mouse and all
painting that follows, in processor time of the window's thread (what else the machine does does not count) and on the
clock. The index is made by code; it is ready when the window knows it. What very many rasters do to the window's thread
is measured by ``bench_many_rasters``, and what the program takes of memory by ``bench_idle``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import rasterio
from PySide6.QtWidgets import QApplication
from rasterio.transform import from_origin

from app.settings import Settings
from app.wiring.wiring import Wiring
from msa_core.raster.pixels.reader import RasterReader
from tests.benchmarks.scene import write_large_scene
from tests.benchmarks.table import note

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
FRAME_MS = 1000 / 60
READY_S = 4.0
SIZE = (1440, 900)
MAKE_INDEX = """
import sys
from pathlib import Path
from msa_core.config import starter_model
from msa_core.model.running.embedder import Embedder
from tests.benchmarks.big_index import write_big_index
write_big_index(Path(sys.argv[1]), Embedder(starter_model()), int(sys.argv[2]))
"""
SIDE_PX, SIDE_M, GRID = 1024, 0.3, 10


def write_scenes(folder: Path, count: int) -> list[Path]:
    """One scene of 8192 x 4096, or many of 1024 x 1024 in rows of ten."""
    if count == 1:
        return [write_large_scene(folder / "large.tif")]
    files = []
    for number in range(count):
        file = write_large_scene(folder / f"scene_{number:02}.tif", SIDE_PX, SIDE_PX)
        row, column = divmod(number, GRID)
        step = SIDE_PX * SIDE_M
        with rasterio.open(file, "r+") as made:
            made.transform = from_origin(500_000 + column * step, 5_000_000 - row * step, SIDE_M, SIDE_M)
        files.append(file)
    return files


def frames(app: QApplication, files: list[Path], count: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds (processor time, clock) of each frame of panning and of zooming."""
    wiring = Wiring(Settings())
    canvas = wiring.window.canvas
    infos = []
    for file in files:
        with RasterReader(file) as reader:
            infos.append(reader.info)
    wiring.window.map_area.set_welcome(False)
    wiring.window.resize(*SIZE)
    wiring.window.show()
    canvas.flight_ms = 0
    canvas.rasters.set_rasters(infos)
    canvas.show_everything()
    _settle(app, wiring)

    def step(change: Callable[[], object]) -> tuple[float, float]:
        cpu_s, at_s = time.thread_time(), time.perf_counter()
        change()
        app.processEvents()
        canvas.viewport().repaint()
        took = 1e3 * (time.thread_time() - cpu_s), 1e3 * (time.perf_counter() - at_s)
        time.sleep(max(0.0, (FRAME_MS - took[1]) / 1e3))  # as often as a screen asks: readers work meanwhile
        return took

    middle = canvas.width() / 2, canvas.height() / 2
    told: dict[str, list[tuple[float, float]]] = {"panning": [], "zooming": []}
    for number in range(count):
        way = 9 if number // 40 % 2 else -9
        told["panning"].append(step(lambda way=way: canvas.set_view(canvas.view.panned(way, way / 3))))
    for number in range(count):
        factor = 1.03 if number // 60 % 2 == 0 else 1 / 1.03
        told["zooming"].append(
            step(lambda factor=factor: canvas.set_view(canvas.view.zoomed(factor, *middle)))
        )
    wiring.close()
    wiring.window.close()
    return told


def _settle(app: QApplication, wiring: Wiring, seconds: float = 120.0) -> None:
    _until(app, lambda: wiring.lane.is_idle and wiring.window.canvas.rasters.is_settled, seconds)


def _until(app: QApplication, is_so: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise SystemExit(f"Nothing came within {seconds:g} s.")
        app.processEvents()
        time.sleep(0.005)


@dataclass(frozen=True, slots=True)
class Ready:
    """Seconds from the engine's start to an index that is known (on the clock; of the processor, both processes), and
    to the answer of a question asked then.
    """

    known_s: float
    computed_s: float
    answered_s: float


def ready(app: QApplication, tiles: int, folder: Path) -> Ready:
    """Open an index of so many tiles in a window, and ask."""
    # In a process of its own: the window's is to hold only what a window holds.
    subprocess.run([sys.executable, "-c", MAKE_INDEX, str(folder), str(tiles)], check=True)
    wiring = Wiring(Settings())
    wiring.window.resize(*SIZE)
    wiring.window.show()
    app.processEvents()
    start_s, own_s = time.perf_counter(), time.process_time()
    wiring.engine.start()
    wiring.session.archive.open_index(str(folder))
    _until(app, lambda: wiring.session.archive.index is not None, 120)
    known_s = time.perf_counter() - start_s
    child = wiring.engine._process
    assert child is not None
    computed_s = time.process_time() - own_s + processor_s(child.pid or 0)
    wiring.building.search_for("many storage tanks")
    _until(app, lambda: bool(wiring.session.shown.hits), 240)
    answered_s = time.perf_counter() - start_s
    wiring.close()
    return Ready(known_s, computed_s, answered_s)


def processor_s(process: int) -> float:
    """Processor time of another process, 0 where the system does not tell (Linux does)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


def main() -> None:
    """Measure, and print a row for each figure."""
    parser = argparse.ArgumentParser(description="Frames of the map; an index in the window.")
    parser.add_argument("--frames", type=int, default=240)
    parser.add_argument("--tiles", type=int, default=100_000)
    options = parser.parse_args()
    app = QApplication([])
    with tempfile.TemporaryDirectory() as home:
        os.environ["MSA_ANALYST_HOME"] = home
        seen = ready(app, options.tiles, Path(home) / "index")
        limit = f"{READY_S:g} s"
        note(
            f"{options.tiles:,} tiles are ready",
            f"{seen.known_s:.1f} s",
            f"{seen.computed_s:.1f} s of the processor; a question is answered after {seen.answered_s:.1f} s",
            None,
            limit,
        )
        for count, name in ((1, "a raster of 8192 x 4096"), (50, "50 rasters")):
            folder = Path(home) / f"scenes{count}"
            folder.mkdir()
            for what, took in frames(app, write_scenes(folder, count), options.frames).items():
                cpu = sorted(each[0] for each in took)
                worst = cpu[int(0.99 * len(cpu))]
                clock = statistics.median(each[1] for each in took)
                told = f"{statistics.median(cpu):.1f} ms of the processor (99 %: {worst:.1f})"
                note(
                    f"a frame of {what} {name}",
                    told,
                    f"{clock:.1f} ms on the clock",
                    None,
                    f"{FRAME_MS:.1f} ms",
                )


if __name__ == "__main__":
    main()
