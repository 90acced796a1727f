"""Which way up a picture is: the orientation that cameras note (EXIF, TIFF tag 274), 1 to 8, and the turn it asks for.

Pictures without a position are shown as it says, as every viewer does. Those with a position never: world files and
geotransforms speak of the pixels as they are stored.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import BinaryIO

import numpy as np
from PIL import Image, JpegImagePlugin, TiffImagePlugin, WebPImagePlugin

from msa_core.records import PixelBox

UPRIGHT = 1
_TAG = 274
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_EXIF_BYTES = 1 << 20
# The plugins themselves: Image.open refuses large pictures, and here only the header is read.
_READERS: dict[str, Callable[[BinaryIO], Image.Image]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
}


def orientation_of(stream: BinaryIO, form: str, page: int = 1) -> int:
    """The orientation noted in a picture; 1 (upright) where none is, or none that makes sense.

    Args:
        stream: the file from its beginning.
        form: ``JPEG``, ``PNG``, ``TIFF`` or ``WEBP``.
        page: of a TIFF, from 1.
    """
    try:
        if form == "PNG":
            exif = Image.Exif()
            exif.load(_png_exif(stream))
            found = exif.get(_TAG)
        else:
            with _READERS[form](stream) as image:
                if page > 1:
                    image.seek(page - 1)
                tags = getattr(image, "tag_v2", None) if form == "TIFF" else image.getexif()
                found = None if tags is None else tags.get(_TAG)
    except Exception:  # noqa: BLE001  a damaged note of the camera says nothing; the picture may be whole
        return UPRIGHT
    return found if isinstance(found, int) and 1 <= found <= 8 else UPRIGHT


def turn(picture: np.ndarray, orientation: int) -> np.ndarray:
    """An array (h, w, ...) as stored, the way up that ``orientation`` says."""
    if orientation >= 5:
        picture = np.swapaxes(picture, 0, 1)
    if orientation in (3, 4, 7, 8):
        picture = picture[::-1]
    if orientation in (2, 3, 6, 7):
        picture = picture[:, ::-1]
    return np.ascontiguousarray(picture)


def stored_box(box: PixelBox, orientation: int, width_px: int, height_px: int) -> PixelBox:
    """Where a box of the turned picture lies in the stored one, whose size is ``width_px`` x ``height_px``."""
    x0, y0, x1, y1 = box
    is_across = orientation >= 5
    turned_width, turned_height = (height_px, width_px) if is_across else (width_px, height_px)
    if orientation in (3, 4, 7, 8):
        y0, y1 = turned_height - y1, turned_height - y0
    if orientation in (2, 3, 6, 7):
        x0, x1 = turned_width - x1, turned_width - x0
    return (y0, x0, y1, x1) if is_across else (x0, y0, x1, y1)


def _png_exif(stream: BinaryIO) -> bytes:
    """The EXIF block of a PNG, before or after its pixels; empty without one. No pixel is decoded."""
    if stream.read(8) != _PNG_SIGNATURE:
        return b""
    while len(head := stream.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        if kind == b"eXIf":
            return stream.read(min(length, _MAX_EXIF_BYTES))
        if kind == b"IEND":
            break
        stream.seek(length + 4, 1)
    return b""
