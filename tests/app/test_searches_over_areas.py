"""Saved searches counted in several areas: areas from files, drawn and of the question; cells, sorting, saving."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.question.conditions import Area
from app.wiring.wiring import Wiring
from msa_core.messages import CountInAreas
from msa_core.retrieval.query.saved.project_file import read_project
from tests.app.test_saved_searches import LONG, saved, search


@pytest.fixture
def districts(tmp_path: Path) -> Path:
    """Two areas with names, of four and five corners."""
    rings = {
        "north": [[14, 45], [16, 45], [16, 46], [14, 45]],
        "south": [[14, 44], [16, 44], [16, 45], [14, 45], [14, 44]],
    }
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, ring in rings.items()
    ]
    file = tmp_path / "districts.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


@pytest.fixture
def counted(opened: Wiring, qtbot: QtBot, districts: Path) -> Wiring:
    """Two searches, of which one cannot tell what stands out, counted in both areas."""
    for words, name in (("clear water", "lakes"), ("houses", "homes")):
        search(opened, qtbot, words)
        saved(opened, qtbot, name)
    opened.counting.add_files([str(districts)])
    qtbot.waitUntil(lambda: len(opened.session.area_counts.counts()) == 4, timeout=LONG)
    return opened


def cells(wiring: Wiring) -> list[list[str]]:
    """The table as it is shown; of counts the first word."""
    model = wiring.counting.model
    columns = range(model.columnCount())
    return [[model.index(row, c).data().split()[0] for c in columns] for row in range(model.rowCount())]


def click(qtbot: QtBot, wiring: Wiring, row: int, column: int) -> None:
    """A click into a cell."""
    table = wiring.counting.page.table
    table.scrollTo(wiring.counting.model.index(row, column))
    at = table.visualRect(wiring.counting.model.index(row, column)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_each_named_feature_is_a_column_and_a_click_asks_the_search_in_it(
    counted: Wiring, qtbot: QtBot
) -> None:
    assert counted.window.drawer.pages.currentWidget() is counted.counting.page
    assert counted.counting.page.isVisible()
    assert cells(counted) == [["lakes", "3", "4"], ["homes", "–", "–"]]
    with qtbot.waitSignal(counted.session.search.search_finished, timeout=LONG):
        click(qtbot, counted, 0, 2)
    assert counted.window.search_bar.text == "clear water"
    (area,) = (chip for chip in counted.session.search.asking.conditions if isinstance(chip, Area))
    assert area.name == "south"
    assert counted.session.search.result.query.area == area.wkt


def test_a_search_with_an_area_of_its_own_is_asked_where_both_are(counted: Wiring, qtbot: QtBot) -> None:
    with qtbot.waitSignal(counted.session.search.search_finished, timeout=LONG):
        click(qtbot, counted, 0, 2)
    saved(counted, qtbot, "southern lakes")
    counted.counting.open()
    qtbot.waitUntil(lambda: len(counted.session.area_counts.counts()) == 6, timeout=LONG)
    assert [row[0] for row in cells(counted)] == ["lakes", "homes", "southern"]
    with qtbot.waitSignal(counted.session.search.search_finished, timeout=LONG):
        click(qtbot, counted, 2, 2)
    (area,) = (chip for chip in counted.session.search.asking.conditions if isinstance(chip, Area))
    assert area.name == "south and south"


def test_rows_are_sorted_by_what_stands_out_and_the_table_is_copied_and_saved_as_shown(
    counted: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    heading = counted.counting.page.table.horizontalHeader()
    place = QPoint(heading.sectionViewportPosition(0) + 20, heading.height() // 2)
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row[0] for row in cells(counted)] == ["homes", "lakes"]
    counted.counting.page.table.setFocus()
    QTest.keyClick(counted.counting.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    pasted = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert pasted[0] == ["search", "north", "north: best score", "south", "south: best score"]
    assert [line[0] for line in pasted[1:]] == ["homes", "lakes"]
    file = tmp_path / "counts.csv"
    counted.counting.save_as(file)
    qtbot.waitUntil(file.exists, timeout=LONG)
    assert list(csv.reader(file.read_text().splitlines())) == pasted


def test_an_area_drawn_for_the_table_is_a_column_and_no_chip_and_a_column_can_be_removed(
    counted: Wiring, qtbot: QtBot
) -> None:
    counted.counting.draw()
    canvas = counted.window.canvas.viewport()
    for x, y in ((200, 100), (400, 100), (400, 200)):
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    QTest.keyClick(counted.window.canvas, Qt.Key.Key_Return)
    names = counted.session.area_counts
    qtbot.waitUntil(lambda: len(names.areas) == 3, timeout=LONG)
    assert names.areas[2].name == "drawn area 1"
    assert not any(isinstance(chip, Area) for chip in counted.session.search.asking.conditions)
    names.remove((0,))
    assert [area.name for area in names.areas] == ["south", "drawn area 1"]


def test_counting_is_stopped_with_what_was_counted_and_goes_on_when_asked_to(
    opened: Wiring, qtbot: QtBot, districts: Path
) -> None:
    for words, name in (("clear water", "lakes"), ("slow clear hills", "hills")):
        search(opened, qtbot, words)
        saved(opened, qtbot, name)
    opened.counting.add_files([str(districts)])
    counts, page = opened.session.area_counts, opened.counting.page
    qtbot.waitUntil(lambda: len(counts.counts()) == 2, timeout=LONG)
    assert "1 of 2" in page.words.text()
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    assert not counts.is_counting
    assert [row[0] for row in cells(opened)] == ["lakes", "hills"]
    assert cells(opened)[1][1:] == ["…", "…"]
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(counts.counts()) == 4, timeout=LONG)
    assert not page.again.isVisible()


def test_areas_are_in_the_project_file_and_saved_searches_are_not_touched_by_counts_in_areas(
    counted: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    assert [found.new for found in counted.session.project.searches] == [0, 0]
    file = tmp_path / "a.msaproj"
    counted.session.project.save_as(file)
    qtbot.waitUntil(file.exists, timeout=LONG)
    kept = read_project(file)
    assert kept.areas == counted.session.area_counts.areas
    assert [found.above_cut for found in kept.searches] == [
        found.above_cut for found in counted.session.project.searches
    ]


def test_a_newer_question_without_searches_stops_the_engine_counting(counted: Wiring, qtbot: QtBot) -> None:
    """The message by which counting is stopped is answered with nothing, and nothing waits for it."""
    with qtbot.waitSignal(counted.engine.replied, timeout=LONG) as told:
        counted.engine.ask(CountInAreas())
    assert told.args[0].value == ()


def test_what_the_engine_does_not_count_is_asked_for_once(counted: Wiring) -> None:
    counts, page = counted.session.area_counts, counted.counting.page
    counts._counts.clear()
    counts.count()
    for _ in counted.session.project.searches:
        assert counts.is_counting
        counts._on_answered(counts._asked, ())  # type: ignore[arg-type]
    assert not counts.is_counting
    assert page.again.isVisible()
