"""Ranked hits and their thumbnails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from app.models.hits.counted_rows import CountedRows
from app.models.hits.hit_pictures import KEPT, MISSING, HitPictures, Thumbnail, ThumbnailRequest
from app.models.hits.hit_rows import BY_SCORE, arrange
from app.models.question.dragged import HIT_FORMAT, dragged_hits
from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_tip
from app.translation import numeral, tr, tr_n
from app.units import side_label
from msa_core.colours import ScoreScale, scores_of
from msa_core.lonlat import middle_of_rings, side_m
from msa_core.names import visible
from msa_core.records import Tile, TileHit
from msa_core.retrieval.exports.told.hit_order import RANK

_Index = QModelIndex | QPersistentModelIndex
HitRole = int(Qt.ItemDataRole.UserRole) + 1
ThumbnailRole = HitRole + 1
ShareRole = HitRole + 2
BelowRole, LineRole, HoverRole, GroupRole, ReviewRole = (HitRole + number for number in range(3, 8))


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one ground that share a row.

    Attributes:
        others: how many beside the best one.
        is_open: whether they are all listed.
        is_member: True for one of the others.
    """

    others: int
    is_open: bool
    is_member: bool


class HitsModel(CountedRows):
    """Hits in a chosen order, those of one ground folded together if wanted; pictures come as rows are painted.

    Rows change with order and folding; a hit's number, its index among the hits as found, does not.

    Signals:
        thumbnail_wanted: a ThumbnailRequest for a row that is painted.
        kept_wanted: the id of a tile that is painted before its pixels are there.
    """

    thumbnail_wanted = Signal(object)
    kept_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: tuple[TileHit, ...] = ()
        self._numbers: dict[str, int] = {}
        self._pictures = HitPictures()
        self._scale = ScoreScale()
        self._shares = self._below = np.zeros(0)
        self._order, self._grouped = RANK, False
        self._unfolded: frozenset[int] = frozenset()
        self._rows = arrange((), RANK, False)
        self._line_row = self._hovered = -1
        self._reviews: Mapping[str, str] = {}

    # What is shown

    def set_hits(self, hits: Sequence[TileHit]) -> None:
        """Show these hits; thumbnails of tiles that stay are kept."""
        self.beginResetModel()
        self._hits = tuple(hits)
        self._numbers = {hit.tile.id: number for number, hit in enumerate(self._hits)}
        self._pictures.keep_only(self._numbers)
        self._unfolded, self._hovered = frozenset(), -1
        self._rate()
        self._arrange()
        self.set_count(len(self._rows.numbers))
        self.endResetModel()

    def set_scale(self, scale: ScoreScale) -> None:
        """Take colours and cut from here."""
        self._scale = scale
        self._rate()
        self._draw_line()
        self._repaint(ShareRole, BelowRole, LineRole)

    def set_reviews(self, reviews: Mapping[str, str]) -> None:
        """What was said of tiles, by id."""
        self._reviews = reviews
        self._repaint(ReviewRole)

    def set_order(self, order: str) -> None:
        """List in another order of ``ORDER_NAMES``."""
        if order != self._order:
            self._order = order
            self._rearrange()

    def set_grouped(self, grouped: bool) -> None:
        """Whether hits of the same ground share a row."""
        if grouped != self._grouped:
            self._grouped, self._unfolded = grouped, frozenset()
            self._rearrange()

    def fold(self, row: int, folded: bool | None = None) -> None:
        """Fold the hits of a row's ground together or list them all; None turns it round."""
        place = self._hits[self.number_at(row)].ground_group
        if not self._grouped or place is None:
            return
        is_open = place in self._unfolded
        if folded is None or folded == is_open:
            self._unfolded ^= {place}
            self._rearrange()

    def set_hovered(self, number: int) -> None:
        """The hit that the mouse points at on the map, -1 for none."""
        rows = {self.row_of(self._hovered), self.row_of(number)} - {-1}
        self._hovered = number
        for row in rows:
            self.dataChanged.emit(self.index(row), self.index(row), [HoverRole])

    def _rearrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self.number_at(index.row()) for index in before]
        self._arrange()
        # First room for what is unfolded, last the end of what is folded away: indices that stay must be there.
        self.set_count(max(self.rowCount(), len(self._rows.numbers)))
        self.changePersistentIndexList(before, [self.index(self.row_of(number)) for number in numbers])
        self.set_count(len(self._rows.numbers))
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        self._rows = arrange(self._hits, self._order, self._grouped, self._unfolded)
        self._draw_line()

    def _rate(self) -> None:
        scores = scores_of(self._hits)
        self._shares, self._below = self._scale.shares(scores), self._scale.below(scores)

    def _draw_line(self) -> None:
        """Where what lies below the cut begins, -1 where no line would be true."""
        above = np.flatnonzero(~self._below[self._rows.numbers].astype(bool))
        line = int(above[-1]) + 1 if len(above) else 0
        wanted = self._order in BY_SCORE and self._scale.cut is not None
        self._line_row = line if wanted and line < len(self._rows.numbers) else -1

    # Numbers and rows

    def hits(self) -> tuple[TileHit, ...]:
        """All hits, as found."""
        return self._hits

    def number_at(self, row: int) -> int:
        """Which hit a row shows, -1 for no row."""
        return int(self._rows.numbers[row]) if 0 <= row < len(self._rows.numbers) else -1

    def numbers_at(self, rows: np.ndarray) -> tuple[int, ...]:
        """Which hits rows (n,) show, ascending."""
        return tuple(np.sort(self._rows.numbers[rows]).tolist())

    def rows_of(self, numbers: Sequence[int]) -> np.ndarray:
        """The rows of hits, ascending, each once."""
        known = np.array(numbers, dtype=np.intp)
        known = known[(known >= 0) & (known < len(self._rows.row_of))]
        return np.unique(self._rows.row_of[known])

    def row_of(self, number: int) -> int:
        """The row of a hit, or of the hit that it is folded into; -1 for no hit."""
        return int(self._rows.row_of[number]) if 0 <= number < len(self._rows.row_of) else -1

    # Pictures

    def thumbnail(self, tile: Tile) -> Thumbnail | None:
        """The picture of a tile, None while it is not there."""
        picture = self._pictures.of(tile.id)
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
            self._store(request.tile.id, f"{tr(MISSING)}: {in_own_language(sentence)}")

    @Slot(object)
    def take_kept(self, pictures: Mapping[str, bytes]) -> None:
        """Pictures that the index keeps: shown until the raster's own pixels are read, and where there are none."""
        for tile_id, data in pictures.items():
            number = self._numbers.get(tile_id)
            if number is not None and self._pictures.store_kept(tile_id, data):
                self._repaint_picture(number)

    def _store(self, tile_id: str, picture: Thumbnail | str) -> None:
        number = self._numbers.get(tile_id)
        if number is not None:
            self._pictures.store(tile_id, picture)
            self._repaint_picture(number)

    def _repaint_picture(self, number: int) -> None:
        row = self.row_of(number)
        if self.number_at(row) == number:
            self.dataChanged.emit(self.index(row), self.index(row), [ThumbnailRole])

    def _picture(self, tile: Tile) -> Thumbnail | str | None:
        if self._pictures.is_wanted(tile.id):
            self.kept_wanted.emit(tile.id)
            if tile.path:
                self.thumbnail_wanted.emit(ThumbnailRequest(tile))
        return self._pictures.of(tile.id)

    # What Qt asks

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeTypes(self) -> list[str]:
        return [HIT_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The hits of these rows, by their numbers."""
        return dragged_hits(self.number_at(row) for row in sorted({index.row() for index in indexes}))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows.numbers):
            return None
        row, number = index.row(), int(self._rows.numbers[index.row()])
        answer = _ANSWERS.get(role)
        return None if answer is None else answer(self, row, number)

    def _label(self, _row: int, number: int) -> str:
        hit = self._hits[number]
        return f"{hit.rank}. {visible(hit.tile.source)}"

    def _spoken(self, row: int, number: int) -> str:
        """For a screen reader."""
        hit = self._hits[number]
        words = [tr("Rank {rank}, score {score}", rank=hit.rank, score=numeral(hit.score, 3))]
        words += [tr("below the cut")] if self._below[number] else []
        said = self._reviews.get(hit.tile.id)
        words += [said] if said else []
        words += [visible(hit.tile.source), place_label(hit.tile)]
        words += [tr(KEPT)] if self._pictures.is_offline(hit.tile.id) else []
        others = int(self._rows.group_size[row]) - 1
        if others and not self._rows.is_member[row]:
            words.append(tr_n(others, "%n more of the same ground", "%n more of the same ground"))
        return ", ".join(words)

    def _tip(self, hit: TileHit) -> str:
        return tooltip(hit) + (f"\n{tr(KEPT)}" if self._pictures.is_offline(hit.tile.id) else "")

    def _group(self, row: int, number: int) -> Group | None:
        size = int(self._rows.group_size[row])
        if size < 2:
            return None
        is_open = self._hits[number].ground_group in self._unfolded
        return Group(size - 1, is_open, bool(self._rows.is_member[row]))

    def _repaint(self, *roles: int) -> None:
        if len(self._rows.numbers):
            self.dataChanged.emit(self.index(0), self.index(len(self._rows.numbers) - 1), list(roles))


# A table instead of a chain of ifs: rows are painted often.
_ANSWERS: dict[int, Callable[[HitsModel, int, int], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): HitsModel._label,
    int(Qt.ItemDataRole.AccessibleTextRole): HitsModel._spoken,
    int(Qt.ItemDataRole.ToolTipRole): lambda m, _row, number: plain_tip(m._tip(m._hits[number])),
    HitRole: lambda m, _row, number: m._hits[number],
    ShareRole: lambda m, _row, number: float(m._shares[number]),
    ThumbnailRole: lambda m, _row, number: m._picture(m._hits[number].tile),
    BelowRole: lambda m, _row, number: bool(m._below[number]),
    LineRole: lambda m, row, _number: row == m._line_row,
    HoverRole: lambda m, _row, number: number == m._hovered,
    GroupRole: HitsModel._group,
    ReviewRole: lambda m, _row, number: m._reviews.get(m._hits[number].tile.id),
}


def place_label(tile: Tile) -> str:
    """Where the middle of a tile is: ``37.6169° N  122.3834° W``, or that it has no position."""
    middle = middle_of_rings(tile.footprint_lonlat)
    if middle is None:
        return tr("No position")
    lon, lat = middle
    return f"{abs(lat):.4f}° {'N' if lat >= 0 else 'S'}  {abs(lon):.4f}° {'E' if lon >= 0 else 'W'}"


def ground_label(tile: Tile) -> str:
    """How much ground a tile covers: ``320 m across``, or its width in pixels without position."""
    side = side_m(tile.footprint_lonlat)
    if side is None:
        x0, _, x1, _ = tile.pixel_bbox
        return tr("{width} px wide", width=numeral(x1 - x0))
    return tr("{side} across", side=side_label(side))


def tooltip(hit: TileHit) -> str:
    """Everything about a hit, line by line."""
    lines = [
        visible(hit.tile.source),
        tr("Rank {rank}  ·  score {score}", rank=hit.rank, score=numeral(hit.score, 4)),
        place_label(hit.tile),
    ]
    if hit.tile.path:
        lines.append(tr("Pixels {box}  ·  level {level}", box=hit.tile.pixel_bbox, level=hit.tile.level))
    else:
        lines.append(tr("Row {row} of the file  ·  no picture", row=numeral(hit.tile.pixel_bbox[0])))
    if hit.scale_scores is not None:
        lines.append(
            tr(
                "Match logits z1…z4: {four}",
                four="  ".join(numeral(z, 2, plus=True) for z in hit.scale_scores),
            )
        )
    if hit.tile.datetime:
        lines.append(tr("Taken {when}", when=visible(hit.tile.datetime)))
    if hit.tile.nodata_percent > 0:
        lines.append(tr("{percent} % without data", percent=numeral(hit.tile.nodata_percent)))
    return "\n".join(lines)
