"""What a person does with the query box, by mouse and keyboard."""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.wiring.wiring import Wiring
from msa_core.records import SearchResult

LONG = 120_000
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[14.8, 45.0], [15.1, 45.0], [15.1, 45.3], [14.8, 45.3], [14.8, 45.0]]],
}
UTC = dt.UTC


def box_of(wiring: Wiring):  # type: ignore[no-untyped-def]
    return wiring.window.search_bar.box


def labels(wiring: Wiring) -> list[str]:
    return [chip.text for chip in box_of(wiring).chips]


def key(widget, name: str, *modifiers: Qt.KeyboardModifier) -> None:  # type: ignore[no-untyped-def]
    QTest.keyClick(widget, getattr(Qt.Key, f"Key_{name}"), *modifiers)


def held(widget, name: str, times: int = 5) -> None:  # type: ignore[no-untyped-def]
    """The same key as one that is kept down: as long as that it repeats itself."""
    code, none = getattr(Qt.Key, f"Key_{name}").value, Qt.KeyboardModifier.NoModifier
    text = name.lower() if len(name) == 1 else ""
    for repeated in [False] + [True] * times:
        QTest.simulateEvent(widget, True, code, none, text, repeated)
    QTest.simulateEvent(widget, False, code, none, text, False)


def ask(wiring: Wiring, qtbot: QtBot, words: str = "") -> SearchResult:
    field = box_of(wiring).field
    field.setFocus()
    field.clear()
    if words.isascii():
        QTest.keyClicks(field, words)
    else:
        field.setText(words)  # QTest types ASCII alone
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        key(field, "Return")
    return caught.args[0]


def choose(wiring: Wiring, entry: str) -> None:
    """Click an entry of the menu of the (+) button."""
    QTest.mouseClick(box_of(wiring).add, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    action = next(action for action in menu.actions() if action.text().removesuffix(" …") == entry)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def fields(wiring: Wiring) -> list[QLineEdit]:
    """The fields of the popover, from the top."""
    found = [field for field in wiring.building.popover.findChildren(QLineEdit) if field.isVisible()]
    return sorted(found, key=lambda field: field.mapTo(wiring.building.popover, QPoint(0, 0)).y())


def fill(wiring: Wiring, entry: str, *texts: str) -> None:
    """Add a chip by the menu, type into its fields, and press its button."""
    choose(wiring, entry)
    for field, text in zip(fields(wiring), texts, strict=False):
        field.selectAll()
        QTest.keyClicks(field, text)
    QTest.mouseClick(wiring.building.popover.done, Qt.MouseButton.LeftButton)


def drop(wiring: Wiring, data: QMimeData) -> None:
    box = box_of(wiring)
    at, copy, none = QPoint(50, 10), Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(at, copy, data, Qt.MouseButton.LeftButton, none)
    enter.ignore()
    QApplication.sendEvent(box, enter)
    assert enter.isAccepted()
    assert not wiring.window.drop_zone.isVisible()
    QApplication.sendEvent(box, QDropEvent(QPointF(at), copy, data, Qt.MouseButton.LeftButton, none))


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data
