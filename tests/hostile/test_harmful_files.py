"""Files that reach out, make others write, or show nothing: each by the real command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.gdal.writer import write_geotiff
from tests.hostile.bench import Bench, Ended, Row, carry_out
from tests.hostile.test_foreign_files import snapshot
from tests.support.addresses import MRF, REFUSED, SILENT, listening, vrt

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def beside_a_scene(bench: Bench) -> Path:
    """An archive with one sound raster in it."""
    folder = bench.folder / "archive"
    folder.mkdir()
    shutil.copy(bench.archive / "scene0.tif", folder)
    return folder


def indexed(bench: Bench, folder: Path, *more: object) -> Ended:
    ended = bench.msa("index", folder, "--out", bench.folder / "out", "--tile-m", 100, *more)
    assert ended.code == 0, ended
    assert "indexed  scene0.tif" in ended.out, ended
    return ended


def network(bench: Bench) -> None:
    folder = beside_a_scene(bench)
    with listening() as (host, asked):
        made = []
        for number, make in enumerate((REFUSED | SILENT).values()):
            (folder / str(number)).mkdir()
            made.append(make(folder / str(number), host))
        indexed(bench, folder)
        for path in (made[0], made[-1]):
            assert bench.msa("caption", path).code >= 0
            assert bench.search("--like", path).code >= 0
    assert asked == []


def writes_nothing(bench: Bench) -> None:
    folder = beside_a_scene(bench)
    shutil.copy(bench.archive / "scene1.tif", folder / "original.tif")
    files = f"<DataFile>{bench.folder}/made.ppg</DataFile><IndexFile>{folder}/made.idx</IndexFile>"
    cached = "<CachedSource><Source>original.tif</Source></CachedSource>"
    (folder / "cache.mrf").write_text(MRF.format(cached=cached, files=files))
    (folder / "outer.vrt").write_text(vrt("cache.mrf", 1))
    before = snapshot(folder)
    indexed(bench, folder)
    for name in ("cache.mrf", "outer.vrt"):
        assert bench.msa("caption", folder / name).code == 3
        assert bench.search("--like", folder / name).code == 3
    assert snapshot(folder) == before
    assert not (bench.folder / "made.ppg").exists()


def nothing_to_see(bench: Bench) -> None:
    folder = beside_a_scene(bench)
    flat = np.zeros((300, 300, 3), np.uint8)
    write_geotiff(folder / "black.tif", flat, crs="EPSG:32633", transform=(1, 0, 600_000, 0, -1, 5e6))
    write_geotiff(
        folder / "blue.tif",
        flat + np.uint8([20, 60, 120]),
        crs="EPSG:32633",
        transform=(1, 0, 7e5, 0, -1, 5e6),
    )
    write_geotiff(folder / "one.tif", flat[:1, :1] + np.uint8(9))
    ended = indexed(bench, folder)
    assert "without content" in ended.words, ended
    for words in ("the sea", "a lake", "black"):
        ended = bench.msa("search", bench.folder / "out", words, "-k", 100, "--json")
        found = [hit["properties"]["source"] for hit in json.loads(ended.out)["features"]]
        assert "scene0.tif" in found, found
        first = next((n for n, name in enumerate(found) if name != "scene0.tif"), len(found))
        assert set(found[first:]) <= {"black.tif", "blue.tif", "one.tif"}, found


ROWS = [
    Row("rasters that name addresses, in every form", "no server is asked", network),
    Row("a cache in MRF's form, also in a VRT", "nothing is written by opening it", writes_nothing),
    Row("black, one colour, a single pixel", "counted apart, behind all others", nothing_to_see),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.given)
def test_nothing_is_asked_written_or_put_first(row: Row, bench: Bench) -> None:
    carry_out(row, bench)
