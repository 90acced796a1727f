"""What was taken of a raster: gathered from an open reader, kept as JSON, and told in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from msa_core.names import printable
from msa_core.raster.pixels.fills import ANY
from msa_core.records import SourceFacts

if TYPE_CHECKING:  # the window wants the words alone, without GDAL
    from msa_core.raster.find.stac.stac_items import ItemFacts
    from msa_core.raster.pixels.reader import RasterReader

_TEXTS = ("bands_why", "stretch", "nodata", "datetime_from", "position", "position_note", "platform", "item")


def facts_of(
    reader: RasterReader, left_out: Sequence[str] = (), item: ItemFacts | None = None
) -> SourceFacts:
    """The facts of an open raster.

    Args:
        reader: the raster.
        left_out: what its file holds and is not taken.
        item: what the STAC item says that led to it, whose date goes before that of the file; by default the item
            beside it counts.

    Raises:
        SourceError: nothing of it can be read.
    """
    from msa_core.raster.find import dates
    from msa_core.raster.find.stac import stac_items

    stretch = reader.stretch
    said = dates.parse_tag(item.datetime) if item is not None and item.datetime else None
    when = dates.Dated(said, "from its STAC item") if said else reader.dated
    told = item if item is not None else stac_items.item_beside(reader.path)
    return SourceFacts(
        bands=reader.bands.indexes,
        bands_why=reader.bands.reason,
        stretch=stretch.how,
        ends=()
        if stretch.identity or reader.bands.palette is not None
        else tuple(zip(stretch.low, stretch.high, strict=True)),
        nodata=reader.describe_nodata(),
        # Where only single bands lack data, "0 %" would be of pixels that lack all.
        nodata_percent=None if any(ANY in fill for fill in stretch.fills) else stretch.nodata_percent,
        datetime=when.iso,
        datetime_from=when.origin,
        position=reader.info.position,
        position_note=reader.info.note,
        left_out=tuple(left_out),
        cloud_percent=None if told is None else told.cloud_percent,
        platform="" if told is None else told.platform,
        item="" if told is None else told.item,
    )


def to_json(facts: SourceFacts | None) -> dict[str, Any] | None:
    """A JSON object that :func:`from_json` reads back."""
    return None if facts is None else asdict(facts)


def from_json(data: Mapping[str, Any] | None) -> SourceFacts | None:
    """Facts as an index keeps them; what a newer program added is left out, what an older one lacked is empty.

    Raises:
        KeyError, TypeError, ValueError: the object makes no sense.
    """
    if data is None:
        return None
    known = {field.name for field in fields(SourceFacts)}
    values = {key: value for key, value in dict(data).items() if key in known}
    for key in _TEXTS:
        if type(values.get(key, "")) is not str:
            raise ValueError(f"{key} is {values[key]!r}")
    if type(values.get("datetime")) not in (str, type(None)):
        raise ValueError(f"datetime is {values['datetime']!r}")
    percent = values.get("nodata_percent")
    cloud = values.get("cloud_percent")
    values["cloud_percent"] = None if cloud is None else float(cloud)
    values["bands"] = tuple(int(band) for band in values.get("bands", ()))
    values["ends"] = tuple((float(low), float(high)) for low, high in values.get("ends", ()))
    values["left_out"] = tuple(str(part) for part in values.get("left_out", ()))
    values["nodata_percent"] = None if percent is None else float(percent)
    return SourceFacts(**values)


def phrases(facts: SourceFacts) -> list[str]:
    """What was taken, a phrase each: bands, stretch, nodata, date, and what was left out."""
    found = [_bands(facts), _stretch(facts), _nodata_words(facts), _date(facts), _item_words(facts)]
    if facts.left_out:
        found.append(f"left out: {', '.join(facts.left_out)}")
    return [phrase for phrase in found if phrase]


def _bands(facts: SourceFacts) -> str:
    if not facts.bands:
        return ""
    numbers = ", ".join(map(str, facts.bands))
    what = f"band {numbers}" if len(facts.bands) == 1 else f"bands {numbers} as red, green, blue"
    return f"{what} ({facts.bands_why})" if facts.bands_why else what


def _stretch(facts: SourceFacts) -> str:
    ends = list(dict.fromkeys(facts.ends))
    if not ends:
        return facts.stretch
    values = ", ".join(f"{low:g} to {high:g}" for low, high in ends)
    return f"stretch {values} ({facts.stretch})"


def _nodata_words(facts: SourceFacts) -> str:
    if not facts.nodata:
        return ""
    percent = facts.nodata_percent
    share = "" if percent is None else f", {percent:.3g} % of it"
    return f"no data: {facts.nodata}{share}"


def _date(facts: SourceFacts) -> str:
    if facts.datetime is None:
        return f"no date ({facts.datetime_from})" if facts.datetime_from else "no date"
    when = facts.datetime.removesuffix("T00:00:00Z")
    return f"date {when} ({facts.datetime_from})" if facts.datetime_from else f"date {when}"


def _item_words(facts: SourceFacts) -> str:
    """``cloud cover 12 %, platform sentinel-2a (STAC item S2A_...)``."""
    told = [] if facts.cloud_percent is None else [f"cloud cover {facts.cloud_percent:.3g} %"]
    told += [f"platform {printable(facts.platform)}"] if facts.platform else []
    return f"{', '.join(told)} (STAC item {printable(facts.item)})" if told else ""
