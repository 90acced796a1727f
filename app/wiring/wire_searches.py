"""Saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    session, keeping = wiring.session, wiring.keeping
    panel, model, saved = keeping.panel, keeping.model, session.saved
    session.project.searches_changed.connect(model.set_searches)
    session.steps.changed.connect(wiring.undoing.refresh)
    session.search.answered.connect(saved.take_answer)
    model.renamed.connect(saved.rename)
    panel.save_clicked.connect(keeping.save)
    panel.asked.connect(keeping.ask)
    panel.deleted.connect(saved.delete)
    panel.menu_requested.connect(keeping.open_menu)
    panel.undo_clicked.connect(session.steps.undo)
    wiring.window.actions_.undo.triggered.connect(session.steps.undo)
    wiring.window.actions_.redo.triggered.connect(session.steps.redo)
    wiring.window.actions_.save_search.triggered.connect(keeping.save)
    _connect_counts(wiring)
    _connect_models(wiring)


def _connect_counts(wiring: Wiring) -> None:
    """Searches over areas."""
    counting, counts = wiring.counting, wiring.session.area_counts
    page = counting.page
    counts.changed.connect(counting.show)
    counts.counting_changed.connect(counting.show_counting)
    wiring.lane.finished.connect(counting.take_answer)
    wiring.lane.failed.connect(counting.take_failure)
    page.areas_wanted.connect(counting.open_menu)
    page.column_menu_wanted.connect(counting.open_column_menu)
    page.cell_asked.connect(counting.ask)
    page.stop_clicked.connect(counts.cancel)
    page.count_clicked.connect(counts.count)
    page.copy_clicked.connect(counting.copy)
    page.save_clicked.connect(counting.save)


def _connect_models(wiring: Wiring) -> None:
    """A search asked of several models."""
    comparing, comparison, lane = wiring.comparing, wiring.session.comparison, wiring.lane
    page = comparing.page
    comparison.state_changed.connect(comparing.show_state)
    page.stop_clicked.connect(comparison.cancel)
    page.other_clicked.connect(comparing.choose_other)
    page.comparison.question_shown.connect(comparing.show_agreement)
    page.comparison.thumbnail_wanted.connect(lane.run)
    lane.finished.connect(page.comparison.on_pixels)
    lane.failed.connect(page.comparison.on_failed)
