"""Teaching the model with votes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    session, controls, lane = wiring.session, wiring.teaching, wiring.lane
    teaching, page = session.teaching, wiring.teaching.page
    wiring.window.hits.teach.clicked.connect(controls.ask)
    session.review.votes_changed.connect(controls.show_offer)
    teaching.votes_gathered.connect(controls.open_sheet)
    teaching.state_changed.connect(controls.tell_unfinished)
    teaching.state_changed.connect(controls.show_state)
    teaching.figures_found.connect(controls.show_figures)
    teaching.note_told.connect(controls.show_note)
    teaching.notes_forgotten.connect(page.clear_notes)
    teaching.comparison_found.connect(controls.show_comparison)
    page.pause_clicked.connect(teaching.pause)
    page.resume_clicked.connect(teaching.go_on)
    page.cancel_clicked.connect(teaching.give_up)
    page.use_clicked.connect(controls.use)
    page.back_clicked.connect(controls.go_back)
    page.finish_clicked.connect(teaching.finish)
    page.comparison.thumbnail_wanted.connect(lane.run)
    lane.finished.connect(page.comparison.on_pixels)
    lane.failed.connect(page.comparison.on_failed)
