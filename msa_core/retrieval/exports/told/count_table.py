"""What saved searches find in several areas, as a table: a row a search, two columns an area."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msa_core.messages import SearchCount
from msa_core.retrieval.exports.told.spreadsheet_cells import as_text

UNKNOWN = "-"
"""Where it cannot be told what stands out."""


def counted(count: SearchCount | None) -> str:
    """Tiles at the cut or above; a dash where that cannot be told, nothing where it was not counted."""
    if count is None:
        return ""
    return UNKNOWN if count.problem or count.above_cut is None else str(count.above_cut)


def best(count: SearchCount | None) -> str:
    """The best score with four digits, empty where nothing was found."""
    return "" if count is None or count.best is None else f"{count.best:.4f}"


def table_of(
    searches: Sequence[str], areas: Sequence[str], counts: Mapping[tuple[int, int], SearchCount]
) -> list[list[str]]:
    """Lines of cells, the first of headings: of each area what stands out, and the best score.

    Args:
        counts: by the places of search and area; what lacks was not counted.
    """
    headings = ["search"]
    for area in areas:
        headings += [area, f"{area}: best score"]
    lines = [headings]
    for row, name in enumerate(searches):
        found = [counts.get((row, column)) for column in range(len(areas))]
        lines.append([name, *(text for count in found for text in (counted(count), best(count)))])
    return lines


def as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """UTF-8, as all tables of this program; no name is computed as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(_guarded(lines))
    return text.getvalue().encode("utf-8")


def as_pasted(lines: Iterable[Sequence[str]]) -> str:
    """As a spreadsheet takes it from the clipboard; no name is computed as a formula, or breaks a line."""
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in _guarded(lines))


def _guarded(lines: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Names are all cells of the first line, and the first of the others; what is left are numbers."""
    for number, line in enumerate(lines):
        yield [as_text(cell) if number == 0 or place == 0 else cell for place, cell in enumerate(line)]
