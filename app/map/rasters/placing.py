"""Where rasters lie on the map: of very many it is computed off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from app.map.projection.geometry import WEB_MERCATOR, Projection
from app.map.projection.rings import SLICE, Rings, rings_of
from app.map.rasters.footprint_grid import Footprints
from msa_core.records import Ring

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader


class Each(Sequence[Any]):
    """One attribute of each of many records, without a list of them."""

    def __init__(self, records: Sequence[Any], name: str) -> None:
        self._records, self._get = records, attrgetter(name)

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, at: Any) -> Any:
        found = self._records[at]
        return [self._get(record) for record in found] if isinstance(at, slice) else self._get(found)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """Rings on the map from below, each with a number.

    Attributes:
        rings: in the order in which they are drawn.
        footprints: their boxes, found by a grid where they are many.
        owner_of: the number of the footprint at each path.
        by_owner: numbers of the rings, those of a footprint together; ``first_of`` where those of each begin.
        marks: what the footprints are marked with, each once; ``mark_of`` the number of each footprint's, (m,).
    """

    rings: Rings
    footprints: Footprints
    owner_of: Mapping[str, int]
    by_owner: np.ndarray
    first_of: np.ndarray
    marks: tuple[Hashable, ...]
    mark_of: np.ndarray

    def numbers_of(self, path: str) -> np.ndarray:
        """Numbers of the rings at a path."""
        owner = self.owner_of.get(path)
        return (
            self.by_owner[:0]
            if owner is None
            else self.by_owner[self.first_of[owner] : self.first_of[owner + 1]]
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlaceRequest:
    """Place footprints; work for the pixels lane, or for the thread that asks where they are few.

    Attributes:
        layer: whose footprints they are; a newer request of a layer takes the place of an older one.
        projection: of the map.
        rings_lonlat: the footprint of each, in degrees.
        marks: what each is marked with, empty where they are all alike.
        paths: of each, empty where nobody asks by path; those of one path count as one.
        order: which path lies above which, the topmost first; the others lie below them, small above large.
    """

    layer: str
    projection: Projection
    rings_lonlat: Sequence[Sequence[Ring]]
    marks: Sequence[Hashable] = ()
    paths: Sequence[str] = ()
    order: Sequence[str] = ()

    @property
    def key(self) -> Hashable:
        return ("places", self.layer)

    @property
    def priority(self) -> float:
        # Before all else: without it there is nothing on the map.
        return 6.0

    def work(self, _open_raster: Callable[[str], RasterReader] | None = None) -> Placed:
        """Runs on any thread, in steps that leave others their turn."""
        rings = rings_of(self.projection, self.rings_lonlat)
        width, height = rings.boxes[:, 2] - rings.boxes[:, 0], rings.boxes[:, 3] - rings.boxes[:, 1]
        flat = (width <= 0) | (height <= 0)
        if flat.any():
            rings, width, height = rings.taken(np.flatnonzero(~flat)), width[~flat], height[~flat]
        owner_of, owners = self._owners(rings)
        by_area = np.argsort(-width * height, kind="stable")
        if self.order:
            rank, last = {path: rank for rank, path in enumerate(self.order)}, len(self.order)
            ranks = np.fromiter((rank.get(path, last) for path in self.paths), np.int64, len(self.paths))
            by_area = by_area[np.argsort(-ranks[rings.owners[by_area]], kind="stable")]
        drawn, owners = rings.taken(by_area), owners[by_area]
        by_owner = np.argsort(owners, kind="stable")
        first_of = np.searchsorted(owners[by_owner], np.arange(len(self.rings_lonlat) + 1))
        marks, mark_of = self._marks()
        return Placed(
            marks=marks,
            mark_of=mark_of,
            rings=drawn,
            footprints=Footprints(drawn.boxes),
            owner_of=owner_of,
            by_owner=by_owner,
            first_of=first_of,
        )

    def _marks(self) -> tuple[tuple[Hashable, ...], np.ndarray]:
        """Each mark once, and the number of each footprint's."""
        known: dict[Hashable, int] = {}
        numbers: dict[int, int] = {}  # by identity: one mark is that of very many, and slow to compare
        mark_of = np.zeros(len(self.marks), dtype=np.int64)
        for at, mark in enumerate(self.marks):
            if id(mark) not in numbers:
                numbers[id(mark)] = known.setdefault(mark, len(known))
            mark_of[at] = numbers[id(mark)]
        return tuple(known), mark_of

    def _owners(self, rings: Rings) -> tuple[dict[str, int], np.ndarray]:
        """The number of each path, and of each ring the number of its path."""
        owner_of: dict[str, int] = {}
        for start in range(0, len(self.paths), SLICE):
            for at, path in enumerate(self.paths[start : start + SLICE], start):
                owner_of.setdefault(path, at)
        if len(owner_of) == len(self.paths):
            return owner_of, rings.owners
        first = np.array([owner_of[path] for path in self.paths], dtype=np.int64)
        return owner_of, first[rings.owners]


NOTHING = PlaceRequest(layer="", projection=WEB_MERCATOR, rings_lonlat=()).work()
"""No footprints at all."""
