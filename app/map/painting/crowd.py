"""Very many small things at once: as squares of the screen that are filled or not, painted as one picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

CROWD = 3000
"""From so many points on, a picture is quicker than marks."""
CELL_PX = 4


def paint_crowd(painter: QPainter, points: np.ndarray, width_px: int, height_px: int, colour: QColor) -> None:
    """Fill the squares of ``CELL_PX`` that hold one of the points (n, 2) in view coordinates."""
    rows, columns = -(-height_px // CELL_PX), -(-width_px // CELL_PX)
    cells = np.floor(points / CELL_PX).astype(np.int64)
    inside = (cells >= 0).all(axis=1) & (cells[:, 0] < columns) & (cells[:, 1] < rows)
    pixels = np.zeros((rows, columns), dtype=np.uint32)
    pixels[cells[inside, 1], cells[inside, 0]] = colour.rgba()
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QRectF(0, 0, columns * CELL_PX, rows * CELL_PX), image)
