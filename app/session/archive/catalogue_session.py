"""Searching STAC catalogues for items, which are kept in a file that opens as an archive."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.session.questions import Questions
from app.translation import tr
from msa_core.addresses import is_address
from msa_core.errors import UsageError
from msa_core.messages import Body
from msa_core.names import absolute
from msa_core.raster.gdal.locations import network
from msa_core.stac_search import FindItems, KeptItems, StacSearch


class CatalogueSession(QObject):
    """Asks the engine, one search at a time.

    Signals:
        found: KeptItems of the newest search.
        failed: the sentence why there are none.
        progressed: what the engine is doing for it.
        opened: path of the file of items that is to be opened.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    found = Signal(object)
    failed = Signal(str)
    progressed = Signal(str)
    opened = Signal(str)
    message_posted = Signal(str, str, str)

    def __init__(self, questions: Questions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._name = ""
        questions.answered.connect(self._on_answered)
        questions.failed.connect(self._on_failed)
        questions.progressed.connect(self._on_progressed)

    @property
    def is_searching(self) -> bool:
        """Whether an answer is being waited for."""
        return self._questions.is_open(FindItems)

    def find(self, wanted: StacSearch) -> None:
        """Search; the one before no longer counts. A search that cannot be asked fails at once."""
        given = wanted.catalogues[0]
        try:
            if is_address(given):
                network.ask_catalogue(given)
            else:
                given = str(absolute(Path(given).expanduser()))
        except UsageError as error:
            self.failed.emit(str(error))
            return
        server = network.plain(given).partition("://")[2].partition("/")[0]
        self._name = server or Path(given).stem
        # With what comes after ?, which the server may want: it is kept nowhere.
        asked = replace(wanted, catalogues=(given,))
        self._questions.ask(FindItems(asked, str(paths.newest_items_file())))

    @Slot(str)
    def open(self, found: str) -> None:
        """Open what was found, under a name of its own from now on."""
        kept = paths.found_items_file(self._name, time.strftime("%Y-%m-%d %H-%M-%S"))
        try:
            Path(found).replace(kept)
        except OSError as error:
            words = tr("{file} cannot be opened: {reason}.", file=found, reason=error.strerror or error)
            self.message_posted.emit("bad", words, "")
            return
        self.opened.emit(str(kept))

    @Slot()
    def stop(self) -> None:
        """Give up the search, also while a server does not answer."""
        if self.is_searching:
            self._questions.ask(FindItems(StacSearch()))
            self._questions.drop(FindItems)

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        if isinstance(body, FindItems) and isinstance(value, KeptItems):
            self.found.emit(value)

    @Slot(object, str)
    def _on_failed(self, body: Body, sentence: str) -> None:
        if isinstance(body, FindItems):
            self.failed.emit(sentence)

    @Slot(str)
    def _on_progressed(self, text: str) -> None:
        if self.is_searching:
            self.progressed.emit(text)
