"""A whole picture or raster in its own pixels: what the centre shows where there is no map to show it on."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.map.rasters.picture_reading import DetailRequest, WholePicture, WholeRequest
from app.models.words.core_words import in_own_language
from app.translation import numeral, tr
from app.widgets import theme
from app.widgets.small_widgets import IconButton, PlainLabel, muted
from msa_core.records import PixelBox

INSET_PX = 12
NAME_LEAVES_PX = 150
MAX_ZOOM = 16.0
STEP = 1.25
PAUSE_MS = 80
MARGIN = 0.15


class PictureView(QWidget):
    """Pan by dragging or with the arrows, zoom with the wheel, + and -, fit with Home or a double click.

    Nothing is read here: what is needed is asked for and arrives by :meth:`on_pixels`.

    Signals:
        pixels_wanted: a WholeRequest or DetailRequest.
        closed: the map is to be shown again.
    """

    pixels_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The picture at full size"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.path = ""
        self._whole: WholePicture | None = None
        self._detail: tuple[DetailRequest, QImage] | None = None
        self._rest: WholeRequest | None = None
        self._box: PixelBox | None = None
        self._overlay: QImage | None = None
        self._strength = 0.75
        self._sentence = self._full_name = ""
        self._middle, self._zoom, self._is_fitted = QPointF(), 1.0, True
        self._grip: QPointF | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask_detail)
        self._head = self._build_head()

    def _build_head(self) -> QFrame:
        head = QFrame(self)
        head.setObjectName("floating")
        self._name = PlainLabel()
        self._name.setObjectName("panelTitle")
        self._size = muted(wrap=False)
        self.back = IconButton("close", tr("Back to the map"))
        self.back.clicked.connect(self.closed)
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 4, 4, 4)
        for widget in (self._name, self._size, self.back):
            row.addWidget(widget)
        return head

    def _arrange_head(self) -> None:
        """Its name gives way to the buttons of the map at the right."""
        room = max(40, self.width() - NAME_LEAVES_PX - self._size.sizeHint().width())
        self._name.setText(
            self._name.fontMetrics().elidedText(self._full_name, Qt.TextElideMode.ElideMiddle, room)
        )
        self._head.adjustSize()
        self._head.move(INSET_PX, INSET_PX)

    # Setters

    def show_picture(self, path: str, name: str, box: PixelBox | None = None) -> None:
        """Show a file as a whole; ``box`` is where an overlay lies in it, None for all of it."""
        if path != self.path:
            self.path, self._whole, self._detail, self._sentence = path, None, None, ""
            self._rest = None
            self._is_fitted = True
            self._size.setText(tr("reading …"))
            self.pixels_wanted.emit(WholeRequest(path))
        self._box, self._overlay = box, None
        self._full_name = name
        self._arrange_head()
        self.update()

    @Slot(object)
    def set_overlay(self, image: QImage | None) -> None:
        """The overlay's colours over its part of the picture; None for none."""
        self._overlay = image
        self.update()

    @Slot(float)
    def set_strength(self, strength: float) -> None:
        """Opacity of the overlay from 0 to 1."""
        self._strength = strength
        self.update()

    @Slot(object, object)
    def on_pixels(self, request: object, value: object) -> None:
        """Pixels that were read; those of another picture are dropped."""
        if (
            isinstance(request, WholeRequest)
            and request.path == self.path
            and isinstance(value, WholePicture)
        ):
            is_first, self._whole = self._whole is None, value
            self._size.setText(f"{numeral(value.width_px)} × {numeral(value.height_px)} px")
            self._arrange_head()
            if is_first:
                self.fit()
            self._go_on(request)
        elif isinstance(request, DetailRequest) and request.path == self.path and isinstance(value, QImage):
            self._detail = (request, value)
            self._go_on(request)

    def _go_on(self, request: WholeRequest | DetailRequest) -> None:
        """Ask for the next step of a giant; while it is moved only for all of it."""
        if isinstance(request, WholeRequest):
            self._rest = None if request.steps.is_whole else request
        is_moving = isinstance(request, DetailRequest) and self._pause.isActive()
        if self.isVisible() and not request.steps.is_whole and not is_moving:
            self.pixels_wanted.emit(request)
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._rest is not None:
            self.pixels_wanted.emit(self._rest)

    @Slot(object, str)
    def on_failed(self, request: object, sentence: str) -> None:
        """Why there is no picture."""
        if isinstance(request, WholeRequest) and request.path == self.path:
            self._sentence = in_own_language(sentence)
            self._size.setText(tr("cannot be shown"))
            self._arrange_head()
            self.update()

    def refresh_theme(self) -> None:
        """Take the theme's colours."""
        self.back.refresh_theme()
        self.update()

    # Where things are

    @property
    def is_ready(self) -> bool:
        """Whether the picture has come."""
        return self._whole is not None

    @property
    def has_overlay(self) -> bool:
        """Whether an overlay is drawn."""
        return self._overlay is not None and self._whole is not None

    @property
    def zoom(self) -> float:
        """Screen pixels per pixel of the picture."""
        return self._zoom

    def at(self, x: float, y: float) -> QPointF:
        """Where a pixel of the picture is on the widget."""
        middle = QRectF(self.rect()).center()
        return middle + (QPointF(x, y) - self._middle) * self._zoom

    @Slot()
    def fit(self) -> None:
        """Show all of it."""
        if self._whole is not None:
            width, height = self._whole.width_px, self._whole.height_px
            self._zoom = min(self.width() / width, self.height() / height, MAX_ZOOM) * 0.96
            self._middle, self._is_fitted = QPointF(width / 2, height / 2), True
            self._moved()

    @Slot()
    def zoom_in(self) -> None:
        self._zoom_at(QRectF(self.rect()).center(), STEP)

    @Slot()
    def zoom_out(self) -> None:
        self._zoom_at(QRectF(self.rect()).center(), 1 / STEP)

    def _zoom_at(self, point: QPointF, factor: float) -> None:
        if self._whole is None:
            return
        least = min(self.width() / self._whole.width_px, self.height() / self._whole.height_px, 1.0) / 2
        offset = point - QRectF(self.rect()).center()
        under = self._middle + offset / self._zoom
        self._zoom = max(least, min(MAX_ZOOM, self._zoom * factor))
        self._middle, self._is_fitted = under - offset / self._zoom, False
        self._moved()

    def _pan(self, by: QPointF) -> None:
        if self._whole is not None:
            moved = self._middle - by / self._zoom
            self._middle = QPointF(
                min(max(moved.x(), 0.0), self._whole.width_px),
                min(max(moved.y(), 0.0), self._whole.height_px),
            )
            self._is_fitted = False
            self._moved()

    def _moved(self) -> None:
        self._pause.start()
        self.update()

    @Slot()
    def _ask_detail(self) -> None:
        """Ask for what is seen, when the whole picture is too coarse for it."""
        whole, fine = self._whole, self._zoom * self.devicePixelRatioF()
        if (
            whole is None
            or whole.image.width() >= whole.width_px
            or whole.image.width() >= whole.width_px * fine
        ):
            return
        half_x, half_y = (side / self._zoom * (0.5 + MARGIN) for side in (self.width(), self.height()))
        x0, y0 = max(0, math.floor(self._middle.x() - half_x)), max(0, math.floor(self._middle.y() - half_y))
        x1 = min(whole.width_px, math.ceil(self._middle.x() + half_x))
        y1 = min(whole.height_px, math.ceil(self._middle.y() + half_y))
        if x1 > x0 and y1 > y0:
            share = min(1.0, fine)
            width, height = max(1, round((x1 - x0) * share)), max(1, round((y1 - y0) * share))
            request = DetailRequest(path=self.path, box=(x0, y0, x1, y1), width_px=width, height_px=height)
            self.pixels_wanted.emit(request)

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("sunken"))
        whole = self._whole
        if whole is None:
            painter.setPen(theme.colour("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(
                self.rect().adjusted(40, 60, -40, -60), flags, self._sentence or tr("Reading the picture …")
            )
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 3)
        everything = (0, 0, whole.width_px, whole.height_px)
        painter.drawImage(self._on_screen(everything), whole.image)
        if self._detail is not None and whole.image.width() < whole.width_px * self._zoom:
            painter.drawImage(self._on_screen(self._detail[0].box), self._detail[1])
        box = self._on_screen(self._box or everything)
        if self._overlay is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(self._strength)
            painter.drawImage(box, self._overlay)
            painter.setOpacity(1.0)
        if self._box is not None:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(box)

    def _on_screen(self, box: PixelBox) -> QRectF:
        return QRectF(self.at(box[0], box[1]), self.at(box[2], box[3]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_head()
        if self._is_fitted:
            self.fit()
        else:
            self._moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom_at(event.position(), STEP ** (event.angleDelta().y() / 120))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._pan(event.position() - self._grip)
            self._grip = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = 0.1 * min(self.width(), self.height())
        moves = {
            Qt.Key.Key_Left: QPointF(step, 0),
            Qt.Key.Key_Right: QPointF(-step, 0),
            Qt.Key.Key_Up: QPointF(0, step),
            Qt.Key.Key_Down: QPointF(0, -step),
        }
        does = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_Home: self.fit,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._pan(moves[key])
        elif key in does:
            does[key]()
        else:
            super().keyPressEvent(event)
