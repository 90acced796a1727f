"""Pictures as queries: any image or GeoTIFF as one view at the model's size."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np

from msa_core.config import BandRules
from msa_core.errors import SourceError
from msa_core.model.running.embedder import Embedder
from msa_core.raster.gdal.locations import location
from msa_core.raster.pixels.reader import RasterReader
from msa_core.retrieval.query.picture_window import split_window


def read_picture(path: Path | str, side_px: int, band_rules: BandRules | None = None) -> np.ndarray:
    """A picture or raster, or a window of one, as one view, uint8 (side_px, side_px, 3), through its overviews.

    Args:
        path: the file, or ``FILE#window=x0,y0,x1,y1``, which is read as a tile of the index is.
        side_px: side of the view.
        band_rules: those of the index it is compared with: its bands and stretch, where the picture has such bands.

    Raises:
        SourceError: it cannot be read, does not reach as far as the window, or holds nothing but nodata.
    """
    file, window = (str(path), None) if location.of(path).is_file() else split_window(str(path))
    with _open(Path(file), band_rules if band_rules is not None else BandRules()) as reader:
        size = reader.info.width_px, reader.info.height_px
        if window is not None and (window[2] > size[0] or window[3] > size[1]):
            raise SourceError(
                path, f"The raster is only {size[0]} x {size[1]} pixels: the window lies beyond it."
            )
        # Quick: of a mosaic without overviews single pixels, not an average over all of it, which takes hours.
        image, valid = reader.read(window or (0, 0, *size), side_px, quick=window is None)
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
