"""What rasters hold at a place, read on a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msa_core.errors import MsaError

if TYPE_CHECKING:
    from msa_core.raster.pixels.point_values import PointValues
    from msa_core.raster.pixels.reader import RasterReader


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """A raster at the place: its values, or the sentence why there are none; neither where it has no pixel there."""

    path: str
    values: PointValues | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PointRequest:
    """Read the pixel of each of these files at longitude and latitude."""

    paths: tuple[str, ...]
    lon: float
    lat: float

    @property
    def key(self) -> Hashable:
        return ("place",)

    @property
    def priority(self) -> float:
        return 8.0

    def work(self, open_raster: Callable[[str], RasterReader]) -> list[PointAnswer]:
        """Runs on a thread of the pixels lane; a file that cannot be read does not stop the others."""
        out = []
        for path in self.paths:
            try:
                out.append(PointAnswer(path, open_raster(path).values_at(self.lon, self.lat)))
            except MsaError as error:
                out.append(PointAnswer(path, None, str(error)))
        return out
