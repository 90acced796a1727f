"""What stands before every request: who may ask, how often, and how large a request may be. Plain ASGI."""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from msa_core.serving.answers import problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_URL_BYTES = 8192
_MAX_ADDRESSES = 4096
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Guards:
    """Refuses in words what may not be asked.

    Args:
        app: what answers the rest.
        token: that a request has to bear, as ``Authorization: Bearer TOKEN``; None: nobody needs one.
        hosts: names that requests may be addressed to; None: any. A page of the web that had its own name point to the
            loopback would be refused by it.
        rate: requests a second and address, on average; twice as many seconds' worth may come at once.
    """

    def __init__(self, app: App, token: str | None, hosts: tuple[str, ...] | None, rate: float) -> None:
        self._app, self._hosts = app, hosts
        self._token = None if token is None else token.encode()
        self._buckets = Buckets(rate, 2 * rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            headers = {name.lower(): value for name, value in scope["headers"]}
            refusal = self._refusal(scope, headers)
            if refusal is not None:
                await problem(*refusal)(scope, receive, send)
                return
        elif scope["type"] != "lifespan":  # no websockets
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str, dict[str, str]] | None:
        """Status, sentence and headers of what is refused."""
        wait_s = self._buckets.wait_s((scope.get("client") or ("", 0))[0])
        if wait_s > 0:
            told = {"Retry-After": str(max(1, round(wait_s)))}
            return 429, "Too many requests: wait as long as Retry-After says.", told
        if self._hosts is not None and host_of(headers.get(b"host", b"")) not in self._hosts:
            return 421, "This server answers to its own names only: see Host.", {}
        if not self._may_ask(headers.get(b"authorization", b"")):
            asked = {"WWW-Authenticate": 'Bearer realm="msa"'}
            return 401, "A token is needed: Authorization: Bearer TOKEN.", asked
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > MAX_URL_BYTES:
            return 414, f"The address is longer than {MAX_URL_BYTES} bytes.", {}
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "Only GET and HEAD: nothing can be changed here.", {"Allow": "GET, HEAD"}
        if headers.get(b"content-length", b"0").strip() != b"0" or b"transfer-encoding" in headers:
            return 413, "A request has no body here.", {"Connection": "close"}
        return None

    def _may_ask(self, given: bytes) -> bool:
        if self._token is None:
            return True
        kind, _, token = given.partition(b" ")
        # Compared in a time that tells nothing of where the first difference is.
        return hmac.compare_digest(token.strip(), self._token) and kind.lower() == b"bearer"


class Buckets:
    """Counts requests of each address (token bucket).

    Args:
        rate: requests a second.
        burst: as many may come at once.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, max(1.0, burst)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, address: str, now_s: float | None = None) -> float:
        """0 when a request may come now, and it is counted; else how many seconds to wait."""
        now_s = time.monotonic() if now_s is None else now_s
        left, then_s = self._left.pop(address, (self._burst, now_s))
        left = min(self._burst, left + (now_s - then_s) * self._rate)
        may = left >= 1.0
        self._left[address] = (left - 1.0 if may else left), now_s
        while len(self._left) > _MAX_ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if may else (1.0 - left) / self._rate


def host_of(header: bytes) -> str:
    """The name in a ``Host`` header, without its port, in small letters."""
    text = header.decode("latin-1").strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.rpartition(":")[0] if text.count(":") == 1 else text


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens there."""
    return host in _LOOPBACK or (host.startswith("127.") and host.replace(".", "").isdigit())


LOOPBACK_NAMES = _LOOPBACK
