"""Queries as people type them: signed, weighted texts and pictures, and a bounding box."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msa_core.errors import UsageError
from msa_core.records import Bounds, Query, QueryTerm

POSITIVE_WEIGHT = 1.0
NEGATIVE_WEIGHT = -0.5
# Far outside these the sum of cosines overflows or rounds to zero, and every tile looks alike.
SMALLEST_WEIGHT, LARGEST_WEIGHT = 1e-3, 1e3
_WEIGHT = re.compile(r"(?s)(.*)\^\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*")


def parse_terms(
    texts: Iterable[str] = (),
    not_texts: Iterable[str] = (),
    like: Iterable[str] = (),
    unlike: Iterable[str] = (),
) -> tuple[QueryTerm, ...]:
    """Terms of a query; each may end in a weight, ``river^0.5``.

    Args:
        texts, like: words and pictures to look for, weight +1 unless given.
        not_texts, unlike: to avoid, weight -0.5 unless given.

    Raises:
        UsageError: nothing to look for, an empty text, a weight that is no number above 0, or no such picture.
    """
    terms = [parse_term("text", value, POSITIVE_WEIGHT) for value in texts]
    terms += [parse_term("image", value, POSITIVE_WEIGHT) for value in like]
    terms += [parse_term("text", value, NEGATIVE_WEIGHT) for value in not_texts]
    terms += [parse_term("image", value, NEGATIVE_WEIGHT) for value in unlike]
    if not any(term.weight > 0 for term in terms):
        raise UsageError(
            'The query is empty: give words to look for, for example "an airport with runways", or --like PICTURE.'
        )
    return tuple(terms)


def parse_term(kind: str, value: str, default_weight: float) -> QueryTerm:
    """One term from ``value``; see :func:`parse_terms`."""
    body, weight = value, default_weight
    # A file whose name ends in ^2 is that file.
    if not (kind == "image" and Path(value).exists()):
        body, weight = _split_weight(value, default_weight)
    if kind == "image":
        if not Path(body).is_file():
            raise UsageError(f"There is no picture {body!r} to compare with.")
        return QueryTerm(kind, body, weight)
    # What no line can hold (NUL and the like) is no word; surrogates would stop the tokenizer.
    words = "".join(c if c.isprintable() else " " for c in body)
    words = " ".join(words.encode("utf-8", "replace").decode("utf-8").split())
    if not words:
        raise UsageError('A query text is empty: give words, for example "boats in a harbour".')
    return QueryTerm(kind, words, weight)


def _split_weight(value: str, default_weight: float) -> tuple[str, float]:
    match = _WEIGHT.fullmatch(value)
    if match is None:
        tail = value.rpartition("^")[2].strip()
        if "^" in value and re.fullmatch(r"[-+]?[0-9.,eE+-]*|nan|inf", tail, re.IGNORECASE):
            raise UsageError(
                f"The weight in {value[-60:]!r} is not a number above 0. Write for example river^0.5; what is to be "
                "avoided goes into --not."
            )
        return value, default_weight
    size = float(match.group(2))
    if not SMALLEST_WEIGHT <= size <= LARGEST_WEIGHT:
        raise UsageError(
            f"The weight in {value[-60:]!r} must be between {SMALLEST_WEIGHT:g} and {LARGEST_WEIGHT:g}."
        )
    return match.group(1), math.copysign(size, default_weight)


def parse_bbox(text: str | None) -> Bounds | None:
    """``w,s,e,n`` in WGS84 degrees; w > e crosses the antimeridian.

    Raises:
        UsageError: not four numbers, or out of range.
    """
    if text is None:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise UsageError(f"--bbox needs four numbers west,south,east,north in degrees, not {text!r}.")
    west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise UsageError(
            f"--bbox {text} is out of range: longitudes -180 to 180, latitudes -90 to 90, south not above north. "
            "West above east crosses the antimeridian."
        )
    return west, south, east, north


def check(query: Query) -> None:
    """Raise UsageError for a query that no search can answer."""
    if not any(term.weight > 0 for term in query.terms):
        raise UsageError('The query is empty: give words to look for, for example "an airport with runways".')
    if any(term.kind == "text" and not term.value.strip() for term in query.terms):
        raise UsageError("A query text is empty.")
    if not all(SMALLEST_WEIGHT <= abs(term.weight) <= LARGEST_WEIGHT for term in query.terms):
        raise UsageError(
            f"A weight in the query is not between {SMALLEST_WEIGHT:g} and {LARGEST_WEIGHT:g}, with either sign."
        )


def as_words(terms: Sequence[QueryTerm]) -> str:
    """The query on one line, for a report: ``+1 airport -0.5 car park``."""
    return " ".join(f"{term.weight:+g} {term.value}" for term in terms)
