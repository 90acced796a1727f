"""What of the open archive is searched, and why the rest is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from app.models.archive.archive_row import ArchiveRow
from app.translation import mark, numeral, tr, tr_n
from msa_core.source_states import SourceState

EMPTY_REASON = "It holds no picture"
RANGE_WORDS = "trained on"
_FILE_CHANGED = "it changed while it was read"


class Gap(StrEnum):
    """Why a raster is not searched as it lies there, most pressing first."""

    NONE = ""
    FAILED = "failed"
    EMPTY = "empty"
    MISSING = "missing"
    CHANGED = "changed"
    PARTIAL = "in part"
    OUT_OF_RANGE = "outside the model's range"
    WAITING = "not indexed"


GAPS = tuple(Gap)
"""A gap is kept as its place here where there are very many."""
GAP_WORDS = {
    Gap.FAILED: mark("Unusable"),
    Gap.EMPTY: mark("Unusable: no picture in it"),
    Gap.MISSING: mark("File is missing"),
    Gap.CHANGED: mark("Changed since it was indexed"),
    Gap.PARTIAL: mark("Indexed in part"),
    Gap.OUT_OF_RANGE: mark("Outside the sizes of ground the model knows"),
    Gap.WAITING: mark("Not indexed yet"),
}
"""What each gap is called in the tree and beside the map."""
UNUSABLE = (Gap.FAILED, Gap.EMPTY)
UNSEARCHED = (*UNUSABLE, Gap.MISSING, Gap.WAITING)
"""Of what has one of these gaps nothing is searched."""


def gap_of(row: ArchiveRow) -> Gap:
    """Why a raster is not searched as it lies there; ``Gap.NONE`` when it is."""
    if row.state is SourceState.REFUSED:
        return Gap.EMPTY if row.reason.startswith(EMPTY_REASON) else Gap.FAILED
    if row.state is SourceState.MISSING:
        return Gap.MISSING
    if row.state is SourceState.NEW:
        return Gap.WAITING
    if row.is_changed or _FILE_CHANGED in row.reason:
        return Gap.CHANGED
    if row.state is SourceState.PARTIAL:
        return Gap.PARTIAL
    return Gap.OUT_OF_RANGE if RANGE_WORDS in row.reason else Gap.NONE


class Coverage:
    """Counts of a whole archive.

    Attributes:
        total: rasters and files that should have been rasters.
        searched: of these, those with tiles in the index.
        usable: of these, those that can be opened.
        tiles: in the index.
        gaps: how many rasters there are of each gap.
    """

    def __init__(self, rows: Iterable[ArchiveRow] = ()) -> None:
        self.total = self.searched = self.tiles = self.usable = 0
        self.gaps: Counter[Gap] = Counter()
        self.add(rows)

    def add(self, rows: Iterable[ArchiveRow]) -> None:
        """Count these too."""
        for row in rows:
            self.total += 1
            self.usable += row.info is not None
            if row.is_searched:
                self.searched += 1
                self.tiles += row.tiles
            if (gap := gap_of(row)) is not Gap.NONE:
                self.gaps[gap] += 1

    @property
    def unusable(self) -> int:
        """Files that cannot be opened, or hold no picture."""
        return sum(self.gaps[gap] for gap in UNUSABLE)

    @property
    def words(self) -> str:
        """``57 of 59 searched · 2 unusable · 3 changed``."""
        if not self.searched:
            parts = [tr_n(self.total, "%n raster", "%n rasters"), tr("not indexed")]
        else:
            parts = [
                tr(
                    "{searched} of {total} searched",
                    searched=numeral(self.searched),
                    total=numeral(self.total),
                )
            ]
        gaps, counted = self.gaps, []
        counted.append((self.unusable, tr_n(self.unusable, "%n unusable", "%n unusable")))
        counted.append((gaps[Gap.MISSING], tr_n(gaps[Gap.MISSING], "%n missing", "%n missing")))
        counted.append((gaps[Gap.CHANGED], tr_n(gaps[Gap.CHANGED], "%n changed", "%n changed")))
        counted.append((gaps[Gap.PARTIAL], tr_n(gaps[Gap.PARTIAL], "%n in part", "%n in part")))
        if self.searched:
            counted.append((gaps[Gap.WAITING], tr_n(gaps[Gap.WAITING], "%n new", "%n new")))
        return "  ·  ".join(parts + [words for count, words in counted if count])
