"""The only place where numpy arrays become Qt images. Every image owns its memory."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage


def image_from_rgba(rgba: np.ndarray) -> QImage:
    """RGBA (h, w, 4) uint8 -> premultiplied QImage that owns its memory; safe on any thread."""
    pixels = np.ascontiguousarray(rgba, dtype=np.uint8)
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGBA8888)
    # convertToFormat copies, so the array may go.
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def image_from_rgb(rgb: np.ndarray, valid: np.ndarray | None = None) -> QImage:
    """RGB (h, w, 3) uint8 and a mask (h, w) of what is valid -> QImage, invalid pixels transparent."""
    height, width = rgb.shape[:2]
    rgba = np.full((height, width, 4), 255, dtype=np.uint8)
    rgba[..., :3] = rgb
    if valid is not None:
        rgba[..., 3] = np.where(valid, 255, 0)
    return image_from_rgba(rgba)
