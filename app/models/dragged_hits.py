"""Places found, as they are dragged from list and map."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMimeData

HIT_FORMAT = "application/x-msa-hits"
"""Numbers of hits among those shown, as decimal digits with commas between."""


def dragged_hits(numbers: Iterable[int]) -> QMimeData:
    """What is dragged when it is these hits."""
    data = QMimeData()
    data.setData(HIT_FORMAT, ",".join(map(str, numbers)).encode())
    return data


def dropped_hits(data: QMimeData) -> list[int]:
    """The numbers of what was dropped; none where it is something else."""
    text = bytes(data.data(HIT_FORMAT).data()).decode("ascii", "replace")
    return [int(part) for part in text.split(",") if part.isdecimal()]
