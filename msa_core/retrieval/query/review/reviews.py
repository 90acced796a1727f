"""What was accepted and rejected in a review: the GeoJSON that msa search writes, with a ``review`` on its features.

The same file that ``msa-train`` learns from: features whose ``id`` is a tile's id and whose ``review`` property is
``accepted``, ``rejected`` or ``unsure`` (or another word for it); absent, null or empty means not reviewed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from msa_core.errors import UsageError
from msa_core.files import read_ordinary
from msa_core.names import printable
from msa_core.records import SearchResult

ACCEPTED, REJECTED, UNSURE, UNREVIEWED = "accepted", "rejected", "unsure", "unreviewed"
STATES = (ACCEPTED, REJECTED, UNSURE, UNREVIEWED)

_WORDS = {
    **dict.fromkeys(("accepted", "accept", "right", "yes", "true", "good"), ACCEPTED),
    **dict.fromkeys(("rejected", "reject", "wrong", "no", "false", "bad"), REJECTED),
    **dict.fromkeys(("unsure", "unclear", "uncertain", "maybe"), UNSURE),
    **dict.fromkeys(("", "unreviewed", "none", "null"), UNREVIEWED),
}


def read_reviews(file: Path) -> dict[str, str]:
    """State of each reviewed tile by id, one of ``STATES``; of several entries the last counts.

    Raises:
        UsageError: the file is missing, no GeoJSON FeatureCollection, or a review is not a word that is known.
    """
    return {
        tile: state for tile, state in map(_state_of, read_reviewed(file)["features"]) if state != UNREVIEWED
    }


def read_reviewed(file: Path) -> dict[str, Any]:
    """A file of reviews with everything that is in it; all its reviews are known words.

    Raises:
        UsageError: as :func:`read_reviews`.
    """
    name = printable(str(file))
    try:
        found: dict[str, Any] = json.loads(read_ordinary(file).decode("utf-8-sig"))
        for feature in found["features"]:
            _state_of(feature)
    except FileNotFoundError as error:
        raise UsageError(f"There is no file of reviews {name}.") from error
    except OSError as error:
        raise UsageError(f"The reviews {name} cannot be read: {error.strerror or error}.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"The reviews {name} are not GeoJSON as msa search --json prints it, with a property review "
            f"({ACCEPTED}, {REJECTED} or {UNSURE}) on its features: "
            f"{printable(str(error)[:160]) or type(error).__name__}."
        ) from error
    return found


def ids_to_search(
    reviews: dict[str, str], states: Collection[str]
) -> tuple[frozenset[str] | None, frozenset[str]]:
    """``Query.only_ids`` and ``Query.without_ids`` that leave the tiles in one of ``states``.

    Raises:
        UsageError: a state is none of :data:`STATES`.
    """
    for state in states:
        if state not in STATES:
            raise UsageError(f"--review-state must be one of {', '.join(STATES)}, not {state!r}.")
    if UNREVIEWED in states:
        return None, frozenset(tile for tile, state in reviews.items() if state not in states)
    return frozenset(tile for tile, state in reviews.items() if state in states), frozenset()


def with_reviews(result: SearchResult, reviews: Mapping[str, str]) -> SearchResult:
    """The same hits, each with what was said of it."""
    if not reviews:
        return result
    hits = tuple(replace(hit, review=reviews.get(hit.tile.id)) for hit in result.hits)
    return replace(result, hits=hits)


def state_of(feature: Any) -> str:
    """What is said of a feature, one of ``STATES``. Raises ValueError and its like."""
    return _state_of(feature)[1]


def _state_of(feature: Any) -> tuple[str, str]:
    """Id and state of a feature. Raises ValueError and its like."""
    said = (feature.get("properties") or {}).get("review")
    word = "" if said is None else str(said).strip().lower()
    if word not in _WORDS:
        raise ValueError(f"the review {said!r} is not a known word")
    tile = feature.get("id")
    if _WORDS[word] == UNREVIEWED:
        return str(tile), UNREVIEWED
    if tile is None:
        raise ValueError("a reviewed feature has no id")
    if not isinstance(tile, str) or not tile.isprintable():
        raise ValueError(f"the id {str(tile)[:40]!r} is not that of a tile")
    return tile, _WORDS[word]
