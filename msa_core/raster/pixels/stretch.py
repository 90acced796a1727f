"""One stretch per raster: from values of any type to 8 bits, the same for all its tiles (no seams)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from msa_core.config import Looks
from msa_core.errors import UsageError
from msa_core.raster.gdal.opening import DatasetReader, Handle
from msa_core.raster.pixels.band_presets import check_choice
from msa_core.raster.pixels.bands import BandChoice, choose_bands
from msa_core.raster.pixels.sampling import sample_values

PERCENTILES = (2.0, 98.0)
MIDDLE_GREY = 127

# Eight-bit bands that are not declared as colours are left alone when they fill this much of 0..255.
_WIDE_ENOUGH = 64
# Differences below this are rounding, and 255 divided by them overflows.
_SMALLEST_SPAN = 1e-300
# Formats of cameras and screens: their grey is meant to be seen as it is.
_PICTURE_DRIVERS = frozenset(("JPEG", "PNG", "WEBP", "GIF", "BMP"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A straight line per band: ``low`` becomes 0 and ``high`` 255, clipped; equal ends give middle grey.

    Attributes:
        low, high: one value per band read (three, or one for grey and palettes); ``high < low`` inverts.
        identity: True when 8-bit values are taken as they are.
        use_alpha: False when the band marked as transparency holds a measurement (near infrared, say).
        bands: numbers of the bands it is for, so that whoever reads the raster again sees the same picture; empty
            in indexes made before bands could be chosen: then the file's own choice.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    identity: bool
    use_alpha: bool = True
    bands: tuple[int, ...] = ()

    def apply(self, values: np.ndarray, ok: np.ndarray | None = None) -> np.ndarray:
        """(bands, h, w) of any type -> (bands, h, w) uint8; where ``ok`` is False the result is 0."""
        if self.identity and values.dtype == np.uint8:
            return values
        return np.stack([
            _to_bytes(band, low, high, None if ok is None else ok[number])
            for number, (band, low, high) in enumerate(zip(values, self.low, self.high, strict=True))
        ])  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """A JSON object that :meth:`from_json` reads back exactly."""
        return {
            "low": list(self.low),
            "high": list(self.high),
            "identity": self.identity,
            "use_alpha": self.use_alpha,
            "bands": list(self.bands),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Stretch:
        """Raises KeyError, TypeError or ValueError on anything else than :meth:`to_json` wrote."""
        low, high = (tuple(float(value) for value in data[key]) for key in ("low", "high"))
        if len(low) != len(high) or not np.isfinite([*low, *high]).all():
            raise ValueError("a stretch needs as many finite low as high values")
        bands = tuple(data.get("bands", ()))
        if bands and (len(bands) != len(low) or not all(type(band) is int and band > 0 for band in bands)):
            raise ValueError(f"a stretch of {len(low)} values is for the bands {bands!r}")
        return cls(low, high, bool(data["identity"]), bool(data.get("use_alpha", True)), bands)


@dataclass(frozen=True, slots=True)
class StretchChoice:
    """How ends are found: ``auto``, ``none`` (values are 0..255 already), ``minmax``, ``percent`` or ``values``.

    ``numbers`` are two percentages, or two or six values (low, high) in the raster's units, scale and offset applied.
    """

    kind: str
    numbers: tuple[float, ...] = ()

    @classmethod
    def parse(cls, text: str) -> StretchChoice:
        """``auto``, ``none``, ``minmax``, ``1,99%``, ``0,3000`` or three such pairs. Raises UsageError."""
        if text in ("auto", "none", "minmax"):
            return cls(text)
        kind = "percent" if text.endswith("%") else "values"
        try:
            numbers = tuple(float(part) for part in text.removesuffix("%").split(","))
        except ValueError:
            numbers = ()
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        fits = len(numbers) in ((2,) if kind == "percent" else (2, 6)) and bool(np.isfinite(numbers).all())
        fits = fits and all(low != high for low, high in pairs)
        if kind == "percent":
            fits = fits and 0 <= numbers[0] < numbers[1] <= 100
        if not fits:
            raise UsageError(
                "--stretch must be auto, none, minmax, two percentages (1,99%), two values (0,3000), or two for each "
                f"of red, green and blue (six values), not {text!r}."
            )
        return cls(kind, numbers)


def check_looks(looks: Looks) -> Looks:
    """``looks`` when all its rules make sense. Raises UsageError."""
    for rule in looks.bands:
        check_choice(rule.rpartition("=")[2])
    for rule in looks.stretch:
        StretchChoice.parse(rule.rpartition("=")[2])
    return looks


def measure(handle: Handle, choice: BandChoice | None = None, how: StretchChoice | None = None) -> Stretch:
    """The one stretch of a raster, from one decimated read.

    By default percentiles 2 and 98 of the valid values; eight-bit colour and pictures stay as they are, and so do
    other 8-bit bands that use much of their range.

    Raises:
        SourceError: no part of the raster can be read.
    """
    dataset = handle.dataset
    choice = choice if choice is not None else choose_bands(dataset)
    how = how if how is not None else StretchChoice("auto")
    count = len(choice.indexes)
    # Said by the header, before a failing read closes this dataset.
    is_bytes = dataset.dtypes[choice.indexes[0] - 1] == "uint8"
    is_picture = choice.is_colour or dataset.driver in _PICTURE_DRIVERS
    is_negative = dataset.scales[choice.indexes[0] - 1] < 0
    stored = _stored(how.numbers, dataset, choice) if how.kind == "values" else []
    use_alpha = not _alpha_is_measurement(handle, choice)
    as_it_is = Stretch((0.0,) * count, (255.0,) * count, is_bytes, use_alpha, choice.indexes)
    if choice.palette is not None or how.kind == "none" or (how.kind == "auto" and is_bytes and is_picture):
        return as_it_is
    ends = stored
    if not ends:
        values, ok = sample_values(handle, choice)
        percentiles = {"minmax": (0.0, 100.0), "percent": how.numbers}.get(how.kind, PERCENTILES)
        ends = [_ends(band[good], percentiles) for band, good in zip(values, ok, strict=True)]
        if how.kind == "auto" and is_bytes and max(high - low for low, high in ends) >= _WIDE_ENOUGH:
            return as_it_is
        if is_negative:
            ends = [(high, low) for low, high in ends]
    low, high = tuple(end[0] for end in ends), tuple(end[1] for end in ends)
    return Stretch(low, high, False, use_alpha, choice.indexes)


def _stored(
    numbers: tuple[float, ...], dataset: DatasetReader, choice: BandChoice
) -> list[tuple[float, float]]:
    """(low, high) of each band in stored values, from one pair for all or one for each, in the raster's units."""
    ends = []
    for place, band in enumerate(choice.indexes):
        pair = numbers[2 * place : 2 * place + 2] if len(numbers) > 2 else numbers
        scale, offset = dataset.scales[band - 1] or 1.0, dataset.offsets[band - 1]
        low, high = ((value - offset) / scale for value in pair)
        ends.append((low, high))
    return ends


def _ends(values: np.ndarray, percentiles: tuple[float, ...]) -> tuple[float, float]:
    """Percentiles; the extremes where those coincide (a rare thing on an even ground); 0, 0 for nothing."""
    if values.size == 0:
        return 0.0, 0.0
    low, high = np.percentile(values.astype(np.float64), percentiles)
    span = abs(high - low)
    if span < _SMALLEST_SPAN:
        low, high = values.min(), values.max()
    return float(low), float(high)


def _alpha_is_measurement(handle: Handle, choice: BandChoice) -> bool:
    """True when a quarter of the "transparency" is neither off nor fully on, as in mislabelled infrared."""
    if choice.mask != "alpha":
        return False
    alone = BandChoice((choice.alpha,), "none", 0, (None,), None, False)
    values, _ = sample_values(handle, alone)
    between = (values > 0) & (values < values.max())
    return bool(between.mean() > 0.25 and np.unique(values[between]).size > 16)


def _to_bytes(band: np.ndarray, low: float, high: float, ok: np.ndarray | None) -> np.ndarray:
    span = abs(high - low)
    if span < _SMALLEST_SPAN:
        grey = np.full(band.shape, MIDDLE_GREY, np.uint8)
        return grey if ok is None else np.where(ok, grey, np.uint8(0))
    # 24 bits of float32 hold every 16-bit value; wider types need float64 to keep small differences.
    narrow = band.dtype.kind in "iu" and band.dtype.itemsize <= 2
    work = np.float32 if narrow or (band.dtype == np.float32 and 1e-30 < span < 1e30) else np.float64
    values = band.astype(work) if ok is None else np.where(ok, band, low).astype(work)
    values = np.clip(values, min(low, high), max(low, high))
    return ((values - low) * (255.0 / (high - low)) + 0.5).astype(np.uint8)
