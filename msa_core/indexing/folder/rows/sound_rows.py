"""Damaged rows of a shard: left out of what is searched, counted and told, so that one does not cost the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from msa_core.indexing.folder.rows.row_rules import faulty_rows, row_faults, texts_of
from msa_core.indexing.folder.rows.shards import read_shard


@dataclass(slots=True)
class LeftOut:
    """Damaged rows: sentences about them, and the sources they belong to."""

    sentences: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    def to_json(self) -> dict[str, list[str]]:
        return {"sentences": self.sentences, "sources": sorted(self.sources)}

    def add(self, rows: SoundRows, wanted: int) -> None:
        """Note what was left out of a shard of ``wanted`` tiles."""
        self.sources |= rows.sources or set(rows.ids)
        self.sentences.append(
            f"{rows.count} of {wanted} tiles in {rows.path} are damaged and were left out ({rows.first}). msa verify "
            "tells more; msa index on the archive makes that source again."
        )


class SoundRows:
    """Takes damaged rows out of the pieces of one shard, and remembers what they were.

    Args:
        path: the shard; a tile that it holds twice is damaged the second time.
        ids: its sources, of which a row has to be one.
        levels: number of ground sizes of the index.

    Attributes:
        count: rows left out; ``first``: the first of them, and why; ``sources``: theirs, as far as they are known.
    """

    def __init__(self, path: Path, ids: dict[str, int], levels: int) -> None:
        self.count, self.first, self.sources = 0, "", set[str]()
        self.path, self.ids, self._levels, self._start = path, ids, levels, 0
        column = read_shard(path, ["id"]).column("id")
        self._seen: set[str | None] | None = (
            set() if pc.count_distinct(column).as_py() < len(column) else None
        )
        self._is_own = set(ids) == {path.stem}

    def of(self, table: pa.Table) -> pa.Table:
        """The sound rows of a piece; pieces come in their order."""
        faulty = faulty_rows(table, self._levels)
        words = row_faults(table, self._levels, self._start)[:1] if faulty.any() else []
        ids = texts_of(table.column("id")) if self._seen is not None or self._is_own or faulty.any() else []
        if self._seen is not None:
            twice = self._seen_before(ids)
            words += (
                [f"the tile {ids[int(twice.argmax())]} is there twice"] if (twice & ~faulty).any() else []
            )
            faulty |= twice
        if self._is_own:
            strange = np.array([str(tile).partition("/")[0] not in self.ids for tile in ids], bool)
            words += [f"the tile {ids[int(strange.argmax())]} is of no such source"] * bool(
                (strange & ~faulty).any()
            )
            faulty |= strange
        self._start += len(table)
        if not faulty.any():
            return table
        self.count += int(faulty.sum())
        self.first = self.first or words[0]
        owners = {str(ids[row]).partition("/")[0] for row in np.flatnonzero(faulty).tolist()}
        self.sources |= owners & set(self.ids)
        return table.filter(pa.array(~faulty))

    def _seen_before(self, ids: Sequence[str | None]) -> np.ndarray:
        """Bool per id: whether a row before it has it, too."""
        assert self._seen is not None
        found = np.zeros(len(ids), bool)
        for row, tile in enumerate(ids):
            found[row] = tile in self._seen
            self._seen.add(tile)
        return found
