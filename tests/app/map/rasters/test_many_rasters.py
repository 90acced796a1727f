"""Very many rasters: those in view are found by a grid, the others are dots made off the window's thread."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionGraphicsItem

from app.map.painting.crowd import CELL_PX
from app.map.projection.chosen_projection import projection_of
from app.map.projection.geometry import (
    WEB_MERCATOR,
    Projection,
    Viewport,
    ring_bounds,
    rings_on_map,
)
from app.map.projection.rings import rings_of
from app.map.rasters.dots import DotsRequest
from app.map.rasters.footprint_grid import MANY, Footprints
from app.map.rasters.placing import PlaceRequest
from app.map.rasters.raster_layer import RasterLayer
from msa_core.records import RasterInfo

COUNT = MANY + 5000


def square(west: float, south: float, side: float) -> tuple[tuple[float, float], ...]:
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


@pytest.fixture(scope="module")
def infos() -> list[RasterInfo]:
    """Rasters of 20 m to 20 km a side, all over the Earth."""
    rng = np.random.default_rng(4)
    places = rng.uniform((-170, -60), (170, 70), (COUNT, 2)).tolist()
    sides = (10.0 ** rng.uniform(-3.7, -0.7, COUNT)).tolist()
    return [
        RasterInfo(
            path=f"/rasters/{n}.tif", name=f"{n}.tif", width_px=64, height_px=64, bands=3, dtype="uint8",
            crs="EPSG:4326", gsd_m=10.0, footprint_lonlat=(square(west, south, side),), position="affine",
        )
        for n, ((west, south), side) in enumerate(zip(places, sides, strict=True))
    ]  # fmt: skip


@pytest.fixture
def layer(qapp: QApplication, infos: list[RasterInfo]) -> RasterLayer:
    made = RasterLayer(1)
    made.asked = []  # type: ignore[attr-defined]
    made.render_wanted.connect(made.asked.append)  # type: ignore[attr-defined]
    made.set_rasters(infos)
    answer(made)
    return made


def view(units: float, x: float = 1e6, y: float = 5e6) -> Viewport:
    return Viewport(center_x=x, center_y=y, units_per_px=units, width_px=900, height_px=600)


def answer(layer: RasterLayer) -> list[DotsRequest]:
    """What was asked of the pixels lane is done at once."""
    asked, layer.asked[:] = layer.asked[:], []  # type: ignore[attr-defined]
    for request in asked:
        if isinstance(request, (DotsRequest, PlaceRequest)):
            layer.on_rendered(request, request.work(None))  # type: ignore[arg-type]
    return [request for request in asked if isinstance(request, DotsRequest)]


def painted(layer: RasterLayer) -> QImage:
    image = QImage(900, 600, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    layer.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    return image


def filled(image: QImage) -> np.ndarray:
    """Where anything is painted, bool (h, w)."""
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return pixels != 0


def test_the_grid_finds_what_looking_at_every_box_finds() -> None:
    rng = np.random.default_rng(5)
    corners = rng.uniform(-1e6, 1e6, (COUNT, 2))
    sides = 10.0 ** rng.uniform(0, 6, (COUNT, 1))
    boxes = np.hstack([corners, corners + sides * rng.uniform(0.2, 1.0, (COUNT, 2))])
    footprints = Footprints(boxes)
    assert footprints.are_many
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    for reach, least in ((10.0, 0.0), (1e3, 5.0), (1e4, 300.0), (1e5, 1e4), (1e7, 3e5), (5e5, 0.0)):
        west, south = rng.uniform(-1e6, 1e6, 2)
        bounds = (west, south, west + reach, south + reach)
        naive = (boxes[:, 0] < bounds[2]) & (boxes[:, 2] > bounds[0])
        naive &= (boxes[:, 1] < bounds[3]) & (boxes[:, 3] > bounds[1]) & (longer >= least)
        assert footprints.in_view(bounds, least).tolist() == np.flatnonzero(naive).tolist()


def test_each_square_of_the_picture_holds_a_raster_and_no_raster_lacks_its_square(layer: RasterLayer) -> None:
    layer.set_view(view(30_000.0))
    (request,) = answer(layer)
    picture = request.work(None)  # type: ignore[arg-type]
    boxes = request.footprints.boxes
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    columns, rows = (
        np.floor((middles - (picture.box[0], picture.box[3])) / (30_000.0 * CELL_PX, -30_000.0 * CELL_PX))
        .astype(int)
        .T
    )
    assert picture.image is not None
    width, height = picture.image.width(), picture.image.height()
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    expected = np.zeros((height, width), dtype=bool)
    expected[rows[inside], columns[inside]] = True
    assert (filled(picture.image) == expected).all()


def test_dots_move_with_the_map_at_once_and_are_sharp_a_moment_later(layer: RasterLayer) -> None:
    layer.set_view(view(30_000.0))
    answer(layer)
    before = filled(painted(layer))
    layer.set_view(view(30_000.0, x=1e6 + 40 * 30_000.0))
    assert not answer(layer), "the picture reaches beyond the view"
    moved = filled(painted(layer))
    assert (moved[:, :-40] == before[:, 40:]).all()
    assert moved[:, -40:].any()
    layer.set_view(view(20_000.0))
    assert filled(painted(layer)).any(), "stretched until the next one comes"
    assert not layer.is_settled
    layer._ask()
    assert len(answer(layer)) == 1
    layer._settle.stop()
    assert layer._dots.are_sharp(layer.view, layer._max_dot_px)
    layer.set_view(view(20_000.0, x=-1.2e7))
    assert len(answer(layer)) == 1, "beyond the picture another one is asked for at once"


def test_what_is_hidden_has_no_dot_and_few_in_view_are_round(
    layer: RasterLayer, infos: list[RasterInfo]
) -> None:
    layer.set_view(view(30_000.0))
    answer(layer)
    full = np.count_nonzero(filled(painted(layer)))
    layer.set_drawn(infos, np.arange(COUNT) >= COUNT - 10, np.ones(COUNT))
    assert np.count_nonzero(filled(painted(layer))) == full, "until the next picture comes"
    layer._ask()
    (request,) = answer(layer)
    assert np.count_nonzero(request.is_drawn) == 10
    assert 0 < np.count_nonzero(filled(painted(layer))) < full / 20
    assert request.work(None).image is None  # type: ignore[arg-type]


def test_a_picture_of_the_screen_takes_less_than_a_frame_and_looks_at_no_raster_out_of_view(
    layer: RasterLayer,
) -> None:
    for units in (30_000.0, 3_000.0, 30.0):
        layer.set_view(view(units))
        answer(layer)
        layer._ask()
        answer(layer)
        painted(layer)
        times = []
        for step in range(5):
            begun = time.thread_time()
            layer.set_view(view(units, x=1e6 + step * 20 * units))
            painted(layer)
            times.append(time.thread_time() - begun)
        assert min(times) < 0.016


@pytest.mark.parametrize("projection", [WEB_MERCATOR, projection_of("EPSG:32633")])
def test_all_rings_at_once_lie_where_each_alone_lies(projection: Projection) -> None:
    rings = [
        (square(14.0, 46.0, 0.1),),
        (square(179.9, 0.0, 0.1), square(-180.0, 0.0, 0.1)),
        (),
        ((),),
        (square(15, 89.9, 0.1),),
    ]
    found = rings_of(projection, rings)
    alone = [(owner, xy) for owner, one in enumerate(rings) for xy in rings_on_map(projection, one)]
    assert found.owners.tolist() == [owner for owner, _ in alone]
    assert found.sides[found.owners == 1].tolist() == [0, 1]
    for number, (_, naive) in enumerate(alone):
        assert found.ring(number).tolist() == naive.tolist()
        assert tuple(found.boxes[number].tolist()) == ring_bounds(naive)
