"""The drawer by keyboard and mouse: the table of places and its choice of hits."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.models.hits.hit_columns import COLUMNS, FIRST_SHOWN
from app.widgets.frame.pages.drawer import Drawer
from app.widgets.places.places_table import HitTable
from app.widgets.places.row_selection import selected_rows
from app.wiring.wiring import Wiring
from msa_core.records import SearchResult
from tests.app.test_list_of_places import CTRL, LEFT, LONG, ask, click_row

NUMBER_OF = {column.name: number for number, column in enumerate(COLUMNS)}


@pytest.fixture
def table(opened: Wiring, qtbot: QtBot) -> HitTable:
    """The table, opened by its key after a search."""
    ask(opened, qtbot, "water")
    QTest.keyClick(opened.window, Qt.Key.Key_T, CTRL)
    assert opened.window.drawer.isVisible()
    return opened.drawer_pages.table


def found(opened: Wiring) -> SearchResult:
    result = opened.session.search.result
    assert result is not None
    return result


def cell_at(table: HitTable, row: int, name: str) -> QPoint:
    return table.visualRect(table.model().index(row, NUMBER_OF[name])).center()


def heading(table: HitTable, name: str) -> QPoint:
    headings = table.horizontalHeader()
    return QPoint(headings.sectionViewportPosition(NUMBER_OF[name]) + 20, headings.height() // 2)


def test_the_table_shows_what_was_found(opened: Wiring, table: HitTable, qtbot: QtBot) -> None:
    assert table.isVisible()
    assert table.columns() == FIRST_SHOWN
    assert table.model().rowCount() == len(found(opened).hits)
    first = table.model().index(0, NUMBER_OF["score"]).data()
    assert float(first) == pytest.approx(found(opened).hits[0].score, abs=1e-6)
    others = ask(opened, qtbot, "clear land")
    assert table.model().index(0, NUMBER_OF["source"]).data() == others.hits[0].tile.source
    QTest.keyClick(opened.window, Qt.Key.Key_T, CTRL)
    assert not opened.window.drawer.isVisible()


def test_what_is_chosen_in_the_table_is_chosen_in_list_and_map_and_back(
    opened: Wiring, table: HitTable
) -> None:
    QTest.mouseClick(table.viewport(), LEFT, pos=cell_at(table, 1, "score"))
    QTest.mouseClick(table.viewport(), LEFT, CTRL, pos=cell_at(table, 3, "score"))
    assert opened.session.shown.chosen == (1, 3)
    assert selected_rows(opened.window.hits.list.selectionModel()).tolist() == [1, 3]
    assert opened.window.canvas.hits._chosen == {1, 3}
    click_row(opened, 2)
    assert selected_rows(table.selectionModel()).tolist() == [2]


def test_a_click_on_a_heading_sorts_by_value_and_keeps_what_is_chosen(
    opened: Wiring, table: HitTable
) -> None:
    opened.session.shown.choose((0, 2), 2)
    QTest.mouseClick(table.horizontalHeader().viewport(), LEFT, pos=heading(table, "score"))
    rows = range(table.model().rowCount())
    scores = [float(table.model().index(row, NUMBER_OF["score"]).data()) for row in rows]
    assert scores in (sorted(scores), sorted(scores, reverse=True))
    if scores == sorted(scores, reverse=True):
        QTest.mouseClick(table.horizontalHeader().viewport(), LEFT, pos=heading(table, "score"))
    assert opened.drawer_pages.model.row_of(0) == len(scores) - 1
    assert sorted(
        opened.drawer_pages.model.number_at(row) for row in selected_rows(table.selectionModel()).tolist()
    ) == [0, 2]
    QTest.mouseClick(table.horizontalHeader().viewport(), LEFT, pos=heading(table, "longitude"))
    last = table.model().index(len(scores) - 1, NUMBER_OF["longitude"]).data()
    assert last == "", "what has no position comes last"


def test_the_arrow_of_the_order_lies_on_no_word_of_the_heading(table: HitTable) -> None:
    headings = table.horizontalHeader()
    section = NUMBER_OF["rank"]
    box = QRect(
        headings.sectionViewportPosition(section), 0, headings.sectionSize(section), headings.height()
    )

    def drawn(order: int) -> np.ndarray:
        headings.setSortIndicator(order, Qt.SortOrder.AscendingOrder)
        picture = headings.grab(box).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), -1)
        return rows[:, : picture.width()].astype(int)

    plain, sorted_by = drawn(-1), drawn(section)
    inner = slice(0, plain.shape[0] - 3)  # without the line below
    has_words = np.ptp(plain[inner], axis=1) > 60
    differs = np.abs(plain - sorted_by)[inner].max(axis=1) > 20
    assert has_words.any(), "the heading has words"
    assert differs.any(), "the arrow is drawn"
    assert not (has_words & differs).any()


def test_columns_are_chosen_and_remembered(
    make_wiring: Callable[..., Wiring], opened: Wiring, table: HitTable, qtbot: QtBot
) -> None:
    table._on_headings_menu(QPoint(5, 5))
    qtbot.waitUntil(table.menu.isVisible)
    action = next(a for a in table.menu.actions() if a.text() == "path")
    QTest.mouseClick(table.menu, LEFT, pos=table.menu.actionGeometry(action).center())
    assert "path" in table.columns()
    assert "path" in make_wiring().drawer_pages.table.columns()


def test_chosen_rows_are_copied_with_the_columns_on_screen(opened: Wiring, table: HitTable) -> None:
    QTest.mouseClick(table.viewport(), LEFT, pos=cell_at(table, 0, "rank"))
    QTest.keySequence(table, "Shift+Down")
    QTest.keySequence(table, "Ctrl+C")
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0] == list(FIRST_SHOWN)
    assert [line[0] for line in lines[1:]] == ["1", "2"]
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.window.canvas.is_in_view(opened.session.shown.selected)


def test_the_large_histogram_tells_all_tiles_and_apart(opened: Wiring, table: HitTable, qtbot: QtBot) -> None:
    ask(opened, qtbot, "clear water")
    page, drawer = opened.drawer_pages.histogram, opened.window.drawer
    QTest.mouseClick(drawer.tabs, LEFT, pos=drawer.tabs.tabRect(1).center())
    assert page.isVisible()
    (everything,) = page.strips.strips()
    background = opened.session.shown.scale.background
    assert background is not None
    assert everything.counts == background.counts
    QTest.mouseClick(page.buttons["source"], LEFT)
    qtbot.waitUntil(lambda: len(page.strips.strips()) == 3, timeout=LONG)
    names = [strip.name for strip in page.strips.strips()]
    assert names == ["east.tif", "plain.png", "sub/west.tif"]
    total = np.sum([strip.counts for strip in page.strips.strips()], axis=0)
    assert tuple(total.tolist()) == background.counts, "together they are all tiles"
    assert "at the cut" in page.strips.strips()[0].about
    before = page.strips.grab().toImage()
    opened.session.shown.set_cut(background.middle)
    assert page.strips.grab().toImage() != before, "the cut is drawn through all"
    ask(opened, qtbot, "clear land")
    qtbot.waitUntil(
        lambda: (
            tuple(np.sum([s.counts for s in page.strips.strips()], axis=0).tolist())
            == opened.session.search.result.background.counts
        ),  # type: ignore[union-attr]
        timeout=LONG,
    )


def test_the_tab_in_front_is_whole_however_wide_the_drawer_is(qtbot: QtBot) -> None:
    drawer = Drawer()
    qtbot.addWidget(drawer)
    for title in ("Table", "Histogram", "Counts", "Training"):
        drawer.add_page(title, QWidget())
    drawer.set_open(True)
    drawer.show_page(drawer.pages.widget(3))
    needed_px = sum(drawer.tabs.tabRect(number).width() for number in range(4))
    for width_px in range(needed_px - 6, needed_px + 3):
        drawer.resize(width_px, 200)
        QTest.qWait(1)
        arrows = [button.x() for button in drawer.tabs.findChildren(QToolButton) if button.isVisible()]
        tab = drawer.tabs.tabRect(3)
        assert tab.left() >= 0
        assert tab.right() < min([drawer.tabs.width(), *arrows]), width_px
