"""Pictures as queries: any image or GeoTIFF as one view at the model's size."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np

from msa_core.config import BandRules
from msa_core.errors import SourceError
from msa_core.model.embedder import Embedder
from msa_core.raster.pixels.reader import RasterReader


def read_picture(path: Path | str, side_px: int, band_rules: BandRules | None = None) -> np.ndarray:
    """A picture or raster as one view, uint8 (side_px, side_px, 3), through its overviews.

    Args:
        path: the file.
        side_px: side of the view.
        band_rules: those of the index it is compared with: its bands and stretch, where the picture has such bands.

    Raises:
        SourceError: it cannot be read, or holds nothing but nodata.
    """
    with _open(Path(path), band_rules if band_rules is not None else BandRules()) as reader:
        whole = (0, 0, reader.info.width_px, reader.info.height_px)
        # Quick: of a mosaic without overviews single pixels, not an average over all of it, which takes hours.
        image, valid = reader.read(whole, side_px, quick=True)
    if not valid.any():
        raise SourceError(path, "It holds no picture: there is nothing but nodata.")
    return image


def embed_picture(embedder: Embedder, path: Path | str, band_rules: BandRules | None = None) -> np.ndarray:
    """The unit embedding float32 (D,) of a picture, seen as ``band_rules`` say. Raises SourceError."""
    view = read_picture(path, embedder.input_px, band_rules)
    vector: np.ndarray = embedder.embed_tiles([view]).embedding[0]
    return vector


def _open(path: Path, band_rules: BandRules) -> RasterReader:
    """A photograph has no near infrared: what lacks the bands of an index is taken as it is."""
    bands, stretching = band_rules.of(path.as_posix())
    if (bands, stretching) != ("auto", "auto"):
        with contextlib.suppress(SourceError):
            return RasterReader(path, bands=bands, stretching=stretching)
    return RasterReader(path)
