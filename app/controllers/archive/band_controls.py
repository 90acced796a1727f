"""With which bands and contrast rasters are drawn: as the open index was made, and as is chosen here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot

from app.jobs.pixels_lane import PixelsLane
from app.models.archive.archive_model import ArchiveModel
from app.models.archive.archive_row import ArchiveRow
from app.session.session import Session
from app.short_turns import Turns, slices
from app.widgets.frame.main_window import MainWindow
from app.widgets.layers.bands_dialog import BandsDialog
from msa_core.config import BandRules
from msa_core.raster.pixels.reader_pool import AS_SUGGESTED


class Bands(QObject):
    """Keeps the lane's choices in step with the session's rules, and asks for others."""

    def __init__(self, window: MainWindow, session: Session, lane: PixelsLane, archive: ArchiveModel) -> None:
        super().__init__()
        self._window, self._session, self._lane, self._archive = window, session, lane, archive
        self._choices: dict[str, tuple[str, str]] = {}
        self._turns = Turns(self)

    @Slot(object)
    def ask(self, row: ArchiveRow) -> None:
        """Ask for the bands and contrast of a raster, or of all like it."""
        dialog = BandsDialog(row.name, self._session.archive.rules, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.applied.connect(self._session.archive.show_as)
        dialog.open()

    @Slot()
    def show(self) -> None:
        """Draw anew what the rules show otherwise than before; of very many rasters that is found in turns."""
        self._turns.begin(self._show(self._session.archive.rules), self._archive.rowCount())

    def _show(self, rules: BandRules) -> Iterator[None]:
        choices: dict[str, tuple[str, str]] = {}
        changed: set[str] = set()
        for rows in slices(self._archive.rows().listed) if rules != BandRules() else ():
            for row in rows:
                if (choice := rules.of(row.name)) != AS_SUGGESTED:
                    choices[row.path] = choice
                    if self._choices.get(row.path) != choice:
                        changed.add(row.path)
            yield
        changed.update(self._choices.keys() - choices.keys())
        if changed:
            files: dict[Path, tuple[str, str]] = {}
            for paths in slices(list(choices)):
                files.update((Path(path), choices[path]) for path in paths)
                yield
            self._choices = choices
            self._lane.show_as(files)
            self._window.canvas.rasters.draw_again(changed)
