"""The map, its pointer and its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, actions = wiring.window, wiring.window.actions_
    window.canvas.view_changed.connect(window.show_scale)
    window.canvas.pointer_moved.connect(window.set_pointer)
    window.canvas.pointer_left.connect(window.clear_pointer)
    window.canvas.menu_requested.connect(wiring.places.open_map_menu)
    window.canvas.projection_changed.connect(window.show_scale)
    place, status = wiring.map_place, window.status
    status.coordinates_clicked.connect(place.open_coordinates)
    status.scale_clicked.connect(place.open_scale)
    status.crs_clicked.connect(place.open_crs)
    actions.go_to.triggered.connect(place.open_coordinates)
    wiring.session.archive.closed.connect(place.forget_crs)
    actions.everything.triggered.connect(window.canvas.show_everything)
