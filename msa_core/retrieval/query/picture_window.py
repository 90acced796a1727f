"""A part of a raster as a picture to compare with: ``scene.tif#window=512,0,1024,512``, so that it can be asked again.

Written like a part of a file (``scan.tif#page=2#window=...``): x0, y0, x1, y1 in pixels, ends exclusive. A file that is
really called so is that file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msa_core.records import CaptionHit, PixelBox, Tile, TileHit

_PICTURE = "picture/"
"""What the ids of pictures begin with; those of tiles of an index begin with hex digits."""
_WINDOW = re.compile(r"(.+)#window=(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})", re.DOTALL)


def path_with_window(path: str, window: PixelBox | None) -> str:
    """The name of a window of a raster, or the path alone."""
    return path if window is None else f"{path}#window={','.join(map(str, window))}"


def split_window(name: str) -> tuple[str, PixelBox | None]:
    """Path and window of a name; no window where none is named, or one without pixels."""
    found = _WINDOW.fullmatch(name)
    if found is None:
        return name, None
    x0, y0, x1, y1 = (int(found[part]) for part in range(2, 6))
    return (found[1], (x0, y0, x1, y1)) if x0 < x1 and y0 < y1 else (name, None)


def picture_tile(path: str) -> Tile:
    """A picture or raster that belongs to no index, as one tile of all that is in it, however large that is."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return Tile(
        id=f"{_PICTURE}{path}",
        source=name,
        path=path,
        level=0,
        pixel_bbox=(0, 0, 0, 0),
        gsd_m=None,
        crs=None,
        footprint_lonlat=(),
    )


def picture_hit(path: str, text: str, captions: Iterable[CaptionHit]) -> TileHit:
    """A described picture as the one hit that its overlays are written of.

    Its score is that of the caption ``text``, and 0 for words that are none of its captions: ``write_overlays`` then
    takes that of their ranking map.
    """
    score = next((caption.score for caption in captions if caption.text == text), 0.0)
    return TileHit(tile=picture_tile(path), rank=1, score=score)


def is_picture(tile: Tile) -> bool:
    """Whether :func:`picture_tile` made it."""
    return tile.id.startswith(_PICTURE)
