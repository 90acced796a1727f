"""Files that cannot be opened are refused with a sentence, never with GDAL's error or a crash."""

from __future__ import annotations

import os
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from msa_core.errors import SourceError
from msa_core.raster.find.archive import describe
from msa_core.raster.gdal.opening import open_dataset
from msa_core.raster.pixels.reader import RasterReader
from tests.support.addresses import vrt


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as caught, open_dataset(path):
        pass
    assert caught.value.path == str(path)
    return caught.value.reason


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.tif") == "There is no such file."


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.tif"
    path.touch()
    assert "0 bytes" in refusal(path)


def test_a_text_file_named_tif_is_no_raster(tmp_path: Path) -> None:
    path = tmp_path / "notes.tif"
    path.write_text("this is a shopping list\n")
    assert "not a raster" in refusal(path)


def test_a_table_of_numbers_named_tif_is_no_raster(tmp_path: Path) -> None:
    path = tmp_path / "table.tif"
    path.write_text("1 2 3\n2 2 3\n1 3 4\n2 3 4\n")
    assert "not a raster" in refusal(path)


def test_a_folder_named_tif_is_no_raster(tmp_path: Path) -> None:
    path = tmp_path / "folder.tif"
    path.mkdir()
    assert "folder" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe.tif"
    os.mkfifo(path)
    assert "pipe" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    "name", ["a.tfw", "A.TIF.AUX.XML", "a.tif.ovr", "a_rpc.txt", "a.json", "METADATA.DIM"]
)
def test_a_pipe_beside_a_raster_is_not_waited_for(make_raster, tmp_path: Path, name: str) -> None:
    (tmp_path / "b").mkdir()
    path = make_raster().rename(tmp_path / "b" / "a.tif")
    (tmp_path / "b" / "gone.tfw").symlink_to("nowhere")
    open_dataset(path).close()
    os.mkfifo(tmp_path / "b" / name)
    assert name in refusal(path)
    (tmp_path / "of.vrt").write_text(vrt("b/a.tif", 1))
    assert name in refusal(tmp_path / "of.vrt")


def test_half_a_file_is_damaged(make_raster, tmp_path: Path) -> None:
    data = make_raster(size=(300, 300)).read_bytes()
    path = tmp_path / "half.tif"
    path.write_bytes(data[:150])
    assert "damaged or incomplete" in refusal(path)


def test_a_name_with_a_null_byte_is_refused() -> None:
    assert "cannot be read" in refusal(Path("a\0b.tif"))


def test_permission_denied_is_a_sentence(make_raster, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_raster()

    def deny(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # Tests may run as root, whom no mode bits stop.
    monkeypatch.setattr(Path, "open", deny)
    assert "no permission" in refusal(path)


def test_a_vrt_whose_source_is_missing_says_which_kind_of_fault_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mosaic.vrt"
    path.write_text(
        '<VRTDataset rasterXSize="20" rasterYSize="20"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        '<SourceFilename relativeToVRT="1">gone.tif</SourceFilename><SourceBand>1</SourceBand>'
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )
    with (
        pytest.raises(SourceError, match=r"mosaic\.vrt.*a file it names is missing.*gone\.tif"),
        RasterReader(path) as reader,
    ):
        reader.read((0, 0, 20, 20), 8)


def test_a_vrt_cannot_reach_the_network(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815  (the name http.server calls)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    path = tmp_path / "web.vrt"
    path.write_text(
        '<VRTDataset rasterXSize="20" rasterYSize="20"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f"<SourceFilename>/vsicurl/http://127.0.0.1:{server.server_port}/a.tif</SourceFilename>"
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
    )
    try:
        with pytest.raises(SourceError), RasterReader(path) as reader:
            reader.read((0, 0, 20, 20), 8)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert asked == []


def test_opening_leaves_nothing_beside_the_file(make_raster) -> None:
    path = make_raster()
    before = sorted(path.parent.iterdir())
    with RasterReader(path) as reader:
        reader.read((0, 0, 48, 64), 32)
        reader.content_id()
    assert sorted(path.parent.iterdir()) == before


@pytest.mark.parametrize("size", [(1, 1), (1, 2), (2, 1), (3, 2)])
def test_the_smallest_rasters_work(make_raster, size: tuple[int, int]) -> None:
    path = make_raster(size=size)
    info = describe(path)
    assert (info.height_px, info.width_px) == size
    with RasterReader(path) as reader:
        rgb, valid = reader.read((0, 0, size[1], size[0]), 16)
    assert rgb.shape == (16, 16, 3)
    assert valid.all()
