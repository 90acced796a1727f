"""Geometry of what is on screen: widgets that lie over each other, and words that do not fit."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)


def overlapping(root: QWidget) -> list[str]:
    """Pairs of visible siblings below ``root`` that share pixels; scroll bars may lie over what they scroll.

    Nor do the arrows of a bar of tabs count, which Qt lays side by side with a border in common.
    """
    found = []
    for parent in [root, *root.findChildren(QWidget)]:
        if not parent.isVisible() or isinstance(parent, QScrollBar | QTabBar):
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
        if _is_scrolled(widget):
            continue
        parent = widget.parentWidget()
        inside = QRect(QPoint(0, 0), parent.size())
        if not inside.contains(widget.geometry()):
            found.append(f"{_name(widget)} “{text}” {_box(widget)} outside {inside.size().toTuple()}")
    return found


def cut_short(root: QWidget) -> list[str]:
    """Visible choices and tabs that have no room for their words."""
    found = []
    for box in root.findChildren(QComboBox):
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()
        needs = box.fontMetrics().horizontalAdvance(box.currentText())
        if box.isVisible() and room < needs:
            found.append(f"{_name(box)} “{box.currentText()}” has {room} of {needs} px")
    for bar in root.findChildren(QTabBar):
        for number in range(bar.count()):
            needs = bar.fontMetrics().horizontalAdvance(bar.tabText(number))
            tab = bar.tabRect(number)
            if number != bar.currentIndex() and _has_arrows(bar):
                continue  # the arrows lead to it
            if bar.isVisible() and (tab.width() < needs or not bar.rect().contains(tab)):
                found.append(f"{_name(bar)} tab “{bar.tabText(number)}” has {tab.width()} of {needs} px")
    return found


def _has_arrows(bar: QTabBar) -> bool:
    return any(button.isVisible() for button in bar.findChildren(QToolButton))


def out_of_bounds(root: QWidget) -> list[str]:
    """Visible widgets that reach out of what holds them, and so are cut off; not what is scrolled."""
    found = []
    for widget in root.findChildren(QWidget):
        parent = widget.parentWidget()
        is_told = isinstance(widget, QLabel | QAbstractButton)  # by ``clipped``
        if is_told or not widget.isVisible() or _is_apart(widget) or _is_scrolled(widget):
            continue
        if not QRect(QPoint(0, 0), parent.size()).contains(widget.geometry()):
            found.append(f"{_name(widget)} {_box(widget)} outside {_name(parent)} {parent.size().toTuple()}")
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


def _is_scrolled(widget: QWidget) -> bool:
    """Inside what moves under a viewport: views, and what they hold."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea) or above.metaObject().className() == "QTabBar":
            return True
        above = above.parentWidget()
    return False


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__}#{widget.objectName()}"


def _box(widget: QWidget) -> tuple[int, ...]:
    box = widget.geometry()
    return box.x(), box.y(), box.width(), box.height()
