"""Geometry of what is on screen: widgets that lie over each other, and words that do not fit."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QToolButton,
    QWidget,
)


def overlapping(root: QWidget) -> list[str]:
    """Pairs of visible siblings below ``root`` that share pixels; scroll bars may lie over what they scroll."""
    found = []
    for parent in [root, *root.findChildren(QWidget)]:
        if not parent.isVisible() or isinstance(parent, QScrollBar):
            continue
        shown = [
            child
            for child in parent.children()
            if isinstance(child, QWidget) and child.isVisible() and not _is_apart(child)
        ]
        for one, other in combinations(shown, 2):
            if one.geometry().intersects(other.geometry()):
                found.append(f"{_name(one)} {_box(one)} over {_name(other)} {_box(other)}")
    return found


def clipped(root: QWidget) -> list[str]:
    """Visible buttons and labels that are smaller than their words, or reach out of what they lie in."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton):
            continue
        text = widget.text()
        needs = widget.sizeHint()
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        height = widget.heightForWidth(widget.width()) if wraps else needs.height()
        width = 0 if wraps or (isinstance(widget, QToolButton) and not text) else needs.width()
        if text and (widget.width() < width or widget.height() < height):
            found.append(f"{_name(widget)} “{text}” {_box(widget)} needs {width} x {height}")
        parent = widget.parentWidget()
        inside = QRect(QPoint(0, 0), parent.size())
        if not inside.contains(widget.geometry()):
            found.append(f"{_name(widget)} “{text}” {_box(widget)} outside {inside.size().toTuple()}")
    return found


def scrollers(root: QWidget) -> list[str]:
    """Scroll areas below ``root`` whose content is wider than they are."""
    areas = [
        area for area in root.findChildren(QScrollArea) if area.isVisible() and area.widget() is not None
    ]
    return [_name(area) for area in areas if area.widget().width() > area.viewport().width()]


def _is_apart(widget: QWidget) -> bool:
    """Windows, and handles of splitters, which reach over both sides by design."""
    return widget.isWindow() or isinstance(widget, QSplitterHandle)


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__}#{widget.objectName()}"


def _box(widget: QWidget) -> tuple[int, ...]:
    box = widget.geometry()
    return box.x(), box.y(), box.width(), box.height()
