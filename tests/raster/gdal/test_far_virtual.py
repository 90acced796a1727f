"""Virtual rasters at addresses, by real GDAL and real servers on this machine: what they may name, and what not."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rasterio.windows import Window

from msa_core.errors import SourceError
from msa_core.raster.find import archive
from msa_core.raster.gdal.locations import network
from msa_core.raster.gdal.mosaics import mosaic_sources
from msa_core.raster.gdal.opening import Handle
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from tests.support.range_server import RangeServer, Request, range_server
from tests.support.scenes import UTM, picture

os.environ.setdefault("GDAL_HTTP_RETRY_DELAY", "0.05")


@pytest.fixture
def allowed() -> Iterator[None]:
    """The network allowed for all that files name, for one test."""
    network.allow_all()
    yield
    network.allow_all(False)


def mosaic(*names: str, relative: int = 1, more: str = "", side: int = 60) -> bytes:
    """Tiles of 60 px side by side, each name one of them."""
    bands = ""
    for band in (1, 2, 3):
        sources = "".join(
            f'<SimpleSource><SourceFilename relativeToVRT="{relative}">{name}</SourceFilename><SourceBand>{band}'
            f'</SourceBand><SrcRect xOff="0" yOff="0" xSize="{side}" ySize="{side}"/>'
            f'<DstRect xOff="{side * number}" yOff="0" xSize="{side}" ySize="{side}"/></SimpleSource>'
            for number, name in enumerate(names)
        )
        bands += f'<VRTRasterBand dataType="Byte" band="{band}">{sources}</VRTRasterBand>'
    return (
        f'<VRTDataset rasterXSize="{side * len(names)}" rasterYSize="{side}"><SRS>{UTM}</SRS>'
        f"<GeoTransform>500000, 1, 0, 5000000, 0, -1</GeoTransform>{more}{bands}</VRTDataset>"
    ).encode()


def put_tiles(server: RangeServer, tmp_path: Path, count: int = 2) -> list[np.ndarray]:
    pixels = [picture(number, 60, 60) for number in range(count)]
    for number, tile in enumerate(pixels):
        server.put(f"maps/tiles/{number}.tif", write_geotiff(tmp_path / "tile.tif", tile, crs=UTM))
    return pixels


def opened(server: RangeServer, content: bytes, name: str = "m.vrt") -> RasterReader:
    server.files[f"/maps/{name}"] = content
    return RasterReader(network.ask(f"{server.address}/maps/{name}"), stretching="none")


def reason(server: RangeServer, content: bytes, name: str = "refused.vrt") -> str:
    with pytest.raises(SourceError) as caught:
        opened(server, content, name)
    return caught.value.reason


def test_it_shows_the_files_beside_it_which_are_asked_for_with_it(
    server: RangeServer, tmp_path: Path
) -> None:
    pixels = put_tiles(server, tmp_path)
    with opened(server, mosaic("tiles/0.tif", "./tiles/../tiles/1.tif")) as reader:
        found, valid = reader.read((0, 0, 120, 60), (60, 120))
    assert np.array_equal(found, np.concatenate(pixels, axis=1))
    assert valid.all()
    assert {line.split()[1] for line in server.asked} == {
        "/maps/m.vrt",
        "/maps/tiles/0.tif",
        "/maps/tiles/1.tif",
    }


def test_many_files_are_opened_when_their_window_is_read(server: RangeServer, tmp_path: Path) -> None:
    pixels = put_tiles(server, tmp_path, 20)
    names = [f"tiles/{number}.tif" for number in range(20)]
    server.files["/maps/many.vrt"] = mosaic(*names)
    with contextlib.closing(Handle(network.ask(f"{server.address}/maps/many.vrt"))) as handle:
        assert not [line for line in server.asked if "tiles" in line]
        handle.check_window((17 * 60, 0, 18 * 60, 60))
        with handle.strictly():
            found = handle.dataset.read(window=Window(17 * 60, 0, 60, 60))
    assert np.array_equal(found.transpose(1, 2, 0), pixels[17])
    assert {line.split()[1] for line in server.asked if "tiles" in line} == {"/maps/tiles/17.tif"}


def test_it_is_listed_and_found_as_a_raster(server: RangeServer, tmp_path: Path) -> None:
    put_tiles(server, tmp_path)
    server.files["/maps/listed.vrt"] = mosaic("tiles/0.tif", "tiles/1.tif")
    far = f"{server.address}/maps/listed.vrt"
    network.ask(far)
    (info,) = archive.scan([far]).rasters
    assert (info.path, info.width_px, info.crs) == (far, 120, UTM)


def test_a_file_that_is_not_there_takes_away_its_part_of_the_picture(
    server: RangeServer, tmp_path: Path
) -> None:
    pixels = put_tiles(server, tmp_path)
    with opened(server, mosaic("tiles/0.tif", "tiles/gone.tif"), "gap.vrt") as reader:
        assert np.array_equal(reader.read((0, 0, 60, 60), 60)[0], pixels[0])
        with pytest.raises(SourceError, match=r"gone\.tif"):
            reader.read((60, 0, 120, 60), 60)


@pytest.mark.parametrize("relative", [0, 1])
@pytest.mark.parametrize(
    "name",
    [
        "{near}",
        "file://{near}",
        "/vsizip/{near}.zip/a.tif",
        "/vsisubfile/0,{near}",
        "/vsimem/a.tif",
        "/vsistdin/",
        "GTIFF_DIR:1:{near}",
        "C:\\a.tif",
        "../../../../../etc/hostname",
        "..\\a.tif",
    ],
)
def test_no_name_leads_to_this_machine(
    server: RangeServer, tmp_path: Path, name: str, relative: int, allowed: None
) -> None:
    near = write_geotiff(tmp_path / "near.tif", picture(1, 60, 60))
    said = reason(server, mosaic(name.format(near=near), relative=relative))
    assert said.startswith("It names ")


def test_a_name_that_is_not_relative_to_it_would_be_one_of_this_machine(
    server: RangeServer, tmp_path: Path
) -> None:
    put_tiles(server, tmp_path)
    assert "this machine" in reason(server, mosaic("tiles/0.tif", relative=0))


def test_another_server_is_asked_only_where_files_may_name_addresses(
    server: RangeServer, tmp_path: Path
) -> None:
    with range_server() as other:
        tile = write_geotiff(tmp_path / "tile.tif", picture(1, 60, 60))
        name = f"/vsicurl/{other.put('tile.tif', tile)}"
        assert "--network" in reason(server, mosaic(name, relative=0))
        assert other.asked == []
        network.allow_all()
        try:
            with opened(server, mosaic(name, relative=0), "allowed.vrt") as reader:
                assert np.array_equal(reader.read((0, 0, 60, 60), 60)[0], picture(1, 60, 60))
        finally:
            network.allow_all(False)


def test_its_own_server_may_be_named_in_full(server: RangeServer, tmp_path: Path) -> None:
    pixels = put_tiles(server, tmp_path)
    with opened(
        server, mosaic(f"/vsicurl/{server.address}/maps/tiles/0.tif", relative=0), "full.vrt"
    ) as reader:
        assert np.array_equal(reader.read((0, 0, 60, 60), 60)[0], pixels[0])


def odd(usual: bytes, other: bytes) -> bytes:
    return mosaic("tiles/0.tif").replace(usual, other)


@pytest.mark.parametrize(
    "content, words",
    [
        (mosaic("inner.vrt"), "another virtual raster"),
        (mosaic("tiles/0.tif?sig=S3CRET"), "signs"),
        (mosaic("&lt;VRTDataset rasterXSize='1' rasterYSize='1'/&gt;"), "a virtual raster within it"),
        (b"<!DOCTYPE a [<!ENTITY x 'y'>]>" + mosaic("&x;"), "declares entities"),
        (mosaic("tiles/0.tif")[:-30], "damaged"),
        (b"II*\0 not one", "is not a virtual raster"),
        (mosaic("tiles/0.tif", more="<PixelFunctionLanguage>Python</PixelFunctionLanguage>"), "running code"),
        (odd(b"<VRTRasterBand ", b'<VRTRasterBand subClass="VRTRawRasterBand" '), "more than a mosaic"),
        (odd(b"<VRTDataset ", b'<VRTDataset subClass="VRTWarpedDataset" '), "more than a mosaic"),
        (odd(b"<SrcRect", b'<OpenOptions><OOI key="A">/etc</OOI></OpenOptions><SrcRect'), "more than a mosaic"),
    ],
)  # fmt: skip
def test_what_is_odd_or_hostile_is_refused_in_a_sentence(
    server: RangeServer, tmp_path: Path, content: bytes, words: str
) -> None:
    put_tiles(server, tmp_path)
    server.files["/maps/inner.vrt"] = mosaic("/etc/hostname", relative=0)
    said = reason(server, content)
    assert words in said
    assert "S3CRET" not in said
    assert "/vsi" not in said


@pytest.mark.parametrize("code", [403, 404, 500])
def test_what_is_wrong_with_its_server_is_said(server: RangeServer, code: int) -> None:
    server.behaviours["/maps/refused.vrt"] = lambda request: request.fail(code)
    assert str(code) in reason(server, mosaic("tiles/0.tif"))


def test_one_on_this_machine_follows_no_virtual_raster_at_an_address(
    server: RangeServer, tmp_path: Path, allowed: None
) -> None:
    """GDAL would go on to what that one names, this machine's files among it."""
    server.files["/maps/inner.vrt"] = mosaic("/etc/hostname", relative=0)
    near = tmp_path / "near.vrt"
    near.write_bytes(mosaic(f"/vsicurl/{server.address}/maps/inner.vrt", relative=0))
    with pytest.raises(SourceError, match="another virtual raster"):
        RasterReader(near)


def test_a_redirect_of_a_file_it_names_to_this_machine_is_refused(
    server: RangeServer, tmp_path: Path
) -> None:
    put_tiles(server, tmp_path)
    server.behaviours["/maps/tiles/1.tif"] = lambda request: request.fail(
        302, Location="file:///etc/hostname"
    )
    with (
        opened(server, mosaic("tiles/0.tif", "tiles/1.tif"), "led.vrt") as reader,
        pytest.raises(SourceError),
    ):
        reader.read((60, 0, 120, 60), 60)


def test_a_file_that_its_server_could_not_give_is_asked_for_again(
    server: RangeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mosaic_sources, "_READ_AGAIN_S", 0.0)
    pixels = put_tiles(server, tmp_path)
    server.behaviours["/maps/tiles/1.tif"] = lambda request: request.fail(500)
    with opened(server, mosaic("tiles/0.tif", "tiles/1.tif"), "again.vrt") as reader:
        with pytest.raises(SourceError):
            reader.read((60, 0, 120, 60), 60)
        del server.behaviours["/maps/tiles/1.tif"]
        assert np.array_equal(reader.read((60, 0, 120, 60), 60)[0], pixels[1])


def test_a_server_that_drops_the_connection_is_said_to_have_failed(server: RangeServer) -> None:
    server.behaviours["/maps/refused.vrt"] = Request.drop
    assert reason(server, mosaic("tiles/0.tif"))
