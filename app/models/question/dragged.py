"""Places and rasters, as they are dragged from list, map and layers onto the query box."""

from __future__ import annotations

import json
from collections.abc import Iterable

from PySide6.QtCore import QMimeData

HIT_FORMAT = "application/x-msa-hits"
"""Numbers of hits among those shown, as decimal digits with commas between."""

RASTER_FORMAT = "application/x-msa-rasters"
"""Names of rasters or patterns of them, as JSON."""


def dragged_hits(numbers: Iterable[int]) -> QMimeData:
    """What is dragged when it is these hits."""
    data = QMimeData()
    data.setData(HIT_FORMAT, ",".join(map(str, numbers)).encode())
    return data


def dropped_hits(data: QMimeData) -> list[int]:
    """The numbers of what was dropped; none where it is something else."""
    text = bytes(data.data(HIT_FORMAT).data()).decode("ascii", "replace")
    return [int(part) for part in text.split(",") if part.isdecimal()]


def put_rasters(data: QMimeData, patterns: Iterable[str]) -> None:
    """Add names or patterns of rasters to what is dragged."""
    data.setData(RASTER_FORMAT, json.dumps(list(patterns)).encode())


def dropped_rasters(data: QMimeData) -> list[str]:
    """Names and patterns of what was dropped; none where it is something else."""
    try:
        found = json.loads(bytes(data.data(RASTER_FORMAT).data()))
    except ValueError:
        return []
    return [str(pattern) for pattern in found] if isinstance(found, list) else []
