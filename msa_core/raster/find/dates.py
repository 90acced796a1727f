"""When a raster was taken, and what says so: its metadata, the STAC item beside it, or its file name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from msa_core.raster.find.product_names import date_in_name, is_plausible
from msa_core.raster.find.stac.stac_items import item_datetime
from msa_core.raster.gdal.opening import DatasetReader

_TAG_FORMATS = (
    "%Y:%m:%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y%m%d",
    "%d%H%M%SZ%b%y",
)  # fmt: skip
# Before there were photographs from the air a date is a fault.
_FIRST_YEAR = 1850

# Domains of GDAL's metadata in which a producer or a camera says when: the file's own, what GDAL makes of the sidecars
# of satellite products (IMAGERY, IMD), a camera's, ENVI's header.
_DOMAINS = (None, "IMAGERY", "IMD", "EXIF", "ENVI")
# Keys, best first, as they read without case, punctuation and the names of groups before the last dot or "#". A second
# key holds the time of day when the first holds only the day.
_KEYS: tuple[tuple[str, str], ...] = (
    ("acquisitiondatetime", ""),
    ("exifdatetimeoriginal", ""),
    ("firstlinetime", ""),
    ("earliestacqtime", ""),
    ("datatake1datatakesensingstart", ""),
    ("acquisitionstarttime", ""),
    ("acquisitionstartutc", ""),
    ("dateacquired", "scenecentertime"),
    ("acquisitiondate", "acquisitiontime"),
    ("acquisitiontime", ""),
    ("productstarttime", ""),
    ("sensingstart", ""),
    ("sensingtime", ""),
    ("acquired", ""),
    ("timecoveragestart", ""),
    ("rangebeginningdate", "rangebeginningtime"),
    ("nitfidatim", ""),
)
# What GDAL writes into every NITF whose maker gave no date (frmts/nitf/nitffile.c).
_NITF_OF_GDAL = "20021216151629"
# What GDAL's readers of sidecars give for a time that they cannot read (ACQUISITIONDATETIME, from an IMD file for one):
# zero seconds.
_EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Dated:
    """When a raster was taken: ``iso`` (ISO 8601 in UTC, ``2014-07-20T00:00:00Z``) or None.

    ``origin`` says in words what says so; without a date why none was taken, ``""`` when nothing looks like one.
    """

    iso: str | None
    origin: str = ""


def find_datetime(dataset: DatasetReader, path: Path) -> Dated:
    """When a raster was taken, and what says so.

    First what its metadata says of the acquisition, then the STAC item beside it, then its file name.
    TIFFTAG_DATETIME is never taken: the TIFF specification has it as the time when the file was made, which editors and
    converters set to the day they wrote it; a date that is years off would pass for true in every filter.
    """
    every = [dataset.tags() if domain is None else dataset.tags(ns=domain) for domain in _DOMAINS]
    for origin, text in _tagged(every):
        found = parse_tag(text)
        if found and found != _EPOCH:
            return Dated(found, f"from its metadata, {origin}")
    item = parse_tag(item_datetime(path) or "")
    if item:
        return Dated(item, "from the STAC item beside it")
    named = date_in_name(path.name)
    if named.moment is not None:
        return Dated(_iso(named.moment), named.origin)
    return Dated(None, "; ".join(filter(None, (named.origin, _written(every[0])))))


def parse_tag(text: str) -> str | None:
    """A date in TIFF, EXIF, NITF or ISO 8601 form; without a zone it is taken for UTC; None for anything else."""
    text = text.strip().strip("\0\"';").strip()
    if text == _NITF_OF_GDAL:
        return None
    for form in _TAG_FORMATS:
        try:
            return _iso(datetime.strptime(text, form))
        except ValueError:
            continue
    try:
        return _iso(datetime.fromisoformat(text))
    except ValueError:
        return None


def _tagged(domains: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """(key as it stands in the file, text) of what may say when it was taken, best first."""
    plain = [{_plain(key): (key, value) for key, value in tags.items()} for tags in domains]
    for day_key, time_key in _KEYS:
        for tags in plain:
            if day_key in tags:
                key, text = tags[day_key]
                offset = tags.get("exifoffsettimeoriginal", ("", ""))[1] if day_key.startswith("exif") else ""
                time = tags[time_key][1].strip().strip('"') if time_key in tags else ""
                if time:
                    yield key, f"{text.strip()}T{time[:8]}"
                if offset:
                    yield key, f"{text.strip().replace(':', '-', 2)}{offset.strip()}"
                yield key, text


def _plain(key: str) -> str:
    last = key.rpartition("#")[2].rpartition(".")[2]
    return "".join(letter for letter in last.lower() if letter.isalnum())


def _written(tags: Mapping[str, str]) -> str:
    """Words about the time of writing, when the file names one."""
    for key in ("TIFFTAG_DATETIME", "EXIF_DateTime"):
        found = parse_tag(tags.get(key, ""))
        if found:
            return f"{found[:10]} in {key} is only when its file was written: not used"
    return ""


def _iso(moment: datetime) -> str | None:
    try:
        utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ") if is_plausible(utc, _FIRST_YEAR) else None
