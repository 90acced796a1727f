"""Saving a search as evidence: where to, and what is said about it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.jobs.files_lane import FilesLane
from app.jobs.page_printing import print_page
from app.session.session import Session
from app.settings import Settings
from app.translation import tr
from app.widgets.frame.main_window import MainWindow
from msa_core.names import printable
from msa_core.retrieval.query.parsing import as_words

MAX_NAME_LENGTH = 40


class EvidenceFiles(QObject):
    """Asks for a folder, lets the engine write, prints the page as PDF, and offers to open it."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._settings = settings
        self._lane = FilesLane(self)
        self._lane.finished.connect(self._on_printed)
        self._lane.failed.connect(self._on_not_printed)
        self.page: Path | None = None

    @Slot()
    def ask(self) -> None:
        """Ask where; nothing that lies there is replaced."""
        search = self._session.search
        if search.asked is None or search.result is None or not search.result.hits:
            sentence = tr("There is no search to keep as evidence yet: search first.")
            self._session.message_posted.emit("info", sentence, "")
            return
        start = self._settings.export_folder or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self._window, tr("Save evidence into a folder"), start)
        if folder:
            self.write_into(Path(folder))

    def write_into(self, folder: Path) -> None:
        """Write the last search into ``folder``, or a new folder inside it when it holds anything."""
        search = self._session.search
        if search.asked is not None and search.result is not None:
            self._settings.export_folder = str(folder)
            place = evidence_folder(folder, as_words(search.asked.query.terms))
            self._session.evidence.write(search.asked, search.result, str(place))

    @Slot(str)
    def print_page(self, page: str) -> None:
        """The engine has written the page: print it as well."""
        self.page = Path(page)
        self._lane.run(page, lambda: print_page(Path(page)))

    @Slot(str)
    def follow_up(self, action: str) -> None:
        """Open the page that was written last."""
        if action == "evidence" and self.page is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.page)))

    def close(self) -> None:
        """Wait until what is being printed lies there whole."""
        self._lane.close()

    @Slot(str, object)
    def _on_printed(self, page: str, pdf: Path) -> None:
        folder = printable(str(Path(page).parent))
        sentence = tr(
            "The evidence is in {folder}: {page}, {pdf} and evidence.json for msa reproduce.",
            folder=folder,
            page=Path(page).name,
            pdf=pdf.name,
        )
        self._session.message_posted.emit("good", sentence, "evidence")

    @Slot(str, str)
    def _on_not_printed(self, page: str, sentence: str) -> None:
        folder = printable(str(Path(page).parent))
        told = tr("The evidence is in {folder}, without its PDF: {reason}", folder=folder, reason=sentence)
        self._session.message_posted.emit("warn", told, "evidence")


def evidence_folder(folder: Path, words: str) -> Path:
    """``folder`` when it is empty or not there, else a new folder in it, named after the question."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return folder
    plain = re.sub(r"[^\w\-]+", " ", words).strip()[:MAX_NAME_LENGTH].strip() or tr(
        "search", about="a name for a question"
    )
    name, number = tr("Evidence {words}", words=plain), 1
    while (folder / name).exists():
        number += 1
        name = f"{tr('Evidence {words}', words=plain)} {number}"
    return folder / name
