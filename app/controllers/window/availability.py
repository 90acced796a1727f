"""Which commands can work now: the others are grey."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.session.session import Session
from app.widgets.frame.main_window import MainWindow


class Availability(QObject):
    """Greys the commands of the window that have nothing to work on."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._actions = window.actions_
        self._session = session
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look again: what is open or shown has changed."""
        session, actions = self._session, self._actions
        is_open, is_indexing = bool(session.archive.paths), session.archive.indexing.is_running
        found, shown = bool(session.search.hits), bool(session.shown.hits)
        placed = any(hit.tile.footprint_lonlat for hit in session.shown.hits[:1000])
        chosen = session.shown.selected >= 0
        for action, can in (
            (actions.reload, is_open),
            (actions.index, is_open and not is_indexing),
            (actions.search_too, session.archive.index is not None and not is_indexing),
            (actions.index_options, is_open and not is_indexing),
            (actions.export, found),
            (actions.evidence, found),
            (actions.next_hit, shown),
            (actions.previous_hit, shown),
            (actions.all_hits, placed),
            (actions.this_hit, chosen),
            (actions.copy_place, chosen),
        ):
            action.setEnabled(can)
