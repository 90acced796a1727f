"""The addresses of the server, as OGC API Features lays them out: landing page, collections, items."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from msa_core import __version__
from msa_core.engine import Engine
from msa_core.errors import MsaError, NothingUsableError, UsageError
from msa_core.serving.answers import GEOJSON, JSON, as_json, as_webp, problem
from msa_core.serving.description import OPENAPI, describe
from msa_core.serving.guards import App, Guards
from msa_core.serving.library_desk import BusyError, LibraryDesk
from msa_core.serving.parameters import read_parameters

_log = logging.getLogger(__name__)
COLLECTION = "tiles"
_CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
)


def make_application(
    engine: Engine, token: str | None = None, hosts: tuple[str, ...] | None = None, rate: float = 10.0
) -> App:
    """The server as an ASGI application.

    Args:
        engine: with an index, or several, open.
        token, hosts, rate: as for :class:`~msa_core.serving.guards.Guards`.
    """
    desk = LibraryDesk(engine)
    pages = _Pages(desk)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        desk.close()

    items = f"/collections/{COLLECTION}/items"
    app = Starlette(
        routes=[
            Route("/", pages.landing),
            Route("/api", pages.api),
            Route("/conformance", pages.conformance),
            Route("/collections", pages.collections),
            Route(f"/collections/{COLLECTION}", pages.collection),
            Route(items, pages.items),
            Route(items + "/{tile:path}/thumbnail", pages.thumbnail),
            Route(items + "/{tile:path}/captions", pages.captions),
            Route(items + "/{tile:path}", pages.item),
        ],
        exception_handlers={
            HTTPException: _of_http, MsaError: _of_msa, BusyError: _of_busy, Exception: _of_fault,
        },
        lifespan=lifespan,
    )  # fmt: skip
    return Guards(app, token, hosts, rate)


class _Pages:
    """One method an address."""

    def __init__(self, desk: LibraryDesk) -> None:
        self._desk = desk

    async def landing(self, request: Request) -> Response:
        links = [
            _link(request, "/", "self", JSON),
            _link(request, "/api", "service-desc", OPENAPI),
            _link(request, "/conformance", "conformance", JSON),
            _link(request, "/collections", "data", JSON),
        ]
        words = "Tiles of aerial and satellite imagery, searched by words: items?q=storage tanks"
        return as_json({"title": f"MSA Analyst {__version__}", "description": words, "links": links})

    async def api(self, request: Request) -> Response:
        return as_json(describe(str(request.base_url).rstrip("/"), COLLECTION), OPENAPI)

    async def conformance(self, _request: Request) -> Response:
        return as_json({"conformsTo": list(_CONFORMANCE)})

    async def collections(self, request: Request) -> Response:
        told = await self._described(request)
        return as_json({"collections": [told], "links": [_link(request, "/collections", "self", JSON)]})

    async def collection(self, request: Request) -> Response:
        return as_json(await self._described(request))

    async def items(self, request: Request) -> Response:
        wanted = read_parameters(request.query_params.multi_items())
        if wanted.query.terms:
            found = await self._desk.ask(lambda: self._desk.search(wanted))
        else:
            found = await self._desk.ask(lambda: self._desk.listed(wanted))
        path = f"/collections/{COLLECTION}/items"
        links = [_link(request, f"{path}?{request.url.query}".rstrip("?"), "self", GEOJSON)]
        after = wanted.offset + wanted.limit
        if found.get("numberMatched", 0) > after:
            rest = [(name, value) for name, value in request.query_params.multi_items() if name != "offset"]
            links.append(
                _link(request, f"{path}?{urlencode([*rest, ('offset', str(after))])}", "next", GEOJSON)
            )
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return as_json({**found, "timeStamp": now, "links": links}, GEOJSON)

    async def item(self, request: Request) -> Response:
        tile = request.path_params["tile"]
        found = await self._desk.ask(lambda: self._desk.feature(tile))
        if found is None:
            return _no_tile()
        path = f"/collections/{COLLECTION}/items/{quote(tile)}"
        links = [
            _link(request, path, "self", GEOJSON),
            _link(request, f"/collections/{COLLECTION}", "collection", JSON),
            _link(request, f"{path}/thumbnail", "preview", "image/webp"),
            _link(request, f"{path}/captions", "related", JSON),
        ]
        return as_json({**found, "links": links}, GEOJSON)

    async def thumbnail(self, request: Request) -> Response:
        tile = request.path_params["tile"]
        picture = await self._desk.ask(lambda: self._desk.thumbnail(tile))
        return _no_tile("There is no thumbnail of such a tile.") if picture is None else as_webp(picture)

    async def captions(self, request: Request) -> Response:
        tile = request.path_params["tile"]
        found = await self._desk.ask(lambda: self._desk.captions(tile))
        return _no_tile() if found is None else as_json({"captions": found})

    async def _described(self, request: Request) -> dict[str, Any]:
        facts = await self._desk.ask(self._desk.facts)
        path, box = f"/collections/{COLLECTION}", facts.pop("bbox")
        extent = {} if box is None else {"extent": {"spatial": {"bbox": [box]}}}
        links = [_link(request, path, "self", JSON), _link(request, f"{path}/items", "items", GEOJSON)]
        return {"id": COLLECTION, "title": "Tiles", "itemType": "feature", **extent, **facts, "links": links}


def _link(request: Request, path: str, relation: str, media_type: str) -> dict[str, str]:
    base = str(request.base_url).rstrip("/")
    return {"href": base + path, "rel": relation, "type": media_type}


def _no_tile(sentence: str = "There is no such tile.") -> Response:
    return problem(404, sentence)


Handler = Callable[[Request, Exception], Awaitable[Response]]


async def _of_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    told = "There is nothing at this address." if error.status_code == 404 else str(error.detail)
    return problem(error.status_code, told, error.headers)


async def _of_msa(_request: Request, error: Exception) -> Response:
    """What a request got wrong is told; of what went wrong here, where paths would be named, only that it did."""
    if isinstance(error, UsageError):
        return problem(400, str(error))
    _log.warning("a request failed: %s", error)
    if isinstance(error, NothingUsableError):
        return problem(404, "The index holds no tiles.")
    return problem(500, "The question could not be answered: the log of the server says why.")


async def _of_busy(_request: Request, _error: Exception) -> Response:
    return problem(503, "Too many questions wait already.", {"Retry-After": "2"})


async def _of_fault(_request: Request, error: Exception) -> Response:
    _log.error("a request failed", exc_info=error)
    return problem(500, "The question could not be answered: the log of the server says why.")
