"""How the rows of an archive are drawn on the map: of very many a change of all is one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import overload

import numpy as np

from app.models.archive.archive_row import ArchiveRow

NOWHERE, SHUT, OPEN = 0, 1, 2


def _none(kind: type) -> np.ndarray:
    return np.zeros(0, dtype=kind)


@dataclass(slots=True, eq=False, kw_only=True)
class Drawn:
    """Of each row (n,).

    Attributes:
        eyes: ``NOWHERE`` where it does not lie on the map, else whether it is shown, ``OPEN`` or ``SHUT``.
        opacities: 0..1.
        listed: place among the rasters of the listing, -1 where it has none.
    """

    eyes: np.ndarray = field(default_factory=lambda: _none(np.uint8))
    opacities: np.ndarray = field(default_factory=lambda: _none(np.float64))
    listed: np.ndarray = field(default_factory=lambda: _none(np.int64))

    @property
    def unusual(self) -> np.ndarray:
        """Numbers of the rows that are hidden or translucent, ascending."""
        return np.flatnonzero((self.eyes == SHUT) | (self.opacities != 1.0))

    def are_usual(self, some: slice) -> bool:
        """Whether none of these rows is hidden or translucent."""
        return not bool(((self.eyes[some] == SHUT) | (self.opacities[some] != 1.0)).any())

    def of(self, number: int) -> tuple[int, float]:
        """Eye and opacity of a row."""
        return int(self.eyes[number]), float(self.opacities[number])

    def placed(self, numbers: np.ndarray) -> np.ndarray:
        """Those of some rows that lie on the map."""
        return numbers[self.eyes[numbers] != NOWHERE]

    def by_raster(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Of the ``count`` rasters of the listing: which are shown, bool (count,), and their opacities (count,)."""
        shown, opacities = np.ones(count, dtype=bool), np.ones(count)
        rows = np.flatnonzero(self.listed >= 0)
        shown[self.listed[rows]] = self.eyes[rows] != SHUT
        opacities[self.listed[rows]] = self.opacities[rows]
        return shown, opacities


class Rows(Sequence[ArchiveRow]):
    """Rows as they are drawn; what is told of each is made when it is asked for."""

    def __init__(self, rows: Sequence[ArchiveRow], drawn: Drawn) -> None:
        self._rows, self._drawn = rows, drawn

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> ArchiveRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[ArchiveRow]: ...
    def __getitem__(self, at: int | slice) -> ArchiveRow | list[ArchiveRow]:
        if isinstance(at, slice):
            rows = list(self._rows[at])
            if self._drawn.are_usual(at):
                return rows
            return [self[number] for number in range(*at.indices(len(self._rows)))]
        row = self._rows[at]
        eye, opacity = self._drawn.of(at)
        if eye != SHUT and opacity == 1.0:
            return row
        return replace(row, shown=eye != SHUT, opacity=opacity)

    @property
    def listed(self) -> Sequence[ArchiveRow]:
        """The rows as they would be shown: not how they are drawn now."""
        return self._rows
