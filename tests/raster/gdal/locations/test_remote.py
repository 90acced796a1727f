"""Rasters at addresses, by real GDAL and a real server on this machine."""

from __future__ import annotations

import contextlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from msa_core import addresses
from msa_core.errors import SourceError, UsageError
from msa_core.raster.gdal.locations import location, network
from msa_core.raster.gdal.opening import open_dataset
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from tests.support.addresses import REFUSED, SILENT, listening
from tests.support.range_server import RangeServer, Request, range_server

os.environ.setdefault("GDAL_HTTP_RETRY_DELAY", "0.05")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(5).integers(0, 255, (300, 300, 3), np.uint8)
    return write_geotiff(tmp_path / "near.tif", pixels)


def test_a_raster_at_an_address_that_was_asked_for_reads_as_the_file_does(
    server: RangeServer, picture: Path
) -> None:
    path = network.ask(server.put("far.tif", picture))
    with RasterReader(path) as far, RasterReader(picture) as near:
        assert np.array_equal(far.read((20, 20, 200, 200), 64)[0], near.read((20, 20, 200, 200), 64)[0])
        assert far.content_id() == near.content_id()
        assert far.info.path == f"{server.address}/far.tif"


def test_an_address_that_nobody_asked_for_is_refused_with_the_switch_and_not_asked(
    server: RangeServer, picture: Path
) -> None:
    with pytest.raises(SourceError, match="--network"):
        open_dataset(Path(server.put("silent.tif", picture)))
    assert server.asked == []


class Busy:
    """A server that says for some seconds, from the first question on, that it is busy."""

    def __init__(self, seconds: float, code: int = 429, says: str = "1") -> None:
        self.seconds, self.code, self.says, self.since_s = seconds, code, says, 0.0

    def __call__(self, request: Request) -> None:
        self.since_s = self.since_s or time.monotonic()
        if time.monotonic() - self.since_s < self.seconds:
            request.fail(self.code, Retry_After=self.says)
        else:
            request.send_file()


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(server: RangeServer, picture: Path, code: int) -> None:
    path = network.ask(server.put(f"busy{code}.tif", picture))
    server.behaviours[f"/busy{code}.tif"] = Busy(1.5, code)
    size, _ = location.of(path).stat()
    assert size == picture.stat().st_size
    with RasterReader(path) as far, RasterReader(picture) as near:
        server.behaviours[f"/busy{code}.tif"] = Busy(1.5, code)
        assert np.array_equal(far.read((0, 0, 300, 300), 300)[0], near.read((0, 0, 300, 300), 300)[0])


@pytest.mark.parametrize("says", ["3600", "soon"])
def test_a_server_that_does_not_say_when_or_wants_long_is_given_up(
    server: RangeServer, picture: Path, says: str
) -> None:
    path = network.ask(server.put(f"long-{says}.tif", picture))
    server.behaviours[f"/long-{says}.tif"] = Busy(3600, says=says)
    began = time.monotonic()
    with pytest.raises(OSError, match="429"):
        location.of(path).stat()
    assert time.monotonic() - began < 20


def test_nothing_that_lies_beside_an_address_is_asked_for(server: RangeServer, picture: Path) -> None:
    path = network.ask(server.put("alone.tif", picture))
    with RasterReader(path) as reader:
        reader.read((0, 0, 300, 300), 64)
    assert {line.split()[1] for line in server.asked} == {"/alone.tif"}


def test_what_comes_after_the_question_mark_reaches_the_server_and_nothing_else(
    server: RangeServer, picture: Path
) -> None:
    server.put("signed.tif", picture)
    server.behaviours["/signed.tif"] = lambda request: (
        request.send_file() if "sig=S3CRET" in request.path else request.fail(403)
    )
    path = network.ask(f"{server.address}/signed.tif?sig=S3CRET")
    with RasterReader(path) as reader:
        assert "S3CRET" not in f"{path} {reader.info} {location.of(path).shown}"
    server.behaviours["/signed.tif"] = lambda request: request.fail(500)
    with pytest.raises(SourceError) as caught:
        location_read(path)
    assert "S3CRET" not in str(caught.value)


def location_read(path: Path) -> None:
    with RasterReader(path) as reader:
        reader.read((0, 0, 300, 300), 64)


@pytest.mark.parametrize("target", ["file:///etc/hostname", "http://127.0.0.1:{port}/inner.tif"])
def test_a_redirect_to_a_file_or_to_this_machine_is_refused(
    server: RangeServer, picture: Path, target: str
) -> None:
    """The server was asked for by its host and port, as one elsewhere is; the other one on this machine was not."""
    with range_server() as inner:
        inner.put("inner.tif", picture)
        to = target.format(port=inner.address.rpartition(":")[2])
        server.behaviours["/away.tif"] = lambda request: request.fail(302, Location=to)
        with pytest.raises(SourceError, match="redirects to"):
            open_dataset(network.ask(f"{server.address}/away.tif"))
        assert inner.asked == []


def test_a_redirect_within_the_server_is_followed(server: RangeServer, picture: Path) -> None:
    server.put("moved.tif", picture)
    server.behaviours["/old.tif"] = lambda request: request.fail(302, Location="/moved.tif")
    with RasterReader(network.ask(f"{server.address}/old.tif")) as reader:
        assert reader.info.width_px == 300


@pytest.mark.parametrize(
    "behaviour, words",
    [
        (lambda request: request.fail(403), "403"),
        (lambda request: request.fail(404), "no such file"),
        (lambda request: request.fail(500), "500"),
        (lambda request: request.fail(429, Retry_After="1"), "429"),
        (Request.drop, ""),
        (lambda request: request.send_file(longer=-200_000), ""),
    ],
)
def test_what_is_wrong_with_a_server_is_said(
    server: RangeServer, picture: Path, behaviour: object, words: str
) -> None:
    server.put("bad.tif", picture)
    server.behaviours["/bad.tif"] = behaviour  # type: ignore[assignment]
    with pytest.raises(SourceError) as caught:
        location_read(network.ask(f"{server.address}/bad.tif"))
    assert words in caught.value.reason
    assert "/vsi" not in caught.value.reason


def test_while_an_address_is_read_no_other_file_reaches_a_network(
    server: RangeServer, picture: Path, tmp_path: Path
) -> None:
    """The way is open for one name, for the thread that opens it; GDAL's other ways to a network stay shut."""
    with RasterReader(network.ask(server.put("open.tif", picture))) as reader, listening() as (host, asked):
        reader.read((0, 0, 300, 300), 64)
        for form, make in SILENT.items():
            folder = tmp_path / form
            folder.mkdir()
            with contextlib.suppress(SourceError), RasterReader(make(folder, host)) as other:
                other.read((0, 0, 64, 64), 8)
        for form in ("plain", "web address", "nested", "sidecar"):
            folder = tmp_path / f"refused {form}"
            folder.mkdir()
            with pytest.raises(SourceError, match="address"):
                open_dataset(REFUSED[form](folder, host))
        assert asked == []


def test_more_readers_than_connections_take_turns(server: RangeServer, picture: Path) -> None:
    paths = [network.ask(server.put(f"many/{number}.tif", picture)) for number in range(40)]
    with ThreadPoolExecutor(40) as pool:
        sizes = list(pool.map(lambda path: location.of(path).stat()[0], paths))
    assert sizes == [picture.stat().st_size] * 40


@pytest.mark.parametrize(
    "given,words",
    [
        ("https://user:S3CRET@images.example/a.tif", "before the @"),
        ("https://images.example/", "name one raster"),
        ("s3://bucket", "name one raster"),
        ("https://images.example/a//b.tif", "between two slashes"),
        ("https://images.example/../../etc/passwd", "made of dots"),
        ("https://images.example:port/a.tif", "port"),
        ("https://images.example/folder/", "folder"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_in_words(given: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        network.ask(given)
    assert "S3CRET" not in str(caught.value)


def test_an_address_is_one_path_however_it_is_spelled() -> None:
    spelled = (
        "https://Images.Example/a b.tif",
        "/vsicurl/https://images.example/a%20b.tif",
        "HTTPS://images.example/a b.tif?sig=x",
    )
    found = {addresses.parsed(text).path for text in spelled}
    assert {addresses.shown(path) for path in found} == {"https://images.example/a%20b.tif"}
    assert addresses.gdal_name(addresses.parsed("/vsis3/bucket/k e.tif").path) == "/vsis3/bucket/k e.tif"
