"""Saved searches: saved, named, asked, deleted and taken back by mouse and keyboard; what is new is counted."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.models.question.conditions import HitCount
from app.models.question.searches_model import NewRole
from app.session.search.saved_searches import _counted
from app.wiring.wiring import Wiring
from msa_core.messages import Search, SearchCount
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.saved.project_file import Project, SavedSearch, read_project, write_project
from tests.app.query_box_steps import held

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


def test_the_delete_key_held_too_long_deletes_one_search(opened: Wiring, qtbot: QtBot) -> None:
    for words, name in (("clear water", "lakes"), ("houses", "towns"), ("trees", "woods")):
        search(opened, qtbot, words)
        saved(opened, qtbot, name)
    places = opened.keeping.panel.list
    places.setFocus()
    places.setCurrentIndex(opened.keeping.model.index(0))
    first, *others = names(opened)
    held(places, "Delete")
    assert names(opened) == others
    qtbot.mouseClick(opened.keeping.panel.undo, Qt.MouseButton.LeftButton)
    assert names(opened) == [first, *others]


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


def test_what_moves_up_when_rasters_go_is_not_new_and_what_comes_back_is_not_new_either(
    opened: Wiring, qtbot: QtBot, indexed: Path
) -> None:
    project = opened.session.project
    opened.session.search.asking.add(HitCount(4))
    search(opened, qtbot, "clear water")
    saved(opened, qtbot, "lakes")
    best = Path(opened.session.search.hits[0].tile.path)
    assert project.searches[0].floor == min(hit.score for hit in opened.session.search.hits)
    away = best.rename(indexed.parent / best.name)
    with qtbot.waitSignal(project.searches_changed, timeout=LONG):
        opened.session.archive.open_again()
    listed = project.searches[0]
    assert (listed.found, listed.new) == (4, 0), "others are listed now, which were there before"
    away.rename(best)
    opened.session.archive.open_again()
    qtbot.waitUntil(lambda: project.searches[0].above_cut != listed.above_cut, timeout=LONG)
    assert project.searches[0].new == 0


def test_what_is_new_is_still_told_after_the_project_was_opened_again(tmp_path: Path) -> None:
    asked = Search(Query(terms=(QueryTerm("text", "tanks", 1.0),)), 2)
    before = SavedSearch(name="tanks", asked=asked, seen=frozenset({"a", "b"}), floor=0.3)
    write_project(tmp_path / "a.msaproj", Project(searches=(before,)))
    (kept,) = read_project(tmp_path / "a.msaproj").searches
    assert kept == before
    new = SearchCount(search=0, area=0, ids=("c", "d"), scores=(0.5, 0.29), above_cut=1)
    assert _counted(kept, new).new == 1
    assert _counted(kept, new).seen == kept.seen, "until it is looked at"
