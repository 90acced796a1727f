"""What the line about a source says: how many tiles, what was taken of the file, what fell out and why."""

from __future__ import annotations

from pathlib import Path

from msa_core.indexing.folder.manifest import SourceEntry
from msa_core.raster import taken
from msa_core.records import SourceReport


def counts(entry: SourceEntry) -> str:
    """How many tiles, what fell out and why, what should be known, and what was taken of it."""
    facts = taken.from_json(entry.taken)
    told = [] if facts is None else taken.phrases(facts)
    if entry.state == "copy":
        return entry.reason
    parts = [number_of(entry.tiles, "tile")]
    if entry.failed:
        parts = [f"{entry.tiles} of {entry.planned} tiles", f"{entry.failed} unreadable: {entry.reason}"]
    elif entry.reason:
        parts.append(entry.reason)
    if entry.empty:
        parts.append(f"{entry.empty} empty left out")
    if entry.note:
        parts.append(entry.note)
    return "; ".join(parts + told)


def report_of(
    entry: SourceEntry, path: Path, state: str, detail: str, tiles: int | None = None
) -> SourceReport:
    """The record of a source; ``tiles`` when they are others than its own."""
    count = entry.tiles if tiles is None else tiles
    return SourceReport(entry.name, str(path), state, count, detail, taken.from_json(entry.taken))


def number_of(count: int, what: str) -> str:
    """``1 tile``, ``2 tiles``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
