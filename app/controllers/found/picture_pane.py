"""What the centre shows: the map, or a picture in its own pixels for what has no position."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from app import paths
from app.models.hits.captions_model import CaptionsModel
from app.session.search.shown_hits import PICTURE
from app.session.session import Session
from app.translation import mark, tr
from app.widgets.frame.main_window import MainWindow
from msa_core.config import resource_path
from msa_core.errors import MsaError
from msa_core.files import write_whole
from msa_core.names import visible
from msa_core.records import CaptionHit, TileHit
from msa_core.retrieval.captions.bank_file import as_bank

BANK_FILTER = mark("Sentences (*.txt *.csv *.tsv *.json *.jsonl);;All files (*)")


class PicturePane(QObject):
    """A hit without a position and a picture that is described are shown at full size; all else is on the map."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._is_asked_for = False

    @Slot(int)
    def show_chosen(self, number: int) -> None:
        shown, picture = self._session.shown, self._session.picture
        hit = shown.hits[number] if number >= 0 else None
        if hit is not None and (_is_unplaced(hit) or self._goes_on):
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
            self._is_asked_for = True
            self._show(self._session.shown.hits[number])
        elif self._session.shown.origin == PICTURE:
            self.return_to_described()

    @property
    def _goes_on(self) -> bool:
        """While places are reviewed each is looked at as the one before, until the map is gone back to."""
        is_there = self._window.map_area.shows_picture
        self._is_asked_for = self._is_asked_for and is_there
        return self._is_asked_for and self._session.review.is_on

    @Slot(str)
    def show_dropped(self, path: str) -> None:
        self._is_asked_for = False
        self._window.map_area.show_picture(path, visible(Path(path).name))
        if self._session.shown.selected < 0:
            self._window.overlays.tell_again()

    @Slot()
    def return_to_described(self) -> None:
        """Back to the picture that was described, from a place like it or from the map."""
        path = self._session.picture.path
        if path:
            if self._session.shown.origin != PICTURE:
                self._session.show_origin(PICTURE)
            self._session.shown.select(-1)
            self.show_dropped(path)

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

    @Slot()
    def copy_captions(self) -> None:
        """All captions of the picture, one on a line."""
        captions = self._captions()
        if captions:
            QGuiApplication.clipboard().setText(as_bank(captions, has_scores=False).decode("utf-8"))

    @Slot()
    def save_captions(self) -> None:
        """All captions of the picture as a file of sentences; the ending says whether with their scores."""
        captions = self._captions()
        file = self._asked_file(tr("Save the captions"), "captions.csv") if captions else None
        if file is not None:
            self._write(file, as_bank(captions, has_scores=file.suffix.lower() == ".csv"))

    @Slot()
    def save_bank(self) -> None:
        """The file of sentences that is in use, else the program's own, to be edited and chosen."""
        bank = self._session.picture.bank
        source = Path(bank) if bank is not None else resource_path("captions", "bank.txt")
        file = self._asked_file(tr("Save a list of captions to edit"), f"captions{source.suffix}")
        if file is not None:
            try:
                self._write(file, source.read_bytes())
            except OSError as error:
                self._session.message_posted.emit("bad", f"{source}: {error.strerror or error}", "")

    def _captions(self) -> tuple[CaptionHit, ...]:
        model = self._window.captions.captions.model()
        captions = model.captions() if isinstance(model, CaptionsModel) else ()
        if not captions:
            sentence = tr("There are no captions yet: describe a picture first.")
            self._session.message_posted.emit("info", sentence, "")
        return captions

    def _asked_file(self, heading: str, name: str) -> Path | None:
        start = str(Path.home() / name)
        file, _ = QFileDialog.getSaveFileName(self._window, heading, start, tr(BANK_FILTER))
        return Path(file) if file else None

    def _write(self, file: Path, data: bytes) -> None:
        """A few lines: written at once."""
        try:
            write_whole(file, data)
        except MsaError as error:
            self._session.message_posted.emit("bad", str(error), "")
            return
        self._session.message_posted.emit("good", tr("Saved {file}.", file=visible(str(file))), "")

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
