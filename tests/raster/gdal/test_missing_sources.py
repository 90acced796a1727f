"""A virtual raster with a file missing or damaged: the windows over it are refused, by any number of readers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import SourceError
from msa_core.raster.draw.warp import render
from msa_core.raster.pixels.reader import RasterReader
from msa_core.records import PixelBox
from tests.support.mosaics import (
    DARKEST,
    FORMS,
    GONE,
    SIDE,
    mosaic,
    of_tiles,
    write_mosaic,
    write_tiles,
    zip_folder,
)

STEP = 32
WINDOWS = [(x, y, x + STEP, y + STEP) for y in range(0, 2 * SIDE, STEP) for x in range(0, 2 * SIDE, STEP)]
OVER_GONE = {box for box in WINDOWS if box[0] >= SIDE and box[1] < SIDE}


def read_all(paths: list[Path], readers: int) -> tuple[set[PixelBox], list[PixelBox]]:
    """Windows that were refused, and those with invented pixels, of all threads; each reads twice, at two sizes."""
    refused: set[PixelBox] = set()
    invented: list[PixelBox] = []
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            with RasterReader(paths[number % len(paths)]) as reader:
                for box in [*WINDOWS[number:], *WINDOWS[:number]] * 2:
                    for size in (STEP, 12):
                        try:
                            rgb, valid = reader.read(box, size)
                        except SourceError:
                            refused.add(box)
                            continue
                        if not valid.all() or rgb.min() < DARKEST - 5:
                            invented.append(box)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    return refused, invented


def take_away(path: Path) -> None:
    path.unlink()


def spoil_header(path: Path) -> None:
    path.write_bytes(b"II*\0" + b"\xff" * 500)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [take_away, spoil_header, empty])
@pytest.mark.parametrize("form", FORMS)
def test_only_the_windows_over_a_file_at_fault_are_refused(
    tmp_path: Path, form: str, harm: Callable[[Path], None]
) -> None:
    path = write_mosaic(tmp_path, form)
    harm(tmp_path / "tiles" / GONE)
    for readers in (1, 3):
        refused, invented = read_all([path], readers)
        assert invented == []
        assert refused == OVER_GONE


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_mosaic_is_read_whole(tmp_path: Path, form: str) -> None:
    assert read_all([write_mosaic(tmp_path, form)], 3) == (set(), [])


def test_mosaics_that_share_their_tiles_do_not_hide_the_fault_from_each_other(tmp_path: Path) -> None:
    paths = [write_mosaic(tmp_path, "simple")]
    for number in range(3):
        paths.append(tmp_path / f"other{number}.vrt")
        paths[-1].write_text(mosaic(of_tiles(shared=f' shared="{number % 2}"')))
    (tmp_path / "tiles" / GONE).unlink()
    refused, invented = read_all(paths, 4)
    assert invented == []
    assert refused == OVER_GONE


@pytest.mark.parametrize("readers", [1, 3])
def test_half_a_tile_gives_no_invented_pixels(tmp_path: Path, readers: int) -> None:
    path = write_mosaic(tmp_path, "simple")
    tile = tmp_path / "tiles" / GONE
    tile.write_bytes(tile.read_bytes()[: tile.stat().st_size // 2])
    refused, invented = read_all([path], readers)
    assert invented == []
    assert refused
    assert refused <= OVER_GONE


@pytest.mark.parametrize("where", ["sources", "all"])
def test_a_tile_missing_in_a_zip_is_a_missing_tile(tmp_path: Path, where: str) -> None:
    made = tmp_path / "made"
    write_mosaic(made, "simple")
    (made / "tiles" / GONE).unlink()
    zipped = zip_folder(made, tmp_path / "made.zip")
    path = zipped / "mosaic.vrt"
    if where == "sources":
        path = tmp_path / "out.vrt"
        path.write_text(mosaic(of_tiles(folder=f"/vsizip/{zipped}/tiles/")))
    for readers in (1, 2):
        refused, invented = read_all([path], readers)
        assert invented == []
        assert refused == OVER_GONE


def warped(name: str) -> str:
    return (
        f'<VRTDataset rasterXSize="{2 * SIDE}" rasterYSize="{2 * SIDE}" subClass="VRTWarpedDataset">'
        "<SRS>EPSG:32633</SRS><GeoTransform>390000,1,0,5820000,0,-1</GeoTransform>"
        + "".join(
            f'<VRTRasterBand dataType="Byte" band="{n}" subClass="VRTWarpedRasterBand"/>' for n in (1, 2, 3)
        )
        + "<BlockXSize>64</BlockXSize><BlockYSize>64</BlockYSize><GDALWarpOptions>"
        "<WarpMemoryLimit>6e7</WarpMemoryLimit><ResampleAlg>NearestNeighbour</ResampleAlg><WorkingDataType>Byte</WorkingDataType>"
        f'<SourceDataset relativeToVRT="1">{name}</SourceDataset><Transformer><GenImgProjTransformer>'
        "<SrcGeoTransform>390000,1,0,5820000,0,-1</SrcGeoTransform><SrcInvGeoTransform>-390000,1,0,5820000,0,-1"
        "</SrcInvGeoTransform><DstGeoTransform>390000,1,0,5820000,0,-1</DstGeoTransform><DstInvGeoTransform>"
        "-390000,1,0,5820000,0,-1</DstInvGeoTransform></GenImgProjTransformer></Transformer><BandList>"
        + "".join(f'<BandMapping src="{n}" dst="{n}"/>' for n in (1, 2, 3))
        + "</BandList></GDALWarpOptions></VRTDataset>"
    )


def pansharpened(folder: str) -> str:
    spectral = "".join(
        f'<SpectralBand dstBand="{n}"><SourceFilename relativeToVRT="1">{folder}</SourceFilename><SourceBand>{n}'
        "</SourceBand></SpectralBand>"
        for n in (1, 2, 3)
    )
    return (
        '<VRTDataset subClass="VRTPansharpenedDataset"><PansharpeningOptions><PanchroBand>'
        f'<SourceFilename relativeToVRT="1">{folder}</SourceFilename><SourceBand>1</SourceBand></PanchroBand>{spectral}'
        "</PansharpeningOptions></VRTDataset>"
    )


@pytest.mark.parametrize("form", [warped, pansharpened])
def test_what_computes_its_pixels_from_a_mosaic_with_a_gap_invents_none(
    tmp_path: Path, form: Callable[[str], str]
) -> None:
    write_mosaic(tmp_path, "simple")
    path = tmp_path / "computed.vrt"
    path.write_text(form("mosaic.vrt"))
    assert read_all([path], 2)[0] == set()
    (tmp_path / "tiles" / GONE).unlink()
    refused, invented = read_all([path], 2)
    assert invented == []
    assert refused == set(WINDOWS)


def test_a_gap_is_transparent_on_the_map(tmp_path: Path) -> None:
    path = write_mosaic(tmp_path, "simple")
    (tmp_path / "tiles" / GONE).unlink()
    bounds = (390_000.0, 5_820_000.0 - 2 * SIDE, 390_000.0 + 2 * SIDE, 5_820_000.0)
    with RasterReader(path):  # another reader keeps GDAL's pool alive
        for _ in range(2):
            rgba = render(path, "EPSG:32633", bounds, 2 * SIDE, 2 * SIDE)
            assert (rgba[:SIDE, SIDE:, 3] == 0).all()
            assert (rgba[SIDE:, :, 3] == 255).all()
            assert np.where(rgba[..., 3] > 0, rgba[..., 0], 255).min() >= DARKEST - 5


def test_a_tile_that_comes_back_is_read_at_once(tmp_path: Path) -> None:
    path = write_mosaic(tmp_path, "simple")
    tile = tmp_path / "tiles" / GONE
    kept = tile.read_bytes()
    tile.unlink()
    with RasterReader(path) as reader, RasterReader(path):
        with pytest.raises(SourceError, match=r"tile_1_0\.tif is missing"):
            reader.read((SIDE, 0, SIDE + STEP, STEP), STEP)
        tile.write_bytes(kept)
        rgb, valid = reader.read((SIDE, 0, SIDE + STEP, STEP), STEP)
    assert valid.all()
    assert rgb.min() >= DARKEST - 5


def test_a_tile_that_goes_while_it_is_read_is_missed(tmp_path: Path) -> None:
    path = write_mosaic(tmp_path, "simple")
    with RasterReader(path) as reader, RasterReader(path):
        reader.read((0, 0, STEP, STEP), STEP)
        (tmp_path / "tiles" / GONE).unlink()
        with pytest.raises(SourceError, match=r"tile_1_0\.tif is missing"):
            reader.read((SIDE, 0, SIDE + STEP, STEP), STEP)


def test_a_reduced_copy_that_is_missing_takes_nothing_away(tmp_path: Path) -> None:
    write_tiles(tmp_path / "tiles")
    gone = '<SourceFilename relativeToVRT="1">gone.tif</SourceFilename>'
    overview = f"<Overview>{gone}<SourceBand>1</SourceBand></Overview>"
    path = tmp_path / "mosaic.vrt"
    path.write_text(mosaic([text + overview for text in of_tiles()]))
    assert read_all([path], 2) == (set(), [])


@pytest.mark.parametrize(
    "names, said",
    [
        ({"a.vrt": "a.vrt"}, "It names itself as its source"),
        ({"a.vrt": "./b.vrt", "b.vrt": "c.vrt", "c.vrt": "../circle/b.vrt"}, "name each other in a circle"),
    ],
)
def test_virtual_rasters_that_lead_back_to_themselves_say_so(
    tmp_path: Path, names: dict[str, str], said: str
) -> None:
    folder = tmp_path / "circle"
    folder.mkdir()
    for name, other in names.items():
        source = f'<SourceFilename relativeToVRT="1">{other}</SourceFilename><SourceBand>1</SourceBand>'
        (folder / name).write_text(
            '<VRTDataset rasterXSize="64" rasterYSize="64"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
            f"{source}</SimpleSource></VRTRasterBand></VRTDataset>"
        )
    with pytest.raises(SourceError, match=said), RasterReader(folder / "a.vrt"):
        pass
