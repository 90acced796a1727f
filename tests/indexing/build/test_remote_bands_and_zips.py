"""Band files, zips and virtual rasters at addresses: unchanged, changed, gone and out of reach as files are."""

from __future__ import annotations

import os
import zipfile
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.raster.gdal.locations import far_zips, network
from msa_core.raster.gdal.writer import write_geotiff
from tests.support.range_server import RangeServer
from tests.support.scenes import UTM, picture, write_archive, write_scene

os.environ.setdefault("GDAL_HTTP_RETRY_DELAY", "0.05")
COLOURS = ("red", "green", "blue")


@pytest.fixture(autouse=True)
def asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs follow each other faster here than a zip's server is asked again."""
    monkeypatch.setattr(far_zips, "BELIEVED_S", 0.0)


@pytest.fixture
def options(tiny_checkpoint: Path) -> IndexOptions:
    return IndexOptions(
        model=tiny_checkpoint, device="cpu", batch=16, tiling=Tiling((80.0,)), dtype="float32"
    )


def index(out: Path, options: IndexOptions, *given: str | Path) -> dict[str, tuple[str, str]]:
    """State and words by name."""
    network.ask_all(given)
    return {r.name: (str(r.state), r.reason) for r in build_index(given, out, options)}


def write_bands(folder: Path, seed: int = 7) -> list[Path]:
    planes = np.maximum(picture(seed), 1)  # 0 is no data in such files
    where = (1.0, 0.0, 5e5, 0.0, -1.0, 5e6)
    return [
        write_geotiff(folder / f"s_{colour}.tif", planes[:, :, number], crs=UTM, transform=where)
        for number, colour in enumerate(COLOURS)
    ]


def put_bands(server: RangeServer, folder: Path, seed: int = 7) -> str:
    for band in write_bands(folder, seed):
        server.put(band.name, band)
    return f"{server.address}/s_red.tif#colours=red,green,blue"


NAME = "s_red.tif#colours=red,green,blue"


def test_three_band_files_at_addresses_give_the_tiles_of_the_files(
    server: RangeServer, tmp_path: Path, options: IndexOptions
) -> None:
    far = put_bands(server, tmp_path)
    assert index(tmp_path / "far", options, far)[NAME][0] == "indexed"
    index(tmp_path / "near", options, tmp_path / NAME)
    one, other = TileIndex(tmp_path / "far"), TileIndex(tmp_path / "near")
    assert one.rows.table.column("id") == other.rows.table.column("id")
    assert (one.rows.embedding == other.rows.embedding).all()


def test_a_second_run_asks_for_the_headers_of_all_three(
    server: RangeServer, tmp_path: Path, options: IndexOptions
) -> None:
    far = put_bands(server, tmp_path)
    index(tmp_path / "out", options, far)
    server.asked.clear()
    assert index(tmp_path / "out", options, far)[NAME][0] == "unchanged"
    assert set(server.asked) == {f"HEAD /s_{colour}.tif" for colour in COLOURS}


@pytest.mark.parametrize("colour", COLOURS)
def test_each_band_counts_when_it_changes(
    server: RangeServer, tmp_path: Path, options: IndexOptions, colour: str
) -> None:
    far = put_bands(server, tmp_path)
    index(tmp_path / "out", options, far)
    (tmp_path / "other").mkdir()
    write_bands(tmp_path / "other", seed=8)
    server.put(f"s_{colour}.tif", tmp_path / "other" / f"s_{colour}.tif")
    state, words = index(tmp_path / "out", options, far)[NAME]
    assert state == "indexed", words


def test_a_band_that_changes_while_it_is_read_makes_the_picture_partial(
    server: RangeServer, tmp_path: Path, options: IndexOptions
) -> None:
    far, number = put_bands(server, tmp_path), count()
    server.behaviours["/s_blue.tif"] = lambda request: request.send_file(tag=str(next(number) > 2))
    state, words = index(tmp_path / "out", options, far)[NAME]
    assert state == "partial"
    assert "changed while it was read" in words
    assert index(tmp_path / "out", options, far)[NAME][0] != "partial"


def test_tiles_stay_while_the_server_of_a_band_fails_and_are_missing_without_it(
    server: RangeServer, tmp_path: Path, options: IndexOptions
) -> None:
    far = put_bands(server, tmp_path)
    index(tmp_path / "out", options, far)
    server.behaviours["/s_green.tif"] = lambda request: request.fail(500)
    state, words = index(tmp_path / "out", options, far)[NAME]
    assert state == "unchanged"
    assert "s_green.tif" in words
    assert "500" in words
    server.behaviours["/s_green.tif"] = lambda request: request.fail(404)
    assert index(tmp_path / "out", options, far)[NAME][0] == "missing"


def write_zip(folder: Path, members: dict[str, Path]) -> Path:
    with zipfile.ZipFile(folder / "scenes.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, file in members.items():
            zipped.write(file, name)
    return folder / "scenes.zip"


@pytest.fixture
def scenes(tmp_path: Path) -> list[Path]:
    return sorted(write_archive(tmp_path / "scenes").glob("*.tif"))[:3]


def test_a_zip_at_an_address_gives_the_tiles_of_the_zip_and_is_asked_once_when_nothing_changed(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    near = write_zip(tmp_path, {f"in/{file.name}": file for file in scenes})
    far = server.put("scenes.zip", near)
    states = {state for state, _ in index(tmp_path / "far", options, far).values()}
    index(tmp_path / "near", options, near)
    one, other = TileIndex(tmp_path / "far"), TileIndex(tmp_path / "near")
    assert states == {"indexed"}
    assert one.rows.table.column("id") == other.rows.table.column("id")
    assert (one.rows.embedding == other.rows.embedding).all()
    assert one.tiles([0])[0].path.startswith(f"{far}/in/")
    server.asked.clear()
    assert {state for state, _ in index(tmp_path / "far", options, far).values()} == {"unchanged"}
    assert {line.partition(" ")[0] for line in server.asked} == {"HEAD"}


def test_a_zip_that_was_uploaded_keeps_its_tiles(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    near = write_zip(tmp_path, {file.name: file for file in scenes})
    index(tmp_path / "out", options, near)
    far = server.put("scenes.zip", near)
    near.unlink()
    found = index(tmp_path / "out", options, far)
    assert {state for state, _ in found.values()} == {"unchanged"}
    assert all("moved from" in words for _, words in found.values())


def test_of_a_zip_that_is_replaced_what_changed_is_made_again_and_what_is_gone_is_missing(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    one, two, three = scenes
    far = server.put("scenes.zip", write_zip(tmp_path, {"kept.tif": one, "new.tif": two, "gone.tif": two}))
    index(tmp_path / "out", options, far)
    server.put("scenes.zip", write_zip(tmp_path, {"kept.tif": one, "new.tif": three}))
    found = {name: state for name, (state, _) in index(tmp_path / "out", options, far).items()}
    assert found == {
        "scenes.zip/kept.tif": "unchanged",
        "scenes.zip/new.tif": "indexed",
        "scenes.zip/gone.tif": "missing",
    }


def test_tiles_stay_while_the_server_of_a_zip_fails_and_are_missing_when_it_has_the_zip_no_more(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("scenes.zip", write_zip(tmp_path, {file.name: file for file in scenes}))
    names = {f"scenes.zip/{file.name}" for file in scenes}
    index(tmp_path / "out", options, far, scenes[0])
    server.behaviours["/scenes.zip"] = lambda request: request.fail(500)
    found = index(tmp_path / "out", options, far, scenes[0])
    assert {found[name][0] for name in names} == {"unchanged"}
    assert "500" in found[far][1]
    server.behaviours["/scenes.zip"] = lambda request: request.fail(404)
    found = index(tmp_path / "out", options, far, scenes[0])
    assert {found[name][0] for name in names} == {"missing"}
    del server.behaviours["/scenes.zip"]
    found = index(tmp_path / "out", options, far, scenes[0])
    assert {found[name][0] for name in names} == {"unchanged"}


def test_a_signed_zip_is_indexed_and_its_signature_written_nowhere(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("signed.zip", write_zip(tmp_path, {file.name: file for file in scenes}))
    server.behaviours["/signed.zip"] = lambda request: (
        request.send_file() if "sig=S3CRET" in request.path else request.fail(403)
    )
    found = index(tmp_path / "out", options, f"{far}?sig=S3CRET")
    assert {state for state, _ in found.values()} == {"indexed"}
    files = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert all(b"S3CRET" not in file.read_bytes() for file in files)


def put_mosaic(server: RangeServer, folder: Path, seed: int = 7) -> str:
    """A virtual raster of one file beside it."""
    server.put("tiles/one.tif", write_scene(folder / "one.tif", seed=seed))
    bands = "".join(
        f'<VRTRasterBand dataType="Byte" band="{band}"><SimpleSource><SourceFilename relativeToVRT="1">tiles/one.tif'
        f"</SourceFilename><SourceBand>{band}</SourceBand></SimpleSource></VRTRasterBand>"
        for band in (1, 2, 3)
    )
    server.files["/m.vrt"] = (
        f'<VRTDataset rasterXSize="300" rasterYSize="300"><SRS>{UTM}</SRS><GeoTransform>500000, 1, 0, 5000000, 0, -1'
        f"</GeoTransform>{bands}</VRTDataset>"
    ).encode()
    return f"{server.address}/m.vrt"


def test_a_virtual_raster_at_an_address_changes_with_the_files_it_names(
    server: RangeServer, tmp_path: Path, options: IndexOptions
) -> None:
    far = put_mosaic(server, tmp_path)
    assert index(tmp_path / "out", options, far)["m.vrt"][0] == "indexed"
    assert index(tmp_path / "out", options, far)["m.vrt"][0] == "unchanged"
    put_mosaic(server, tmp_path, seed=8)
    assert index(tmp_path / "out", options, far)["m.vrt"][0] == "indexed"
    server.behaviours["/tiles/one.tif"] = lambda request: request.fail(500)
    state, words = index(tmp_path / "out", options, far)["m.vrt"]
    assert (state, "one.tif" in words, "500" in words) == ("unchanged", True, True)


def test_a_file_that_a_virtual_raster_at_an_address_names_and_that_changes_midway_makes_it_partial(
    server: RangeServer, tmp_path: Path, options: IndexOptions
) -> None:
    far, number = put_mosaic(server, tmp_path), count()
    server.behaviours["/tiles/one.tif"] = lambda request: request.send_file(tag=str(next(number) > 3))
    state, words = index(tmp_path / "out", options, far)["m.vrt"]
    assert (state, "changed while it was read" in words) == ("partial", True)
