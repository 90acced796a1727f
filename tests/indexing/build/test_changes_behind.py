"""What changes behind or beside a raster is noticed by the next run, though the raster's own file is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.raster.gdal.opening import open_dataset
from msa_core.raster.gdal.writer import write_geotiff
from tests.support.mosaics import GONE, write_mosaic
from tests.support.scenes import picture


@pytest.fixture
def options(tiny_checkpoint: Path) -> IndexOptions:
    return IndexOptions(
        tiling=Tiling(tile_m=(32.0,)), model=tiny_checkpoint, device="cpu", batch=8, readers=2
    )


def states(reports: list) -> dict[str, str]:
    return {report.name: report.state for report in reports}


@pytest.mark.parametrize("form", ["simple", "nested"])
def test_a_tile_that_changes_or_goes_makes_its_mosaic_new(
    tmp_path: Path, options: IndexOptions, form: str
) -> None:
    path, out = write_mosaic(tmp_path / "a", form), tmp_path / "out"
    assert states(build_index([path], out, options)) == {"mosaic.vrt": "indexed"}
    assert states(build_index([path], out, options)) == {"mosaic.vrt": "unchanged"}
    tile = tmp_path / "a" / "tiles" / GONE
    place = (1.0, 0.0, 390_064.0, 0.0, -1.0, 5_820_000.0)
    write_geotiff(tile, picture(5, 64, 64), crs="EPSG:32633", transform=place)
    assert states(build_index([path], out, options)) == {"mosaic.vrt": "indexed"}
    kept = tile.read_bytes()
    tile.unlink()
    (report,) = build_index([path], out, options)
    assert report.state == "partial"
    whole = len(TileIndex(out))
    assert states(build_index([path], out, options)) == {"mosaic.vrt": "unchanged"}
    tile.write_bytes(kept)
    assert states(build_index([path], out, options)) == {"mosaic.vrt": "indexed"}
    assert len(TileIndex(out)) > whole


@pytest.mark.parametrize("ending", [".TFW", ".tfw", ".tifw", ".WLD"])
def test_a_world_file_put_beside_later_places_the_raster(
    tmp_path: Path, options: IndexOptions, ending: str
) -> None:
    path, out = tmp_path / "SHEET_D.TIF", tmp_path / "out"
    write_geotiff(path, picture(3, 96, 96))
    build_index([path], out, options)
    path.with_suffix(ending).write_text("1\n0\n0\n-1\n500000.5\n5499999.5\n")
    assert states(build_index([path], out, options)) == {"SHEET_D.TIF": "indexed"}
    assert states(build_index([path], out, options)) == {"SHEET_D.TIF": "unchanged"}
    with open_dataset(path) as dataset:
        assert tuple(dataset.transform)[:6] == (1, 0, 500_000, 0, -1, 5_500_000)
