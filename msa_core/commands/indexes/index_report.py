"""How ``msa index`` ends: a sentence, and a table of what was indexed, refused and passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msa_core.commands.options import terminal
from msa_core.names import printable
from msa_core.records import PassedOver, SourceReport
from msa_core.source_states import SourceState

_STATES = (
    SourceState.INDEXED, SourceState.PARTIAL, SourceState.UNCHANGED, SourceState.REFUSED, SourceState.MISSING,
)  # fmt: skip
# Reasons told in the table; the lines of the sources have them all.
_REASONS_TOLD = 3


def conclude(
    reports: Sequence[SourceReport],
    out: Path,
    progress: terminal.SourceJson | terminal.SourceLines,
    is_part: bool,
) -> None:
    """Say what came of it all.

    Raises:
        NothingUsableError: no source is searchable; of a part that is not a fault, other parts may have some.
    """
    states = Counter(report.state for report in reports)
    usable = sum(report.state.is_searchable for report in reports)
    over = progress.passed_over
    if isinstance(progress, terminal.SourceLines):
        terminal.table(table(reports, over))
    if not is_part:
        from msa_core.indexing.folder.manifest.report_lines import require_searchable

        require_searchable(reports)
    tiles = sum(report.tiles for report in reports if report.state.is_searchable)
    parts = [f"{states[state]} {state}" for state in _STATES if states[state]]
    summary = (
        f"{terminal.counted(tiles, 'tile')} of {terminal.counted(usable, 'source')} in {out} "
        f"({', '.join(parts) or 'nothing falls to this part'})"
    )
    progress.done(summary, sources=dict(states), passed_over=dict(over.kinds), told=list(progress.told))
    if isinstance(progress, terminal.SourceLines):
        for sentence in progress.told:
            terminal.note(printable(sentence))
        for report in reports:
            if report.state == SourceState.MISSING:
                terminal.note(f"{printable(report.name)}: {report.reason}")
        terminal.note(summary)


def table(reports: Sequence[SourceReport], over: PassedOver) -> list[tuple[str, str, str]]:
    """Rows of (state, how many, details): sources by state, and files passed over by kind."""
    rows: list[tuple[str, str, str]] = []
    for state in _STATES:
        of_state = [report for report in reports if report.state == state]
        if of_state:
            rows.append((state, f"{len(of_state):,}", _details(state, of_state)))
    if over.files:
        rows.append(("passed over", f"{over.files:,}", f"{over.words} (not taken)"))
    return rows


def _details(state: SourceState, reports: Sequence[SourceReport]) -> str:
    if not state.is_unusable:
        tiles = sum(report.tiles for report in reports)
        return "1 tile" if tiles == 1 else f"{tiles:,} tiles"
    reasons = Counter(report.reason for report in reports).most_common()
    told = [f"{count:,} x {reason}" if count > 1 else reason for reason, count in reasons[:_REASONS_TOLD]]
    if len(reasons) > _REASONS_TOLD:
        more = len(reasons) - _REASONS_TOLD
        told.append(f"{more:,} more {'reason is' if more == 1 else 'reasons are'} in the lines above.")
    return " ".join(reason if reason.endswith(".") or reason is told[-1] else f"{reason};" for reason in told)
