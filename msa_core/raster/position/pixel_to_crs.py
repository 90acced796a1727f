"""Three ways from pixels to the coordinates of a CRS and back: affine grid, control points, RPCs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from msa_core.raster.gdal.opening import GDAL_ERRORS

# isort: split
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.rpc import RPC
from rasterio.transform import GCPTransformer, RPCTransformer

Points = tuple[np.ndarray, np.ndarray]


class Placement(Protocol):
    """Continuous pixel coordinates (x right, y down) <-> CRS coordinates, vectorised."""

    def to_crs(self, x_px: np.ndarray, y_px: np.ndarray) -> Points:
        """CRS x, y of pixel coordinates."""

    def to_pixel(self, x_crs: np.ndarray, y_crs: np.ndarray) -> Points:
        """Pixel x, y of CRS coordinates."""

    def moved(self, x_crs: float) -> Placement:
        """The same, every x of the CRS larger by this: its place a turn of the Earth away."""


class AffinePlacement:
    """x = a*col + b*row + c, y = d*col + e*row + f, of any rotation, shear or direction."""

    def __init__(self, transform: Affine) -> None:
        self.transform = transform
        self._inverse = ~transform

    def to_crs(self, x_px: np.ndarray, y_px: np.ndarray) -> Points:
        return _apply(self.transform, x_px, y_px)

    def to_pixel(self, x_crs: np.ndarray, y_crs: np.ndarray) -> Points:
        return _apply(self._inverse, x_crs, y_crs)

    def moved(self, x_crs: float) -> AffinePlacement:
        t = self.transform
        return AffinePlacement(Affine(t.a, t.b, t.c + x_crs, t.d, t.e, t.f))


def _apply(t: Affine, x: np.ndarray, y: np.ndarray) -> Points:
    ok = np.isfinite(x) & np.isfinite(y)
    x, y = np.where(ok, x, 0.0), np.where(ok, y, 0.0)
    out_x, out_y = t.a * x + t.b * y + t.c, t.d * x + t.e * y + t.f
    return np.where(ok, out_x, np.inf), np.where(ok, out_y, np.inf)


class ControlPointPlacement:
    """GDAL's polynomial through ground control points (order 1 to 3, by their number), as its warper uses."""

    def __init__(self, gcps: Sequence[GroundControlPoint]) -> None:
        self.gcps = tuple(gcps)
        self._transformer = GCPTransformer(list(self.gcps))

    @classmethod
    def fit(cls, gcps: Sequence[GroundControlPoint], geographic: bool) -> ControlPointPlacement | None:
        """Fit, or None when the points lie on a line. Longitudes on both sides of 180 degrees are joined."""
        if geographic:
            gcps = _joined_at_antimeridian(gcps)
        places = np.array([(p.col, p.row, p.x, p.y) for p in gcps], float)
        if not np.isfinite(places).all() or _on_a_line(places[:, :2]) or _on_a_line(places[:, 2:]):
            return None
        try:
            placement = cls(gcps)
            x_crs, y_crs = placement.to_crs(places[:, 0], places[:, 1])
        except GDAL_ERRORS:
            return None
        return placement if np.isfinite(x_crs).all() and np.isfinite(y_crs).all() else None

    def to_crs(self, x_px: np.ndarray, y_px: np.ndarray) -> Points:
        return _gdal_to_crs(self._transformer, x_px, y_px)

    def to_pixel(self, x_crs: np.ndarray, y_crs: np.ndarray) -> Points:
        return _gdal_to_pixel(self._transformer, x_crs, y_crs)

    def moved(self, x_crs: float) -> ControlPointPlacement:
        return ControlPointPlacement(
            [GroundControlPoint(p.row, p.col, p.x + x_crs, p.y, p.z, p.id, p.info) for p in self.gcps]
        )


class RpcPlacement:
    """The sensor's rational polynomials, evaluated at their mean height; CRS is WGS84 degrees."""

    def __init__(self, rpcs: RPC, x_crs: float = 0.0) -> None:
        self.rpcs = rpcs
        self._moved = x_crs
        self._transformer = RPCTransformer(rpcs, rpc_height=rpcs.height_off)

    def to_crs(self, x_px: np.ndarray, y_px: np.ndarray) -> Points:
        x_crs, y_crs = _gdal_to_crs(self._transformer, x_px, y_px)
        return x_crs + self._moved, y_crs

    def to_pixel(self, x_crs: np.ndarray, y_crs: np.ndarray) -> Points:
        return _gdal_to_pixel(self._transformer, x_crs - self._moved, y_crs)

    def moved(self, x_crs: float) -> RpcPlacement:
        return RpcPlacement(self.rpcs, self._moved + x_crs)


def _gdal_to_crs(transformer: GCPTransformer | RPCTransformer, x_px: np.ndarray, y_px: np.ndarray) -> Points:
    shape = np.shape(x_px)
    if np.size(x_px) == 0:
        return np.zeros(shape), np.zeros(shape)
    x, y = transformer.xy(np.ravel(y_px), np.ravel(x_px), offset="ul")
    return _finite(x, y, shape)


def _gdal_to_pixel(
    transformer: GCPTransformer | RPCTransformer, x_crs: np.ndarray, y_crs: np.ndarray
) -> Points:
    shape = np.shape(x_crs)
    x, y = np.ravel(x_crs), np.ravel(y_crs)
    ok = np.isfinite(x) & np.isfinite(y)
    out = np.full((2, x.size), np.inf)
    if ok.any():
        rows, columns = transformer.rowcol(x[ok], y[ok], op=np.asarray)
        out[:, ok] = np.atleast_1d(columns), np.atleast_1d(rows)
    return _finite(out[0], out[1], shape)


def _finite(x: object, y: object, shape: tuple[int, ...]) -> Points:
    x_out, y_out = np.asarray(x, float).reshape(shape), np.asarray(y, float).reshape(shape)
    bad = ~(np.isfinite(x_out) & np.isfinite(y_out))
    return np.where(bad, np.inf, x_out), np.where(bad, np.inf, y_out)


def _joined_at_antimeridian(gcps: Sequence[GroundControlPoint]) -> Sequence[GroundControlPoint]:
    lon = [point.x for point in gcps]
    if max(lon) - min(lon) <= 180.0:
        return gcps
    return [
        GroundControlPoint(p.row, p.col, p.x + 360.0 if p.x < 0 else p.x, p.y, p.z, p.id, p.info)
        for p in gcps
    ]


def _on_a_line(points: np.ndarray) -> bool:
    """True when the (n, 2) points span no area: the smaller singular value vanishes beside the larger."""
    values = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(values[0] == 0 or values[1] / values[0] < 1e-6)
