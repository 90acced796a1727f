"""Where pixels lie on Earth: one class for affine grids, control points, RPCs, and rasters without a place.

Pixel coordinates are continuous, x to the right and y down, (0, 0) the outer corner of the first pixel.
Longitudes come out in [-180, 180]. What has no place on Earth comes out as ``inf``, never as NaN.
"""

from __future__ import annotations

import math

import numpy as np
import pyproj
from numpy.typing import ArrayLike
from pyproj.exceptions import ProjError

from msa_core.raster.gdal.opening import DatasetReader, quiet
from msa_core.raster.position import doubts, footprints
from msa_core.raster.position.crs import (
    check_way,
    degrees_per_unit,
    name_of,
    parse_crs,
    transform_points,
    wkt_of,
    wrap_longitude,
)
from msa_core.raster.position.pixel_to_crs import (
    AffinePlacement,
    ControlPointPlacement,
    Placement,
    RpcPlacement,
)
from msa_core.raster.position.turns import turn_of
from msa_core.records import PixelBox, Ring

# isort: split
from rasterio.crs import CRS

# Ellipsoids of Earth have semi-major axes of 6,356 to 6,379 km; Venus 6,052, Mars 3,396, the Moon 1,737.
_EARTH_AXIS_M = (6_330_000.0, 6_420_000.0)
_UNSET_BELOW = 1e-290
_WGS84 = pyproj.Geod(ellps="WGS84")


class Georef:
    """The place of one raster. Use :func:`from_dataset`; the constructor joins what that found.

    Belongs to one thread (PROJ and GDAL transformers do). Picklable parts are in ``RasterInfo``.

    Attributes:
        kind: ``affine``, ``gcps``, ``rpcs``, ``none`` or ``off-earth``.
        note: a sentence when something should be known, else ``""``.
        crs: authority code, else WKT, else None.
        crs_wkt: WKT of the CRS, ``""`` without.
        placement: pixel <-> CRS coordinates, None without.
        width_px, height_px: size of the raster.
    """

    def __init__(
        self,
        kind: str,
        note: str,
        crs: str | None,
        crs_wkt: str,
        placement: Placement | None,
        width_px: int,
        height_px: int,
    ) -> None:
        self.kind = kind
        self.note = note
        self.crs = crs
        self.crs_wkt = crs_wkt
        self.placement = placement
        self.width_px = width_px
        self.height_px = height_px

    @property
    def is_placed(self) -> bool:
        """True when pixels have longitudes and latitudes."""
        return self.kind in ("affine", "gcps", "rpcs") and self.placement is not None

    @property
    def is_geographic(self) -> bool:
        """True when the CRS counts in degrees (or grads)."""
        return bool(self.crs_wkt) and degrees_per_unit(self.crs_wkt) is not None

    def pixel_to_lonlat(self, x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Longitudes and latitudes (WGS84 degrees) of pixel coordinates, each of the inputs' shape.

        Points without a place on Earth are ``inf``.
        """
        x_px, y_px = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        if not self.is_placed or self.placement is None:
            return np.full(x_px.shape, np.inf), np.full(x_px.shape, np.inf)
        x_crs, y_crs = self.placement.to_crs(x_px, y_px)
        lon, lat = transform_points(self.crs_wkt, "EPSG:4326", x_crs, y_crs)
        return wrap_longitude(lon), lat

    def lonlat_to_pixel(self, lon: ArrayLike, lat: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Pixel coordinates (x, y) of WGS84 degrees; ``inf`` where the raster's CRS does not reach.

        The result may lie outside the raster: the caller compares it with the size.
        """
        lon_deg, lat_deg = np.broadcast_arrays(np.asarray(lon, float), np.asarray(lat, float))
        if not self.is_placed or self.placement is None:
            return np.full(lon_deg.shape, np.inf), np.full(lon_deg.shape, np.inf)
        x_crs, y_crs = transform_points("EPSG:4326", self.crs_wkt, lon_deg, lat_deg)
        x_px, y_px = self.placement.to_pixel(x_crs, y_crs)
        turn = turn_of(self.crs_wkt)
        if turn is not None:
            x_px, y_px = self._nearest_turn(turn[1], x_crs, y_crs, x_px, y_px)
        return x_px, y_px

    def on_every_turn(self) -> list[Georef]:
        """This place, and its twins a turn of the Earth away, which bring what lies beyond 180 degrees home.

        Only where the CRS goes around (longitude, Web Mercator ...) and the raster reaches out of its world.
        """
        turn = turn_of(self.crs_wkt) if self.is_placed else None
        if turn is None or self.placement is None:
            return [self]
        middle, length = turn
        x_px, y_px = np.meshgrid(np.linspace(0, self.width_px, 9), np.linspace(0, self.height_px, 9))
        x_crs = self.placement.to_crs(x_px, y_px)[0]
        x_crs = x_crs[np.isfinite(x_crs)]
        if not x_crs.size:
            return [self]
        slack = 1e-9 * length
        first = math.floor((float(x_crs.min()) + slack - middle) / length + 0.5)
        last = math.ceil((float(x_crs.max()) - slack - middle) / length - 0.5)
        away = [-number * length for number in range(max(first, -2), min(last, 2) + 1) if number]
        return [self] + [self._with_placement(self.placement.moved(x)) for x in away]

    def _with_placement(self, placement: Placement) -> Georef:
        return Georef(self.kind, self.note, self.crs, self.crs_wkt, placement, self.width_px, self.height_px)

    def _nearest_turn(
        self, length: float, x_crs: np.ndarray, y_crs: np.ndarray, x_px: np.ndarray, y_px: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """A raster on 0..360 or beyond 180 degrees holds a longitude under another turn: try those too."""
        assert self.placement is not None
        for turn in (length, -length):
            outside = ~self._covers(x_px, y_px)
            if not outside.any():
                break
            x_other, y_other = self.placement.to_pixel(x_crs + turn, y_crs)
            take = outside & self._covers(x_other, y_other)
            x_px, y_px = np.where(take, x_other, x_px), np.where(take, y_other, y_px)
        return x_px, y_px

    def _covers(self, x_px: np.ndarray, y_px: np.ndarray) -> np.ndarray:
        return (x_px >= 0) & (x_px <= self.width_px) & (y_px >= 0) & (y_px <= self.height_px)

    def footprint_lonlat(self, pixel_bbox: PixelBox | None = None) -> tuple[Ring, ...]:
        """Closed counter-clockwise rings of a pixel box (None: the whole raster), WGS84 degrees.

        Edges are densified where straight lines of the CRS are not straight in degrees; a box across the
        antimeridian gives one ring on each side; empty without a position on Earth.
        """
        if not self.is_placed:
            return ()
        box = pixel_bbox if pixel_bbox is not None else (0, 0, self.width_px, self.height_px)
        straight = self.is_geographic and self.kind == "affine"
        return footprints.rings_of(self.pixel_to_lonlat, box, straight)

    def gsd_xy_m(self, x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """Ground metres of one pixel step to the right and one down, at pixel coordinates x, y.

        Measured on the WGS84 ellipsoid, so independent of the CRS's units. ``inf`` without a place.
        """
        x_px, y_px = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        return self._step_m(x_px, y_px, 0.5, 0.0), self._step_m(x_px, y_px, 0.0, 0.5)

    def _step_m(self, x_px: np.ndarray, y_px: np.ndarray, dx: float, dy: float) -> np.ndarray:
        lon0, lat0 = self.pixel_to_lonlat(x_px - dx, y_px - dy)
        lon1, lat1 = self.pixel_to_lonlat(x_px + dx, y_px + dy)
        ok = np.isfinite(lon0) & np.isfinite(lon1) & (np.abs(lat0) <= 90) & (np.abs(lat1) <= 90)
        step_m = np.full(x_px.shape, np.inf)
        if ok.any():
            step_m[ok] = _WGS84.inv(lon0[ok], lat0[ok], lon1[ok], lat1[ok])[2]
        return step_m

    def gsd_m(self, x: float | None = None, y: float | None = None) -> float | None:
        """Ground metres per pixel at (x, y), by default the centre: the root of width times height.

        None without a place on Earth there. When the centre of the raster itself has none (a picture
        of the whole globe from afar, a corner of a mosaic), the nearest point of a coarse grid is used.
        """
        centre = x is None or y is None
        x_at = self.width_px / 2 if x is None else x
        y_at = self.height_px / 2 if y is None else y
        x_try, y_try = np.array([x_at]), np.array([y_at])
        if centre:
            grid_x, grid_y = np.meshgrid(
                np.linspace(0, self.width_px, 15)[1:-1], np.linspace(0, self.height_px, 15)[1:-1]
            )
            near = np.argsort(np.hypot(grid_x - x_at, grid_y - y_at), axis=None)
            x_try = np.append(x_try, grid_x.ravel()[near])
            y_try = np.append(y_try, grid_y.ravel()[near])
        gx, gy = self.gsd_xy_m(x_try, y_try)
        area = gx * gy
        good = np.flatnonzero(np.isfinite(area) & (area > 0))
        return float(np.sqrt(area[good[0]])) if good.size else None


def from_dataset(dataset: DatasetReader) -> Georef:
    """Read a dataset's place from its header; never fails: what cannot be placed is ``none`` with a note."""
    placement, kind, crs, note = _find_placement(dataset)
    wkt = wkt_of(crs)
    name = name_of(wkt) if wkt else None
    if placement is not None and wkt:
        kind, note = judge_crs(wkt, kind, note)
    elif placement is not None:
        kind, note = "none", "Its grid has no coordinate system: shown beside the map, not on it."
    georef = Georef(kind, note, name, wkt, placement, dataset.width, dataset.height)
    if georef.is_placed:
        _doubt(georef)
    return georef


def _doubt(georef: Georef) -> None:
    """Look at the coordinates themselves: not placed where they cannot be true, a note where they hardly are."""
    assert georef.placement is not None
    x_px = np.array([0.0, 1.0, 1.0, 0.0, 0.5]) * georef.width_px
    x, y = georef.placement.to_crs(x_px, np.array([0.0, 0.0, 1.0, 1.0, 0.5]) * georef.height_px)
    gsd_m = georef.gsd_m()
    finite = bool(np.isfinite(x).all() and np.isfinite(y).all())
    name = georef.crs or georef.crs_wkt
    reason = doubts.impossible(georef.crs_wkt, name, x, y, gsd_m) if finite else ""
    if not reason and gsd_m is None:
        reason = "Its coordinates lie outside what its coordinate system can place on Earth."
    if reason:
        georef.kind, georef.note = "none", reason
    elif finite:
        doubt = doubts.doubtful(georef.crs_wkt, name, x, y)
        georef.note = " ".join(filter(None, (georef.note, doubt)))


def _find_placement(dataset: DatasetReader) -> tuple[Placement | None, str, CRS | None, str]:
    """Placement, kind, CRS and note, in GDAL's order: transform, then GCPs, then RPCs."""
    with quiet():
        transform, crs = dataset.transform, dataset.crs
        gcps, gcps_crs = dataset.gcps
        rpcs = dataset.rpcs
    # GDAL's driver of PNM leaves the six numbers unset where there is no world file: they are what lay in memory, far
    # below any size on Earth.
    if not transform.is_identity and max(map(abs, transform[:6])) > _UNSET_BELOW:
        if transform.is_degenerate or not all(np.isfinite(tuple(transform))):
            return None, "none", crs, "Its geotransform is degenerate: it has no position."
        return AffinePlacement(transform), "affine", crs, ""
    if len(gcps) >= 3 and (gcps_crs or crs):
        placement = ControlPointPlacement.fit(gcps, geographic=bool((gcps_crs or crs).is_geographic))
        if placement is not None:
            note = f"Its position is approximate: fitted to {len(gcps)} ground control points."
            return placement, "gcps", gcps_crs or crs, note
        return (
            None,
            "none",
            gcps_crs or crs,
            "Its ground control points lie on one line: they fit no position.",
        )
    if rpcs is not None:
        note = "Its position is approximate: from the sensor's RPCs at one mean height."
        return RpcPlacement(rpcs), "rpcs", CRS.from_epsg(4326), note
    if crs:
        return None, "none", crs, "It names a coordinate system but no place in it: shown beside the map."
    return None, "none", crs, "It has no position: searched and shown beside the map, not on it."


def judge_crs(wkt: str, kind: str, note: str) -> tuple[str, str]:
    """Kind and note after looking at the CRS itself: another planet, a local grid, or a readable one."""
    try:
        crs = parse_crs(wkt)
    except ProjError:
        return "none", "Its coordinate system cannot be understood: shown beside the map, not on it."
    if crs.ellipsoid is not None and not _EARTH_AXIS_M[0] < crs.ellipsoid.semi_major_metre < _EARTH_AXIS_M[1]:
        body = f"semi-major axis {crs.ellipsoid.semi_major_metre / 1000:,.0f} km"
        return "off-earth", f"Its coordinate system is not of Earth ({body}): not placed on the map."
    if crs.is_engineering:
        return "none", "Its coordinate system is a local one: shown beside the map, not on it."
    if not (crs.is_projected or crs.is_geographic or crs.is_derived):
        return (
            "none",
            f"Its coordinate system is a {crs.type_name}, without x and y on a map: shown beside it.",
        )
    try:
        check_way(wkt, "EPSG:4326")
    except ProjError:
        return "none", "Its coordinate system leads to no longitudes: shown beside the map, not on it."
    return kind, note
