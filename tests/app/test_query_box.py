"""The query box by mouse and keyboard: every condition is a chip, and what the chips say is what is asked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.question.conditions import (
    Area,
    Arrangement,
    Box,
    Clouds,
    Dates,
    Ground,
    HitCount,
    LowestScore,
    Picture,
    Platform,
    Raster,
    Tiles,
    Words,
    chips_of,
    question_of,
)
from app.models.question.dragged import dragged_hits, dropped_hits
from app.widgets.question.chips import Chip
from app.wiring.wiring import Wiring
from msa_core.records import Listing
from tests.app.query_box_steps import (
    LONG,
    SQUARE,
    UTC,
    ask,
    box_of,
    choose,
    drop,
    fields,
    files,
    fill,
    held,
    key,
    labels,
)


def test_every_kind_of_chip_is_added_from_the_menu_and_asked(opened: Wiring, qtbot: QtBot) -> None:
    fill(opened, "Without", "clouds^2")
    fill(opened, "Words", "boats", "0.3")
    fill(opened, "Dates", "2020", "2021-06")
    fill(opened, "Rasters", "*.tif")
    fill(opened, "Ground size", "80", "7000")
    fill(opened, "Lowest score", "0.15")
    fill(opened, "Number of places", "3")
    choose(opened, "What the map shows")
    assert labels(opened) == [
        "without clouds  2",
        "boats  0.3",
        "2020-01 – 2021-06",
        "*.tif",
        "80 – 7000 m wide",
        "score ≥ 0.15",
        "3 places",
        "in view",
    ]
    assert all(chip.isVisible() for chip in box_of(opened).chips)
    QApplication.processEvents()
    assert [chip._text.text() for chip in box_of(opened).chips] == labels(opened), "nothing is cut short"
    query = ask(opened, qtbot, "a river^0.5").query
    assert [(term.value, term.weight) for term in query.terms] == [
        ("a river", 0.5),
        ("boats", 0.3),
        ("clouds", -2.0),
    ]
    assert query.period == (dt.datetime(2020, 1, 1, tzinfo=UTC), dt.datetime(2021, 7, 1, tzinfo=UTC))
    assert (query.sources, query.ground_m, query.min_score) == (("*.tif",), (80.0, 7000.0), 0.15)
    assert query.bbox == pytest.approx(opened.window.canvas.view_lonlat(), abs=5)
    assert len(opened.session.shown.hits) == 3


def test_numbers_in_a_popover_can_be_read(opened: Wiring) -> None:
    for entry, text in (("Lowest score", "0.2"), ("Number of places", "100"), ("Without", "0.5")):
        choose(opened, entry)
        field = fields(opened)[-1]
        assert field.text() == text
        assert field.isVisible()
        assert field.width() > 60
        assert field.height() > 20
        key(field, "Up")
        assert float(field.text()) > float(text)
        key(opened.building.popover, "Escape")
    assert labels(opened) == []


def test_the_keyboard_walks_the_chips_opens_changes_and_removes_them(opened: Wiring, qtbot: QtBot) -> None:
    field = box_of(opened).field
    opened.window.activateWindow()
    field.setFocus()
    for text in ("clouds", "snow", "trees"):
        fill(opened, "Without", text)
    QTest.keyClicks(field, "ab")
    key(field, "Right")
    first, second, _ = box_of(opened).chips
    assert opened.window.focusWidget() is first
    key(first, "Right")
    assert opened.window.focusWidget() is second
    key(second, "Return")
    popover = opened.building.popover
    assert popover.isVisible()
    fields(opened)[0].selectAll()
    QTest.keyClicks(fields(opened)[0], "ice")
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG) as caught:
        key(fields(opened)[0], "Return")
    assert [term.value for term in caught.args[0].query.terms] == ["ab", "clouds", "ice", "trees"]
    box_of(opened).chips[1].setFocus()
    key(box_of(opened).chips[1], "Delete")
    assert labels(opened) == ["without clouds", "without trees"]
    assert opened.window.focusWidget() is box_of(opened).chips[1]
    key(box_of(opened).chips[1], "Left")
    key(box_of(opened).chips[0], "Left")
    assert opened.window.focusWidget() is field
    key(field, "Backspace")
    key(field, "Backspace")
    assert (field.text(), labels(opened)) == ("", ["without clouds", "without trees"])
    QTest.keyClicks(field, "sea")
    held(field, "Backspace")
    assert (field.text(), labels(opened)) == ("", ["without clouds", "without trees"]), (
        "it stops at the chips"
    )
    held(field, "Backspace")
    assert labels(opened) == ["without clouds"]
    key(field, "Left")
    QTest.keyClicks(box_of(opened).chips[0], "x")
    assert field.text() == "x"
    assert opened.window.focusWidget() is field
    QTest.mouseClick(box_of(opened).clear, Qt.MouseButton.LeftButton)
    assert (field.text(), labels(opened)) == ("", [])


def test_a_popover_says_what_it_cannot_take_and_esc_leaves_all_as_it_was(
    opened: Wiring, qtbot: QtBot
) -> None:
    fill(opened, "Dates", "2020")
    (chip,) = box_of(opened).chips
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    popover = opened.building.popover
    fields(opened)[0].selectAll()
    QTest.keyClicks(fields(opened)[0], "soon")
    QTest.mouseClick(popover.done, Qt.MouseButton.LeftButton)
    assert popover.isVisible()
    assert "“From” needs a date" in popover.problem
    stopped: list[object] = []
    opened.window.actions_.stop.triggered.connect(stopped.append)
    key(popover, "Escape")
    assert (popover.isVisible(), stopped) == (False, [])
    assert labels(opened) == ["from 2020"]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    fields(opened)[0].selectAll()
    QTest.keyClicks(fields(opened)[0], "later")
    opened.building.popover.close()  # as a click elsewhere does
    assert "needs a date" in opened.window.messages.text
    assert labels(opened) == ["from 2020"]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    QTest.mouseClick(opened.building.popover.remove, Qt.MouseButton.LeftButton)
    assert labels(opened) == []
    choose(opened, "Dates")
    QTest.mouseClick(opened.building.popover.remove, Qt.MouseButton.LeftButton)
    assert labels(opened) == []


def test_what_is_wrong_with_the_words_is_said_until_others_are_asked(opened: Wiring, qtbot: QtBot) -> None:
    opened.session.search.asking.set("river^-1", ())
    QTest.keyClick(opened.window.search_bar.field, Qt.Key.Key_Return)
    assert opened.window.messages.isVisible()
    assert "weight" in opened.window.messages.text
    ask(opened, qtbot, "a river")
    assert not opened.window.messages.isVisible()


def test_chips_stay_inside_the_box_and_apart_however_many_there_are(opened: Wiring, qtbot: QtBot) -> None:
    asking, window = opened.session.search.asking, opened.window
    for number in range(14):
        asking.add(
            Raster(f"raster number {number} with a name that is far too long for any chip to hold whole")
        )
        asking.add(Words(f"word {number}", -0.5))
    for width in (900, 1300):
        window.resize(width, 700)
        QApplication.processEvents()
        QApplication.processEvents()
        box = box_of(opened)
        boxes = [chip.geometry() for chip in box.chips] + [box.field.geometry()]
        assert all(box.rect().contains(rect) for rect in boxes), width
        assert not [1 for n, one in enumerate(boxes) for other in boxes[:n] if one.intersects(other)]
        assert window.map_area.isVisible()


def test_places_like_a_place_keep_what_narrows_the_search_in_sight(opened: Wiring, qtbot: QtBot) -> None:
    opened.session.search.asking.add(Raster("*.tif"))
    opened.session.search.asking.add(Words("clouds", -0.5))
    result = ask(opened, qtbot, "tanks")
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG) as caught:
        opened.building.examples.search_like((1,))
    (term,) = caught.args[0].query.terms
    name = Path(result.hits[1].tile.source).stem
    assert labels(opened) == [f"like {name}", "*.tif"]
    assert box_of(opened).field.text() == ""
    assert "#window=" in term.value


def _indexes(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    parent = QModelIndex() if parent is None else parent
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        yield from _indexes(model, index)


def test_what_is_dragged_onto_the_box_becomes_a_chip(
    opened: Wiring, qtbot: QtBot, indexed: Path, tmp_path: Path
) -> None:
    (tmp_path / "District 7.geojson").write_text(json.dumps(SQUARE))
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / "other.png").write_bytes((indexed / "plain.png").read_bytes())
    drop(opened, files(tmp_path / "District 7.geojson"))
    qtbot.waitUntil(lambda: labels(opened) == ["in District 7"], timeout=LONG)
    assert not opened.window.canvas.asked.is_empty
    drop(opened, files(indexed / "sub" / "west.tif", tmp_path / "other.png"))
    assert labels(opened) == ["in District 7", "sub/west.tif", "like other.png"]
    for wrong in (tmp_path / "notes.docx", tmp_path):
        drop(opened, files(wrong))
        assert wrong.name in opened.window.messages.text
        assert "drop a picture" in opened.window.messages.text
    ask(opened, qtbot, "tanks")
    model = opened.hits_model
    data = model.mimeData([model.index(0), model.index(2)])
    assert dropped_hits(data) == [0, 2]
    drop(opened, data)
    assert len(labels(opened)) == 5
    tree = opened.window.archive.layers
    named = {tree.node_at(index).name: index for index in _indexes(tree)}
    drop(opened, tree.mimeData([named["east.tif"], named["sub"]]))
    assert labels(opened)[5:] == ["east.tif", "sub/*"]
    opened.session.search.asking.remove(6)
    opened.session.search.asking.remove(5)
    drop(opened, dragged_hits(range(50)))
    assert "too many" in opened.window.messages.text
    (tmp_path / "broken.kml").write_text("<kml>")
    drop(opened, files(tmp_path / "broken.kml"))
    qtbot.waitUntil(lambda: "broken.kml" in opened.window.messages.text, timeout=LONG)
    assert len(labels(opened)) == 5
    query = ask(opened, qtbot, "").query
    assert query.area is not None
    assert query.sources == ("sub/west.tif",)
    assert [term.kind for term in query.terms] == ["image"] * 3


def test_a_hit_is_taken_off_the_map_by_its_rank_and_the_map_moves_elsewhere(
    opened: Wiring, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dragged: list[list[int]] = []
    # A drag waits for a mouse that is not a part of a test.
    monkeypatch.setattr(QDrag, "exec", lambda drag, _action: dragged.append(dropped_hits(drag.mimeData())))
    result = ask(opened, qtbot, "tanks")
    number = next(n for n, hit in enumerate(result.hits) if hit.tile.footprint_lonlat)
    opened.session.shown.select(number)
    canvas = opened.window.canvas
    canvas.show_hit(number)
    canvas.grab()
    at = canvas.hits._badges[number].center().toPoint()
    view, left = canvas.view, Qt.MouseButton.LeftButton
    QTest.mousePress(canvas.viewport(), left, pos=at)
    QTest.mouseMove(canvas.viewport(), at + QPoint(2, 0))
    QTest.mouseMove(canvas.viewport(), at + QPoint(40, 0))
    assert dragged == [[number]]
    QTest.mouseMove(canvas.viewport(), at + QPoint(80, 0))
    assert canvas.view == view, "the map has not moved"
    QTest.mouseRelease(canvas.viewport(), left, pos=at)
    QTest.mousePress(canvas.viewport(), left, pos=at + QPoint(120, 120))
    QTest.mouseMove(canvas.viewport(), at + QPoint(160, 160))
    assert canvas.view != view


def test_a_box_and_an_area_are_drawn_on_the_map(opened: Wiring, qtbot: QtBot) -> None:
    canvas, view = opened.window.canvas, opened.window.canvas.viewport()
    left, right = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
    shown = canvas.view
    choose(opened, "A box drawn on the map")
    assert "Drag a box" in canvas.asked.hint
    QTest.mousePress(view, left, pos=QPoint(100, 100))
    QTest.mouseMove(view, QPoint(200, 150))
    QTest.mouseRelease(view, left, pos=QPoint(200, 150))
    assert canvas.view == shown, "the map has not moved"
    (chip,) = box_of(opened).chips
    west, south, east, north = chip.condition.bounds
    x, y = canvas.view.to_view(canvas.projection.forward([[west, north]]))[0]
    assert (x, y) == pytest.approx((100, 100), abs=1e-3)
    x, y = canvas.view.to_view(canvas.projection.forward([[east, south]]))[0]
    assert (x, y) == pytest.approx((200, 150), abs=1e-3)
    choose(opened, "An area drawn on the map")
    for corner in ((50, 50), (250, 60), (999, 999), (150, 200)):
        QTest.mouseClick(view, left, pos=QPoint(*corner))
        if corner[0] == 999:
            key(canvas, "Backspace")
    QTest.mouseClick(view, right, pos=QPoint(10, 10))
    qtbot.waitUntil(lambda: labels(opened) == ["in a box", "in a drawn area"], timeout=LONG)
    assert box_of(opened).chips[1].condition.wkt.count(",") == 3
    choose(opened, "A box drawn on the map")
    key(canvas, "Escape")
    assert not opened.window.drawing.is_active
    assert canvas.asked.hint == ""
    query = ask(opened, qtbot, "a river").query
    assert query.bbox == (west, south, east, north)
    assert query.area == box_of(opened).chips[1].condition.wkt


def test_a_question_becomes_chips_and_the_same_question_again(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"")
    chips = (
        Words("boats", 2.0),
        Picture(str(picture), 0.6),
        Picture("5.1,52.4", 0.4, "spot"),
        Picture("0123456789abcdef/0/1/2", 1.0, "tile"),
        Words("clouds", -0.5),
        Picture(str(picture), -0.25),
        Box((170.0, -5.0, -170.0, 5.0)),
        Area("POLYGON ((5 52, 6 52, 6 53, 5 52))", "District 7"),
        Dates(dt.datetime(2021, 1, 1, tzinfo=UTC), None),
        Raster("harbour_*"),
        Raster("lake.tif"),
        Clouds(20.0),
        Platform("sentinel-2*"),
        Platform("landsat-8"),
        Ground(None, 300.0),
        LowestScore(0.0),
        HitCount(250),
        Tiles(frozenset({"a"}), frozenset({"b"}), frozenset({"c"}), frozenset({"d"})),
        Arrangement(Listing(nms=0.3)),
    )
    asked = question_of("a river^0.5", chips, (0, 0, 1, 1))
    assert chips_of(asked, "District 7") == ("a river^0.5", chips)
    assert question_of(*chips_of(asked), (0, 0, 1, 1)) == asked


def test_a_chip_has_a_name_for_those_who_do_not_see_it(opened: Wiring) -> None:
    fill(opened, "Without", "clouds")
    (chip,) = box_of(opened).chips
    assert isinstance(chip, Chip)
    assert "without clouds" in chip.accessibleName()
