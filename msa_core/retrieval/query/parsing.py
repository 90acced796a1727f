"""Queries as people type them: signed, weighted texts and pictures, a bounding box, dates and sizes."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from msa_core.addresses import is_address, shown
from msa_core.errors import UsageError
from msa_core.names import on_disk, printable, with_hyphens
from msa_core.raster.gdal.locations import network, zips
from msa_core.records import Bounds, Query, QueryTerm
from msa_core.retrieval.query.picture_window import path_with_window, split_window

POSITIVE_WEIGHT = 1.0
NEGATIVE_WEIGHT = -0.5
SPOT, TILE = "spot", "tile"
"""Kinds of terms: ``lon,lat`` or ``west,south,east,north`` in WGS84 degrees; the id of a tile."""
EXAMPLES = (SPOT, TILE)
"""They are examples out of the index, whose embeddings are there: no model is needed."""
# Far outside these the sum of cosines overflows or rounds to zero, and every tile looks alike.
MAX_TEXT_LENGTH = 100_000
MIN_WEIGHT, MAX_WEIGHT = 1e-3, 1e3
# A day, or a part of it that may be left out from the right: what is left out spans all of it.
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
# ISO 8601 has other names for days and weeks, which Python would take for their first moments.
_OTHER_DAY = re.compile(r"\d{8}|\d{4}-?W\d\d-?\d")
_WEEK = re.compile(r"\d{4}-?W\d\d")
_WEIGHT = re.compile(r"(?s)(.*)\^\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*")


def parse_terms(
    texts: Iterable[str] = (),
    not_texts: Iterable[str] = (),
    like: Iterable[str] = (),
    unlike: Iterable[str] = (),
    spots: Iterable[str] = (),
    tiles: Iterable[str] = (),
) -> tuple[QueryTerm, ...]:
    """Terms of a query; each may end in a weight, ``river^0.5``.

    Args:
        texts, like: words and pictures to look for, weight +1 unless given.
        spots, tiles: examples out of the index, what lies there and by their ids; +1.
        not_texts, unlike: to avoid, weight -0.5 unless given.

    Raises:
        UsageError: nothing to look for, an empty text, a weight that is not a number above 0, or no such picture.
    """
    terms = [parse_term("text", value, POSITIVE_WEIGHT) for value in texts]
    terms += [parse_term("image", value, POSITIVE_WEIGHT) for value in like]
    terms += [parse_term(SPOT, value, POSITIVE_WEIGHT) for value in spots]
    terms += [parse_term(TILE, value, POSITIVE_WEIGHT) for value in tiles]
    terms += [parse_term("text", value, NEGATIVE_WEIGHT) for value in not_texts]
    terms += [parse_term("image", value, NEGATIVE_WEIGHT) for value in unlike]
    if not terms:
        raise UsageError(
            'The query is empty: give words to look for, for example "an airport with runways", or --like PICTURE.'
        )
    _require_wanted_terms(terms)
    return tuple(terms)


def _require_wanted_terms(terms: Sequence[QueryTerm]) -> None:
    if not any(term.weight > 0 for term in terms):
        raise UsageError(
            'The query says only what to avoid: give words to look for, too, for example "an airport with runways".'
        )


def parse_term(kind: str, value: str, default_weight: float) -> QueryTerm:
    """One term from ``value``; see :func:`parse_terms`."""
    body, weight = value, default_weight
    # A file whose name ends in ^2 is that file.
    if not (kind == "image" and zips.is_file(on_disk(zips.given_path(value)))):
        body, weight = _split_weight(value, default_weight)
    if kind == "image":
        return QueryTerm(kind, _picture(body), weight)
    if kind in EXAMPLES:
        return QueryTerm(kind, parse_spot(body) if kind == SPOT else body.strip(), weight)
    return QueryTerm(kind, _words(body), weight)


def parse_spot(text: str) -> str:
    """A point or a box as it is kept. Raises UsageError for what is neither."""
    try:
        numbers = [float(one) for one in with_hyphens(text).split(",")]
    except ValueError:
        numbers = []
    lons, lats = numbers[::2], numbers[1::2]
    sound = all(math.isfinite(n) for n in numbers) and all(abs(n) <= 180 for n in lons)
    if len(numbers) not in (2, 4) or not sound or any(abs(n) > 90 for n in lats) or lats != sorted(lats):
        raise UsageError(
            f"{printable(text[:60])!r} is not a spot: give longitude,latitude or west,south,east,north in degrees."
        )
    return ",".join(f"{n:.9g}" for n in numbers)


def asks_the_model(terms: Iterable[QueryTerm]) -> bool:
    """Whether any of these terms needs the model that made the embeddings: words and pictures, but no examples."""
    return any(term.kind not in EXAMPLES for term in terms)


def _picture(name: str) -> str:
    """The absolute path of a picture, with its window if one is named. Raises UsageError when there is none."""
    if is_address(name):
        file, window = split_window(name)
        far = shown(network.ask(file))
        return far if window is None else path_with_window(far, window)
    whole = on_disk(zips.given_path(name))
    if zips.is_file(whole):
        return str(whole)
    file, window = split_window(name)
    path = on_disk(zips.given_path(file))
    if window is None or not zips.is_file(path):
        before = name.rpartition("#window=")[0]
        if before and zips.is_file(on_disk(zips.given_path(before))):
            raise UsageError(
                f"{name!r} names no window of its picture: write #window=x0,y0,x1,y1 in pixels, x0 below x1 and y0 "
                "below y1."
            )
        raise UsageError(f"There is no picture {name!r} to compare with.")
    return path_with_window(str(path), window)


def _words(text: str) -> str:
    """A text on one line, as it can be read. Raises UsageError when there is nothing to read in it."""
    if len(text) > MAX_TEXT_LENGTH:
        raise UsageError(
            f"A query text has {len(text):,} characters. Of a text the model reads the first words alone: give some, "
            'for example "boats in a harbour".'
        )
    # What no line can hold (NUL and the like) is not a word; surrogates would stop the tokenizer.
    words = "".join(c if c.isprintable() else " " for c in text)
    words = " ".join(words.encode("utf-8", "replace").decode("utf-8").split())
    if not words:
        raise UsageError('A query text is empty: give words, for example "boats in a harbour".')
    return words


def _split_weight(value: str, default_weight: float) -> tuple[str, float]:
    match = _WEIGHT.fullmatch(value)
    if match is None:
        tail = value.rpartition("^")[2].strip()
        if "^" in value and re.fullmatch(r"[-+]?[0-9.,eE+-]*|nan|inf", tail, re.IGNORECASE):
            raise UsageError(
                f"The weight in {value[-60:]!r} is not a number above 0. Write for example river^0.5; words to avoid "
                "go into --not, in the window into Without."
            )
        return value, default_weight
    size = float(match.group(2))
    if not MIN_WEIGHT <= size <= MAX_WEIGHT:
        raise UsageError(f"The weight in {value[-60:]!r} must be between {MIN_WEIGHT:g} and {MAX_WEIGHT:g}.")
    return match.group(1), math.copysign(size, default_weight)


def parse_bbox(text: str | None) -> Bounds | None:
    """``w,s,e,n`` in WGS84 degrees; w > e crosses the antimeridian.

    Raises:
        UsageError: not four numbers, or out of range.
    """
    if text is None:
        return None
    try:
        numbers = [float(part) for part in with_hyphens(text).split(",")]
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


def parse_clouds(percent: float | None) -> float | None:
    """Cloud cover below which a scene has to be. Raises UsageError: it is not a percentage."""
    if percent is not None and not 0 < percent <= 100:
        raise UsageError(f"--cloud-below needs a percentage above 0 and up to 100, not {percent:g}.")
    return percent


def parse_period(start: str | None, end: str | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    """From the beginning of ``start`` to before the end of ``end``, in UTC; None stays open.

    Args:
        start, end: ``2021``, ``2021-06``, ``2021-06-30``, ``2021-W26`` or a moment of ISO 8601 (UTC unless it says
            otherwise). A year, month, week or day counts whole: until 2021 means to its last moment.

    Raises:
        UsageError: no date, or the end lies before the start.
    """
    begin = None if start is None else _span("--from", start)[0]
    finish = None if end is None else _span("--to", end)[1]
    if begin is not None and finish is not None and finish <= begin:
        raise UsageError(f"--to {end} lies before --from {start}.")
    return begin, finish


def _span(option: str, text: str) -> tuple[dt.datetime, dt.datetime]:
    """First moment of a date, and the first one after it."""
    try:
        match = _DATE.fullmatch(text.strip())
        if match is None:
            moment = dt.datetime.fromisoformat(text.strip())
            for form, days in ((_OTHER_DAY, 1), (_WEEK, 7)):
                if form.fullmatch(text.strip()):
                    begin = moment.replace(tzinfo=dt.UTC)
                    return begin, begin + dt.timedelta(days=days)
            moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
            return moment, moment + dt.timedelta(microseconds=1)
        year, month, day = (None if part is None else int(part) for part in match.groups())
        assert year is not None
        first = dt.datetime(year, month or 1, day or 1, tzinfo=dt.UTC)
        if day is not None:
            return first, first + dt.timedelta(days=1)
        if month is not None and month < 12:
            return first, first.replace(month=month + 1)
        return first, dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option} needs a date such as 2021, 2021-06 or 2021-06-30, not {text!r}."
        ) from error


def period_texts(period: tuple[dt.datetime | None, dt.datetime | None]) -> tuple[str, str]:
    """What :func:`parse_period` makes this period of, both ends as years, months, days or moments.

    They are as short as they can be said and as exact as each other; ``""`` for an open end.
    """
    start, end = (None if moment is None else moment.astimezone(dt.UTC) for moment in period)
    finest = max((_fineness(edge) for edge in (start, end) if edge is not None), default=0)
    last = None if end is None else end - dt.timedelta(microseconds=1)
    return tuple("" if moment is None else _told(moment, finest) for moment in (start, last))  # type: ignore[return-value]


def _fineness(edge: dt.datetime) -> int:
    """What begins there: 0 a year, 1 a month, 2 a day, 3 none of these."""
    if edge.time() != dt.time():
        return 3
    return 2 if edge.day != 1 else int(edge.month != 1)


def _told(moment: dt.datetime, fineness: int) -> str:
    day = moment.date().isoformat()
    return (day[:4], day[:7], day, moment.isoformat())[fineness]


def parse_ground(smallest: float | None, largest: float | None) -> tuple[float | None, float | None]:
    """Bounds of a tile's ground side in metres. Raises UsageError unless 0 <= smallest <= largest."""
    for option, value in (("--min-ground", smallest), ("--max-ground", largest)):
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise UsageError(f"{option} must be a number of metres, 0 or more, not {value}.")
    if smallest is not None and largest is not None and smallest > largest:
        raise UsageError(f"--min-ground {smallest:g} is above --max-ground {largest:g}.")
    return smallest, largest


def checked(query: Query) -> Query:
    """A query as it can be answered: its texts as :func:`parse_term` would have read them.

    Raises:
        UsageError: no search can answer it.
    """
    check(query)
    terms = tuple(replace(t, value=_words(t.value)) if t.kind == "text" else t for t in query.terms)
    return query if terms == query.terms else replace(query, terms=terms)


def check(query: Query) -> None:
    """Raise UsageError for a query that no search can answer."""
    if not query.terms:
        raise UsageError('The query is empty: give words to look for, for example "an airport with runways".')
    _require_wanted_terms(query.terms)
    if any(term.kind == "text" and not term.value.strip() for term in query.terms):
        raise UsageError("A query text is empty.")
    if not all(MIN_WEIGHT <= abs(term.weight) <= MAX_WEIGHT for term in query.terms):
        raise UsageError(
            f"A weight in the query is not between {MIN_WEIGHT:g} and {MAX_WEIGHT:g}, with either sign."
        )


def as_words(terms: Sequence[QueryTerm]) -> str:
    """The query on one line, for a report: ``+1 airport -0.5 car park``."""
    return " ".join(f"{term.weight:+g} {term.value}" for term in terms)
