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
