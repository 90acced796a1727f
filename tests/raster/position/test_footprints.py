"""Outlines in degrees: closed, counter-clockwise, split at the antimeridian, whole at the poles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon

from msa_core.raster.position.georef import Georef
from msa_core.records import Ring


def georef_of(transform: tuple[float, ...], crs: str, width: int = 200, height: int = 200) -> Georef:
    from affine import Affine
    from rasterio.crs import CRS

    from msa_core.raster.position.pixel_to_crs import AffinePlacement

    wkt = CRS.from_user_input(crs).to_wkt()
    return Georef("affine", "", crs, wkt, AffinePlacement(Affine(*transform)), width, height)


def assert_proper(rings: tuple[Ring, ...]) -> None:
    assert rings
    for ring in rings:
        points = np.asarray(ring)
        assert ring[0] == ring[-1]
        assert np.isfinite(points).all()
        assert np.abs(points[:, 0]).max() <= 180.0
        assert np.abs(points[:, 1]).max() <= 90.0
        polygon = Polygon(ring)
        assert polygon.is_valid
        assert polygon.exterior.is_ccw


def covers(rings: tuple[Ring, ...], lon: float, lat: float) -> bool:
    return any(Polygon(ring).buffer(1e-9).contains(Point(lon, lat)) for ring in rings)


@pytest.mark.parametrize("down", [-1.0, 1.0])
def test_a_small_utm_box_has_four_corners(down: float) -> None:
    georef = georef_of((1.0, 0.0, 390_000.0, 0.0, down, 5_820_000.0), "EPSG:32633")
    (ring,) = rings = georef.footprint_lonlat((10, 20, 110, 120))
    assert_proper(rings)
    assert len(ring) == 5
    lon, lat = georef.pixel_to_lonlat(60.0, 70.0)
    assert covers(rings, float(lon), float(lat))


def test_sides_of_a_wide_projected_box_are_densified() -> None:
    georef = georef_of((5000.0, 0.0, -500_000.0, 0.0, -5000.0, 7_500_000.0), "EPSG:32633")
    (ring,) = rings = georef.footprint_lonlat()
    assert_proper(rings)
    assert len(ring) > 12
    # The middle of the upper side lies on the outline, far from the straight line between the corners.
    lon, lat = (float(v) for v in georef.pixel_to_lonlat(100.0, 0.0))
    assert Polygon(ring).exterior.distance(Point(lon, lat)) < 0.01


def test_a_geographic_box_keeps_its_corners_exactly() -> None:
    georef = georef_of((0.5, 0.0, -20.0, 0.0, -0.5, 50.0), "EPSG:4326", 40, 20)
    (ring,) = georef.footprint_lonlat()
    assert set(ring) == {(-20.0, 50.0), (0.0, 50.0), (0.0, 40.0), (-20.0, 40.0)}


@pytest.mark.parametrize(
    "transform, crs",
    [
        ((100.0, 0.0, 810_000.0, 0.0, -100.0, 1_120_000.0), "EPSG:32660"),
        ((0.01, 0.0, 179.0, 0.0, -0.01, 10.0), "EPSG:4326"),
        ((1113.0, 0.0, 19_926_000.0, 0.0, -1113.0, 1_118_000.0), "EPSG:3857"),
    ],
)
def test_a_box_across_the_antimeridian_is_split_in_two(transform: tuple[float, ...], crs: str) -> None:
    georef = georef_of(transform, crs)
    rings = georef.footprint_lonlat()
    assert_proper(rings)
    assert len(rings) == 2
    sides = sorted(float(np.mean([p[0] for p in ring])) for ring in rings)
    assert sides[0] < -170
    assert sides[1] > 170
    for x in (1.0, 199.0):
        lon, lat = georef.pixel_to_lonlat(x, 100.0)
        assert covers(rings, float(lon), float(lat))


def test_a_box_around_the_pole_covers_the_pole() -> None:
    georef = georef_of((10_000.0, 0.0, -1_000_000.0, 0.0, -10_000.0, 1_000_000.0), "EPSG:3413")
    rings = georef.footprint_lonlat()
    assert_proper(rings)
    assert covers(rings, 0.0, 89.9)
    assert covers(rings, 179.0, 85.0)
    assert covers(rings, -179.0, 85.0)
    assert not covers(rings, 0.0, 70.0)


@pytest.mark.parametrize("start", [-180.0, 0.0, -180.25])
def test_the_whole_world_is_one_rectangle_however_it_starts(start: float) -> None:
    georef = georef_of((0.5, 0.0, start, 0.0, -0.5, 90.25), "EPSG:4326", 720, 361)
    rings = georef.footprint_lonlat()
    assert_proper(rings)
    assert sum(Polygon(ring).area for ring in rings) == pytest.approx(360 * 180, rel=1e-6)


PLACES = (
    ("EPSG:3413", 0.0, 0.0),  # the north pole
    ("EPSG:3031", 0.0, 0.0),  # the south pole
    ("EPSG:3832", 3_339_584.7, 500_000.0),  # Mercator around 150 degrees east, at 180
    ("EPSG:32601", 166_021.4, 3_000_000.0),  # the western edge of the first zone
    ("EPSG:32760", 833_978.6, 5_000_000.0),  # the eastern edge of the last one, south
)


# Of the size of the box: from its corner to the place. A pole on the outline itself has no longitude there.
SHIFTS = st.floats(-0.9, -0.1) | st.floats(0.1, 0.2) | st.floats(-1.2, -1.1)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    place=st.sampled_from(PLACES),
    gsd_m=st.sampled_from([0.3, 10.0, 500.0]),
    turn=st.floats(0.0, 6.28),
    shift=st.tuples(SHIFTS, SHIFTS),
    width=st.integers(1, 300),
    height=st.integers(1, 300),
)
def test_any_box_at_a_pole_or_180_degrees_is_a_proper_shape_that_holds_its_pixels(
    place: tuple[str, float, float],
    gsd_m: float,
    turn: float,
    shift: tuple[float, float],
    width: int,
    height: int,
) -> None:
    crs, x, y = place
    cos, sin = gsd_m * np.cos(turn), gsd_m * np.sin(turn)
    origin = np.array([[cos, sin], [sin, -cos]]) @ (np.array([width, height]) * shift)
    georef = georef_of((cos, sin, x + origin[0], sin, -cos, y + origin[1]), crs, width, height)
    rings = georef.footprint_lonlat()
    assert_proper(rings)
    whole = MultiPolygon([Polygon(ring) for ring in rings])
    assert whole.is_valid
    x_px, y_px = (
        v.ravel() for v in np.meshgrid(np.linspace(0.1, 0.9, 7) * width, np.linspace(0.1, 0.9, 7) * height)
    )
    lon, lat = georef.pixel_to_lonlat(x_px, y_px)
    room = 1e-7 + 1e-3 * np.ptp(lat)
    assert all(whole.buffer(room).contains(Point(*point)) for point in zip(lon, lat, strict=True))
