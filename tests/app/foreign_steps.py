"""What a person does with embeddings that another program made, by mouse and keyboard; and the scores they have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.wiring.wiring import Wiring
from msa_core.records import SearchResult
from tests.app.query_box_steps import key
from tests.support.foreign_embeddings import vectors

LONG = 200_000
LEFT = Qt.MouseButton.LeftButton


def open_index(wiring: Wiring, qtbot: QtBot, folder: Path) -> None:
    wiring.session.open_paths([str(folder)])
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    qtbot.waitUntil(lambda: not wiring.archive_model.is_listing, timeout=LONG)


def said(wiring: Wiring) -> list[str]:
    """What the window says from now on."""
    sentences: list[str] = []
    wiring.session.message_posted.connect(lambda _kind, sentence, _action: sentences.append(sentence))
    return sentences


def cosines(weights: dict[int, float], count: int = 20) -> np.ndarray:
    """The naive score of each row: the weighted sum of its cosines with the examples."""
    unit = vectors(count).astype(np.float64)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    return np.sum([weight * (unit @ unit[row]) for row, weight in weights.items()], axis=0)


def rows_of(result: SearchResult) -> list[int]:
    """Rows of the file, best first."""
    return [int(hit.tile.id.split("/")[2]) for hit in result.hits]


def point_of(wiring: Wiring, lon: float, lat: float) -> QPoint:
    """Where a spot is on the map, in pixels."""
    canvas = wiring.window.canvas
    (at,) = canvas.view.to_view(canvas.projection.forward(np.array([[lon, lat]]))).tolist()
    return QPoint(round(at[0]), round(at[1]))


def right_click(view: QWidget, at: QPoint) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)


def entry(words: str) -> None:
    """Click an entry of the menu that is open."""
    menu = QApplication.activePopupWidget()
    assert menu is not None
    action = next(action for action in menu.actions() if action.text() == words)
    assert action.isEnabled(), words
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def entries() -> dict[str, bool]:
    """Which entries the menu that is open has, and whether they can be chosen."""
    menu = QApplication.activePopupWidget()
    assert menu is not None
    found = {action.text(): action.isEnabled() for action in menu.actions()}
    key(menu, "Escape")
    return found


def answered(wiring: Wiring, qtbot: QtBot, act: Callable[[], object]) -> SearchResult:
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        act()
    return caught.args[0]


def like_here(wiring: Wiring, qtbot: QtBot, row: int) -> SearchResult:
    """Places like what lies in the middle of a row's square, by a right click on the map."""
    at = point_of(wiring, 5.005 + 0.01 * row, 50.005)
    right_click(wiring.window.canvas.viewport(), at)
    return answered(wiring, qtbot, lambda: entry("Find places like here"))


def select(places: QAbstractItemView, rows: tuple[int, ...]) -> None:
    """Click a row, and the others with Ctrl."""
    for number, row in enumerate(rows):
        at = places.visualRect(places.model().index(row, 0)).center()
        held = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(places.viewport(), LEFT, held, at)
    assert len(places.selectionModel().selectedIndexes()) == len(rows)
