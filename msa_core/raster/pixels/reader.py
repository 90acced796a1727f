"""Pixels of one raster, ready for the model and for the eye: 8-bit RGB with what is valid."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType

import numpy as np

from msa_core.errors import SourceError
from msa_core.pictures.decoding import NEUTRAL_RGB
from msa_core.pictures.orientation import UPRIGHT, stored_box, turn
from msa_core.raster.find import archive, dates
from msa_core.raster.gdal.locations.inner import Inside
from msa_core.raster.gdal.mosaics import composing
from msa_core.raster.gdal.opening import GDAL_ERRORS, Handle, gdal_reading, inside_of
from msa_core.raster.pixels import sampling
from msa_core.raster.pixels import stretch as stretches
from msa_core.raster.pixels.bands import BandChoice, choose_bands
from msa_core.raster.pixels.frames import frames_left_out
from msa_core.raster.pixels.in_steps import StepPlan
from msa_core.raster.pixels.point_values import PointValues, read_point
from msa_core.raster.pixels.stretch import Stretch, StretchChoice
from msa_core.raster.pixels.window_reading import (
    is_slow,
    is_too_large,
    overview_of,
    read_values,
    unpacked_px,
)
from msa_core.raster.position.georef import Georef
from msa_core.raster.position.turned import position_of
from msa_core.records import PixelBox, RasterInfo

# A raster of fewer pixels than this on its shorter side is a colour or two, made large.
_MIN_PX = 8
_WHOLE_PX, _SAMPLE_PX = 1024, 128
# GDAL says 128 for every virtual raster, wherever its files end.
_VIRTUAL_BLOCK_PX = 16
# A second or two of unpacking; of more a person is shown a part first.
_AT_ONCE_PX = 24_000_000


class RasterReader:
    """One open raster. Use as a context manager, in the thread that made it.

    Args:
        path: the file.
        name: what to call it in records, by default its file name.
        stretch: the stretch measured earlier (the index's manifest keeps it) and the bands it was measured for, None
            to measure when needed; one that does not fit a file replaced since is measured anew.
        bands, stretching: without a stretch, what to show and how to measure it: choices of
            :mod:`msa_core.raster.pixels.band_presets` and :class:`msa_core.raster.pixels.stretch.StretchChoice`.

    Raises:
        SourceError: the file cannot be opened, or has no such bands; the reason is a sentence.
        UsageError: ``stretching`` makes no sense.
    """

    def __init__(
        self,
        path: Path | str,
        name: str | None = None,
        stretch: Stretch | None = None,
        bands: str = "auto",
        stretching: str = "auto",
    ) -> None:
        self.path = Path(path)
        self._handle = Handle(self.path)
        self._stretch: Stretch | None = None
        self._stretch_error: SourceError | None = None
        self._stretching = StretchChoice.parse(stretching)
        try:
            with gdal_reading(self.path, "its header"):
                self.georef: Georef
                self.georef, self._turn = position_of(
                    self._handle.dataset, self.path, None if stretch is None else stretch.turn
                )
                self.info: RasterInfo = archive.info_of(
                    self._handle.dataset, self.path, name or self.path.name, self.georef
                )
                self.bands: BandChoice = self._told(self._choose_bands(bands, stretch))
            if stretch is not None and len(stretch.low) == len(self.bands.indexes):
                self._stretch = stretch
        except BaseException:
            self._handle.close()
            raise

    def _choose_bands(self, wanted: str, stretch: Stretch | None) -> BandChoice:
        dataset = self._handle.dataset
        if stretch is not None and stretch.bands and max(stretch.bands) <= dataset.count:
            return choose_bands(dataset, stretch.bands)
        try:
            return choose_bands(dataset, wanted)
        except SourceError as error:  # GDAL has other names for files in zips
            raise SourceError(self.path, error.reason) from error

    def _told(self, choice: BandChoice) -> BandChoice:
        """The choice with the files of the product it was put together of, where it was."""
        composed = composing.words_of(self.path) if choice.indexes == (1, 2, 3) else ""
        return replace(choice, reason=composed) if composed else choice

    def __enter__(self) -> RasterReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; reading afterwards fails."""
        self._handle.close()

    @property
    def stretch(self) -> Stretch:
        """The raster's one stretch, measured at first use. Raises ``SourceError`` if nothing can be read."""
        if self._stretch_error is not None:
            raise self._stretch_error
        if self._stretch is None:
            try:
                with gdal_reading(self.path, "a sample of its values"):
                    measured = stretches.measure(self._handle, self.bands, self._stretching)
                    words = "" if self._turn == UPRIGHT else f", turned upright (orientation {self._turn})"
                    self._stretch = replace(measured, turn=self._turn, how=measured.how + words)
            except SourceError as error:
                # A file that is damaged all over is sampled in vain once, not at every window.
                self._stretch_error = error
                raise
        return self._stretch

    @property
    def known_stretch(self) -> Stretch | None:
        """The stretch when it was given or has been measured; None when asking for it would read the raster."""
        return self._stretch

    def describe_nodata(self) -> str:
        """What was taken for nodata, for people; ``""`` when nothing is. Raises as :attr:`stretch` does."""
        return stretches.describe_nodata(self.bands, self.stretch)

    @property
    def block_px(self) -> tuple[int, int]:
        """Rows and columns of the blocks the file is stored in; small ones for a virtual raster, which has none."""
        if self._handle.is_virtual:
            return _VIRTUAL_BLOCK_PX, _VIRTUAL_BLOCK_PX
        height, width = self._handle.dataset.block_shapes[self.bands.indexes[0] - 1]
        return (int(width), int(height)) if self._turn >= 5 else (int(height), int(width))

    def step_plan(self, pixel_bbox: PixelBox, shape: tuple[int, int]) -> StepPlan | None:
        """How to read a window in steps for the eye; None when reading it at once takes a second or two at the most.

        Args:
            pixel_bbox: within the raster.
            shape: rows and columns wanted.
        """
        dataset, box = self._handle.dataset, self._stored(pixel_bbox)
        stored = shape[::-1] if self._turn >= 5 else shape
        nearest = is_slow(dataset, self.bands, box, stored)
        if unpacked_px(dataset, self.bands, box, stored, nearest) <= _AT_ONCE_PX:
            return None
        factor = overview_of(dataset, self.bands, box, stored)
        rows, columns = self.block_px
        return StepPlan((rows * factor, columns * factor), ends_at_once=not nearest)

    @cached_property
    def dated(self) -> dates.Dated:
        """When it was taken, and what says so."""
        return dates.find_datetime(self._handle.dataset, self.path)

    @property
    def datetime(self) -> str | None:
        """When it was taken: ISO 8601 in UTC, or None."""
        return self.dated.iso

    @property
    def inside(self) -> Inside:
        """The other rasters in the file: pages, variables, tables; and what GDAL does not show of it."""
        with gdal_reading(self.path, "its header"):
            found = inside_of(self._handle.dataset, self.path)
            return replace(
                found, left_out=found.left_out or frames_left_out(self.path, self._handle.dataset.driver)
            )

    def content_id(self) -> str:
        """16 hex digits of size, grid, CRS and a sparse read: the same wherever the file is moved."""
        with gdal_reading(self.path, "a sample of its values"):
            return sampling.content_id(self._handle, self.bands, self.georef.crs_wkt)

    def read(
        self, pixel_bbox: PixelBox, out_px: int | tuple[int, int], quick: bool = False
    ) -> tuple[np.ndarray, np.ndarray]:
        """Read a window at a given size, through the overview nearest to it.

        Args:
            pixel_bbox: x0, y0, x1, y1 in full-resolution pixels; may reach beyond the raster.
            out_px: side of a square, or (rows, columns).
            quick: for the eye: take single pixels where averages would take seconds (no overviews).

        Returns:
            uint8 (h, w, 3), and bool (h, w), True where there is data. Elsewhere the picture is neutral grey.

        Raises:
            SourceError: this window cannot be read; others may.
            ValueError: the box or the size is empty.
        """
        height, width = (out_px, out_px) if isinstance(out_px, int) else out_px
        x0, y0, x1, y1 = pixel_bbox
        if x1 <= x0 or y1 <= y0 or height < 1 or width < 1:
            raise ValueError(f"empty window {pixel_bbox} or size {(height, width)}")
        inside = max(x0, 0), max(y0, 0), min(x1, self.info.width_px), min(y1, self.info.height_px)
        if inside == tuple(pixel_bbox):
            return self._read_turned(pixel_bbox, (height, width), quick)
        rgb = np.empty((height, width, 3), np.uint8)
        rgb[:] = NEUTRAL_RGB
        valid = np.zeros((height, width), bool)
        if inside[2] > inside[0] and inside[3] > inside[1]:
            left, right = _span(x0, x1, inside[0], inside[2], width)
            top, bottom = _span(y0, y1, inside[1], inside[3], height)
            part = np.s_[top:bottom, left:right]
            rgb[part], valid[part] = self._read_turned(inside, (bottom - top, right - left), quick)
        return rgb, valid

    def values_at(self, lon: float, lat: float) -> PointValues | None:
        """What the file holds at a place in degrees, of all bands; None beside the raster. Raises ``SourceError``."""
        x, y = (float(value) for value in self.georef.lonlat_to_pixel(lon, lat))
        if not (0 <= x < self.info.width_px and 0 <= y < self.info.height_px):
            return None
        column, row = int(x), int(y)
        box = self._stored((column, row, column + 1, row + 1))
        with gdal_reading(self.path, f"pixel {column}, {row}"):
            return read_point(self._handle, box, (column, row), self.dated)

    def _read_turned(
        self, pixel_bbox: PixelBox, shape: tuple[int, int], quick: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """A window of the picture as it is shown, from where it is stored."""
        orientation = self._turn
        if orientation == UPRIGHT:
            return self._read_inside(pixel_bbox, shape, quick)
        dataset = self._handle.dataset
        box = stored_box(pixel_bbox, orientation, dataset.width, dataset.height)
        rgb, valid = self._read_inside(box, shape[::-1] if orientation >= 5 else shape, quick)
        return turn(rgb, orientation), turn(valid, orientation)

    def is_blank(self, pixel_bbox: PixelBox, rgb: np.ndarray, valid: np.ndarray) -> bool:
        """Whether a window shows nothing: one value in each band throughout, or hardly any pixels.

        Judged by the values of the file, not by the picture: the texture of calm water is often less than one of the
        256 steps of a picture, and averages smooth it away.

        Args:
            pixel_bbox: as for :meth:`read`, whose answer ``rgb`` and ``valid`` are.
        """
        x0, y0 = max(pixel_bbox[0], 0), max(pixel_bbox[1], 0)
        x1, y1 = min(pixel_bbox[2], self.info.width_px), min(pixel_bbox[3], self.info.height_px)
        if min(x1 - x0, y1 - y0) < _MIN_PX:
            return True
        shown = rgb.reshape(-1, 3) if valid.all() else rgb[valid]
        # A few pixels tell of nearly every tile that it shows something.
        if len(shown) and ((shown[::97] != shown[0]).any() or (shown != shown[0]).any()):
            return False
        return self._is_one_value((x0, y0, x1, y1))

    def _is_one_value(self, inside: PixelBox) -> bool:
        """Whether the valid pixels of a window are all the same; of a large one nine samples are read."""
        found: np.ndarray | None = None
        for box in map(self._stored, _samples_of(inside)):
            try:
                with gdal_reading(self.path, f"pixels {box}"):
                    values, ok = self._values(box, (box[3] - box[1], box[2] - box[0]), self.stretch, False)
            except SourceError:
                return False
            there = np.ones(values.shape[1:], bool) if ok is None else ok.all(axis=0)
            pixels = values[:, there]
            if not pixels.size:
                continue
            found = pixels[:, 0] if found is None else found
            if (pixels != found[:, np.newaxis]).any():
                return False
        return True

    def _stored(self, box: PixelBox) -> PixelBox:
        """Where the file keeps a window of the picture as it is shown."""
        dataset = self._handle.dataset
        return box if self._turn == UPRIGHT else stored_box(box, self._turn, dataset.width, dataset.height)

    def _read_inside(
        self, pixel_bbox: PixelBox, shape: tuple[int, int], quick: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        stretch = self.stretch
        with gdal_reading(self.path, f"pixels {pixel_bbox}"):
            values, ok = self._values(pixel_bbox, shape, stretch, quick)
        if self.bands.palette is not None:
            rgb: np.ndarray = self.bands.palette[..., :3][values[0]]
        else:
            rgb = _as_picture(stretch.apply(values, ok))
        if ok is None:
            return rgb, np.ones(shape, bool)
        valid = np.asarray(ok.any(axis=0))
        if not valid.all():
            rgb[~valid] = NEUTRAL_RGB
        return rgb, valid

    def _values(
        self, pixel_bbox: PixelBox, shape: tuple[int, int], stretch: Stretch, quick: bool
    ) -> tuple[np.ndarray, np.ndarray | None]:
        nearest = quick and is_slow(self._handle.dataset, self.bands, pixel_bbox, shape)
        if is_too_large(self._handle.dataset, self.bands, pixel_bbox, shape, nearest):
            raise SourceError(
                self.path,
                f"{pixel_bbox[2] - pixel_bbox[0]:,} x {pixel_bbox[3] - pixel_bbox[1]:,} pixels are too many to read at "
                "once without overviews: make some (gdaladdo), or choose a smaller part.",
            )
        try:
            return read_values(
                self._handle, self.bands, pixel_bbox, shape, nearest, stretch.use_alpha, stretch.fills
            )
        except GDAL_ERRORS:
            # GDAL's averages look a few pixels beyond the window, into blocks that may be the damaged
            # ones; single pixels do not. If the window itself is damaged this raises again.
            return read_values(
                self._handle, self.bands, pixel_bbox, shape, True, stretch.use_alpha, stretch.fills
            )


def _samples_of(inside: PixelBox) -> list[PixelBox]:
    """Parts of a window at its full resolution that stand for it: all of it when it is not large."""
    x0, y0, x1, y1 = inside
    if max(x1 - x0, y1 - y0) <= _WHOLE_PX:
        return [inside]
    wide, high = min(_SAMPLE_PX, x1 - x0), min(_SAMPLE_PX, y1 - y0)
    return [
        (x, y, x + wide, y + high)
        for y in np.linspace(y0, y1 - high, 3).astype(int).tolist()
        for x in np.linspace(x0, x1 - wide, 3).astype(int).tolist()
    ]


def _as_picture(bands: np.ndarray) -> np.ndarray:
    """(3, 1 or 4, h, w) -> (h, w, 3), contiguous; grey is repeated, four inks are taken from white."""
    if len(bands) == 1:
        return np.repeat(bands[0][:, :, np.newaxis], 3, axis=2)
    if len(bands) == 4:
        paper = 255 - bands.astype(np.uint32)
        return np.moveaxis((paper[:3] * paper[3] + 127) // 255, 0, 2).astype(np.uint8)
    return np.ascontiguousarray(np.moveaxis(bands, 0, 2))


def _span(start: int, end: int, inner_start: int, inner_end: int, out_px: int) -> tuple[int, int]:
    """Where the inner part of a span falls in ``out_px`` cells: at least one cell."""
    scale = out_px / (end - start)
    first = min(round((inner_start - start) * scale), out_px - 1)
    return first, max(first + 1, min(round((inner_end - start) * scale), out_px))
