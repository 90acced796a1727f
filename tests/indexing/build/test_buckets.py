"""Rasters in buckets, read by GDAL's own file systems: S3 from moto's server, Google's and Azure's from one of ours."""

from __future__ import annotations

import contextlib
import importlib.util
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import Commands
from tests.support.range_server import range_server
from tests.support.scenes import write_scene


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """``host:port`` of an S3 server with a bucket called imagery."""
    if importlib.util.find_spec("moto") is None or importlib.util.find_spec("flask_cors") is None:
        pytest.skip("needs moto[s3], flask and flask-cors")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until and server.poll() is None:
            with contextlib.suppress(OSError):
                put(f"http://127.0.0.1:{port}/imagery")
                break
            time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def put(address: str, content: bytes = b"") -> None:
    key = "AWS4-HMAC-SHA256 Credential=KEYID/20200101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
    request = urllib.request.Request(
        address, content, {"Authorization": key, "Content-Type": "image/tiff"}, method="PUT"
    )
    urllib.request.urlopen(request, timeout=10).close()


def keys_of(moto: str) -> dict[str, str]:
    return {
        "AWS_S3_ENDPOINT": moto, "AWS_HTTPS": "NO", "AWS_VIRTUAL_HOSTING": "FALSE", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "KEYID", "AWS_SECRET_ACCESS_KEY": "S3CRETkeyOFtheBUCKET",
    }  # fmt: skip


def index(commands: Commands, out: Path, model: Path, address: str, **keys: str) -> tuple[str, str]:
    arguments = ("index", address, "--out", str(out), "--model", str(model), "--tile-m", "100")
    return commands.start("msa_core.cli", *arguments, **keys).communicate(timeout=300)


def test_a_raster_in_a_bucket_of_s3_is_indexed_skipped_and_seen_to_change(
    moto: str, tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    keys = keys_of(moto)
    file, out = write_scene(tmp_path / "scene.tif", seed=1), tmp_path / "out"
    put(f"http://{moto}/imagery/2021/scene.tif", file.read_bytes())
    said = index(commands, out, tiny_checkpoint, "s3://imagery/2021/scene.tif", **keys)
    assert "indexed  scene.tif" in said[0], said
    assert (
        "unchanged  scene.tif"
        in index(commands, out, tiny_checkpoint, "s3://imagery/2021/scene.tif", **keys)[0]
    )
    put(f"http://{moto}/imagery/2021/scene.tif", write_scene(tmp_path / "other.tif", seed=2).read_bytes())
    assert (
        "indexed  scene.tif"
        in index(commands, out, tiny_checkpoint, "s3://imagery/2021/scene.tif", **keys)[0]
    )
    gone = index(commands, tmp_path / "none", tiny_checkpoint, "s3://imagery/2021/none.tif", **keys)
    assert "404" in gone[1]
    assert "S3CRET" not in "".join(said + gone)


def test_a_zip_and_a_virtual_raster_in_a_bucket_of_s3_are_read_where_they_lie(
    moto: str, tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    keys, out = keys_of(moto), tmp_path / "out"
    file = write_scene(tmp_path / "scene.tif", seed=1)
    with zipfile.ZipFile(tmp_path / "s.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.write(file, "in/a scene.tif")
    put(f"http://{moto}/imagery/far/some%20scenes.zip", (tmp_path / "s.zip").read_bytes())
    address = "s3://imagery/far/some scenes.zip"
    said = index(commands, out, tiny_checkpoint, address, **keys)
    assert "indexed  some scenes.zip/in/a scene.tif" in said[0], said
    assert "unchanged  some" in index(commands, out, tiny_checkpoint, address, **keys)[0]

    put(
        f"http://{moto}/imagery/far/tiles/b%20scene.tif", write_scene(tmp_path / "b.tif", seed=2).read_bytes()
    )
    band = (
        '<VRTRasterBand dataType="Byte" band="{}"><SimpleSource><SourceFilename relativeToVRT="1">tiles/b scene.tif'
        "</SourceFilename><SourceBand>{}</SourceBand></SimpleSource></VRTRasterBand>"
    )
    head = (
        '<VRTDataset rasterXSize="300" rasterYSize="300"><SRS>EPSG:32633</SRS>'
        "<GeoTransform>500000, 1, 0, 5000000, 0, -1</GeoTransform>"
    )
    text = head + "".join(band.format(number, number) for number in (1, 2, 3)) + "</VRTDataset>"
    put(f"http://{moto}/imagery/far/mosaic.vrt", text.encode())
    said = index(commands, out, tiny_checkpoint, "s3://imagery/far/mosaic.vrt", **keys)
    assert "indexed  mosaic.vrt" in said[0], said
    assert "unchanged  mosaic.vrt" in index(
        commands, out, tiny_checkpoint, "s3://imagery/far/mosaic.vrt", **keys
    )[0]  # fmt: skip
    put(
        f"http://{moto}/imagery/far/tiles/b%20scene.tif", write_scene(tmp_path / "c.tif", seed=3).read_bytes()
    )
    said = index(commands, out, tiny_checkpoint, "s3://imagery/far/mosaic.vrt", **keys)
    assert "indexed  mosaic.vrt" in said[0], said


@pytest.mark.parametrize(
    "address,served,keys",
    [
        (
            "gs://imagery/2021/scene.tif", "/imagery/2021/scene.tif",
            {"CPL_GS_ENDPOINT": "http://{host}/", "GS_NO_SIGN_REQUEST": "YES"},
        ),
        (
            "az://imagery/2021/scene.tif", "/azure/imagery/2021/scene.tif",
            {
                "AZURE_STORAGE_CONNECTION_STRING": "DefaultEndpointsProtocol=http;AccountName=acc;"
                "AccountKey=UzNDUkVU;BlobEndpoint=http://{host}/azure",
            },
        ),
    ],
)  # fmt: skip
def test_a_raster_in_another_clouds_bucket_is_indexed_with_what_gdal_takes(
    address: str, served: str, keys: dict[str, str], tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    file, out = write_scene(tmp_path / "scene.tif", seed=3), tmp_path / "out"
    with range_server() as server:
        server.files[served] = file.read_bytes()
        given = {
            name: text.format(host=server.address.removeprefix("http://")) for name, text in keys.items()
        }
        said = index(commands, out, tiny_checkpoint, address, **given)
        assert "indexed  scene.tif" in said[0], (said, server.asked)
        assert "unchanged  scene.tif" in index(commands, out, tiny_checkpoint, address, **given)[0]
    assert all(b"UzNDUkVU" not in kept.read_bytes() for kept in out.rglob("*") if kept.is_file())
