"""Where a raster lies, and the turn that its camera noted, which counts only for a raster without a position."""

from __future__ import annotations

from pathlib import Path

from msa_core.pictures.orientation import UPRIGHT, orientation_of
from msa_core.raster.gdal.decoded import open_stream
from msa_core.raster.gdal.locations import inner
from msa_core.raster.gdal.opening import DatasetReader
from msa_core.raster.position import georef as georefs
from msa_core.raster.position.georef import Georef

_FORMS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "GTiff": "TIFF"}


def position_of(dataset: DatasetReader, path: Path, orientation: int | None = None) -> tuple[Georef, int]:
    """Where a raster lies, in pixels of the picture as it is shown, and its orientation (1 to 8; 1 is as stored).

    GDAL never turns a picture, viewers do. A grid, even one without a coordinate system (a world file alone), speaks
    of the pixels as stored, so a picture with one is not turned.

    Args:
        orientation: the turn an index was made with; None to ask the file.
    """
    georef = georefs.from_dataset(dataset)
    if georef.placement is not None or dataset.driver not in _FORMS:
        return georef, UPRIGHT
    if orientation is None:
        orientation = UPRIGHT
        try:
            with open_stream(inner.file_of(path)) as stream:
                orientation = orientation_of(stream, _FORMS[dataset.driver], _page_of(path))
        except OSError:
            pass  # it opened a moment ago; reading its pixels will tell
    if orientation >= 5:
        georef.width_px, georef.height_px = georef.height_px, georef.width_px
    return georef, orientation


def _page_of(path: Path) -> int:
    part = inner.split(path)
    number = part[1].removeprefix("page=") if part is not None else ""
    return int(number) if number.isascii() and number.isdigit() else 1
