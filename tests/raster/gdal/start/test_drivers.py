"""Every driver of this build of GDAL is judged: it reads files, or it is left out for a reason."""

from __future__ import annotations

import subprocess
import sys

import rasterio

from msa_core.raster.gdal import opening  # noqa: F401  (opening settles what GDAL registers)
from msa_core.raster.gdal.start import drivers


def test_only_judged_drivers_are_registered() -> None:
    with rasterio.Env() as env:
        registered = set(env.drivers())
    assert registered - set(drivers.READABLE) == set(drivers.INTERNAL)
    assert drivers.unknown(registered) == ()


def test_every_driver_of_this_build_has_been_judged() -> None:
    # In a process of its own, where nothing tells GDAL to skip any.
    code = (
        "import os; os.environ.pop('GDAL_SKIP', None); import rasterio\n"
        "with rasterio.Env() as env: print('|'.join(env.drivers()))"
    )
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    everything = asked.stdout.strip().split("|")
    assert len(everything) > 100
    assert drivers.unknown(everything) == ()


def test_no_driver_is_both_read_and_left_out() -> None:
    assert not set(drivers.READABLE) & set(drivers.LEFT_OUT)
    assert drivers.LEFT_OUT["ESRI Shapefile"].endswith("not pixels.")


def test_registering_says_nothing_about_drivers_this_build_lacks() -> None:
    code = (
        "import logging; logging.basicConfig()\n"
        "from msa_core.raster.gdal import opening; import rasterio\nwith rasterio.Env(): pass"
    )
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stderr == ""
