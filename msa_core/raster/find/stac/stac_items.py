"""What a STAC item says of a raster: when it was taken, cloud cover, platform; of the item beside it, too.

https://github.com/radiantearth/stac-spec (item-spec, common metadata), https://github.com/stac-extensions/eo
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

_ENDINGS = ("", "_stac", ".stac", "-stac", "_item", ".item")
# A folder with more items than this has one per raster, which is found by its name.
_MAX_LISTED = 32
_MAX_BYTES = 1 << 24
_MAX_TEXT = 200
_PEEK_BYTES = 1 << 20


def is_stac_file(path: Path) -> bool:
    """True for a file that is called like JSON and speaks of STAC near its beginning."""
    if path.suffix.lower() not in (".json", ".geojson"):
        return False
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            head = stream.read(_PEEK_BYTES)
    except (OSError, ValueError):
        return False
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and b'"stac_version"' in head


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What an item says of a raster.

    Attributes:
        item: its id.
        datetime: as it stands there: ``datetime``, else ``start_datetime``; ``""`` for none.
        cloud_percent: 0..100, None where it does not tell.
        platform: ``sentinel-2a``; ``""`` where it does not tell.
    """

    item: str = ""
    datetime: str = ""
    cloud_percent: float | None = None
    platform: str = ""


def facts_of(item: Mapping[str, Any]) -> ItemFacts:
    """What an item says, given as its JSON; what it says in another form than the specification's is left out."""
    properties = item.get("properties")
    told: Mapping[str, Any] = properties if isinstance(properties, dict) else {}
    when = told.get("datetime") or told.get("start_datetime")
    cloud, platform, name = told.get("eo:cloud_cover"), told.get("platform"), item.get("id")
    is_share = isinstance(cloud, int | float) and not isinstance(cloud, bool) and math.isfinite(cloud)
    return ItemFacts(
        item=name[:_MAX_TEXT] if isinstance(name, str) else "",
        datetime=when if isinstance(when, str) else "",
        cloud_percent=float(cloud) if is_share and 0 <= cloud <= 100 else None,  # type: ignore[operator, arg-type]
        platform=platform[:_MAX_TEXT] if isinstance(platform, str) else "",
    )


def item_datetime(path: Path) -> str | None:
    """The ``datetime`` of the STAC item of a raster, else its ``start_datetime``; None without an item."""
    found = item_beside(path)
    return (found.datetime or None) if found is not None else None


def item_beside(path: Path) -> ItemFacts | None:
    """What the STAC item of a raster says; None without an item.

    An item belongs to a raster when an asset of it leads to a file of that name, or when it is named after the raster
    (``a.json``, ``a.tif.json``, ``a_stac.json``) and no asset leads to another raster. Looked for beside the raster.
    """
    first = None
    for candidate in _candidates(path):
        found = _item_at(candidate, path)
        if found is not None and found.datetime:
            return found
        first = first or found
    return first


def _candidates(path: Path) -> Iterator[Path]:
    """Items that may belong to a raster: those named after it or a part of its name first, then any if few."""
    names = _json_names(str(path.parent), _change_of(path.parent))
    own = [f"{stem}{ending}.json" for stem in (path.stem, path.name) for ending in _ENDINGS]
    first = [name for name in own if name in names]
    others = sorted(names - set(first))
    related = [name for name in others if _is_related(name, path)]
    if len(others) <= _MAX_LISTED:
        related = sorted(others, key=lambda name: name not in related)
    for name in (*first, *related[:_MAX_LISTED]):
        yield path.with_name(name)


def _is_related(name: str, path: Path) -> bool:
    """``LC08_x_SR_stac.json`` beside ``LC08_x_SR_B4.TIF``: what comes before its ending begins the raster's name."""
    stem = name[: -len(".json")]
    for ending in _ENDINGS[1:]:
        stem = stem.removesuffix(ending)
    return len(stem) >= 4 and path.name.startswith(stem)


def _change_of(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=64)
def _json_names(folder: str, changed_ns: int) -> frozenset[str]:
    del changed_ns  # the key: a folder is listed again when it changed
    try:
        with os.scandir(folder) as entries:
            return frozenset(entry.name for entry in entries if entry.name.lower().endswith(".json"))
    except OSError:
        return frozenset()


def _item_at(item: Path, path: Path) -> ItemFacts | None:
    try:
        if item.stat().st_size > _MAX_BYTES:
            return None
        data = json.loads(item.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("type") != "Feature" or "stac_version" not in data:
        return None
    return facts_of(data) if _belongs(data, item, path) else None


def _belongs(data: dict[str, Any], item: Path, path: Path) -> bool:
    assets = data.get("assets")
    hrefs = (
        [a.get("href") for a in assets.values() if isinstance(a, dict)] if isinstance(assets, dict) else []
    )
    names = {PurePosixPath(unquote(href.partition("?")[0])).name for href in hrefs if isinstance(href, str)}
    if path.name in names:
        return True
    is_own = any(item.name in (f"{path.stem}{e}.json", f"{path.name}{e}.json") for e in _ENDINGS)
    return is_own and not any(name.lower().endswith((".tif", ".tiff", ".jp2", ".vrt")) for name in names)
