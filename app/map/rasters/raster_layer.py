"""The rasters, drawn in place. What is missing is asked for; the answer is painted when it comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.painting.layer import Ink, Layer, polygon
from app.map.projection.geometry import (
    Projection,
    Viewport,
    all_rings_on_map,
    contains,
    contains_point,
    focus_bounds,
    intersection,
)
from app.map.rasters.dots import Dots, DotsPicture, DotsRequest, paint_dots
from app.map.rasters.footprint_grid import Footprints
from app.map.rasters.rendering import MARKER_PX, MapRaster, Patch, RenderRequest
from msa_core.records import Bounds, RasterInfo

SETTLE_MS = 70
SMALL_PX = 24.0
# Overviews kept of rasters that are out of view: about 200 MB at the most.
MAX_OVERVIEWS = 350


MAX_FRAMES = 4000
"""With more small rasters in view they are dots: frames would only cover each other."""


class RasterLayer(Layer):
    """All rasters with a position, small ones above large ones unless an order is given.

    Signals:
        render_wanted: a RenderRequest for what is on screen.
    """

    render_wanted = Signal(object)

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._infos: tuple[RasterInfo, ...] = ()
        self._rasters: list[MapRaster] = []
        self._hidden: set[str] = set()
        self._footprints = Footprints(np.zeros((0, 4)))
        self._plain = np.zeros(0, dtype=bool)
        self._of_path: dict[str, list[int]] = {}
        self._pictured: dict[int, MapRaster] = {}
        self._dots = Dots(self._footprints, self._plain)
        self._is_crowded = False
        self._opacities: dict[str, float] = {}
        self._order: dict[str, int] = {}
        self._selected: frozenset[str] = frozenset()
        self._pixel_ratio = 1.0
        self._serial = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)

    def set_rasters(self, infos: Sequence[RasterInfo]) -> None:
        """Show these rasters and forget the others."""
        self._infos = tuple(infos)
        self._project()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        self._project()

    @Slot(object, bool)
    def set_shown(self, paths: Sequence[str], shown: bool) -> None:
        """Show or hide rasters."""
        (self._hidden.difference_update if shown else self._hidden.update)(paths)
        for number in self._numbers_of(paths):
            self._rasters[number].shown = shown
        self._find_plain(paths)
        self._settle.start()
        self.update()

    @Slot(object, float)
    def set_opacity(self, paths: Sequence[str], opacity: float) -> None:
        """Draw rasters with an opacity of 0..1."""
        self._opacities.update(dict.fromkeys(paths, opacity))
        self._find_plain(paths)
        self.update()

    @Slot(object)
    def set_order(self, paths: Sequence[str]) -> None:
        """Which raster lies above which, the topmost first; empty: small ones above large ones."""
        self._order = {path: place for place, path in enumerate(paths)}
        self._sort()
        self.update()

    @Slot(object)
    def set_selected(self, paths: Sequence[str]) -> None:
        """Outline rasters."""
        self._selected = frozenset(paths)
        self.update()

    @property
    def selected(self) -> frozenset[str]:
        """Paths of the rasters that are outlined."""
        return self._selected

    @Slot(object)
    def draw_again(self, paths: Collection[str]) -> None:
        """Forget the pictures of rasters: they are to be read in another way, or their files may be back."""
        for number in self._numbers_of(paths):
            raster = self._rasters[number]
            raster.overview = raster.detail = None
            raster.failed = False
        self._settle.start()
        self.update()

    def set_pixel_ratio(self, ratio: float) -> None:
        """Device pixels per logical pixel of the screen the canvas is on."""
        if ratio != self._pixel_ratio:
            self._pixel_ratio = ratio
            self._settle.start()

    def set_view(self, view: Viewport) -> None:
        super().set_view(view)
        self._settle.start()
        if not self._dots.covers(view):
            self._ask_dots()

    def set_ink(self, ink: Ink) -> None:
        super().set_ink(ink)
        self._dots.outdate()
        self._settle.start()

    def refresh(self) -> None:
        """Draw failed rasters once more: a file may have come back."""
        for raster in self._rasters:
            raster.failed = False
        self._settle.start()

    def bounds_of(self, path: str) -> Bounds | None:
        """Map bounds of one raster, None when it is not on the map."""
        return focus_bounds([self._rasters[number].ring_xy for number in self._numbers_of([path])])

    def paths_at(self, x: float, y: float) -> tuple[str, ...]:
        """Paths of the rasters shown at map coordinates, the topmost first."""
        west, south, east, north = self._footprints.boxes.T
        inside = np.flatnonzero((west <= x) & (x <= east) & (south <= y) & (y <= north))
        rasters = [self._rasters[number] for number in inside[::-1].tolist()]
        found = [raster.path for raster in rasters if raster.shown and contains_point(raster.ring_xy, x, y)]
        return tuple(dict.fromkeys(found))

    def boxes_of(self, paths: Collection[str]) -> list[Bounds]:
        """Map bounds of some rasters, those that are on the map."""
        return [self._rasters[number].box for number in self._numbers_of(paths)]

    def all_boxes(self) -> list[Bounds]:
        """Map bounds of every piece."""
        return [raster.box for raster in self._rasters]

    @property
    def is_settled(self) -> bool:
        """Whether everything visible has been drawn at the wanted resolution."""
        has_dots = self._dots.are_sharp(self.view, self._max_dot_px)
        return has_dots and not self._settle.isActive() and next(self._missing(), None) is None

    def _project(self) -> None:
        self._rasters = []
        sides: Counter[int] = Counter()
        footprints = [info.footprint_lonlat for info in self._infos]
        for owner, xy, box in all_rings_on_map(self.projection, footprints):
            index, path = sides[owner], self._infos[owner].path
            sides[owner] += 1
            if box[2] > box[0] and box[3] > box[1]:
                is_shown = path not in self._hidden
                self._rasters.append(MapRaster(path=path, index=index, ring_xy=xy, box=box, shown=is_shown))
        self._sort()
        self._settle.start()
        self.update()

    def _sort(self) -> None:
        """From below: by the order given, else by size, for a map of the world must not cover the city in it."""
        if self._rasters:
            last = len(self._order)
            boxes = np.array([raster.box for raster in self._rasters])
            areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
            places = np.array([self._order.get(raster.path, last) for raster in self._rasters])
            self._rasters = [self._rasters[number] for number in np.lexsort((-areas, -places)).tolist()]
        boxes = np.array([raster.box for raster in self._rasters], dtype=np.float64).reshape(-1, 4)
        self._footprints = Footprints(boxes)
        self._of_path = {}
        for number, raster in enumerate(self._rasters):
            self._of_path.setdefault(raster.path, []).append(number)
        self._pictured = {id(raster): raster for raster in self._rasters if raster.has_picture}
        self._plain = np.ones(len(boxes), dtype=bool)
        self._dots = Dots(self._footprints, self._plain)
        self._find_plain([*self._hidden, *self._opacities])

    def _numbers_of(self, paths: Iterable[str]) -> list[int]:
        return [number for path in paths for number in self._of_path.get(path, ())]

    def _find_plain(self, paths: Iterable[str]) -> None:
        """Which rasters are shown, and not translucent: of the others there are no dots."""
        for path in paths:
            is_plain = path not in self._hidden and self._opacities.get(path, 1.0) == 1.0
            self._plain[self._of_path.get(path, [])] = is_plain
        self._dots.outdate()
        self._settle.start()

    def _ask_dots(self) -> None:
        request = self._dots.request_for(self.view, self._max_dot_px, self.ink.accent)
        if request is not None:
            self.render_wanted.emit(request)

    @property
    def _max_dot_px(self) -> float:
        return SMALL_PX if self._is_crowded else MARKER_PX

    @Slot()
    def _ask(self) -> None:
        self._serial += 1
        self._is_crowded = _are_crowded(self._in_view()[2])
        if not self._dots.are_sharp(self.view, self._max_dot_px):
            self._ask_dots()
        for request in self._missing(self._serial):
            self.render_wanted.emit(request)
        self._forget_unseen()

    def _missing(self, serial: int = 0) -> Iterator[RenderRequest]:
        """What must be drawn; of very many rasters in view only those of a size to be recognised."""
        numbers, _, sides = self._in_view()
        least = MARKER_PX if np.count_nonzero(sides >= MARKER_PX) <= MAX_OVERVIEWS else SMALL_PX
        for number in numbers[sides >= least].tolist():
            yield from self._rasters[number].missing(
                self.view, self._pixel_ratio, self.projection.crs, serial
            )

    def _forget_unseen(self) -> None:
        """Give back the memory of what is out of view: details at once, overviews when there are many."""
        pictured = list(self._pictured.values())
        many = sum(raster.overview is not None for raster in pictured) > MAX_OVERVIEWS
        for raster in pictured:
            if intersection(raster.box, self.view.bounds) is None:
                raster.detail = None
                raster.overview = None if many else raster.overview
        self._pictured = {id(raster): raster for raster in pictured if raster.has_picture}

    @Slot(object, object)
    def on_rendered(self, request: object, image: object) -> None:
        """Take an answer of the pixels lane; answers for another map CRS or archive are dropped."""
        if isinstance(image, DotsPicture):
            self._dots.take(image)
            self._settle.start()
            self.update()
            return
        if not isinstance(request, RenderRequest) or not isinstance(image, QImage):
            return
        patch = Patch.answering(request, image)
        for number in self._numbers_of([request.path]):
            raster = self._rasters[number]
            self._pictured[id(raster)] = raster
            if raster.index == request.side and request.crs == self.projection.crs:
                if request.overview:
                    raster.overview = patch
                else:
                    raster.detail = patch
                self._go_on(raster, patch)
        self.update()

    def _go_on(self, raster: MapRaster, patch: Patch) -> None:
        """Ask for the next step of a giant, as long as it is looked at; while the map moves nothing is asked for."""
        if not patch.is_whole and not self._settle.isActive():
            for request in raster.missing(self.view, self._pixel_ratio, self.projection.crs, self._serial):
                self.render_wanted.emit(request)

    @Slot(object, str)
    def on_failed(self, request: object, _sentence: str) -> None:
        """Remember that a raster cannot be drawn, so that it is not asked for again and again."""
        if isinstance(request, RenderRequest):
            for number in self._numbers_of([request.path]):
                self._rasters[number].failed = True
            self.update()
        elif isinstance(request, DotsRequest):
            self._dots.give_up(request)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        numbers, corners, sides = self._in_view()
        self._is_crowded = _are_crowded(sides)
        is_dot = (sides < self._max_dot_px) & self._plain[numbers]
        outlines = []
        for at in np.flatnonzero(~is_dot).tolist():
            raster = self._rasters[numbers[at]]
            opacity = self._opacities.get(raster.path, 1.0)
            if not raster.shown:
                continue
            if sides[at] < SMALL_PX and opacity == 1.0 and not raster.has_picture:
                outlines.append(at)
            else:
                painter.setOpacity(opacity)
                self._paint_raster(painter, raster)
        painter.setOpacity(1.0)
        self._paint_outlines(painter, corners[outlines])
        if not self._footprints.are_many:
            paint_dots(painter, corners[is_dot, :2] + corners[is_dot, 2:] / 2, self.view, self.ink)
        else:
            self._dots.paint(painter, self.view, self.ink)
        self._paint_selected(painter)

    def _in_view(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of the rasters in view, of very many of those that are not dots: their numbers (m,), x, y, width, height in
        view coordinates (m, 4), and the longer side in px (m,).
        """
        bounds, units = self.view.bounds, self.view.units_per_px
        least = MARKER_PX * units if self._footprints.are_many else 0.0
        numbers = self._footprints.in_view(bounds, least)
        west, south, east, north = self._footprints.boxes[numbers].T
        width, height = (east - west) / units, (north - south) / units
        x, y = (west - bounds[0]) / units, (bounds[3] - north) / units
        return numbers, np.stack([x, y, width, height], axis=1), np.maximum(width, height)

    def _paint_outlines(self, painter: QPainter, corners: np.ndarray) -> None:
        """Small rasters whose pictures have not come, all at once."""
        painter.setPen(QPen(self.ink.outline, 1))
        painter.setBrush(self.ink.fill)
        painter.drawRects([QRectF(*corner) for corner in corners.tolist()])

    def _paint_selected(self, painter: QPainter) -> None:
        """Outlines above all pictures, also of rasters that are hidden."""
        if not self._selected:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number in sorted(self._numbers_of(self._selected)):
            raster = self._rasters[number]
            if intersection(raster.box, self.view.bounds) is not None:
                shape = polygon(self.view.to_view(raster.ring_xy))
                for colour, width in ((self.ink.halo, 4.0), (self.ink.accent, 2.0)):
                    painter.setPen(QPen(colour, width))
                    painter.drawPolygon(shape)

    def _paint_raster(self, painter: QPainter, raster: MapRaster) -> None:
        if raster.overview is None and raster.detail is None:
            painter.setPen(
                QPen(self.ink.outline, 1, Qt.PenStyle.DashLine if raster.failed else Qt.PenStyle.SolidLine)
            )
            painter.setBrush(self.ink.fill)
            painter.drawPolygon(polygon(self.view.to_view(raster.ring_xy)))
        seen = intersection(raster.box, self.view.bounds)
        covered = raster.detail is not None and seen is not None and contains(raster.detail.box, seen)
        if raster.overview is not None and not (covered and self._is_fine(raster.detail)):
            self._paint_patch(painter, raster.overview)
        if raster.detail is not None:
            self._paint_patch(painter, raster.detail)

    def _is_fine(self, patch: Patch | None) -> bool:
        return (
            patch is not None
            and patch.is_whole
            and patch.units_per_px < self.view.units_per_px * 1.05 / self._pixel_ratio
        )

    def _paint_patch(self, painter: QPainter, patch: Patch) -> None:
        x, y, width, height = self.view.box_to_view(patch.box)
        ratio = self._pixel_ratio
        if abs(patch.units_per_px * ratio / self.view.units_per_px - 1) < 1e-4:
            patch.image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), patch.image)
            return
        patch.image.setDevicePixelRatio(1.0)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Only the visible part: scaled far up, the whole target would be larger than the painter can take.
        seen = QRectF(x, y, width, height).intersected(self.boundingRect())
        if seen.isEmpty():
            return
        fx, fy = patch.image.width() / width, patch.image.height() / height
        source = QRectF((seen.x() - x) * fx, (seen.y() - y) * fy, seen.width() * fx, seen.height() * fy)
        painter.drawImage(seen, patch.image, source)


def _are_crowded(sides: np.ndarray) -> bool:
    """Whether frames of rasters with such sides in px would only cover each other."""
    return bool(np.count_nonzero((sides >= MARKER_PX) & (sides < SMALL_PX)) > MAX_FRAMES)
