"""The terms of a query as vectors, whose inner products with a tile's are what each term gives to the score."""

from __future__ import annotations

import numpy as np

from msa_core.errors import UsageError
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.model.network.hub_layout import joined
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.model.running.embedder import Embedder
from msa_core.records import Contribution, Query
from msa_core.retrieval.query.meaning.examples import example_vector, refuse_foreign
from msa_core.retrieval.query.meaning.picture_query import embed_picture
from msa_core.retrieval.query.parsing import EXAMPLES

HUBNESS = "hubness"
"""Kind of the part of a score that makes up for hubs."""
VOTES = "votes"
"""Kind of the part of a score that votes on tiles make."""
_NOTHING = 1e-6
"""A query's numbers below this are what rounding leaves; those of a text are some 0.05."""


class TermVectors:
    """A query, read.

    Args:
        query: its terms.
        embedder: with the model of the index; None for an index of another program's embeddings.
        index: whose bands and stretch pictures are seen with, and whose tiles may be examples.

    Attributes:
        each: the terms' embeddings times their weights, float32 (terms, D), or (terms, D + 8) with hubness.
        words: features of the positive words, None without words.

    Raises:
        SourceError: a picture of the query cannot be read.
        UsageError: an example is not in the index, the index cannot be asked for words and pictures, or what is avoided
            leaves nothing of what is looked for.
    """

    def __init__(self, query: Query, embedder: Embedder | None, index: TileIndex) -> None:
        refuse_foreign(index, query)
        self._query, manifest = query, index.manifest
        self._plain = manifest.model.dim if embedder is None else embedder.model.config.dim
        texts = list(
            dict.fromkeys(
                [t.value for t in query.terms if t.kind == "text"] + [query.text] * bool(query.text)
            )
        )
        features = embedder.encode_texts(texts) if texts and embedder is not None else None
        self.each = np.zeros((len(query.terms), manifest.model.width), np.float32)
        for row, term in enumerate(query.terms):
            if term.kind in EXAMPLES:
                example = example_vector(index, term, self._plain)
                if manifest.model.width > self._plain:
                    example = joined(example[np.newaxis], np.zeros(1))[0]
                self.each[row] = term.weight * (example if embedder is None else embedder.as_query(example))
            elif term.kind == "image" and embedder is not None:
                picture = embed_picture(embedder, term.value, manifest.band_rules)
                self.each[row] = term.weight * embedder.as_query(picture)
            elif features is not None:
                embedding = features.embedding[texts.index(term.value)].float().cpu().numpy()
                self.each[row] = term.weight * embedding
        if query.terms and np.abs(self.whole).max() < _NOTHING:
            raise UsageError(
                "What is to be avoided takes away all that is looked for: give it less weight, or other words."
            )
        has_words = features is not None and bool(query.text)
        self.words = _only(features, texts.index(query.text)) if has_words and features is not None else None

    @property
    def whole(self) -> np.ndarray:
        """The query's vector, float32 (D,): its inner product with a tile is the score."""
        vector = np.zeros(self.each.shape[1], np.float32)
        for row in self.each:
            vector += row
        return vector

    def contributions_of(self, tile: np.ndarray, scored: np.ndarray) -> tuple[Contribution, ...]:
        """What each term gives to the score of a tile's embedding (D,), hubness and votes; together they are the score.

        ``scored`` (D,) is what the tile was scored with: :attr:`whole`, or what votes made of it.

        An embedding that makes up for hubs has its unit vector first (:mod:`msa_core.model.network.hubness`): what that
        gives is the cosine times the weight, and what the rest gives is hubness, of all texts together.
        """
        tile = np.asarray(tile, np.float64)
        own = self.each[:, : self._plain].astype(np.float64) @ tile[: self._plain]
        contributions = [
            Contribution(term.kind, term.value, term.weight, float(amount))
            for term, amount in zip(self._query.terms, own, strict=True)
        ]
        if tile.shape[0] > self._plain and any(term.kind == "text" for term in self._query.terms):
            rest = float((self.each[:, self._plain :].astype(np.float64) @ tile[self._plain :]).sum())
            contributions.append(Contribution(HUBNESS, "", 1.0, rest))
        moved = scored.astype(np.float64) - self.whole
        if moved.any():
            contributions.append(Contribution(VOTES, "", 1.0, float(moved @ tile)))
        return tuple(contributions)


def _only(features: TextFeatures, row: int) -> TextFeatures:
    """The features of one text of several."""
    one = slice(row, row + 1)
    return TextFeatures(
        features.embedding[one], features.words[one], features.mask[one], features.tokens[one]
    )
