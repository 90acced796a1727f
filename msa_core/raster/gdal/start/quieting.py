"""Warnings of rasterio that this room says in its own words."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from msa_core.raster.gdal.start import registering

registering.start()

from rasterio.errors import NotGeoreferencedWarning  # noqa: E402  (GDAL must not start before the environment is settled)

# A raster without a place, and a product of affines in rasterio that affine 3 announces to change.
_FILTERS: tuple[tuple[str, re.Pattern[str] | None, type[Warning], None, int], ...] = (
    ("ignore", None, NotGeoreferencedWarning, None, 0),
    ("ignore", re.compile("Use `@` matmul", re.IGNORECASE), PendingDeprecationWarning, None, 0),
)


@contextmanager
def quiet() -> Iterator[None]:
    """Silence what rasterio warns about and this room already reports in ``RasterInfo.note``.

    Puts two filters before all others and leaves them there: ``warnings.catch_warnings`` would swap the
    whole process's list, which loses filters when several threads do it at once.
    """
    if tuple(warnings.filters[: len(_FILTERS)]) != _FILTERS:
        for _, message, category, _, _ in reversed(_FILTERS):
            warnings.filterwarnings("ignore", message.pattern if message else "", category)
    yield
