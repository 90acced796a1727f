"""Questions asked of two indexes of the same tiles, and how many places judged right are among the first of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msa_core.messages import Search
from msa_core.records import Query, QueryTerm, TileHit
from msa_core.retrieval.exports.reviewed.review_file import Feature, query_of
from msa_core.retrieval.query.parsing import as_words
from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, UNREVIEWED, state_of
from msa_core.retrieval.query.saved.project_file import SavedSearch

FIRST = 20
"""Hits of each question that are compared, unless said otherwise."""
MIN_RANKED = 5
"""Hits that two lists must share before their order is compared: of fewer it is chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question and what was said of tiles about it, by id; ``name`` is what it is called."""

    name: str
    asked: Search
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of a question, each with what was said of it (None: nothing)."""

    hits: tuple[TileHit, ...]

    @property
    def right(self) -> int:
        """Hits that were accepted."""
        return sum(hit.review == ACCEPTED for hit in self.hits)

    @property
    def wrong(self) -> int:
        """Hits that were rejected."""
        return sum(hit.review == REJECTED for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike two lists of hits are.

    Attributes:
        same: hits that are in both.
        rank_correlation: Spearman's, -1..1, of the order that both give those; None when they are too few.
    """

    same: int
    rank_correlation: float | None


def agreement(before: Found, after: Found) -> Agreement:
    """What two lists have in common, and whether they rank it alike."""
    ids = [[hit.tile.id for hit in found.hits] for found in (before, after)]
    shared = set(ids[0]) & set(ids[1])
    count = len(shared)
    if count < MIN_RANKED:
        return Agreement(count, None)
    ranks = [{tile: rank for rank, tile in enumerate(t for t in one if t in shared)} for one in ids]
    squares = sum((ranks[0][tile] - ranks[1][tile]) ** 2 for tile in shared)
    return Agreement(count, 1.0 - 6.0 * squares / (count * (count * count - 1)))


def judged_questions(
    searches: Sequence[SavedSearch], features: Iterable[Feature], collection: Feature | None = None
) -> list[Judged]:
    """The saved searches, and every other question that votes are about, with the votes.

    A vote is about a saved search when it was given on the same words.
    """
    said: dict[str, dict[str, str]] = {}
    captions: dict[str, str] = {}
    for item in features:
        query, state = query_of(item, collection), state_of(item)
        if query and state != UNREVIEWED:
            said.setdefault(query, {})[str(item["id"])] = state
            caption = (item.get("properties") or {}).get("caption")
            captions.setdefault(query, caption if isinstance(caption, str) and caption else query)
    found = []
    for search in searches:
        names = _names_of(search.asked.query)
        votes = {tile: state for name in names for tile, state in said.pop(name, {}).items()}
        found.append(Judged(name=search.name, asked=search.asked, said=votes))
    for query, votes in said.items():
        asked = Search(Query(terms=(QueryTerm("text", captions[query]),)))
        found.append(Judged(name=query, asked=asked, said=votes))
    return found


def _names_of(query: Query) -> tuple[str, ...]:
    """How votes on a question name it (:func:`msa_core.retrieval.exports.reviewed.review_file.feature_of_vote`)."""
    plain = (query.terms[0].value,) if len(query.terms) == 1 and query.terms[0].weight == 1 else ()
    return (*plain, as_words(query.terms))
