"""Positions as GDAL has them: every CRS that PROJ knows, and the forms in which files write them.

Both start from the same WKT. Ours must lie within a hundredth of a pixel of GDAL's own transformer, of a pixel of ten
metres, there and back; or there is a stated reason.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import numpy as np
import pyproj
import pytest
from pyproj.database import CRSInfo, query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import ProjError

from msa_core.raster.position.crs import degrees_per_unit, parse_crs, transform_points, wkt_of
from msa_core.raster.position.georef import Georef, judge_crs
from msa_core.raster.position.pixel_to_crs import AffinePlacement

# isort: split
import rasterio.warp
from affine import Affine
from rasterio._err import CPLE_BaseError
from rasterio.crs import CRS
from rasterio.errors import RasterioError

PIXEL_M, SIZE_PX = 10.0, 64
TOLERANCE_PX = 0.01
SAMPLE = 15

KINDS = [
    PJType.PROJECTED_CRS, PJType.GEOGRAPHIC_2D_CRS, PJType.GEOGRAPHIC_3D_CRS, PJType.GEOCENTRIC_CRS,
    PJType.COMPOUND_CRS, PJType.VERTICAL_CRS, PJType.ENGINEERING_CRS, PJType.DERIVED_PROJECTED_CRS,
]  # fmt: skip

# Codes for which the two differ, and why.
REASONS = {
    "ESRI:54049": "a globe seen from space: its middle is the only place, and its area of use the whole Earth",
}


def known(authority: str) -> list[CRSInfo]:
    found: dict[str, CRSInfo] = {}
    for kind in KINDS:
        for info in query_crs_info(auth_name=authority, pj_types=kind, allow_deprecated=True):
            found.setdefault(info.code, info)
    return sorted(found.values(), key=lambda info: (len(info.code), info.code))


def places(area: pyproj.aoi.AreaOfUse | None) -> Iterator[tuple[float, float]]:
    """Where to look: in the middle and towards two corners of a CRS's area of use."""
    west, south, east, north = (area.west, area.south, area.east, area.north) if area else (-10, -10, 10, 10)
    width = (east - west) % 360.0 or 360.0
    for share in (0.5, 0.25, 0.8):
        yield (west + width * share + 180.0) % 360.0 - 180.0, south + (north - south) * share


def gdal(source: str, target: str, x: np.ndarray, y: np.ndarray) -> np.ndarray | None:
    try:
        moved = np.array(
            rasterio.warp.transform(CRS.from_user_input(source), CRS.from_user_input(target), x, y)
        )
    except (RasterioError, CPLE_BaseError):
        return None
    return moved if np.isfinite(moved).all() else None


def difference_px(wkt: str, lon: float, lat: float) -> float | str:
    """How far our pixels lie from GDAL's around a place, at most, there and back; or why that cannot be told."""
    kind, note = judge_crs(wkt, "affine", "")
    if kind != "affine":
        return note
    middle = gdal("EPSG:4326", wkt, np.array([lon]), np.array([lat]))
    ours = transform_points("EPSG:4326", wkt, np.array([lon]), np.array([lat]))
    if middle is None:
        return "GDAL does not place it there"
    if not np.isfinite(ours).all():
        return "we do not place it there"
    per_unit = degrees_per_unit(wkt)
    step = PIXEL_M / (
        111_000.0 * per_unit if per_unit else parse_crs(wkt).axis_info[0].unit_conversion_factor
    )
    corner_x, corner_y = float(middle[0, 0]) - step * SIZE_PX / 2, float(middle[1, 0]) + step * SIZE_PX / 2
    transform = Affine(step, 0.0, corner_x, 0.0, -step, corner_y)
    georef = Georef("affine", "", None, wkt, AffinePlacement(transform), SIZE_PX, SIZE_PX)
    x_px, y_px = (grid.ravel() for grid in np.meshgrid([0.0, 20.0, 64.0], [0.0, 33.0, 64.0]))
    theirs = gdal(wkt, "EPSG:4326", corner_x + step * x_px, corner_y - step * y_px)
    if theirs is None:
        return "GDAL does not place it there"
    metres_x = 111_320.0 * np.cos(np.radians(theirs[1]))
    lon_px, lat_px = georef.pixel_to_lonlat(x_px, y_px)
    off_x = np.abs((lon_px - theirs[0] + 180.0) % 360.0 - 180.0) * metres_x
    there = np.hypot(off_x, (lat_px - theirs[1]) * 111_320.0) / PIXEL_M
    # Back: GDAL's pixel of each of its own places, against ours of the same.
    again = gdal("EPSG:4326", wkt, theirs[0], theirs[1])
    if again is None:
        return "GDAL does not find it again"
    back_x, back_y = georef.lonlat_to_pixel(theirs[0], theirs[1])
    back = np.hypot(back_x - (again[0] - corner_x) / step, back_y - (corner_y - again[1]) / step)
    return float(max(there.max(), back.max()))


def check(info: CRSInfo) -> str:
    """What is wrong with our positions in a CRS, ``""`` when nothing is."""
    code = f"{info.auth_name}:{info.code}"
    try:
        wkt = wkt_of(CRS.from_user_input(pyproj.CRS.from_user_input(code).to_wkt()))
    except (RasterioError, CPLE_BaseError, ProjError):
        return ""  # GDAL cannot take it from a file either
    results = [difference_px(wkt, *place) for place in places(info.area_of_use)] if wkt else []
    wrong = [
        result for result in results
        if result == "we do not place it there" or (isinstance(result, float) and not result <= TOLERANCE_PX)
    ]  # fmt: skip
    refused = [result for result in results if isinstance(result, str) and "does not" not in result]
    if refused and not wrong:
        return "" if _is_rightly_refused(wkt) else f"{code} {info.name}: {refused[0]}"
    return f"{code} {info.name}: {wrong}" if wrong and code not in REASONS else ""


def _is_rightly_refused(wkt: str) -> bool:
    """Another body, no x and y, or nothing that GDAL could do either."""
    crs = parse_crs(wkt)
    if not (crs.is_projected or crs.is_geographic):
        return True
    axis = crs.ellipsoid.semi_major_metre if crs.ellipsoid else 0.0
    if not 6.33e6 < axis < 6.42e6:
        return True
    return gdal("EPSG:4326", wkt, np.array([1.0]), np.array([1.0])) is None


@pytest.mark.parametrize("authority", ["EPSG", "ESRI"])
def test_a_sample_of_all_crss_is_placed_as_gdal_places_them(authority: str) -> None:
    every = known(authority)
    assert len(every) > 2_000
    wrong = [check(info) for info in random.Random(12).sample(every, SAMPLE)]
    assert [words for words in wrong if words] == []


@pytest.mark.slow
@pytest.mark.parametrize("authority", ["EPSG", "ESRI", "OGC", "IGNF"])
@pytest.mark.parametrize("part", range(8))
def test_every_crs_is_placed_as_gdal_places_it(authority: str, part: int) -> None:
    wrong = [check(info) for info in known(authority)[part::8]]
    assert [words for words in wrong if words] == []


# What is special about each: the order and direction of axes, units, prime meridians, datums, projections.
SPECIAL = [
    ("EPSG:32633", 15.0, 52.0), ("EPSG:4326", 15.0, 52.0), ("EPSG:3857", 178.0, -17.0),
    ("EPSG:2053", 28.5, -26.2), ("EPSG:5513", 15.0, 50.0), ("EPSG:5514", 15.0, 50.0), ("EPSG:2065", 15.0, 50.0),
    ("EPSG:5221", 15.0, 50.0), ("EPSG:2193", 174.0, -40.0), ("EPSG:3067", 25.0, 62.0), ("EPSG:31467", 9.0, 50.0),
    ("EPSG:2393", 25.0, 62.0), ("EPSG:3031", 100.0, -75.0), ("EPSG:3413", -45.0, 75.0), ("EPSG:5938", -33.0, 80.0),
    ("EPSG:2263", -74.0, 40.7), ("EPSG:2222", -110.0, 34.0), ("EPSG:4807", 2.0, 47.0), ("EPSG:27572", 2.3, 47.0),
    ("EPSG:2326", 114.2, 22.3), ("EPSG:21781", 8.0, 47.0), ("EPSG:2056", 8.0, 47.0), ("EPSG:27200", 174.0, -40.0),
    ("EPSG:28992", 5.4, 52.1), ("EPSG:27700", -1.5, 52.5), ("EPSG:3078", -85.0, 44.0), ("EPSG:29873", 115.0, 5.0),
    ("EPSG:4978", 0.0, 0.0), ("EPSG:4979", 15.0, 52.0), ("EPSG:32633+5773", 15.0, 52.0), ("EPSG:7415", 5.4, 52.1),
    ("ESRI:102487", 28.5, -26.2), ("ESRI:54009", 15.0, 52.0), ("ESRI:54030", 15.0, 52.0), ("ESRI:102001", -100.0, 60.0),
    ("EPSG:6933", 15.0, 52.0), ("EPSG:8857", 15.0, 52.0), ("EPSG:9311", -100.0, 40.0), ("EPSG:3408", 15.0, 70.0),
    ("+proj=tmerc +lat_0=0 +lon_0=29 +k=1 +axis=wsu +ellps=WGS84 +towgs84=0,0,0", 28.5, -26.2),
    ("+proj=utm +zone=33 +ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7", 15.0, 50.0),
    ("+proj=utm +zone=13 +datum=NAD27 +units=us-ft", -105.0, 40.0),
    ("+proj=longlat +ellps=clrk80 +pm=paris +towgs84=-168,-60,320", 2.0, 47.0),
    ("+proj=longlat +datum=WGS84 +pm=180", 179.0, -17.0), ("+proj=sinu +R=6371007.181", 15.0, 52.0),
    ("+proj=geos +h=35785831 +lon_0=0 +sweep=y", 15.0, 40.0), ("+proj=omerc +lat_0=4 +lonc=115 +alpha=53", 115.0, 5.0),
    ("+proj=ob_tran +o_proj=longlat +o_lon_p=-162 +o_lat_p=39.25 +lon_0=180 +to_meter=0.0174532925199433", 10.0, 50.0),
    ("+proj=lcc +lat_1=49 +lat_2=44 +lat_0=46.5 +lon_0=3 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=km", 3.0, 47.0),
]  # fmt: skip
FORMS = ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2015", "WKT2_2019", "PROJ_4", "PROJJSON"]


# In turn, so that the fast tests hold each CRS in one form and each form for several CRSs.
IN_TURN = [(*special, FORMS[number % len(FORMS)]) for number, special in enumerate(SPECIAL)]


@pytest.mark.filterwarnings("ignore:You will likely lose important projection information")
@pytest.mark.parametrize("definition, lon, lat, form", IN_TURN)
def test_a_form_that_files_write_is_placed_as_gdal_places_it(
    definition: str, lon: float, lat: float, form: str
) -> None:
    check_form(definition, lon, lat, form)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:You will likely lose important projection information")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("definition, lon, lat", SPECIAL)
def test_every_form_that_files_write_is_placed_as_gdal_places_it(
    definition: str, lon: float, lat: float, form: str
) -> None:
    check_form(definition, lon, lat, form)


def check_form(definition: str, lon: float, lat: float, form: str) -> None:
    crs = pyproj.CRS.from_user_input(definition)
    try:
        text = (
            crs.to_json() if form == "PROJJSON" else crs.to_proj4() if form == "PROJ_4" else crs.to_wkt(form)
        )
        wkt = wkt_of(CRS.from_user_input(text))
    except (ProjError, RasterioError, CPLE_BaseError) as error:
        pytest.skip(f"it cannot be written so: {type(error).__name__}")
    if not wkt:
        pytest.skip("it cannot be written so")
    result = difference_px(wkt, lon, lat)
    if definition == "EPSG:4978" and isinstance(result, str):
        assert re.search("Geocentric|local", result)
        return
    assert isinstance(result, float), result
    assert result <= TOLERANCE_PX
