"""Real rasters, ordinary and odd: each is placed, tiled, read and drawn, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import Point, Polygon

from msa_core.errors import SourceError
from msa_core.raster import tiling
from msa_core.raster.draw import warp
from msa_core.raster.find.archive import describe, scan
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.position import map_crs


@pytest.fixture(scope="module")
def geotiffs(shared_data: Path) -> Path:
    return shared_data / "geotiff"


def test_every_file_goes_all_the_way(geotiffs: Path) -> None:
    listing = scan([geotiffs])
    infos, refused = listing.rasters, listing.refused
    assert len(infos) == sum(len(list((geotiffs / part).iterdir())) for part in ("odd", "scenes"))
    assert not refused
    ids = set()
    for info in infos:
        with RasterReader(info.path, info.name) as reader:
            tiles = tiling.plan(info, reader.georef)
            assert len(tiles) >= 1
            rgb, valid = reader.read(tiles[len(tiles) // 2].pixel_bbox, 64)
            assert rgb.shape == (64, 64, 3)
            assert valid.shape == (64, 64)
            ids.add(reader.content_id())
            crs = map_crs.choose_map_crs([info])
            bounds = map_crs.map_bounds(info, crs)
            assert (bounds is None) == (not info.footprint_lonlat)
            if bounds is not None:
                assert np.isfinite(bounds).all()
                assert warp.render(reader, crs, bounds, 50, 40).shape == (40, 50, 4)
    assert len(ids) == len(infos)


def test_places_are_those_of_the_manifest(geotiffs: Path) -> None:
    checked = 0
    for line in (geotiffs / "manifest.txt").read_text().splitlines():
        fields = [field.strip() for field in line.split("|")]
        place = fields[-1].split("gcps")[0].strip().strip("()").split(",")
        info = describe(geotiffs / fields[0])
        try:
            lat, lon = (float(value) for value in place)
        except ValueError:
            continue
        if not np.isfinite([lat, lon]).all():
            continue
        assert any(Polygon(ring).contains(Point(lon, lat)) for ring in info.footprint_lonlat), info.name
        checked += 1
    assert checked > 30


@pytest.mark.parametrize(
    "name, position, gsd_m",
    [
        ("odd/riotiler_cog_gcps.tif", "gcps", 202.0),
        ("odd/riotiler_cog_hirise_mars.tif", "off-earth", None),
        ("odd/rasterio_rotated.tif", "none", None),
        ("odd/planet_sfbay_ships_1.jpg", "none", None),
        ("odd/rasterio_goes.tif", "affine", 20_055.0),
        ("odd/riotiler_inverted_lat.tif", "affine", 55_470.0),
        ("scenes/nairobi_2_z21.tif", "affine", 0.0744),
        ("scenes/banepa_nepal_1_z21.tif", "affine", 0.0661),
    ],
)
def test_positions_and_ground_sizes(geotiffs: Path, name: str, position: str, gsd_m: float | None) -> None:
    info = describe(geotiffs / name)
    assert info.position == position
    assert (info.gsd_m is None) == (gsd_m is None)
    if gsd_m is not None:
        assert info.gsd_m == pytest.approx(gsd_m, rel=0.01)
    if position in ("none", "off-earth", "gcps"):
        assert info.note.endswith(".")


def test_the_corrupt_file_loses_some_tiles_and_keeps_others(geotiffs: Path) -> None:
    read, reasons = 0, []
    with RasterReader(geotiffs / "odd" / "rasterio_corrupt.tif") as reader:
        for tile in tiling.plan(reader.info, reader.georef):
            try:
                reader.read(tile.pixel_bbox, 224)
                read += 1
            except SourceError as error:
                reasons.append(error.reason)
    assert read > 0
    assert reasons
    assert all("damaged" in reason for reason in reasons)


def test_the_empty_raster_is_all_invalid(geotiffs: Path) -> None:
    with RasterReader(geotiffs / "odd" / "rasterio_all-nodata.tif") as reader:
        _, valid = reader.read((0, 0, reader.info.width_px, reader.info.height_px), 64)
    assert not valid.any()


def test_the_same_place_at_two_resolutions_looks_the_same(geotiffs: Path) -> None:
    pictures = []
    for level in ("z19", "z21"):
        with RasterReader(geotiffs / "scenes" / f"nairobi_2_{level}.tif") as reader:
            whole = (0, 0, reader.info.width_px, reader.info.height_px)
            pictures.append(reader.read(whole, 128)[0].astype(float))
    assert np.abs(pictures[0] - pictures[1]).mean() < 12
