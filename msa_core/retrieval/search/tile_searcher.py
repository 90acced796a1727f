"""Ranking the tiles of an index for a query."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import shapely

from msa_core.indexing.folder.nearest.half_precision import Ranking
from msa_core.indexing.folder.nearest.vectors import Answer
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.messages import ScoreGroups
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.model.running.embedder import Embedder
from msa_core.progress import Progress
from msa_core.records import Background, Listing, Query, SearchResult, Tile, TileHit
from msa_core.retrieval.query import parsing as queries
from msa_core.retrieval.query.meaning.term_vectors import TermVectors
from msa_core.retrieval.query.meaning.wording import Wording, wording_of
from msa_core.retrieval.search import background
from msa_core.retrieval.search.empty_filters import why_nothing_passes
from msa_core.retrieval.search.overlap import USUAL, Apart, GroundGroups, OverlapFilter
from msa_core.retrieval.search.score_groups import group_scores
from msa_core.retrieval.search.second_thread import SecondThread
from msa_core.retrieval.search.tile_filter import TileFilter
from msa_core.retrieval.search.voted_ranking import VotedRanking

ScaleScores = tuple[float, float, float, float]

# At first this many rows are read for each hit wanted, since neighbours of a hit are left out; then more.
_ROWS_PER_HIT = 8
_ROWS_GROW_BY = 4
_SHAPES_AT_ONCE = 32


class Found(NamedTuple):
    """A row that becomes a hit, its score, and the number of its ground group (None without position)."""

    row: int
    score: float
    ground_group: int | None


class TileSearcher:
    """Ranks the tiles of one index. Not for several threads at once.

    Args:
        index: an opened index.
        embedder: with the model the index was made with (the caller has compared fingerprints); None for an index of
            another program's embeddings, which is searched by example.
    """

    def __init__(self, index: TileIndex, embedder: Embedder | None) -> None:
        self.index = index
        self._embedder = embedder
        self._filter = TileFilter(index)
        self._voted = VotedRanking(index, self._filter)
        self._second_thread = SecondThread()
        blank = None if index.rows.blank is None else np.asarray(index.rows.blank)
        # None where every tile has content, or none has: then nothing comes first.
        self._content = None if blank is None or not blank.any() or blank.all() else ~blank

    def search(
        self,
        query: Query,
        k: int = 20,
        listing: Listing | None = None,
        progress: Progress | None = None,
    ) -> SearchResult:
        """The best ``k`` tiles for a query.

        The score is the sum of cosines, weighted by the terms. Filters apply inside the search: ``k`` of those that
        pass come back when there are as many. The background is that of all tiles, whatever the filters.

        Args:
            query: terms and filters.
            k: most hits wanted, 1 or more.
            listing: how hits are chosen from the ranking; None as usual.
            progress: may raise ``Cancelled``.

        Raises:
            UsageError: the query is empty.
            NothingUsableError: the index holds no tiles.
            SourceError: a picture of the query cannot be read.
        """
        query = queries.checked(query)
        self.index.require_tiles()
        listing = listing or Listing()
        apart = _apart(listing)
        report = progress or Progress()
        start = time.perf_counter()
        report(0.0, "reading the query")
        vector, words, allowed = self._read_and_filter(query)
        report(0.3, "searching")
        answer, said = self._ask(vector, query)
        report(0.5, "choosing places")
        among, blank = self._split(allowed)
        order = _Order(answer, among, None if query.min_score is not None else blank)
        with self._second_thread.running(lambda: self._measure(answer, among)) as measuring:
            found = self._collect(order, max(1, k), query.min_score, apart, listing.one_per_place)
            report(0.8, "matching scale by scale")
            rows = [hit.row for hit in found]
            logits = self._scale_scores(np.array(rows, np.int64), words)
            tiles = self.index.tiles(rows, self._filter.told_as(query))
        measured = measuring.result()
        left = 0 if blank is None else int(blank.sum())
        noticed = self._noticed(query)
        notes = (*noticed.sentences(), *said, *_of_ranking(order.recall, self.index.vectors.damage))
        if allowed is not None and not allowed.any():
            notes = (*notes, *why_nothing_passes(self.index, self._filter, query))
        return SearchResult(
            query=query,
            hits=self._hits(tiles, found, logits, measured),
            model=self.index.manifest.model.fingerprint,
            searched=len(self.index) if allowed is None else int(allowed.sum()),
            seconds=time.perf_counter() - start,
            background=measured,
            without_content=left,
            unknown_words=noticed.unknown,
            negated=noticed.negated,
            notes=(*notes, *_left_to_the_end(left, query), *self.index.rows.left_out),
        )

    def _noticed(self, query: Query) -> Wording:
        if self._embedder is None:
            return Wording()
        return wording_of(query, self._embedder.model.text_encoder.unknown_words)

    def groups(self, query: Query, by: str) -> ScoreGroups:
        """How the tiles that pass the filters score, by ``GROUPINGS``; errors as :meth:`search`."""
        query = queries.checked(query)
        self.index.require_tiles()
        vector, _, allowed = self._read_and_filter(query)
        answer, _ = self._ask(vector, query)
        among, _ = self._split(allowed)
        known = np.arange(len(self.index)) if answer.rows is None else np.asarray(answer.rows)
        inside = slice(None) if among is None else among[known]
        measured = self._measure(answer, among)
        return group_scores(self.index, by, known[inside], answer.scores[inside], measured)

    def _ask(self, vector: np.ndarray, query: Query) -> tuple[Answer, tuple[str, ...]]:
        """The query held against the tiles, moved by reviews where it asks for that; and what is to be said of it."""
        answer = self.index.vectors.ask(vector)
        votes = self._voted.move(answer, vector, query)
        return (answer, ()) if votes is None else (self.index.vectors.ask(votes.vector), votes.sentences)

    def _hits(
        self,
        tiles: Sequence[Tile],
        found: Sequence[Found],
        logits: Sequence[ScaleScores | None],
        measured: Background,
    ) -> tuple[TileHit, ...]:
        return tuple(
            TileHit(
                tile=tile,
                rank=rank,
                score=hit.score,
                scale_scores=z,
                z=self._z(measured, hit),
                ground_group=hit.ground_group,
            )
            for rank, (tile, hit, z) in enumerate(zip(tiles, found, logits, strict=True), start=1)
        )

    def vector_of(self, query: Query) -> np.ndarray:
        """The vector float32 (D,) whose inner product with a tile's embedding is its score: of all terms, and votes."""
        vector, _ = self._read_query(query)
        if not query.accepted and not query.rejected:
            return vector
        votes = self._voted.move(self.index.vectors.ask(vector), vector, query)
        return vector if votes is None else votes.vector

    def _read_and_filter(self, query: Query) -> tuple[np.ndarray, TextFeatures | None, np.ndarray | None]:
        """What :meth:`_read_query` gives, and which tiles pass; without filters the reading has all cores."""
        if not self._filter.is_set(query):
            return *self._read_query(query), None
        with self._second_thread.running(lambda: self._filter.allowed(query)) as passing:
            vector, words = self._read_query(query)
        return vector, words, passing.result()

    def _read_query(self, query: Query) -> tuple[np.ndarray, TextFeatures | None]:
        """The query's vector, float32 (D,), and the features of its positive words, None without words.

        The vector is the sum of the terms' embeddings by weight: its inner product with a tile is the score.
        """
        read = TermVectors(query, self._embedder, self.index)
        return read.whole, read.words

    def _collect(
        self, order: _Order, k: int, min_score: float | None, apart: Apart | None, one_per_place: bool
    ) -> list[Found]:
        """The hits: reads down the ranking until enough different places are found."""
        rows = k if apart is None and not one_per_place else k * _ROWS_PER_HIT
        while True:
            ranking = order.first(rows)
            found = self._keep(ranking, k, min_score, apart, one_per_place)
            # What has not been read has a lower cosine than all that has.
            ended = min_score is not None and ranking.scores.min(initial=np.inf) < min_score
            if len(found) >= k or ended or ranking.complete or rows >= len(self.index):
                return found
            rows *= _ROWS_GROW_BY

    def _keep(
        self, ranking: Ranking, k: int, min_score: float | None, apart: Apart | None, one_per_place: bool
    ) -> list[Found]:
        """What becomes a hit of a ranking."""
        tiles = None if apart is None else OverlapFilter(apart)
        groups = GroundGroups()
        kept: list[Found] = []
        # Once as plain arrays: a value of a mapped file costs many times as much.
        sources, boxes = np.asarray(self.index.rows.source), np.asarray(self.index.rows.pixel_bbox)
        shapes = self._shapes(ranking.rows)
        for row, score, shape in zip(ranking.rows.tolist(), ranking.scores.tolist(), shapes, strict=False):
            if min_score is not None and score < min_score:
                continue
            if tiles is not None and not tiles.is_new(int(sources[row]), boxes[row]):
                continue
            # A tile without position is always new.
            unplaced = shape is None or shape.is_empty
            group, is_new = (None, True) if unplaced else groups.group_of(shape)
            if is_new or not one_per_place:
                kept.append(Found(row, score, group))
                if len(kept) == k:
                    break
        return kept

    def _shapes(self, rows: np.ndarray) -> Iterator[Any]:
        """Footprints (shapely) of rows, None without position, read as they are asked for."""
        for start in range(0, len(rows), _SHAPES_AT_ONCE):
            wkb = self.index.geometry(rows[start : start + _SHAPES_AT_ONCE])
            yield from shapely.from_wkb(np.array(wkb, dtype=object))

    def _split(self, allowed: np.ndarray | None) -> tuple[np.ndarray | None, np.ndarray | None]:
        """Of the tiles that pass the filters (None: all) those with content, and those without (None: none)."""
        if self._content is None:
            return allowed, None
        if allowed is None:
            return self._content, ~self._content
        return allowed & self._content, allowed & ~self._content

    def _measure(self, answer: Answer, passing: np.ndarray | None) -> Background:
        """The background: of the tiles with content, as the others say nothing."""
        scores, sampled = answer.scores, answer.rows is not None
        if passing is not None and answer.rows is not None:
            passing = passing[answer.rows]
        counted = passing
        if self._content is not None:
            content = self._content if answer.rows is None else self._content[answer.rows]
            if content.any():
                scores, passing = scores[content], None if passing is None else passing[content]
                counted = content if counted is None else counted & content
        measured = background.measure(scores, passing, sampled)
        if measured.cut is None:
            return replace(measured, error=answer.error)
        above = answer.count_reaching(measured.cut, counted)
        return replace(measured, error=answer.error, above_cut=above, stands_out=above > 0)

    def _z(self, measured: Background, hit: Found) -> float | None:
        """None for a tile without content, to which no background compares."""
        has_content = self._content is None or self._content[hit.row]
        return background.z_score(measured, hit.score) if has_content else None

    def _scale_scores(self, rows: np.ndarray, words: TextFeatures | None) -> Sequence[ScaleScores | None]:
        """Match logits z1..z4 of the positive words for each row, None without words."""
        if words is None or not len(rows) or self._embedder is None:
            return [None] * len(rows)
        z = self._embedder.match_logits(self.index.pooled(rows), words)[:, 0]
        return [(float(z1), float(z2), float(z3), float(z4)) for z1, z2, z3, z4 in z]


class _Order:
    """The ranking of a query as far down as it is asked for.

    Args:
        answer: the query, held against the tiles.
        allowed: bool (N,), which of them are ranked; None for all.
        last: bool (N,), those that follow when all others are listed; None for none.
    """

    def __init__(self, answer: Answer, allowed: np.ndarray | None, last: np.ndarray | None = None) -> None:
        self._answer, self._allowed, self._last = answer, allowed, last
        self._ranking = Ranking(np.empty(0, np.int64), np.empty(0, np.float32), complete=False)

    @property
    def recall(self) -> float:
        """Of the ranking as it was read: 1 when it is exact."""
        return self._ranking.recall

    def first(self, count: int) -> Ranking:
        """At least ``count`` rows, when there are as many."""
        if count > len(self._ranking.rows) and not self._ranking.complete:
            self._ranking = self._answer.best(count, self._allowed)
        ranking = self._ranking
        if self._last is None or not ranking.complete:
            return ranking
        if count <= len(ranking.rows):
            return Ranking(ranking.rows, ranking.scores, complete=False)
        rest = self._answer.best(count - len(ranking.rows), self._last)
        rows, scores = (
            np.concatenate(both) for both in ((ranking.rows, rest.rows), (ranking.scores, rest.scores))
        )
        return Ranking(rows, scores, rest.complete)


def _of_ranking(recall: float, damage: str) -> tuple[str, ...]:
    """What is to be known of a ranking that is not exact, or not by the index that was made for it."""
    if damage:
        return (damage,)
    if recall == 1.0:
        return ()
    found = int(recall * 100)
    sentence = (
        f"This index is so large that it is searched approximately: when it was made, {found} of the 100 best tiles "
        "were found. Scores are exact."
    )
    return (sentence,)


def _left_to_the_end(count: int, query: Query) -> tuple[str, ...]:
    if not count:
        return ()
    tiles = "1 tile" if count == 1 else f"{count} tiles"
    what = "was" if count == 1 else "were"
    where = "left to the end" if query.min_score is None else "not ranked"
    return (f"{tiles} without content (one colour, or a handful of pixels) {what} {where}.",)


def _apart(listing: Listing) -> Apart | None:
    if listing.nms is not None:
        return Apart.at_any_size(listing.nms)
    return None if listing.every_tile else USUAL
