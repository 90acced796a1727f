"""Asking for places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session, actions = wiring.window, wiring.session, wiring.window.actions_
    for asked in (
        window.search_bar.search_requested,
        window.filters.search_requested,
        actions.search.triggered,
    ):
        asked.connect(wiring.places.search)
    window.search_bar.stop_requested.connect(session.stop)
    actions.stop.triggered.connect(wiring.places.stop)
    actions.focus_query.triggered.connect(window.search_bar.focus)
    window.search_bar.filters_toggled.connect(window.filters.setVisible)
    window.search_bar.filters_toggled.connect(actions.filters.setChecked)
    actions.filters.toggled.connect(window.search_bar.filters.setChecked)
    session.search.searching_changed.connect(window.search_bar.set_busy)
    session.search.searching_changed.connect(window.hits.set_searching)
    session.search.search_finished.connect(window.hits.set_result)
    session.archive.index_changed.connect(window.hits.set_index)
