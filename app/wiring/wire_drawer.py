"""The drawer under the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session, pages = wiring.window, wiring.session, wiring.drawer_pages
    window.drawer.open_changed.connect(pages.refresh)
    window.drawer.tabs.currentChanged.connect(pages.refresh)
    session.shown.hits_shown.connect(pages.refresh)
    session.shown.chosen_changed.connect(pages.show_chosen)
    session.shown.scale_changed.connect(pages.show_cut)
    session.grouped.groups_changed.connect(pages.histogram.set_groups)
    pages.histogram.grouping_chosen.connect(pages.refresh_histogram)
    pages.table.hits_chosen.connect(session.shown.choose)
    pages.table.hit_opened.connect(window.canvas.show_hit)
    pages.table.columns_changed.connect(pages.remember_columns)
