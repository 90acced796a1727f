"""A small sample of a raster's values, cheap for any size: for the stretch and for the content id."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from msa_core.errors import SourceError
from msa_core.raster.gdal.opening import GDAL_ERRORS, DatasetReader, Handle, fault_of, quiet
from msa_core.raster.pixels.bands import BandChoice
from msa_core.raster.pixels.fills import Sample
from msa_core.raster.pixels.window_reading import is_too_large, overviews_of, read_values
from msa_core.records import PixelBox

_SIDE_PX = 512
# Decoding this many pixels once takes less than a second; above, only overviews make a whole read cheap.
_WHOLE_READ_PX = 16_000_000
_STRETCH_GRID, _STRETCH_WINDOW_PX = 8, 64
_CLOSE_GRID = 24
_ID_GRID, _ID_WINDOW_PX = 8, 8


def sample_values(handle: Handle, choice: BandChoice) -> Sample:
    """Values and validity from a decimated read, or from windows of a large raster.

    Raises:
        SourceError: no part of the raster can be read.
    """
    dataset, errors = handle.dataset, list[Exception]()
    whole, spread = [_whole(dataset)], _boxes(dataset, _STRETCH_GRID, _STRETCH_WINDOW_PX)
    cheap = dataset.width * dataset.height <= _WHOLE_READ_PX or bool(overviews_of(dataset, choice.indexes[0]))
    parts = _read_boxes(handle, choice, whole, errors) if cheap else []
    if not parts:
        parts = _read_boxes(handle, choice, spread, errors)
        if parts and not cheap and all(_is_blank(values, ok) for values, ok in parts):
            # The windows all fell on emptiness; a thin mosaic deserves the slow look.
            slow = is_too_large(dataset, choice, whole[0], (_SIDE_PX, _SIDE_PX), nearest=True)
            closer = _boxes(dataset, _CLOSE_GRID, _STRETCH_WINDOW_PX)
            parts = _read_boxes(handle, choice, closer if slow else whole, errors) or parts
    if not parts:  # each of those windows touched a damaged part; small ones find what lies between
        parts = _read_boxes(handle, choice, _boxes(dataset, _ID_GRID, _ID_WINDOW_PX), errors)
    if not parts:
        raise SourceError(handle.path, f"No part of it can be read: {fault_of(handle.path, errors[-1])}.")
    values, ok = (
        np.concatenate([part[i].reshape(len(part[i]), -1) for part in parts], axis=1) for i in (0, 1)
    )
    shapes = tuple((part[0].shape[1], part[0].shape[2]) for part in parts)
    return Sample(values, ok, shapes)


def collar(sample: Sample, choice: BandChoice) -> np.ndarray:
    """(k,) True where all bands are 0 in a raster of more than 8 bits that declares no "no data".

    Such zeros may be true darkness, without a gap to the other values, and are shown; counted in the stretch they
    would wash out everything else.
    """
    values = sample.values
    if choice.mask != "none" or values.dtype.itemsize == 1:
        return np.zeros(values.shape[1], bool)
    zero = (values == 0).all(axis=0)
    return zero if 0.02 < zero.mean() < 1.0 else np.zeros(values.shape[1], bool)


def content_id(handle: Handle, choice: BandChoice, crs_wkt: str) -> str:
    """16 hex digits that follow the content, not the place: hash of size, grid, CRS and a sparse read.

    Windows of full-resolution pixels on a regular grid are hashed, so that overviews built later do not
    change the id; of JPEG 2000, whose reduced copies are part of the coding and whose blocks are slow, a
    reduced copy. A window that cannot be read counts as such; where none can, the file's bytes are used.
    """
    dataset = handle.dataset
    digest = hashlib.sha256()
    with quiet():
        header = (dataset.width, dataset.height, dataset.count, dataset.dtypes[0], tuple(dataset.transform))
        places = [(p.row, p.col, p.x, p.y) for p in dataset.gcps[0]]
    digest.update(repr((header, places, crs_wkt)).encode())
    readable = False
    boxes, side_px = _boxes(dataset, _ID_GRID, _ID_WINDOW_PX), _ID_WINDOW_PX
    if dataset.driver.startswith("JP2"):
        boxes, side_px = [_whole(dataset)], _ID_GRID * _ID_WINDOW_PX
    for box in boxes:
        shape = min(side_px, box[3] - box[1]), min(side_px, box[2] - box[0])
        try:
            values, _ = read_values(handle, choice, box, shape, nearest=True, by_gdal=True)
        except (*GDAL_ERRORS, OSError, ValueError):
            digest.update(b"unreadable")
            continue
        readable = True
        digest.update(np.ascontiguousarray(values).tobytes())
    if not readable:
        digest.update(_first_bytes(handle.path))
    return digest.hexdigest()[:16]


def _is_blank(values: np.ndarray, ok: np.ndarray) -> bool:
    return not ok.any() or bool(np.ptp(values[ok]) == 0)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(1 << 20)
    except OSError:
        return b""


def _read_boxes(
    handle: Handle, choice: BandChoice, boxes: list[PixelBox], errors: list[Exception]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """What can be read of the boxes, (bands, h, w) each; the errors of the others are appended."""
    parts = []
    for box in boxes:
        height, width = box[3] - box[1], box[2] - box[0]
        shrink = max(1.0, max(height, width) / _SIDE_PX)
        shape = max(1, round(height / shrink)), max(1, round(width / shrink))
        try:
            values, ok = read_values(handle, choice, box, shape, nearest=True)
        except (*GDAL_ERRORS, OSError, ValueError) as error:
            errors.append(error)
            continue
        parts.append((values, np.ones(values.shape, bool) if ok is None else ok))
    return parts


def _whole(dataset: DatasetReader) -> PixelBox:
    return 0, 0, dataset.width, dataset.height


def _boxes(dataset: DatasetReader, grid: int, side_px: int) -> list[PixelBox]:
    """Windows spread evenly, fewer when the raster is small; rows first, as files are stored."""
    xs = _starts(dataset.width, grid, side_px)
    ys = _starts(dataset.height, grid, side_px)
    wide, high = min(side_px, dataset.width), min(side_px, dataset.height)
    return [(x, y, x + wide, y + high) for y in ys for x in xs]


def _starts(length: int, grid: int, side_px: int) -> list[int]:
    count = max(1, min(grid, length // side_px))
    room = max(0, length - side_px)
    return sorted({round(room * (i + 0.5) / count) for i in range(count)})
