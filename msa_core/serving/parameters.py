"""What the address of a request asks: words and filters as the command line takes them, with limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msa_core.errors import UsageError
from msa_core.records import Listing, Query
from msa_core.retrieval.query.parsing import (
    parse_bbox,
    parse_clouds,
    parse_ground,
    parse_period,
    parse_terms,
)

MAX_HITS = 1000
USUAL_HITS = 20
_MAX_TEXTS, _MAX_LETTERS = 8, 1000
_KNOWN = frozenset((
    "q", "not", "bbox", "datetime", "source", "cloud_below", "platform", "min_ground", "max_ground", "min_score",
    "limit", "offset", "every_tile", "f",
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A request for tiles.

    Attributes:
        query: terms and filters; without terms tiles are listed, not ranked.
        limit, offset: which of them.
        listing: how hits are chosen.
    """

    query: Query
    limit: int
    offset: int
    listing: Listing


def read_parameters(given: Sequence[tuple[str, str]]) -> Wanted:
    """The parameters of a request for items.

    Args:
        given: names and values, in their order. ``q`` and ``not`` are words, up to eight each, with weights
            (``river^0.5``); ``bbox`` west, south, east, north in WGS84; ``datetime`` a day or ``start/end`` as OGC has
            it, ``..`` open; ``source`` a pattern; ``limit`` up to 1,000.

    Raises:
        UsageError: a name is unknown, or a value makes no sense.
    """
    unknown = next((name for name, _ in given if name not in _KNOWN), None)
    if unknown is not None:
        raise UsageError(f"The parameter {unknown[:40]!r} is unknown: {', '.join(sorted(_KNOWN))} are known.")
    words, avoided = _texts(given, "q"), _texts(given, "not")
    if avoided and not words:
        raise UsageError("not needs q: words to look for.")
    query = Query(
        terms=parse_terms(words, avoided) if words else (),
        bbox=parse_bbox(_one(given, "bbox")),
        period=parse_period(*_interval(_one(given, "datetime"))),
        sources=tuple(_texts(given, "source")),
        cloud_below=parse_clouds(_number(given, "cloud_below")),
        platforms=tuple(_texts(given, "platform")),
        ground_m=parse_ground(_number(given, "min_ground"), _number(given, "max_ground")),
        min_score=_number(given, "min_score"),
    )
    offset = _whole(given, "offset", 0, 1 << 40)
    if words and offset:
        raise UsageError("offset goes with a listing, not with q: ask for more hits by limit.")
    limit = _whole(given, "limit", USUAL_HITS, MAX_HITS)
    every = _one(given, "every_tile")
    if every not in (None, "true", "false"):
        raise UsageError("every_tile must be true or false.")
    return Wanted(
        query=query, limit=max(1, limit), offset=offset, listing=Listing(every_tile=every == "true")
    )


def _texts(given: Sequence[tuple[str, str]], name: str) -> list[str]:
    texts = [value for key, value in given if key == name]
    if len(texts) > _MAX_TEXTS:
        raise UsageError(f"{name} may be given {_MAX_TEXTS} times.")
    if any(len(text) > _MAX_LETTERS for text in texts):
        raise UsageError(f"{name} may have {_MAX_LETTERS} letters.")
    return texts


def _one(given: Sequence[tuple[str, str]], name: str) -> str | None:
    values = [value for key, value in given if key == name]
    if len(values) > 1:
        raise UsageError(f"{name} may be given once.")
    return values[0] if values else None


def _number(given: Sequence[tuple[str, str]], name: str) -> float | None:
    text = _one(given, name)
    try:
        value = None if text is None else float(text)
    except ValueError as error:
        raise UsageError(f"{name} must be a number.") from error
    if value is not None and not -1e9 < value < 1e9:
        raise UsageError(f"{name} must be a number.")
    return value


def _whole(given: Sequence[tuple[str, str]], name: str, usual: int, most: int) -> int:
    """A whole number of 0 or more; what is larger than ``most`` is ``most``, as OGC has it."""
    text = _one(given, name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise UsageError(f"{name} must be a whole number.")
    return min(int(text), most)


def _interval(text: str | None) -> tuple[str | None, str | None]:
    """``2021-05-01``, ``2021/2022-06``, ``../2022``; of moments the day counts."""
    if text is None:
        return None, None
    start, slash, end = text.partition("/")
    ends = [None if one in ("", "..") else one.partition("T")[0] for one in (start, end if slash else start)]
    return ends[0], ends[1]
