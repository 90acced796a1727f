"""Hits on list and map."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session, actions = wiring.window, wiring.session, wiring.window.actions_
    session.shown.scale_changed.connect(wiring.places.show_scale)
    session.shown.hits_shown.connect(wiring.places.show_hits)
    session.shown.hit_selected.connect(wiring.places.show_selected)
    session.shown.chosen_changed.connect(wiring.places.show_chosen)
    session.search.search_finished.connect(wiring.places.expect_fresh)
    window.canvas.hit_clicked.connect(wiring.places.choose_on_map)
    window.canvas.hit_added.connect(session.shown.choose_also)
    window.canvas.hit_hovered.connect(wiring.places.show_hovered)
    for places in (window.hits.list, window.captions.list):
        places.hits_chosen.connect(session.shown.choose)
        places.hit_opened.connect(window.canvas.show_hit)
        places.hit_hovered.connect(wiring.places.show_hovered)
        places.menu_requested.connect(wiring.places.open_hit_menu)
        places.copy_requested.connect(wiring.listing.copy)
    window.origin_chosen.connect(session.show_origin)
    window.hits.export_clicked.connect(wiring.saving.ask)
    window.hits.show_all_clicked.connect(window.canvas.show_hits)
    window.hits.cut_moved.connect(session.shown.set_cut)
    window.hits.grid_toggled.connect(wiring.listing.set_grid)
    window.hits.order_chosen.connect(wiring.listing.set_order)
    window.hits.grouping_toggled.connect(wiring.hits_model.set_grouped)
    window.hits.overlap_chosen.connect(session.search.set_overlap)
    session.search.overlap_changed.connect(window.hits.options.set_overlap)
    window.hits.options.evidence_clicked.connect(wiring.evidence.ask)
    actions.evidence.triggered.connect(wiring.evidence.ask)
    session.evidence.written.connect(wiring.evidence.print_page)
    window.messages.action_chosen.connect(wiring.evidence.follow_up)
    actions.export.triggered.connect(wiring.saving.ask)
    actions.next_hit.triggered.connect(wiring.places.select_next)
    actions.previous_hit.triggered.connect(wiring.places.select_previous)
    actions.copy_place.triggered.connect(wiring.places.copy_place)
    actions.this_hit.triggered.connect(wiring.places.show_this)
    actions.all_hits.triggered.connect(window.canvas.show_hits)
