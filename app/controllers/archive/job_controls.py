"""Long jobs and the engine: what the window shows while they run, and starting the engine again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMessageBox

from app.controllers.archive.index_planning import IndexPlanning
from app.jobs.engine_client import EngineClient
from app.session.session import Session
from app.translation import tr
from app.widgets.frame.main_window import MainWindow

ASK_AFTER_S = 60.0


class JobControls(QObject):
    """Shows that a job runs, and does what the button of a message offers."""

    def __init__(
        self, window: MainWindow, session: Session, engine: EngineClient, planning: IndexPlanning
    ) -> None:
        super().__init__()
        self._planning = planning
        self._is_leaving = False
        self._window = window
        self._session = session
        self._engine = engine

    @Slot(str)
    def follow_up(self, action: str) -> None:
        """Do what a message's button says: ``index``, ``network``, ``models`` or ``engine``."""
        if action == "index":
            self._planning.start_indexing()
        elif action == "network":
            self._session.archive.fetch_named()
        elif action == "models":
            self._planning.open_models()
        elif action == "engine":
            self.restart_engine()

    @Slot()
    def stop_indexing(self) -> None:
        """Stop the job; one that has worked for more than a minute is asked about."""
        if self._session.archive.indexing.took_s < ASK_AFTER_S:
            self._stop()
            return
        box = QMessageBox(self._window)
        box.setObjectName("stopIndexing")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Stop indexing?"))
        box.setText(tr("Stop indexing?"))
        box.setInformativeText(
            tr("Finished rasters are kept and can be searched. Indexing again goes on from there.")
        )
        stop = box.addButton(tr("Stop indexing"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(tr("Go on"), QMessageBox.ButtonRole.RejectRole))
        _ask(box, lambda: self._stop() if box.clickedButton() is stop else None)

    def _stop(self) -> None:
        self._window.jobs.set_stopping()
        self._session.archive.indexing.cancel()

    def may_close(self) -> bool:
        """Whether the window may close now; a running job is asked about first."""
        if self._is_leaving or not self._session.archive.indexing.is_running:
            return True
        box = QMessageBox(self._window)
        box.setObjectName("closeWhileIndexing")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Indexing is still running"))
        box.setText(tr("Indexing is still running. Stop it and close?"))
        box.setInformativeText(tr("Finished rasters are kept. Indexing again goes on from there."))
        leave = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole))
        _ask(box, lambda: self._leave() if box.clickedButton() is leave else None)
        return False

    def _leave(self) -> None:
        self._is_leaving = True
        self._window.close()

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
        if self._engine.is_running:
            self._session.message_posted.emit("info", tr("The engine is running."), "")
        else:
            self._engine.restart()


def _ask(box: QMessageBox, answered: Callable[[], object]) -> None:
    """Show a question over the window, which goes on working; it is gone once answered."""
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.finished.connect(lambda _result: answered())
    box.open()
