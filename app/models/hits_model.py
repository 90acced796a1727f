"""Ranked hits and their thumbnails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot

from app.models.plain_text import plain_tip
from msa_core.lonlat import middle_of_rings, side_m
from msa_core.names import visible
from msa_core.records import Tile, TileHit

if TYPE_CHECKING:
    from msa_core.raster.pixels.reader import RasterReader

_Index = QModelIndex | QPersistentModelIndex
HitRole = int(Qt.ItemDataRole.UserRole) + 1
ThumbnailRole = HitRole + 1
ShareRole = HitRole + 2
THUMBNAIL_PX = 256
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Pixels of a tile: RGB (h, w, 3) uint8, and bool (h, w), True where there is data."""

    rgb: np.ndarray
    valid: np.ndarray


@dataclass(frozen=True, slots=True)
class ThumbnailRequest:
    """A small picture of a tile, its longer side ``size_px``."""

    tile: Tile
    size_px: int = THUMBNAIL_PX

    @property
    def key(self) -> tuple[object, ...]:
        return ("thumbnail", self.tile.id)

    @property
    def path(self) -> str:
        return self.tile.path

    @property
    def priority(self) -> int:
        return 1

    def work(self, open_raster: Callable[[str], RasterReader]) -> Thumbnail:
        """Read; runs on a thread of the pixels lane. Raises SourceError."""
        x0, y0, x1, y1 = self.tile.pixel_bbox
        scale = self.size_px / max(x1 - x0, y1 - y0)
        shape = (max(1, round((y1 - y0) * scale)), max(1, round((x1 - x0) * scale)))
        return Thumbnail(*open_raster(self.tile.path).read(self.tile.pixel_bbox, shape))


class HitsModel(QAbstractListModel):
    """Hits best first. Thumbnails are asked for when a row is first painted.

    Signals:
        thumbnail_wanted: a ThumbnailRequest for a row that is painted.
    """

    thumbnail_wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[TileHit, ...] = ()
        self._rows: dict[str, int] = {}
        self._pictures: dict[str, Thumbnail | str] = {}
        self._asked: set[str] = set()

    def set_hits(self, hits: Sequence[TileHit]) -> None:
        """Show these hits; thumbnails of tiles that stay are kept."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self._rows = {hit.tile.id: row for row, hit in enumerate(self._hits)}
        self._pictures = {tile: picture for tile, picture in self._pictures.items() if tile in self._rows}
        self._asked = set(self._pictures)
        self.endResetModel()

    def hits(self) -> tuple[TileHit, ...]:
        """All hits, in order."""
        return self._hits

    def thumbnail(self, tile: Tile) -> Thumbnail | None:
        """The picture of a tile, None while it is not there."""
        picture = self._pictures.get(tile.id)
        return picture if isinstance(picture, Thumbnail) else None

    @Slot(object, object)
    def on_pixels(self, request: object, value: object) -> None:
        """Take an answer of the pixels lane."""
        if isinstance(request, ThumbnailRequest) and isinstance(value, Thumbnail):
            self._store(request.tile.id, value)

    @Slot(object, str)
    def on_failed(self, request: object, sentence: str) -> None:
        """Remember that there is no picture, and why."""
        if isinstance(request, ThumbnailRequest):
            self._store(request.tile.id, f"{MISSING}: {sentence}")

    def _store(self, tile_id: str, picture: Thumbnail | str) -> None:
        row = self._rows.get(tile_id)
        if row is not None:
            self._pictures[tile_id] = picture
            self.dataChanged.emit(self.index(row), self.index(row), [ThumbnailRole])

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{hit.rank}. {visible(hit.tile.source)}"
        if role == HitRole:
            return hit
        if role == ShareRole:
            return self._share(hit)
        if role == ThumbnailRole:
            self._ask(hit.tile)
            return self._pictures.get(hit.tile.id)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                f"Rank {hit.rank}, score {hit.score:.3f}, {visible(hit.tile.source)}, {place_label(hit.tile)}"
            )
        return plain_tip(tooltip(hit)) if role == Qt.ItemDataRole.ToolTipRole else None

    def _share(self, hit: TileHit) -> float:
        """Where the score lies between the lowest (0) and the highest (1) of all hits."""
        scores = [h.score for h in self._hits]
        low, high = min(scores), max(scores)
        return 1.0 if high - low < 1e-12 else (hit.score - low) / (high - low)

    def _ask(self, tile: Tile) -> None:
        if tile.id in self._asked:
            return
        self._asked.add(tile.id)
        if tile.path:
            self.thumbnail_wanted.emit(ThumbnailRequest(tile))
        else:
            self._pictures[tile.id] = f"{MISSING}: the file is not where it was."


def place_label(tile: Tile) -> str:
    """Where the middle of a tile is: ``37.6169° N  122.3834° W``, or that it has no position."""
    middle = middle_of_rings(tile.footprint_lonlat)
    if middle is None:
        return "No position"
    lon, lat = middle
    return f"{abs(lat):.4f}° {'N' if lat >= 0 else 'S'}  {abs(lon):.4f}° {'E' if lon >= 0 else 'W'}"


def ground_label(tile: Tile) -> str:
    """How much ground a tile covers: ``320 m across``, or its width in pixels without position."""
    side = side_m(tile.footprint_lonlat)
    if side is None:
        x0, _, x1, _ = tile.pixel_bbox
        return f"{x1 - x0:,} px wide"
    return f"{side:,.0f} m across" if side < 1000 else f"{side / 1000:.2f} km across"


def tooltip(hit: TileHit) -> str:
    """Everything about a hit, line by line."""
    lines = [visible(hit.tile.source), f"Rank {hit.rank}  ·  score {hit.score:.4f}", place_label(hit.tile)]
    lines.append(f"Pixels {hit.tile.pixel_bbox}  ·  level {hit.tile.level}")
    if hit.scale_scores is not None:
        lines.append("Match logits z1…z4: " + "  ".join(f"{z:+.2f}" for z in hit.scale_scores))
    if hit.tile.datetime:
        lines.append(f"Taken {visible(hit.tile.datetime)}")
    if hit.tile.nodata_percent > 0:
        lines.append(f"{hit.tile.nodata_percent:.0f} % without data")
    return "\n".join(lines)
