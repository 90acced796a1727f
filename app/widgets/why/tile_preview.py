"""The chosen tile as the model saw it, with the overlay: also where there is no map to draw it on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.map.painting.pixmaps import image_from_rgb
from app.models.hits.hit_pictures import Thumbnail
from app.translation import tr
from app.widgets import theme

SIDE_PX = 104


class TilePreview(QWidget):
    """A square with the tile fitted into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(SIDE_PX, SIDE_PX))
        self.setAccessibleName(tr("The chosen tile with its overlay"))
        self._picture: QImage | None = None
        self._overlay: QImage | None = None
        self._strength = 0.75

    def set_thumbnail(self, thumbnail: Thumbnail | None) -> None:
        """The tile's pixels."""
        self._picture = image_from_rgb(thumbnail.rgb, thumbnail.valid) if thumbnail is not None else None
        self.update()

    def set_overlay(self, overlay: QImage | None) -> None:
        """The overlay's colours."""
        self._overlay = overlay
        self.update()

    def set_strength(self, strength: float) -> None:
        """Opacity from 0 to 1."""
        self._strength = strength
        self.update()

    @property
    def has_overlay(self) -> bool:
        """Whether an overlay is drawn."""
        return self._overlay is not None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.fillPath(frame, theme.colour("sunken"))
        painter.setClipPath(frame)
        if self._picture is None:
            icon = theme.pixmap("why", "disabled", 32, self.devicePixelRatioF())
            painter.drawPixmap((SIDE_PX - 32) // 2, (SIDE_PX - 32) // 2, icon)
            return
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF((SIDE_PX - size.width()) / 2, (SIDE_PX - size.height()) / 2, size.width(), size.height())
        painter.drawImage(box, self._picture)
        if self._overlay is not None:
            painter.setOpacity(self._strength)
            painter.drawImage(box, self._overlay)
