"""Which bands of a raster are shown as red, green and blue, and what marks its invalid pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from msa_core.raster.opening import DatasetReader, quiet

# isort: split
from rasterio.enums import ColorInterp, MaskFlags

_RGB = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)


@dataclass(frozen=True, slots=True)
class BandChoice:
    """How one raster becomes a picture.

    Attributes:
        indexes: band numbers from 1: three (red, green, blue), or one (grey, or a palette).
        mask: ``none``, ``nodata`` (a value), ``mask`` (an internal or sidecar mask) or ``alpha``.
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


def choose_bands(dataset: DatasetReader) -> BandChoice:
    """Choose by colour interpretation, then by band names, else the first three bands, else the first."""
    with quiet():
        interpretation = dataset.colorinterp
        flags = dataset.mask_flag_enums
    indexes = _by_interpretation(interpretation) or _by_name(dataset.descriptions)
    is_colour = bool(indexes)
    palette = None
    if not indexes:
        colours = [n for n, kind in enumerate(interpretation, 1) if kind != ColorInterp.alpha] or [1]
        indexes = tuple(colours[:3]) if len(colours) >= 3 else tuple(colours[:1])
        if interpretation[indexes[0] - 1] == ColorInterp.palette and np.dtype(dataset.dtypes[0]) == np.uint8:
            palette, indexes = _palette(dataset, indexes[0]), indexes[:1]
    mask, alpha = _mask_of(flags[indexes[0] - 1], interpretation)
    return BandChoice(
        indexes=indexes,
        mask=mask,
        alpha=alpha,
        nodata=tuple(dataset.nodatavals[n - 1] for n in indexes),
        palette=palette,
        is_colour=is_colour or palette is not None,
    )


def _by_interpretation(interpretation: tuple[ColorInterp, ...]) -> tuple[int, ...]:
    if not all(kind in interpretation for kind in _RGB):
        return ()
    return tuple(interpretation.index(kind) + 1 for kind in _RGB)


def _by_name(descriptions: tuple[str | None, ...]) -> tuple[int, ...]:
    """Bands called red, green and blue, each exactly once."""
    names = [(text or "").strip().lower() for text in descriptions]
    if all(names.count(colour) == 1 for colour in ("red", "green", "blue")):
        return tuple(names.index(colour) + 1 for colour in ("red", "green", "blue"))
    return ()


def _palette(dataset: DatasetReader, index: int) -> np.ndarray:
    colours = np.zeros((256, 3), np.uint8)
    for value, (red, green, blue, _) in dataset.colormap(index).items():
        if 0 <= value < 256:
            colours[value] = red, green, blue
    return colours


def _mask_of(flags: list[MaskFlags], interpretation: tuple[ColorInterp, ...]) -> tuple[str, int]:
    if MaskFlags.alpha in flags and ColorInterp.alpha in interpretation:
        return "alpha", interpretation.index(ColorInterp.alpha) + 1
    if MaskFlags.per_dataset in flags:
        return "mask", 0
    return ("nodata", 0) if MaskFlags.nodata in flags else ("none", 0)
