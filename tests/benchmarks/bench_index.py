"""Tiles per second of ``msa index`` beside the bound 1/(t_forward + t_read), each measured alone in this process.

    python -m tests.benchmarks.bench_index [RASTER] [--model DIR] [--batch 32] [--readers 2] [--repeat 3]

The bound is that of doing one after the other with the same dtype, batch and threads; reading while the model
works can pass it. Without RASTER a textured 8192 x 4096 scene is made.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from msa_core.config import IndexOptions, Tiling, starter_model
from msa_core.indexing.build import build_index
from msa_core.indexing.embedder import Embedder
from msa_core.progress import Progress
from msa_core.raster import tiling as tilings
from msa_core.raster.reader import RasterReader
from tests.benchmarks.scene import write_large_scene


class LoopClock(Progress):
    """Takes the time from the first tile read to the last source finished: loading the model is not indexing."""

    start_s = 0.0
    end_s = 0.0

    def __call__(self, fraction: float, text: str = "") -> None:
        if not self.start_s and "tiles" in text:
            self.start_s = time.perf_counter()

    def source(self, state: str, name: str, detail: str) -> None:
        self.end_s = time.perf_counter()


def seconds_to_read(raster: Path, embedder: Embedder, tiles: int) -> float:
    """Seconds per tile of reading and resampling alone, in the order of the plan, one thread."""
    with RasterReader(raster) as reader:
        plan = tilings.plan(
            reader.info, reader.georef, Tiling(), embedder.model.ground_range_m, embedder.input_px
        )
        assert reader.stretch is not None
        start_s = time.perf_counter()
        count = 0
        for window in itertools.islice(plan, tiles):
            reader.read(window.pixel_bbox, embedder.input_px)
            count += 1
        return (time.perf_counter() - start_s) / count


def seconds_to_embed(embedder: Embedder, batch: int, tiles: int) -> float:
    """Seconds per tile of the forward pass alone, in full batches."""
    px = embedder.input_px
    pictures = np.random.default_rng(0).integers(0, 255, (batch, px, px, 3), np.uint8)
    embedder.embed_tiles(pictures)
    passes = max(2, -(-tiles // batch))
    start_s = time.perf_counter()
    for _ in range(passes):
        embedder.embed_tiles(pictures)
    return (time.perf_counter() - start_s) / (passes * batch)


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
    options = IndexOptions(Tiling(), model, "auto", arguments.batch, arguments.readers)
    ratios = []
    for trial in range(arguments.repeat):
        read_s = seconds_to_read(raster, embedder, arguments.tiles)
        forward_s = seconds_to_embed(embedder, arguments.batch, arguments.tiles)
        clock = LoopClock()
        (report,) = build_index([raster], folder / f"out{trial}", options, clock)
        rate = report.tiles / (clock.end_s - clock.start_s)
        bound = 1.0 / (read_s + forward_s)
        ratios.append(rate / bound)
        sys.stdout.write(
            f"{report.tiles} tiles, {embedder.dtype}, batch {arguments.batch}: read {read_s * 1e3:.2f} ms, "
            f"forward {forward_s * 1e3:.2f} ms, bound {bound:.1f} tiles/s, measured {rate:.1f} tiles/s, "
            f"ratio {ratios[-1]:.2f}\n"
        )
        sys.stdout.flush()
    sys.stdout.write(f"median ratio {statistics.median(ratios):.2f}\n")


if __name__ == "__main__":
    main()
