"""A query moved by votes: which tiles of the index were voted on, and the vector that ranks then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msa_core.indexing.folder.nearest.vectors import Answer
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.records import Query
from msa_core.retrieval.search import background, votes
from msa_core.retrieval.search.tile_filter import TileFilter


@dataclass(frozen=True, slots=True)
class MovedQuery:
    """The vector (D,) that ranks after votes, and what should be known about it."""

    vector: np.ndarray
    sentences: tuple[str, ...]


class VotedRanking:
    """Moves queries over one index.

    Args:
        index: an opened index with tiles.
        filters: finds its tiles by id.
    """

    def __init__(self, index: TileIndex, filters: TileFilter) -> None:
        self._index = index
        self._filters = filters

    def move(self, answer: Answer, vector: np.ndarray, query: Query) -> MovedQuery | None:
        """The query's vector after its votes; None without votes.

        Args:
            answer: the query held against the tiles, from which the background's middle and spread are read.
            vector: float32 (D,), of the query without votes.
            query: with ``accepted`` and ``rejected``; a tile in both counts as rejected.
        """
        if not query.accepted and not query.rejected:
            return None
        wanted, unwanted = (self._rows(ids) for ids in (query.accepted - query.rejected, query.rejected))
        given = len(query.accepted | query.rejected)
        rows = _thinned(np.concatenate([wanted, unwanted]))
        if not len(rows):
            return MovedQuery(vector, (f"None of the {given} votes is on a tile of this index.",))
        middle = background.measure(answer.scores, None, answer.rows is not None)
        if middle.spread <= 0:
            return MovedQuery(vector, ("All tiles score alike, so votes cannot move the ranking.",))
        backdrop = np.linspace(0, len(self._index) - 1, min(len(self._index), votes.BACKDROP_TILES)).astype(
            np.int64
        )
        matrix = self._index.vectors.half.matrix
        u = votes.correction(
            matrix[rows],
            np.isin(rows, wanted),
            (matrix[rows] @ vector - middle.middle) / middle.spread,
            matrix[backdrop],
            (matrix[backdrop] @ vector - middle.middle) / middle.spread,
        )
        return MovedQuery(
            (vector + middle.spread * u).astype(np.float32), self._sentences(given, wanted, unwanted)
        )

    def _rows(self, ids: frozenset[str]) -> np.ndarray:
        return np.flatnonzero(self._filters.with_ids(ids)) if ids else np.empty(0, np.intp)

    @staticmethod
    def _sentences(given: int, wanted: np.ndarray, unwanted: np.ndarray) -> tuple[str, ...]:
        used = len(wanted) + len(unwanted)
        ranked = (
            f"Ranked by your votes too ({len(wanted)} accepted, {len(unwanted)} rejected): a probe on the embeddings, "
            "not training."
        )
        if used == given:
            return (ranked,)
        return ranked, f"{given - used} of the {given} votes are on tiles that this index does not have."


def _thinned(rows: np.ndarray) -> np.ndarray:
    """At most as many as are fitted quickly, evenly chosen."""
    if len(rows) <= votes.MAX_VOTES:
        return rows
    return rows[np.linspace(0, len(rows) - 1, votes.MAX_VOTES).astype(np.intp)]
