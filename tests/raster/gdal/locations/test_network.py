"""No file makes this program ask a network, however it spells an address."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from msa_core.errors import SourceError
from msa_core.raster.gdal.opening import open_dataset, quiet
from msa_core.raster.pixels.reader import RasterReader
from tests.support.addresses import REFUSED, SILENT, listening

ROOT = Path(__file__).parents[4]


@pytest.mark.parametrize("form", REFUSED)
def test_a_file_that_names_an_address_is_refused_in_words(tmp_path: Path, form: str) -> None:
    with listening() as (host, asked):
        path = REFUSED[form](tmp_path, host)
        with pytest.raises(SourceError) as caught:
            open_dataset(path).close()
    assert asked == []
    assert (
        "address" in caught.value.reason
        or "is not a file" in caught.value.reason
        or "cache" in caught.value.reason
    )
    assert "/vsi" not in caught.value.reason


@pytest.mark.parametrize("form", SILENT)
def test_an_address_elsewhere_is_not_asked(tmp_path: Path, form: str) -> None:
    with listening() as (host, asked):
        path = SILENT[form](tmp_path, host)
        try:
            with RasterReader(path) as reader:
                reader.read((0, 0, 64, 64), 8)
                reader.read((0, 0, 8, 8), 8)
        except SourceError as error:
            print(error.reason)
    assert asked == []


def test_gdal_by_itself_opens_no_address(tmp_path: Path) -> None:
    """Whatever escapes the reading of names; netCDF's library alone obeys nobody, so names have to be read first."""
    import rasterio

    with listening() as (host, asked):
        for form, make in (REFUSED | SILENT).items():
            if form.startswith("netCDF"):
                continue
            folder = tmp_path / str(len(list(tmp_path.iterdir())))
            folder.mkdir()
            path = make(folder, host)
            if ".zip" in str(path):
                continue
            try:
                with quiet(), rasterio.open(path) as dataset:
                    dataset.read(out_shape=(dataset.count, 8, 8))
            except rasterio.errors.RasterioError:
                continue
    assert asked == []


def test_no_connection_is_tried_at_all(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: system calls cannot be watched")
    log = tmp_path / "calls"
    watched = [strace, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)]
    allowed = subprocess.run([*watched, "true"], check=False, capture_output=True)
    if allowed.returncode:
        pytest.skip("this system does not let strace watch a process")
    (tmp_path / "made").mkdir()
    with listening() as (host, asked):
        command = [sys.executable, "-m", "tests.support.addresses", str(tmp_path / "made"), host]
        subprocess.run(
            [*watched, *command], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
        )
    calls = log.read_text()
    assert asked == []
    assert "AF_INET" not in calls
    assert len(list((tmp_path / "made").iterdir())) == len(REFUSED) + len(SILENT)
