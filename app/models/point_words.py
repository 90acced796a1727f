"""What a raster holds at a place, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.point_request import PointAnswer
from app.units import resolution_label
from msa_core.names import visible
from msa_core.records import RasterInfo

if TYPE_CHECKING:
    from msa_core.raster.pixels.point_values import PointValues


def raster_words(answer: PointAnswer, info: RasterInfo | None) -> str:
    """A line each: date, pixel and ground, values of the bands."""
    if answer.values is None:
        return answer.problem
    values = answer.values
    lines = [date_words(values)]
    ground = f"  ·  {resolution_label(info.gsd_m)} per pixel" if info is not None and info.gsd_m else ""
    lines.append(f"column {values.column:,}, row {values.row:,}{ground}")
    lines += band_lines(values)
    return "\n".join(lines)


def date_words(values: PointValues) -> str:
    """When it was taken and what says so."""
    if values.datetime is None:
        return "no date"
    day, _, time = values.datetime.partition("T")
    clock = f" {time[:5]} UTC" if time and not time.startswith("00:00") else ""
    return f"{day}{clock} ({values.datetime_from})" if values.datetime_from else f"{day}{clock}"


def band_lines(values: PointValues) -> list[str]:
    """Each band with its number, its name and what is stored."""
    lines = []
    for number, (name, value) in enumerate(zip(values.names, values.values, strict=True), start=1):
        label = f"band {number}" + (f" ({visible(name)})" if name else "")
        lines.append(f"{label}: {'no data' if value is None else f'{value:.7g}'}")
    if values.left_out:
        lines.append(f"and {values.left_out:,} more bands")
    return lines
