"""Where dropped files go: shown over the whole window while something is dragged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, Signal
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

from app.models.question.file_kinds import is_area_file, is_embeddings_file, is_plain_picture
from app.translation import mark, tr
from app.widgets import theme
from app.widgets.small_widgets import PlainLabel, muted
from msa_core.addresses import is_address

OPEN_WORDS = {
    False: (mark("Open on the map"), mark("Folders and GeoTIFFs become the archive")),
    True: (mark("Open in its place"), mark("It becomes the archive; what is open now is closed")),
}

IMPORT_WORDS = mark("Import these embeddings"), mark("They become an index that is searched by example")


def dropped_files(data: QMimeData) -> list[str]:
    """Local paths and addresses of rasters in what is dragged."""
    given = [url.toLocalFile() if url.isLocalFile() else url.toString() for url in data.urls()]
    return [text for text in given if text and (Path(text).is_absolute() or is_address(text))]


class _Zone(QFrame):
    """A half of the window with what a drop there means."""

    def __init__(self, icon: str, heading: str, text: str) -> None:
        super().__init__()
        self.setObjectName("dropZone")
        self._icon_name = icon
        self._icon = PlainLabel()
        self._heading, self._text = PlainLabel(heading), muted(text)
        self._heading.setObjectName("cardTitle")
        self._heading.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._icon, self._heading, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)

    def say(self, heading: str, text: str) -> None:
        """Other words."""
        self._heading.setText(heading)
        self._text.setText(text)

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
    """Clear choices: open as an archive, add to the one that is open, describe the picture, search inside the area.

    ``area`` is what it may cover of the window.

    Signals:
        opened: paths to open.
        added: paths to open beside what is open.
        captioned: the path of one picture to describe.
        area_given: the path of one file of areas to search in.
    """

    opened = Signal(list)
    added = Signal(list)
    captioned = Signal(str)
    area_given = Signal(str)

    def __init__(self, parent: QWidget, area: Callable[[], QRect]) -> None:
        super().__init__(parent)
        self._window = parent
        self._is_open = False
        self._area = area
        self.setAcceptDrops(True)
        self.add_zone = _Zone(
            "plus", tr("Add to what is open"), tr("Its rasters join the archive on the map")
        )
        self.open_zone = _Zone("layers", *map(tr, OPEN_WORDS[False]))
        self.caption_zone = _Zone(
            "picture", tr("Describe this picture"), tr("Captions, and places that look like it")
        )
        self.area_zone = _Zone(
            "target", tr("Search inside this area"), tr("Only places that touch it are found")
        )
        self._zones = (self.add_zone, self.open_zone, self.caption_zone, self.area_zone)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 32, 32, 32)
        row.setSpacing(16)
        for zone in self._zones:
            row.addWidget(zone, 1)
        parent.installEventFilter(self)
        parent.setAcceptDrops(True)
        self.hide()

    def set_open(self, is_open: bool) -> None:
        """Whether an archive is open, to which can be added."""
        self._is_open = is_open
        self.open_zone.say(*map(tr, OPEN_WORDS[is_open]))

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        for zone in self._zones:
            zone.refresh_theme()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            files = dropped_files(event.mimeData())
            if files:
                self._begin(files)
                event.acceptProposedAction()
                return True
        return False

    def _begin(self, files: list[str]) -> None:
        """Cover the window with what can be done with these files."""
        only = Path(files[0]) if len(files) == 1 else None
        are_embeddings = all(is_embeddings_file(Path(file)) for file in files)
        is_area = only is not None and is_area_file(only)
        is_picture = only is not None and is_plain_picture(only)
        self.area_zone.setVisible(is_area)
        self.add_zone.setVisible(self._is_open and not is_area and not are_embeddings)
        self.open_zone.say(*map(tr, IMPORT_WORDS if are_embeddings else OPEN_WORDS[self._is_open]))
        # What opening a picture without position means is describing it.
        self.open_zone.setVisible(not is_area and not is_picture)
        is_other = is_area or are_embeddings
        self.caption_zone.setVisible(only is not None and not is_other and not only.is_dir())
        self.refresh_theme()
        self.setGeometry(self._area())
        self.raise_()
        self.show()

    def zone_at(self, at: QPoint) -> QFrame:
        """The choice that a drop at this point would be; between two the one to the left."""
        shown = [zone for zone in self._zones if not zone.isHidden()]
        return next((zone for zone in reversed(shown) if zone.x() <= at.x()), shown[0])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        hot = self.zone_at(event.position().toPoint())
        for zone in self._zones:
            zone.set_hot(zone is hot)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        zone = self.zone_at(event.position().toPoint())
        event.acceptProposedAction()
        self.hide()
        if not files:  # the program they were dragged from has ended
            return
        if zone is self.caption_zone:
            self.captioned.emit(files[0])
        elif zone is self.area_zone:
            self.area_given.emit(files[0])
        elif zone is self.add_zone:
            self.added.emit(files)
        else:
            self.opened.emit(files)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(theme.colour("window"))
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
