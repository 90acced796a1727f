"""A slot with its arguments chosen beforehand, and a menu that is gone once it was used."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget


def call(function: Callable[..., object], *args: object) -> Callable[..., None]:
    """A slot that calls ``function`` with ``args`` and ignores what the signal carries."""

    def run(*_ignored: object) -> None:
        function(*args)

    return run


def passing_menu(parent: QWidget) -> QMenu:
    """A menu for one right click; closed, it is deleted."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
