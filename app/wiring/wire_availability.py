"""Which commands can work now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    session, refresh = wiring.session, wiring.availability.refresh
    session.archive.archive_changed.connect(refresh)
    session.archive.index_changed.connect(refresh)
    session.archive.indexing.started.connect(refresh)
    session.archive.indexing.finished.connect(refresh)
    session.search.search_finished.connect(refresh)
    session.shown.hits_shown.connect(refresh)
    session.shown.hit_selected.connect(refresh)
