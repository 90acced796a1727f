"""What is to be imported of embeddings that another program made, and what came of it. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedImport:
    """What is to be imported.

    Attributes:
        given: files, and folders that are searched through for Parquet files.
        out: the folder of the new index.
        origin: what made the embeddings, ``""`` as the files say.
        side_m: side of the square that stands for a point.
    """

    given: tuple[str, ...]
    out: str
    origin: str = ""
    side_m: float = 100.0

    def arguments(self) -> list[str]:
        """For ``msa import``."""
        words = ["import", "--out", self.out, "--side-m", repr(self.side_m), "--json-progress"]
        words += ["--by", self.origin] if self.origin else []
        return [*words, "--", *self.given]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What came of it.

    Attributes:
        out: the index, ``""`` when there is none.
        sentence: what came of it, in one line.
        remarks: a line for each file that was not taken whole, and for what was passed over.
    """

    out: str = ""
    sentence: str
    remarks: tuple[str, ...] = ()
