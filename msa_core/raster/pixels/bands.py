"""Which bands of a raster are shown as red, green and blue, and what marks its invalid pixels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from msa_core.errors import SourceError
from msa_core.raster.gdal.opening import DatasetReader, quiet
from msa_core.raster.pixels.band_names import (
    Bands,
    by_colour_names,
    by_wavelength,
    of_named_sensor,
    shown_name,
)
from msa_core.raster.pixels.band_presets import PRESETS, pick
from msa_core.raster.pixels.wavelengths import wavelengths_um

# isort: split
from rasterio.enums import ColorInterp, MaskFlags

_RGB = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
_INKS = (ColorInterp.cyan, ColorInterp.magenta, ColorInterp.yellow, ColorInterp.black)
# What drivers call a band that nobody has named.
_ONLY_A_NUMBER = re.compile(r"^(?:band|layer|channel|b)?[ _-]*\d+$", re.IGNORECASE)
_PALETTE_ENTRIES = {"uint8": 256, "uint16": 65_536}


@dataclass(frozen=True, slots=True, kw_only=True)
class BandChoice:
    """How one raster becomes a picture.

    Attributes:
        indexes: band numbers from 1: three (red, green, blue), one (grey, or a palette), or four inks (cyan, magenta,
            yellow, black).
        mask: ``none``, ``nodata`` (a value), ``mask`` (an internal or sidecar mask) or ``alpha``; values of "no data"
            count beside ``alpha`` too.
        alpha: number of the transparency band when ``mask`` is ``alpha``, else 0.
        nodata: value of "no data" for each index, None where a band has none.
        palette: (entries, 4) uint8 colours with opacity when the one band holds palette entries, else None.
        is_colour: True when the file itself says which bands are red, green and blue.
        reason: how they were chosen, a phrase for people: ``by the names of the bands: B4, B3, B2``.
    """

    indexes: tuple[int, ...]
    mask: str
    alpha: int
    nodata: tuple[float | None, ...]
    palette: np.ndarray | None
    is_colour: bool
    reason: str = ""


def choose_bands(dataset: DatasetReader, wanted: str | tuple[int, ...] = "auto") -> BandChoice:
    """Choose what is shown.

    Args:
        dataset: the raster.
        wanted: ``auto``: by band names, else wavelengths, else colour interpretation, else the first three bands, else
            the first; a choice of :mod:`msa_core.raster.pixels.band_presets`; or band numbers.

    Raises:
        SourceError: the raster has no such bands.
    """
    with quiet():
        interpretation = dataset.colorinterp
        flags = dataset.mask_flag_enums
    declared, reason = _declared(dataset, interpretation)
    indexes = _asked(dataset, interpretation, wanted)
    is_colour = bool(declared) and indexes in ((), declared)
    if indexes and (isinstance(wanted, str) or indexes != declared):
        reason = _why_asked(wanted)
    palette = None
    if not indexes:
        indexes = declared or _first(interpretation)
    is_palette = interpretation[indexes[0] - 1] == ColorInterp.palette
    if not is_colour and is_palette and dataset.dtypes[indexes[0] - 1] in _PALETTE_ENTRIES:
        palette, indexes = _palette(dataset, indexes[0]), indexes[:1]
        reason = "palette"
    mask, alpha = _mask_of([flags[number - 1] for number in indexes], interpretation, indexes)
    return BandChoice(
        indexes=indexes,
        mask=mask,
        alpha=alpha,
        nodata=tuple(dataset.nodatavals[n - 1] for n in indexes),
        palette=palette,
        is_colour=is_colour or palette is not None,
        reason=reason or _why_first(indexes, dataset.descriptions),
    )


def _declared(dataset: DatasetReader, interpretation: tuple[ColorInterp, ...]) -> tuple[Bands, str]:
    """Red, green and blue as the file tells them, and by what; ``()`` when it does not.

    Names come before the colour interpretation: GDAL writes that of three or four 8-bit bands as red, green and blue
    unasked, whatever they hold.
    """
    names = dataset.descriptions
    if found := by_colour_names(names):
        return found, f"by the names of the bands: {_names(names, found)}"
    found, sensor = of_named_sensor(names, PurePath(dataset.name).name)
    if found:
        return found, f"by the names of the bands: {_names(names, found)}, as {sensor} number them"
    wavelengths = wavelengths_um(dataset)
    if found := by_wavelength(wavelengths):
        nm = [round(1000 * (wavelengths[n - 1] or 0)) for n in found]
        return found, f"by the wavelengths of the bands: {nm[0]}, {nm[1]} and {nm[2]} nm"
    if all(kind in interpretation for kind in _RGB):
        return tuple(interpretation.index(kind) + 1 for kind in _RGB), "as the file declares them"
    if all(kind in interpretation for kind in _INKS):
        return tuple(interpretation.index(kind) + 1 for kind in _INKS), "inks: cyan, magenta, yellow, black"
    return (), ""


def _names(names: Sequence[str | None], bands: Bands) -> str:
    return ", ".join(shown_name(names[number - 1]) for number in bands)


def _why_asked(wanted: str | tuple[int, ...]) -> str:
    if not isinstance(wanted, str):
        return "as the index keeps them"
    return f"preset {wanted}" if wanted in PRESETS else f"as asked: {shown_name(wanted)}"


def _why_first(indexes: Bands, names: Sequence[str | None]) -> str:
    if len(names) == 1:
        return "its only band"
    which = "the first" if len(indexes) == 1 else "the first three"
    if any(shown_name(name) and not _ONLY_A_NUMBER.match(shown_name(name)) for name in names):
        called = ", ".join(shown_name(names[number - 1]) or "nameless" for number in indexes)
        return f"{which}, {called}: the names of its bands do not tell red, green and blue"
    return f"{which}: the file says nothing of colours"


def _asked(
    dataset: DatasetReader, interpretation: tuple[ColorInterp, ...], wanted: str | tuple[int, ...]
) -> tuple[int, ...]:
    """The bands asked for; ``()`` when the file itself is to tell."""
    if wanted == "auto":
        return ()
    if not isinstance(wanted, str):
        if not all(1 <= number <= dataset.count for number in wanted):
            raise SourceError(
                dataset.name, f"It has {dataset.count} bands and is read for band {max(wanted)}."
            )
        return wanted
    try:
        return pick(wanted, dataset.descriptions, [kind.name for kind in interpretation])
    except ValueError as error:
        raise SourceError(dataset.name, str(error)) from error


def _first(interpretation: tuple[ColorInterp, ...]) -> tuple[int, ...]:
    colours = [n for n, kind in enumerate(interpretation, 1) if kind != ColorInterp.alpha] or [1]
    is_palette = interpretation[colours[0] - 1] == ColorInterp.palette
    return tuple(colours[:3]) if len(colours) >= 3 and not is_palette else tuple(colours[:1])


def _palette(dataset: DatasetReader, index: int) -> np.ndarray:
    """Every entry a value can name, (256 or 65536, 4); what the file leaves out is black."""
    colours = np.zeros((_PALETTE_ENTRIES[dataset.dtypes[index - 1]], 4), np.uint8)
    colours[:, 3] = 255
    for value, colour in dataset.colormap(index).items():
        if 0 <= value < len(colours):
            colours[value] = colour
    return colours


def _mask_of(
    flags: list[list[MaskFlags]], interpretation: tuple[ColorInterp, ...], indexes: tuple[int, ...]
) -> tuple[str, int]:
    """What marks invalid pixels of the bands shown; a transparency band counts beside values of "no data"."""
    alpha = interpretation.index(ColorInterp.alpha) + 1 if ColorInterp.alpha in interpretation else 0
    declared = {flag for band in flags for flag in band}
    if MaskFlags.per_dataset in declared and MaskFlags.alpha not in declared:
        return "mask", 0
    if alpha and alpha not in indexes:
        return "alpha", alpha
    return ("nodata", 0) if MaskFlags.nodata in declared else ("none", 0)
