"""STAC documents by code, and a STAC API server on this machine: paging, POST and GET, and ways to err."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.support.range_server import RangeServer, Request

Json = dict[str, Any]
WEST, SOUTH = 15.0, 45.15
"""About where the scenes of ``tests.support.scenes`` lie."""


def item(name: str, href: str = "visual.tif", **properties: Any) -> Json:
    """An item with one asset in true colour and a thumbnail."""
    clouds = {"eo:cloud_cover": properties.pop("cloud")} if "cloud" in properties else {}
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": name,
        "geometry": None,
        "bbox": properties.pop("bbox", [WEST, SOUTH, WEST + 0.01, SOUTH + 0.01]),
        "collection": properties.pop("collection", None),
        "properties": {
            "datetime": properties.pop("date", "2021-05-06T07:08:09Z"),
            "platform": properties.pop("platform", "sentinel-2a"),
            **clouds,
            **properties,
        },
        "links": [],
        "assets": {
            "visual": {"href": href, "roles": ["visual"], "type": "image/tiff; application=geotiff"},
            "thumbnail": {"href": "thumb.png", "roles": ["thumbnail"], "type": "image/png"},
        },
    }


def write(path: Path, data: Any) -> Path:
    """JSON into a file, whose folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data))
    return path


def catalog(*links: tuple[str, str], kind: str = "Catalog") -> Json:
    """A Catalog, or a Collection, with links as (rel, href)."""
    more = {
        "license": "other",
        "extent": {"spatial": {"bbox": [[-180, -90, 180, 90]]}, "temporal": {"interval": [[None, None]]}},
    }
    return {
        "type": kind,
        "stac_version": "1.0.0",
        "id": "made",
        "description": "made by code",
        "links": [{"rel": rel, "href": href} for rel, href in links],
        **(more if kind == "Collection" else {}),
    }  # fmt: skip


@dataclass
class StacServer(RangeServer):
    """What a test sees of the API.

    Attributes:
        items: what it has.
        api: the address of its landing page.
        page: how many items it gives at most at once.
        with_post: whether it offers POST.
        with_query: whether it compares clouds (query extension).
        with_filter: whether it does by the filter extension.
        questions: what was asked of ``/search``: method and parameters.
        answer: what is sent in place of a page of items, given that page.
        codes: status codes to fail with, one for each next question, and the seconds it says to wait.
    """

    items: list[Json] = field(default_factory=list)
    api: str = ""
    page: int = 2
    with_post: bool = False
    with_query: bool = False
    with_filter: bool = False
    questions: list[tuple[str, Json]] = field(default_factory=list)
    answer: Callable[[Json], Any] = lambda page: page
    codes: list[int] = field(default_factory=list)
    retry_after: str = ""

    def landing(self) -> Json:
        links: list[Json] = [{"rel": "search", "href": f"{self.api}search", "method": "GET"}]
        links += [{"rel": "search", "href": f"{self.api}search", "method": "POST"}] if self.with_post else []
        said = [
            "https://api.stacspec.org/v1.0.0/core",
            "https://api.stacspec.org/v1.0.0/item-search",
            "https://api.stacspec.org/v1.0.0/collections",
        ]
        said += ["https://api.stacspec.org/v1.0.0/item-search#query"] if self.with_query else []
        said += ["https://api.stacspec.org/v1.0.0-rc.2/item-search#filter"] if self.with_filter else []
        return {**catalog(), "links": links, "conformsTo": said}

    def found(self, asked: Json, method: str) -> Json:
        """A page of the items that fit."""
        start = int(asked.get("token", 0))
        size = min(int(asked.get("limit", 10)), self.page)
        fitting = [found for found in self.items if _fits(found, asked)]
        links: list[Json] = []
        if start + size < len(fitting):
            more = {**asked, "token": start + size}
            if method == "POST":
                links = [{"rel": "next", "href": f"{self.api}search", "method": "POST", "body": more}]
            else:
                links = [{"rel": "next", "href": f"{self.api}search?{urlencode(more)}"}]
        return {"type": "FeatureCollection", "features": fitting[start : start + size], "links": links}


def _fits(found: Json, asked: Json) -> bool:
    if box := asked.get("bbox"):
        west, south, east, north = map(float, box.split(",") if isinstance(box, str) else box)
        w, s, e, n = found["bbox"]
        if w > east or e < west or s > north or n < south:
            return False
    if when := asked.get("datetime"):
        first, _, last = when.partition("/")
        moment = found["properties"]["datetime"]
        if not ((first == ".." or moment >= first) and (last == ".." or moment <= last)):
            return False
    if query := asked.get("query"):
        clouds = (json.loads(query) if isinstance(query, str) else query)["eo:cloud_cover"]["lt"]
        if not found["properties"].get("eo:cloud_cover", clouds) < clouds:
            return False
    if told := asked.get("filter"):
        clouds = float(told.rpartition("<")[2]) if isinstance(told, str) else told["args"][1]
        if not found["properties"].get("eo:cloud_cover", clouds) < clouds:
            return False
    wanted = asked.get("collections")
    return not wanted or found["collection"] in (wanted.split(",") if isinstance(wanted, str) else wanted)


class _ApiRequest(Request):
    served: StacServer

    def do_GET(self) -> None:
        place, _, query = self.path.partition("?")
        if place == "/stac/":
            self.served.asked.append(f"GET {self.path}")
            self.served.headers.append(dict(self.headers))
            self.send_json(self.served.landing())
        elif place == "/stac/search":
            self._search("GET", dict(parse_qsl(query)))
        else:
            super().do_GET()

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        self._search("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _search(self, method: str, asked: Json) -> None:
        self.served.asked.append(f"{method} {self.path}")
        self.served.questions.append((method, asked))
        if self.served.codes:
            told = {"Retry_After": self.served.retry_after} if self.served.retry_after else {}
            self.fail(self.served.codes.pop(0), **told)
            return
        self.send_json(self.served.answer(self.served.found(asked, method)))

    def send_json(self, data: Any) -> None:
        content = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/geo+json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def stac_server() -> Iterator[StacServer]:
    """An API for the block, with files beside it as a range server has them."""
    served = StacServer()
    handler = type("BoundApiRequest", (_ApiRequest,), {"served": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    served.address = f"http://127.0.0.1:{server.server_port}"
    served.api = f"{served.address}/stac/"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield served
    finally:
        served.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()
