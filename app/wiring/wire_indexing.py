"""Indexing the open archive, and the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session = wiring.window, wiring.session
    window.archive.index_clicked.connect(wiring.planning.start_indexing)
    window.actions_.index.triggered.connect(wiring.planning.start_indexing)
    window.jobs.cancel_clicked.connect(wiring.jobs.stop_indexing)
    session.archive.indexing.started.connect(wiring.jobs.begin)
    session.archive.indexing.progressed.connect(window.jobs.update_progress)
    session.archive.indexing.finished.connect(wiring.jobs.end)
    session.archive.indexing.source_finished.connect(wiring.archive_model.set_state)
    window.actions_.index_options.triggered.connect(wiring.planning.open_options)
    window.actions_.models.triggered.connect(wiring.planning.open_models)
    session.models.listed.connect(wiring.planning.show_models)
    session.models.chosen.connect(wiring.planning.show_models)
    session.models.import_started.connect(wiring.planning.begin_import)
    session.models.import_progressed.connect(wiring.planning.show_progress)
    session.models.import_ended.connect(wiring.planning.end_import)
    session.archive.index_changed.connect(wiring.planning.list_for_index)
