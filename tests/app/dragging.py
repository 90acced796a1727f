"""Drags and drops on a real window."""

from __future__ import annotations

import warnings
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.wiring.wiring import Wiring


def drop(wiring: Wiring, files: list[Path], at: QPoint, is_lost: bool = False) -> None:
    """Drag files over the window and let them fall at a point; ``is_lost``: the program they come from ends before."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        # Qt 6.12 deprecates these constructors; the others do not exist in 6.8.
        warnings.simplefilter("ignore", DeprecationWarning)
        enter, move = (kind(at, copy, data, left, none) for kind in (QDragEnterEvent, QDragMoveEvent))
    QApplication.sendEvent(wiring.window, enter)
    zone = wiring.window.drop_zone
    assert zone.isVisible()
    QApplication.processEvents()
    QApplication.sendEvent(zone, enter)
    QApplication.sendEvent(zone, move)
    data = QMimeData() if is_lost else data
    QApplication.sendEvent(zone, QDropEvent(QPointF(at), copy, data, left, none))
    assert not zone.isVisible()
