"""Hits on the map: frames where there is room, counts where there is none, in the colours of the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.hits.hit_layout import Clusters, HitLayout, lay_out
from app.map.hits.hit_outlines import HitOutlines
from app.map.painting.discs import CountLabels, Discs
from app.map.painting.layer import Ink, Layer, readable_on, seen_ring
from app.map.painting.vote_marks import MARK_PX, paint_mark
from app.map.projection.geometry import Projection, Viewport, contains_point, ring_bounds
from msa_core.colours import ScoreScale, scores_of
from msa_core.records import Bounds, TileHit

BADGE_PX = 44.0
MARKED_PX = 20.0
"""A frame at least this large bears the mark of its vote."""
CLICK_PX = 4.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Hits that are drawn as one count.

    Attributes:
        best: number of the best of them.
        count: how many.
        bounds: of all of them, in map coordinates.
    """

    best: int
    count: int
    bounds: Bounds


class HitsLayer(Layer):
    """Hits with a position, the best on top. Numbers are indices into the hits as given."""

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._hits: tuple[TileHit, ...] = ()
        self._outlines = HitOutlines((), self.projection)
        self._levels = np.zeros(0, dtype=np.int64)
        self._scale = ScoreScale()
        self._colours, self._below = np.zeros((0, 3), dtype=np.uint8), np.zeros(0, dtype=bool)
        self._selected = self._hovered = -1
        self._chosen: frozenset[int] = frozenset()
        self._reviews: Mapping[str, str] = {}
        self._layout: tuple[Viewport, HitLayout] | None = None
        self._discs = Discs(self.ink)
        self._badges: dict[int, QRectF] = {}
        self._labels = CountLabels()

    def set_ink(self, ink: Ink) -> None:
        super().set_ink(ink)
        self._discs = Discs(ink)

    def set_hits(self, hits: Sequence[TileHit]) -> None:
        """Show these hits and forget the others; nothing is selected."""
        self._hits = tuple(hits)
        self._selected = self._hovered = -1
        self._chosen = frozenset()
        self._levels = np.fromiter((hit.tile.level for hit in hits), dtype=np.int64, count=len(hits))
        self._outlines = HitOutlines(hits, self.projection)
        self._layout = None
        self.set_scale(self._scale)

    @Slot(object)
    def set_scale(self, scale: ScoreScale) -> None:
        """Take colours and cut from here."""
        self._scale = scale
        scores = scores_of(self._hits)
        self._colours, self._below = scale.colours(scores), scale.below(scores)
        self.update()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        self._outlines.project(projection)
        self._layout = None

    @Slot(int)
    def set_selected(self, number: int) -> None:
        """Emphasise one hit, -1 for none."""
        self._selected = number
        self.update()

    @Slot(object)
    def set_chosen(self, numbers: Sequence[int]) -> None:
        """The hits that are chosen together."""
        self._chosen = frozenset(numbers)
        self.update()

    @Slot(int)
    def set_hovered(self, number: int) -> None:
        """Emphasise lightly the hit that the mouse points at, here or in the list; -1 for none."""
        if number != self._hovered:
            self._hovered = number
            self.update()

    def set_reviews(self, reviews: Mapping[str, str]) -> None:
        """What was said of tiles, by id."""
        self._reviews = reviews
        self.update()

    def bounds_of(self, number: int) -> Bounds | None:
        """Map bounds of one hit, None when it has no position."""
        return self._outlines.box_of(number)

    def all_bounds(self) -> Bounds | None:
        """Map bounds of all hits with a position."""
        return self._outlines.all_bounds()

    # What lies where

    def laid_out(self) -> HitLayout:
        """What is drawn as a frame and what as a count, for the view as it is."""
        if self._layout is None or self._layout[0] != self.view:
            self._layout = (self.view, lay_out(self._outlines.boxes, self.view))
        return self._layout[1]

    def hit_at(self, view_x: float, view_y: float) -> int:
        """The number of the hit at a point of the view, -1 for none.

        Of a count the best; of several frames the smallest, then the best.
        """
        cluster = self.cluster_at(view_x, view_y)
        if cluster is not None:
            return cluster.best
        x, y = self.view.to_map(view_x, view_y)
        frames = self.laid_out().frames
        boxes = self._outlines.boxes[frames]
        inside = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
        found = []
        for row, box in zip(frames[inside].tolist(), boxes[inside], strict=True):
            number = int(self._outlines.numbers[row])
            if any(contains_point(xy, x, y) for xy in self._outlines.rings_of(number)):
                found.append((float((box[2] - box[0]) * (box[3] - box[1])), number))
        return min(found)[1] if found else -1

    def hits_around(self, x: float, y: float) -> list[int]:
        """Numbers of all hits that hold a point in map coordinates, the best first."""
        boxes = self._outlines.boxes
        inside = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
        numbers = self._outlines.numbers[inside].tolist()
        return [n for n in numbers if any(contains_point(xy, x, y) for xy in self._outlines.rings_of(n))]

    def cluster_at(self, view_x: float, view_y: float) -> Cluster | None:
        """The count or dot at a point of the view."""
        clusters = self.laid_out().clusters
        at = clusters.at(view_x, view_y, CLICK_PX)
        if at < 0:
            return None
        boxes = self._outlines.boxes[clusters.members(at)]
        best = int(self._outlines.numbers[clusters.best[at]])
        return Cluster(best, int(clusters.counts[at]), ring_bounds(boxes.reshape(-1, 2)))

    def handle_at(self, view_x: float, view_y: float) -> int:
        """The hit whose rank is painted at a point of the view, or whose dot is there: what it is taken by; -1."""
        at = QPointF(view_x, view_y)
        found = [number for number, box in self._badges.items() if box.contains(at)]
        if found:
            return found[-1]
        cluster = self.cluster_at(view_x, view_y)
        return cluster.best if cluster is not None and cluster.count == 1 else -1

    # Painting

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        self._badges.clear()
        if len(self._outlines.numbers) == 0:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        layout = self.laid_out()
        numbers = self._outlines.numbers[layout.frames].tolist()
        last = [number for number in numbers if self._is_strong(number)]
        for number in reversed(numbers):
            if not self._is_strong(number):
                self._paint_frame(painter, number)
        self._paint_clusters(painter, layout)
        for number in sorted(last, key=lambda number: number == self._selected):
            self._paint_frame(painter, number)
        self._paint_marks(painter, numbers)

    def _paint_marks(self, painter: QPainter, numbers: list[int]) -> None:
        """What was said of places, inside their frames at the lower right, and on top of all of them."""
        for number in numbers:
            said = self._reviews.get(self._hits[number].tile.id)
            box = self._outlines.box_of(number)
            if said is None or box is None:
                continue
            x, y, width, height = self.view.box_to_view(box)
            if min(width, height) >= MARKED_PX:
                inset = MARK_PX / 2 + 1
                paint_mark(painter, QPointF(x + width - inset, y + height - inset), said)

    def _is_strong(self, number: int) -> bool:
        return number in (self._selected, self._hovered) or number in self._chosen

    def _paint_frame(self, painter: QPainter, number: int) -> None:
        box = self._outlines.box_of(number)
        if box is None:
            return
        colour = QColor(*self._colours[number].tolist())
        x, y, width, height = self.view.box_to_view(box)
        tint = self.ink.accent if number == self._selected or number in self._chosen else colour
        casing, line, fill = self._pens(number, colour)
        for ring in self._outlines.rings_of(number):
            shape = seen_ring(self.view.to_view(ring), self.view)
            painter.setBrush(fill)
            painter.setPen(casing)
            painter.drawPolygon(shape)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tint, line, j=Qt.PenJoinStyle.MiterJoin))
            painter.drawPolygon(shape)
        is_main = number == self._selected or not self._is_thin(number)
        if is_main and (min(width, height) >= BADGE_PX or number == self._selected):
            self._paint_badge(painter, number, QPointF(x, y), tint)

    def _is_thin(self, number: int) -> bool:
        """Below the cut, or of another ground size than the chosen hit."""
        chosen = self._selected
        is_other = 0 <= chosen < len(self._levels) and self._levels[number] != self._levels[chosen]
        return bool(self._below[number] or is_other)

    def _pens(self, number: int, colour: QColor) -> tuple[QPen, float, QColor]:
        """Casing, width of the line on it, and fill of a frame."""
        fill = QColor(colour)
        miter = Qt.PenJoinStyle.MiterJoin
        if number == self._selected:
            fill.setAlpha(0)
            return QPen(QColor(255, 255, 255, 240), 7.0, j=miter), 3.0, fill
        if number == self._hovered or number in self._chosen:
            fill.setAlpha(70)
            return QPen(QColor(255, 255, 255, 220), 4.6, j=miter), 2.4, fill
        if self._is_thin(number):
            fill.setAlpha(0)
            return QPen(QColor(0, 0, 0, 70), 2.0, j=miter), 1.0, fill
        fill.setAlpha(16)
        return QPen(QColor(0, 0, 0, 110), 3.4, j=miter), 1.8, fill

    def _paint_clusters(self, painter: QPainter, layout: HitLayout) -> None:
        clusters = layout.clusters
        strong = {self._cluster_of(clusters, number) for number in (self._selected, *self._chosen)}
        hovered = self._cluster_of(clusters, self._hovered)
        best = self._outlines.numbers[clusters.best]
        colours = self._colours[best]
        columns = (clusters.x, clusters.y, clusters.radius, clusters.counts, colours, self._below[best])
        rows = list(zip(*(column.tolist() for column in columns), strict=True))
        ratio = painter.device().devicePixelRatioF()
        # Dots first: a count is never hidden by them.
        for at in np.argsort(clusters.counts, kind="stable").tolist():
            x, y, radius, count, rgb, hollow = rows[at]
            is_marked = at in strong
            radius += 2.5 * (is_marked or at == hovered)
            disc, half = self._discs.pixmap(rgb, radius, hollow, is_marked, ratio)
            painter.drawPixmap(QPointF(x - half, y - half), disc)
            if count > 1:
                painter.setPen(self.ink.label if hollow else readable_on(QColor(*rgb)))
                self._labels.paint(painter, x, y, count)

    def _cluster_of(self, clusters: Clusters, number: int) -> int:
        """The cluster of a hit; -2, which is none, for a hit that is in none."""
        row = self._outlines.row_of(number)
        at = clusters.of(row) if row >= 0 else -1
        return at if at >= 0 else -2

    def _paint_badge(self, painter: QPainter, number: int, corner: QPointF, colour: QColor) -> None:
        """The rank, in the upper left corner of the footprint's box."""
        text = str(self._hits[number].rank)
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        width = max(20.0, painter.fontMetrics().horizontalAdvance(text) + 10.0)
        x = min(max(corner.x(), 2.0), self.view.width_px - width - 2.0)
        y = min(max(corner.y(), 2.0), self.view.height_px - 22.0)
        box = QRectF(x, y, width, 20.0)
        self._badges[number] = box
        painter.setPen(QPen(QColor(0, 0, 0, 120), 1.0))
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 4.0, 4.0)
        painter.setPen(readable_on(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
