"""Between the dialog that imports embeddings, and the session."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot

from app.session.session import Session
from app.widgets.frame.dialogs.indexes.import_dialog import ImportDialog
from app.widgets.frame.main_window import MainWindow


class ImportControls(QObject):
    """Opens the dialog; one at a time."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window, self._session = window, session
        self.dialog: ImportDialog | None = None

    @Slot()
    def open_dialog(self) -> None:
        """Ask what is to be imported."""
        self.open_with(())

    @Slot(object)
    def open_with(self, given: tuple[str, ...]) -> None:
        """Ask, with these files and folders named already."""
        if self.dialog is not None:
            self.dialog.add(given)
            self.dialog.raise_()
            return
        self.dialog = dialog = ImportDialog(self._window, given)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        embeddings = self._session.embeddings
        dialog.import_asked.connect(embeddings.start)
        dialog.stop_asked.connect(embeddings.cancel)
        embeddings.started.connect(dialog.begin)
        embeddings.progressed.connect(dialog.show_progress)
        embeddings.ended.connect(dialog.show_report)
        dialog.finished.connect(self._forget)
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None
