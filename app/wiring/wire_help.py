"""Guide, diagnostics, log and the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    actions = wiring.window.actions_
    actions.guide.triggered.connect(wiring.appearance.show_guide)
    actions.diagnostics.triggered.connect(wiring.appearance.show_diagnostics)
    actions.about.triggered.connect(wiring.appearance.show_about)
    actions.log.triggered.connect(wiring.appearance.show_log)
    actions.restart_engine.triggered.connect(wiring.jobs.restart_engine)
