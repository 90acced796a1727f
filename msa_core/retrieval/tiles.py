"""Ranking the tiles of an index for a query."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from msa_core.indexing.embedder import Embedder
from msa_core.indexing.reading import TileIndex
from msa_core.indexing.vectors import Ranking
from msa_core.model.text_encoder import TextFeatures
from msa_core.progress import Progress
from msa_core.records import Query, SearchResult, TileHit
from msa_core.retrieval import query as queries
from msa_core.retrieval.nearby import PlaceFilter
from msa_core.retrieval.pictures import embed_picture
from msa_core.retrieval.places import tiles_in_bbox

ScaleScores = tuple[float, float, float, float]

# The first look takes this many rows for each hit wanted, since neighbours of a hit are left out; then more.
_LOOK = 8
_LOOK_GROWS = 4


class TileSearcher:
    """Ranks the tiles of one index. Not for several threads at once.

    Args:
        index: an opened index.
        embedder: with the model the index was made with (the caller has compared fingerprints).
    """

    def __init__(self, index: TileIndex, embedder: Embedder) -> None:
        self.index = index
        self._embedder = embedder

    def search(
        self, query: Query, k: int = 20, merge: bool = True, progress: Progress | None = None
    ) -> SearchResult:
        """The best ``k`` tiles for a query.

        The score is the sum of cosines, weighted by the terms. Filters (bounding box, least score) apply inside
        the search: ``k`` of those that pass come back when there are as many.

        Args:
            query: terms and filters.
            k: most hits wanted, 1 or more.
            merge: leave out tiles that show the place of a better hit (see :mod:`msa_core.retrieval.nearby`).
            progress: may raise ``Cancelled``.

        Raises:
            UsageError: the query is empty.
            NothingUsableError: the index holds no tiles.
            SourceError: a picture of the query cannot be read.
        """
        queries.check(query)
        self.index.require_tiles()
        report = progress or Progress()
        start = time.perf_counter()
        report(0.0, "reading the query")
        vector, words = self._read_query(query)
        report(0.3, "searching")
        allowed = None if query.bbox is None else tiles_in_bbox(self.index, query.bbox)
        rows, scores = self._collect(vector, max(1, k), allowed, query.min_score, merge)
        report(0.6, "matching scale by scale")
        logits = self._scale_scores(rows, words)
        hits = tuple(
            TileHit(self.index.tile(int(row)), rank, float(score), z)
            for rank, (row, score, z) in enumerate(zip(rows, scores, logits, strict=True), start=1)
        )
        searched = len(self.index) if allowed is None else int(allowed.sum())
        seconds = time.perf_counter() - start
        return SearchResult(query, hits, self.index.manifest.model.fingerprint, searched, seconds)

    def _read_query(self, query: Query) -> tuple[np.ndarray, TextFeatures | None]:
        """The query's vector, float32 (D,), and the features of its positive words, None without words.

        The vector is the sum of the terms' embeddings by weight: its inner product with a tile is the score.
        """
        vector = np.zeros(self.index.manifest.model.dim, np.float32)
        texts = list(
            dict.fromkeys(
                [t.value for t in query.terms if t.kind == "text"] + [query.text] * bool(query.text)
            )
        )
        features = self._embedder.encode_texts(texts) if texts else None
        for term in query.terms:
            if term.kind == "image":
                vector += term.weight * embed_picture(self._embedder, term.value)
            elif features is not None:
                vector += term.weight * features.embedding[texts.index(term.value)].float().cpu().numpy()
        if features is None or not query.text:
            return vector, None
        return vector, _only(features, texts.index(query.text))

    def _collect(
        self, vector: np.ndarray, k: int, allowed: np.ndarray | None, min_score: float | None, merge: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rows and scores of the hits: looks further down the ranking until enough different places are found."""
        look = k * _LOOK if merge else k
        while True:
            ranking = self.index.vectors.top(vector, look, allowed)
            kept, ended = self._keep(ranking, k, min_score, merge)
            if len(kept) >= k or ended or ranking.complete or look >= len(self.index):
                return ranking.rows[kept], ranking.scores[kept]
            look = min(look * _LOOK_GROWS, len(self.index))

    def _keep(
        self, ranking: Ranking, k: int, min_score: float | None, merge: bool
    ) -> tuple[np.ndarray, bool]:
        """Positions in the ranking that become hits; True when the least score ended the list."""
        places = PlaceFilter()
        kept: list[int] = []
        rows = self.index.rows
        for position, (row, score) in enumerate(zip(ranking.rows, ranking.scores, strict=True)):
            if min_score is not None and score < min_score:
                return np.array(kept, np.int64), True
            if not merge or places.is_new(int(rows.source[row]), rows.pixel_bbox[row]):
                kept.append(position)
                if len(kept) == k:
                    break
        return np.array(kept, np.int64), False

    def _scale_scores(self, rows: np.ndarray, words: TextFeatures | None) -> Sequence[ScaleScores | None]:
        """Match logits z1..z4 of the positive words for each row, None without words."""
        if words is None or not len(rows):
            return [None] * len(rows)
        z = self._embedder.match_logits(self.index.pooled(rows), words)[:, 0]
        return [(float(z1), float(z2), float(z3), float(z4)) for z1, z2, z3, z4 in z]


def _only(features: TextFeatures, row: int) -> TextFeatures:
    """The features of one text of several."""
    one = slice(row, row + 1)
    return TextFeatures(
        features.embedding[one], features.words[one], features.mask[one], features.tokens[one]
    )
