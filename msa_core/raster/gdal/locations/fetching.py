"""Documents at addresses (STAC, as JSON), fetched through the same guard as GDAL's own connections.

Names and passwords are taken as GDAL takes them (``GDAL_HTTP_USERPWD``, ``GDAL_HTTP_BEARER``, ``.netrc``) and go to the
server that was asked for alone. No sentence here holds what came after ``?``.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from msa_core.raster.gdal.locations import network, remote
from msa_core.raster.gdal.locations.network import FetchError

if TYPE_CHECKING:
    import requests

# A server is waited for so long: to connect, and from one byte to the next.
TIMEOUTS_S = (10.0, 20.0)
_WHOLE_S = 300.0
_MAX_REDIRECTS = 5
_AGAIN = frozenset((429, 500, 502, 503, 504))
# A server that wants a longer wait is told of, and asked in another run.
MAX_WAIT_S = 60.0


class Fetcher:
    """Fetches documents, one at a time.

    Args:
        tick: called ten times a second while a server is waited for; what it raises ends the wait and is raised on.
    """

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._session: requests.Session | None = None

    def fetch(
        self,
        address: str,
        method: str = "GET",
        parameters: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """The bytes of a document; a busy or failing server is asked again, later each time.

        Args:
            address: of a server that was asked for, with what belongs after ``?``.
            method: ``GET``, or ``POST`` with ``parameters`` as JSON.

        Raises:
            FetchError: nobody asked for this server, it cannot be reached, or does not give the document.
        """
        if not network.is_catalogue_asked(address):
            raise FetchError(network.NOT_ASKED)
        found: list[bytes] = []
        try:
            remote.patiently(
                lambda: found.append(self._patiently(address, method, parameters, headers)), self._tick
            )
        except FetchError:
            raise
        except BaseException:
            remote.interrupt()
            raise
        return found[0]

    def _patiently(
        self,
        address: str,
        method: str,
        parameters: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> bytes:
        retries = max(math.floor(_number("GDAL_HTTP_MAX_RETRY", 3)), 0)
        fault = ""
        for attempt in range(retries + 1):
            wait_s = _number("GDAL_HTTP_RETRY_DELAY", 0.5) * 2**attempt
            try:
                response = self._ask(address, method, parameters, headers)
                if response.status_code not in _AGAIN:
                    return _content(response)
                fault = _status_words(response.status_code)
                wait_s = max(wait_s, retry_after_s(response.headers.get("Retry-After", "")))
                response.close()
            except _transient() as error:
                fault = _words(error)
            if wait_s > MAX_WAIT_S:
                raise FetchError(f"{fault}; it asks to be left alone for {wait_s:.0f} seconds")
            if attempt < retries:
                time.sleep(wait_s)
        raise FetchError(fault)

    def _ask(
        self,
        address: str,
        method: str,
        parameters: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> requests.Response:
        import requests

        session = self._session = self._session or new_session()
        remote.start()
        is_post = method.upper() == "POST"
        try:
            return session.request(
                "POST" if is_post else "GET",
                address,
                params=None if is_post else dict(parameters or {}),
                json=dict(parameters or {}) if is_post else None,
                headers={**_bearer(address), **(headers or {})},
                auth=name_and_password(address),
                timeout=TIMEOUTS_S,
                stream=True,
            )
        except _transient():
            raise
        except (requests.RequestException, ValueError, UnicodeError) as error:
            raise FetchError(_words(error)) from None


def new_session() -> requests.Session:
    """A session whose connections the guard makes. Raises OSError: the guard cannot be started."""
    import requests

    remote.start()

    session = requests.Session()
    session.trust_env = False  # a proxy of the environment is known to the guard
    session.proxies = {"http": remote.door(), "https": remote.door()}
    session.max_redirects = _MAX_REDIRECTS
    session.headers["Accept"] = "application/geo+json, application/json"
    for name in ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        if os.environ.get(name):
            session.verify = os.environ[name]
    return session


def _transient() -> tuple[type[Exception], ...]:
    """What may pass by itself; not what the guard refused."""
    import requests

    return (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


def _content(response: requests.Response) -> bytes:
    """Raises FetchError: it is not an answer to what was asked, or too long."""
    import requests

    with response:
        if not 200 <= response.status_code < 300:
            raise FetchError(_status_words(response.status_code))
        found, until_s = bytearray(), time.monotonic() + _WHOLE_S
        try:
            for block in response.iter_content(1 << 16):
                found += block
                if len(found) > network.MAX_DOCUMENT_BYTES:
                    raise FetchError(f"the document is larger than {network.MAX_DOCUMENT_BYTES >> 20} MB")
                if time.monotonic() > until_s:
                    raise FetchError("the server does not answer in time")
        except _transient():
            raise
        except requests.RequestException as error:
            raise FetchError(_words(error)) from None
    return bytes(found)


def _words(error: Exception) -> str:
    """Why there is no answer, without the address that the library names in its own words."""
    import requests

    said = str(error)
    if isinstance(error, requests.Timeout) or "timed out" in said:
        return "the server does not answer in time"
    if "not allowed by ruleset" in said or "General SOCKS server failure" in said:
        return "the server redirects to this machine or its own network, or cannot be reached"
    if isinstance(error, requests.exceptions.InvalidSchema):
        return "the server redirects to a file of this machine or to what is not a web address, which is not followed"
    if isinstance(error, requests.TooManyRedirects):
        return f"the server redirects more than {_MAX_REDIRECTS} times"
    if isinstance(error, requests.exceptions.SSLError):
        return "the server's certificate is not trusted"
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return "what the server sends is damaged"
    return "the server cannot be reached, or ends the connection"


def _status_words(status: int) -> str:
    said = f"code: {status}"
    words = remote.words(said)
    return f"the server answers with {status}" if words == said else words


def retry_after_s(text: str) -> float:
    """Seconds that a server asks to wait (RFC 9110, 10.2.3), 0 when it does not say."""
    if text.strip().isdecimal():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
        return max((when - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0


def _number(name: str, usual: float) -> float:
    try:
        return float(os.environ.get(name, usual))
    except ValueError:
        return usual


def name_and_password(address: str) -> tuple[str, str] | None:
    """As the environment or ``.netrc`` has them for the server of an address; None for none."""
    from requests.utils import get_netrc_auth

    name, colon, password = os.environ.get("GDAL_HTTP_USERPWD", "").partition(":")
    if colon and network.is_own_catalogue(address):
        return name, password
    found = get_netrc_auth(address)
    return None if found is None else (str(found[0]), str(found[1]))


def _bearer(address: str) -> dict[str, str]:
    token = os.environ.get("GDAL_HTTP_BEARER", "")
    return {"Authorization": f"Bearer {token}"} if token and network.is_own_catalogue(address) else {}
