"""Pictures whose pixels Pillow decides, as datasets for GDAL to take windows and averages from."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

import numpy as np

from msa_core import addresses
from msa_core.pictures.decoding import MAX_PX, decode_animated_webp, decode_jpeg
from msa_core.raster.gdal.locations import remote, zips
from msa_core.raster.gdal.start import registering

registering.start()

from rasterio.io import DatasetReader, MemoryFile  # noqa: E402  (GDAL must not start before)


class Decoded:
    """A picture in memory. ``dataset`` has the bands of the file, in the same order; :meth:`close` frees it."""

    def __init__(self, pixels: np.ndarray) -> None:
        height, width, bands = pixels.shape
        self._memory = MemoryFile()
        try:
            with self._memory.open(
                driver="GTiff", width=width, height=height, count=bands, dtype="uint8", interleave="pixel"
            ) as made:
                made.write(np.moveaxis(pixels, 2, 0))
            self.dataset: DatasetReader = self._memory.open()
        except BaseException:
            self._memory.close()
            raise

    def close(self) -> None:
        """Free the memory; the dataset cannot be read afterwards."""
        self.dataset.close()
        self._memory.close()


class Refused(Exception):
    """Pillow takes a picture for damaged."""


def decode(dataset: DatasetReader, path: Path) -> Decoded | None:
    """The picture decoded by Pillow; None where GDAL's own pixels are taken.

    Those are taken of all but JPEG and animated WebP, and of pictures too large to be decoded whole.

    Raises:
        Refused: it is damaged. Of a JPEG cut off in the middle GDAL still reads the upper part, and says where it ends.
    """
    if dataset.driver not in ("JPEG", "WEBP") or dataset.width * dataset.height > MAX_PX:
        return None
    try:
        with open_stream(path) as stream:
            if dataset.driver == "JPEG":
                pixels: np.ndarray | None = decode_jpeg(stream)
            else:
                pixels = decode_animated_webp(stream, dataset.count)
    except Exception:  # noqa: BLE001  Pillow raises much on damaged files, struct.error and IndexError among it
        raise Refused from None
    if pixels is None or pixels.shape != (dataset.height, dataset.width, dataset.count):
        return None
    return Decoded(pixels)


def open_stream(path: Path) -> BinaryIO:
    """A file, a member of a zip that was checked when it was opened, or an address, as a stream. Raises OSError."""
    if addresses.is_address(path):
        return remote.open_stream(path)
    if parts := zips.split(path):
        return io.BytesIO(zips.read_member(*parts))
    return path.open("rb")
