"""What the line about a source says: how many tiles, what was taken of the file, what fell out and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msa_core.addresses import shown
from msa_core.errors import NothingUsableError
from msa_core.indexing.folder.manifest.manifest import SourceEntry
from msa_core.names import printable
from msa_core.raster.pixels import taken
from msa_core.records import SourceReport
from msa_core.source_states import SourceState


def counts(entry: SourceEntry) -> str:
    """How many tiles, what fell out and why, what should be known, and what was taken of it."""
    facts = taken.from_json(entry.taken)
    told = [] if facts is None else taken.phrases(facts)
    if entry.state == SourceState.COPY:
        return entry.reason
    parts = [number_of(entry.tiles, "tile")]
    if entry.failed:
        parts = [f"{entry.tiles} of {entry.planned} tiles", f"{entry.failed} unreadable: {entry.reason}"]
    elif entry.reason:
        parts.append(entry.reason)
    if entry.empty:
        parts.append(f"{entry.empty} empty left out")
    if entry.blank:
        parts.append(f"{entry.blank} without content (one colour, or a handful of pixels)")
    if entry.note:
        parts.append(entry.note)
    # Reasons and notes are sentences; within the line they end as its other parts do.
    *others, last = parts + told
    return "; ".join([*(part.removesuffix(".") for part in others), last])


def report_of(entry: SourceEntry, path: Path, state: SourceState, detail: str) -> SourceReport:
    """The record of a source."""
    return SourceReport(
        name=entry.name,
        path=shown(path),
        state=state,
        tiles=entry.tiles,
        reason=detail,
        taken=taken.from_json(entry.taken),
        id=entry.id if entry.searchable else "",
    )


def require_searchable(reports: Sequence[SourceReport]) -> None:
    """Raise NothingUsableError for a run that left nothing to search: how many are unusable, and the first reason."""
    if not any(report.state.is_searchable for report in reports):
        raise NothingUsableError(_none_searchable(reports))


def _none_searchable(reports: Sequence[SourceReport]) -> str:
    wrong = [report for report in reports if report.state.is_unusable]
    if not wrong:
        return "No source could be indexed."
    first = f"{printable(wrong[0].name)}: {wrong[0].reason}"
    if len(wrong) == 1:
        return f"The only source could not be indexed. {first}"
    return f"None of the {len(wrong)} sources could be indexed. The first, {first}"


def number_of(count: int, what: str) -> str:
    """``1 tile``, ``2 tiles``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
