"""The map, its pointer and its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.controllers.calls import call

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
    place, status = wiring.map_position, window.status
    status.coordinates_clicked.connect(place.open_coordinates)
    status.scale_clicked.connect(place.open_scale)
    status.crs_clicked.connect(place.open_crs)
    actions.go_to.triggered.connect(place.open_coordinates)
    wiring.session.archive.closed.connect(place.forget_crs)
    _connect_tools(wiring)
    _connect_basemap(wiring)
    actions.everything.triggered.connect(window.canvas.show_everything)


def _connect_tools(wiring: Wiring) -> None:
    """The toolbar, and back and forth between views."""
    window, controls, actions = wiring.window, wiring.map_tools, wiring.window.actions_
    tools, views = window.map_area.tools, window.views
    tools.tool_chosen.connect(controls.choose)
    window.drawing.kind_changed.connect(controls.show_drawing)
    window.map_tool.point_asked.connect(controls.identify)
    window.map_tool.left.connect(controls.leave)
    wiring.lane.finished.connect(controls.take_pixels)
    for name, action in actions.map_tools.items():
        action.triggered.connect(call(controls.choose, name))
    tools.back.clicked.connect(views.back)
    tools.forward.clicked.connect(views.forward)
    window.canvas.back_asked.connect(views.back)
    window.canvas.forward_asked.connect(views.forward)
    views.changed.connect(tools.set_views)


def _connect_basemap(wiring: Wiring) -> None:
    """Tiles under everything, once they are switched on."""
    window, basemap = wiring.window, wiring.basemap
    window.actions_.basemap.triggered.connect(basemap.open_dialog)
    window.archive.layers.layer_shown.connect(basemap.show_layer)
    window.canvas.tiles.tiles_wanted.connect(basemap.want)
    wiring.lane.finished.connect(basemap.take)
    wiring.lane.failed.connect(basemap.take_failure)
