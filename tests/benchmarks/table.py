"""The figures of the benchmarks as rows of one table: printed as they come, and kept for ``tests.benchmarks.all``.

A row says what was measured, what stands beside it in the same run, their ratio, and the limit there is.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

ROWS = "MSA_BENCH_ROWS"
"""Environment variable: file that rows are appended to, one JSON object per line."""

_HEADER = "| what | measured | beside | ratio | limit |"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; ``ratio`` is None where there is nothing to divide by."""

    what: str
    measured: str
    beside: str = ""
    ratio: float | None = None
    limit: str = ""

    def markdown(self) -> str:
        """The row of a Markdown table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return f"| {self.what} | {self.measured} | {self.beside} | {ratio} | {self.limit} |"


def note(what: str, measured: str, beside: str = "", ratio: float | None = None, limit: str = "") -> None:
    """Print a row, and append it to the file named by :data:`ROWS` if that is set."""
    row = Row(what, measured, beside, ratio, limit)
    sys.stdout.write(row.markdown() + "\n")
    sys.stdout.flush()
    if os.environ.get(ROWS):
        with Path(os.environ[ROWS]).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(row)) + "\n")


def markdown(rows: list[Row]) -> str:
    """A whole table."""
    return "\n".join(
        [_HEADER, "|" + "---|" * _HEADER.count(" | ") + "---|", *(row.markdown() for row in rows)]
    )


def read(file: Path) -> list[Row]:
    """The rows that were appended to a file."""
    return [Row(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]
