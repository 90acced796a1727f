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
    session.project.undo_changed.connect(panel.set_undo)
    session.search.answered.connect(saved.take_answer)
    model.renamed.connect(saved.rename)
    panel.save_clicked.connect(keeping.save)
    panel.asked.connect(keeping.ask)
    panel.deleted.connect(saved.delete)
    panel.menu_requested.connect(keeping.open_menu)
    panel.undo_clicked.connect(session.project.undo)
    wiring.window.actions_.save_search.triggered.connect(keeping.save)
