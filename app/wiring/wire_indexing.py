"""Indexing the open archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session = wiring.window, wiring.session
    window.archive.index_clicked.connect(wiring.jobs.start_indexing)
    window.actions_.index.triggered.connect(wiring.jobs.start_indexing)
    window.jobs.cancel_clicked.connect(wiring.jobs.stop_indexing)
    session.archive.indexing.started.connect(wiring.jobs.begin)
    session.archive.indexing.progressed.connect(window.jobs.update_progress)
    session.archive.indexing.finished.connect(wiring.jobs.end)
    session.archive.indexing.source_finished.connect(wiring.archive_model.set_state)
