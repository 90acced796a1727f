"""What the centre shows: the map, or a picture in its own pixels for what has no position."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from app import paths
from app.session.session import Session
from app.session.shown_hits import PICTURE
from app.translation import mark, tr
from app.widgets.frame.main_window import MainWindow
from msa_core.names import visible
from msa_core.records import TileHit

BANK_FILTER = mark("Sentences (*.txt *.csv *.tsv *.json *.jsonl);;All files (*)")


class PicturePane(QObject):
    """A hit without a position and a picture that is described are shown at full size; all else is on the map."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window = window
        self._session = session

    @Slot(int)
    def show_chosen(self, number: int) -> None:
        shown, picture = self._session.shown, self._session.picture
        hit = shown.hits[number] if number >= 0 else None
        if hit is not None and _is_unplaced(hit):
            self._show(hit)
        elif hit is None and shown.origin == PICTURE and picture.path:
            self.show_dropped(picture.path)
        else:
            self._window.map_area.show_map()

    @Slot()
    def show_whole(self) -> None:
        """The raster of the chosen place as a whole, wherever it lies."""
        number = self._session.shown.selected
        if number >= 0:
            self._show(self._session.shown.hits[number])

    @Slot(str)
    def show_dropped(self, path: str) -> None:
        self._window.map_area.show_picture(path, visible(Path(path).name))

    @Slot()
    def paste(self) -> None:
        """Describe what lies on the clipboard: a file, or a picture, which is kept under a name of its own."""
        given = QGuiApplication.clipboard().mimeData()
        files = [url.toLocalFile() for url in given.urls() if url.isLocalFile()]
        if files:
            self._session.picture.caption(files[0])
            return
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            sentence = tr("There is no picture on the clipboard: copy one, then paste it here.")
            self._session.message_posted.emit("info", sentence, "")
            return
        file = paths.pasted_file(_digest(image))
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_file() or image.save(str(file)):
            self._session.picture.caption(str(file))
        else:
            sentence = tr("{file} could not be written: check the free space.", file=file)
            self._session.message_posted.emit("bad", sentence, "")

    @Slot()
    def choose_bank(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self._window, tr("Choose captions from a file of sentences"), "", tr(BANK_FILTER)
        )
        if file:
            self.use_bank(file)

    @Slot()
    def use_own_words(self) -> None:
        self.use_bank(None)

    def use_bank(self, bank: str | None) -> None:
        """Captions come from this file from now on, None: in the program's own words."""
        self._window.captions.set_bank(bank)
        self._session.picture.use_bank(bank)

    def _show(self, hit: TileHit) -> None:
        tile = hit.tile
        self._window.map_area.show_picture(tile.path, visible(tile.source), tile.pixel_bbox)
        self._window.overlays.tell_again()


def _digest(image: QImage) -> str:
    """The same for the same pixels, so that a picture pasted again is the same file."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return hashlib.sha256(bytes(plain.constBits()) + repr(plain.size().toTuple()).encode()).hexdigest()[:16]


def _is_unplaced(hit: TileHit) -> bool:
    return not hit.tile.footprint_lonlat and bool(hit.tile.path)
