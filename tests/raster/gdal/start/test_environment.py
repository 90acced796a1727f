"""The process environment is settled before GDAL starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from msa_core.raster.gdal.start import environment


def test_variables_of_another_gis_are_cleared() -> None:
    environ = {"PROJ_LIB": "/opt/othergis/share/proj", "GDAL_DATA": "/opt/othergis/gdal", "HOME": "/home/x"}
    removed = environment.prepare(environ)
    assert removed == ("PROJ_LIB", "GDAL_DATA")
    assert "PROJ_LIB" not in environ
    assert environ["HOME"] == "/home/x"


def test_variables_of_this_python_stay_when_rasterio_brings_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_rasterio_brings_data", lambda: False)
    own = str(Path(sys.prefix) / "share" / "proj")
    environ = {"PROJ_DATA": own, "GDAL_DATA": "/opt/othergis/gdal"}
    assert environment.prepare(environ) == ("GDAL_DATA",)
    assert environ["PROJ_DATA"] == own


def test_the_cache_is_limited_but_a_users_own_limit_wins() -> None:
    empty: dict[str, str] = {}
    environment.prepare(empty)
    assert empty["GDAL_CACHEMAX"] == "128"
    chosen = {"GDAL_CACHEMAX": "32"}
    environment.prepare(chosen)
    assert chosen["GDAL_CACHEMAX"] == "32"


def test_what_keeps_files_from_the_network_cannot_be_chosen_otherwise() -> None:
    loose = {
        "CPL_VSIL_CURL_ALLOWED_FILENAME": "/vsicurl/http://x",
        "GDAL_VRT_ENABLE_PYTHON": "YES",
        "GDAL_SKIP": "PNG GIF",
    }
    environment.prepare(loose)
    assert loose["CPL_VSIL_CURL_ALLOWED_FILENAME"] == "none"
    assert loose["GDAL_VRT_ENABLE_PYTHON"] == "NO"
    skipped = loose["GDAL_SKIP"].split(",")
    assert {"WMS", "HTTP", "ESRI Shapefile", "PNG", "GIF"} <= set(skipped)


def test_other_libraries_of_the_process_keep_their_gdal_and_ours_stays_shut(tmp_path: Path) -> None:
    script = (
        "import os\n"
        "os.environ['GDAL_SKIP'] = 'BMP'\n"
        "from msa_core.raster.gdal import opening\n"
        "from rasterio.env import get_gdal_config\n"
        "print(os.environ['GDAL_SKIP'], 'CPL_VSIL_CURL_ALLOWED_FILENAME' in os.environ)\n"
        "print(get_gdal_config('CPL_VSIL_CURL_ALLOWED_FILENAME'), get_gdal_config('GDAL_VRT_ENABLE_PYTHON'))\n"
        "import pyogrio\n"
        "print('GeoJSON' in pyogrio.list_drivers())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=500,
        check=True,
        cwd=Path(__file__).parents[4],
    )
    assert done.stdout.splitlines() == ["BMP False", "none NO", "True"]


def test_the_doctor_names_the_variables_that_are_not_used(tmp_path: Path) -> None:
    script = (
        "import os\n"
        f"os.environ['PROJ_LIB'] = {str(tmp_path)!r}\n"
        "from msa_core import diagnostics\n"
        "print([f.value for f in diagnostics._gdal() if f.what == 'PROJ'])\n"
    )
    command = [sys.executable, "-c", script]
    root = Path(__file__).parents[4]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500, check=True, cwd=root)
    assert "not used, though set: PROJ_LIB" in done.stdout
