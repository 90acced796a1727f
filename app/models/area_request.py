"""An area read from a file on a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.conditions import Area

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
        from msa_core.retrieval.query.area import parse_area

        wkt = parse_area(self.path)
        assert wkt is not None
        return Area(wkt, self.name or Path(self.path).stem)
