"""Sources at addresses: indexed, skipped, changed, gone and moved as files are, from a real server on this machine."""

from __future__ import annotations

import json
import os
import signal
import time
from itertools import count
from pathlib import Path

import pytest
import rasterio

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.progress import Progress
from msa_core.raster.find import archive
from msa_core.raster.gdal.locations import network
from tests.support.commands import Commands
from tests.support.range_server import RangeServer, Request
from tests.support.scenes import write_archive, write_scene
from tests.support.signed_bucket import only_signed

os.environ.setdefault("GDAL_HTTP_RETRY_DELAY", "0.05")


@pytest.fixture
def options(tiny_checkpoint: Path) -> IndexOptions:
    return IndexOptions(
        model=tiny_checkpoint, device="cpu", batch=16, tiling=Tiling((80.0,)), dtype="float32"
    )


@pytest.fixture
def scenes(tmp_path: Path) -> list[Path]:
    return sorted(write_archive(tmp_path / "scenes").glob("*.tif"))


def index(out: Path, options: IndexOptions, *given: str | Path) -> dict[str, tuple[str, str]]:
    """State and words by name."""
    network.ask_all(given)
    return {r.name: (str(r.state), r.reason) for r in build_index(given, out, options)}


def test_a_raster_at_an_address_gives_the_tiles_of_the_file(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put(scenes[0].name, scenes[0])
    index(tmp_path / "far", options, far)
    index(tmp_path / "near", options, scenes[0])
    one, other = TileIndex(tmp_path / "far"), TileIndex(tmp_path / "near")
    assert one.rows.table.column("id") == other.rows.table.column("id")
    assert (one.rows.embedding == other.rows.embedding).all()
    assert one.tiles([0])[0].path == far


def test_a_second_run_asks_for_the_header_alone(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("second.tif", scenes[0])
    index(tmp_path / "out", options, far)
    server.asked.clear()
    assert index(tmp_path / "out", options, far)["second.tif"][0] == "unchanged"
    assert set(server.asked) == {"HEAD /second.tif"}


def test_a_file_that_changed_on_the_server_is_made_again(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("changing.tif", scenes[0])
    index(tmp_path / "out", options, far)
    server.put("changing.tif", scenes[1])
    assert index(tmp_path / "out", options, far)["changing.tif"][0] == "indexed"


def test_a_file_that_changes_while_it_is_read_is_partial_and_made_again(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far, number = server.put("midway.tif", scenes[0]), count()
    server.behaviours["/midway.tif"] = lambda request: request.send_file(tag=str(next(number) > 2))
    state, words = index(tmp_path / "out", options, far)["midway.tif"]
    assert state == "partial"
    assert "changed while it was read" in words
    assert index(tmp_path / "out", options, far)["midway.tif"][0] != "partial"


def test_tiles_stay_while_a_server_fails_and_are_missing_when_it_has_the_file_no_more(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("there.tif", scenes[0])
    index(tmp_path / "out", options, far)
    server.behaviours["/there.tif"] = lambda request: request.fail(500)
    state, words = index(tmp_path / "out", options, far)["there.tif"]
    assert state == "unchanged"
    assert "500" in words
    server.behaviours["/there.tif"] = lambda request: request.fail(404)
    assert index(tmp_path / "out", options, far)["there.tif"][0] == "missing"
    del server.behaviours["/there.tif"]
    assert index(tmp_path / "out", options, far)["there.tif"][0] == "unchanged"


def test_a_refused_address_is_tried_again_in_every_run(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("later.tif", scenes[0])
    near = str(scenes[1])
    server.behaviours["/later.tif"] = lambda request: request.fail(429, Retry_After="1")
    for _ in range(4):
        state, words = index(tmp_path / "out", options, far, near)["later.tif"]
        assert (state, "429" in words) == ("refused", True)
    del server.behaviours["/later.tif"]
    assert index(tmp_path / "out", options, far, near)["later.tif"][0] == "indexed"


def test_a_file_moved_to_a_server_keeps_its_tiles(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("uploaded.tif", scenes[0])
    index(tmp_path / "out", options, scenes[0])
    scenes[0].unlink()
    state, words = index(tmp_path / "out", options, far)["uploaded.tif"]
    assert state == "unchanged"
    assert f"moved from {scenes[0].name}" in words


def test_the_same_content_at_two_addresses_is_found_once(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    one, other = server.put("one/a.tif", scenes[0]), server.put("two/a.tif", scenes[0])
    found = index(tmp_path / "out", options, one, other)
    assert sorted(state for state, _ in found.values()) == ["indexed", "unchanged"]
    assert index(tmp_path / "out", options, one, other).keys() == found.keys() == {"one/a.tif", "two/a.tif"}


def test_the_manifest_names_addresses_and_no_secret(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("dir/signed.tif", scenes[0])
    index(tmp_path / "out", options, f"{far}?X-Amz-Signature=S3CRET")
    text = (tmp_path / "out" / "manifest.json").read_text()
    assert json.loads(text)["roots"] == [{"path": f"{server.address}/dir", "relative": ""}]
    assert all(b"S3CRET" not in file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file())


def test_a_hundred_thousand_addresses_are_listed_at_once(tmp_path: Path) -> None:
    listing = tmp_path / "many.txt"
    listing.write_text("\n".join(f"https://images.example/{n // 1000}/{n}.tif" for n in range(100_000)))
    began = time.process_time()
    found = archive.search([listing])
    assert time.process_time() - began < 30
    assert not found.sources
    assert "--network" in found.refused[0].reason


def test_ctrl_c_ends_a_run_while_a_server_hangs(
    server: RangeServer, scenes: list[Path], tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    far = server.put("hanging.tif", scenes[0])
    server.behaviours["/hanging.tif"] = Request.hang
    process = commands.start(
        "msa_core.cli", "index", far, "--out", str(tmp_path / "out"), "--model", str(tiny_checkpoint)
    )
    while not server.asked:
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(0.3)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130, stderr
    assert time.monotonic() - began < 10  # well under one where the machine has nothing else to do


def test_a_list_names_addresses_only_where_the_switch_is_given(
    server: RangeServer, scenes: list[Path], tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text(server.put("listed.tif", scenes[0]))
    arguments = ("index", str(listing), "--out", str(tmp_path / "out"), "--model", str(tiny_checkpoint))
    done = commands.start("msa_core.cli", *arguments)
    assert "--network" in done.communicate(timeout=300)[1]
    assert server.asked == []
    done = commands.start("msa_core.cli", *arguments, "--network")
    assert "indexed  listed.tif" in done.communicate(timeout=300)[0]


def test_a_virtual_raster_names_addresses_only_where_the_switch_is_given(
    server: RangeServer, scenes: list[Path], tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    far = server.put("tiles/named.tif", scenes[0])
    mosaic = tmp_path / "mosaic.vrt"
    with rasterio.open(scenes[0]) as near:
        profile = near.profile
    bands = "".join(
        f'<VRTRasterBand dataType="Byte" band="{band}"><SimpleSource><SourceFilename>/vsicurl/{far}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand></SimpleSource></VRTRasterBand>"
        for band in (1, 2, 3)
    )
    place = ", ".join(map(str, profile["transform"].to_gdal()))
    mosaic.write_text(
        f'<VRTDataset rasterXSize="{profile["width"]}" rasterYSize="{profile["height"]}"><SRS>EPSG:32633</SRS>'
        f"<GeoTransform>{place}</GeoTransform>{bands}</VRTDataset>"
    )
    arguments = ("index", str(mosaic), "--out", str(tmp_path / "out"), "--model", str(tiny_checkpoint))
    refused = commands.start("msa_core.cli", *arguments).communicate(timeout=300)
    assert "--network" in "".join(refused)
    assert server.asked == []
    done = commands.start("msa_core.cli", *arguments, "--network").communicate(timeout=300)
    assert "indexed  mosaic.vrt" in done[0], done
    assert {line.split()[1] for line in server.asked} == {"/tiles/named.tif"}


def test_reduced_copies_at_the_end_of_a_file_on_a_server_are_listed(
    server: RangeServer, tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    """Rasterio holds Python's lock while GDAL fetches them, so nothing that GDAL waits for may need that lock."""
    file = write_scene(tmp_path / "large.tif", height=1200, width=1200)
    with rasterio.open(file, "r+") as dataset:
        dataset.build_overviews([2, 4, 8])
    far = server.put("large.tif", file)
    arguments = (
        "index",
        far,
        "--out",
        str(tmp_path / "out"),
        "--model",
        str(tiny_checkpoint),
        "--tile-m",
        "1000",
    )
    process = commands.start("msa_core.cli", *arguments)
    try:
        assert "indexed  large.tif" in process.communicate(timeout=200)[0]
    finally:
        process.kill()


def test_progress_is_told_while_servers_are_asked(
    server: RangeServer, scenes: list[Path], tmp_path: Path, options: IndexOptions
) -> None:
    far = server.put("slow.tif", scenes[0])
    index(tmp_path / "out", options, far)
    server.behaviours["/slow.tif"] = Request.slowly
    told: list[str] = []

    class Told(Progress):
        def show(self, fraction: float, text: str, eta_s: float | None) -> None:
            told.append(text)

    build_index([far], tmp_path / "out", options, Told(interval_s=0.0))
    assert any("asking servers what has changed, 0 of 1" in text for text in told)


def test_a_bucket_is_read_with_the_keys_of_the_environment_which_are_written_nowhere(
    server: RangeServer, scenes: list[Path], tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    secret, name = "S3CRETkeyOFtheBUCKET", "a scene.tif"
    server.files["/bucket/a%20scene.tif"] = scenes[0].read_bytes()
    server.behaviours["/bucket/a%20scene.tif"] = only_signed("KEYID", secret)
    keys = {
        "AWS_S3_ENDPOINT": server.address.removeprefix("http://"),
        "AWS_HTTPS": "NO",
        "AWS_VIRTUAL_HOSTING": "FALSE",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "KEYID",
        "AWS_SECRET_ACCESS_KEY": secret,
    }
    out = tmp_path / "out"
    arguments = ("index", f"s3://bucket/{name}", "--out", str(out), "--model", str(tiny_checkpoint))
    process = commands.start("msa_core.cli", *arguments, **keys)
    said = process.communicate(timeout=300)
    assert f"indexed  {name}" in said[0], said
    wrong = commands.start("msa_core.cli", *arguments, **(keys | {"AWS_SECRET_ACCESS_KEY": "wrong"}))
    said += wrong.communicate(timeout=300)
    assert "403" in said[2]
    assert secret not in "".join(said)
    assert all(secret.encode() not in file.read_bytes() for file in out.rglob("*") if file.is_file())
