from __future__ import annotations

import time

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyleOptionGraphicsItem
from pytestqt.qtbot import QtBot

from app.map.canvas.canvas import MapCanvas
from app.map.hits.hit_layout import CELL_PX, FRAME_PX, MAX_FRAMES, HitLayout, lay_out
from app.map.hits.hit_outlines import HitOutlines
from app.map.hits.hits_layer import HitsLayer
from app.map.painting.discs import count_label
from app.map.projection.geometry import PLATE_CARREE, WEB_MERCATOR, Viewport
from msa_core.colours import ScoreScale
from msa_core.records import Background, Ring, Tile, TileHit


def squares(count: int, side: float, spread: float, seed: int = 1) -> np.ndarray:
    """Boxes (n, 4) around random middles."""
    middle = np.random.default_rng(seed).uniform(-spread, spread, (count, 2))
    return np.concatenate([middle - side / 2, middle + side / 2], axis=1)


def square(west: float, south: float, side: float) -> Ring:
    east, north = west + side, south + side
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def hit(number: int, west: float, south: float, side: float, level: int = 0) -> TileHit:
    return hit_of(f"s/{level}/0/{number}", (square(west, south, side),), number + 1, level)


def hit_of(tile: str, rings: tuple[Ring, ...], rank: int, level: int = 0) -> TileHit:
    made = Tile(
        id=tile, source="a.tif", path="", level=level, pixel_bbox=(0, 0, 9, 9), gsd_m=1.0, crs="EPSG:4326",
        footprint_lonlat=rings,
    )  # fmt: skip
    return TileHit(tile=made, rank=rank, score=1.0 - rank * 1e-6)


def seen(x: float, units: float, width: int, height: int) -> Viewport:
    """A view with its middle at (x, 0)."""
    return Viewport(center_x=x, center_y=0.0, units_per_px=units, width_px=width, height_px=height)


def counted(layout: HitLayout) -> int:
    return len(layout.frames) + int(layout.clusters.counts.sum())


@pytest.mark.parametrize("units", [0.05, 0.5, 3.0, 40.0])
def test_every_hit_in_view_is_a_frame_or_counted_once(units: float) -> None:
    boxes = squares(3000, 20.0, 1000.0)
    view = seen(0.0, units, 900, 600)
    layout = lay_out(boxes, view)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = np.array([450 * units, 300 * units])
    inside = (np.abs(middle) < half).all(axis=1)
    drawn = np.zeros(len(boxes), dtype=int)
    drawn[layout.frames] += 1
    for place in range(len(boxes)):
        drawn[place] += layout.clusters.of(place) >= 0
    assert (drawn[inside] == 1).all()
    assert len(layout.frames) <= MAX_FRAMES + len(layout.clusters.x)
    for number, count in enumerate(layout.clusters.counts):
        members = layout.clusters.members(number)
        assert len(members) == count
        assert layout.clusters.of(int(members[-1])) == number
        assert layout.clusters.best[number] == members[0], "the best of a count is the first"


def test_panning_changes_no_count() -> None:
    boxes = squares(2000, 1.0, 1000.0)
    view = seen(0.0, 1.0, 900, 600)
    before = sorted(lay_out(boxes, view).clusters.counts.tolist())
    layout = lay_out(boxes, view.panned(7.0, 3.0))
    x, y = layout.clusters.x, layout.clusters.y
    well_in = (x > CELL_PX) & (x < 900 - CELL_PX) & (y > CELL_PX) & (y < 600 - CELL_PX)
    assert set(layout.clusters.counts[well_in].tolist()) <= set(before)
    again = lay_out(boxes, view)
    inner = [
        {tuple(each.clusters.members(number)) for number in range(len(each.clusters.x))}
        for each in (again, layout)
    ]
    assert len(inner[0] & inner[1]) > 0.8 * min(map(len, inner))


def test_counts_do_not_overlap() -> None:
    clusters = lay_out(squares(20_000, 1.0, 500.0), seen(0.0, 1.0, 900, 600)).clusters
    at = np.stack([clusters.x, clusters.y], axis=1)
    away = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + np.eye(len(at)) * 1e9
    assert (away - clusters.radius[:, None] - clusters.radius[None] > -1e-6).all()


def test_frames_appear_as_soon_as_there_is_room() -> None:
    boxes = squares(5, 10.0, 300.0)
    assert len(lay_out(boxes, seen(0.0, 10 / FRAME_PX, 2000, 2000)).frames) == 5
    assert counted(lay_out(boxes[:0], seen(0.0, 1.0, 100, 100))) == 0


def test_outlines_in_arrays_are_those_of_each_hit() -> None:
    hits = [hit(n, -170 + n * 3.0, -40 + n, 0.5) for n in range(100)]
    halves = tuple(square(west, 0.0, side) for west, side in ((179.0, 1.0), (-180.0, 0.2)))
    hits += [hit_of("a/0/0/0", halves, 101), hit_of("b/0/0/0", (), 102)]
    for projection in (PLATE_CARREE, WEB_MERCATOR):
        outlines = HitOutlines(hits, projection)
        assert outlines.numbers.tolist() == list(range(101))
        for number, each in enumerate(hits):
            rings = [projection.forward(np.array(ring)) for ring in each.tile.footprint_lonlat]
            assert len(outlines.rings_of(number)) == len(rings)
            for mine, theirs in zip(outlines.rings_of(number), rings, strict=True):
                assert np.allclose(mine, theirs)
        west = projection.forward(np.array([[179.0, 0.0]]))[0, 0]
        assert outlines.box_of(100) is not None
        assert outlines.boxes[100, 0] == pytest.approx(west), "the larger half"
        assert outlines.box_of(101) is None


@pytest.fixture
def canvas(qtbot: QtBot) -> MapCanvas:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.flight_ms = 0
    canvas.resize(640, 480)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


def test_a_click_on_a_count_chooses_its_best_and_a_double_click_zooms_to_all_of_it(
    canvas: MapCanvas, qtbot: QtBot
) -> None:
    canvas.hits.set_hits([hit(n, 14.0 + n * 1e-4, 46.0, 1e-5) for n in range(30)])
    canvas.center_on(14.0015, 46.0, 2000.0)
    view = canvas.view
    at = QPoint(round(canvas.hits.laid_out().clusters.x[0]), round(canvas.hits.laid_out().clusters.y[0]))
    with qtbot.waitSignal(canvas.hit_clicked) as caught:
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == [0]
    assert canvas.view == view, "a click moves nothing"
    cluster = canvas.hits.cluster_at(at.x(), at.y())
    assert cluster is not None
    assert cluster.count == 30
    QTest.mouseDClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert canvas.view.units_per_px < view.units_per_px / 50
    west, _south, east, _north = canvas.view.bounds
    assert west < cluster.bounds[0] < cluster.bounds[2] < east


def test_with_ctrl_a_click_adds_a_hit(canvas: MapCanvas, qtbot: QtBot) -> None:
    canvas.hits.set_hits([hit(0, 13.9, 45.9, 0.2)])
    canvas.center_on(14.0, 46.0, 100.0)
    with qtbot.waitSignal(canvas.hit_added) as caught:
        QTest.mouseClick(
            canvas.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            QPoint(320, 240),
        )
    assert caught.args == [0]


def bright_px(canvas: MapCanvas) -> int:
    """How many pixels are not the paper."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1, 4)
    return int((np.abs(rows[..., :3].astype(int) - rows[0, 0, :3]).sum(axis=2) > 12).sum())


def test_frames_of_other_ground_sizes_and_those_below_the_cut_are_thin(canvas: MapCanvas) -> None:
    canvas.center_on(14.0, 46.0, 100.0)
    canvas.hits.set_hits([hit(0, 14.1, 45.9, 0.1), hit(1, 13.8, 45.9, 0.2, level=1)])
    full = bright_px(canvas)
    canvas.hits.set_selected(0)
    canvas.hits.set_selected(-1)
    assert bright_px(canvas) == full
    bars = (1,) * 64
    told = Background(
        tiles=64, sampled=False, low=0.0, high=1.0, counts=bars, passing=bars, mean=0.5, sd=0.1, middle=0.2,
        spread=0.1, cut=0.6, above_cut=1, stands_out=True,
    )  # fmt: skip
    canvas.hits.set_scale(ScoreScale(told, 1.5))
    assert bright_px(canvas) < 0.6 * full, "hollow and thin"


def test_a_hundred_thousand_footprints_are_painted_within_a_frame_of_the_screen(qapp: QApplication) -> None:
    rng = np.random.default_rng(3)
    places = rng.uniform((-170, -60), (170, 70), (100_000, 2))
    layer = HitsLayer(0)
    timer = QElapsedTimer()
    hits = [hit(n, west, south, 0.02) for n, (west, south) in enumerate(places.tolist())]
    timer.start()
    layer.set_hits(hits)
    print(f"placed in {timer.elapsed()} ms")
    image = QImage(1400, 900, QImage.Format.Format_ARGB32_Premultiplied)
    for units in (28_000.0, 9_000.0, 900.0, 90.0):
        walls, times = [], []
        for step in range(5):
            layer.set_view(seen(step * 40 * units, units, 1400, 900))
            painter = QPainter(image)
            timer.restart()
            started = time.thread_time()
            layer.paint(painter, QStyleOptionGraphicsItem())
            times.append(1000 * (time.thread_time() - started))
            walls.append(timer.nsecsElapsed() / 1e6)
            painter.end()
        print(
            f"{units:8.0f} m a pixel: {min(walls):.1f} ms, of them {min(times):.1f} of this thread; "
            f"{counted(layer.laid_out()):,} hits in view, {len(layer.laid_out().clusters.x)} counts and dots"
        )
        # Of this thread: what other processes take from a busy machine is not the map's doing.
        assert min(times) < 16


def test_a_count_is_short_and_never_too_large() -> None:
    labels = [count_label(count) for count in (2, 999, 1000, 1299, 9999, 10_000, 123_456)]
    assert labels == ["2", "999", "1.0k", "1.2k", "9.9k", "10k", "123k"]
