"""Pixels of pictures by Pillow, where it is the one that decides them.

JPEG: the brightness of a pixel is the same in all decoders, the colour of neighbours that share one sample is not
(libjpeg 9, which GDAL's wheels bring, and libjpeg-turbo, which Pillow's bring, differ by dozens of levels on sharp
colours). The model has learned from Pillow's pixels. Animated WebP: GDAL opens it and decodes nothing.
Colour profiles and PNG's gamma are not applied, neither here nor by GDAL.
"""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
from PIL import ImageFile, JpegImagePlugin, WebPImagePlugin

# The mean of ImageNet, what the trunk was normalised with: what is seen where there is nothing.
NEUTRAL_RGB = (124, 116, 104)
# A picture of more pixels is not decoded whole: 150 MB of memory.
MAX_PX = 50_000_000
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}


def decode_jpeg(stream: BinaryIO) -> np.ndarray:
    """A JPEG as uint8 (h, w, 1) for grey, else (h, w, 3); inks become red, green and blue.

    Raises:
        OSError, ValueError, SyntaxError: it is damaged, cut off, or of no kind that Pillow knows.
    """
    with JpegImagePlugin.JpegImageFile(stream) as image:
        return _pixels(image, 1 if image.mode == "L" else 3)


def decode_animated_webp(stream: BinaryIO, bands: int) -> np.ndarray | None:
    """The first frame of an animated WebP, uint8 (h, w, bands); None for a still one. Raises as above."""
    with WebPImagePlugin.WebPImageFile(stream) as image:
        return _pixels(image, bands) if getattr(image, "is_animated", False) else None


def _pixels(image: ImageFile.ImageFile, bands: int) -> np.ndarray:
    pixels = np.asarray(image.convert(_MODES[bands]))
    return pixels.reshape(*pixels.shape[:2], bands)
