"""Judging what the watch saw."""

from __future__ import annotations

import os
from typing import Any

MAX_TURN_MS = 100
"""Of processor time: nothing else on the machine makes it longer."""


def faults(found: dict[str, Any], most_ms: float | None = None) -> list[str]:
    """A sentence for each thing that is wrong in an answer of :meth:`tests.ui.watch.Watch.found`.

    ``most_ms``: how long a turn may take on the clock, by itself what the machine's load allows for.
    """
    most_ms = most_on_the_clock_ms() if most_ms is None else most_ms
    told = []
    where = f", in {found['where']}" if found["where"] else ""
    if found["cpu_ms"] > MAX_TURN_MS:
        told.append(f"a turn of the event loop took {found['cpu_ms']} ms of processor time{where}")
    elif found["wall_ms"] > most_ms:
        told.append(f"a turn of the event loop took {found['wall_ms']} ms on the clock{where}")
    told += [f"Qt warned: {what}" for what in found["warnings"]]
    told += [f"nobody caught {what}" for what in found["errors"]]
    return told + list(found["layout"])


def most_on_the_clock_ms() -> float:
    """A turn that waits is as bad as one that computes; on a machine that others use, some of the waiting is theirs."""
    others = os.getloadavg()[0] / (os.cpu_count() or 1)
    return MAX_TURN_MS * max(1.0, others)


def wrong_pixel(name: str, shown: str, wanted: tuple[int, int, int], within: int) -> list[str]:
    """A sentence when a colour (``#rrggbb``) differs from what the raster has by more than ``within`` in a channel."""
    channels = tuple(int(shown[start : start + 2], 16) for start in (1, 3, 5))
    if max(abs(one - other) for one, other in zip(channels, wanted, strict=True)) <= within:
        return []
    return [f"wrong pixel: {name} is {shown}, the raster has #{''.join(f'{part:02x}' for part in wanted)}"]
