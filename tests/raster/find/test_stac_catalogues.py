"""STAC documents in files: which rasters they lead to, what is passed over, and what is refused and why."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from msa_core.errors import SourceError
from msa_core.raster.find import archive
from msa_core.raster.find.archive import Found
from msa_core.stac_search import StacSearch
from tests.support.addresses import listening
from tests.support.scenes import write_scene
from tests.support.stac import SOUTH, WEST, catalog, item, write

WHEN = "2021-05-06T07:08:09Z"


def names(found: Found) -> list[str]:
    return [source.name for source in found.sources]


def reasons(found: Found) -> str:
    return " ".join(f"{report.name}: {report.reason}" for report in found.refused)


def test_an_item_leads_to_its_picture_and_says_when_and_how_cloudy(tmp_path: Path) -> None:
    write_scene(tmp_path / "visual.tif")
    found = archive.search([write(tmp_path / "a.json", item("a", cloud=12.5))])
    (source,) = found.sources
    assert source.item is not None
    said = source.item
    assert (source.name, said.item, said.datetime) == ("visual.tif", "a", WHEN)
    assert (said.cloud_percent, said.platform) == (12.5, "sentinel-2a")
    assert dict(found.passed_over.kinds) == {"other assets of STAC items": 1}
    assert not found.refused


def test_catalogs_and_collections_lead_to_items_that_lead_to_files_beside_them(tmp_path: Path) -> None:
    write(tmp_path / "catalog.json", catalog(("child", "./one/collection.json"), ("root", "./catalog.json")))
    write(
        tmp_path / "one" / "collection.json",
        catalog(("item", "./a/a.json"), ("item", "../b.json"), ("parent", "../catalog.json"), kind="Collection"),
    )  # fmt: skip
    write(tmp_path / "one" / "a" / "a.json", item("a"))
    write(tmp_path / "b.json", item("b", "some%20folder/b.tif"))
    write_scene(tmp_path / "one" / "a" / "visual.tif")
    write_scene(tmp_path / "some folder" / "b.tif", seed=1)
    found = archive.search([tmp_path / "catalog.json"])
    assert names(found) == ["one/a/visual.tif", "some folder/b.tif"]
    assert not found.refused


def test_a_collection_of_items_in_one_file_is_read_as_its_items_are(tmp_path: Path) -> None:
    for number in range(3):
        write_scene(tmp_path / f"{number}.tif", seed=number)
    items = [item(f"i{number}", f"./{number}.tif") for number in range(3)]
    everything = {"type": "FeatureCollection", "features": [*items, items[0], {"type": "Feature"}, 7]}
    found = archive.search([write(tmp_path / "items.geojson", everything)])
    assert names(found) == ["0.tif", "1.tif", "2.tif"]
    assert dict(found.passed_over.kinds)["STAC items that are named twice"] == 1
    assert len(found.refused) == 2
    limited = archive.search([], stac=StacSearch(catalogues=(str(tmp_path / "items.geojson"),), max_items=2))
    assert names(limited) == ["0.tif", "1.tif"]


def test_plain_geojson_and_other_json_are_no_catalogues(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain.geojson", {"type": "FeatureCollection", "features": []})
    assert "not a raster" in reasons(archive.search([plain])) or archive.search([plain]).sources
    asked = archive.search([], stac=StacSearch(catalogues=(str(write(tmp_path / "x.json", {"a": 1})),)))
    assert "It is not a STAC document" in reasons(asked)


@pytest.mark.parametrize(
    "wanted,kept,why",
    [
        (StacSearch(cloud_below=20), ["clear"], "STAC items with more clouds"),
        (StacSearch(cloud_below=20), ["clear"], "STAC items that do not tell their cloud cover"),
        (StacSearch(platforms=("LANDSAT-*",)), ["silent"], "STAC items of other platforms"),
        (StacSearch(collections=("s2",)), ["clear"], "STAC items of other collections"),
        (StacSearch(bbox=(170, -10, -170, 10)), ["cloudy"], "STAC items outside the box"),
        (StacSearch(bbox=(WEST, SOUTH, WEST + 1, SOUTH + 1)), ["clear"], "STAC items without a position"),
        (
            StacSearch(
                period=(dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
            ),
            ["cloudy"],
            "STAC items of other dates",
        ),
    ],
)
def test_items_that_are_not_wanted_are_counted_by_why(
    tmp_path: Path, wanted: StacSearch, kept: list[str], why: str
) -> None:
    items = [
        item("clear", "clear.tif", cloud=3, collection="s2"),
        item("cloudy", "cloudy.tif", cloud=20, date="2020-12-31T23:59:59.5Z", bbox=[179, -1, -179, 1]),
        item("silent", "silent.tif", platform="landsat-8", bbox=None),
    ]
    for number, name in enumerate(("clear", "cloudy", "silent")):
        write_scene(tmp_path / f"{name}.tif", seed=number)
    file = write(tmp_path / "items.json", {"type": "FeatureCollection", "features": items})
    found = archive.search([file], stac=wanted)
    assert [source.path.stem for source in found.sources] == kept
    assert dict(found.passed_over.kinds)[why] >= 1


def assets(**given: dict[str, Any]) -> dict[str, Any]:
    made = item("assets")
    made["assets"] = given
    return made


ALL = [{"common_name": colour} for colour in ("blue", "green", "red", "nir")]
BAND = {"roles": ["data"], "type": "image/tiff"}


@pytest.mark.parametrize(
    "given,wanted,taken",
    [
        (
            {
                "red": {"href": "s_red.tif", **BAND}, "green": {"href": "s_green.tif", **BAND},
                "blue": {"href": "s_blue.tif", **BAND}, "nir": {"href": "s_nir.tif", **BAND},
            },
            "", ["s_red.tif#colours=red,green,blue"],
        ),
        (
            {
                "B4": {"href": "x_B4.TIF", **BAND, "eo:bands": [{"common_name": "red"}]},
                "B3": {"href": "x_B3.TIF", **BAND, "eo:bands": [{"common_name": "green"}]},
                "B2": {"href": "x_B2.TIF", **BAND, "bands": [{"eo:common_name": "blue"}]},
            },
            "", ["x_B4.TIF#colours=4,3,2"],
        ),
        (
            {
                "analytic": {"href": "all.tif", **BAND, "eo:bands": ALL},
                "nir": {"href": "nir.tif", **BAND, "eo:bands": [{"common_name": "nir"}]},
            },
            "", ["all.tif"],
        ),
        ({"image": {"href": "all.tif", **BAND}, "udm2": {"href": "udm.tif", **BAND}}, "", ["all.tif"]),
        ({"ortho": {"href": "all.tif"}, "notes": {"href": "readme.txt"}}, "", ["all.tif"]),
        ({"visual": {"href": "v.tif"}, "nir": {"href": "n.tif", **BAND}}, "NIR", ["n.tif"]),
        (
            {"visual": {"href": "v.tif"}, "a": {"href": "a.tif", **BAND}, "b": {"href": "b.tif", **BAND}},
            "data", ["a.tif", "b.tif"],
        ),
        ({"thumbnail": {"href": "t.png", "type": "image/png"}}, "", []),
    ],
)  # fmt: skip
def test_of_the_assets_the_picture_in_true_colour_is_taken_or_what_was_asked_for(
    tmp_path: Path, given: dict[str, Any], wanted: str, taken: list[str]
) -> None:
    for asset in given.values():
        (tmp_path / asset["href"]).write_bytes(b"II*\0")
    found = archive.search([write(tmp_path / "i.json", assets(**given))], stac=StacSearch(asset=wanted))
    assert names(found) == taken
    counts = dict(found.passed_over.kinds)
    used = 3 if any("#" in name for name in taken) else len(taken)
    assert counts.get("other assets of STAC items", 0) == len(given) - used
    assert counts.get("STAC items without a picture among their assets", 0) == (not taken)


def test_a_file_that_is_not_there_is_refused_and_stays_in_what_the_run_covers(tmp_path: Path) -> None:
    found = archive.search([write(tmp_path / "a.json", item("a", "gone.tif"))])
    assert "gone.tif, and there is no such file" in reasons(found)
    assert found.named == (tmp_path / "gone.tif",)


@pytest.mark.parametrize(
    "href", ["http://{host}/far.tif", "s3://bucket/far.tif", "/vsicurl/http://{host}/far.tif"]
)
def test_an_address_that_a_document_names_is_not_fetched(tmp_path: Path, href: str) -> None:
    with listening() as (host, asked):
        far = href.format(host=host)
        found = archive.search([write(tmp_path / "a.json", item("a", far))])
        linked = archive.search([write(tmp_path / "c.json", catalog(("item", f"http://{host}/far.json")))])
    assert not asked
    assert not found.sources
    assert "--network" in reasons(found)
    assert "--network" in reasons(linked)


@pytest.mark.parametrize(
    "text,sentence",
    [
        ("{", "It is not JSON"),
        ('{"stac_version": ' + "[" * 100_000, "nested too deep"),
        ('{"stac_version": NaN}', "It is not JSON"),
        (json.dumps({**item("a"), "assets": [1]}), "The item is damaged"),
        (json.dumps({**item("a"), "properties": {"datetime": "yesterday"}}), "The item is damaged"),
        (json.dumps({**item("a"), "properties": None}), "The item is damaged"),
        (json.dumps({**catalog(), "links": 5}), "STAC catalogues without items"),
        (json.dumps(catalog(("item", "../nowhere.json"))), "There is no such file"),
        (json.dumps(catalog(("child", "self.json"))), "STAC catalogues without items"),
        (json.dumps(item("a", "file:///dev/stdin")), "device or a pipe"),
        (json.dumps(item("a", "self.json")), "and it is not one"),
        (json.dumps(item("a", "\0")), "without a name"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_document_is_said_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "self.json").write_text(text)
    found = archive.search([], stac=StacSearch(catalogues=(str(tmp_path / "self.json"),)))
    told = [reasons(found), found.passed_over.words]
    for source in found.sources:
        with pytest.raises(SourceError) as fault:
            archive.describe(source.path)
        told.append(fault.value.reason)
    assert sentence in " ".join(told)


def test_items_of_old_versions_are_read_as_new_ones(tmp_path: Path) -> None:
    write_scene(tmp_path / "visual.tif")
    old = {**item("old"), "stac_version": "0.9.0"}
    del old["assets"]["thumbnail"]
    (source,) = archive.search([write(tmp_path / "old.json", old)]).sources
    assert source.item is not None
    assert source.item.datetime == WHEN
