"""What thumbnails cost: the time of indexing and the size of an index with them and without, in turn, in one process.

    python -m tests.benchmarks.bench_thumbnails [RASTER ...] [--repeat 3]

Processor times of all threads together, which tell more than wall times where other programs run. Without RASTER a
textured 4096 x 2048 scene is made; its grain makes thumbnails larger than those of most pictures.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from msa_core.config import IndexOptions, starter_model
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.folder.opened.tile_index import TileIndex
from tests.benchmarks.scene import write_large_scene
from tests.benchmarks.table import note


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rasters", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args(arguments)
    seconds: dict[bool, list[float]] = {False: [], True: []}
    sizes, tiles = {False: (0, 0), True: (0, 0)}, 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rasters = given.rasters or [write_large_scene(folder / "scene.tif", 4096, 2048)]
        for turn in range(given.repeat):
            for thumbnails in (False, True):
                out = folder / f"{turn}-{thumbnails}"
                options = IndexOptions(model=starter_model(), dtype="float32", thumbnails=thumbnails)
                start = time.process_time()
                build_index(rasters, out, options)
                seconds[thumbnails].append(time.process_time() - start)
                sizes[thumbnails] = _bytes_of(out / "shards"), _bytes_of(out)
                tiles = len(TileIndex(out))
    bare, kept = (statistics.median(seconds[which]) for which in (False, True))
    what = f"{tiles} tiles of {len(rasters)} raster{'s' * (len(rasters) != 1)}"
    note(
        f"indexing {what} with thumbnails",
        f"{kept:.1f} s of the processor",
        f"without {bare:.1f} s",
        kept / bare,
    )
    for place, label in enumerate(("shards", "whole index, its cache too")):
        with_, without = sizes[True][place] / tiles, sizes[False][place] / tiles
        note(f"{label}, bytes a tile", f"{with_:,.0f}", f"without {without:,.0f}", with_ / without)


if __name__ == "__main__":
    main(sys.argv[1:])
