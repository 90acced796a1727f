"""Hits on list and map."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session, actions = wiring.window, wiring.session, wiring.window.actions_
    session.shown.hits_shown.connect(wiring.places.show_hits)
    session.shown.hit_selected.connect(wiring.places.show_selected)
    window.hits.list.row_chosen.connect(session.shown.select)
    window.captions.list.row_chosen.connect(session.shown.select)
    window.canvas.hit_clicked.connect(wiring.places.choose_on_map)
    for places in (window.hits.list, window.captions.list):
        places.row_opened.connect(window.canvas.show_hit)
        places.menu_requested.connect(wiring.places.open_hit_menu)
    window.origin_chosen.connect(session.show_origin)
    window.hits.export_clicked.connect(wiring.files.choose_export)
    window.hits.show_all_clicked.connect(window.canvas.show_hits)
    actions.export.triggered.connect(wiring.files.choose_export)
    actions.next_hit.triggered.connect(wiring.places.select_next)
    actions.previous_hit.triggered.connect(wiring.places.select_previous)
    actions.copy_place.triggered.connect(wiring.places.copy_place)
    actions.this_hit.triggered.connect(wiring.places.show_this)
    actions.all_hits.triggered.connect(window.canvas.show_hits)
