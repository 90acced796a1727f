"""What rasterio raises: its own errors, and at a few attributes GDAL's as they are, which are of no common family."""

from __future__ import annotations

from rasterio._err import CPLE_BaseError
from rasterio.errors import RasterioError

GDAL_ERRORS = (RasterioError, CPLE_BaseError)
