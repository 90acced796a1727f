"""``msa serve`` as a real process, asked by real requests: answers, limits, and what strangers may try."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.errors import UsageError
from msa_core.indexing.build.import_embeddings import import_embeddings
from msa_core.indexing.build.index_archive import build_index
from msa_core.pictures.thumbnails import decode_thumbnail
from msa_core.serving.guards import Buckets, host_of, is_loopback
from msa_core.serving.library_desk import LibraryDesk
from tests.support.commands import Commands
from tests.support.foreign_embeddings import clay
from tests.support.scenes import write_archive

pytestmark = pytest.mark.timeout(600)
TOKEN = "a-word-of-more-than-16-letters"
ITEMS = "/collections/tiles/items"


@dataclass(frozen=True)
class Got:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Server:
    """Where it listens."""

    port: int
    index: Path

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(
                method, path, body, {name.replace("_", "-"): to for name, to in headers.items()}
            )
            answer = connection.getresponse()
            return Got(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def items(self, **asked: object) -> Got:
        return self.get(f"{ITEMS}?{urlencode(asked, doseq=True)}")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    folder = tmp_path_factory.mktemp("serving")
    write_archive(folder / "archive", 2)
    options = IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", dtype="float32"
    )
    build_index([folder / "archive"], folder / "index", options)
    return folder / "index"


@pytest.fixture(scope="module")
def server(index: Path, commands: Commands) -> Iterator[Server]:
    process = commands.start("msa_core.cli", "serve", str(index), "--port", "0", "--rate", "500")
    port = urlsplit(process.readline().strip()).port
    assert port is not None, process.communicate(timeout=60)
    yield Server(port, index)
    process.kill()


def test_a_search_over_http_finds_what_the_engine_finds(server: Server) -> None:
    got = server.items(q="houses", limit=7)
    assert (got.status, got.headers["content-type"]) == (200, "application/geo+json")
    wanted = Engine(server.index, device="cpu").search("houses", 7)
    assert [f["id"] for f in got.json["features"]] == [hit.tile.id for hit in wanted.hits]
    for feature, hit in zip(got.json["features"], wanted.hits, strict=True):
        assert feature["properties"]["score"] == pytest.approx(hit.score, abs=1e-5)
        assert feature["geometry"]["type"] == "Polygon"
    assert got.json["numberReturned"] == 7
    assert got.json["background"]["tiles"] == 32
    assert str(server.index.parent) not in got.body.decode()
    assert not {"access-control-allow-origin", "server"} & set(got.headers)


def test_filters_narrow_a_search_and_a_listing_alike(server: Server) -> None:
    everything = server.items(limit=1000).json
    assert everything["numberMatched"] == everything["numberReturned"] == 32
    box = everything["features"][0]["geometry"]["coordinates"][0]
    west, south = min(x for x, _ in box), min(y for _, y in box)
    asked = {"bbox": f"{west},{south},{west + 1e-6},{south + 1e-6}"}
    near = server.items(**asked).json
    assert 1 <= near["numberMatched"] < 10
    assert server.items(**asked, q="houses", limit=50).json["searched"] == near["numberMatched"]
    assert server.items(source="*1.tif").json["numberMatched"] == 16
    assert server.items(datetime="2001-01-01/..").json["numberMatched"] == 0
    assert server.items(min_ground=5000, q="houses").json["features"] == []


def test_a_listing_is_walked_by_its_links(server: Server) -> None:
    seen, path = [], f"{ITEMS}?limit=15"
    while path:
        page = server.get(path).json
        seen += [feature["id"] for feature in page["features"]]
        after = [link["href"] for link in page["links"] if link["rel"] == "next"]
        path = after[0].partition(f":{server.port}")[2] if after else ""
    assert len(seen) == len(set(seen)) == 32


def test_the_pages_of_ogc_api_lead_to_the_items(server: Server) -> None:
    assert {link["rel"] for link in server.get("/").json["links"]} == {
        "self",
        "conformance",
        "data",
        "service-desc",
    }
    assert any("geojson" in one for one in server.get("/conformance").json["conformsTo"])
    (told,) = server.get("/collections").json["collections"]
    assert told["id"] == "tiles"
    assert (told["tiles"], told["thumbnails"]) == (32, 32)
    west, south, east, north = told["extent"]["spatial"]["bbox"][0]
    assert west < east
    assert south < north
    assert server.get("/collections/tiles").json["links"][1]["href"].endswith(ITEMS)


def test_what_can_be_asked_is_described_as_open_api_as_qgis_wants_it(server: Server) -> None:
    (link,) = [link for link in server.get("/").json["links"] if link["rel"] == "service-desc"]
    got = server.get(link["href"].partition(f":{server.port}")[2])
    assert got.headers["content-type"] == link["type"] == "application/vnd.oai.openapi+json;version=3.0"
    told = got.json
    tile = server.items(limit=1).json["features"][0]["id"]
    for path, action in told["paths"].items():
        answer = server.get(path.replace("{tile}", tile))
        assert answer.status == 200, path
        assert answer.headers["content-type"] in action["get"]["responses"]["200"]["content"]
    parameters = told["components"]["parameters"]
    asked = [each["$ref"] for each in told["paths"][ITEMS]["get"]["parameters"]]
    assert asked == [f"#/components/parameters/{name}" for name in parameters]
    refused = server.items(nothing="1").json["description"]
    assert sorted([*parameters, "f"]) == refused.partition(": ")[2].removesuffix(" are known.").split(", ")
    assert parameters["limit"]["schema"]["maximum"] == 1000


def test_each_tile_has_its_feature_thumbnail_and_captions(server: Server) -> None:
    tile = server.items(q="houses", limit=1).json["features"][0]["id"]
    for name in (tile, quote(tile, safe="")):
        assert server.get(f"{ITEMS}/{name}").json["id"] == tile
    picture = server.get(f"{ITEMS}/{tile}/thumbnail")
    assert picture.headers["content-type"] == "image/webp"
    assert decode_thumbnail(picture.body) is not None
    captions = server.get(f"{ITEMS}/{tile}/captions").json["captions"]
    assert captions
    assert all(set(caption) == {"text", "score"} for caption in captions)
    head = server.get(f"{ITEMS}/{tile}", "HEAD")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    "asked, said",
    [
        ({"q": ""}, "empty"),
        ({"q": "a" * 1001}, "1000 letters"),
        ({"q": ["x"] * 9}, "8 times"),
        ({"q": "river^nan"}, "weight"),
        ({"not": "clouds"}, "not needs q"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "nan,nan,nan,nan"}, "bbox"),
        ({"bbox": "1,2,3,inf"}, "bbox"),
        ({"datetime": "yesterday"}, "date"),
        ({"datetime": "2021/2020"}, "before"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "9" * 30}, "limit"),
        ({"limit": "1e3"}, "limit"),
        ({"min_score": "nan"}, "min_score"),
        ({"q": "x", "offset": "3"}, "offset"),
        ({"like": "/etc/passwd"}, "unknown"),
        ({"q": "x", "every_tile": "maybe"}, "every_tile"),
        ({"bbox": ["1,2,3,4", "1,2,3,4"]}, "once"),
    ],
)
def test_what_makes_no_sense_is_answered_in_words(
    server: Server, asked: dict[str, object], said: str
) -> None:
    got = server.items(**asked)
    assert got.status == 400, got.body
    assert got.json["code"] == "BadRequest"
    assert said in got.json["description"]


@pytest.mark.parametrize(
    "path",
    [
        "/collections/other/items", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", f"{ITEMS}/..%2f..%2fetc%2fpasswd",
        f"{ITEMS}/{'0' * 16}/0/0/0", f"{ITEMS}/%00/thumbnail", f"{ITEMS}/%ff%fe", f"{ITEMS}/%ed%a0%80/captions",
        "/docs", "/openapi.json", f"{ITEMS}/{'a' * 4000}",
    ],
)  # fmt: skip
def test_addresses_that_lead_nowhere_are_404(server: Server, path: str) -> None:
    got = server.get(path)
    assert got.status == 404, got.body
    assert b"root:" not in got.body


def test_a_thousand_hits_are_the_most_and_odd_letters_are_searched(server: Server) -> None:
    assert server.items(q="houses", limit=10**9, every_tile="true").json["numberReturned"] == 32
    for odd in (
        "\x00\x1b[31m",
        "\u202eriver",
        "空港",
        "🛰️" * 50,
        "'; DROP TABLE hits; --",
        "../../etc/passwd",
    ):
        assert server.items(q=f"a {odd} b").status == 200


def test_nothing_but_get_and_head_and_no_body(server: Server) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        got = server.get(ITEMS, method)
        assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")
    assert server.get(ITEMS, "GET", b"x" * 100).status == 413
    assert server.get(f"{ITEMS}?q={'a' * 9000}").status == 414


def test_a_page_of_the_web_cannot_reach_it_by_a_name_of_its_own(server: Server) -> None:
    assert server.get("/", Host="evil.example").status == 421
    assert server.get("/", Host=f"evil.example:{server.port}").status == 421
    assert server.get("/", Host=f"localhost:{server.port}").status == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"", b"GET", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET " + b"/" * 30_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999999\r\n\r\n",
    ],
)  # fmt: skip
def test_broken_and_half_requests_do_not_end_it(server: Server, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as stream:
        stream.sendall(sent)
        stream.shutdown(socket.SHUT_WR)
        answer = stream.recv(4096)
    assert not answer or not answer.startswith(b"HTTP/1.1 200")
    assert server.get("/").status == 200


def test_many_at_once_are_all_answered_or_told_to_wait(server: Server) -> None:
    with ThreadPoolExecutor(24) as pool:
        got = list(pool.map(lambda number: server.items(q=f"houses {number}"), range(48)))
    assert {one.status for one in got} <= {200, 503}
    assert any(one.status == 200 for one in got)
    assert all(
        "retry-after" in one.headers or not one.body.startswith(b'{"code') for one in got if one.status == 503
    )
    assert server.items(q="houses").status == 200


def test_a_token_is_asked_for_where_there_is_one_and_requests_are_counted(
    index: Path, commands: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    arguments = [
        "serve",
        str(index),
        "--port",
        "0",
        "--rate",
        "0.5",
        "--host",
        "0.0.0.0",
        "--token-file",
        str(file),
    ]
    process = commands.start("msa_core.cli", *arguments)
    try:
        line = process.readline().strip()
        assert TOKEN not in line
        server = Server(int(line.rstrip("/").rpartition(":")[2]), index)
        refused = server.get("/")
        assert (refused.status, refused.headers["www-authenticate"]) == (401, 'Bearer realm="msa"')
        # The burst of this rate is one request: what follows has to wait, whoever asks.
        limited = server.get("/", Authorization=f"Bearer {TOKEN}")
        assert limited.status == 429
        assert int(limited.headers["retry-after"]) >= 1
    finally:
        process.kill()


@pytest.mark.parametrize(
    "given, may",
    [
        (f"Bearer {TOKEN}", True), (f"bearer {TOKEN}", True), (TOKEN, False), (f"Basic {TOKEN}", False),
        (f"Bearer {TOKEN}x", False), ("Bearer ", False), ("", False), ("Bearer \xff\xfe", False),
    ],
)  # fmt: skip
def test_only_the_whole_token_opens(given: str, may: bool) -> None:
    from msa_core.serving.guards import Guards

    async def nothing(*_: object) -> None:
        raise AssertionError("not asked here")

    guards = Guards(nothing, TOKEN, None, 10.0)
    scope = {"client": ("1.2.3.4", 5), "raw_path": b"/", "query_string": b"", "method": "GET"}
    refusal = guards._refusal(scope, {b"authorization": given.encode("latin-1")})
    assert (refusal is None) == may
    assert refusal is None or refusal[0] == 401


def test_requests_of_each_address_are_counted_apart_and_come_back() -> None:
    buckets = Buckets(rate=2.0, burst=4.0)
    assert [buckets.wait_s("a", 0.0) for _ in range(4)] == [0.0] * 4
    assert buckets.wait_s("a", 0.0) == pytest.approx(0.5)
    assert buckets.wait_s("b", 0.0) == 0.0
    assert buckets.wait_s("a", 0.51) == 0.0
    assert buckets.wait_s("a", 0.52) > 0
    for number in range(10_000):
        buckets.wait_s(f"x{number}", 1.0)
    assert len(buckets._left) <= 4096


def test_names_of_hosts() -> None:
    assert [host_of(h) for h in (b"LocalHost:80", b"[::1]:80", b"127.0.0.1", b"a:b:c")] == [
        "localhost", "::1", "127.0.0.1", "a:b:c",
    ]  # fmt: skip
    assert [is_loopback(h) for h in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "0.0.0.0", "127.evil.com")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--host", "0.0.0.0"), "other machines could search: give a token"),
        (("--token-file", "nowhere"), "cannot be read"),
        (("--token-file", "short"), "16 or more"),
        (("--token-file", "empty"), "16 or more"),
        (("--host", "no.such.host.invalid", "--token-file", "good"), "Nothing can listen"),
    ],
)
def test_it_does_not_start_where_it_should_not(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...], said: str,
) -> None:  # fmt: skip
    from msa_core import cli

    monkeypatch.chdir(tmp_path)
    for name, text in (("short", "abc"), ("empty", ""), ("good", TOKEN)):
        (tmp_path / name).write_text(text)
    assert cli.run(["serve", str(index), "--port", "0", *arguments]) in (2, 4)
    assert said in capsys.readouterr().err


def test_embeddings_made_elsewhere_are_listed_and_not_described(tmp_path: Path) -> None:
    clay(tmp_path / "a.parquet")
    import_embeddings([tmp_path / "a.parquet"], tmp_path / "index", origin="Clay v1")
    engine = Engine(tmp_path / "index")
    desk, tile = LibraryDesk(engine), engine.opened.tile(0).id
    feature = desk.feature(tile)
    assert feature is not None
    assert feature["properties"]["source"] == "a.parquet"
    with pytest.raises(UsageError, match="no model here can say what they show"):
        desk.captions(tile)
