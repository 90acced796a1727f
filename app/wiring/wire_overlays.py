"""Why a hit matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.controllers.calls import call

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session, actions = wiring.window, wiring.session, wiring.window.actions_
    session.shown.explanation_changed.connect(window.overlays.set_explanation)
    session.shown.explaining_changed.connect(window.overlays.set_busy)
    window.overlays.overlay_changed.connect(window.canvas.heatmap.set_image)
    window.overlays.strength_changed.connect(window.canvas.heatmap.set_strength)
    window.canvas.heatmap.set_strength(window.overlays.opacity.value() / 100)
    actions.overlay.toggled.connect(window.overlays.eye.setChecked)
    window.overlays.eye.toggled.connect(actions.overlay.setChecked)
    for scale, action in actions.scales.items():
        action.triggered.connect(call(window.overlays.choose_scale, scale))
