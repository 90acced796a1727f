"""The tables of ``msa eval`` on stdout: drawn on a terminal, tab-separated otherwise."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msa_core.commands.learning.eval.eval_report import COLUMNS, Report, subject
from msa_core.names import visible

_HEADINGS = {f"{way}_r{k}": f"{way} R@{k}" for way in ("i2t", "t2i") for k in (1, 5, 10)}

_WIDE = 104


@dataclass(frozen=True)
class _Table:
    """Rows of cells below headings; ``below`` holds an interval for some of the cells."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    below: Sequence[tuple[str, ...]]


def print_report(report: Report) -> None:
    """Say what was measured in the first line, then one table after the other."""
    first = visible(f"{subject(report)}, model {report['model'][:12]}")
    tables = [
        replace(table, rows=[tuple(map(visible, row)) for row in table.rows]) for table in _tables(report)
    ]
    if sys.stdout.isatty():
        _print_rich(first, tables)
    else:
        _print_plain(first, tables)


def _tables(report: Report) -> list[_Table]:
    tables = []
    if report["figures"]:
        tables.append(_recalls("", report))
        gain = report.get("reranked_gain")
        if gain and "interval" in gain:
            low, high = gain["interval"]
            said = f"re-ranking changes mR by {gain['mR']:+.2f} ({low:+.2f} to {high:+.2f})"
            tables.append(_Table(said, (), [], []))
        tables.append(
            _recalls(
                "text equivalence: captions that read the same count as right", report["text_equivalent"]
            )
        )
    if report["categories"]:
        tables.append(_categories(report["categories"]))
    if report["classes"]:
        tables += _classes(report["classes"])
    return tables


def _recalls(title: str, counts: Report) -> _Table:
    rows = [(name, *(f"{row[key]:.2f}" for key in COLUMNS)) for name, row in counts["figures"].items()]
    below = [("", *(_span(row[key]) for key in COLUMNS)) for row in counts["intervals"].values()]
    return _Table(title, ("ranked by", *COLUMNS), rows, below)


def _categories(found: list[Report]) -> _Table:
    rows = [
        (row["category"], f"{row['pictures']}", f"{row['captions']}", *(f"{row[key]:.2f}" for key in COLUMNS))
        for row in found
    ]
    below = [
        ("",) * (2 + len(COLUMNS)) + (_span([row["mR_low"], row["mR_high"]]),)
        for row in found
        if "mR_low" in row
    ]
    return _Table("by category, cosine", ("category", "pictures", "captions", *COLUMNS), rows, below)


def _classes(found: Report) -> list[_Table]:
    left = f", {found['without_class']} pictures of no such class left out" if found["without_class"] else ""
    title = f"zero-shot classes: {found['pictures']:,} pictures, {found['classes']} classes{left}"
    names = tuple(found["figures"])
    values = [tuple(f"{found['figures'][name]:.2f}" for name in names)]
    spans = [tuple(_span(found["intervals"][name]) for name in names)] if found["intervals"] else []
    rows = [
        (
            row["class"],
            f"{row['pictures']}",
            _share(row["top1"]),
            _share(row["top5"]),
            "-" if row["taken_for"] is None else f"{row['taken_for']} {row['taken_for_share']:.0f} %",
        )
        for row in found["by_class"]
    ]
    return [
        _Table(title, names, values, spans),
        _Table("by class", ("class", "pictures", "top1", "top5", "taken for"), rows, []),
    ]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _span(ends: Sequence[float]) -> str:
    return f"{ends[0]:.1f}–{ends[1]:.1f}"


def _print_plain(first: str, tables: list[_Table]) -> None:
    """Tab-separated; what is not a table begins with ``#``. Intervals of mR as two more columns."""
    sys.stdout.write(f"# {first}\n")
    for table in tables:
        if table.title:
            sys.stdout.write(f"# {table.title}\n")
        has_span = bool(table.below) and table.headings[-1:] == ("mR",)
        ends = [tuple(span[-1].split("–")) for span in table.below] if has_span else [()] * len(table.rows)
        if table.headings:
            more = ("mR_low", "mR_high") if has_span else ()
            sys.stdout.write("\t".join((*table.headings, *more)) + "\n")
        for row, end in zip(table.rows, ends, strict=True):
            sys.stdout.write("\t".join((*row, *end)) + "\n")
        if table.below and not has_span:
            for span in table.below:
                sys.stdout.write("\t".join(span) + "\n")


def _narrow(table: _Table) -> _Table:
    """What of a table of recalls fits into 80 columns: intervals of mR only; of a category only its mR."""
    if table.headings[-1:] != ("mR",):
        return table
    if "captions" not in table.headings:
        return replace(table, below=[(*("",) * (len(row) - 1), row[-1]) for row in table.below])
    rows = [(*row[:2], row[-1]) for row in table.rows]
    return _Table(
        table.title, ("category", "pictures", "mR"), rows, [("", "", row[-1]) for row in table.below]
    )


def _print_rich(first: str, tables: list[_Table]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    console.print(Text(first, "bold"))
    for table in tables:
        console.print()
        if table.title:
            console.print(Text(table.title, "bold" if table.headings else ""))
        if not table.headings:
            continue
        if console.width < _WIDE:
            table = _narrow(table)
        drawn = Table(box=None, header_style="dim", pad_edge=False)
        for column, heading in enumerate(table.headings):
            is_text = heading in ("ranked by", "category", "class", "taken for")
            drawn.add_column(
                _HEADINGS.get(heading, heading),
                justify="left" if is_text else "right",
                style="bold" if heading == "mR" or (column == 0 and is_text) else "",
                no_wrap=True,
            )
        for number, row in enumerate(table.rows):
            drawn.add_row(*row)
            if number < len(table.below):
                drawn.add_row(*(Text(cell, "dim not bold") for cell in table.below[number]))
        console.print(drawn)
