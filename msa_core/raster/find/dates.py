"""When a raster was taken: from its tags, its STAC item, or its file name."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msa_core.raster.find.stac_items import item_datetime
from msa_core.raster.gdal.opening import DatasetReader

_TAG_FORMATS = ("%Y:%m:%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y%m%d")
_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
    r"(?:[T_-]?([01]\d|2[0-3])[:_-]?([0-5]\d)[:_-]?([0-5]\d)Z?)?(?!\d)"
)
# MODIS and VIIRS (.A2014201.), and Landsat before collections (LC80140332014201LGN00): year and day of the year.
_DAY_IN_NAME = re.compile(r"(?:(?<![A-Za-z\d])A|(?<![A-Za-z])L[COTEM]\d{7})((?:19|20)\d\d)([0-3]\d\d)(?!\d)")
_ACQUISITION_TAGS = ("ACQUISITIONDATETIME", "ACQUISITION_DATETIME", "DATE_ACQUIRED", "EXIF_DateTimeOriginal")


def find_datetime(dataset: DatasetReader, path: Path) -> str | None:
    """ISO 8601 in UTC, ``2014-07-20T00:00:00Z``, or None.

    Acquisition tags come first, then the STAC item beside the file, then a date in the file's name;
    TIFFTAG_DATETIME last, since it is often only the day the file was written.
    """
    tags, imagery = dataset.tags(), dataset.tags(ns="IMAGERY")
    for key in _ACQUISITION_TAGS:
        found = parse_tag(imagery.get(key) or tags.get(key) or "")
        if found:
            return found
    item = parse_tag(item_datetime(path) or "")
    return item or parse_name(path.name) or parse_tag(_tiff_datetime(tags))


def parse_tag(text: str) -> str | None:
    """A date in TIFF, EXIF or ISO 8601 form; without a zone it is taken for UTC; None for anything else."""
    text = text.strip().strip("\0")
    for form in _TAG_FORMATS:
        try:
            return _iso(datetime.strptime(text, form))
        except ValueError:
            continue
    try:
        return _iso(datetime.fromisoformat(text))
    except ValueError:
        return None


def parse_name(name: str) -> str | None:
    """The first date in a file name such as ``20140720``, ``2014-07-20``, ``20190101T165701`` or ``A2014201``."""
    for match in _IN_NAME.finditer(name):
        year, _, *others = match.groups()
        month, day, hour, minute, second = (int(text or 0) for text in others)
        try:
            return _iso(datetime(int(year), month, day, hour, minute, second))
        except ValueError:
            continue
    for match in _DAY_IN_NAME.finditer(name):
        with contextlib.suppress(ValueError):
            return _iso(datetime.strptime("".join(match.groups()), "%Y%j"))
    return None


def _tiff_datetime(tags: Mapping[str, str]) -> str:
    return tags.get("TIFFTAG_DATETIME") or tags.get("EXIF_DateTime") or ""


def _iso(moment: datetime) -> str | None:
    if not 1900 <= moment.year <= 2200:
        return None
    utc = moment if moment.tzinfo is None else moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")
