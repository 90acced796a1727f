"""The rasters, drawn in place. What is missing is asked for; the answer is painted when it comes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from PySide6.QtCore import QRectF, QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.map.painting.layer import Ink
from app.map.projection.geometry import (
    Projection,
    Viewport,
    contains_point,
    focus_bounds,
    intersection,
)
from app.map.rasters.dots import Dots, DotsPicture, DotsRequest, paint_dots
from app.map.rasters.placed_layer import PlacedLayer
from app.map.rasters.placing import NOTHING, Each, Placed, PlaceRequest
from app.map.rasters.raster_painting import paint_raster, paint_selected
from app.map.rasters.rendering import MARKER_PX, MapRaster, Patch, RenderRequest
from msa_core.records import Bounds, RasterInfo

SETTLE_MS = 70
SMALL_PX = 24.0
# Overviews kept of rasters that are out of view: about 200 MB at the most.
MAX_OVERVIEWS = 350
# Rasters without a picture that are remembered as they were seen.
MAX_REMEMBERED = 5000


MAX_OUTLINED = 1000
"""Of more selected rasters in view the largest are outlined."""
MAX_FRAMES = 4000
"""With more small rasters in view they are dots: frames would only cover each other."""


class RasterLayer(PlacedLayer):
    """All rasters with a position, small ones above large ones unless an order is given.

    What is on screen is wanted by ``render_wanted`` as RenderRequests.
    """

    def __init__(self, z: float) -> None:
        super().__init__(z)
        self._infos: Sequence[RasterInfo] = ()
        self._shown, self._opacities = np.ones(0, dtype=bool), np.ones(0)
        self._made: dict[int, MapRaster] = {}
        self._is_crowded = False
        self._order: tuple[str, ...] = ()
        self._selected = np.zeros(0, dtype=np.int64)
        self._pixel_ratio = 1.0
        self._serial = 0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self._take_placed(NOTHING)

    def set_rasters(self, infos: Sequence[RasterInfo]) -> None:
        """Show these rasters and forget the others.

        When some of those before are hidden or translucent, nothing is shown until it is told how these are drawn.
        """
        was_plain = bool((self._shown & (self._opacities == 1.0)).all())
        self._infos = infos
        self._shown, self._opacities = np.full(len(infos), was_plain), np.ones(len(infos))
        self._selected = np.zeros(0, dtype=np.int64)
        self._project()

    def set_projection(self, projection: Projection) -> None:
        super().set_projection(projection)
        if self._infos:
            self._project()

    @Slot(object, object, object)
    def set_drawn(self, infos: Sequence[RasterInfo], shown: np.ndarray, opacities: np.ndarray) -> None:
        """Show some of the rasters, bool (n,), with opacities 0..1 (n,); not taken when others are on the map now."""
        if infos is not self._infos:
            return
        self._shown, self._opacities = shown, opacities
        for number, raster in self._made.items():
            raster.shown = bool(shown[self._owner(number)])
        self._find_seen()
        self.update()

    @Slot(object)
    def set_order(self, paths: Sequence[str]) -> None:
        """Which raster lies above which, the topmost first; empty: small ones above large ones."""
        if tuple(paths) != self._order:
            self._order = tuple(paths)
            self._find()

    def set_selected(self, infos: Sequence[RasterInfo], numbers: np.ndarray) -> None:
        """Outline some of these rasters; of others than are on the map it says nothing."""
        if infos is self._infos:
            self._selected = np.unique(numbers)
            self._find_outlined()
            self.update()

    def opacity_of(self, path: str) -> float:
        """With which opacity of 0..1 a raster is drawn, 1 for one that is not on the map."""
        owner = self._placed.owner_of.get(path)
        return 1.0 if owner is None else float(self._opacities[owner])

    @property
    def selected(self) -> list[RasterInfo]:
        """The rasters that are outlined."""
        return [self._infos[number] for number in self._selected.tolist()]

    @Slot(object)
    def draw_again(self, paths: Collection[str]) -> None:
        """Forget the pictures of rasters: they are to be read in another way, or their files may be back."""
        wanted = frozenset(paths)
        for raster in self._made.values():
            if raster.path in wanted:
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
        for raster in self._made.values():
            raster.failed = False
        self._settle.start()

    def bounds_of(self, path: str) -> Bounds | None:
        """Map bounds of one raster, None when it is not on the map."""
        return focus_bounds([self._placed.rings.ring(number) for number in self._numbers_of(path)])

    def paths_at(self, x: float, y: float) -> tuple[str, ...]:
        """Paths of the rasters shown at map coordinates, the topmost first."""
        west, south, east, north = self._footprints.boxes.T
        inside = np.flatnonzero((west <= x) & (x <= east) & (south <= y) & (y <= north))
        rings = self._placed.rings
        found = [n for n in inside[::-1].tolist() if contains_point(rings.ring(n), x, y)]
        return tuple(dict.fromkeys(self._path(n) for n in found if self._shown[self._owner(n)]))

    def bounds_of_some(self, infos: Sequence[RasterInfo], numbers: np.ndarray) -> Bounds | None:
        """Map bounds of some of these rasters together, None when none of them is on the map."""
        return self._footprints.around(self._rings_of(numbers)) if infos is self._infos else None

    def all_bounds(self) -> Bounds | None:
        """Map bounds of all rasters together, None without any."""
        return self._footprints.around()

    def rasters(self) -> list[MapRaster]:
        """All of them, from below; those of very many are better asked for by number."""
        return [self.raster(number) for number in range(len(self._placed.rings))]

    def raster(self, number: int) -> MapRaster:
        """One of them, numbered from below; it is made when it is first asked for."""
        if number not in self._made:
            rings, path = self._placed.rings, self._path(number)
            west, south, east, north = rings.boxes[number].tolist()
            self._made[number] = MapRaster(
                path=path,
                index=int(rings.sides[number]),
                ring_xy=rings.ring(number),
                box=(west, south, east, north),
                shown=bool(self._shown[self._owner(number)]),
            )
        return self._made[number]

    def _path(self, number: int) -> str:
        return self._infos[self._owner(number)].path

    def _owner(self, number: int) -> int:
        return int(self._placed.rings.owners[number])

    @property
    def is_settled(self) -> bool:
        """Whether everything visible has been drawn at the wanted resolution."""
        has_dots = not self.is_placing and self._dots.are_sharp(self.view, self._max_dot_px)
        return has_dots and not self._settle.isActive() and next(self._missing(), None) is None

    def _project(self) -> None:
        """Other rasters, or another map: what was drawn of those before is forgotten."""
        self._made = {}
        self._take_placed(NOTHING)
        self._find()

    def _find(self) -> None:
        """Find where the rasters lie, and which of them above which."""
        self._place(
            PlaceRequest(
                layer="rasters",
                projection=self.projection,
                rings_lonlat=Each(self._infos, "footprint_lonlat"),
                paths=Each(self._infos, "path"),
                order=self._order,
            )
        )

    def _take_placed(self, placed: Placed) -> None:
        """What was drawn of rasters before goes on, wherever they lie now among the others."""
        drawn = [raster for raster in self._made.values() if raster.has_picture or raster.failed]
        self._placed, self._footprints = placed, placed.footprints
        self._made = {}
        for raster in drawn:
            for number in placed.numbers_of(raster.path).tolist():
                if placed.rings.sides[number] == raster.index:
                    self._made[number] = raster
        self._pictured = {n: raster for n, raster in self._made.items() if raster.has_picture}
        self._seen = np.ones(len(placed.rings), dtype=bool)
        self._dots = Dots("rasters", self._footprints, self._seen)
        self._find_seen()
        self._find_outlined()
        self.update()

    def _numbers_of(self, path: str) -> list[int]:
        return self._placed.numbers_of(path).tolist()

    def _rings_of(self, numbers: np.ndarray) -> np.ndarray:
        """Numbers of the rings of some rasters, ascending."""
        asked = np.zeros(len(self._infos), dtype=bool)
        asked[numbers] = True
        return np.flatnonzero(asked[self._placed.rings.owners])

    def _find_outlined(self) -> None:
        self._outlined = self._rings_of(self._selected)

    def _find_seen(self) -> None:
        """Which rasters are seen at all; a dot is as strong for one that is translucent."""
        seen = (self._shown & (self._opacities > 0.0))[self._placed.rings.owners]
        if not np.array_equal(seen, self._seen):
            self._seen[:] = seen
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
        numbers, sides = numbers[self._seen[numbers]], sides[self._seen[numbers]]
        least = MARKER_PX if np.count_nonzero(sides >= MARKER_PX) <= MAX_OVERVIEWS else SMALL_PX
        for number in numbers[sides >= least].tolist():
            yield from self.raster(number).missing(self.view, self._pixel_ratio, self.projection.crs, serial)

    def _forget_unseen(self) -> None:
        """Give back the memory of what is out of view: details at once, overviews when there are many."""
        pictured = list(self._pictured.values())
        many = sum(raster.overview is not None for raster in pictured) > MAX_OVERVIEWS
        for raster in pictured:
            if intersection(raster.box, self.view.bounds) is None:
                raster.detail = None
                raster.overview = None if many else raster.overview
        self._pictured = {n: raster for n, raster in self._pictured.items() if raster.has_picture}
        if len(self._made) > MAX_REMEMBERED:
            self._made = {n: r for n, r in self._made.items() if r.has_picture or r.failed}

    @Slot(object, object)
    def on_rendered(self, request: object, image: object) -> None:
        """Take an answer of the pixels lane; answers for another map CRS or archive are dropped."""
        if isinstance(image, DotsPicture):
            if self._dots.take(image):
                self._settle.start()
                self.update()
            return
        if isinstance(request, PlaceRequest) and isinstance(image, Placed):
            self._on_placed(request, image)
            return
        if not isinstance(request, RenderRequest) or not isinstance(image, QImage):
            return
        patch = Patch.answering(request, image)
        for number in self._numbers_of(request.path):
            raster = self.raster(number)
            self._pictured[number] = raster
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
            for number in self._numbers_of(request.path):
                self.raster(number).failed = True
            self.update()
        elif isinstance(request, DotsRequest):
            self._dots.give_up(request)
        elif request is self._placing:
            self._placing = None

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        numbers, corners, sides = self._in_view()
        self._is_crowded = _are_crowded(sides)
        is_dot = (sides < self._max_dot_px) & self._seen[numbers]
        opacities = self._opacities[self._placed.rings.owners[numbers]]
        small: dict[float, list[int]] = {}
        for at in np.flatnonzero(~is_dot & self._seen[numbers]).tolist():
            number, opacity = int(numbers[at]), float(opacities[at])
            if sides[at] < SMALL_PX and number not in self._pictured:
                small.setdefault(opacity, []).append(at)
            else:
                painter.setOpacity(opacity)
                paint_raster(painter, self.raster(number), self.view, self.ink, self._pixel_ratio)
        for opacity, outlines in small.items():
            painter.setOpacity(opacity)
            self._paint_outlines(painter, corners[outlines])
        painter.setOpacity(1.0)
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
        if not len(self._outlined):
            return
        west, south, east, north = self._footprints.boxes[self._outlined].T
        w, s, e, n = self.view.bounds
        seen = self._outlined[(west < e) & (east > w) & (south < n) & (north > s)]
        if len(seen) > MAX_OUTLINED:  # lines around the small ones would only cover each other
            seen = seen[np.argsort(-self._footprints.sides[seen], kind="stable")[:MAX_OUTLINED]]
        rings = [self._placed.rings.ring(number) for number in np.sort(seen).tolist()]
        paint_selected(painter, rings, self.view, self.ink)


def _are_crowded(sides: np.ndarray) -> bool:
    """Whether frames of rasters with such sides in px would only cover each other."""
    return bool(np.count_nonzero((sides >= MARKER_PX) & (sides < SMALL_PX)) > MAX_FRAMES)
