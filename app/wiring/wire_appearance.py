"""Theme and panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, actions = wiring.window, wiring.window.actions_
    actions.theme_group.triggered.connect(wiring.appearance.choose_theme)
    window.theme_button.clicked.connect(wiring.appearance.flip_theme)
    actions.archive_panel.toggled.connect(window.left.setVisible)
    actions.drawer.toggled.connect(window.drawer.set_open)
    window.drawer.open_changed.connect(actions.drawer.setChecked)
    actions.side_panel.toggled.connect(window.side.setVisible)
    QGuiApplication.styleHints().colorSchemeChanged.connect(wiring.appearance.follow_system)
