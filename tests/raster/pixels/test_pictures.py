"""One reader of pictures: the same bytes give the same pixels in search, queries, training and evaluation."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from msa_core.commands.learning.raster_pictures import RasterPictures
from msa_core.errors import SourceError
from msa_core.pictures.decoding import NEUTRAL_RGB
from msa_core.pictures.orientation import stored_box, turn
from msa_core.pictures.plain import NotPlainError, read_plain
from msa_core.raster.find import archive
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.stretch import Stretch
from msa_core.retrieval.query.meaning.picture_query import read_picture
from msa_core.training.data.datasets.sources import PictureSource
from tests.support.picture_files import (
    COLOUR,
    GREY,
    ORDINARY,
    OTHERS,
    PALETTE,
    RGB,
    RNG,
    H,
    W,
    chunk,
    exif,
    giant,
)

pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def by_pillow(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("LA", "RGBA") or "transparency" in upright.info:
            pixels = np.asarray(upright.convert("RGBA"))
            return np.where(pixels[..., 3:] == 0, np.uint8(NEUTRAL_RGB), pixels[..., :3])
        return np.asarray(upright.convert("RGB"))


def by_search(path: Path) -> np.ndarray:
    with RasterReader(path) as reader:
        width, height = reader.info.width_px, reader.info.height_px
        return reader.read((0, 0, width, height), (height, width))[0]


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], Path]:
    def make(name: str) -> Path:
        {**ORDINARY, **OTHERS}[name](tmp_path / name)
        return tmp_path / name

    return make


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_pictures_are_the_same_for_search_training_and_pillow(made, name: str) -> None:
    path = made(name)
    expected = by_pillow(path)
    assert np.array_equal(by_search(path), expected)
    assert np.array_equal(RasterPictures().load(path), expected)
    assert np.array_equal(PictureSource().load(path), expected)
    info = archive.describe(path)
    assert (info.height_px, info.width_px) == expected.shape[:2]


@pytest.mark.parametrize("name", OTHERS)
def test_other_pictures_are_the_same_for_search_and_training_and_refused_without_gdal(
    made, name: str
) -> None:
    path = made(name)
    expected = by_search(path)
    assert np.array_equal(RasterPictures().load(path), expected)
    with pytest.raises(NotPlainError, match="takes GDAL") as caught:
        PictureSource().load(path)
    assert caught.value.path == str(path)


@pytest.mark.parametrize(
    "name", ["alpha.tif", "inks.tif", "bits.tif", "palette.tif", "jpeg.tif", "turned.tif"]
)
def test_eight_bit_tiffs_look_as_pillow_shows_them(made, name: str) -> None:
    path = made(name)
    assert np.array_equal(by_search(path), by_pillow(path))


@pytest.mark.parametrize("name", ["deep.png", "deep.tif", "float.tif"])
def test_deep_pictures_are_stretched_and_not_white(made, name: str) -> None:
    shown = by_search(made(name)).astype(float)
    assert shown.std() > 40
    assert np.corrcoef(shown[..., 0].ravel(), np.asarray(GREY).ravel())[0, 1] > 0.98


@pytest.mark.parametrize("name", [*ORDINARY, *OTHERS])
def test_a_query_sees_the_picture_that_search_sees(made, name: str) -> None:
    path = made(name)
    with RasterReader(path) as reader:
        whole = (0, 0, reader.info.width_px, reader.info.height_px)
        assert np.array_equal(read_picture(path, 32), reader.read(whole, 32)[0])


@pytest.mark.parametrize("name", ["clear_entries.png", "one_clear_entry.png", "clear_entry.gif"])
def test_transparent_entries_of_a_palette_are_not_valid(made, name: str) -> None:
    path = made(name)
    with Image.open(path) as image:
        opacity = np.asarray(image.convert("RGBA"))[..., 3]
    with RasterReader(path) as reader:
        _, valid = reader.read((0, 0, W, H), (H, W))
    assert (opacity == 0).any()
    assert np.array_equal(valid, opacity > 0)  # half transparent is still to be seen


@pytest.mark.parametrize("orientation", range(1, 9))
def test_windows_of_a_turned_picture_are_parts_of_it(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "turned.png"
    COLOUR.save(path, exif=exif(orientation))
    whole = by_pillow(path)
    with RasterReader(path) as reader:
        rgb, valid = reader.read((7, 3, 29, 40), (37, 22))
        assert np.array_equal(rgb, whole[3:40, 7:29])
        beyond, inside = reader.read((-5, -4, 10, 12), (16, 15))
        assert np.array_equal(beyond[4:, 5:], whole[:12, :10])
        assert np.array_equal(inside, np.pad(np.ones((12, 10), bool), ((4, 0), (5, 0))))
        assert valid.all()
        assert reader.georef.width_px == whole.shape[1]
        kept = Stretch.from_json(reader.stretch.to_json())
        assert (f"turned upright (orientation {orientation})" in kept.describe()) == (orientation > 1)
    with RasterReader(path, stretch=kept) as reader:
        assert np.array_equal(reader.read((7, 3, 29, 40), (37, 22))[0], rgb)


def test_an_index_made_before_pictures_were_turned_reads_them_as_it_did(tmp_path: Path) -> None:
    path = tmp_path / "turned.png"
    COLOUR.save(path, exif=exif(6))
    old = Stretch.from_json({"low": [0] * 3, "high": [255] * 3, "identity": True, "bands": [1, 2, 3]})
    with RasterReader(path, stretch=old) as reader:
        assert np.array_equal(reader.read((0, 0, W, H), (H, W))[0], RGB)


@pytest.mark.parametrize("ending", [".jgw", ".JGW", ".wld"])
def test_a_picture_with_a_grid_is_not_turned(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "placed.jpg"
    COLOUR.save(path, exif=exif(6), quality=95)
    path.with_suffix(ending).write_text("1\n0\n0\n-1\n500000.5\n5499999.5\n", "ascii")
    shown = by_search(path)
    assert shown.shape == RGB.shape
    assert np.array_equal(RasterPictures().load(path), shown)
    with pytest.raises(NotPlainError, match="world file"):
        read_plain(path)


def test_a_placed_tiff_is_not_turned(make_raster) -> None:
    path = make_raster(array=RGB)
    with path.open("r+b") as stream:  # the orientation takes the place of a tag that says nothing new
        content = bytearray(stream.read())
        entry = content.index(struct.pack("<HHI", 284, 3, 1))
        content[entry : entry + 12] = struct.pack("<HHIHH", 274, 3, 1, 6, 0)
        stream.seek(0)
        stream.write(content)
    assert np.array_equal(by_search(path), RGB)


def test_a_turned_picture_in_a_zip_is_turned(tmp_path: Path) -> None:
    COLOUR.save(tmp_path / "a.jpg", exif=exif(8))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive_file:
        archive_file.write(tmp_path / "a.jpg", "a.jpg")
    assert np.array_equal(by_search(tmp_path / "a.zip" / "a.jpg"), by_pillow(tmp_path / "a.jpg"))


def test_boxes_turn_with_their_pixels() -> None:
    stored = np.arange(6 * 4).reshape(4, 6)
    for orientation in range(1, 9):
        shown = turn(stored, orientation)
        x0, y0, x1, y1 = stored_box((1, 2, 3, 4), orientation, 6, 4)
        assert np.array_equal(turn(stored[y0:y1, x0:x1], orientation), shown[2:4, 1:3])


_PEAK = """
import resource, sys
from pathlib import Path
from msa_core.raster.pixels.reader import RasterReader
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
with RasterReader(Path(sys.argv[1])) as reader:
    rgb, valid = reader.read((0, 0, 20_000, 10_000), (1024, 2048))
assert valid.all() and rgb[500, 100].max() == 0 and rgb[500, 1900].min() == 255, (rgb[500, 100], rgb[500, 1900])
print(peak() - before)
"""


def test_a_giant_picture_is_read_reduced_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "giant.png"
    giant(path, 1)
    loaded = RasterPictures().load(path)
    assert loaded.shape == (1024, 2048, 3)
    assert loaded[:, :1000].max() == 0
    assert loaded[:, 1048:].min() == 255
    with pytest.raises(NotPlainError, match="more than 50,000,000 pixels"):
        read_plain(path)
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(path)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 400  # MB; decoded whole it is 600 in RGB


@pytest.mark.parametrize("bits", [8, 16])
def test_a_png_that_ends_too_early_gives_no_invented_pixels(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "cut.png"
    noise = RNG.integers(0, 255, (60, 60)).astype(np.uint8)
    Image.fromarray(noise if bits == 8 else noise.astype(np.uint16) * 200).save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-12])  # the mark of the end alone: all pixels are there
    shown = by_search(path)
    path.write_bytes(whole)
    assert np.array_equal(shown, by_search(path))
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(SourceError, match="damaged"):
        by_search(path)


@pytest.mark.parametrize(
    "name, content",
    [("cut.png", -40), ("cut.jpg", -300), ("cut.webp", -300), ("cut.gif", -200), ("empty.png", None)],
)
def test_damaged_pictures_are_a_sentence_each(tmp_path: Path, name: str, content: int | None) -> None:
    path = tmp_path / name
    COLOUR.save(path)
    path.write_bytes(path.read_bytes()[:content] if content is not None else b"")
    for load in (RasterPictures().load, PictureSource().load):
        with pytest.raises(SourceError) as caught:
            load(path)
        assert caught.value.reason.rstrip().endswith(".")


def test_a_jpeg_damaged_in_the_middle_gives_no_invented_pixels(tmp_path: Path) -> None:
    path = tmp_path / "holed.jpg"
    noise = RNG.integers(0, 256, (150, 200, 3), np.uint8)
    Image.fromarray(noise).save(path, quality=95, subsampling=0)
    whole = path.read_bytes()
    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + b"\xff" * 30 + whole[middle + 30 :])
    for load in (RasterPictures().load, PictureSource().load):
        with pytest.raises(SourceError):
            load(path)
    with RasterReader(path) as reader:
        with pytest.raises(SourceError, match=r"damaged .*Corrupt JPEG data"):
            reader.read((0, 100, 200, 150), 32)
        above = reader.read((0, 0, 200, 32), (32, 200))[0]
        assert np.abs(above.astype(int) - noise[:32]).mean() < 20


def test_below_the_row_where_a_png_ends_nothing_is_decoded_again(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + bytes([row]) * 60_000 for row in range(100))
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path = tmp_path / "lies.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    with RasterReader(path) as reader:
        for _ in range(2):
            with pytest.raises(SourceError, match="damaged"):
                reader.read((0, 50, 100, 150), 8)
            assert reader.read((0, 0, 100, 80), (80, 100))[0][40, 50, 0] == 40
        began_s = time.process_time()
        for number in range(2000):
            with pytest.raises(SourceError, match="damaged"):
                reader.read((0, 200 + number, 100, 300 + number), 8)
        assert time.process_time() - began_s < 5


def test_a_picture_of_nothing_but_transparency_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (9, 9), (1, 2, 3, 0)).save(path)
    for load in (RasterPictures().load, PictureSource().load, lambda file: read_picture(file, 16)):
        with pytest.raises(SourceError, match="no"):
            load(path)


def test_inks_of_sixteen_bits_are_taken_from_white(tmp_path: Path) -> None:
    import rasterio

    inks = np.zeros((4, 20, 20), np.uint16)
    inks[0, :, :10], inks[3, 10:] = 65535, 32768
    path = tmp_path / "inks.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=20, height=20, count=4, dtype="uint16", photometric="CMYK"
    ) as file:
        file.write(inks)
    with RasterReader(path) as reader:
        rgb, valid = reader.read((0, 0, 20, 20), 20)
        assert reader.bands.reason == "inks: cyan, magenta, yellow, black"
    assert valid.all()
    assert rgb[0, 0].tolist() == [0, 255, 255]
    assert rgb[0, 15].tolist() == [255, 255, 255]
    assert rgb[15, 15].tolist() == [127, 127, 127]


@pytest.mark.parametrize(
    "options", [{}, {"compress": "jpeg"}, {"nbits": 1}, {"nodata": 7}, {"dtype": "uint16"}]
)
def test_scans_whose_zero_is_white_look_as_those_whose_zero_is_black(
    tmp_path: Path, options: dict[str, object]
) -> None:
    import rasterio

    options = {"dtype": "uint8"} | options
    paper = np.asarray(GREY).astype(options["dtype"])  # type: ignore[call-overload]
    top = 255
    if options["dtype"] == "uint16":
        paper, top = paper * 200, 65_535
    if "nbits" in options:
        paper, top = paper // 128, 1
    shown = {}
    for photometric in ("MINISBLACK", "MINISWHITE"):
        path = tmp_path / f"{photometric}.tif"
        with rasterio.open(
            path, "w", driver="GTiff", width=W, height=H, count=1, photometric=photometric, **options
        ) as file:
            file.write(paper if photometric == "MINISBLACK" else top - paper, 1)
        with RasterReader(path) as reader:
            shown[photometric], valid = reader.read((0, 0, W, H), (H, W))
            whole = reader.read((0, 0, W, H), (H // 2, W // 2))[0]
        assert whole.std() > 40
        if "nodata" in options:
            stored = paper if photometric == "MINISBLACK" else top - paper
            assert np.array_equal(valid, stored != 7)
            shown[photometric][(paper == 7) | (top - paper == 7)] = 0
    difference = np.abs(shown["MINISWHITE"].astype(int) - shown["MINISBLACK"])
    assert difference.max() <= (12 if "compress" in options else 1)


def test_an_animated_picture_is_its_first_frame(made) -> None:
    for name in ("frames.gif", "frames.png", "frames.webp"):
        shown = by_search(made(name))
        first = np.asarray(PALETTE.convert("RGB")) if name.endswith("gif") else RGB
        assert np.array_equal(shown, first)
