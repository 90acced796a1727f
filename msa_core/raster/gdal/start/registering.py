"""GDAL started for this process: the environment is settled first, then its drivers are registered, once."""

from __future__ import annotations

import logging
import threading

from msa_core.raster.gdal.start import environment

_lock = threading.Lock()
_removed: list[tuple[str, ...]] = []


def removed() -> tuple[str, ...]:
    """Names of the variables of another GIS that were taken out of this process's environment."""
    return _removed[0] if _removed else ()


def start() -> None:
    """Start GDAL; at the second call and later nothing is left to do. To be called before rasterio is imported."""
    with _lock:
        if not _removed:
            found = environment.prepare()
            _register()
            _removed.append(found)


def _register() -> None:
    """Let GDAL register its drivers, once and here: it warns of each name to skip that this build lacks."""
    import rasterio  # GDAL must not start before the environment is settled
    from rasterio.env import set_gdal_config

    def is_news(record: logging.LogRecord) -> bool:
        return "unload from GDAL_SKIP" not in record.getMessage()

    logger = logging.getLogger("rasterio._env")
    logger.addFilter(is_news)
    try:
        with rasterio.Env():
            pass
        environment.hand_back(set_gdal_config)
    finally:
        logger.removeFilter(is_news)
