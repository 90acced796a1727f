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
    session.archive.index_changed.connect(window.overlays.set_index)
    window.overlays.drawing_wanted.connect(wiring.overlay_lane.run)
    wiring.overlay_lane.finished.connect(window.overlays.take_drawing)
    session.shown.explaining_changed.connect(window.overlays.set_busy)
    window.overlays.overlay_changed.connect(window.canvas.heatmap.set_image)
    window.overlays.strength_changed.connect(window.canvas.heatmap.set_strength)
    window.overlays.overlay_changed.connect(window.map_area.picture.set_overlay)
    window.overlays.strength_changed.connect(window.map_area.picture.set_strength)
    window.canvas.heatmap.set_strength(window.overlays.opacity.value() / 100)
    window.overlays.save_clicked.connect(wiring.overlay_files.choose_folder)
    session.shown.overlays_saved.connect(wiring.overlay_files.say_saved)
    actions.overlay.toggled.connect(window.overlays.eye.setChecked)
    window.overlays.eye.toggled.connect(actions.overlay.setChecked)
    for scale, action in actions.scales.items():
        action.triggered.connect(call(window.overlays.choose_scale, scale))
