"""What the user says of the places found: votes for each query, kept in the user's data folder at once."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.jobs.files_lane import FilesLane
from app.models.words.plain_text import short
from app.models.words.review_words import vote_step
from app.session.archive.archive_session import ArchiveSession
from app.session.project.steps import Steps
from app.session.search.search_session import SearchSession
from app.translation import tr
from msa_core.errors import StorageError, UsageError
from msa_core.files import put_aside
from msa_core.records import IndexInfo, Query, SearchResult, TileHit
from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, UNREVIEWED, state_of

Feature = dict[str, Any]
_LOG = logging.getLogger(__name__)


@dataclass(kw_only=True)
class _Kept:
    """The votes of one query: features by tile, what was there before each step, and whether its file was read.

    Attributes:
        words: what the query is called.
        wish: the same for the same wish in any index; projects know it by that.
        earlier: where a program that told indexes apart by their paths kept them.
    """

    file: Path
    words: str = ""
    wish: str = ""
    earlier: Path | None = None
    features: dict[str, Feature] = field(default_factory=dict)
    steps: list[dict[str, Feature | None]] = field(default_factory=list)
    is_read: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file of votes held, and what was wrong with it; ``is_carried``: a project or an older file had some."""

    kept: _Kept
    features: dict[str, Feature]
    sentence: str = ""
    is_carried: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """Votes of several queries, as features, and what was wrong with the files they lay in."""

    features: list[Feature]
    sentence: str = ""


class ReviewSession(QObject):
    """Votes on the hits of the search. Each query has its own; all are GeoJSON as ``msa review`` has it.

    A vote is about a query and a tile, whose id is made of its raster's content: an index that was moved, made again,
    or made by another model keeps them. Votes on tiles of other archives for the same words stay in the file unseen.

    Attributes:
        is_on: whether places are being reviewed.

    Signals:
        mode_changed: whether places are being reviewed from now on.
        votes_changed: the state of each tile that is reviewed, a dict by id.
        voted: nothing; something was said of places, or taken back.
        taken_back: ids of the tiles whose votes were taken back, or given again, a frozenset.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    taken_back = Signal(object)
    voted = Signal()
    mode_changed = Signal(bool)
    votes_changed = Signal(object)
    message_posted = Signal(str, str, str)

    def __init__(
        self, search: SearchSession, archive: ArchiveSession, steps: Steps, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._search = search
        self._archive = archive
        self._steps = steps
        self._lane: FilesLane | None = None
        self._all: dict[str, _Kept] = {}
        self._now: _Kept | None = None
        self._carried: Mapping[str, tuple[Feature, ...]] = {}
        self._query: Query | None = None
        self.is_on = False
        search.search_finished.connect(self._on_result)
        archive.closed.connect(self._on_closed)

    # What is known

    @property
    def votes(self) -> dict[str, str]:
        """The state of each tile that is reviewed for the query that was asked last."""
        found, sources = ({} if self._now is None else self._now.features), self._sources
        return {tile: state_of(item) for tile, item in found.items() if _is_of(tile, sources)}

    @property
    def _sources(self) -> frozenset[str]:
        """What ids of tiles of the open index begin with; empty when that is not known."""
        index = self._archive.index
        return frozenset() if index is None else frozenset(s.id for s in index.sources if s.id)

    def gathering(self) -> Callable[[], Gathered]:
        """Work for another thread: the votes on tiles of the open index, of all queries that have any."""
        sources = self._sources
        known = {kept.file: dict(kept.features) for kept in self._all.values() if kept.is_read}
        return lambda: _gathered(known, sources)

    def tiles(self, state: str) -> frozenset[str]:
        """The tiles in one state."""
        return frozenset(tile for tile, said in self.votes.items() if said == state)

    @property
    def file(self) -> Path | None:
        """Where the votes on this query are kept; None before the first search."""
        return None if self._now is None else self._now.file

    def all_votes(self) -> dict[str, tuple[Feature, ...]]:
        """Of each wish that was asked of the open index, the votes as features; for the project."""
        sources = self._sources
        found: dict[str, tuple[Feature, ...]] = {}
        for kept in self._all.values():  # one wish may be there for several sizes of tiles
            if kept.is_read:
                mine = tuple(item for tile, item in kept.features.items() if _is_of(tile, sources))
                found[kept.wish] = found.get(kept.wish, ()) + mine
        return found

    # Intents

    def carry(self, votes: Mapping[str, tuple[Feature, ...]]) -> None:
        """Votes that a project brings along, as :meth:`all_votes` has them, for wishes without votes of their own."""
        self._carried = votes

    @Slot(bool)
    def turn(self, on: bool) -> None:
        """Begin or end reviewing; nothing can be reviewed before something was found."""
        on = on and bool(self._search.hits)
        if on != self.is_on:
            self.is_on = on
            self.mode_changed.emit(on)

    def vote(self, hits: Sequence[TileHit], state: str) -> None:
        """Say the same of hits; ``UNREVIEWED`` takes back what was said."""
        from msa_core.retrieval.exports.reviewed.review_file import feature_of_vote

        if self._now is None or self._query is None or not hits:
            return
        made: dict[str, Feature | None] = {
            hit.tile.id: None if state == UNREVIEWED else feature_of_vote(hit.tile, state, self._query)
            for hit in hits
        }
        kept = self._now
        before = {tile: kept.features.get(tile) for tile in made}
        kept.steps.append(before)
        self._put(kept, made)
        step = vote_step(state, len(made))
        if kept.words:
            step = tr("{step} of “{question}”", step=step, question=short(kept.words))
        self._steps.add(
            step,
            lambda: self._undo(kept, before),
            lambda: self._redo(kept, before, made),
        )

    def _undo(self, kept: _Kept, before: dict[str, Feature | None]) -> None:
        kept.steps = [step for step in kept.steps if step is not before]
        self._put(kept, before)
        self._say_where(kept, before)

    def _redo(self, kept: _Kept, before: dict[str, Feature | None], made: dict[str, Feature | None]) -> None:
        before.update({tile: kept.features.get(tile) for tile in made})
        kept.steps.append(before)
        self._put(kept, made)
        self._say_where(kept, made)

    def _say_where(self, kept: _Kept, changed: dict[str, Feature | None]) -> None:
        """On screen where that is; of another question in words."""
        if kept is self._now:
            self.taken_back.emit(frozenset(changed))
        else:
            sentence = tr(
                "Votes on “{question}” were changed, which is not on screen now.",
                question=short(kept.words),
            )
            self.message_posted.emit("info", sentence, "")

    def rank_by_votes(self, on: bool) -> None:
        """Ask the same question again, with the votes as they are now or without them."""
        none: frozenset[str] = frozenset()
        self._search.rank_by(self.tiles(ACCEPTED) if on else none, self.tiles(REJECTED) if on else none)

    def close(self) -> None:
        """Wait until everything is written."""
        for kept in self._all.values():
            if kept.is_changed:
                self._files.run(tr("Writing your votes"), lambda kept=kept: _write_with_what_is_there(kept))  # type: ignore[misc]
        if self._lane is not None:
            self._lane.close()

    # Keeping

    def _put(self, kept: _Kept, changed: dict[str, Feature | None]) -> None:
        for tile, item in changed.items():
            if item is None:
                kept.features.pop(tile, None)
            else:
                kept.features[tile] = item
        kept.is_changed = True
        self._write(kept)
        if kept is self._now:
            self.votes_changed.emit(self.votes)
        self.voted.emit()

    @property
    def _files(self) -> FilesLane:
        if self._lane is None:
            self._lane = FilesLane(self)
            self._lane.finished.connect(self._on_read)
            self._lane.failed.connect(self._on_failed)
        return self._lane

    def _write(self, kept: _Kept) -> None:
        """As soon as it is known what is in the file: nothing in it is lost."""
        if kept.is_read and kept.is_changed:
            kept.is_changed = False
            file, features, earlier = kept.file, list(kept.features.values()), kept.earlier
            self._files.run(tr("Writing your votes"), lambda: _write_features(file, features, earlier))

    @Slot(object)
    def _on_result(self, result: SearchResult) -> None:
        """Another question has other votes."""
        index = self._archive.index
        key, wish = _key(result.query, index), _earlier_key(result.query, "")
        self._query = result.query
        if key not in self._all:
            earlier = None if index is None else paths.reviews_file(_earlier_key(result.query, index.path))
            kept = self._all[key] = _Kept(
                file=paths.reviews_file(key), words=result.query.text, wish=wish, earlier=earlier
            )
            carried = self._carried.get(wish, ())
            self._files.run(tr("Reading your votes"), lambda: _read(kept, carried))
        if self._now is not self._all[key]:
            self._now = self._all[key]
            self.votes_changed.emit(self.votes)
        if not result.hits:
            self.turn(False)

    @Slot()
    def _on_closed(self) -> None:
        self._now = self._query = None
        self.turn(False)
        self.votes_changed.emit({})

    @Slot(str, object)
    def _on_read(self, _key: str, value: object) -> None:
        if not isinstance(value, _Read):
            return
        kept = value.kept
        given, kept.is_read = kept.features, True
        taken_back = {tile for step in kept.steps for tile in step} - given.keys()
        _restore_befores(kept.steps, value.features)
        kept.features = {t: item for t, item in value.features.items() if t not in taken_back} | given
        kept.is_changed = kept.is_changed or value.is_carried
        self._write(kept)
        if value.sentence:
            self.message_posted.emit("warn", value.sentence, "")
        if kept is self._now and value.features:
            self.votes_changed.emit(self.votes)

    @Slot(str, str)
    def _on_failed(self, _key: str, sentence: str) -> None:
        self.message_posted.emit("bad", tr("Your votes are not kept: {sentence}", sentence=sentence), "")


def _restore_befores(steps: list[dict[str, Feature | None]], features: dict[str, Feature]) -> None:
    """What the file says was there before the first step that changed it."""
    seen: set[str] = set()
    for step in steps:
        for tile in step.keys() - seen:
            step[tile] = features.get(tile)
        seen |= step.keys()


def _is_of(tile: str, sources: frozenset[str]) -> bool:
    return not sources or tile.partition("/")[0] in sources


def _key(query: Query, index: IndexInfo | None) -> str:
    """The same for the same wish on tiles of the same sizes, wherever the index lies and however it is narrowed."""
    return _digest(["tiles", [] if index is None else list(index.ground_sizes_m), _terms(query)])


def _earlier_key(query: Query, index: str) -> str:
    """What votes were kept under when the path of the index told them apart."""
    return _digest([index, _terms(query)])


def _terms(query: Query) -> list[tuple[str, str, float]]:
    return sorted((term.kind, term.value, term.weight) for term in query.terms)


def _digest(said: list[object]) -> str:
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _read(kept: _Kept, carried: Sequence[Feature] = ()) -> _Read:
    """The votes in its files, ``carried`` without any; one that cannot be read is put aside, never written over."""
    told: list[str] = []
    has_earlier = kept.earlier is not None and kept.earlier.exists()
    if not kept.file.exists() and not has_earlier:
        features = {str(item["id"]): item for item in carried if state_of(item) != UNREVIEWED}
        return _Read(kept, features, is_carried=bool(features))
    features = _features_of(kept.file, told)
    if kept.earlier is not None and has_earlier:
        features = _features_of(kept.earlier, told) | features
    return _Read(kept, features, " ".join(told), has_earlier)


def _features_of(file: Path, told: list[str]) -> dict[str, Feature]:
    from msa_core.retrieval.query.review.reviews import read_reviewed

    if not file.exists():
        return {}
    try:
        items = read_reviewed(file)["features"]
    except UsageError as error:
        try:
            aside = put_aside(file)
        except OSError as reason:
            raise StorageError(f"{error} {reason.strerror or reason}.") from error
        told.append(
            tr("{error} The file was put aside as {aside}; your votes begin anew.", error=error, aside=aside)
        )
        return {}
    return {str(item["id"]): item for item in items if state_of(item) != UNREVIEWED}


def _gathered(known: dict[Path, dict[str, Feature]], sources: frozenset[str]) -> Gathered:
    """The votes on tiles of these sources; what is in memory counts before what is on the disk."""
    found: list[Feature] = []
    told: list[str] = []
    for file in sorted({*paths.reviews_folder().glob("*.geojson"), *known}):
        features = known[file] if file in known else _features_of(file, told)
        found += [item for tile, item in features.items() if _is_of(tile, sources)]
    return Gathered(found, " ".join(told))


def _write_features(file: Path, features: list[Feature], earlier: Path | None = None) -> None:
    """Whole or not at all; then the file of before goes, whose votes are in it. Raises StorageError."""
    from msa_core.retrieval.exports.reviewed.review_file import write_collection

    write_collection(file, features)
    if earlier is not None:
        earlier.unlink(missing_ok=True)


def _write_with_what_is_there(kept: _Kept) -> None:
    """For a window that closes before the file was read. Raises StorageError."""
    read = _Read(kept, {}) if kept.is_read else _read(kept)
    if read.sentence:  # the window that would say it is closing
        _LOG.warning("%s", read.sentence)
    found = read.features
    _write_features(kept.file, list((found | kept.features).values()), kept.earlier)
