"""``evidence.json``: everything that decides what a search finds, and what it found, with the hashes to prove it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from msa_core import __version__
from msa_core.errors import SourceError, UsageError
from msa_core.files import read_ordinary
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.messages import Search
from msa_core.names import printable
from msa_core.pictures.thumbnails import decode_thumbnail
from msa_core.records import SearchResult, TileHit
from msa_core.retrieval.exports.told.report import collection_members
from msa_core.retrieval.query.saved.query_json import from_json, to_json
from msa_core.retrieval.why.overlays import read_tile

MARK = "msa_evidence"
"""The member that says what the object is; its value is the version."""

VERSION = 1
EVIDENCE_NAME = "evidence.json"
MAX_PICTURES = 200
"""Pictures are kept, and pixels compared, of so many of the best hits."""

_MAX_BYTES = 512 << 20
_PACKAGES = ("torch", "transformers", "rasterio", "numpy", "numkong")


def evidence_of(
    index: TileIndex, asked: Search, result: SearchResult, pixels: dict[str, np.ndarray]
) -> dict[str, Any]:
    """The object.

    Args:
        index: that was searched.
        asked: the question.
        result: its answer.
        pixels: of the hits whose raster could be read, by tile id: uint8 (h, w, 3), as :func:`pixels_of` reads them.
    """
    digests = {entry.id: entry.digest for entry in index.manifest.sources if entry.searchable}
    return {
        MARK: VERSION,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "program": {
            "msa": __version__,
            "python": platform.python_version(),
            "machine": platform.machine(),
            **_versions(),
        },
        "question": to_json(asked),
        "pictures": _pictures(asked),
        "model": result.model,
        "index": index_facts(index),
        "searched": result.searched,
        **collection_members(result),
        "hits": [_hit(hit, digests, pixels.get(hit.tile.id)) for hit in result.hits],
    }


def index_facts(index: TileIndex) -> dict[str, Any]:
    """Which data an index holds, wherever it lies: ``data`` is a hash of the contents of all its sources."""
    entries = sorted(
        (entry.id, entry.digest, entry.tiles) for entry in index.manifest.sources if entry.searchable
    )
    return {
        "folder": printable(str(index.folder)),
        "folders": [printable(folder) for folder in index.info.folders] or [printable(str(index.folder))],
        "origin": printable(index.manifest.model.origin) or None,
        "tiles": len(index),
        "sources": len(entries),
        "ground_sizes_m": list(index.manifest.ground_sizes_m),
        "data": hashlib.sha256(json.dumps(entries).encode()).hexdigest(),
    }


def pixels_of(index: TileIndex, result: SearchResult) -> dict[str, np.ndarray]:
    """Pixels of the first :data:`MAX_PICTURES` hits by tile id, uint8 (input_px, input_px, 3), as the model saw them.

    Hits whose raster is gone are left out.
    """
    side_px, found = index.manifest.model.input_px, {}
    for hit in (hit for hit in result.hits[:MAX_PICTURES] if hit.tile.path):
        try:
            found[hit.tile.id] = read_tile(index, hit.tile, side_px)
        except SourceError:
            continue
    return found


def thumbnails_of(
    index: TileIndex, result: SearchResult, pixels: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """The thumbnails that the index keeps of hits whose rasters could not be read, uint8 (h, w, 3) by tile id."""
    unread = [hit.tile.id for hit in result.hits[:MAX_PICTURES] if hit.tile.id not in pixels]
    small = {tile: decode_thumbnail(data) for tile, data in index.thumbnails(unread).items()}
    return {tile: picture for tile, picture in small.items() if picture is not None}


def read_evidence(file: Path) -> tuple[dict[str, Any], Search]:
    """The object in a file, or in the folder of an evidence pack, and its question.

    Raises:
        UsageError: there is no such file, or it is no evidence that this program can read.
    """
    file = file / EVIDENCE_NAME if file.is_dir() else file
    name = printable(str(file))
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise ValueError(f"it is larger than {_MAX_BYTES >> 20} MB")
        data = json.loads(read_ordinary(file).decode("utf-8-sig"))
        _check(data)
        return data, from_json(data["question"], file.parent)
    except FileNotFoundError as error:
        raise UsageError(f"There is no evidence {name}.") from error
    except OSError as error:
        raise UsageError(f"The evidence {name} cannot be read: {error.strerror or error}.") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise UsageError(
            f"{name} is not evidence as msa search --evidence writes it ({printable(reason)})."
        ) from error


def _check(data: Any) -> None:
    """Raise ValueError, KeyError or TypeError unless what is compared later is there."""
    if not isinstance(data, dict) or MARK not in data:
        raise ValueError(f"it has no member {MARK!r}")
    if not isinstance(data[MARK], int) or data[MARK] > VERSION:
        raise ValueError(f"it is of version {data[MARK]}, and this program knows {VERSION}: update it")
    if not isinstance(data["model"], str) or not isinstance(data["index"]["data"], str):
        raise ValueError("model or index.data is not a text")
    for hit in data["hits"]:
        float(hit["score"])
        for member in ("id", "source", "digest"):
            if not isinstance(hit[member], str):
                raise ValueError(f"{member} of a hit is not a text")


def _hit(hit: TileHit, digests: Mapping[str, str], pixels: np.ndarray | None) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "id": hit.tile.id,
        "source": printable(hit.tile.source),
        "digest": digests.get(hit.tile.id.partition("/")[0], ""),
        "pixel_bbox": list(hit.tile.pixel_bbox),
        "score": hit.score,
        "scale_scores": None if hit.scale_scores is None else list(hit.scale_scores),
        "pixels": None if pixels is None else hashlib.sha256(pixels.tobytes()).hexdigest(),
    }


def _pictures(asked: Search) -> dict[str, str | None]:
    """A hash of each picture of the question, None for one that cannot be read as a file of its own."""
    found: dict[str, str | None] = {}
    for term in asked.query.terms:
        if term.kind == "image":
            try:
                found[printable(term.value)] = hashlib.sha256(read_ordinary(Path(term.value))).hexdigest()
            except OSError:
                found[printable(term.value)] = None
    return found


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
