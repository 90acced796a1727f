from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.map.canvas.canvas import MapCanvas
from app.map.projection.geometry import PLATE_CARREE, Viewport
from app.map.rasters.dots import DotsRequest
from app.map.rasters.placing import PlaceRequest
from app.map.rasters.rendering import OVERVIEW_PX, RenderRequest
from msa_core.records import RasterInfo, Tile, TileHit


def square(west: float, south: float, side: float) -> tuple[tuple[float, float], ...]:
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def raster(name: str, west: float, south: float, side: float) -> RasterInfo:
    return RasterInfo(
        path=f"/a/{name}",
        name=name,
        width_px=1000,
        height_px=1000,
        bands=3,
        dtype="uint8",
        crs="EPSG:4326",
        gsd_m=1.0,
        footprint_lonlat=(square(west, south, side),),
        position="affine",
    )


def hit(rank: int, west: float, south: float, side: float, score: float = 0.3) -> TileHit:
    tile = Tile(
        id=f"s/0/0/{rank}",
        source="a.tif",
        path="",
        level=0,
        pixel_bbox=(0, 0, 9, 9),
        gsd_m=1.0,
        crs="EPSG:4326",
        footprint_lonlat=(square(west, south, side),),
    )
    return TileHit(tile=tile, rank=rank, score=score)


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[MapCanvas]:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.flight_ms = 0
    canvas.resize(640, 480)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


def wheel(canvas: MapCanvas, at: QPoint, steps: float) -> None:
    event = QWheelEvent(
        QPointF(at), canvas.viewport().mapToGlobal(QPointF(at)), QPoint(), QPoint(0, round(120 * steps)),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)


def drag(canvas: MapCanvas, start: QPoint, end: QPoint, shift: bool = False) -> None:
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, keys, start)
    for t in (0.3, 0.7, 1.0):
        QTest.mouseMove(canvas.viewport(), start + (end - start) * t)
        QTest.qWait(5)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, keys, end)


def test_the_wheel_zooms_about_the_cursor(canvas: MapCanvas) -> None:
    at = QPoint(500, 100)
    before = canvas.view.to_map(at.x(), at.y())
    units = canvas.view.units_per_px
    wheel(canvas, at, 3)
    assert canvas.view.units_per_px == pytest.approx(units / 1.25**3)
    assert canvas.view.to_map(at.x(), at.y()) == pytest.approx(before, rel=1e-9)


def test_dragging_takes_the_map_along(canvas: MapCanvas) -> None:
    canvas.center_on(14.0, 46.0, 10.0)
    under = canvas.view.to_map(200, 200)
    drag(canvas, QPoint(200, 200), QPoint(260, 170))
    assert canvas.view.to_map(260, 170) == pytest.approx(under, abs=canvas.view.units_per_px * 1.01)


def test_a_drag_is_no_click_and_a_click_no_drag(canvas: MapCanvas) -> None:
    canvas.center_on(14.0, 46.0, 10.0)
    canvas.hits.set_hits([hit(1, 13.9, 45.9, 0.2)])
    clicks: list[int] = []
    canvas.hit_clicked.connect(clicks.append)
    drag(canvas, QPoint(300, 200), QPoint(360, 240))
    assert clicks == []
    view = canvas.view
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(320, 240))
    assert clicks == [0]
    assert canvas.view == view


def test_shift_drag_zooms_to_the_box(canvas: MapCanvas) -> None:
    canvas.center_on(14.0, 46.0, 10.0)
    west, north = canvas.view.to_map(100, 100)
    east, south = canvas.view.to_map(260, 220)
    drag(canvas, QPoint(100, 100), QPoint(260, 220), shift=True)
    assert (canvas.view.center_x, canvas.view.center_y) == pytest.approx(
        ((west + east) / 2, (south + north) / 2), rel=1e-6
    )
    assert canvas.view.units_per_px == pytest.approx((east - west) / canvas.view.width_px, rel=0.02)


def test_keys_pan_zoom_and_come_home(canvas: MapCanvas) -> None:
    canvas.rasters.set_rasters([raster("a.tif", 14.0, 46.0, 0.1)])
    canvas.center_on(0.0, 0.0, 1000.0)
    start = canvas.view
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.view.center_x > start.center_x
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.view.center_y > start.center_y
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.units_per_px < start.units_per_px
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.view.units_per_px == pytest.approx(start.units_per_px)
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    lon, lat = canvas.projection.inverse(canvas.view.center_x, canvas.view.center_y)
    assert (lon, lat) == pytest.approx((14.05, 46.05), abs=0.01)


def test_space_turns_moves_into_panning(canvas: MapCanvas) -> None:
    canvas.center_on(14.0, 46.0, 10.0)
    start = canvas.view
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    QTest.mouseMove(canvas.viewport(), QPoint(100, 100))
    QTest.mouseMove(canvas.viewport(), QPoint(150, 130))
    QTest.qWait(5)
    panned = canvas.view
    assert panned != start
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    QTest.mouseMove(canvas.viewport(), QPoint(300, 300))
    assert canvas.view == panned


def test_the_smallest_hit_under_the_cursor_is_meant(canvas: MapCanvas) -> None:
    canvas.center_on(14.0, 46.0, 100.0)
    canvas.hits.set_hits([hit(1, 13.9, 45.9, 0.2, 0.4), hit(2, 13.99, 45.99, 0.02, 0.3)])
    assert canvas.hits.hit_at(320, 240) == 1
    assert canvas.hits.hit_at(320 + 40, 240) == 0
    assert canvas.hits.hit_at(5, 5) == -1


def test_a_hit_too_small_to_see_is_a_dot_that_can_be_clicked(canvas: MapCanvas) -> None:
    canvas.hits.set_hits([hit(1, 14.0, 46.0, 1e-4)])
    canvas.center_on(14.0, 46.0, 5000.0)
    assert canvas.hits.hit_at(320 + 4, 240 + 3) == 0
    assert canvas.hits.hit_at(320 + 20, 240) == -1


def test_of_fifty_thousand_hits_those_in_view_are_painted_at_once(canvas: MapCanvas) -> None:
    import time

    many = [hit(n, -170 + (n % 500) * 0.6, -60 + (n // 500) * 1.2, 0.3, n / 5e4) for n in range(50_000)]
    canvas.hits.set_hits(many)
    canvas.center_on(14.0, 46.0, 30.0)
    started = time.process_time()
    canvas.hits.hit_at(320, 240)
    canvas.grab()
    assert time.process_time() - started < 1.0


def test_a_raster_in_view_is_asked_for_coarse_first_then_fine(canvas: MapCanvas, qtbot: QtBot) -> None:
    asked: list[RenderRequest] = []
    canvas.rasters.render_wanted.connect(asked.append)
    canvas.rasters.set_rasters([raster("a.tif", 14.0, 46.0, 0.1), raster("far.tif", -100.0, 20.0, 0.1)])
    canvas.center_on(14.05, 46.05, 20.0)
    qtbot.waitUntil(lambda: len(asked) == 2)
    coarse, fine = asked
    assert coarse.overview
    assert max(coarse.width_px, coarse.height_px) == OVERVIEW_PX
    assert not fine.overview
    units = (fine.box[2] - fine.box[0]) / fine.width_px
    assert units == pytest.approx(canvas.view.units_per_px / canvas.devicePixelRatioF())
    assert {request.path for request in asked} == {"/a/a.tif"}, "what is out of view is not read"


def test_a_raster_is_painted_in_place_and_hidden_on_request(canvas: MapCanvas, qtbot: QtBot) -> None:
    asked: list[RenderRequest] = []
    canvas.rasters.render_wanted.connect(asked.append)
    infos = [raster("a.tif", 14.0, 46.0, 0.1)]
    canvas.rasters.set_rasters(infos)
    canvas.fly_to(canvas.rasters.bounds_of("/a/a.tif"), margin=0.25)
    qtbot.waitUntil(lambda: len(asked) >= 1)
    assert not canvas.rasters.is_settled
    for request in tuple(asked):
        red = QImage(request.width_px, request.height_px, QImage.Format.Format_ARGB32_Premultiplied)
        red.fill(QColor("#ff0000"))
        canvas.rasters.on_rendered(request, red)
    picture = canvas.grab().toImage()
    assert picture.pixelColor(320, 240) == QColor("#ff0000")
    assert picture.pixelColor(20, 240) != QColor("#ff0000")
    canvas.rasters.set_drawn(infos, np.array([False]), np.ones(1))
    assert canvas.grab().toImage().pixelColor(320, 240) != QColor("#ff0000")


def test_a_raster_that_cannot_be_drawn_is_not_asked_for_again(canvas: MapCanvas, qtbot: QtBot) -> None:
    asked: list[RenderRequest] = []
    canvas.rasters.render_wanted.connect(asked.append)
    canvas.rasters.set_rasters([raster("a.tif", 14.0, 46.0, 0.1)])
    canvas.fly_to(canvas.rasters.bounds_of("/a/a.tif"))
    qtbot.waitUntil(lambda: len(asked) >= 1)
    canvas.rasters.on_failed(asked[0], "It is damaged.")
    count = len(asked)
    canvas.zoom_in()
    qtbot.wait(150)
    assert len(asked) == count
    assert canvas.rasters.is_settled


def test_an_answer_for_another_projection_is_dropped(canvas: MapCanvas, qtbot: QtBot) -> None:
    asked: list[RenderRequest] = []
    canvas.rasters.render_wanted.connect(asked.append)
    canvas.rasters.set_rasters([raster("a.tif", 14.0, 46.0, 0.1)])
    canvas.fly_to(canvas.rasters.bounds_of("/a/a.tif"))
    qtbot.waitUntil(lambda: len(asked) >= 1)
    canvas.set_projection(PLATE_CARREE)
    old = asked[0]
    red = QImage(old.width_px, old.height_px, QImage.Format.Format_ARGB32_Premultiplied)
    red.fill(QColor("#ff0000"))
    canvas.rasters.on_rendered(old, red)
    picture = canvas.grab().toImage()
    assert all(picture.pixelColor(x, 240) != QColor("#ff0000") for x in range(0, 640, 8))


def test_changing_the_projection_keeps_the_place(canvas: MapCanvas) -> None:
    canvas.center_on(14.0, 46.0, 25.0)
    canvas.set_projection(PLATE_CARREE)
    assert canvas.projection.inverse(canvas.view.center_x, canvas.view.center_y) == pytest.approx(
        (14.0, 46.0)
    )
    assert canvas.ground_m_per_px == pytest.approx(25.0)


def test_an_overlay_is_drawn_into_its_tile_turned_as_the_tile_is(canvas: MapCanvas) -> None:
    # A tile lying on its side: its upper left corner is in the south-west.
    corners = np.array([[14.0, 46.0], [14.0, 46.1], [14.1, 46.1], [14.1, 46.0]])
    overlay = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    overlay.fill(QColor("#0000ff"))
    for y in range(32):
        for x in range(64):
            overlay.setPixelColor(x, y, QColor("#ff0000"))
    canvas.heatmap.set_corners(corners)
    canvas.heatmap.set_image(overlay)
    canvas.heatmap.set_strength(1.0)
    low, high = canvas.projection.forward(np.array([[14.0, 46.0], [14.1, 46.1]]))
    canvas.set_view(
        Viewport(center_x=0, center_y=0, units_per_px=1, width_px=640, height_px=480).fitted(
            (low[0], low[1], high[0], high[1]), 0.1
        )
    )
    picture = canvas.grab().toImage()
    assert picture.pixelColor(220, 240) == QColor("#ff0000"), "rows from the top run from west to east here"
    assert picture.pixelColor(420, 240) == QColor("#0000ff")
    canvas.heatmap.set_corners(np.full((4, 2), np.inf))
    assert not canvas.heatmap.is_drawn


def test_the_view_survives_a_new_size(canvas: MapCanvas) -> None:
    canvas.center_on(14.0, 46.0, 25.0)
    before = canvas.view
    canvas.resize(300, 700)
    QApplication.processEvents()
    assert (canvas.view.center_x, canvas.view.center_y) == (before.center_x, before.center_y)
    assert canvas.view.units_per_px == before.units_per_px
    assert (canvas.view.width_px, canvas.view.height_px) == (300, 700)


def test_five_thousand_rasters_are_painted_quickly_and_their_order_can_be_chosen(canvas: MapCanvas) -> None:
    many = [raster(f"{n}.tif", 10 + (n % 100) * 0.02, 40 + (n // 100) * 0.02, 0.019) for n in range(5000)]
    canvas.rasters.set_rasters(many)
    canvas.show_everything()
    canvas.grab()
    begun = time.thread_time()
    canvas.grab()
    assert time.thread_time() - begun < 0.08
    order = [info.path for info in many]
    canvas.rasters.set_order(order)
    assert [raster.path for raster in canvas.rasters.rasters()] == order[::-1], "the topmost is painted last"
    canvas.rasters.set_order(())
    canvas.rasters.set_drawn(many, np.ones(5000, dtype=bool), np.linspace(0.0, 1.0, 5000))
    canvas.rasters.set_selected(many, np.array([1]))
    assert not canvas.grab().toImage().isNull()


def test_forty_thousand_small_rasters_are_a_crowd_that_moves_without_delay(canvas: MapCanvas) -> None:
    many = [raster(f"{n}.tif", 10 + (n % 200) * 0.01, 40 + (n // 200) * 0.01, 0.009) for n in range(40_000)]
    done = canvas.rasters.on_rendered
    wanted = canvas.rasters.render_wanted
    at_once = (DotsRequest, PlaceRequest)
    wanted.connect(lambda asked: isinstance(asked, at_once) and done(asked, asked.work(None)))
    canvas.rasters.set_rasters(many)
    canvas.center_on(11.0, 41.0, 400.0)
    picture = canvas.grab().toImage()
    accent = canvas.rasters.ink.accent
    at = [picture.pixelColor(x, y) == accent for x in range(250, 390, 10) for y in range(200, 280, 10)]
    assert all(at), "where rasters lie side by side there is no gap"
    begun = time.thread_time()
    canvas.grab()
    assert time.thread_time() - begun < 0.15


def test_a_flight_ends_in_a_view_of_the_whole_canvas_though_that_changed_its_size_meanwhile(
    canvas: MapCanvas, qtbot: QtBot
) -> None:
    canvas.center_on(14.0, 46.0, 10_000.0)
    canvas.flight_ms = 300
    canvas.fly_to((1.0e6, 5.0e6, 1.2e6, 5.1e6))
    QTest.qWait(50)
    canvas.resize(700, 560)
    qtbot.waitUntil(lambda: canvas.view.center_x == 1.1e6, timeout=5000)
    size = canvas.viewport().size()
    assert (canvas.view.width_px, canvas.view.height_px) == (size.width(), size.height())
    shown = canvas.viewport().grab().toImage()
    corner = shown.pixelColor(shown.width() - 2, shown.height() - 2)
    assert corner in (canvas.basemap.ink.paper, canvas.basemap.ink.land)
