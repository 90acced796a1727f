"""What stands in the query box beside the words: one record for each chip, and the question they make together.

Chips with a :func:`slot` of their own replace each other: a query has one box, one area, one period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.translation import plain_numeral, tr, tr_n
from msa_core.coordinates import decimal_text
from msa_core.errors import UsageError
from msa_core.messages import Search
from msa_core.names import visible
from msa_core.records import Bounds, Listing, Query, QueryTerm
from msa_core.retrieval.query.parsing import (
    NEGATIVE_WEIGHT,
    POSITIVE_WEIGHT,
    SPOT,
    TILE,
    parse_spot,
    parse_term,
    period_texts,
)
from msa_core.retrieval.query.picture_window import split_window

USUAL_HITS = 20
MAX_HITS = 100_000
UNNAMED_AREA = "an area"
"""What an area without a name is called in files."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words to look for, or with a weight below 0 to avoid."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be like, or with a weight below 0 not to be like; a place found is a window of its raster.

    Of another ``kind``, ``tile`` or ``spot``, it is an example out of the index: ``path`` is the id of a tile, or
    degrees, and ``called`` what a tile goes by, where that is known.
    """

    path: str
    weight: float = POSITIVE_WEIGHT
    kind: str = "image"
    called: str = field(default="", compare=False)

    @property
    def is_place(self) -> bool:
        """Whether it is somewhere on the ground: a spot, a tile, or a window of a raster, found before."""
        return self.kind != "image" or split_window(self.path)[1] is not None

    @property
    def name(self) -> str:
        """What it is called: where a spot is, what a tile goes by, else the name of the file."""
        if self.kind == SPOT:
            return spot_name(self.path)
        if self.kind == TILE:
            return self.called or tr("tile {number}", number="/".join(self.path.split("/")[-3:]))
        path = Path(split_window(self.path)[0])
        return path.stem if self.is_place else path.name


@dataclass(frozen=True, slots=True)
class Box:
    """Only what touches a box in degrees; None for what the map shows when the question is asked."""

    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """Only what touches an area: WKT in WGS84, and what it is called."""

    wkt: str
    name: str = UNNAMED_AREA


@dataclass(frozen=True, slots=True)
class Dates:
    """Only what was taken from then on and before then, None for an open end."""

    start: dt.datetime | None
    end: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Raster:
    """Only rasters of this name or pattern; of several one must fit."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Clouds:
    """Only rasters with less cloud cover than this percentage, as STAC items tell it; None while it is not given."""

    below: float | None


@dataclass(frozen=True, slots=True)
class Platform:
    """Only rasters of a platform of this name or pattern, as STAC items tell it; of several one must fit."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Only tiles with a side of this many ground metres, None for no bound."""

    smallest_m: float | None
    largest_m: float | None


@dataclass(frozen=True, slots=True)
class LowestScore:
    """Only hits of this score or more."""

    score: float


@dataclass(frozen=True, slots=True)
class HitCount:
    """How many places to list at most."""

    count: int


@dataclass(frozen=True, slots=True)
class Tiles:
    """What reviews say, by the ids of tiles: only these (None: all), these left out, these voted for and against."""

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which of the ranked tiles are listed, where that is not as usual."""

    listing: Listing


Condition = (
    Words
    | Picture
    | Box
    | Area
    | Dates
    | Raster
    | Clouds
    | Platform
    | Ground
    | LowestScore
    | HitCount
    | Tiles
    | Arrangement
)
_SEVERAL = (Words, Picture, Raster, Platform)


def is_negative(condition: Condition) -> bool:
    """Whether it is something to avoid."""
    return isinstance(condition, Words | Picture) and condition.weight < 0


def put(conditions: Sequence[Condition], new: Condition) -> tuple[Condition, ...]:
    """With ``new``, in place of the one it replaces; one that is there already is not added again."""
    found = list(conditions)
    if new in found:
        return tuple(found)
    if not isinstance(new, _SEVERAL):
        for row, old in enumerate(found):
            if type(old) is type(new):
                found[row] = new
                return tuple(found)
    return (*found, new)


# The question they make, and the chips a question is made of


def question_of(words: str, conditions: Iterable[Condition], view: Bounds) -> Search:
    """The question, read as ``msa search`` reads it: ``river^0.5`` is weighted.

    Args:
        words: what stands in the field.
        conditions: the chips.
        view: what the map shows, in degrees, for a :class:`Box` without bounds.

    Raises:
        UsageError: a weight that is not a number above 0, or a picture that is gone.
    """
    terms = [parse_term("text", words, POSITIVE_WEIGHT)] if words.strip() else []
    query, count, listing = Query(terms=()), USUAL_HITS, None
    patterns: list[str] = []
    platforms: list[str] = []
    for condition in conditions:
        if isinstance(condition, Words | Picture):
            terms.append(_term(condition))
        elif isinstance(condition, Raster):
            patterns.append(condition.pattern)
        elif isinstance(condition, Platform):
            platforms.append(condition.pattern)
        elif isinstance(condition, HitCount):
            count = condition.count
        elif isinstance(condition, Arrangement):
            listing = condition.listing
        else:
            query = _narrowed(query, condition, view)
    # As the command line has them: what is looked for first, words before pictures.
    terms.sort(key=lambda term: (term.weight < 0, term.kind != "text"))
    query = replace(query, terms=tuple(terms), sources=tuple(patterns), platforms=tuple(platforms))
    return Search(query, count, listing)


def _term(condition: Words | Picture) -> QueryTerm:
    if isinstance(condition, Words):
        return QueryTerm("text", condition.text, condition.weight)
    found = parse_term(condition.kind, condition.path, POSITIVE_WEIGHT)  # which says so when it is gone
    return replace(found, weight=condition.weight)


def _narrowed(query: Query, condition: Condition, view: Bounds) -> Query:
    if isinstance(condition, Box):
        return replace(query, bbox=condition.bounds or view)
    if isinstance(condition, Area):
        return replace(query, area=condition.wkt)
    if isinstance(condition, Dates):
        return replace(query, period=(condition.start, condition.end))
    if isinstance(condition, Clouds):
        return replace(query, cloud_below=condition.below)
    if isinstance(condition, Ground):
        return replace(query, ground_m=(condition.smallest_m, condition.largest_m))
    if isinstance(condition, LowestScore):
        return replace(query, min_score=condition.score)
    assert isinstance(condition, Tiles)
    return replace(
        query,
        only_ids=condition.only,
        without_ids=condition.without,
        accepted=condition.accepted,
        rejected=condition.rejected,
    )


def chips_of(asked: Search, area_name: str = "") -> tuple[str, tuple[Condition, ...]]:
    """The words of the field and the chips that make a question; ``area_name`` is what its area is called."""
    terms, query = list(asked.query.terms), asked.query
    words = _typed(terms[0]) if terms else ""
    found: list[Condition] = [
        Words(term.value, term.weight) if term.kind == "text" else Picture(term.value, term.weight, term.kind)
        for term in (terms[1:] if words else terms)
    ]
    found += [Box(query.bbox)] if query.bbox is not None else []
    found += [Area(query.area, area_name or UNNAMED_AREA)] if query.area is not None else []
    found += [Dates(*query.period)] if query.period != (None, None) else []
    found += [Raster(pattern) for pattern in query.sources]
    found += [Clouds(query.cloud_below)] if query.cloud_below is not None else []
    found += [Platform(pattern) for pattern in query.platforms]
    found += [Ground(*query.ground_m)] if query.ground_m != (None, None) else []
    found += [LowestScore(query.min_score)] if query.min_score is not None else []
    found += [HitCount(asked.k)] if asked.k != USUAL_HITS else []
    tiles = Tiles(query.only_ids, query.without_ids, query.accepted, query.rejected)
    found += [tiles] if tiles != Tiles() else []
    found += [Arrangement(asked.listing)] if asked.listing not in (None, Listing()) else []
    return words, tuple(found)


def _typed(term: QueryTerm) -> str:
    """How a term is typed into the field, ``""`` when it cannot be."""
    if term.kind != "text" or term.weight <= 0:
        return ""
    typed = term.value if term.weight == POSITIVE_WEIGHT else f"{term.value}^{term.weight!r}"
    try:
        return typed if parse_term("text", typed, POSITIVE_WEIGHT) == term else ""
    except UsageError:
        return ""


# What a chip says


def label(condition: Condition) -> str:
    """The words on a chip; foreign text in it is shown as it is written."""
    return visible(_label(condition))


def _label(condition: Condition) -> str:
    if isinstance(condition, Words | Picture):
        return _term_label(condition)
    if isinstance(condition, Box):
        return tr("in view") if condition.bounds is None else tr("in a box")
    if isinstance(condition, Area):
        is_named = condition.name != UNNAMED_AREA
        return tr("in {name}", name=condition.name) if is_named else tr("in an area")
    if isinstance(condition, Dates):
        return dates_label(condition)
    if isinstance(condition, Raster | Platform | Clouds):
        return _raster_label(condition)
    if isinstance(condition, Ground):
        return tr("{range} m wide", range=_range(condition.smallest_m, condition.largest_m))
    if isinstance(condition, LowestScore):
        return tr("score ≥ {score}", score=plain_numeral(condition.score))
    if isinstance(condition, HitCount):
        return tr_n(condition.count, "%n place", "%n places")
    return _tiles_label(condition) if isinstance(condition, Tiles) else arrangement_label(condition.listing)


def _raster_label(condition: Raster | Platform | Clouds) -> str:
    if isinstance(condition, Clouds):
        return tr("clouds < {percent} %", percent=plain_numeral(condition.below or 0.0))
    if isinstance(condition, Platform):
        return tr("platform {name}", name=condition.pattern)
    return condition.pattern


def _term_label(condition: Words | Picture) -> str:
    is_words = isinstance(condition, Words)
    usual = POSITIVE_WEIGHT if condition.weight > 0 else NEGATIVE_WEIGHT
    weight = "" if condition.weight == usual else f"  {plain_numeral(abs(condition.weight))}"
    what = condition.text if isinstance(condition, Words) else condition.name
    if condition.weight < 0:
        said = tr("without {words}", words=what) if is_words else tr("unlike {picture}", picture=what)
    else:
        said = what if is_words else tr("like {picture}", picture=what)
    return said + weight


def spot_name(degrees: str) -> str:
    """``52.4000° N  5.1000° E`` for longitude and latitude, ``a box`` for a box."""
    numbers = _degrees(degrees)
    if len(numbers) == 4:
        return tr("a box")
    return decimal_text(numbers[0], numbers[1], 4) if numbers else degrees


def spots_of(
    conditions: Iterable[Condition],
) -> tuple[list[tuple[float, float]], list[Bounds]]:
    """Where examples lie, in degrees: spots, and boxes."""
    spots, boxes = [], []
    for found in conditions:
        if isinstance(found, Picture) and found.kind == SPOT:
            numbers = _degrees(found.path)
            if len(numbers) == 2:
                spots.append((numbers[0], numbers[1]))
            elif len(numbers) == 4:
                boxes.append((numbers[0], numbers[1], numbers[2], numbers[3]))
    return spots, boxes


def _degrees(text: str) -> list[float]:
    """The numbers of a spot or a box; none for what a file has and the question will refuse."""
    try:
        return [float(number) for number in parse_spot(text).split(",")]
    except UsageError:
        return []


def dates_label(dates: Dates) -> str:
    """``2021``, ``2020–2021-06``, ``from 2021``, ``until 2021-06-30``."""
    first, last = period_texts((dates.start, dates.end))
    if first and last:
        return first if first == last else f"{first} – {last}"
    return tr("from {first}", first=first) if first else tr("until {last}", last=last)


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"≤ {plain_numeral(high or 0.0)}" if low is None else f"≥ {plain_numeral(low)}"
    return f"{plain_numeral(low)} – {plain_numeral(high)}"


def _tiles_label(tiles: Tiles) -> str:
    parts = [] if tiles.only is None else [tr_n(len(tiles.only), "only %n tile", "only %n tiles")]
    parts += [tr_n(len(tiles.without), "%n left out", "%n left out")] if tiles.without else []
    votes = len(tiles.accepted) + len(tiles.rejected)
    parts += [tr_n(votes, "moved by %n vote", "moved by %n votes")] if votes else []
    return ", ".join(parts)


def arrangement_label(listing: Listing) -> str:
    """How the list departs from the usual one."""
    parts = [tr("every tile")] if listing.every_tile else []
    parts += [tr("overlap ≤ {share}", share=plain_numeral(listing.nms))] if listing.nms is not None else []
    parts += [tr("one per place")] if listing.one_per_place else []
    return ", ".join(parts)
