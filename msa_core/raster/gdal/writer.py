"""Writing GeoTIFFs: overlays, the demo landscape, and the tiny rasters of the tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from msa_core.errors import StorageError
from msa_core.files import make_folder, write_together
from msa_core.raster.gdal.opening import GDAL_ERRORS, gdal_words, quiet

# isort: split
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.io import DatasetWriter, MemoryFile


def write_geotiff(
    path: Path | str,
    array: np.ndarray,
    *,
    crs: str | None = None,
    transform: Affine | Sequence[float] | None = None,
    gcps: Sequence[tuple[float, float, float, float]] | None = None,
    nodata: float | None = None,
    mask: np.ndarray | None = None,
    alpha: np.ndarray | None = None,
    tags: Mapping[str, str] | None = None,
    descriptions: Sequence[str] | None = None,
    colormap: Mapping[int, tuple[int, int, int, int]] | None = None,
    overviews: Sequence[int] = (),
    tiled: bool = True,
    compress: str | None = "deflate",
    beside: Mapping[str, bytes] | None = None,
) -> Path:
    """Write ``array`` as a GeoTIFF; the file appears whole or not at all.

    Args:
        path: where to; its folder is made if needed.
        array: (h, w) or (h, w, bands), of any type GeoTIFF knows; the file gets the same type.
        crs: authority code, WKT or PROJ string; None leaves the raster without one.
        transform: affine as ``Affine`` or its first six numbers (a, b, c, d, e, f): x = a*col + b*row + c.
        gcps: ground control points (column, row, x, y) in ``crs``, instead of a transform.
        nodata: value that means "no data" in every band.
        mask: (h, w), nonzero where valid, written as an internal mask.
        alpha: (h, w), written as a last band of the array's type marked as transparency.
        tags: text metadata, for example ``{"TIFFTAG_DATETIME": "2014:07:20 10:00:00"}``.
        descriptions: names of the bands.
        colormap: palette of a one-band uint8 raster, value to (r, g, b, a) of 0..255.
        overviews: factors of reduced copies inside the file, for example (2, 4, 8).
        tiled: store blocks of 256 x 256 (when large enough) instead of rows.
        compress: GDAL's name of a compression, None for none.
        beside: suffix and content of files that go with it, such as a style: they appear with it.

    Returns:
        ``path`` as a Path.

    Raises:
        StorageError: the disk is full or read-only, or GDAL cannot write this.
        ValueError: the array is neither (h, w) nor (h, w, bands).
    """
    bands = _as_bands(array, alpha)
    options = _creation_options(bands, alpha is not None, tiled, compress)
    options |= _position(crs, transform) | ({} if nodata is None else {"nodata": nodata})
    try:
        with quiet(), MemoryFile() as memory:
            with memory.open(**options) as dataset:
                if gcps is not None:
                    dataset.gcps = _control_points(gcps, crs)
                _fill(dataset, bands, mask, alpha is not None, tags, descriptions, colormap)
                if overviews:
                    dataset.build_overviews(list(overviews), Resampling.average)
            data = memory.read()
    except GDAL_ERRORS as error:
        raise StorageError(f"{path}: GDAL could not write it ({gdal_words(error)}).") from error
    return _save(Path(path), data, beside or {})


def _position(crs: str | None, transform: Affine | Sequence[float] | None) -> dict[str, object]:
    """What GDAL is told of where the raster lies, where anything is known."""
    known: dict[str, object] = {} if crs is None else {"crs": crs}
    if transform is not None:
        known["transform"] = transform if isinstance(transform, Affine) else Affine(*tuple(transform)[:6])
    return known


def _save(path: Path, data: bytes, beside: Mapping[str, bytes]) -> Path:
    """Put the file there, and those that go with it, all of them or none."""
    # GDAL swallows errors on closing (a full disk would leave half a file): Python's write does not.
    together = [(path, data), *((path.with_suffix(end), more) for end, more in beside.items())]
    try:
        make_folder(path.parent)
        write_together(together)
    except StorageError as error:
        why = error.__cause__.strerror if isinstance(error.__cause__, OSError) else str(error)
        raise StorageError(
            f"{path} was not written: {why}. Free space or choose another folder."
        ) from error.__cause__
    return path


def _as_bands(array: np.ndarray, alpha: np.ndarray | None) -> np.ndarray:
    """(h, w) or (h, w, bands) -> (bands, h, w) with alpha appended."""
    if array.ndim not in (2, 3) or 0 in array.shape:
        raise ValueError(f"a raster is (h, w) or (h, w, bands) and not empty, not {array.shape}")
    bands = array[np.newaxis] if array.ndim == 2 else np.moveaxis(array, 2, 0)
    if alpha is not None:
        bands = np.concatenate([bands, alpha[np.newaxis].astype(array.dtype)])
    return np.ascontiguousarray(bands)


def _creation_options(
    bands: np.ndarray, has_alpha: bool, tiled: bool, compress: str | None
) -> dict[str, object]:
    count, height, width = bands.shape
    options: dict[str, object] = {
        "driver": "GTiff", "count": count, "height": height, "width": width, "dtype": bands.dtype.name,
        "bigtiff": "if_safer",
    }  # fmt: skip
    if tiled and min(height, width) >= 256:
        options.update(tiled=True, blockxsize=256, blockysize=256)
    if compress is not None:
        options["compress"] = compress
    if count > 1:
        options["interleave"] = "pixel"
    # Said outright, for GDAL takes any four bands of bytes for colour with transparency.
    is_colour = bands.dtype == np.uint8 and count - has_alpha == 3
    is_jpeg = str(compress).lower() == "jpeg" and count == 3
    options["photometric"] = ("ycbcr" if is_jpeg else "rgb") if is_colour else "minisblack"
    options["alpha"] = "unassociated" if has_alpha else "no"
    return options


def _fill(
    dataset: DatasetWriter,
    bands: np.ndarray,
    mask: np.ndarray | None,
    has_alpha: bool,
    tags: Mapping[str, str] | None,
    descriptions: Sequence[str] | None,
    colormap: Mapping[int, tuple[int, int, int, int]] | None,
) -> None:
    interpretation = list(dataset.colorinterp)
    if has_alpha:
        interpretation[-1] = ColorInterp.alpha
    if interpretation != list(dataset.colorinterp):
        dataset.colorinterp = interpretation
    if colormap is not None:
        dataset.write_colormap(1, dict(colormap))
    dataset.write(bands)
    if mask is not None:
        dataset.write_mask(np.asarray(mask).astype(bool))
    if tags:
        dataset.update_tags(**tags)
    for number, description in enumerate(descriptions or (), start=1):
        dataset.set_band_description(number, description)


def _control_points(
    gcps: Sequence[tuple[float, float, float, float]], crs: str | None
) -> tuple[list[GroundControlPoint], CRS]:
    points = [GroundControlPoint(row=row, col=column, x=x, y=y) for column, row, x, y in gcps]
    return points, CRS.from_user_input(crs) if crs else CRS()
