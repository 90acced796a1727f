"""A part of a picture as one path: ``scene.tif#xywh=160,120,320,240``.

The notation is the spatial dimension of W3C Media Fragments URI 1.0 (section 4.2.2), in source pixels. It lets tiles of
a large raster pass wherever a picture's path does: through a CSV, the sampler, a cache.
"""

from __future__ import annotations

import re
from pathlib import Path

from msa_core.records import PixelBox

_FRAGMENT = re.compile(r"#xywh=(?:pixel:)?(-?\d+),(-?\d+),(\d+),(\d+)$")


def with_window(path: Path, box: PixelBox) -> Path:
    """The path that means pixels ``box`` (x0, y0, x1, y1, ends exclusive) of the picture at ``path``."""
    x0, y0, x1, y1 = box
    return path.with_name(f"{path.name}#xywh={x0},{y0},{x1 - x0},{y1 - y0}")


def split_window(path: Path) -> tuple[Path, PixelBox | None]:
    """The picture's own path, and the pixel box meant, or None for the whole picture."""
    found = _FRAGMENT.search(path.name)
    if found is None:
        return path, None
    x, y, width, height = (int(number) for number in found.groups())
    return path.with_name(path.name[: found.start()]), (x, y, x + width, y + height)
