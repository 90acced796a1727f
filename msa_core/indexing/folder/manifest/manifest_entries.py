"""What a manifest lists: sources, shards, the model. With the checks that a file changed by hand has to pass."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass, fields
from pathlib import PureWindowsPath
from typing import Any

from msa_core.indexing.folder.manifest.shard_facts import ShardFacts
from msa_core.model.network.hub_layout import MORE
from msa_core.names import printable
from msa_core.raster.gdal.locations import inner
from msa_core.raster.pixels import taken
from msa_core.raster.pixels.stretch import Stretch
from msa_core.source_states import SourceState

_STATES = (
    SourceState.INDEXED, SourceState.PARTIAL, SourceState.REFUSED, SourceState.MISSING, SourceState.COPY,
)  # fmt: skip
_TEXTS = ("id", "name", "content_id", "digest", "shard", "reason", "note")
_COUNTS = ("root", "size", "tiles", "planned", "empty", "failed", "attempts", "blank")
_ID = re.compile(r"[0-9a-f]{16}|")
_SHARD = re.compile(r"[0-9a-zA-Z_-]{1,80}\.parquet|")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True, kw_only=True)
class SourceEntry:
    """One raster of the index.

    Attributes:
        id: 16 hex digits from the content, so it survives a move; ``""`` for a refused file.
        content_id, digest: what ``id`` was made of: a sparse read of the pixels, and sampled bytes of the file.
        name: path relative to its root, with ``/``.
        root: position of its archive in ``Manifest.roots``.
        size, mtime_ns: of the file when it was last looked at.
        state: all but ``unchanged`` and ``new``, which no manifest holds.
        shard: file name under ``shards/``, ``""`` without tiles.
        tiles: tiles in the shard; ``planned`` those the tiling asked for; ``empty`` those left out as almost
            only nodata; ``failed`` those that could not be read.
        stretch: the contrast stretch as JSON, the same for every tile of the source.
        reason: why it is partial or refused; ``note``: what should be known, e.g. outside the trained range.
        blank: of its tiles those without content: one colour, or a handful of pixels.
        thumbnails: whether its tiles were made with thumbnails.
        attempts: how many runs in a row refused this very file.
        taken: :class:`~msa_core.records.SourceFacts` as JSON; None in indexes made before it was kept.
        parts: names of the other rasters in its file (``page=2``), of all where the file itself is none; None in
            indexes made before they were looked for.
    """

    id: str
    name: str
    root: int
    size: int
    mtime_ns: int
    state: SourceState
    content_id: str = ""
    digest: str = ""
    shard: str = ""
    tiles: int = 0
    planned: int = 0
    empty: int = 0
    failed: int = 0
    stretch: Any = None
    reason: str = ""
    note: str = ""
    attempts: int = 0
    taken: Any = None
    parts: Any = None
    blank: int = 0
    thumbnails: bool = False

    @property
    def searchable(self) -> bool:
        """True when its tiles take part in searches."""
        return self.state.is_searchable and self.tiles > 0

    @property
    def when(self) -> str | None:
        """When it was taken, ISO 8601 in UTC; None when that is not known, or was not kept."""
        found = self.taken.get("datetime") if isinstance(self.taken, dict) else None
        return found if isinstance(found, str) and found else None

    @property
    def cloud_percent(self) -> float | None:
        """Cloud cover of its scene, 0..100; None where no STAC item told it."""
        found = self.taken.get("cloud_percent") if isinstance(self.taken, dict) else None
        return None if found is None else float(found)

    @property
    def platform(self) -> str:
        """What took it, as a STAC item told; ``""`` where none did."""
        return str(self.taken.get("platform", "")) if isinstance(self.taken, dict) else ""

    def facts(self) -> ShardFacts:
        """What its shard says about it."""
        return ShardFacts(
            source_id=self.id,
            content_id=self.content_id,
            digest=self.digest,
            tiles=self.tiles,
            planned=self.planned,
            empty=self.empty,
            failed=self.failed,
            reason=self.reason,
            stretch=self.stretch,
            blank=self.blank,
            thumbnails=self.thumbnails,
        )

    def become_copy(self, owner_id: str, owner_name: str) -> None:
        """Give the tiles up to the source of the same content that has them."""
        self.id, self.state, self.shard = owner_id, SourceState.COPY, ""
        self.tiles = self.planned = self.empty = self.failed = self.blank = 0
        self.stretch, self.note, self.reason = None, "", copy_reason(owner_name)
        self.thumbnails = False


def copy_reason(owner_name: str) -> str:
    """What is said of a file whose content is in the index under another name."""
    return f"the same content as {printable(owner_name)}, found under that name"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """The model an index was made with: searches need the same one.

    Attributes:
        dim: length of ``embedding`` in the shards.
        hubness: whether shards keep hubness in a column of its own, and ``embedding`` is the unit vector v alone. In
            indexes of before format 3 it is part of the embedding.
        origin: what made the embeddings, where that was another program's model; ``""`` for our own.
    """

    fingerprint: str
    folder: str
    dim: int
    pooled_dims: tuple[int, ...]
    input_px: int
    ground_range_m: tuple[float, float]
    hubness: bool = False
    origin: str = ""

    @property
    def width(self) -> int:
        """Numbers of a row as it is searched: the embedding, joined with the hubness where that is kept."""
        return self.dim + (MORE if self.hubness else 0)


@dataclass(frozen=True, slots=True)
class ShardRecord:
    """A shard as it was written: number of tiles, size of the file in bytes, sha256 of its content."""

    rows: int
    bytes: int
    sha256: str


def model_facts(data: Any) -> ModelFacts:
    """The model of a manifest. Raises KeyError, TypeError or ValueError when it makes no sense."""
    low, high = (number(m, "ground_range_m") for m in data["ground_range_m"])
    facts = ModelFacts(
        fingerprint=text(data["fingerprint"], "fingerprint"),
        folder=text(data["folder"], "folder"),
        dim=data["dim"],
        pooled_dims=tuple(data["pooled_dims"]),
        input_px=data["input_px"],
        ground_range_m=(low, high),
        hubness=data["hubness"],
        origin=text(data.get("origin", ""), "origin"),
    )
    for value in (facts.dim, facts.input_px, *facts.pooled_dims):
        if type(value) is not int or not 0 < value < 1 << 16:
            raise ValueError(f"a size of the model is {value!r}")
    if type(facts.hubness) is not bool:
        raise ValueError(f"hubness of the model is {facts.hubness!r}")
    if not _SHA256.fullmatch(facts.fingerprint):
        raise ValueError(f"the model's fingerprint is {facts.fingerprint!r}")
    if not facts.pooled_dims or not 0 <= low <= high:
        raise ValueError("the model has no scales, or its ground range is upside down")
    return facts


_FIELDS = frozenset(field.name for field in fields(SourceEntry))


def source_entry(data: Any, roots: int) -> SourceEntry:
    """A source of a manifest. What it says that this program does not know is left out.

    Args:
        data: its JSON.
        roots: how many archives the manifest has.

    Raises:
        ValueError: it says what no run of the program writes; a phrase names the first such thing.
        TypeError, AttributeError: it is not a source, or lacks something.
    """
    entry = SourceEntry(**{key: value for key, value in data.items() if key in _FIELDS})
    if entry.state not in _STATES:
        raise ValueError(f"its state is {entry.state!r}")
    entry.state = SourceState(entry.state)
    fault = _fault_of(entry, roots)
    if fault:
        raise ValueError(fault)
    return entry


def _fault_of(entry: SourceEntry, roots: int) -> str:
    """What is impossible about an entry, ``""`` when nothing is."""
    for key in _TEXTS:
        if type(getattr(entry, key)) is not str:
            return f"{key} is {getattr(entry, key)!r}"
    for key in _COUNTS:
        if not _is_count(getattr(entry, key)):
            return f"{key} is {getattr(entry, key)!r}"
    for key, kind in (("mtime_ns", int), ("thumbnails", bool)):
        if type(getattr(entry, key)) is not kind:
            return f"{key} is {getattr(entry, key)!r}"
    impossible = {
        "it lies in no archive": entry.root >= roots,
        f"its name {entry.name!r} leads out of its archive": not is_inside(entry.name),
        f"its id is {entry.id!r}": not _ID.fullmatch(entry.id) or bool(entry.shard and not entry.id),
        f"its shard is {entry.shard!r}": not _SHARD.fullmatch(entry.shard),
        "it has tiles and no shard": entry.searchable and not entry.shard,
    }
    found = next((words for words, is_so in impossible.items() if is_so), "")
    if entry.parts is not None and not _are_subdatasets(entry.parts):
        found = found or f"its parts are {str(entry.parts)[:80]}"
    return found or _stretch_fault(entry.stretch) or _taken_fault(entry.taken)


def _are_subdatasets(names: Any) -> bool:
    """True for names of rasters inside a file, as GDAL's names are made from them."""
    return isinstance(names, list) and all(
        isinstance(name, str) and inner.is_subdataset(name) for name in names
    )


def _taken_fault(facts: Any) -> str:
    try:
        taken.from_json(facts)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        return f"what was taken of it is damaged ({error!r})"
    return ""


def _stretch_fault(stretch: Any) -> str:
    if stretch is None:
        return ""
    try:
        Stretch.from_json(stretch)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        return f"its stretch is damaged ({error!r})"
    return ""


def shard_record(name: str, data: Any) -> ShardRecord:
    """What a manifest says about a shard. Raises KeyError, TypeError or ValueError when it makes no sense."""
    record = ShardRecord(data["rows"], data["bytes"], data["sha256"])
    if not name or not _SHARD.fullmatch(name) or not _is_count(record.rows) or not _is_count(record.bytes):
        raise ValueError(f"the record of shard {name!r} makes no sense")
    if not _SHA256.fullmatch(record.sha256):
        raise ValueError(f"the checksum of shard {name!r} is {record.sha256!r}")
    return record


def is_inside(name: str) -> bool:
    """True for a relative path that stays below the folder it is relative to."""
    if not name or name.startswith("/") or "\0" in name or ".." in name.split("/"):
        return False
    windows = PureWindowsPath(name)
    return os.name != "nt" or not (windows.anchor or ".." in windows.parts)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < 1 << 63


def text(value: object, name: str) -> str:
    """``value`` when it is text, else ValueError, which says ``name``."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{name} is {value!r}")
    return value


def number(value: object, name: str) -> float:
    """``value`` when it is a finite number, else ValueError, which says ``name``."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}")
    return float(value)
