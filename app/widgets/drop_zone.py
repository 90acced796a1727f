"""Where dropped files go: shown over the whole window while something is dragged."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.widgets import theme
from app.widgets.parts import PlainLabel, muted


def dropped_files(data: QMimeData) -> list[str]:
    """Local paths in what is dragged."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


class _Zone(QFrame):
    """A half of the window with what a drop there means."""

    def __init__(self, icon: str, heading: str, text: str) -> None:
        super().__init__()
        self.setObjectName("dropZone")
        self._icon_name = icon
        self._icon = PlainLabel()
        words = PlainLabel(heading)
        words.setObjectName("cardTitle")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._icon, words, muted(text)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)

    def set_hot(self, hot: bool) -> None:
        """Whether a drop now would go here."""
        if self.property("hot") != hot:
            self.setProperty("hot", hot)
            self.style().unpolish(self)
            self.style().polish(self)

    def refresh_theme(self) -> None:
        """Take the icon in the theme's colour."""
        self._icon.setPixmap(theme.pixmap(self._icon_name, "accent", 48, self.devicePixelRatioF()))


class DropZone(QWidget):
    """Two clear choices: open as an archive, or describe the picture.

    Signals:
        opened: paths to open.
        captioned: the path of one picture to describe.
    """

    opened = Signal(list)
    captioned = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self.setAcceptDrops(True)
        self.open_zone = _Zone("layers", "Open on the map", "Folders and GeoTIFFs become the archive")
        self.caption_zone = _Zone(
            "picture", "Describe this picture", "Captions, and places that look like it"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 32, 32, 32)
        row.setSpacing(16)
        row.addWidget(self.open_zone, 3)
        row.addWidget(self.caption_zone, 2)
        self._single = False
        parent.installEventFilter(self)
        parent.setAcceptDrops(True)
        self.hide()

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        self.open_zone.refresh_theme()
        self.caption_zone.refresh_theme()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            files = dropped_files(event.mimeData())
            if files:
                self._begin(files)
                event.acceptProposedAction()
                return True
        return False

    def _begin(self, files: list[str]) -> None:
        """Cover the window; several files, or a folder, can only be opened."""
        self._single = len(files) == 1 and not Path(files[0]).is_dir()
        self.caption_zone.setVisible(self._single)
        self.refresh_theme()
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def _is_caption(self, at: QPoint) -> bool:
        return self._single and self.caption_zone.geometry().contains(at)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        caption = self._is_caption(event.position().toPoint())
        self.caption_zone.set_hot(caption)
        self.open_zone.set_hot(not caption)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        caption = self._is_caption(event.position().toPoint())
        event.acceptProposedAction()
        self.hide()
        if caption:
            self.captioned.emit(files[0])
        else:
            self.opened.emit(files)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme.colour("window"))
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
