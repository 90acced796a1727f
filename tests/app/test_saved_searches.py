"""Saved searches: saved, named, asked, deleted and taken back by mouse and keyboard; what is new is counted."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.models.searches_model import NewRole
from app.wiring.wiring import Wiring

LONG = 120_000


def search(wiring: Wiring, qtbot: QtBot, words: str) -> None:
    """Ask, and wait for the answer."""
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        wiring.building.search_for(words)


def saved(wiring: Wiring, qtbot: QtBot, name: str) -> None:
    """Save the question by the button, and type a name."""
    panel = wiring.keeping.panel
    wiring.window.left.show_page(panel)
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    editor = panel.list.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # the editor is closed a moment later


def names(wiring: Wiring) -> list[str]:
    """As the list shows them."""
    model = wiring.keeping.model
    return [model.index(row).data() for row in range(model.rowCount())]


def test_a_question_is_saved_asked_again_deleted_and_taken_back(opened: Wiring, qtbot: QtBot) -> None:
    search(opened, qtbot, "clear water")
    saved(opened, qtbot, "lakes")
    assert names(opened) == ["lakes"]
    assert not opened.session.search.is_waiting, "Return in the name asks nothing"
    search(opened, qtbot, "houses")
    places = opened.keeping.panel.list
    places.setFocus()
    places.setCurrentIndex(opened.keeping.model.index(0))
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG):
        QTest.keyClick(places, Qt.Key.Key_Return)
    assert opened.window.search_bar.text == "clear water"
    QTest.keyClick(places, Qt.Key.Key_Delete)
    assert names(opened) == []
    QTest.keyClick(places, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(opened) == ["lakes"]
    QTest.keyClick(places, Qt.Key.Key_Delete)
    qtbot.mouseClick(opened.keeping.panel.undo, Qt.MouseButton.LeftButton)
    assert names(opened) == ["lakes"]


def test_after_indexing_only_what_was_not_seen_is_new_until_it_is_looked_at(
    opened: Wiring, qtbot: QtBot, indexed: Path
) -> None:
    search(opened, qtbot, "clear water")
    saved(opened, qtbot, "lakes")
    row = opened.keeping.model.index(0)
    assert row.data(NewRole) == 0
    shutil.copy(indexed / "east.tif", indexed / "later.tif")
    opened.session.archive.open_again()  # as after indexing
    qtbot.waitUntil(lambda: row.data(NewRole) == 4, timeout=LONG)
    opened.keeping.panel.list.doubleClicked.emit(row)
    qtbot.waitUntil(lambda: row.data(NewRole) == 0, timeout=LONG)
