"""Reading windows of values at any resolution, with what is valid in them. The hot path of indexing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from msa_core.raster.gdal.opening import GDAL_ERRORS, DatasetReader, Handle
from msa_core.raster.pixels.averages import resample_valid
from msa_core.raster.pixels.bands import BandChoice
from msa_core.raster.pixels.fills import Fill, is_fill
from msa_core.records import PixelBox

# isort: split
from rasterio.enums import Resampling
from rasterio.windows import Window

# Averaging more than this of a raster without overviews takes seconds.
_QUICK_PX = 48_000_000
# More than this would keep one window reading for minutes.
MAX_UNPACKED_PX = 10_000_000_000
# Single pixels read for each average, along each side, where GDAL cannot make it.
_MAX_FINER = 8
# Larger than any measurement; what exceeds it is an undeclared "no data" (float32's lowest, 1e38 ...).
_ABSURD = 1e30
# A server that says it is busy is waited for as long as it asks, so often.
_MAX_WAITS = 2


def read_values(
    handle: Handle,
    choice: BandChoice,
    pixel_bbox: PixelBox,
    shape: tuple[int, int],
    nearest: bool = False,
    use_alpha: bool = True,
    fills: Sequence[Fill] = (),
    by_gdal: bool = False,
) -> tuple[np.ndarray, np.ndarray | None]:
    """Values of the chosen bands in a window inside the raster, decimated through its overviews.

    Args:
        pixel_bbox: inside the raster, not empty.
        shape: rows and columns wanted.
        nearest: take single pixels instead of averages.
        use_alpha: False when the transparency band turned out to be a measurement.
        fills: undeclared nodata, which is not valid either and is kept out of averages.
        by_gdal: take GDAL's own pixels of pictures that Pillow decodes otherwise.

    Returns:
        Values (bands, h, w) in the raster's type (complex ones as amplitude, float32), and validity per
        band (bands, h, w), or None when everything is valid.

    Raises:
        GDAL_ERRORS, OSError, ValueError: as GDAL raises them; callers wrap this in ``gdal_reading``. The
            handle is renewed before.
    """
    for _ in range(_MAX_WAITS):
        try:
            return _read_window(handle, choice, pixel_bbox, shape, nearest, use_alpha, fills, by_gdal)
        except (*GDAL_ERRORS, OSError):
            if not handle.waited():
                raise
    return _read_window(handle, choice, pixel_bbox, shape, nearest, use_alpha, fills, by_gdal)


def _read_window(
    handle: Handle,
    choice: BandChoice,
    pixel_bbox: PixelBox,
    shape: tuple[int, int],
    nearest: bool,
    use_alpha: bool,
    fills: Sequence[Fill],
    by_gdal: bool,
) -> tuple[np.ndarray, np.ndarray | None]:
    """As :func:`read_values`, at once."""
    handle.check_window(pixel_bbox)
    try:
        dataset = handle.dataset
        pixels = dataset if by_gdal else handle.pixels
        beside_gap = _is_beside_gap(handle, pixel_bbox, shape)

        def take(size: tuple[int, int], single: bool) -> tuple[np.ndarray, np.ndarray | None]:
            with handle.strictly():
                if beside_gap:
                    return _picked(dataset, pixels, choice, pixel_bbox, size, use_alpha)
                return _read_values(dataset, pixels, choice, pixel_bbox, size, single, use_alpha)

        if not fills:
            return take(shape, nearest)
        finer = shape if nearest else _finer(dataset, choice, pixel_bbox, shape)
        values, ok = take(finer, True)
        ok = np.ones(values.shape, bool) if ok is None else ok
        ok = ok & ~is_fill(values, ok, fills)
        return (values, ok) if finer == shape else resample_valid(values, ok, shape)
    except (*GDAL_ERRORS, OSError, ValueError) as error:
        handle.failed(pixel_bbox, error)
        raise


def _is_beside_gap(handle: Handle, pixel_bbox: PixelBox, shape: tuple[int, int]) -> bool:
    """True beside a file that a virtual raster misses: averages and overviews reach a few pixels into it."""
    x0, y0, x1, y1 = pixel_bbox
    if shape == (y1 - y0, x1 - x0):
        return False
    reach = 4 * max(1.0, (y1 - y0) / shape[0], (x1 - x0) / shape[1])
    try:
        handle.check_window((x0 - reach, y0 - reach, x1 + reach, y1 + reach))
    except OSError:
        if (x1 - x0) * (y1 - y0) > _QUICK_PX:
            raise
        return True
    return False


def _picked(
    dataset: DatasetReader,
    pixels: DatasetReader,
    choice: BandChoice,
    pixel_bbox: PixelBox,
    shape: tuple[int, int],
    use_alpha: bool,
) -> tuple[np.ndarray, np.ndarray | None]:
    """A window read pixel by pixel, of which single ones are taken: GDAL looks at nothing beyond it."""
    x0, y0, x1, y1 = pixel_bbox
    values, ok = _read_values(dataset, pixels, choice, pixel_bbox, (y1 - y0, x1 - x0), True, use_alpha)
    rows = ((np.arange(shape[0]) + 0.5) * (y1 - y0) / shape[0]).astype(int)
    columns = ((np.arange(shape[1]) + 0.5) * (x1 - x0) / shape[1]).astype(int)
    picked = np.s_[:, rows[:, np.newaxis], columns]
    return values[picked], None if ok is None else ok[picked]


def _read_values(
    dataset: DatasetReader,
    pixels: DatasetReader,
    choice: BandChoice,
    pixel_bbox: PixelBox,
    shape: tuple[int, int],
    nearest: bool,
    use_alpha: bool,
) -> tuple[np.ndarray, np.ndarray | None]:
    x0, y0, x1, y1 = pixel_bbox
    window = Window(x0, y0, x1 - x0, y1 - y0)
    resampling = _resampling(dataset, choice, (y1 - y0, x1 - x0), shape, nearest)
    with_alpha = choice.mask == "alpha" and use_alpha
    indexes = [*choice.indexes, choice.alpha] if with_alpha else list(choice.indexes)
    values = pixels.read(indexes, window=window, out_shape=(len(indexes), *shape), resampling=resampling)
    alpha = values[-1] if with_alpha else None
    values = values[: len(choice.indexes)]
    if np.iscomplexobj(values):
        values = np.abs(values).astype(np.float32)
    if values.dtype.kind == "f" and resampling != Resampling.nearest:
        values = _with_gaps_closed(dataset, choice, window, values)
    return values, _validity(dataset, choice, window, values, alpha)


def _finer(
    dataset: DatasetReader, choice: BandChoice, pixel_bbox: PixelBox, shape: tuple[int, int]
) -> tuple[int, int]:
    """Rows and columns of single pixels to average from: those of the overview GDAL would take, within reason."""
    height, width = pixel_bbox[3] - pixel_bbox[1], pixel_bbox[2] - pixel_bbox[0]
    factor = overview_of(dataset, choice, pixel_bbox, shape)
    rows, columns = max(1, round(height / factor)), max(1, round(width / factor))
    return min(rows, _MAX_FINER * shape[0]), min(columns, _MAX_FINER * shape[1])


def is_slow(dataset: DatasetReader, choice: BandChoice, pixel_bbox: PixelBox, shape: tuple[int, int]) -> bool:
    """True when averages of a window would need very many pixels, for want of an overview."""
    x0, y0, x1, y1 = pixel_bbox
    factor = overview_of(dataset, choice, pixel_bbox, shape)
    return (x1 - x0) * (y1 - y0) / factor**2 > _QUICK_PX


def is_too_large(
    dataset: DatasetReader, choice: BandChoice, pixel_bbox: PixelBox, shape: tuple[int, int], nearest: bool
) -> bool:
    """True when GDAL would unpack more than ``MAX_UNPACKED_PX`` for a window; ordinary ones are soon known."""
    x0, y0, x1, y1 = pixel_bbox
    is_ordinary = (x1 - x0) * (y1 - y0) <= _QUICK_PX
    return not is_ordinary and unpacked_px(dataset, choice, pixel_bbox, shape, nearest) > MAX_UNPACKED_PX


def unpacked_px(
    dataset: DatasetReader, choice: BandChoice, pixel_bbox: PixelBox, shape: tuple[int, int], nearest: bool
) -> int:
    """How many pixels GDAL unpacks of each band for a window: all blocks that it touches.

    With ``nearest`` those are the blocks that its single pixels lie in.
    """
    x0, y0, x1, y1 = pixel_bbox
    factor = overview_of(dataset, choice, pixel_bbox, shape)
    block_h, block_w = dataset.block_shapes[choice.indexes[0] - 1]
    rows, columns = math.ceil((y1 - y0) / factor / block_h), math.ceil((x1 - x0) / factor / block_w)
    if nearest:
        rows, columns = min(rows, shape[0]), min(columns, shape[1])
    return rows * columns * int(block_h) * int(block_w)


def overview_of(
    dataset: DatasetReader, choice: BandChoice, pixel_bbox: PixelBox, shape: tuple[int, int]
) -> int:
    """The factor of the overview that a window is read through, 1 for the raster itself."""
    x0, y0, x1, y1 = pixel_bbox
    shrink = min((x1 - x0) / shape[1], (y1 - y0) / shape[0])
    return max((f for f in overviews_of(dataset, choice.indexes[0]) if f <= shrink), default=1)


def overviews_of(dataset: DatasetReader, band: int) -> list[int]:
    """Factors of the reduced copies of a band; none where the file of one that a virtual raster names is gone."""
    try:
        return list(dataset.overviews(band))
    except ZeroDivisionError:  # rasterio divides by the width of what could not be opened
        return []


def _resampling(
    dataset: DatasetReader, choice: BandChoice, size: tuple[int, int], shape: tuple[int, int], nearest: bool
) -> Resampling:
    """Averages when shrinking, smooth when growing; palette entries and complex phases cannot be mixed."""
    is_complex = "complex" in dataset.dtypes[choice.indexes[0] - 1]
    if nearest or choice.palette is not None or is_complex or size == shape:
        return Resampling.nearest
    return Resampling.average if shape[0] < size[0] or shape[1] < size[1] else Resampling.bilinear


def _with_gaps_closed(
    dataset: DatasetReader, choice: BandChoice, window: Window, values: np.ndarray
) -> np.ndarray:
    """One undeclared NaN spoils a whole average: take the single nearest pixel there instead."""
    spoiled = ~_sane(values)
    if not spoiled.any():
        return values
    single = dataset.read(list(choice.indexes), window=window, out_shape=values.shape)
    return np.where(spoiled, single, values)


def _validity(
    dataset: DatasetReader,
    choice: BandChoice,
    window: Window,
    values: np.ndarray,
    alpha: np.ndarray | None,
) -> np.ndarray | None:
    ok: np.ndarray | None = None
    if alpha is not None:
        ok = np.broadcast_to(alpha > 0, values.shape)
    if choice.mask == "mask":
        mask = dataset.read_masks(choice.indexes[0], window=window, out_shape=values.shape[1:])
        ok = np.broadcast_to(mask > 0, values.shape)
    elif any(nodata is not None for nodata in choice.nodata):
        differs = np.stack([_differs(b, nodata) for b, nodata in zip(values, choice.nodata, strict=True)])
        ok = differs if ok is None else ok & differs
    if choice.palette is not None and not choice.palette[:, 3].all():
        opaque = (choice.palette[:, 3] > 0)[values]
        ok = opaque if ok is None else ok & opaque
    if values.dtype.kind == "f":
        sane = _sane(values)
        ok = sane if ok is None else ok & sane
    return ok


def _differs(band: np.ndarray, nodata: float | None) -> np.ndarray:
    """Where a band is not its "no data" value; a value its type cannot hold never occurs."""
    if nodata is None or np.isnan(nodata):
        return np.ones(band.shape, bool)
    if band.dtype.kind == "f":
        with np.errstate(over="ignore"):
            return band != band.dtype.type(nodata)
    limits = np.iinfo(band.dtype)
    if nodata != int(nodata) or not limits.min <= nodata <= limits.max:
        return np.ones(band.shape, bool)
    return band != band.dtype.type(int(nodata))


def _sane(values: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.isfinite(values) & (np.abs(values) < _ABSURD)
