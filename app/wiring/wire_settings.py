"""The settings, and what the engine says can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    preferences = wiring.preferences
    wiring.window.actions_.settings.triggered.connect(preferences.open_dialog)
    wiring.session.devices.found.connect(preferences.show_devices)
    QTimer.singleShot(0, preferences, preferences.say_problem)
