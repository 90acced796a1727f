"""What GDAL and PROJ read from the process environment, settled before rasterio is first used.

A GIS installed on the same machine often leaves ``PROJ_LIB`` or ``GDAL_DATA`` pointing at its own
files; another version's ``proj.db`` then breaks every coordinate system. GDAL reads these variables
at its first call, so :func:`prepare` runs at import of :mod:`msa_core.raster.gdal.opening`, through which
every module of this room reaches rasterio.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

FOREIGN_VARIABLES = ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_NETWORK")
CACHE_MEGABYTES = "128"

_SETTINGS = {
    # GDAL's own default is 5 % of the machine's memory in each process.
    "GDAL_CACHEMAX": CACHE_MEGABYTES,
    # No network: a VRT that names a web address is refused instead of fetched.
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".no-network",
    # XYZ takes any text file that begins with numbers for a grid.
    "GDAL_SKIP": "HTTP,WMS,WMTS,WCS,EEDA,EEDAI,PLMOSAIC,STACTA,STACIT,XYZ",
}


def prepare(environ: MutableMapping[str, str] = os.environ) -> tuple[str, ...]:
    """Clear foreign PROJ and GDAL variables and set the cache size.

    Args:
        environ: the variables to change, by default those of this process.

    Returns:
        Names of the variables that were removed (for the diagnostics page).
    """
    removed = tuple(name for name in FOREIGN_VARIABLES if name in environ and _is_foreign(environ[name]))
    for name in removed:
        del environ[name]
    for name, value in _SETTINGS.items():
        environ.setdefault(name, value)
    return removed


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
