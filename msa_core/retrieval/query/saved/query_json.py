"""A question as JSON, both ways: the query, how many hits, and which of the ranked tiles become hits.

The record is :class:`msa_core.messages.Search`, what the window asks its engine. Only what is set is written; reading
takes only what it knows, so that nothing of a question made by a newer program is silently left out.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msa_core.errors import UsageError
from msa_core.files import read_ordinary
from msa_core.messages import Search
from msa_core.names import printable, visible_json
from msa_core.records import Listing, Query, QueryTerm
from msa_core.retrieval.query import parsing
from msa_core.retrieval.query.areas.area import parse_wkt

VERSION = 1
MARK = "msa_query"
"""The member that says what the object is; its value is the version."""

USUAL_HITS = 20
MAX_HITS = 1_000_000
_MAX_BYTES = 256 << 20
_KINDS = {"text": "text", "picture": "image", "tile": "tile", "spot": "spot"}


def to_json(asked: Search) -> dict[str, Any]:
    """The object that :func:`from_json` makes the same question of; it holds numbers, texts and lists alone."""
    query, listing = asked.query, asked.listing or Listing()
    names = {kind: name for name, kind in _KINDS.items()}
    found: dict[str, Any] = {
        MARK: VERSION,
        "terms": [{names[term.kind]: term.value, "weight": term.weight} for term in query.terms],
        "hits": asked.k,
    }
    wanted = {
        "bbox": None if query.bbox is None else list(query.bbox),
        "area": query.area,
        "from": None if query.period[0] is None else query.period[0].isoformat(),
        "before": None if query.period[1] is None else query.period[1].isoformat(),
        "sources": list(query.sources) or None,
        "cloud_below": query.cloud_below,
        "platforms": list(query.platforms) or None,
        "min_ground_m": query.ground_m[0],
        "max_ground_m": query.ground_m[1],
        "min_score": query.min_score,
        "only_ids": None if query.only_ids is None else sorted(query.only_ids),
        "without_ids": sorted(query.without_ids) or None,
        "accepted_ids": sorted(query.accepted) or None,
        "rejected_ids": sorted(query.rejected) or None,
        "every_tile": listing.every_tile or None,
        "nms": listing.nms,
        "one_per_place": listing.one_per_place or None,
    }
    return {**found, **{name: value for name, value in wanted.items() if value is not None}}


def as_text(asked: Search) -> str:
    """The object on lines, for a file."""
    return visible_json(json.dumps(to_json(asked), ensure_ascii=False, indent=1)) + "\n"


def read_query(file: Path) -> Search:
    """The question in a file; a picture's path is taken from the file's folder unless it begins at the root.

    Raises:
        UsageError: there is no such file, or what it holds is not a question that this program can ask.
    """
    name = printable(str(file))
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ValueError(f"it is larger than {_MAX_BYTES >> 20} MB")
        data = json.loads(read_ordinary(file).decode("utf-8-sig"), parse_constant=_no_number)
        return from_json(data, file.parent)
    except FileNotFoundError as error:
        raise UsageError(f"There is no query {name}.") from error
    except OSError as error:
        raise UsageError(f"The query {name} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        reason = (
            str(error).splitlines()[0][:160] if isinstance(error, ValueError) else "it is nested too deep"
        )
        raise UsageError(
            f"{name} is not a query as msa search --save-query writes it ({printable(reason)})."
        ) from error
    except UsageError as error:
        raise UsageError(f"The query {name} cannot be asked: {error}") from error


def from_json(data: Any, folder: Path | None = None) -> Search:
    """The question of such an object.

    Args:
        data: what :func:`to_json` made.
        folder: where the paths of pictures begin that do not begin at the root; None: in the current folder.

    Raises:
        ValueError: it is no such object; says which member is wrong.
        UsageError: it is one, and no search can answer it.
    """
    if not isinstance(data, dict) or MARK not in data:
        raise ValueError(f"it has no member {MARK!r}")
    version = _whole(data[MARK], MARK, 1)
    if version > VERSION:
        raise ValueError(f"it is of version {version}, and this program knows {VERSION}: update it")
    unknown = sorted(set(data) - _MEMBERS)
    if unknown:
        raise ValueError(f"the member {unknown[0]!r} is unknown")
    take = _Members(data)
    if take.flag("rerank"):
        raise ValueError(
            "it asks for re-ranking by the matching at four scales, which made results worse and is gone: take out the "
            "member 'rerank'"
        )
    query = Query(
        terms=tuple(_term(term, folder) for term in take.list("terms")),
        bbox=_bbox(take.numbers("bbox", 4)),
        min_score=take.number("min_score"),
        area=None if (area := take.text("area")) is None else parse_wkt(area),
        period=_period(take.moment("from"), take.moment("before")),
        sources=take.texts("sources") or (),
        cloud_below=parsing.parse_clouds(take.number("cloud_below")),
        platforms=take.texts("platforms") or (),
        ground_m=parsing.parse_ground(take.number("min_ground_m"), take.number("max_ground_m")),
        only_ids=None if (only := take.texts("only_ids")) is None else frozenset(only),
        without_ids=frozenset(take.texts("without_ids") or ()),
        accepted=frozenset(take.texts("accepted_ids") or ()),
        rejected=frozenset(take.texts("rejected_ids") or ()),
    )
    listing = Listing(
        take.flag("every_tile") or False, _shared(take.number("nms")), take.flag("one_per_place") or False
    )
    return Search(
        parsing.checked(query),
        _whole(data.get("hits", USUAL_HITS), "hits", MAX_HITS),
        None if listing == Listing() else listing,
    )


_MEMBERS = {
    MARK, "terms", "hits", "bbox", "area", "from", "before", "sources", "cloud_below", "platforms",
    "min_ground_m", "max_ground_m", "min_score",
    "only_ids", "without_ids", "accepted_ids", "rejected_ids", "every_tile", "nms", "one_per_place", "rerank",
}  # fmt: skip


class _Members:
    """The members of an object, each of the type that is asked for; None for what is not there."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data

    def _get(self, name: str, fits: Callable[[Any], bool], what: str) -> Any:
        value = self._data.get(name)
        if value is not None and not fits(value):
            raise ValueError(f"{name} is not {what}")
        return value

    def number(self, name: str) -> float | None:
        value = self._get(name, _is_number, "a number")
        return None if value is None else float(value)

    def flag(self, name: str) -> bool | None:
        return self._get(name, lambda value: isinstance(value, bool), "true or false")

    def text(self, name: str) -> str | None:
        return self._get(name, lambda value: isinstance(value, str), "a text")

    def list(self, name: str) -> list[Any]:
        return self._get(name, lambda value: isinstance(value, list), "a list") or []

    def texts(self, name: str) -> tuple[str, ...] | None:
        value = self._get(name, _is_list_of(str), "a list of texts")
        return None if value is None else tuple(value)

    def numbers(self, name: str, count: int) -> tuple[float, ...] | None:
        value = self._get(
            name,
            lambda value: isinstance(value, list) and len(value) == count and all(map(_is_number, value)),
            f"a list of {count} numbers",
        )
        return None if value is None else tuple(float(number) for number in value)

    def moment(self, name: str) -> dt.datetime | None:
        text = self.text(name)
        if text is None:
            return None
        moment = dt.datetime.fromisoformat(text)
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment


def _term(term: Any, folder: Path | None) -> QueryTerm:
    members = set(term) - {"weight"} if isinstance(term, dict) else set()
    (name,) = members if len(members) == 1 else ("",)
    if name not in _KINDS or not isinstance(term[name], str) or not _is_number(term.get("weight", 1.0)):
        raise ValueError(
            'a term is not like {"text": "a river", "weight": 1} or {"picture": "a.png", "weight": 1}'
        )
    value, weight = term[name], float(term.get("weight", 1.0))
    if _KINDS[name] == "image" and folder is not None and value and not Path(value).is_absolute():
        value = str(folder.absolute() / value)
    return QueryTerm(_KINDS[name], value, weight)


def _bbox(numbers: tuple[float, ...] | None) -> Any:
    return None if numbers is None else parsing.parse_bbox(",".join(map(repr, numbers)))


def _period(
    start: dt.datetime | None, end: dt.datetime | None
) -> tuple[dt.datetime | None, dt.datetime | None]:
    if start is not None and end is not None and end <= start:
        raise ValueError("before is not after from")
    return start, end


def _shared(share: float | None) -> float | None:
    if share is not None and not 0.0 <= share < 1.0:
        raise ValueError("nms is not from 0 to below 1")
    return share


def _whole(value: Any, name: str, largest: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} is not a whole number from 1")
    return value if name == MARK else min(value, largest)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _is_list_of(kind: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(item, kind) for item in value)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not a number")
