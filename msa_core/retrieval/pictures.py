"""Pictures as queries: any image or GeoTIFF as one view at the model's size."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from msa_core.errors import SourceError
from msa_core.indexing.embedder import Embedder
from msa_core.raster.reader import RasterReader


def read_picture(path: Path | str, side_px: int) -> np.ndarray:
    """A picture or raster as one view, uint8 (side_px, side_px, 3), through its overviews.

    Raises:
        SourceError: it cannot be read, or holds nothing but nodata.
    """
    with RasterReader(Path(path)) as reader:
        whole = (0, 0, reader.info.width_px, reader.info.height_px)
        image, valid = reader.read(whole, side_px)
    if not valid.any():
        raise SourceError(path, "It holds no picture: there is nothing but nodata.")
    return image


def embed_picture(embedder: Embedder, path: Path | str) -> np.ndarray:
    """The unit embedding float32 (D,) of a picture. Raises SourceError."""
    vector: np.ndarray = embedder.embed_tiles([read_picture(path, embedder.input_px)]).embedding[0]
    return vector
