"""CRSs that count to the west and south, and those that only GDAL can transform: placed, and shown north up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import pytest

from msa_core.raster.draw import warp
from msa_core.raster.find.archive import describe
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.position.crs import check_way, transform_points
from msa_core.raster.position.map_crs import choose_map_crs, lonlat_to_map, map_bounds
from msa_core.records import RasterInfo
from msa_core.retrieval.exports.target_crs import target_crs

# The form in which Esri's software writes South Africa's Lo zones: a scale factor of -1, which PROJ refuses.
LO29_ESRI = (
    'PROJCS["Hartebeesthoek94_Lo29",GEOGCS["GCS_Hartebeesthoek_1994",DATUM["D_Hartebeesthoek_1994",'
    'SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",29.0],PARAMETER["Scale_Factor",-1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)


def lo29(make_raster, folder: Path, crs: str = LO29_ESRI, step: float = 10.0) -> Path:
    """A virtual raster with its corner 50 km west of 29 degrees and 2,900 km south of the equator."""
    array = np.zeros((64, 64, 3), np.uint8)
    array[:, :32, 0], array[:, 32:, 1] = 255, 255
    make_raster("src.tif", array=array, crs=None, transform=None)
    bands = "".join(
        f'<VRTRasterBand dataType="Byte" band="{n}"><SimpleSource><SourceFilename relativeToVRT="1">src.tif'
        f"</SourceFilename><SourceBand>{n}</SourceBand></SimpleSource></VRTRasterBand>"
        for n in (1, 2, 3)
    )
    path = folder / "lo29.vrt"
    srs = crs.replace('"', "&quot;")
    path.write_text(
        f'<VRTDataset rasterXSize="64" rasterYSize="64"><SRS>{srs}</SRS>'
        f"<GeoTransform>50000,{step},0,2900000,0,{-step}</GeoTransform>{bands}</VRTDataset>"
    )
    return path


@pytest.mark.parametrize("crs", [LO29_ESRI, "ESRI:102487", "EPSG:2053"])
def test_south_african_lo_is_placed_as_gdal_places_it(make_raster, tmp_path: Path, crs: str) -> None:
    with RasterReader(lo29(make_raster, tmp_path, crs)) as reader:
        georef = reader.georef
        assert (georef.kind, georef.note) == ("affine", "")
        lon, lat = georef.pixel_to_lonlat([0.0, 64.0], [0.0, 64.0])
        np.testing.assert_allclose((lon[0], lat[0]), (28.4997, -26.2082), atol=5e-5)
        np.testing.assert_allclose(georef.lonlat_to_pixel(lon, lat), ([0.0, 64.0], [0.0, 64.0]), atol=1e-3)
        assert georef.gsd_m() == pytest.approx(10.0, abs=0.01)
        (ring,) = georef.footprint_lonlat()
        assert ring[0] == ring[-1]
        assert len(georef.footprint_lonlat((8, 8, 16, 16))) == 1


@pytest.mark.parametrize("crs", [LO29_ESRI, "EPSG:2053"])
def test_a_grid_that_counts_to_the_south_west_is_shown_north_up(
    make_raster, tmp_path: Path, crs: str
) -> None:
    path = lo29(make_raster, tmp_path, crs)
    info = describe(path)
    chosen = choose_map_crs([info])
    assert chosen == "EPSG:32735"
    bounds = map_bounds(info, chosen)
    assert bounds is not None
    canvas = warp.render(path, chosen, bounds, 64, 64)
    # Columns of the file run to the west: its left half, red, is the map's right.
    assert tuple(canvas[32, 48]) == (255, 0, 0, 255)
    assert tuple(canvas[32, 16]) == (0, 255, 0, 255)
    # In its own CRS the same pixels lie where their coordinates say.
    own = warp.render(path, info.crs or "", (50_000, 2_899_360, 50_640, 2_900_000), 64, 64)
    assert tuple(own[32, 16]) == (255, 0, 0, 255)


def test_krovak_and_the_poles_keep_what_fits() -> None:
    krovak_south_west, krovak_east_north = "EPSG:5513", "EPSG:5514"
    for crs, lonlat, expected in (
        (krovak_south_west, (14.5, 50.0), "EPSG:32633"),
        (krovak_east_north, (14.5, 50.0), krovak_east_north),
        ("EPSG:3031", (160.0, -75.0), "EPSG:3031"),
        ("EPSG:3413", (100.0, 80.0), "EPSG:3413"),
        ("EPSG:3575", (-170.0, 80.0), "EPSG:3575"),
    ):
        info = _info_at(crs, *lonlat)
        assert choose_map_crs([info]) == expected


def _info_at(crs: str, lon: float, lat: float) -> RasterInfo:
    ring = ((lon, lat), (lon + 0.1, lat), (lon + 0.1, lat + 0.1), (lon, lat + 0.1), (lon, lat))
    return RasterInfo(
        path="/a.tif",
        name="a.tif",
        width_px=64,
        height_px=64,
        bands=3,
        dtype="uint8",
        crs=crs,
        gsd_m=1.0,
        footprint_lonlat=(ring,),
        position="affine",
    )


def test_exports_take_a_crs_that_only_gdal_can_transform() -> None:
    target = target_crs("ESRI:102487")
    x, y = transform_points("EPSG:4326", target.text, np.array([28.4997]), np.array([-26.2082]))
    assert abs(x[0] - 50_000) < 5
    assert abs(y[0] - 2_900_000) < 5


def test_one_bad_point_does_not_take_the_others_with_it() -> None:
    lon, lat = np.array([28.4997, np.inf, 28.4997, 0.0]), np.array([-26.2082, 0.0, -26.2082, np.nan])
    x, y = transform_points("EPSG:4326", "ESRI:102487", lon, lat)
    assert np.isfinite(x).tolist() == np.isfinite(y).tolist() == [True, False, True, False]
    assert x[0] == x[2]


@pytest.mark.parametrize("crs", ["ESRI:104874", "EPSG:3145", "nonsense"])
def test_where_there_is_no_way_at_all_that_is_said(crs: str) -> None:
    with pytest.raises(pyproj.exceptions.ProjError):
        check_way("EPSG:4326", crs)


def test_hits_on_a_map_of_such_a_grid_are_drawn() -> None:
    x, y = lonlat_to_map(np.array([28.4997]), np.array([-26.2082]), "ESRI:102487")
    assert np.isfinite((x[0], y[0])).all()
