"""What a raster holds at a place, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models.asked_of_map.point_request import PointAnswer
from app.models.words.core_words import in_own_language
from app.translation import numeral, short_numeral, tr, tr_n
from app.units import resolution_label
from msa_core.names import visible
from msa_core.records import RasterInfo

if TYPE_CHECKING:
    from msa_core.raster.pixels.point_values import PointValues


def raster_words(answer: PointAnswer, info: RasterInfo | None) -> str:
    """A line each: date, pixel and ground, values of the bands."""
    if answer.values is None:
        return in_own_language(answer.problem)
    values = answer.values
    lines = [date_words(values)]
    where = tr("column {column}, row {row}", column=numeral(values.column), row=numeral(values.row))
    if info is not None and info.gsd_m:
        where += "  ·  " + tr("{size} per pixel", size=resolution_label(info.gsd_m))
    lines.append(where)
    lines += band_lines(values)
    return "\n".join(lines)


def date_words(values: PointValues) -> str:
    """When it was taken and what says so."""
    if values.datetime is None:
        return tr("no date")
    day, _, time = values.datetime.partition("T")
    clock = f" {time[:5]} UTC" if time and not time.startswith("00:00") else ""
    return (
        f"{day}{clock} ({in_own_language(values.datetime_from)})" if values.datetime_from else f"{day}{clock}"
    )


def band_lines(values: PointValues) -> list[str]:
    """Each band with its number, its name and what is stored."""
    lines = []
    for band, (name, value) in enumerate(zip(values.names, values.values, strict=True), start=1):
        label = tr("band {number}", number=band) + (f" ({visible(name)})" if name else "")
        lines.append(f"{label}: {tr('no data') if value is None else short_numeral(value, 7)}")
    if values.left_out:
        lines.append(tr_n(values.left_out, "and %n more band", "and %n more bands"))
    return lines
