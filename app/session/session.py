"""What is open, chosen and found. The one place that decides; widgets and layers only show.

The loop is one way: widget signal -> intent here -> question to the engine -> record -> signal -> setters.
Answers older than the newest question of their kind are dropped.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.jobs.engine_client import EngineClient
from app.session.indexing import Indexing
from app.session.questions import Questions
from app.settings import Settings
from msa_core.messages import (
    ArchiveListing,
    Body,
    CaptionPicture,
    Explain,
    OpenIndex,
    PictureAnswer,
    ScanArchive,
    Search,
    WarmUp,
)
from msa_core.records import Explanation, IndexInfo, Query, SearchResult, TileHit

_LOG = logging.getLogger(__name__)
SEARCH = "search"
PICTURE = "picture"
PICTURE_SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".jpe", ".webp", ".bmp", ".gif"))
WORLD_FILE_SUFFIXES = (".pgw", ".jgw", ".jpgw", ".pngw", ".wld", ".bpw", ".gfw")


class Session(QObject):
    """State of the window. Signals tell what has happened; methods without underscore are intents.

    ``said`` carries (kind, sentence, action): kind ``info``, ``good``, ``warn`` or ``bad``; action ``""`` or
    the name of what one click can do about it (``index``, ``engine``).
    """

    archive_changed = Signal(object)
    scanning_changed = Signal(bool)
    index_changed = Signal(object)
    searching_changed = Signal(bool)
    search_finished = Signal(object)
    picture_started = Signal(str)
    picture_finished = Signal(object)
    hits_shown = Signal(object, str)
    hit_selected = Signal(int)
    explaining_changed = Signal(bool)
    explanation_changed = Signal(object, str)
    engine_said = Signal(str)
    said = Signal(str, str, str)

    def __init__(self, engine: EngineClient, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._settings = settings
        self._questions = Questions(engine, self)
        self._pending_query: tuple[Query, int] | None = None
        self._is_warm = False
        self.indexing = Indexing(settings, self)
        self._explanations: dict[tuple[str, str], Explanation] = {}
        self.archive_paths: tuple[str, ...] = ()
        self.listing = ArchiveListing((), ())
        self.index: IndexInfo | None = None
        self.index_path: Path | None = None
        self.result: SearchResult | None = None
        self.picture: PictureAnswer | None = None
        self.origin = SEARCH
        self.hits: tuple[TileHit, ...] = ()
        self.selected = -1
        self.picture_text = ""
        self._questions.answered.connect(self._on_answered)
        self._questions.failed.connect(self._on_failed)
        self._questions.progressed.connect(self.engine_said)
        self.indexing.said.connect(self.said)
        self.indexing.finished.connect(self._on_indexed)
        engine.restarted.connect(self._on_engine_restarted)
        engine.gave_up.connect(self._on_engine_gave_up)

    # Opening

    def open_paths(self, given: list[str]) -> None:
        """Open what was dropped or chosen: an index folder, a picture without position, or an archive."""
        chosen = tuple(str(Path(path).expanduser().absolute()) for path in given if path)
        if not chosen:
            return
        if len(chosen) == 1 and paths.is_index(Path(chosen[0])):
            self.open_index(chosen[0])
        elif len(chosen) == 1 and is_plain_picture(Path(chosen[0])):
            self.caption_picture(chosen[0])
        else:
            self.open_archive(chosen)

    def open_archive(self, chosen: tuple[str, ...], index_path: Path | None = None) -> None:
        """List the rasters under files and folders, and open the index made of them earlier."""
        if self.indexing.is_running:
            self.said.emit("warn", "Indexing is still running. Stop it before opening another archive.", "")
            return
        self.archive_paths = chosen
        self._forget_results()
        self._set_index(None)
        self.scanning_changed.emit(True)
        self._ask(ScanArchive(chosen))
        found = index_path or paths.existing_index(chosen)
        self.index_path = found
        if found is not None:
            self._ask(OpenIndex(str(found), self._settings.model))
        if len(chosen) == 1:
            self._settings.add_recent(chosen[0])
        self.warm_up()

    def open_index(self, path: str) -> None:
        """Open an index folder, and then the archive it was made of."""
        if self.indexing.is_running:
            self.said.emit("warn", "Indexing is still running. Stop it before opening another index.", "")
            return
        self._forget_results()
        self._set_index(None)
        self.archive_paths = ()
        self.index_path = Path(path).expanduser().absolute()
        self._ask(OpenIndex(str(self.index_path), self._settings.model))
        self._settings.add_recent(str(self.index_path))

    def warm_up(self) -> None:
        """Let the engine load the model now, so that the first query is quick."""
        if not self._is_warm:
            self._is_warm = True
            self.engine_said.emit("Loading the model …")
            self._ask(WarmUp(self._settings.model))

    # Indexing

    @Slot()
    def start_indexing(self) -> None:
        """Index the open archive in a child process; what is unchanged is skipped."""
        if not self.archive_paths:
            self.said.emit("info", "Open a folder of rasters first, then index it.", "")
        else:
            self.indexing.start(
                self.archive_paths, self.index_path or paths.new_index_place(self.archive_paths)
            )

    @Slot(object)
    def _on_indexed(self, out: Path | None) -> None:
        if out is not None:
            self.index_path = out
            self._ask(OpenIndex(str(out), self._settings.model))

    @Slot()
    def reload(self) -> None:
        """List the open archive again: files may have come or gone."""
        if self.archive_paths:
            self.scanning_changed.emit(True)
            self._ask(ScanArchive(self.archive_paths))

    # Asking

    def search(self, query: Query, k: int) -> None:
        """Rank the index's tiles; waits for an index that is just being opened."""
        if not query.terms:
            self.said.emit(
                "info", "Type what you are looking for, for example “storage tanks beside a river”.", ""
            )
            return
        if self.index is None:
            if self._questions.is_open(OpenIndex, ScanArchive):
                self._pending_query = (query, k)
                self.searching_changed.emit(True)
            elif self.archive_paths:
                self.said.emit(
                    "info", "This archive has not been indexed yet. Index it once, then search.", "index"
                )
            else:
                self.said.emit("info", "Open a folder of rasters first: there is nothing to search yet.", "")
            return
        self._pending_query = None
        self.searching_changed.emit(True)
        self._ask(Search(query, k))

    def caption_picture(self, path: str) -> None:
        """Caption a picture and find places like it."""
        self._questions.drop(CaptionPicture)
        self.picture_started.emit(path)
        self._ask(CaptionPicture(path))

    @Slot(int)
    def select_hit(self, row: int) -> None:
        """Choose one of the shown hits, -1 for none, and explain it."""
        row = row if 0 <= row < len(self.hits) else -1
        if row == self.selected:
            return
        self.selected = row
        self.hit_selected.emit(row)
        self._explain_selected()

    @Slot(str)
    def show_origin(self, origin: str) -> None:
        """Show the hits of the search, or those of the picture."""
        found: tuple[TileHit, ...] = ()
        if origin == SEARCH and self.result is not None:
            found = self.result.hits
        elif origin == PICTURE and self.picture is not None:
            found = self.picture.similar
        self.origin, self.hits, self.selected = origin, found, -1
        self.hits_shown.emit(found, origin)
        self.hit_selected.emit(-1)
        self._explain_selected()

    @Slot(str)
    def explain_with(self, caption: str) -> None:
        """Explain the picture's hits with this caption."""
        if caption != self.picture_text:
            self.picture_text = caption
            if self.origin == PICTURE:
                self._explain_selected()

    @property
    def text(self) -> str:
        """The words that the selected hit is explained with."""
        if self.origin == PICTURE:
            return self.picture_text
        return self.result.query.text if self.result is not None else ""

    @property
    def is_waiting(self) -> bool:
        """Whether something asked by the user is unanswered."""
        asked = self._questions.is_open(Search, CaptionPicture, Explain)
        return asked or self._pending_query is not None

    @Slot()
    def stop(self) -> None:
        """Give up what is being waited for; with nothing to wait for, stop indexing."""
        if self.is_waiting:
            self._questions.drop(Search, CaptionPicture, Explain)
            self._pending_query = None
            self.searching_changed.emit(False)
            self.explaining_changed.emit(False)
        else:
            self.indexing.cancel()

    @Slot()
    def restart_engine(self) -> None:
        """Start the engine again after it was given up."""
        self._is_warm = False
        if self.index_path is not None:
            self._ask(OpenIndex(str(self.index_path), self._settings.model))
        self.warm_up()

    def close(self) -> None:
        """The window goes: end the children."""
        self.indexing.close()
        self._engine.close()

    # Answers

    def _ask(self, body: Body) -> None:
        self._questions.ask(body)

    @Slot(object, object)
    def _on_answered(self, body: Body, value: object) -> None:
        self._settle(body)
        if isinstance(value, ArchiveListing):
            self._on_listing(value)
        elif isinstance(value, IndexInfo):
            self._on_index(value)
        elif isinstance(value, SearchResult):
            self.result = value
            self.search_finished.emit(value)
            self._show_found(SEARCH)
        elif isinstance(value, PictureAnswer):
            self.picture = value
            self.picture_text = value.captions[0].text if value.captions else ""
            self.picture_finished.emit(value)
            self._show_found(PICTURE)
        elif isinstance(value, Explanation) and isinstance(body, Explain):
            self._explanations[(body.tile.id, body.text)] = value
            self.explanation_changed.emit(value, "")

    def _settle(self, body: Body) -> None:
        """What was shown as under way is over."""
        if not self._questions.is_busy:
            self.engine_said.emit("Ready")
        if isinstance(body, ScanArchive):
            self.scanning_changed.emit(False)
        elif isinstance(body, Search):
            self.searching_changed.emit(False)
        elif isinstance(body, Explain):
            self.explaining_changed.emit(False)

    @Slot(object, str)
    def _on_failed(self, body: Body, sentence: str) -> None:
        self._settle(body)
        _LOG.warning("%s: %s", type(body).__name__, sentence)
        if isinstance(body, WarmUp):
            self.engine_said.emit("No model")
        if isinstance(body, Explain):
            self.explanation_changed.emit(None, sentence)
            return
        if isinstance(body, OpenIndex) and self._pending_query is not None:
            self._pending_query = None
            self.searching_changed.emit(False)
        if isinstance(body, CaptionPicture):
            self.picture_finished.emit(PictureAnswer(body.path, (), ()))
        self.said.emit("bad", sentence, "")

    def _on_listing(self, listing: ArchiveListing) -> None:
        self.listing = listing
        self.archive_changed.emit(listing)
        if not listing.rasters:
            reason = f" {listing.refused[0].name}: {listing.refused[0].reason}" if listing.refused else ""
            self.said.emit("warn", f"No raster that can be opened was found here.{reason}", "")
        if not self._questions.is_open(OpenIndex) and self.index is None and self._pending_query is not None:
            query, k = self._pending_query
            self._pending_query = None
            self.searching_changed.emit(False)
            self.search(query, k)

    def _on_index(self, info: IndexInfo) -> None:
        self._set_index(info)
        if not self.archive_paths:
            self.archive_paths = tuple(root for root in info.roots if Path(root).exists())
            if self.archive_paths:
                self._ask(ScanArchive(self.archive_paths))
            else:
                self.said.emit(
                    "warn", "The rasters of this index are not where they were; places are shown without.", ""
                )
        self.warm_up()
        if self._pending_query is not None:
            query, k = self._pending_query
            self.search(query, k)

    def _set_index(self, info: IndexInfo | None) -> None:
        self.index = info
        self.index_changed.emit(info)

    def _forget_results(self) -> None:
        self._questions.drop(Search, Explain, OpenIndex, ScanArchive)
        self._pending_query = None
        self.searching_changed.emit(False)
        self.result = self.picture = None
        self.listing = ArchiveListing((), ())
        self._explanations.clear()
        self.archive_changed.emit(self.listing)
        self.show_origin(SEARCH)

    def _show_found(self, origin: str) -> None:
        """Show a fresh answer and choose its best hit."""
        self._explanations.clear()
        self.show_origin(origin)
        self.select_hit(0)

    def _explain_selected(self) -> None:
        self._questions.drop(Explain)
        self.explaining_changed.emit(False)
        if self.selected < 0:
            self.explanation_changed.emit(None, "")
            return
        tile = self.hits[self.selected].tile
        if not self.text:
            self.explanation_changed.emit(None, "Overlays show words on a place: add words to the query.")
            return
        known = self._explanations.get((tile.id, self.text))
        self.explanation_changed.emit(known, "")
        if known is None:
            self.explaining_changed.emit(True)
            self._ask(Explain(tile, self.text))

    @Slot(str)
    def _on_engine_restarted(self, sentence: str) -> None:
        self.said.emit("warn", sentence, "")
        self._questions.drop_all()
        self._is_warm = False
        if self.index_path is not None and self.index is not None:
            self._ask(OpenIndex(str(self.index_path), self._settings.model))
        self.warm_up()

    @Slot(str)
    def _on_engine_gave_up(self, sentence: str) -> None:
        self.engine_said.emit("Stopped")
        self.said.emit("bad", sentence, "engine")


def is_plain_picture(path: Path) -> bool:
    """Whether a file is an ordinary picture: by its name, and without a world file that would place it."""
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        return False
    placed = any(path.with_suffix(suffix).exists() for suffix in WORLD_FILE_SUFFIXES)
    return not placed and not Path(str(path) + ".aux.xml").exists()
