"""When a raster was taken, from the STAC item beside it (https://github.com/radiantearth/stac-spec, item-spec)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

_ENDINGS = ("", "_stac", ".stac", "-stac", "_item", ".item")
# A folder with more items than this has one per raster, which is found by its name.
_MAX_LISTED = 32
_MAX_BYTES = 1 << 24


def item_datetime(path: Path) -> str | None:
    """The ``datetime`` of the STAC item of a raster, else its ``start_datetime``; None without an item.

    An item belongs to a raster when an asset of it leads to a file of that name, or when it is named after the raster
    (``a.json``, ``a.tif.json``, ``a_stac.json``) and no asset leads to another raster. Looked for beside the raster.
    """
    for candidate in _candidates(path):
        found = _datetime_in(candidate, path)
        if found:
            return found
    return None


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


def _datetime_in(item: Path, path: Path) -> str | None:
    try:
        if item.stat().st_size > _MAX_BYTES:
            return None
        data = json.loads(item.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("type") != "Feature" or "stac_version" not in data:
        return None
    if not _belongs(data, item, path):
        return None
    properties = data.get("properties")
    moments = properties if isinstance(properties, dict) else {}
    found = moments.get("datetime") or moments.get("start_datetime")
    return found if isinstance(found, str) else None


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
