"""One stretch per raster: from values of any type to 8 bits, the same for all its tiles (no seams)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from msa_core.config import BandRules
from msa_core.errors import UsageError
from msa_core.names import with_hyphens
from msa_core.pictures.orientation import UPRIGHT
from msa_core.raster.gdal.opening import DatasetReader, Handle
from msa_core.raster.pixels.band_presets import check_choice
from msa_core.raster.pixels.bands import BandChoice, choose_bands
from msa_core.raster.pixels.fills import Fill, fill_words, find_fills, is_fill, value_words
from msa_core.raster.pixels.sampling import collar, sample_values

PERCENTILES = (2.0, 98.0)
MIDDLE_GREY = 127

# Eight-bit bands that are not declared as colours are left alone when they fill this much of 0..255.
_WIDE_ENOUGH = 64
# Differences below this are rounding, and 255 divided by them overflows.
_MIN_SPAN = 1e-300
# Formats of cameras and screens: their grey is meant to be seen as it is.
_PICTURE_DRIVERS = frozenset(("JPEG", "PNG", "WEBP", "GIF", "BMP"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A straight line per band: ``low`` becomes 0 and ``high`` 255, clipped; equal ends give middle grey.

    Attributes:
        low, high: one value per band read (three, or one for grey and palettes); ``high < low`` inverts.
        identity: True when 8-bit values are taken as they are.
        use_alpha: False when the band marked as transparency holds a measurement (near infrared, say).
        bands: numbers of the bands it is for, so that whoever reads the raster again sees the same picture; empty
            in indexes made before bands could be chosen: then the file's own choice.
        fills: nodata that the file does not declare, found when the stretch was measured: each a value for every band.
        nodata_percent: how much of the raster has no data for any reason, by the sample, 0..100; None when no sample
            was needed.
        how: how the ends were found, in words; ``""`` in indexes made by older programs.
        turn: the orientation (1 to 8) that the picture was turned by; 1 is as stored, as older programs read it.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    identity: bool
    use_alpha: bool = True
    bands: tuple[int, ...] = ()
    fills: tuple[Fill, ...] = ()
    nodata_percent: float | None = None
    how: str = ""
    turn: int = UPRIGHT

    def describe(self) -> str:
        """What becomes of the values, for people: ``percentiles 2 and 98: 112 to 3,041``, a pair for each band."""
        if self.identity:
            return self.how or "8-bit values as they are"
        pairs = [f"{_number(low)} to {_number(high)}" for low, high in zip(self.low, self.high, strict=True)]
        ends = pairs[0] if len(set(pairs)) == 1 else "; ".join(pairs)
        return f"{self.how}: {ends}" if self.how else ends

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
            "fills": [[_fill_to_json(value) for value in fill] for fill in self.fills],
            "nodata_percent": self.nodata_percent,
            "how": self.how,
            "turn": self.turn,
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
        fills = tuple(
            tuple(float("nan") if value is None else float(value) for value in fill)
            for fill in data.get("fills", ())
        )
        if not all(len(fill) == len(low) for fill in fills):
            raise ValueError(f"a stretch of {len(low)} values leaves out {fills!r}")
        turn = data.get("turn", UPRIGHT)
        if type(turn) is not int or not 1 <= turn <= 8:
            raise ValueError(f"a stretch of a picture turned by {turn!r}")
        empty, how = data.get("nodata_percent"), data.get("how", "")
        if not isinstance(how, str):
            raise TypeError(f"a stretch is described by {how!r}")
        empty = None if empty is None else float(empty)
        use_alpha = bool(data.get("use_alpha", True))
        return cls(
            low=low,
            high=high,
            identity=bool(data["identity"]),
            use_alpha=use_alpha,
            bands=bands,
            fills=fills,
            nodata_percent=empty,
            how=how,
            turn=turn,
        )


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
            numbers = tuple(float(part) for part in with_hyphens(text).removesuffix("%").split(","))
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


def check_band_rules(band_rules: BandRules) -> BandRules:
    """``band_rules`` when all its rules make sense. Raises UsageError."""
    for rule in band_rules.bands:
        check_choice(rule.rpartition("=")[2])
    for rule in band_rules.stretch:
        StretchChoice.parse(rule.rpartition("=")[2])
    return band_rules


def measure(handle: Handle, choice: BandChoice | None = None, how: StretchChoice | None = None) -> Stretch:
    """The one stretch of a raster, from one decimated read.

    By default percentiles 2 and 98 of the valid values; eight-bit colour and pictures stay as they are, and so do
    other 8-bit bands that use much of their range. Scans whose 0 is white are turned, and undeclared nodata
    (:mod:`msa_core.raster.pixels.fills`) is looked for on the way.

    Raises:
        SourceError: no part of the raster can be read.
    """
    choice = choice if choice is not None else choose_bands(handle.dataset)
    how = how if how is not None else StretchChoice("auto")
    header = _Header.of(handle.dataset, choice)  # before a failing read closes this dataset
    stored = _stored(how.numbers, handle.dataset, choice) if how.kind == "values" else []
    use_alpha = header.is_screen_format or not _alpha_is_measurement(handle, choice)
    as_it_is = header.as_it_is(choice, use_alpha)
    if header.is_picture and how.kind in ("auto", "none"):
        return as_it_is
    found = _sampled(handle, choice)
    if how.kind == "none":
        return replace(as_it_is, **found.facts)
    if stored:
        return _between(stored, "values as asked", use_alpha, choice, found)
    percentiles = {"minmax": (0.0, 100.0), "percent": how.numbers}.get(how.kind, PERCENTILES)
    ends = [_ends(band[good], percentiles) for band, good in zip(found.values, found.counted, strict=True)]
    if how.kind == "auto" and header.is_bytes and max(high - low for low, high in ends) >= _WIDE_ENOUGH:
        return replace(as_it_is, **found.facts)
    words = "lowest and highest" if how.kind == "minmax" else "percentiles {:g} and {:g}".format(*percentiles)
    words += " without 0" if found.without_zero else ""
    if header.is_negative:
        ends = [(high, low) for low, high in ends]
    words += ", 0 is white" if header.is_min_white else ""
    return _between(ends, words, use_alpha, choice, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What a file's header says of how its values are meant to be seen."""

    is_bytes: bool
    is_picture: bool
    is_screen_format: bool
    is_negative: bool
    is_min_white: bool
    top: float

    @classmethod
    def of(cls, dataset: DatasetReader, choice: BandChoice) -> _Header:
        first = choice.indexes[0]
        is_bytes = dataset.dtypes[first - 1] == "uint8"
        is_screen_format = dataset.driver in _PICTURE_DRIVERS
        is_inks = len(choice.indexes) == 4
        # GDAL hands out such a scan as it is stored, 0 for white, and says so in its tags only.
        is_min_white = (
            choice.indexes == (1,)
            and choice.palette is None
            and dataset.tags(ns="IMAGE_STRUCTURE").get("MINISWHITE") == "YES"
        )
        bits = dataset.tags(first, ns="IMAGE_STRUCTURE").get("NBITS", "")
        top = 65_535.0 if is_inks and not is_bytes else 255.0
        if (
            choice.palette is None
            and bits.isdecimal()
            and 1 <= int(bits) < 8
            and (is_screen_format or int(bits) == 1)
        ):
            top = float(2 ** int(bits) - 1)  # a screen's 1, 2 or 4 bits are black to white
        return cls(
            is_bytes=is_bytes,
            is_picture=choice.palette is not None
            or is_inks
            or (is_bytes and (choice.is_colour or is_screen_format or top < 255)),
            is_screen_format=is_screen_format,
            is_negative=dataset.scales[first - 1] < 0 or is_min_white,
            is_min_white=is_min_white,
            top=top,
        )

    def as_it_is(self, choice: BandChoice, use_alpha: bool) -> Stretch:
        """0 to black and the highest value to white, or the other way round."""
        count = len(choice.indexes)
        low, high = (self.top, 0.0) if self.is_min_white else (0.0, self.top)
        words = "8-bit colour as it is" if choice.is_colour else "8-bit values as they are"
        if choice.palette is not None:
            words = "the palette's colours"
        elif self.is_min_white:
            words = "as it is, 0 is white"
        elif self.top != 255:
            words = "as it is"
        identity = self.is_bytes and self.top == 255 and not self.is_min_white
        return Stretch(
            low=(low,) * count,
            high=(high,) * count,
            identity=identity,
            use_alpha=use_alpha,
            bands=choice.indexes,
            how=words,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """A sample of values, which of them count, and the facts of a :class:`Stretch` about nodata."""

    values: np.ndarray
    counted: np.ndarray
    without_zero: bool
    facts: dict[str, Any]


def _sampled(handle: Handle, choice: BandChoice) -> _Found:
    sample = sample_values(handle, choice)
    fills = find_fills(sample) if choice.mask in ("none", "nodata") else ()
    filled = is_fill(sample.values, sample.ok, fills)
    ok = sample.ok & ~filled
    dark = collar(sample, choice) & ~filled
    facts = {
        "fills": fills,
        "nodata_percent": round(100.0 * float((~ok.any(axis=0)).mean()), 1),
    }
    return _Found(sample.values, ok & ~dark, bool(dark.any()), facts)


def _between(
    ends: list[tuple[float, float]], how: str, use_alpha: bool, choice: BandChoice, found: _Found
) -> Stretch:
    """From the (low, high) of each band, with what the sample showed of the raster."""
    low, high = tuple(low for low, _ in ends), tuple(high for _, high in ends)
    stretch = Stretch(low=low, high=high, identity=False, use_alpha=use_alpha, bands=choice.indexes, how=how)
    return replace(stretch, **found.facts)


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
    if span < _MIN_SPAN:
        low, high = values.min(), values.max()
    return float(low), float(high)


def _alpha_is_measurement(handle: Handle, choice: BandChoice) -> bool:
    """True when a quarter of the "transparency" is neither off nor fully on, as in mislabelled infrared."""
    if choice.mask != "alpha":
        return False
    alone = BandChoice(
        indexes=(choice.alpha,), mask="none", alpha=0, nodata=(None,), palette=None, is_colour=False
    )
    values = sample_values(handle, alone).values
    between = (values > 0) & (values < values.max())
    return bool(between.mean() > 0.25 and np.unique(values[between]).size > 16)


def describe_nodata(choice: BandChoice, stretch: Stretch) -> str:
    """What marks pixels without data, for people: ``65535 (not declared)``; ``""`` when nothing does."""
    parts = []
    if choice.mask == "alpha" and stretch.use_alpha:
        parts.append(f"by its transparency (band {choice.alpha})")
    if choice.mask == "mask":
        parts.append("by its mask")
    else:
        declared = dict.fromkeys(
            "NaN" if np.isnan(value) else value_words(value) for value in choice.nodata if value is not None
        )
        if declared:
            parts.append(f"{' and '.join(declared)}, as declared")
    if choice.palette is not None and not choice.palette[:, 3].all():
        parts.append("transparent entries of its palette")
    if stretch.fills:
        parts.append(f"{fill_words(stretch.fills)} (not declared)")
    elif not parts and choice.palette is None and stretch.nodata_percent:
        # Without a declared value, a mask or a fill, nothing else leaves pixels out of the sample.
        parts.append("what is not a finite number (NaN, infinite or beyond 1e30; not declared)")
    return "; ".join(parts)


def _fill_to_json(value: float) -> float | str | None:
    """JSON has neither NaN nor infinity; ``from_json`` reads both back."""
    return None if np.isnan(value) else "inf" if np.isinf(value) else value


def _number(value: float) -> str:
    if abs(value) >= 1e7 or (value and abs(value) < 1e-3):
        return f"{value:.3g}"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _to_bytes(band: np.ndarray, low: float, high: float, ok: np.ndarray | None) -> np.ndarray:
    span = abs(high - low)
    if span < _MIN_SPAN:
        grey = np.full(band.shape, MIDDLE_GREY, np.uint8)
        return grey if ok is None else np.where(ok, grey, np.uint8(0))
    # 24 bits of float32 hold every 16-bit value; wider types need float64 to keep small differences.
    narrow = band.dtype.kind in "iu" and band.dtype.itemsize <= 2
    work = np.float32 if narrow or (band.dtype == np.float32 and 1e-30 < span < 1e30) else np.float64
    values = band.astype(work) if ok is None else np.where(ok, band, low).astype(work)
    values = np.clip(values, min(low, high), max(low, high))
    return ((values - low) * (255.0 / (high - low)) + 0.5).astype(np.uint8)
