"""Undo and redo: what the menu says, and what the page of saved searches says."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.models.words.plain_text import plain_caption
from app.session.project.project_session import SEARCHES
from app.session.project.steps import Steps
from app.translation import tr
from app.widgets.frame.bars.actions import Actions
from app.widgets.frame.pages.searches_panel import SearchesPanel


class Undoing(QObject):
    """Keeps the two commands in step with the history."""

    def __init__(self, actions: Actions, panel: SearchesPanel, steps: Steps) -> None:
        super().__init__()
        self._actions, self._panel, self._steps = actions, panel, steps
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Other steps can be taken back or again."""
        steps = self._steps
        for action, name, words in (
            (self._actions.undo, tr("Undo"), steps.undo_words),
            (self._actions.redo, tr("Redo"), steps.redo_words),
        ):
            action.setText(plain_caption(f"{name}: {words}") if words else name)
            action.setEnabled(bool(words))
        words = steps.undo_words if steps.subject == SEARCHES else ""
        self._panel.set_undo(words[:1].upper() + words[1:])
