"""Captions of a picture, best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.hits.hit_pictures import Thumbnail
from app.models.words.plain_text import plain_tip
from app.translation import numeral, tr
from msa_core.names import visible
from msa_core.records import CaptionHit

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

_Index = QModelIndex | QPersistentModelIndex
CaptionRole = int(Qt.ItemDataRole.UserRole) + 1


class CaptionsModel(QAbstractListModel):
    """A list of captions with their scores."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._captions: tuple[CaptionHit, ...] = ()

    def set_captions(self, captions: Sequence[CaptionHit]) -> None:
        """Show these captions."""
        self.beginResetModel()
        self._captions = tuple(captions)
        self.endResetModel()

    def captions(self) -> tuple[CaptionHit, ...]:
        """All captions, in order."""
        return self._captions

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._captions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._captions):
            return None
        caption = self._captions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(caption.text)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(
                tr("{text}\nScore {score}", text=visible(caption.text), score=numeral(caption.score, 3))
            )
        return caption if role == CaptionRole else None


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """The dropped picture itself, small: read like a raster, so that GeoTIFFs of any type work too."""

    path: str
    size_px: int = 320

    @property
    def key(self) -> tuple[object, ...]:
        return ("picture",)

    @property
    def priority(self) -> int:
        return 6

    def work(self, open_raster: Callable[[str], RasterReader]) -> Thumbnail:
        """Read; runs on a thread of the pixels lane. Raises SourceError."""
        reader = open_raster(self.path)
        width, height = reader.info.width_px, reader.info.height_px
        scale = min(1.0, self.size_px / max(width, height))
        shape = (max(1, round(height * scale)), max(1, round(width * scale)))
        return Thumbnail(*reader.read((0, 0, width, height), shape))
