"""Rasters inside a file that holds several: pages of a TIFF, images of a NITF, variables of netCDF and HDF5, tables.

Each is a source of its own, named by file and subdataset: ``pages.tif#page=2``, ``scene.nc#netcdf=Band1``. Like the
path of a file in a zip this is a plain path that reads and travels as any other; GDAL's own spelling
(``GTIFF_DIR:2:pages.tif``) exists at the moment of opening only. The first page is the file itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

# More subdatasets than these are a series of measurements rather than an archive of pictures: the rest is counted.
MAX_SUBDATASETS = 64

# How a subdataset is called here, how GDAL begins its name, and whether the file's name stands in quotes.
_FORMS = {
    "page": ("GTIFF_DIR", False),
    "image": ("NITF_IM", False),
    "netcdf": ("netcdf", True),
    "hdf5": ("HDF5", True),
    "table": ("GPKG", False),
}
COLOURS = "colours="
_KEYS = {prefix.lower(): key for key, (prefix, _) in _FORMS.items()}
# And a picture put together from three files: :mod:`msa_core.raster.gdal.mosaics.composing`.
_SUBDATASET = re.compile(rf"(.+)#((?:{'|'.join(_FORMS)})=[^/#]+|colours=\w+,\w+,\w+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Inside:
    """What a file holds beside the raster it opens as.

    Attributes:
        subdatasets: names of the others that can be sources, ``page=2``.
        left_out: a phrase for those that cannot, ``""`` for none.
    """

    subdatasets: tuple[str, ...] = ()
    left_out: str = ""


def split(path: Path | str) -> tuple[Path, str] | None:
    """The file, and the name of the subdataset in it; None for a path of a whole file."""
    text = str(path)
    found = _SUBDATASET.fullmatch(text) if "#" in text else None
    return None if found is None else (Path(found[1]), found[2])


def is_subdataset(text: str) -> bool:
    """True for the name of a subdataset, ``page=2``."""
    return _SUBDATASET.fullmatch(f"a#{text}") is not None


def file_of(path: Path | str) -> Path:
    """The file on the disk (or in a zip) that a path lies in."""
    found = split(path)
    return Path(path) if found is None else found[0]


def band_files(path: Path | str) -> tuple[Path, ...]:
    """The files of red, green and blue of a picture put together from three; empty for any other path."""
    parts = split(path)
    if parts is None or not parts[1].startswith(COLOURS):
        return ()
    red, *others = (band_token(band) for band in parts[1].removeprefix(COLOURS).split(","))
    before, found, after = parts[0].name.rpartition(red)
    if not found:
        return ()
    return parts[0], *(parts[0].with_name(f"{before}{band}{after}") for band in others)


def band_token(band: str) -> str:
    """How a band is written in the names of files: one that begins with a digit follows a B."""
    return f"B{band}" if band[:1].isdigit() else band


def files_of(path: Path | str) -> tuple[Path, ...]:
    """The files that the pixels of a path lie in: three of a picture put together, one of any other."""
    return band_files(path) or (file_of(path),)


def path_of(path: Path, subdataset: str) -> Path:
    """The path of a subdataset of a file."""
    return path.with_name(f"{path.name}#{subdataset}")


def gdal_name(name: str, subdataset: str) -> str:
    """GDAL's name for a subdataset of the file that GDAL calls ``name``."""
    key, _, value = subdataset.partition("=")
    if key == "colours":
        return name
    prefix, quoted = _FORMS[key]
    if key in ("page", "image"):
        return f"{prefix}:{int(value) if value.isdecimal() else 0}:{name}"
    return f'{prefix}:"{name}":{unquote(value)}' if quoted else f"{prefix}:{name}:{unquote(value)}"


def inside(subdatasets: Sequence[str], name: str, is_raster: bool) -> Inside:
    """What GDAL lists inside a file.

    Args:
        subdatasets: GDAL's names of all rasters in it.
        name: what GDAL calls the file.
        is_raster: True when the file itself opens as a raster, which then is the first of them.
    """
    others = list(subdatasets)[1:] if is_raster else list(subdatasets)
    named = [subdataset for entry in others if (subdataset := _subdataset_of(entry, name))]
    kept = tuple(named[:MAX_SUBDATASETS])
    missing = len(others) - len(kept)
    total = len(others) + is_raster
    words = f"{missing} of {total} rasters in it (export them as files of their own)" if missing else ""
    return Inside(kept, words)


def _subdataset_of(entry: str, name: str) -> str:
    """Our name for a subdataset, from GDAL's; ``""`` when it has a form that is not known here."""
    before, found, after = entry.partition(name)
    prefix, _, number = before.rstrip(':"').partition(":")
    key = _KEYS.get(prefix.lower(), "")
    value = after.lstrip('":') if key != "hdf5" else after.removeprefix('"').removeprefix(":")
    if not found or not key or (number and value):
        return ""
    subdataset = f"{key}={quote(number or value, safe=' .,()+-')}"
    return subdataset if len(subdataset) > len(key) + 1 else ""
