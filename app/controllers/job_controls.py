"""Long jobs and the engine: what the window shows while they run, and starting the engine again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.jobs.engine_client import EngineClient
from app.session.session import Session
from app.widgets.main_window import MainWindow


class JobControls(QObject):
    """Shows that a job runs, and does what the button of a message offers."""

    def __init__(self, window: MainWindow, session: Session, engine: EngineClient) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._engine = engine

    @Slot(str)
    def follow_up(self, action: str) -> None:
        """Do what a message's button says: ``index`` or ``engine``."""
        if action == "index":
            self._session.archive.start_indexing()
        elif action == "engine":
            self.restart_engine()

    @Slot(str)
    def begin(self, title: str) -> None:
        """Indexing has started."""
        self._window.jobs.begin(title)
        self._window.archive.set_indexing(True)

    @Slot()
    def end(self) -> None:
        """Indexing is over, however it ended."""
        self._window.jobs.end()
        self._window.archive.set_indexing(False)

    @Slot()
    def restart_engine(self) -> None:
        """Start the engine anew and open the index in it again."""
        self._engine.restart()
        self._session.archive.open_again()
