"""An area read from a file on a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.question.conditions import Area

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader


@dataclass(frozen=True, slots=True)
class AreaRequest:
    """Read an area, as ``msa search --area`` reads it: ``path`` is a file, or WKT that was drawn and has a ``name``."""

    path: str
    name: str = ""

    @property
    def key(self) -> Hashable:
        return ("area", self.path)

    @property
    def priority(self) -> float:
        return 2

    def work(self, _open_raster: Callable[[str], RasterReader]) -> Area:
        """Runs on a thread of the pixels lane. Raises UsageError."""
        from msa_core.retrieval.query.areas.area import parse_area

        wkt = parse_area(self.path)
        assert wkt is not None
        return Area(wkt, self.name or Path(self.path).stem)


@dataclass(frozen=True, slots=True)
class AreasRequest:
    """Read each area of a file, as ``msa searches --areas`` reads them; WKT that was drawn has a ``name``."""

    path: str
    name: str = ""

    @property
    def key(self) -> Hashable:
        return ("areas", self.path)

    @property
    def priority(self) -> float:
        return 2

    def work(self, _open_raster: Callable[[str], RasterReader]) -> tuple[Area, ...]:
        """Runs on a thread of the pixels lane. Raises UsageError."""
        from msa_core.retrieval.query.areas.area import each_area

        return tuple(Area(wkt, self.name or called) for called, wkt in each_area(self.path))


@dataclass(frozen=True, slots=True)
class SharedArea:
    """What lies in two areas, WKT both; an empty answer when they have nothing in common."""

    first: str
    second: str
    name: str

    @property
    def key(self) -> Hashable:
        return "shared area"

    @property
    def priority(self) -> float:
        return 2

    def work(self, _open_raster: Callable[[str], RasterReader]) -> Area | None:
        """Runs on a thread of the pixels lane."""
        from msa_core.retrieval.query.areas.area import inside, parse_area

        both = inside(self.first, self.second)
        if both is None or both.endswith("EMPTY"):
            return None
        return Area(parse_area(both) or both, self.name)
