"""The wavelengths of a raster's bands, where the file tells them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping

from msa_core.raster.gdal.opening import DatasetReader

# "Band 12 (0.665 Micrometers)", "665.1 nm".
_WAVELENGTH = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)\s*(nm|nanomet\w+|um|\u00b5m|\u03bcm|micromet\w+|microns?)\b", re.IGNORECASE
)
# "Blue-475", "Red edge-717", "NIR 842": how drone cameras are named, without a unit.
_COLOUR_AT = re.compile(r"^(?:[a-z]+[ _-])?(?:blue|green|red|edge|nir)[ _-]\(?(\d{3})\)?$", re.IGNORECASE)
# Reading the items of each band of a stack of thousands takes seconds.
_MAX_ASKED = 2_000


def wavelengths_um(dataset: DatasetReader) -> list[float | None]:
    """The middle of each band in micrometres, where the file tells it.

    From GDAL's own item (``IMAGERY``), from items and names as the ENVI and the netCDF driver give them, and from
    STAC's ``eo:bands`` where a program copied that into the tags.
    """
    if dataset.count < 3 or dataset.count > _MAX_ASKED:
        return []
    items = dataset.tags()
    # GDAL parts a name from its value at the first colon: "eo:bands=[...]" comes back as "eo".
    stac = _stac_bands(items.get("eo:bands") or items.get("eo", "").removeprefix("bands="))
    found = []
    for number, name in enumerate(dataset.descriptions, 1):
        tags = dataset.tags(number)
        text = dataset.tags(number, ns="IMAGERY").get("CENTRAL_WAVELENGTH_UM") or ""
        unit = "um"
        if not text:
            text, unit = tags.get("wavelength", ""), tags.get("wavelength_units", "")
        if not text and len(stac) == dataset.count:
            text, unit = str(stac[number - 1].get("center_wavelength", "")), "um"
        if not text and (match := _WAVELENGTH.search(name or "")):
            text, unit = match[1], match[2]
        if not text and (match := _COLOUR_AT.match((name or "").strip())):
            text, unit = match[1], "nm"
        found.append(_micrometres(text, unit))
    return found


def _micrometres(text: str, unit: str) -> float | None:
    """A wavelength; without a unit, what is above 100 counts as nanometres."""
    try:
        value = float(text)
    except ValueError:
        return None
    if not math.isfinite(value) or value <= 0:
        return None
    is_nm = unit.lower().startswith(("n", "nano")) if unit and unit.lower() != "unknown" else value > 100
    return value / 1000 if is_nm else value


def _stac_bands(text: str) -> list[Mapping[str, object]]:
    try:
        bands = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(bands, list) or not all(isinstance(band, dict) for band in bands):
        return []
    return bands
