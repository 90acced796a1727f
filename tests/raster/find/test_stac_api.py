"""A STAC API asked by pystac-client through the guarded connections, from a real server on this machine."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
import time
from collections.abc import Iterator

import pytest

from msa_core.errors import Cancelled, UsageError
from msa_core.progress import Progress
from msa_core.raster.find import archive
from msa_core.raster.find.archive import Found
from msa_core.raster.gdal.locations import network, remote
from msa_core.raster.gdal.locations.fetching import Fetcher
from msa_core.raster.gdal.locations.network import FetchError
from msa_core.stac_search import StacSearch
from tests.raster.find.test_stac_catalogues import reasons
from tests.support.range_server import Request
from tests.support.stac import StacServer, catalog, item, stac_server

os.environ.setdefault("GDAL_HTTP_RETRY_DELAY", "0.05")


@pytest.fixture
def api() -> Iterator[StacServer]:
    with stac_server() as served:
        served.items = [
            item(
                f"i{number}",
                f"{served.address}/i{number}/visual.tif",
                date=f"2021-0{number + 1}-01T00:00:00Z",
            )
            for number in range(5)
        ]
        yield served


def search(api: StacServer, address: str = "", **wanted: object) -> Found:
    catalogue = network.ask_catalogue(address or api.api)
    return archive.search([], stac=StacSearch(catalogues=(catalogue,), **wanted))  # type: ignore[arg-type]


def far(found: Found) -> str:
    """What is said of the rasters at addresses that were found, which nobody asked for."""
    return reasons(found)


@pytest.mark.parametrize("with_post", [False, True])
def test_all_pages_are_asked_for_with_what_is_wanted(api: StacServer, with_post: bool) -> None:
    api.with_post = with_post
    march = (dt.datetime(2021, 2, 1, tzinfo=dt.UTC), dt.datetime(2021, 4, 2, tzinfo=dt.UTC))
    found = search(api, period=march, bbox=(10, 40, 20, 50))
    assert f"It names 3 rasters at addresses, the first {api.address}/i1/visual.tif," in far(found)
    assert [method for method, _ in api.questions] == ["POST" if with_post else "GET"] * 2
    asked = api.questions[0][1]
    assert asked["datetime"] == "2021-02-01T00:00:00Z/2021-04-01T23:59:59.999999Z"
    assert asked["bbox"] in ("10.0,40.0,20.0,50.0", [10, 40, 20, 50])
    assert api.asked[0] == "GET /stac/"


def test_no_page_more_is_asked_for_than_the_items_that_are_wanted_need(api: StacServer) -> None:
    found = search(api, max_items=3)
    assert "It names 3 rasters" in far(found)
    assert len(api.questions) == 2


def test_a_server_that_does_not_heed_what_it_is_asked_is_not_believed(api: StacServer) -> None:
    everything = {"type": "FeatureCollection", "features": api.items, "links": []}
    api.answer = lambda _: everything
    late = (dt.datetime(2021, 5, 1, tzinfo=dt.UTC), None)
    found = search(api, period=late)
    assert "It names 1 raster at an address" in far(found)
    assert dict(found.passed_over.kinds)["STAC items of other dates"] == 4


def test_without_any_bound_a_server_is_not_asked_for_all_that_it_has(api: StacServer) -> None:
    assert "--max-items" in reasons(search(api))
    assert api.questions == []


@pytest.mark.parametrize(
    "answer,sentence",
    [
        (b"<html>not json</html>", "It is not JSON"),
        (b'{"type": "FeatureCollection", "features": 7}', "cannot be understood"),
        (b"[]", "cannot be understood"),
        (b"\xff\xfe", "It is not JSON"),
        ({"type": "FeatureCollection", "features": [{"id": "x"}]}, "It is not a STAC item"),
        ({"type": "FeatureCollection", "features": [item("x", "file:///etc/hostname")]}, "names a file of this"),
        (
            {"type": "FeatureCollection", "features": [item("x", "a.tif")], "links": [{"rel": "next"}]},
            "cannot be understood",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_said_to(api: StacServer, answer: object, sentence: str) -> None:
    api.answer = lambda _: answer
    found = search(api, max_items=10)
    assert sentence in reasons(found)
    assert not found.sources


def test_pages_that_lead_round_in_a_circle_end(api: StacServer) -> None:
    api.answer = lambda page: {
        **page, "links": [{"rel": "next", "href": f"{api.api}search?token=0&limit=100&again=yes"}],
    }  # fmt: skip
    assert "back to earlier ones" in reasons(search(api, max_items=100))


@pytest.mark.parametrize("code,words", [(403, "403"), (404, "404"), (418, "418")])
def test_a_refusal_of_the_server_is_told_at_once(api: StacServer, code: int, words: str) -> None:
    api.codes = [code]
    assert words in reasons(search(api, max_items=1))
    assert len(api.questions) == 1


def test_a_busy_server_is_asked_again_when_it_says(api: StacServer) -> None:
    api.codes, api.retry_after = [429, 503], "1"
    began = time.monotonic()
    found = search(api, max_items=1)
    assert "It names 1 raster" in far(found)
    assert time.monotonic() - began >= 2.0
    assert len(api.questions) == 3


def test_a_server_that_wants_to_be_left_alone_for_long_is(api: StacServer) -> None:
    api.codes, api.retry_after = [429], "3600"
    assert "left alone for 3600 seconds" in reasons(search(api, max_items=1))
    assert len(api.questions) == 1


def test_a_server_that_keeps_failing_is_given_up(api: StacServer) -> None:
    api.codes = [500] * 9
    assert "the server failed (500)" in reasons(search(api, max_items=1))
    assert len(api.questions) == 4


def test_a_static_catalogue_on_a_server_is_read_with_what_lies_on_that_server(api: StacServer) -> None:
    api.files["/c/catalog.json"] = _json(
        catalog(("item", "a.json"), ("child", "http://127.0.0.1:9/other.json"))
    )
    api.files["/c/a.json"] = _json(item("a", "./a.tif"))
    found = search(api, f"{api.address}/c/catalog.json")
    assert f"It names 1 raster at an address, {api.address}/c/a.tif," in reasons(found)
    assert "http://127.0.0.1:9/other.json: It is an address, and nothing is fetched" in reasons(found)
    by_name = archive.search([f"{api.address}/c/catalog.json"])
    assert f"{api.address}/c/a.tif," in reasons(by_name)


def test_a_key_after_the_question_mark_goes_with_every_question_and_is_told_nowhere(api: StacServer) -> None:
    found = search(api, f"{api.api}?api_key=S3CRET", max_items=3)
    assert "It names 3 rasters" in far(found)
    assert all(asked["api_key"] == "S3CRET" for _, asked in api.questions)
    api.codes = [403]
    told = reasons(found) + reasons(search(api, f"{api.api}?api_key=S3CRET", max_items=3))
    assert "403" in told
    assert "S3CRET" not in told


def test_a_name_and_a_password_go_to_the_server_that_was_named_alone(
    api: StacServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GDAL_HTTP_USERPWD", "me:S3CRET")
    search(api, max_items=1)
    assert api.headers[0]["Authorization"].startswith("Basic ")
    with pytest.raises(UsageError) as fault:
        network.ask_catalogue("https://me:S3CRET@stac.example/")
    assert "S3CRET" not in str(fault.value)


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/x", "file:///etc/hostname", "http://169.254.169.254/latest"]
)
def test_a_server_that_sends_on_to_this_machine_is_not_followed(api: StacServer, target: str) -> None:
    api.behaviours["/c/moved.json"] = lambda request: request.fail(302, Location=target)
    assert "redirects" in reasons(search(api, f"{api.address}/c/moved.json"))


def test_a_document_on_a_server_that_nobody_named_is_not_fetched(api: StacServer) -> None:
    with stac_server() as other, pytest.raises(FetchError, match="--network"):
        Fetcher(lambda: None).fetch(other.api)
    assert other.asked == []


def test_a_stop_is_heeded_while_a_server_hangs(api: StacServer) -> None:
    api.behaviours["/c/hangs.json"] = Request.hang
    stop = threading.Event()

    class Stopped(Progress):
        def show(self, fraction: float, text: str, eta_s: float | None) -> None:
            if stop.is_set():
                raise Cancelled

    threading.Timer(0.5, stop.set).start()
    catalogue = network.ask_catalogue(f"{api.address}/c/hangs.json")
    began = time.monotonic()
    with pytest.raises(Cancelled):
        archive.search([], Stopped(interval_s=0.0), StacSearch(catalogues=(catalogue,)))
    assert time.monotonic() - began < 8
    remote._started.pop().close()  # it makes no connection for a while; the tests after this one get another


def _json(data: object) -> bytes:
    import json

    return json.dumps(data).encode()


@pytest.mark.parametrize("with_post", [False, True])
def test_clouds_go_to_a_server_that_can_compare_them_and_are_compared_here_all_the_same(
    api: StacServer, with_post: bool
) -> None:
    api.with_post, api.with_query = with_post, True
    for found, percent in zip(api.items, (5, 80, 10, 90, 15), strict=True):
        found["properties"]["eo:cloud_cover"] = percent
    found = search(api, cloud_below=20.0, max_items=3)
    assert f"It names 3 rasters at addresses, the first {api.address}/i0/visual.tif," in far(found)
    asked = api.questions[0][1]["query"]
    assert (asked if with_post else json.loads(asked)) == {"eo:cloud_cover": {"lt": 20.0}}
    assert not found.passed_over.kinds or "more clouds" not in found.passed_over.words
    api.with_query = False
    api.questions.clear()
    found = search(api, cloud_below=20.0, max_items=100)
    assert "query" not in api.questions[0][1]
    assert "2 STAC items with more clouds" in found.passed_over.words


@pytest.mark.parametrize(
    "with_post, asked",
    [
        (False, {"filter": "eo:cloud_cover < 20", "filter-lang": "cql2-text"}),
        (
            True,
            {
                "filter": {"op": "<", "args": [{"property": "eo:cloud_cover"}, 20.0]},
                "filter-lang": "cql2-json",
            },
        ),
    ],
)
def test_a_server_that_filters_is_asked_in_its_language_and_it_is_said_who_compared(
    api: StacServer, with_post: bool, asked: dict[str, object]
) -> None:
    api.with_post, api.with_filter = with_post, True
    for found, percent in zip(api.items, (5, 80, 10, 90, 15), strict=True):
        found["properties"]["eo:cloud_cover"] = percent
    told = search(api, cloud_below=20.0, max_items=9)
    assert "It names 3 rasters" in far(told)
    assert {key: api.questions[0][1][key] for key in asked} == asked
    assert told.told == (
        (
            f"{api.api}: The server compares cloud cover, so items with more clouds, or that do not tell it, "
            "are not counted."
        ),
    )
    api.with_filter = False
    told = search(api, cloud_below=20.0, max_items=9)
    assert told.told == (
        f"{api.api}: The server cannot compare cloud cover, so its items are compared here.",
    )
    assert search(api, max_items=9).told == ()
