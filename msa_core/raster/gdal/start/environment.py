"""What GDAL and PROJ read from the process environment, settled before rasterio is first used.

A GIS installed on the same machine often leaves ``PROJ_LIB`` or ``GDAL_DATA`` pointing at its own
files; another version's ``proj.db`` then breaks every coordinate system. GDAL reads these variables
at its first call, so :mod:`.registering` calls :func:`prepare` before any module of this room imports rasterio.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path

from msa_core.raster.gdal.start import drivers

FOREIGN_VARIABLES = (
    "PROJ_LIB",
    "PROJ_DATA",
    "GDAL_DATA",
    "GDAL_DRIVER_PATH",
    "GDAL_PYTHON_DRIVER_PATH",
    "PROJ_NETWORK",
)
CACHE_MEGABYTES = "128"

# What a user may choose otherwise.
_DEFAULTS = {
    # GDAL's quick way to read a PNG at once answers with what lay in memory when the file's end is missing, without an
    # error (seen in 3.10: any 8-bit PNG cut off). Row by row it says so.
    "GDAL_PNG_WHOLE_IMAGE_OPTIM": "NO",
    # GDAL's own default is 5 % of the machine's memory in each process.
    "GDAL_CACHEMAX": CACHE_MEGABYTES,
}

# What stays so whatever the environment says: a file from a stranger reaches no network and runs no code.
_FIXED = {
    # The one name that GDAL's file systems for the network would open, which none of their names can equal.
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",
    # Whatever asks by another way (a coordinate system named by its address) meets a proxy of a kind that curl has
    # not, and fails before it looks up a name.
    "GDAL_HTTP_PROXY": "none://no-network",
    "GDAL_HTTPS_PROXY": "none://no-network",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    # A name that begins with MEM::: would be an address in this process's memory.
    "GDAL_MEM_ENABLE_OPEN": "NO",
    # An MRF may name a file to fill with what it reads from another.
    "MRF_BYPASSCACHING": "YES",
    # GDAL's own threads in a virtual raster keep their errors to themselves: the read "succeeds" with zeros.
    "VRT_NUM_THREADS": "1",
}


_before: dict[str, str | None] = {}
"""What the variables that :func:`hand_back` restores were before; None for those that were not there."""


def prepare(environ: MutableMapping[str, str] = os.environ) -> tuple[str, ...]:
    """Clear foreign PROJ and GDAL variables, set the cache size, and leave out the network and other people's code.

    Args:
        environ: the variables to change, by default those of this process.

    Returns:
        Names of the variables that were removed (for the diagnostics page).
    """
    removed = tuple(name for name in FOREIGN_VARIABLES if name in environ and _is_foreign(environ[name]))
    for name in removed:
        del environ[name]
    for name, value in _DEFAULTS.items():
        environ.setdefault(name, value)
    for name in (*_FIXED, "GDAL_SKIP"):
        _before.setdefault(name, environ.get(name))
    environ.update(_FIXED)
    chosen = environ.get("GDAL_SKIP", "")  # parted by commas, or by spaces where there is no comma
    skipped = chosen.split(",") if "," in chosen else chosen.split()
    environ["GDAL_SKIP"] = ",".join(dict.fromkeys([*drivers.LEFT_OUT, *skipped]))
    return removed


def hand_back(set_option: Callable[[str, str], None], environ: MutableMapping[str, str] = os.environ) -> None:
    """Give the variables their values of before, once GDAL has registered its drivers.

    What is fixed stays so in the GDAL that ``set_option`` belongs to: its own options go before the environment. Other
    libraries of this process bring a GDAL of their own (geopandas by pyogrio), which must not lose its drivers by ours.
    """
    for name, value in _FIXED.items():
        set_option(name, value)
    while _before:
        name, before = _before.popitem()
        if before is None:
            environ.pop(name, None)
        else:
            environ[name] = before


def _is_foreign(value: str) -> bool:
    """True unless the value lies in this Python's own prefix and rasterio carries no data of its own."""
    if _rasterio_brings_data():
        return True
    prefix = Path(sys.prefix).resolve()
    return not Path(value).resolve().is_relative_to(prefix)


def _rasterio_brings_data() -> bool:
    """True for rasterio's wheels, which hold ``proj.db``; False where conda or the system provides it."""
    spec = importlib.util.find_spec("rasterio")
    if spec is None or spec.submodule_search_locations is None:
        return False
    return any((Path(place) / "proj_data" / "proj.db").exists() for place in spec.submodule_search_locations)
