"""Saving places: what may be saved, and the dialog that asks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot

from app.session.session import Session
from app.settings import Settings
from app.translation import numeral, tr, tr_n
from app.widgets.frame.main_window import MainWindow
from app.widgets.places.save_dialog import SaveDialog, Saving
from msa_core.colours import scores_of
from msa_core.retrieval.query.review.reviews import ACCEPTED


class PlaceSaving(QObject):
    """Asks which places to save, where and how, and lets the engine write them."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._settings = settings
        self.dialog: SaveDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Open the dialog; several chosen places are what it offers first."""
        hits = self._session.search.hits
        if not hits:
            self._session.message_posted.emit(
                "info", tr("There are no places to save yet: search first."), ""
            )
            return
        choices = self._choices()
        several = len(self._session.shown.chosen) > 1
        preferred = self._chosen_words() if several and self._chosen_words() in choices else ""
        file = str(Path(self._settings.export_folder or Path.home()) / "hits.gpkg")
        crs = self._window.canvas.projection.crs
        self.dialog = SaveDialog(choices, file, crs, preferred, self._window)
        self.dialog.chosen.connect(self._save)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    @Slot()
    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _choices(self) -> dict[str, tuple[int, ...]]:
        """Numbers of the hits of the search by what they are called."""
        hits, shown = self._session.search.hits, self._session.shown
        everything = tuple(range(len(hits)))
        choices = {tr_n(len(hits), "The one place", "All %n places"): everything}
        if shown.hits is not hits:
            return choices
        if shown.chosen:
            choices[self._chosen_words()] = tuple(sorted(shown.chosen))
        accepted = self._session.review.tiles(ACCEPTED)
        right = tuple(number for number, hit in enumerate(hits) if hit.tile.id in accepted)
        if right:
            choices[tr_n(len(right), "Only the one accepted", "Only the %n accepted")] = right
        cut = shown.scale.cut
        above = np.flatnonzero(~shown.scale.below(scores_of(hits))).tolist() if cut is not None else []
        if above:
            name = tr_n(
                len(above),
                "The one place at the cut {cut} or above",
                "The %n places at the cut {cut} or above",
                cut=numeral(cut or 0.0, 3),
            )
            choices[name] = tuple(above)
        return choices

    def _chosen_words(self) -> str:
        return tr_n(len(self._session.shown.chosen), "The one place chosen", "The %n places chosen")

    @Slot(object)
    def _save(self, saving: Saving) -> None:
        self._settings.export_folder = str(Path(saving.file).absolute().parent)
        self._session.search.export(saving.file, saving.crs, saving.numbers)
