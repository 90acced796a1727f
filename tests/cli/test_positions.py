"""Positions of every kind, from the file to the polygons of the hits and back through ``--bbox``."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pyproj
import pytest
import rasterio
from rasterio.rpc import RPC
from shapely.geometry import Point, shape

from msa_core.raster.gdal.writer import write_geotiff
from tests.cli.conftest import Run
from tests.support.scenes import picture

SIDE = 240  # pixels of a metre


def lonlat(crs: str, x: float, y: float) -> tuple[float, float]:
    return pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)


def affine(folder: Path, name: str, crs: str, transform: tuple[float, ...]) -> tuple[float, float]:
    """Write a raster; longitude and latitude of its centre."""
    write_geotiff(folder / name, picture(len(name), SIDE, SIDE), crs=crs, transform=transform)
    a, b, c, d, e, f = transform
    lon, lat = lonlat(crs, a * SIDE / 2 + b * SIDE / 2 + c, d * SIDE / 2 + e * SIDE / 2 + f)
    return (lon + 180) % 360 - 180, lat


def write_archive(folder: Path) -> dict[str, tuple[float, float]]:
    """Rasters by name, and where their centres lie."""
    folder.mkdir()
    sin, cos = math.sin(0.6), math.cos(0.6)
    degree = 1 / 111_320
    centres = {
        "north_up.tif": ("EPSG:32633", (1.0, 0.0, 5e5, 0.0, -1.0, 5e6)),
        "south_up.tif": ("EPSG:32633", (1.0, 0.0, 5.1e5, 0.0, 1.0, 5e6)),
        "east_left.tif": ("EPSG:32633", (-1.0, 0.0, 5.2e5, 0.0, -1.0, 5e6)),
        "turned.tif": ("EPSG:32633", (cos, sin, 5.3e5, sin, -cos, 5e6)),
        "sheared.tif": ("EPSG:32633", (1.0, 0.4, 5.4e5, 0.1, -1.0, 5e6)),
        "sideways.tif": ("EPSG:32633", (0.0, 1.0, 5.5e5, 1.0, 0.0, 5e6)),
        "dateline.tif": ("EPSG:4326", (degree, 0.0, 180 - 100 * degree, 0.0, -degree, 1.0)),
        "dateline_metres.tif": ("EPSG:3832", (1.0, 0.0, 3_339_584.7 - 100, 0.0, -1.0, 5e5)),
        "from_0_to_360.tif": ("EPSG:4326", (degree, 0.0, 250.0, 0.0, -degree, 10.0)),
        "north_pole.tif": ("EPSG:3413", (1.0, 0.0, -110.0, 0.0, -1.0, 110.0)),
        "south_pole.tif": ("EPSG:3031", (1.0, 0.0, -110.0, 0.0, -1.0, 110.0)),
        "feet.tif": ("EPSG:2263", (3.28, 0.0, 984_000.0, 0.0, -3.28, 200_000.0)),
    }
    found = {name: affine(folder, name, *place) for name, place in centres.items()}
    found["gcps.tif"] = write_gcps(folder / "gcps.tif")
    found["rpcs.tif"] = write_rpcs(folder / "rpcs.tif")
    return found


def write_gcps(path: Path) -> tuple[float, float]:
    """Control points of a grid turned by 20 degrees, in UTM."""
    sin, cos = math.sin(0.35), math.cos(0.35)
    points = [
        (c, r, 6e5 + cos * c + sin * r, 5e6 + sin * c - cos * r) for c in (0, 120, 240) for r in (0, 120, 240)
    ]
    write_geotiff(path, picture(3, SIDE, SIDE), crs="EPSG:32633", gcps=points)
    return lonlat("EPSG:32633", 6e5 + 120 * (cos + sin), 5e6 + 120 * (sin - cos))


def write_rpcs(path: Path) -> tuple[float, float]:
    """A sensor that looks straight down: line and sample are linear in latitude and longitude."""
    half_lon, half_lat = 0.0015, 0.001
    one, lon, lat = [1.0] + [0.0] * 19, [0.0, 1.0] + [0.0] * 18, [0.0, 0.0, -1.0] + [0.0] * 17
    rpcs = RPC(
        height_off=100.0, height_scale=500.0, lat_off=47.0, lat_scale=half_lat, long_off=11.0, long_scale=half_lon,
        line_off=119.5, line_scale=120.0, samp_off=119.5, samp_scale=120.0,
        line_num_coeff=lat, line_den_coeff=one, samp_num_coeff=lon, samp_den_coeff=one,
    )  # fmt: skip
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=SIDE,
        height=SIDE,
        count=3,
        dtype="uint8",
        photometric="rgb",
        rpcs=rpcs,
    ) as dataset:
        dataset.write(np.moveaxis(picture(9, SIDE, SIDE), 2, 0))
    return 11.0, 47.0


@pytest.mark.filterwarnings("ignore:Dataset has no geotransform")
def test_hits_lie_where_their_rasters_do(run: Run, tmp_path: Path, tiny_checkpoint: Path) -> None:
    centres = write_archive(tmp_path / "archive")
    done = run("index", tmp_path / "archive", "--out", tmp_path / "out", "--model", tiny_checkpoint)
    assert done.code == 0, done.err
    lines = {
        name: (state, detail)
        for state, name, detail in (line.split("  ", 2) for line in done.out.splitlines())
    }
    assert {name: state for name, (state, _) in lines.items()} == dict.fromkeys(centres, "indexed")
    assert "approximate" in lines["gcps.tif"][1]
    assert "approximate" in lines["rpcs.tif"][1]
    hits = json.loads(run("search", tmp_path / "out", "a river", "-k", 1000, "--every-tile", "--json").out)[
        "features"
    ]
    assert {hit["properties"]["source"] for hit in hits} == set(centres)
    for name, (lon, lat) in centres.items():
        mine = [hit for hit in hits if hit["properties"]["source"] == name]
        places = [shape(hit["geometry"]) for hit in mine]
        assert all(place.is_valid and place.area > 0 for place in places), name
        assert any(place.buffer(1e-7).contains(Point(lon, lat)) for place in places), (name, lon, lat)
        # Tiles of 80 and 160 ground metres: small polygons, also where degrees are not what they seem.
        if abs(lat) < 85:
            for place in places:
                parts = getattr(place, "geoms", [place])
                assert sum(part.bounds[2] - part.bounds[0] for part in parts) < 0.02, name
                assert place.bounds[3] - place.bounds[1] < 0.01, name
    around = {
        "north_up.tif": f"--bbox={centres['north_up.tif'][0] - 1e-3},44,{centres['north_up.tif'][0] + 1e-3},46",
        "dateline.tif": "--bbox=179.9999,0.9,-179.9999,1.1",
        "dateline_metres.tif": "--bbox=179.9999,4,-179.9999,5",
        "from_0_to_360.tif": "--bbox=-110.1,9,-109.9,11",
        "north_pole.tif": "--bbox=-180,89.9,180,90",
        "south_pole.tif": "--bbox=40,-90,50,-89.99",
        "rpcs.tif": "--bbox=10.9,46.9,11.1,47.1",
    }
    for name, box in around.items():
        found = json.loads(run("search", tmp_path / "out", "a river", "-k", 99, box, "--json").out)[
            "features"
        ]
        assert {hit["properties"]["source"] for hit in found} == {name}, name
