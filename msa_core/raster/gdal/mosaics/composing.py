"""One picture of three files: red, green and blue of a product that keeps each band in a file of its own.

Its path is that of the red band and which bands the colours are: ``LC08_..._B4.TIF#colours=4,3,2``, where the names
number them after a B, else ``scene_red.tif#colours=red,green,blue``. GDAL gets a virtual
raster that is never written down. Each of the three is opened first, as any file is, so that none is missing and none
leads elsewhere; their handles are not shared, because with shared ones a read that fails in one thread gives zeros and
no error in another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from msa_core.errors import SourceError
from msa_core.names import absolute
from msa_core.raster.gdal.locations import inner, location

if TYPE_CHECKING:  # GDAL must not start before its environment is settled
    from rasterio.io import DatasetReader


_COLOURS = ("Red", "Green", "Blue")
_TYPES = {
    "uint8": "Byte", "uint16": "UInt16", "int16": "Int16", "uint32": "UInt32", "int32": "Int32", "float32": "Float32",
    "float64": "Float64",
}  # fmt: skip


def subdataset_of(names: Sequence[str]) -> str:
    """``colours=4,3,2`` for the names of the files of red, green and blue, which differ in the band alone.

    Returns:
        ``""`` when they differ in more, or in a way that would not be read back.
    """
    red = names[0]
    start = _shared(names)
    end = _shared([name[start:][::-1] for name in names])
    while start and red[start - 1].isalnum():
        start -= 1
    while end and red[len(red) - end].isalnum():
        end -= 1
    tokens = [name[start : len(name) - end] for name in names]
    if not all(re.fullmatch(r"[A-Za-z0-9]+", token) for token in tokens):
        return ""
    bands = [token[1:] if re.fullmatch(r"B\d\w*", token) else token for token in tokens]
    subdataset = f"{inner.COLOURS}{','.join(bands)}"
    found = inner.band_files(inner.path_of(Path(red), subdataset))
    return subdataset if [file.name for file in found] == list(names) else ""


def _shared(names: Sequence[str]) -> int:
    """How many letters all names begin with."""
    same = (len(set(letters)) == 1 for letters in zip(*names, strict=False))
    return sum(1 for _ in takewhile(bool, same))


def words_of(path: Path) -> str:
    """What a picture of three files shows, a phrase: ``files B4, B3, B2 of the product``; ``""`` for any other path.

    Landsat's multispectral scanner (LM01 to LM05) saw no blue: its near infrared, red and green are shown.
    """
    parts = inner.split(path)
    if parts is None or not inner.band_files(path):
        return ""
    bands = [inner.band_token(band) for band in parts[1].removeprefix(inner.COLOURS).split(",")]
    false = ": near infrared, red and green, as it has no blue" if path.name.upper().startswith("LM0") else ""
    return f"files {', '.join(bands)} of the product{false}"


def virtual_raster(path: Path, bands: Sequence[DatasetReader]) -> str:
    """The virtual raster of three open bands, as text. 0 is no data unless they say otherwise, as in all such products.

    Raises:
        SourceError: they do not lie on one grid, or hold what a virtual raster cannot.
    """
    first = bands[0]
    grids = {
        (band.width, band.height, tuple(band.transform), str(band.crs), band.dtypes[0]) for band in bands
    }
    if len(grids) > 1 or first.dtypes[0] not in _TYPES:
        raise SourceError(
            path, "The files of its red, green and blue bands do not lie on one grid of pixels."
        )
    nodata = 0.0 if first.nodata is None else first.nodata
    wkt = escape(first.crs.to_wkt()) if first.crs else ""
    parts = [f'<VRTDataset rasterXSize="{first.width}" rasterYSize="{first.height}">']
    parts += [f"<SRS>{wkt}</SRS>"] if wkt else []
    if not first.transform.is_identity:
        parts.append(
            f"<GeoTransform>{', '.join(repr(float(n)) for n in first.transform.to_gdal())}</GeoTransform>"
        )
    for number, (file, colour) in enumerate(zip(inner.band_files(path), _COLOURS, strict=True), 1):
        parts.append(
            f'<VRTRasterBand dataType="{_TYPES[first.dtypes[0]]}" band="{number}"><ColorInterp>{colour}</ColorInterp>'
            f'<NoDataValue>{nodata!r}</NoDataValue><SimpleSource><SourceFilename relativeToVRT="0" shared="0">'
            f"{escape(location.gdal_name(absolute(file)))}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
            "</VRTRasterBand>"
        )
    return "".join([*parts, "</VRTDataset>"])
