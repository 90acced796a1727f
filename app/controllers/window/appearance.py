"""Appearance and help: theme, device, window geometry, dialogs."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from app import paths
from app.jobs.command_job import CommandJob
from app.session.session import Session
from app.settings import Settings
from app.short_turns import NEXT_TURN_MS
from app.translation import tr
from app.widgets import theme
from app.widgets.frame.dialogs.dialogs import AboutDialog, DiagnosticsDialog
from app.widgets.frame.help.guide import GuideWindow
from app.widgets.frame.help.log_window import LogWindow
from app.widgets.frame.main_window import MainWindow


class Appearance(QObject):
    """Theme and geometry of the window, and what it tells about itself."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._settings = settings
        self._guide: GuideWindow | None = None
        self._log: LogWindow | None = None
        self._is_changing = False
        self._unpainted: list[QWidget] = []

    def set_theme(self, choice: str) -> None:
        """Remember a theme and change to it."""
        self._settings.theme = choice
        self._window.actions_.themes[choice].setChecked(True)
        self._change()

    def _change(self) -> None:
        """In three turns of the event loop, none of them long; nothing is painted before the last."""
        if self._is_changing:
            return  # the turns to come take the theme that was chosen last
        self._is_changing = True
        tops = QApplication.topLevelWidgets()
        self._unpainted = [top for top in tops if top.isVisible() and top.updatesEnabled()]
        for top in self._unpainted:
            top.setUpdatesEnabled(False)
        theme.take_off()
        QTimer.singleShot(NEXT_TURN_MS, self, self._put_on)

    @Slot()
    def _put_on(self) -> None:
        theme.apply(self._settings.theme)
        QTimer.singleShot(NEXT_TURN_MS, self, self._show)

    @Slot()
    def _show(self) -> None:
        self._refresh_theme()
        self._is_changing = False
        for top in self._unpainted:
            if shiboken6.isValid(top):  # closed meanwhile it may be gone
                top.setUpdatesEnabled(True)

    @Slot(object)
    def choose_theme(self, action: QAction) -> None:
        self.set_theme(str(action.data()))

    @Slot()
    def flip_theme(self) -> None:
        is_dark = self._settings.theme == "dark" if self._is_changing else theme.is_dark()
        self.set_theme("light" if is_dark else "dark")

    @Slot()
    def follow_system(self) -> None:
        if self._settings.theme == "system":
            # Not within the signal: applying a theme sets the scheme again.
            QTimer.singleShot(0, self, self._change)

    def _refresh_theme(self) -> None:
        self._window.refresh_theme()
        if self._guide is not None:
            self._guide.refresh_theme()

    def restore(self) -> None:
        window, settings = self._window, self._settings
        window.actions_.themes[settings.theme].setChecked(True)
        if not settings.geometry.isEmpty():
            window.restoreGeometry(settings.geometry)
        if not settings.splitter.isEmpty():
            window.splitter.restoreState(settings.splitter)
        window.map_area.welcome.set_recent(settings.recent)
        window.refresh_theme()
        window.show_scale()
        window.clear_pointer()
        window.search_bar.focus()

    @Slot()
    def show_guide(self) -> None:
        """Open the guide beside the window, or bring it to the front where it was left."""
        if self._guide is None:
            self._guide = GuideWindow(self._window)
        self._guide.show()
        self._guide.raise_()
        self._guide.activateWindow()

    @Slot()
    def show_about(self) -> None:
        dialog = AboutDialog(self._window)
        dialog.diagnostics_wanted.connect(dialog.accept)
        dialog.diagnostics_wanted.connect(self.show_diagnostics)
        dialog.open()

    @Slot()
    def show_diagnostics(self) -> None:
        """Run the doctor in a child process and show its words as they come."""
        dialog = DiagnosticsDialog(self._window)
        job = CommandJob(parent=dialog)
        job.output_grew.connect(dialog.add)
        job.finished.connect(
            lambda code, words: dialog.end(
                "" if job.output else words or tr("The doctor ended with {code}.", code=code)
            )
        )
        # Closed early, the doctor is sent home; the dialog goes when its child has.
        dialog.finished.connect(lambda: job.cancel() if job.is_running else dialog.deleteLater())
        job.finished.connect(lambda: None if dialog.isVisible() else dialog.deleteLater())
        job.start(["doctor"])
        dialog.open()

    @Slot()
    def show_log(self) -> None:
        """The end of the log, which grows while it is looked at."""
        if self._log is None:
            files = {tr("The window"): paths.log_file(), tr("The engine"): paths.engine_log_file()}
            self._log = LogWindow(files, self._window)
            self._log.folder_wanted.connect(self.open_log_folder)
        self._log.show()
        self._log.raise_()
        self._log.activateWindow()

    @Slot()
    def open_log_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_file().parent)))

    def remember(self) -> None:
        """Write the window's place and panels to the preferences."""
        self._settings.geometry = self._window.saveGeometry()
        self._settings.splitter = self._window.splitter.saveState()
        self._settings.save()
