"""Saving the overlays of the chosen place or of a described picture, and looking under the one that is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.session.search.shown_hits import PICTURE
from app.session.session import Session
from app.translation import tr, tr_n
from app.widgets.frame.main_window import MainWindow

MAX_NAMED = 4
PICTURE_RANK = 1
"""What the files of a described picture are named by, as the command line names them."""


class OverlayFiles(QObject):
    """Asks for a folder, lets the engine write into it, and says what was written.

    Nothing that lies there is replaced without a question.
    """

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window = window
        self._session = session

    @Slot()
    def choose_folder(self) -> None:
        """Of the place that is chosen; of the picture, when that is what is looked at."""
        shown = self._session.shown
        if shown.selected < 0 and shown.origin == PICTURE:
            self.choose_folder_for_picture()
        elif shown.selected < 0 or not shown.text:
            self._say(tr("Overlays show words on a place: search in words and choose a place first."))
        else:
            folder = self._asked_folder(shown.hits[shown.selected].rank)
            if folder:
                shown.save_overlays(folder)

    @Slot()
    def choose_folder_for_picture(self) -> None:
        """Of the picture that is described, with the caption that was chosen last."""
        picture = self._session.picture
        if not picture.captions:
            self._say(tr("There are no captions yet: describe a picture first."))
            return
        folder = self._asked_folder(PICTURE_RANK)
        if folder:
            picture.save_overlays(folder)

    def _asked_folder(self, rank: int) -> str:
        """Where to write, ``""`` for nowhere."""
        folder = QFileDialog.getExistingDirectory(self._window, tr("Save overlays into a folder"))
        return folder if folder and self._may_replace(Path(folder), rank) else ""

    def _say(self, sentence: str) -> None:
        self._session.message_posted.emit("info", sentence, "")

    def _may_replace(self, folder: Path, rank: int) -> bool:
        there = overlay_files(folder, rank)
        if not there:
            return True
        names = ", ".join(file.name for file in there[:MAX_NAMED])
        rest = len(there) - MAX_NAMED
        names = tr_n(rest, "{names} and %n more", "{names} and %n more", names=names) if rest > 0 else names
        answer = QMessageBox.question(
            self._window,
            tr("Replace files?"),
            tr("{folder} already holds {names}. Replace them?", folder=folder, names=names),
        )
        return answer == QMessageBox.StandardButton.Yes

    @Slot(object)
    def say_saved(self, files: tuple[str, ...]) -> None:
        folder = Path(files[0]).parent
        sentence = tr_n(
            len(files),
            "Saved %n file in {folder}: {first} to {last}.",
            "Saved %n files in {folder}: {first} to {last}.",
            folder=folder,
            first=Path(files[0]).name,
            last=Path(files[-1]).name,
        )
        self._session.message_posted.emit("good", sentence, "")


def overlay_files(folder: Path, rank: int) -> list[Path]:
    """Files in ``folder`` that saving the overlays of a hit would replace."""
    return sorted(folder.glob(f"rank{rank:03d}_*"))


class Blink(QObject):
    """While Space is held on map, lists or the panel, the overlay is out of the way."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._overlays = window.overlays
        watched = (window.canvas, window.hits.list, window.captions.list, window.captions.captions)
        for widget in (*watched, window.overlays, window.map_area.picture):
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._overlays.set_blinking(False)
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Space:
            return False
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        if not event.isAutoRepeat() and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._overlays.set_blinking(event.type() == QEvent.Type.KeyPress)
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
