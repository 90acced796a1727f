"""Names that files give to other files: which of them this program lets GDAL open.

A virtual raster, an MRF or a sidecar names other files, and GDAL takes each name for whatever it looks like: a path, an
address, a database, a place in memory, standard input. Here only files on this machine count.
"""

from __future__ import annotations

import contextlib
import ntpath
import os
import posixpath
import re
import stat
from pathlib import Path

from msa_core import addresses
from msa_core.raster.gdal.locations import network, zips
from msa_core.raster.gdal.mosaics import waiting

# GDAL's file systems that lead to files on this machine: packed ones, and windows of files.
_LOCAL_SYSTEMS = ("vsizip", "vsitar", "vsigzip", "vsi7z", "vsirar", "vsisubfile", "vsicached")
_SYSTEM = re.compile(r"(?:^|[/\\{,])(vsi[a-z0-9]+(?:_streaming)?)(?=[/\\?:]|$)", re.IGNORECASE)
_NETWORKS = ("vsicurl", "vsis3", "vsigs", "vsiaz", "vsiadls", "vsioss", "vsiswift", "vsihdfs", "vsiwebhdfs")
_READ_SYSTEMS = ("vsicurl", "vsis3", "vsigs", "vsiaz")
_NOT_ASKED = (
    "nothing is fetched from a network unless asked, so download it first, or give "
    f"{network.SWITCH} on the command line"
)
_ADDRESS = re.compile(r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]+://", re.IGNORECASE)
# Rasters inside a file are named by their driver and the file.
_INSIDE = re.compile(
    r"(?P<driver>NETCDF|HDF5|HDF4_SDS|HDF4_EOS|GTIFF_DIR|NITF_IM|GPKG|BAG|RADARSAT_2_CALIB|SENTINEL1_CALIB"
    r"|SENTINEL2_L1B|SENTINEL2_L1C|SENTINEL2_L1C_TILE|SENTINEL2_L2A|PDS4|S102|S104|S111)"
    r":(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_CONNECTION = re.compile(r"[a-z][a-z0-9_ ]+:", re.IGNORECASE)  # one letter is a drive of Windows


class NoFileError(OSError):
    """A name is that of a device or a pipe, which may keep its reader waiting for ever."""


def system_in(text: str) -> str:
    """Why a text that uses one of GDAL's file systems leads out of this machine's files; ``""`` when it does not."""
    for found in _SYSTEM.finditer(text):
        name = found[1].lower()
        if name.startswith(_NETWORKS):
            if name in _READ_SYSTEMS and network.is_all_allowed():
                continue
            return f"an address ({name}): {_NOT_ASKED}"
        if name not in _LOCAL_SYSTEMS:
            return f"a place that is not a file ({name})"
    return ""


def is_asked(name: str) -> bool:
    """True for the name of an address, as GDAL spells it, that was asked for."""
    if not (name.startswith("/vsi") and addresses.is_address(name)):
        return False
    place = as_path(name)
    return place is not None and network.is_asked(place)


def refusal_of(name: str) -> str:
    """Why GDAL is not let near a name; ``""`` for that of a file on this machine, or an address that was asked for."""
    if is_asked(name):
        return ""
    if reason := system_in(name):
        return reason
    if addresses.is_address(name) and network.is_all_allowed():
        return "an address in a way that is not read: it has to be like /vsicurl/https://host/a.tif"
    if found := _ADDRESS.search(name):
        return f"an address ({found[0]}): {_NOT_ASKED}"
    if "\0" in name:
        return "a name with a null character"
    if ":mrf:" in name.lower() or (_CONNECTION.match(name) and not _INSIDE.match(name)):
        return f"{name.split(':')[0][:30]}:..., which is not a file"
    return ""


def file_in(name: str) -> str:
    """The file that a name GDAL understands is about: that of ``NETCDF:"a.nc":band`` is ``a.nc``."""
    found = _INSIDE.match(name)
    if found is None:
        return name
    rest = found["rest"]
    if rest.startswith('"'):
        return rest[1:].partition('"')[0]
    if found["driver"].upper() in ("GTIFF_DIR", "NITF_IM"):  # a number, or off: and a number, then the file
        return re.sub(r"^(?:off:)?\d+:", "", rest, flags=re.IGNORECASE)
    drive, tail = os.path.splitdrive(rest)
    return drive + tail.split(":")[0]


def joined(folder: str, name: str) -> str:
    """A name relative to the folder of the file that gives it, as GDAL joins them."""
    inner = file_in(name)
    if inner != name:
        return name.replace(inner, joined(folder, inner), 1)
    if posixpath.isabs(name) or ntpath.isabs(name) or not folder:
        return name
    together = posixpath.join(folder, name)
    return posixpath.normpath(together) if folder.startswith("/vsi") else together


def facts(name: str) -> tuple[int, int] | None:
    """Size in bytes and time of change in ns of the file that a name is about.

    None when that cannot be told from its name, as of a file inside a tar.

    Raises:
        NoFileError: it is a device or a pipe, or one lies beside it.
        OSError: there is no such file, or it cannot be looked at.
    """
    name = file_in(name)
    if name.lower().startswith("/vsi"):
        if not name.startswith("/vsizip/"):
            return None
        return zips.stat(as_path(name) or zips.from_gdal_name(name))
    found = Path(name).stat()
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):
        raise NoFileError(0, "which is a device or a pipe, not a file")
    if beside := waiting.waiting_beside(Path(name)):
        raise NoFileError(0, f"beside which lies {beside}, a device or a pipe")
    return found.st_size, found.st_mtime_ns


def as_path(name: str) -> Path | None:
    """The plain path of the file that a name is about; None when there is none, as inside a tar."""
    name = file_in(name)
    if addresses.is_address(name):
        with contextlib.suppress(ValueError):
            return addresses.parsed(name).path
    elif name.startswith("/vsizip/"):
        return zips.from_gdal_name(name)
    return None if name.lower().startswith("/vsi") else Path(name)
