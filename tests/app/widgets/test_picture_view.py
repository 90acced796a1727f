"""Pictures and rasters at full size in the centre: dropped ones, and hits without a position."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.map.rasters.picture_reading import OVERVIEW_PX, DetailRequest, WholeRequest
from app.widgets.picture.picture_view import PictureView
from app.wiring.wiring import Wiring
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from msa_core.records import Query, QueryTerm

LONG = 60_000


def find(wiring: Wiring, qtbot: QtBot, is_placed: bool) -> int:
    """Search, and choose a hit with or without a position."""
    session = wiring.session
    session.search.start(Query(terms=(QueryTerm("text", "tanks beside the river"),)), 12)
    qtbot.waitUntil(lambda: wiring.window.overlays.preview.has_overlay, timeout=LONG)
    row = next(n for n, hit in enumerate(session.shown.hits) if bool(hit.tile.footprint_lonlat) == is_placed)
    session.shown.select(row)
    return row


def test_a_hit_without_a_position_is_looked_at_in_its_own_pixels(opened: Wiring, qtbot: QtBot) -> None:
    row = find(opened, qtbot, is_placed=False)
    area, view = opened.window.map_area, opened.window.map_area.picture
    assert area.shows_picture
    qtbot.waitUntil(lambda: view.is_ready and view.has_overlay, timeout=LONG)
    assert view._size.text() == "128 × 128 px"
    shot = view.grab().toImage()
    box = opened.session.shown.hits[row].tile.pixel_bbox
    outside = [corner for corner in ((16, 16), (112, 16), (16, 112), (112, 112)) if not _inside(corner, box)]
    ratio = shot.devicePixelRatio()
    for x, y in outside:  # red grows to the east, green to the south
        at = view.at(x, y)
        colour = shot.pixelColor(round(at.x() * ratio), round(at.y() * ratio))
        assert colour.red() == pytest.approx(20 + 215 * x / 127, abs=12)
        assert colour.green() == pytest.approx(20 + 215 * y / 127, abs=12)
        assert colour.blue() == pytest.approx(90, abs=12)
    find(opened, qtbot, is_placed=True)
    assert not area.shows_picture


def _inside(corner: tuple[int, int], box: tuple[int, int, int, int]) -> bool:
    return box[0] <= corner[0] < box[2] and box[1] <= corner[1] < box[3]


def test_mouse_and_keys_move_it_and_the_buttons_of_the_map_too(opened: Wiring, qtbot: QtBot) -> None:
    find(opened, qtbot, is_placed=False)
    area, view = opened.window.map_area, opened.window.map_area.picture
    qtbot.waitUntil(lambda: view.is_ready, timeout=LONG)
    fitted, under = view.zoom, QPointF(100, 120)
    before = view._middle + (under - QPointF(view.rect().center())) / view.zoom
    wheel = QWheelEvent(
        under, view.mapToGlobal(under), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    after = view._middle + (under - QPointF(view.rect().center())) / view.zoom
    assert view.zoom > fitted
    assert (after - before).manhattanLength() < 1.5, "what is under the mouse stays there"
    place = view.at(64, 64)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    QTest.mouseMove(view, QPoint(230, 190))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(230, 190))
    assert (view.at(64, 64) - place - QPointF(30, -10)).manhattanLength() < 2
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.zoom == fitted
    QTest.mouseClick(area.zoom_in, Qt.MouseButton.LeftButton)
    assert view.zoom > fitted
    QTest.mouseClick(area.everything, Qt.MouseButton.LeftButton)
    assert view.zoom == fitted
    QTest.mouseClick(view.back, Qt.MouseButton.LeftButton)
    assert not area.shows_picture


def test_a_picture_that_is_described_stays_in_the_centre_until_a_place_is_chosen(
    opened: Wiring, qtbot: QtBot, archive: Path
) -> None:
    window, session = opened.window, opened.session
    with qtbot.waitSignal(session.picture.picture_finished, timeout=LONG):
        session.picture.caption(str(archive / "plain.png"))
    assert window.map_area.shows_picture
    qtbot.waitUntil(lambda: window.map_area.picture.is_ready, timeout=LONG)
    assert session.shown.selected == -1
    placed = next(n for n, hit in enumerate(session.shown.hits) if hit.tile.footprint_lonlat)
    session.shown.select(placed)
    assert not window.map_area.shows_picture
    session.show_origin("search")
    session.show_origin("picture")
    assert window.map_area.shows_picture


def test_what_a_caption_says_is_seen_in_the_picture_scale_by_scale_and_caption_by_caption(
    opened: Wiring, qtbot: QtBot, archive: Path
) -> None:
    window, session = opened.window, opened.session
    view, panel = window.map_area.picture, window.captions
    with qtbot.waitSignal(session.picture.picture_finished, timeout=LONG):
        session.picture.caption(str(archive / "plain.png"))
    qtbot.waitUntil(lambda: view.has_overlay, timeout=LONG)
    assert window.overlays.isVisible()
    assert window.overlays._title.text() == "Why these words"
    assert window.overlays._facts.text() == "plain.png"
    first = view._overlay
    QTest.keyClick(view, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: view._overlay is not None and view._overlay != first, timeout=LONG)
    assert window.overlays.choice.scale == 3
    texts: list[str] = []
    session.shown.explanation_changed.connect(lambda told, _: texts.append(told.text if told else ""))
    second = panel.captions.visualRect(opened.captions_model.index(1)).center()
    QTest.mouseClick(panel.captions.viewport(), Qt.MouseButton.LeftButton, pos=second)
    qtbot.waitUntil(lambda: texts[-1:] == ["a large airport with two runways"], timeout=LONG)
    panel.captions.setFocus()
    QTest.keyClick(panel.captions, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: texts[-1:] == ["dense houses"], timeout=LONG)
    qtbot.waitUntil(lambda: view.has_overlay, timeout=LONG)
    placed = next(n for n, hit in enumerate(session.shown.hits) if hit.tile.footprint_lonlat)
    session.shown.select(placed)
    assert window.overlays._title.text() == "Why this place"
    assert not window.map_area.shows_picture
    panel.whole.trigger()
    assert window.map_area.shows_picture
    assert session.shown.selected == -1
    qtbot.waitUntil(lambda: view.has_overlay, timeout=LONG)
    QTest.mouseClick(view.back, Qt.MouseButton.LeftButton)
    window.overlays.whole.trigger()
    assert window.map_area.shows_picture
    qtbot.waitUntil(lambda: view.has_overlay, timeout=LONG)


def test_the_whole_raster_of_a_place_on_the_map_can_be_looked_at(opened: Wiring, qtbot: QtBot) -> None:
    find(opened, qtbot, is_placed=True)
    opened.window.overlays.whole.trigger()
    assert opened.window.map_area.shows_picture
    view = opened.window.map_area.picture
    qtbot.waitUntil(lambda: view.is_ready and view.has_overlay, timeout=LONG)


def test_a_large_raster_is_read_reduced_and_then_only_what_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    pixels = np.zeros((3000, 5000, 3), np.uint8)
    pixels[1500:, 2500:] = 200
    write_geotiff(tmp_path / "large.tif", pixels)
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    asked: list[object] = []
    view.pixels_wanted.connect(asked.append)
    view.show()
    view.show_picture(str(tmp_path / "large.tif"), "large.tif")
    assert asked == [WholeRequest(str(tmp_path / "large.tif"))]
    with RasterReader(tmp_path / "large.tif") as reader:
        view.on_pixels(asked[0], WholeRequest("").work(lambda _path: reader))
        assert max(view._whole.image.width(), view._whole.image.height()) <= OVERVIEW_PX
        for _ in range(12):
            view.zoom_in()
        qtbot.waitUntil(lambda: isinstance(asked[-1], DetailRequest), timeout=LONG)
        part = asked[-1]
        assert isinstance(part, DetailRequest)
        x0, y0, x1, y1 = part.box
        assert (x1 - x0) * (y1 - y0) < 5000 * 3000 / 4
        image = part.work(lambda _path: reader)
        view.on_pixels(part, image)
    assert (image.width(), image.height()) == (part.width_px, part.height_px)
    shot, ratio = view.grab().toImage(), view.devicePixelRatioF()
    for x, y, grey in ((2510, 1510, 200), (2490, 1510, 0), (2510, 1490, 0)):
        at = view.at(x, y) * ratio
        assert shot.pixelColor(round(at.x()), round(at.y())).green() == pytest.approx(grey, abs=40)


def test_its_name_gives_way_to_the_buttons_of_the_map(opened: Wiring, qtbot: QtBot, archive: Path) -> None:
    window = opened.window
    for size in ((900, 560), (1440, 900)):
        window.resize(*size)
        window.map_area.show_picture(str(archive / "plain.png"), "a very long name of a raster " * 5)
        qtbot.waitUntil(lambda: window.map_area.picture.is_ready, timeout=LONG)
        QTest.qWait(30)
        area, head = window.map_area, window.map_area.picture._head
        assert not head.geometry().intersects(area._tools.geometry())
        assert head.isVisible()
        assert area.picture.back.width() >= area.picture.back.sizeHint().width()


def test_a_picture_is_pasted_and_its_caption_copied(opened: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    window, picture = opened.window, opened.session.picture
    clipboard = QApplication.clipboard()
    clipboard.setText("no picture")
    window.actions_.paste_picture.trigger()
    assert "no picture on the clipboard" in window.messages.text
    files = []
    for colour in ("red", "blue", "red"):
        image = QImage(40, 30, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        clipboard.setImage(image)
        with qtbot.waitSignal(picture.picture_finished, timeout=LONG):
            window.canvas.setFocus()
            QTest.keyClick(window.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        files.append(picture.path)
    assert files[0] == files[2] != files[1]
    assert QImage(files[0]).pixelColor(5, 5) == QColor("red"), "the next one replaces nothing"
    window.captions.captions.setFocus()
    QTest.keyClick(window.captions.captions, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "many storage tanks beside a river"


def test_captions_come_from_a_file_of_sentences_and_back(
    opened: Wiring, qtbot: QtBot, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bank.txt").write_text("a red field\na grey roof\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "bank.txt"), ""))
    panel, session = opened.window.captions, opened.session
    with qtbot.waitSignal(session.picture.picture_finished, timeout=LONG):
        session.picture.caption(str(archive / "plain.png"))
    assert not panel.own_words.isEnabled()
    with qtbot.waitSignal(session.picture.picture_finished, timeout=LONG):
        panel.bank.trigger()
    assert [hit.text for hit in opened.captions_model.captions()] == ["a red field", "a grey roof"]
    with qtbot.waitSignal(session.picture.picture_finished, timeout=LONG):
        panel.own_words.trigger()
    assert opened.captions_model.rowCount() == 3


def test_a_file_that_cannot_be_read_says_so(opened: Wiring, qtbot: QtBot, archive: Path) -> None:
    area = opened.window.map_area
    area.show_picture(str(archive / "broken.tif"), "broken.tif")
    qtbot.waitUntil(lambda: bool(area.picture._sentence), timeout=LONG)
    assert "broken.tif" in area.picture._sentence
    assert area.picture._size.text() == "cannot be shown"
