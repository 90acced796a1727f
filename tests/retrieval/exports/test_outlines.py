"""Outlines in other CRSs, against a dense and naive transform by pyproj."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from msa_core.errors import UsageError
from msa_core.raster.position.crs import transform_points
from msa_core.raster.position.footprints import rings_of
from msa_core.records import Ring
from msa_core.retrieval.exports.outlines import outline
from msa_core.retrieval.exports.target_crs import target_crs
from tests.support.made_hits import hit, tile


def box_rings(crs: str, x: float, y: float, side: float) -> tuple[Ring, ...]:
    """Footprint of a square in ``crs`` with its upper left corner at x, y, as the index holds it."""
    return rings_of(
        lambda col, row: transform_points(crs, "EPSG:4326", x + col * side / 100, y - row * side / 100),
        (0, 0, 100, 100),
        straight=False,
    )


def naive(source: str, x: float, y: float, side: float, target: str) -> shapely.Polygon:
    """The square itself, not what the index made of it, in 2,000 pieces transformed from CRS to CRS."""
    square = shapely.segmentize(shapely.box(x, y - side, x + side, y).exterior, side / 500)
    move = pyproj.Transformer.from_crs(source, target, always_xy=True)
    return shapely.Polygon(np.column_stack(move.transform(*shapely.get_coordinates(square).T)))


CASES = [
    ("EPSG:32633", 500_000, 5_000_000, 320, "EPSG:32633"),
    ("EPSG:32633", 500_000, 5_000_000, 320, "EPSG:32632"),
    ("EPSG:32633", 400_000, 5_000_000, 200_000, "EPSG:3857"),
    ("EPSG:32633", 400_000, 5_000_000, 200_000, "EPSG:3035"),
    ("EPSG:32633", 400_000, 5_000_000, 200_000, "EPSG:4258"),
    ("EPSG:32719", 400_000, 7_000_000, 100_000, "+proj=sinu +lon_0=-69"),
    ("EPSG:3031", -200_000, 1_500_000, 400_000, "EPSG:3031"),
    ("EPSG:32660", 705_000, 5_765_000, 3_000, "EPSG:32601"),
    ("EPSG:32660", 705_000, 5_765_000, 3_000, "EPSG:3832"),
    ("EPSG:3995", -500_000, 500_000, 1_000_000, "EPSG:3413"),
]


@pytest.mark.parametrize("source, x, y, side, target", CASES)
def test_an_outline_is_that_of_a_dense_transform(
    source: str, x: float, y: float, side: float, target: str
) -> None:
    found = outline(box_rings(source, x, y, side), target_crs(target))
    wanted = naive(source, x, y, side, target)
    assert found is not None
    assert found.is_valid
    assert found.geom_type == "Polygon"  # put together where it was split
    assert found.exterior.is_ccw
    extent = np.ptp(np.reshape(wanted.bounds, (2, 2)), axis=0).max()
    # The index keeps 16 points of a side and is a thousandth of it off at most (msa_core.raster.position.footprints).
    assert shapely.hausdorff_distance(found, wanted) < 5e-4 * extent
    assert shapely.symmetric_difference(found, wanted).area < 5e-4 * wanted.area


def test_a_tile_in_its_own_crs_has_its_four_corners_again() -> None:
    found = outline(box_rings("EPSG:32633", 500_000, 5_000_000, 320), target_crs("EPSG:32633"))
    assert found is not None
    corners = {(500_000, 5_000_000), (500_320, 5_000_000), (500_320, 4_999_680), (500_000, 4_999_680)}
    assert {(round(x, 2), round(y, 2)) for x, y in found.exterior.coords} == corners


def test_the_way_to_the_pole_is_no_part_of_the_outline() -> None:
    found = outline(box_rings("EPSG:3995", -500_000, 500_000, 1_000_000), target_crs("EPSG:3995"))
    assert found is not None
    assert found.area == pytest.approx(1e12, rel=1e-6)
    assert found.exterior.length == pytest.approx(4e6, rel=1e-6)


def test_wgs84_leaves_a_footprint_as_it_is_split_too() -> None:
    rings = box_rings("EPSG:32660", 705_000, 5_765_000, 3_000)
    for text in ("EPSG:4326", "OGC:CRS84", pyproj.CRS("OGC:CRS84").to_wkt()):
        found = outline(rings, target_crs(text))
        assert found is not None
        assert {tuple(part.exterior.coords) for part in found.geoms} == set(rings)


@pytest.mark.parametrize(
    "rings, crs",
    [
        ((), "EPSG:3857"),
        (box_rings("EPSG:32633", 5e5, 5e6, 320), "+proj=ortho +lat_0=0 +lon_0=180"),  # the far side
        (((((10.0, 0.0), (20.0, 0.0), (20.0, 9.0), (10.0, 9.0), (10.0, 0.0)),)), "+proj=merc +lon_0=-165"),
        (((((10.0, 0.0), (20.0, 0.0), (20.0, 9.0), (10.0, 9.0), (10.0, 0.0)),)), "+proj=longlat +pm=-165"),
        (box_rings("EPSG:3995", -5e5, 5e5, 1e6), "EPSG:3857"),  # the pole, infinitely far
        (((((1.0, 1.0), (float("inf"), 1.0), (2.0, 2.0), (1.0, 1.0)),)), "EPSG:3857"),
    ],
)
def test_where_a_crs_has_no_place_there_is_no_outline(rings: tuple[Ring, ...], crs: str) -> None:
    assert outline(rings, target_crs(crs)) is None


@settings(max_examples=60, deadline=None)
@given(
    lon=st.floats(-179.9, 179.9),
    lat=st.floats(-79, 79),
    side=st.sampled_from([80.0, 2560.0, 100_000.0]),
    target=st.sampled_from(["EPSG:3857", "EPSG:6933", "EPSG:8857", "EPSG:4269", "EPSG:3832"]),
)
def test_any_tile_in_a_world_crs_is_a_valid_small_shape_or_none(
    lon: float, lat: float, side: float, target: str
) -> None:
    local = f"+proj=laea +lat_0={lat} +lon_0={lon} +datum=WGS84"
    found = outline(box_rings(local, -side / 2, side / 2, side), target_crs(target))
    if found is None:
        assert target == "EPSG:3832"  # cut at 30 degrees west, in the middle of the Atlantic
        assert abs(lon + 30) < 10
        return
    assert found.is_valid
    back = pyproj.Transformer.from_crs(target, local, always_xy=True)
    for part in getattr(found, "geoms", [found]):
        x, y = back.transform(*shapely.get_coordinates(part.exterior).T)
        assert np.abs([x, y]).max() < 0.51 * side + 1.5  # datums differ by a metre


def test_archive_is_the_crs_of_the_rasters() -> None:
    hits = [hit(tile(1), 1, 0.5), hit(tile(2, ""), 2, 0.4)]
    assert target_crs("archive", hits).name == "EPSG:32633"
    assert target_crs("archive", hits[1:]).is_wgs84  # none has a position
    other = hit(tile(3, "EPSG:32634", source="other.tif"), 3, 0.3)
    with pytest.raises(UsageError, match=r"2 CRSs \(EPSG:32633 of a.tif, EPSG:32634 of other.tif\)"):
        target_crs("Archive", [*hits, other])


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "EPSG:999999", "EPSG:4978", "EPSG:5773", "IAU_2015:30100", "x" * 9999],
)
def test_what_is_no_horizontal_crs_on_earth_is_a_usage_error(text: str) -> None:
    with pytest.raises(UsageError, match="--crs") as raised:
        target_crs(text)
    assert len(str(raised.value)) < 300


def test_heights_are_left_out() -> None:
    assert target_crs("EPSG:4979").is_wgs84
    assert target_crs("EPSG:32633+5773").name == "EPSG:32633"
