"""STAC catalogues from ``msa index --stac`` to hits: files beside them, rasters on servers, clouds, platforms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from msa_core.raster.gdal.writer import write_geotiff
from tests.cli.conftest import Outcome, Run
from tests.cli.test_sources import Index, found, index, states
from tests.support.commands import Commands
from tests.support.scenes import UTM, picture, write_scene
from tests.support.stac import Json, StacServer, catalog, item, stac_server, write

assert index


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Two items with pictures beside them, clear and cloudy, of two platforms and years."""
    folder = tmp_path / "catalogue"
    write_scene(folder / "a" / "visual.tif", seed=1)
    write_scene(folder / "b" / "visual.tif", seed=2, east_m=500_400.0)
    write(folder / "a" / "a.json", item("clear", cloud=3.5, date="2019-07-01T10:00:00Z"))
    write(folder / "b" / "b.json", item("cloudy", cloud=80, platform="landsat-8"))
    return write(folder / "catalog.json", catalog(("item", "./a/a.json"), ("item", "./b/b.json")))


def hits(run: Run, tmp_path: Path, *filters: object) -> set[str]:
    done = run("search", tmp_path / "out", "a river", "-k", 100, "--json", *filters)
    assert done.code == 0, done.err
    return {hit["properties"]["source"] for hit in json.loads(done.out)["features"]}


def test_what_an_item_says_is_told_kept_and_filtered_by(
    run: Run, index: Index, catalogue: Path, tmp_path: Path
) -> None:
    done = index("--stac", catalogue)
    assert states(done) == {"a/visual.tif": "indexed", "b/visual.tif": "indexed"}, done.err
    assert "date 2019-07-01T10:00:00Z (from its STAC item)" in done.out
    assert "cloud cover 3.5 %, platform sentinel-2a (STAC item clear)" in done.out
    assert "passed over  2  2 other assets of STAC items (not taken)" in done.err
    assert hits(run, tmp_path) == {"a/visual.tif", "b/visual.tif"}
    assert hits(run, tmp_path, "--cloud-below", 20) == {"a/visual.tif"}
    assert hits(run, tmp_path, "--cloud-below", 3.5) == set()
    assert hits(run, tmp_path, "--platform", "Landsat-*") == {"b/visual.tif"}
    assert hits(run, tmp_path, "--to", "2019") == {"a/visual.tif"}
    assert set(states(index("--stac", catalogue)).values()) == {"unchanged"}
    assert set(states(index(catalogue)).values()) == {"unchanged"}  # a catalogue is an archive as any other
    assert run("search", tmp_path / "out", "a river", "--cloud-below", 0).code == 2


def test_a_question_with_clouds_and_platforms_is_saved_and_asked_again(
    run: Run, index: Index, catalogue: Path, tmp_path: Path
) -> None:
    index(catalogue)
    question = tmp_path / "question.json"
    hits(run, tmp_path, "--cloud-below", 20, "--platform", "sentinel*", "--save-query", question)
    assert json.loads(question.read_text())["cloud_below"] == 20
    done = run("search", tmp_path / "out", "--query", question, "--json")
    asked = json.loads(done.out)["query"]
    assert (asked["cloud_below"], asked["platforms"]) == (20, ["sentinel*"])
    assert {hit["properties"]["source"] for hit in json.loads(done.out)["features"]} == {"a/visual.tif"}
    pack = tmp_path / "pack"
    assert hits(run, tmp_path, "--cloud-below", 20, "--evidence", pack) == {"a/visual.tif"}
    assert run("reproduce", pack).code == 0


def test_an_item_that_says_otherwise_later_is_believed_without_reading_the_tiles_again(
    run: Run, index: Index, catalogue: Path, tmp_path: Path
) -> None:
    index(catalogue)
    write(catalogue.parent / "b" / "b.json", item("cloudy", cloud=10, date="2018-01-01T00:00:00Z"))
    done = index(catalogue)
    assert set(states(done).values()) == {"unchanged"}, done.out
    assert hits(run, tmp_path, "--cloud-below", 20) == {"a/visual.tif", "b/visual.tif"}
    assert hits(run, tmp_path, "--to", "2018") == {"b/visual.tif"}
    assert set(states(index(catalogue)).values()) == {"unchanged"}


def test_pictures_that_are_gone_are_missing_and_those_that_moved_keep_their_tiles(
    run: Run, index: Index, catalogue: Path, tmp_path: Path
) -> None:
    index(catalogue)
    moved = catalogue.parent / "b" / "moved.tif"
    (catalogue.parent / "b" / "visual.tif").rename(moved)
    done = index(catalogue)
    assert "b/visual.tif: The file is gone; its tiles are kept but not searched." in done.err
    assert hits(run, tmp_path) == {"a/visual.tif"}
    write(catalogue.parent / "b" / "b.json", item("cloudy", "moved.tif", cloud=80))
    done = index(catalogue)
    assert "moved from b/visual.tif" in done.out
    assert hits(run, tmp_path) == {"a/visual.tif", "b/moved.tif"}


def test_the_item_beside_a_raster_of_a_folder_tells_its_clouds_too(
    run: Run, index: Index, catalogue: Path, tmp_path: Path
) -> None:
    index(catalogue.parent)
    assert hits(run, tmp_path, "--cloud-below", 20) == {"a/visual.tif"}


@pytest.mark.parametrize(
    "options,said",
    [
        (("--cloud-below", "20"), "1 STAC items with more clouds"),
        (("--platform", "landsat*"), "1 STAC items of other platforms"),
        (("--datetime", "2020/.."), "1 STAC items of other dates"),
        (("--datetime", "2019-07"), "1 STAC items of other dates"),
    ],
)
def test_items_that_are_not_wanted_are_left_out_and_counted(
    index: Index, catalogue: Path, options: tuple[str, ...], said: str
) -> None:
    done = index("--stac", catalogue, *options)
    assert len(states(done)) == 1
    assert said in done.err


@pytest.mark.parametrize(
    "options,said",
    [
        ((), "Name what to index"),
        (("--stac", "c", "--datetime", "soon"), "--datetime"),
        (("--stac", "c", "--datetime", "../.."), "--datetime needs a date"),
        (("--stac", "c", "--bbox", "1,2"), "--bbox needs four numbers"),
        (("--stac", "c", "--cloud-below", "120"), "--cloud-below needs a percentage"),
        (("--stac", "/no/such/catalog.json"), "There is no such file"),
        (("--stac", "https://me:secret@stac.example/"), "leave them out"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_a_sentence(
    index: Index, options: tuple[str, ...], said: str
) -> None:
    done = index(*options)
    assert done.code in (2, 3)
    assert said in done.err


# On a server


@pytest.fixture
def api() -> Iterator[StacServer]:
    with stac_server() as served:
        yield served


def bands(api: StacServer, tmp_path: Path) -> Json:
    """An item of red, green and blue in files of their own."""
    made = item("bands", cloud=5)
    made["assets"] = {}
    for number, colour in enumerate(("red", "green", "blue")):
        plane = np.maximum(picture(7), 1)[:, :, number]  # 0 is no data in such files
        file = write_geotiff(tmp_path / "band.tif", plane, crs=UTM, transform=(1.0, 0.0, 5e5, 0.0, -1.0, 5e6))
        href = api.put(f"bands/scene_{colour}.tif", file)
        made["assets"][colour] = {"href": href, "roles": ["data"], "eo:bands": [{"common_name": colour}]}
    return made


def test_rasters_that_a_server_finds_are_indexed_when_the_network_is_asked_for(
    api: StacServer, tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    whole = api.put("whole/visual.tif", write_scene(tmp_path / "scene.tif", seed=3))
    api.items = [
        item("whole", f"{whole}?signature=S3CRET", cloud=50),
        bands(api, tmp_path),
        item("gone", f"{api.address}/gone/visual.tif"),
    ]
    out = tmp_path / "out"
    asked = ("index", "--stac", api.api, "--max-items", 5, "--out", out, "--model", tiny_checkpoint)
    refused = commands.run("msa_core.cli", *asked, "--tile-m", "100")
    assert "It names 3 rasters at addresses" in refused.stderr
    assert "--network" in refused.stderr
    assert not [line for line in api.asked if ".tif" in line]
    done = commands.run("msa_core.cli", *asked, "--tile-m", "100", "--network")
    composed = "bands/scene_red.tif#colours=red,green,blue"
    told = states(Outcome(done.returncode, done.stdout, done.stderr))
    assert told == {"whole/visual.tif": "indexed", composed: "indexed", "gone/visual.tif": "refused"}, (
        done.stderr
    )
    assert "files red, green, blue of the product" in done.stdout
    assert "cloud cover 50 %" in done.stdout
    again = commands.run("msa_core.cli", *asked, "--network")
    told = states(Outcome(again.returncode, again.stdout, again.stderr))
    assert told == {"whole/visual.tif": "unchanged", composed: "unchanged", "gone/visual.tif": "refused"}
    found_here = commands.run(
        "msa_core.cli", "search", out, "a river", "--cloud-below", 20, "--json", "--model", tiny_checkpoint
    )
    sources = {hit["properties"]["source"] for hit in json.loads(found_here.stdout)["features"]}
    assert sources == {composed}
    overlays = ("explain", out, "a river", "--out", tmp_path / "why", "--network", "--model", tiny_checkpoint)
    assert commands.run("msa_core.cli", *overlays).returncode == 0
    said = refused.stderr + done.stdout + done.stderr + again.stdout + again.stderr
    assert "S3CRET" not in said
    assert all(b"S3CRET" not in file.read_bytes() for file in out.rglob("*") if file.is_file())


def test_the_colours_of_files_on_a_server_are_those_of_the_files(
    api: StacServer, tmp_path: Path, run: Run, tiny_checkpoint: Path, commands: Commands
) -> None:
    api.items = [bands(api, tmp_path)]
    pixels = np.maximum(picture(7), 1)
    near = write_geotiff(tmp_path / "near.tif", pixels, crs=UTM, transform=(1.0, 0.0, 5e5, 0.0, -1.0, 5e6))
    for out, given in (("far", ("--stac", api.api, "--max-items", 1, "--network")), ("near", (near,))):
        done = commands.run(
            "msa_core.cli", "index", *given, "--out", tmp_path / out, "--model", tiny_checkpoint, "--tile-m", "100",
            "--stretch", "none",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    from msa_core.indexing.folder.opened.tile_index import TileIndex

    one, other = TileIndex(tmp_path / "far"), TileIndex(tmp_path / "near")
    assert len(one) == len(other) > 0
    assert np.abs(one.rows.embedding[:] - other.rows.embedding[:]).max() < 1e-6


assert found
