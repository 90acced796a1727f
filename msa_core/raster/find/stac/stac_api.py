"""Asking a STAC API for items, page by page (https://github.com/radiantearth/stac-api-spec, Item Search)."""

from __future__ import annotations

import datetime as dt
import json
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from msa_core.errors import Cancelled
from msa_core.raster.find.stac.stac_documents import DocumentError, Documents, as_json, fetch_sentence
from msa_core.raster.gdal.locations import network
from msa_core.raster.gdal.locations.network import FetchError
from msa_core.stac_search import StacSearch

if TYPE_CHECKING:
    from pystac_client import Client
    from pystac_client.stac_api_io import StacApiIO

# As many as public servers give at once.
_PAGE = 100
_BY_SERVER = (
    "The server compares cloud cover, so items with more clouds, or that do not tell it, are not counted."
)
_BY_US = "The server cannot compare cloud cover, so its items are compared here."


def search(
    address: str,
    landing: dict[str, Any],
    wanted: StacSearch,
    documents: Documents,
    tell: Callable[[str], None],
) -> Iterator[dict[str, Any]]:
    """The items that a server finds, as JSON, each page when it is needed.

    Args:
        address: of its landing page, with what belongs after ``?``.
        landing: that page.
        wanted: box, dates, collections, and clouds where the server can compare them, go to it; whoever takes the
            items stops when there are enough.
        documents: fetches them.
        tell: told in a sentence who compares clouds.

    Raises:
        DocumentError: the server has no search, does not answer, or what it answers is damaged.
    """
    from pystac_client import Client

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            client = Client.from_dict(landing, href=network.plain(address))
            client._stac_io = _api_io(address, documents)
            found = client.search(
                method=_method(landing),
                limit=min(_PAGE, wanted.max_items or _PAGE),
                bbox=_west_to_east(wanted.bbox),
                datetime=interval(wanted.period),
                collections=list(wanted.collections) or None,
                **_clouds(client, wanted.cloud_below, _method(landing)),
            )
            if wanted.cloud_below is not None:
                is_told = any(client.conforms_to(name) for name in ("QUERY", "FILTER"))
                tell(f"{network.plain(address)}: {_BY_SERVER if is_told else _BY_US}")
        for page in found.pages_as_dicts():
            features = page.get("features")
            yield from features if isinstance(features, list) else ()
    except FetchError as error:
        raise DocumentError(fetch_sentence(error)) from None
    except (DocumentError, Cancelled):
        raise
    except Exception as error:  # pystac-client believes what servers say, and fails in many ways
        raise DocumentError(f"The server's answer cannot be understood ({type(error).__name__}).") from error


def interval(period: tuple[dt.datetime | None, dt.datetime | None]) -> str | None:
    """A period as the API has it: both ends belong to it, and an open one is two dots."""
    if period == (None, None):
        return None
    start, end = period
    first = ".." if start is None else _moment(start)
    last = ".." if end is None else _moment(end - dt.timedelta(microseconds=1))
    return f"{first}/{last}"


def _moment(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _clouds(client: Client, below: float | None, method: str) -> dict[str, Any]:
    """Less cloud cover than this, as arguments of a search; none for a server that cannot compare, which sends all.

    By the query extension (https://github.com/stac-api-extensions/query), else by the filter extension in CQL2
    (https://github.com/stac-api-extensions/filter), as JSON where it is posted and as text where it is not.
    """
    if below is None:
        return {}
    if client.conforms_to("QUERY"):
        return {"query": {"eo:cloud_cover": {"lt": below}}}
    if not client.conforms_to("FILTER"):
        return {}
    if method == "GET":
        return {"filter": f"eo:cloud_cover < {below:g}", "filter_lang": "cql2-text"}
    compared = {"op": "<", "args": [{"property": "eo:cloud_cover"}, below]}
    return {"filter": compared, "filter_lang": "cql2-json"}


def _west_to_east(bbox: tuple[float, ...] | None) -> list[float] | None:
    return None if bbox is None else list(bbox)


def _method(landing: dict[str, Any]) -> str:
    """POST where the server offers it: a GET is what all have to answer."""
    links = landing.get("links")
    told = [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []
    posts = [link for link in told if link.get("rel") == "search" and link.get("method") == "POST"]
    return "POST" if posts else "GET"


def _api_io(address: str, documents: Documents) -> StacApiIO:
    from pystac_client.stac_api_io import StacApiIO

    own = dict(parse_qsl(urlsplit(address).query))  # a key that the server wants with every question

    class GuardedIO(StacApiIO):
        """Asks by our own connections alone."""

        def __init__(self) -> None:
            super().__init__(max_retries=None)
            self._asked: set[str] = set()

        def request(
            self,
            href: str,
            method: str | None = None,
            headers: dict[str, str] | None = None,
            parameters: dict[str, Any] | None = None,
        ) -> str:
            question = json.dumps([href, method, parameters], sort_keys=True, default=str)
            if question in self._asked:
                raise DocumentError("The server's pages lead back to earlier ones.")
            self._asked.add(question)
            is_post = (method or "GET").upper() == "POST"
            if own and not is_post:
                parameters = {**{k: v for k, v in own.items() if f"{k}=" not in href}, **(parameters or {})}
            content = documents.fetcher.fetch(href, method or "GET", parameters, headers)
            as_json(content)
            return content.decode("utf-8-sig")

    return GuardedIO()
