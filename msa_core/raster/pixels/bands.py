"""Which bands of a raster are shown as red, green and blue, and what marks its invalid pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from msa_core.errors import SourceError
from msa_core.raster.gdal.opening import DatasetReader, quiet
from msa_core.raster.pixels.band_presets import by_colour_names, of_named_sensor, pick

# isort: split
from rasterio.enums import ColorInterp, MaskFlags

_RGB = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)


@dataclass(frozen=True, slots=True)
class BandChoice:
    """How one raster becomes a picture.

    Attributes:
        indexes: band numbers from 1: three (red, green, blue), or one (grey, or a palette).
        mask: ``none``, ``nodata`` (a value), ``mask`` (an internal or sidecar mask) or ``alpha``; values of "no data"
            count beside ``alpha`` too.
        alpha: number of the transparency band when ``mask`` is ``alpha``, else 0.
        nodata: value of "no data" for each index, None where a band has none.
        palette: (256, 3) uint8 colours when the one band holds palette entries, else None.
        is_colour: True when the file itself says which bands are red, green and blue.
    """

    indexes: tuple[int, ...]
    mask: str
    alpha: int
    nodata: tuple[float | None, ...]
    palette: np.ndarray | None
    is_colour: bool


def choose_bands(dataset: DatasetReader, wanted: str | tuple[int, ...] = "auto") -> BandChoice:
    """Choose what is shown.

    Args:
        dataset: the raster.
        wanted: ``auto``: by colour interpretation, then by band names, else the first three bands, else the first;
            a choice of :mod:`msa_core.raster.pixels.band_presets`; or band numbers.

    Raises:
        SourceError: the raster has no such bands.
    """
    with quiet():
        interpretation = dataset.colorinterp
        flags = dataset.mask_flag_enums
    declared = _by_interpretation(interpretation) or _by_name(dataset)
    indexes = _asked(dataset, interpretation, wanted)
    is_colour = bool(declared) and indexes in ((), declared)
    palette = None
    if not indexes:
        indexes = declared or _first(interpretation)
    is_palette = interpretation[indexes[0] - 1] == ColorInterp.palette
    if not is_colour and is_palette and dataset.dtypes[indexes[0] - 1] == "uint8":
        palette, indexes = _palette(dataset, indexes[0]), indexes[:1]
    mask, alpha = _mask_of([flags[number - 1] for number in indexes], interpretation, indexes)
    return BandChoice(
        indexes=indexes,
        mask=mask,
        alpha=alpha,
        nodata=tuple(dataset.nodatavals[n - 1] for n in indexes),
        palette=palette,
        is_colour=is_colour or palette is not None,
    )


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


def _by_interpretation(interpretation: tuple[ColorInterp, ...]) -> tuple[int, ...]:
    if not all(kind in interpretation for kind in _RGB):
        return ()
    return tuple(interpretation.index(kind) + 1 for kind in _RGB)


def _by_name(dataset: DatasetReader) -> tuple[int, ...]:
    """Bands called red, green and blue, each exactly once, or numbered as a known sensor numbers them."""
    return by_colour_names(dataset.descriptions) or of_named_sensor(
        dataset.descriptions, PurePath(dataset.name).name
    )


def _palette(dataset: DatasetReader, index: int) -> np.ndarray:
    colours = np.zeros((256, 3), np.uint8)
    for value, (red, green, blue, _) in dataset.colormap(index).items():
        if 0 <= value < 256:
            colours[value] = red, green, blue
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
