"""Tiles per second of ``msa index`` beside the bound 1/(t_forward + t_read), each measured alone in this process.

    python -m tests.benchmarks.bench_index [RASTER] [--model DIR] [--batch 32] [--readers 2] [--repeat 3]

The bound is that of doing one after the other with the same dtype, batch and threads; reading while the model
works can pass it. On a GPU it is 1/t_forward. Beside the parts: the same windows by rasterio alone, and the trunk
alone, as it was trained. Each trial takes all of these in turn; medians count. CPU times tell more than wall times
where other programs run. Without RASTER a textured 8192 x 4096 scene is made.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from msa_core.config import IndexOptions, Tiling, starter_model
from msa_core.indexing.build.index_archive import build_index
from msa_core.model.running.embedder import Embedder
from msa_core.progress import Progress
from msa_core.raster import tiling as tilings
from msa_core.raster.pixels.reader import RasterReader
from msa_core.records import PixelBox, SourceReport
from tests.benchmarks.scene import write_large_scene
from tests.benchmarks.table import note


class LoopClock(Progress):
    """Takes the time from the first tile read to the last source finished: loading the model is not indexing."""

    def __init__(self) -> None:
        super().__init__()
        self.start: Cost | None = None
        self.end = Cost.now()

    def __call__(self, fraction: float, text: str = "") -> None:
        if self.start is None and "tiles" in text:
            self.start = Cost.now()

    def source(self, state: str, name: str, detail: str, report: SourceReport | None = None) -> None:
        self.end = Cost.now()


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the wall clock and of the processor, all threads together."""

    wall_s: float
    cpu_s: float

    @classmethod
    def now(cls) -> Cost:
        return cls(time.perf_counter(), time.process_time())

    @classmethod
    def of(cls, action: Callable[[], int]) -> Cost:
        """Of one of the things that ``action`` does; it returns how many it did."""
        start = cls.now()
        count = action()
        return (cls.now() - start) / count

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.wall_s - other.wall_s, self.cpu_s - other.cpu_s)

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s)

    def __truediv__(self, count: float) -> Cost:
        return Cost(self.wall_s / count, self.cpu_s / count)

    def __str__(self) -> str:
        return f"{self.wall_s * 1e3:.2f} ms (CPU {self.cpu_s * 1e3:.2f})"


def read_tiles(raster: Path, embedder: Embedder, tiles: int) -> int:
    """Read and resample, in the order of the plan, in one thread."""
    count = 0
    with RasterReader(raster) as reader:
        assert reader.stretch is not None
        for box in windows(reader, embedder, tiles):
            reader.read(box, embedder.input_px)
            count += 1
    return count


def read_plainly(raster: Path, embedder: Embedder, tiles: int) -> int:
    """The same windows by rasterio alone: three bands, averaged, no mask and no stretch."""
    import rasterio
    from rasterio.enums import Resampling
    from rasterio.windows import Window

    px, count = embedder.input_px, 0
    with RasterReader(raster) as reader, rasterio.open(raster) as plain:
        for x0, y0, x1, y1 in windows(reader, embedder, tiles):
            window = Window(x0, y0, x1 - x0, y1 - y0)
            plain.read([1, 2, 3], window=window, out_shape=(3, px, px), resampling=Resampling.average)
            count += 1
    return count


def windows(reader: RasterReader, embedder: Embedder, tiles: int) -> list[PixelBox]:
    """Pixel boxes of the first tiles that would be indexed and lie inside the raster."""
    ground_m = embedder.model.ground_range_m
    plan = tilings.plan(reader.info, reader.georef, Tiling(), ground_m)
    boxes = (window.pixel_bbox for window in plan)
    width, height = reader.info.width_px, reader.info.height_px
    inside = (b for b in boxes if b[0] >= 0 and b[1] >= 0 and b[2] <= width and b[3] <= height)
    return list(itertools.islice(inside, tiles))


def embed(embedder: Embedder, pictures: np.ndarray, passes: int) -> int:
    """The forward pass alone, in full batches."""
    for _ in range(passes):
        embedder.embed_tiles(pictures, len(pictures))
    return passes * len(pictures)


def bare_trunk(embedder: Embedder, pictures: np.ndarray, passes: int) -> int:
    """The trunk alone, as it was trained, whole batches at once."""
    model, kind = embedder.model, getattr(torch, embedder.dtype)
    ready = model.prepare(list(pictures)).float().contiguous(memory_format=torch.channels_last)
    with torch.inference_mode(), torch.autocast(embedder.device, kind, kind != torch.float32):
        for _ in range(passes):
            model.image_encoder.trunk(ready)
    return passes * len(pictures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raster", type=Path, nargs="?")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--tiles", type=int, default=400)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="msa-bench-"))
    try:
        measure(arguments, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(arguments: argparse.Namespace, folder: Path) -> None:
    raster = arguments.raster or write_large_scene(folder / "scene.tif")
    model = arguments.model or starter_model()
    embedder = Embedder(model, "auto")
    embedder.choose_dtype(arguments.batch)
    options = IndexOptions(
        tiling=Tiling(), model=model, device="auto", batch=arguments.batch, readers=arguments.readers
    )
    px = embedder.input_px
    pictures = np.random.default_rng(0).integers(0, 255, (arguments.batch, px, px, 3), np.uint8)
    passes = max(2, -(-arguments.tiles // arguments.batch))
    parts: dict[str, Callable[[], int]] = {
        "rasterio": lambda: read_plainly(raster, embedder, arguments.tiles),
        "read": lambda: read_tiles(raster, embedder, arguments.tiles),
        "trunk": lambda: bare_trunk(embedder, pictures, passes),
        "forward": lambda: embed(embedder, pictures, passes),
    }
    found: dict[str, list[Cost]] = {name: [] for name in (*parts, "index", "bound")}
    embed(embedder, pictures, 1)
    tiles = 0
    for trial in range(arguments.repeat):
        for name, action in parts.items():
            found[name].append(Cost.of(action))
        read, forward = found["read"][-1], found["forward"][-1]
        found["bound"].append(read + forward if embedder.device == "cpu" else forward)
        clock = LoopClock()
        (report,) = build_index([raster], folder / f"out{trial}", options, clock)
        tiles = report.tiles
        assert clock.start is not None
        found["index"].append((clock.end - clock.start) / tiles)
        trial_costs = ", ".join(f"{name} {costs[-1]}" for name, costs in found.items())
        sys.stdout.write(f"a tile: {trial_costs}\n")
        sys.stdout.flush()
    say(found, f"{tiles} tiles, {embedder.dtype}, batch {arguments.batch}")


def median(costs: list[Cost]) -> Cost:
    """Of wall and CPU times each."""
    return Cost(statistics.median(c.wall_s for c in costs), statistics.median(c.cpu_s for c in costs))


def say(found: dict[str, list[Cost]], what: str) -> None:
    """The rows of the table: medians of the trials, and of their ratios."""

    def row(title: str, one: str, other: str, words: str, limit: str = "", rate: bool = False) -> None:
        pairs = list(zip(found[one], found[other], strict=True))
        wall = statistics.median(a.wall_s / b.wall_s for a, b in pairs)
        cpu = statistics.median(a.cpu_s / b.cpu_s for a, b in pairs)
        ours, theirs = median(found[one]), median(found[other])
        if rate:
            cpu_words = f"{words}, {1 / theirs.wall_s:.0f}/s (by CPU time {1 / cpu:.2f})"
            note(title, f"{1 / ours.wall_s:.0f} tiles/s", cpu_words, 1 / wall, limit)
        else:
            note(title, f"{ours}", f"{words}, {theirs} (by CPU time {cpu:.2f})", wall, limit)

    row(
        f"indexing a scene ({what})",
        "index",
        "bound",
        "bound 1/(t_forward + t_read)",
        "0.90 or more",
        rate=True,
    )
    row("reading and resampling a tile", "read", "rasterio", "rasterio's windowed read")
    row("embedding a tile", "forward", "trunk", "the bare trunk, not folded")


if __name__ == "__main__":
    main()
