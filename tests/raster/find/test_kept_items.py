"""What a search of STAC catalogues found is kept in a file, which opens as any catalogue does."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from msa_core.errors import Cancelled, StorageError
from msa_core.progress import Progress
from msa_core.raster.find import archive
from msa_core.raster.find.stac.kept_items import keep_items
from msa_core.raster.gdal.locations import network
from msa_core.stac_search import StacSearch
from tests.support.scenes import write_scene
from tests.support.stac import StacServer, catalog, item, stac_server, write

os.environ.setdefault("GDAL_HTTP_RETRY_DELAY", "0.05")


@pytest.fixture
def api() -> Iterator[StacServer]:
    with stac_server() as served:
        served.items = [
            item(f"i{number}", f"{served.address}/i{number}/visual.tif", cloud=10 * number)
            for number in range(5)
        ]
        yield served


def test_what_a_server_finds_opens_from_the_file_without_asking_the_server_again(
    api: StacServer, tmp_path: Path
) -> None:
    out = tmp_path / "kept" / "found.json"
    wanted = StacSearch(catalogues=(network.ask_catalogue(api.api),), cloud_below=25.0, max_items=100)
    kept = keep_items(wanted, out)
    assert (kept.items, kept.names) == (3, ("i0", "i1", "i2"))
    assert kept.hosts == (api.address.removeprefix("http://"),)
    assert "2 STAC items with more clouds" in kept.passed_over.words
    asked = len(api.asked)
    listing = archive.scan([out])
    assert not listing.rasters
    assert listing.is_network_left_out
    assert f"3 rasters at addresses, the first {api.address}/i0/visual.tif" in listing.refused[0].reason
    assert len(api.asked) == asked


def test_names_beside_a_catalogue_are_made_absolute(tmp_path: Path) -> None:
    scene = write_scene(tmp_path / "archive" / "a" / "visual.tif")
    write(tmp_path / "archive" / "a" / "a.json", item("a", "visual.tif", cloud=3))
    root = write(tmp_path / "archive" / "catalog.json", catalog(("item", "a/a.json")))
    kept = keep_items(StacSearch(catalogues=(str(root),)), tmp_path / "found.json")
    assert (kept.items, kept.hosts) == (1, ())
    listing = archive.scan([kept.path])
    assert [info.path for info in listing.rasters] == [str(scene)]
    assert not listing.is_network_left_out


def test_a_signature_in_an_address_is_not_kept(api: StacServer, tmp_path: Path) -> None:
    api.items = [item("signed", f"{api.address}/a.tif?sig=secret")]
    api.items[0]["assets"]["thumbnail"]["href"] = f"{api.address}/t.png?sig=secret"
    out = tmp_path / "found.json"
    kept = keep_items(StacSearch(catalogues=(network.ask_catalogue(api.api),), max_items=5), out)
    assert "secret" not in out.read_text()
    assert [name for name, _ in kept.refused] == ["signed, visual"]
    assert "may be a signature, which is not kept" in kept.refused[0][1]
    assert "secret" not in repr(kept)


def test_nothing_found_writes_nothing_and_says_why(api: StacServer, tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    kept = keep_items(StacSearch(catalogues=(network.ask_catalogue(api.api),), collections=("none",)), out)
    assert (kept.path, kept.items) == ("", 0)
    assert not out.exists()
    gone = keep_items(StacSearch(catalogues=(str(tmp_path / "gone.json"),)), out)
    assert gone.refused == ((str(tmp_path / "gone.json"), "There is no such file."),)


def test_it_is_cancelled_between_pages_and_leaves_no_file(api: StacServer, tmp_path: Path) -> None:
    wanted = StacSearch(catalogues=(network.ask_catalogue(api.api),), max_items=5)
    with pytest.raises(Cancelled):
        keep_items(wanted, tmp_path / "found.json", Progress(lambda: True))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    write_scene(tmp_path / "visual.tif")
    one = write(tmp_path / "a.json", item("a", "visual.tif"))
    (tmp_path / "in the way").write_text("")
    with pytest.raises(StorageError, match="in the way is a file"):
        keep_items(StacSearch(catalogues=(str(one),)), tmp_path / "in the way" / "found.json")


def test_the_kept_file_is_geojson_of_items(api: StacServer, tmp_path: Path) -> None:
    out = tmp_path / "found.json"
    kept = keep_items(StacSearch(catalogues=(network.ask_catalogue(api.api),), max_items=2), out)
    assert kept.items == 2, kept
    data = json.loads(out.read_text())
    assert data["type"] == "FeatureCollection"
    assert [found["properties"]["eo:cloud_cover"] for found in data["features"]] == [0, 10]
    assert all(found["links"] == [] for found in data["features"])


def test_what_was_cancelled_can_be_asked_for_again_at_once(api: StacServer, tmp_path: Path) -> None:
    for _ in range(2):
        wanted = StacSearch(catalogues=(network.ask_catalogue(api.api),), max_items=5)
        with pytest.raises(Cancelled):
            keep_items(wanted, tmp_path / "found.json", Progress(lambda: True))
    wanted = StacSearch(catalogues=(network.ask_catalogue(api.api),), max_items=5)
    assert keep_items(wanted, tmp_path / "found.json").items == 5
