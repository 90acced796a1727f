"""The one door through which GDAL reaches a network: it decides about every connection, redirected ones included.

GDAL's own curl follows redirects wherever they lead, and has no setting against it. So all its connections are made to
go through a proxy (SOCKS, RFC 1928), which learns the host of each and connects only where the rules of
:class:`GuardedConnections` let it. It sees no more than host and port: what is sent stays between curl and the server.
It is run as a script, with nothing but Python's own library, by :mod:`.guard_process`.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import selectors
import signal
import socket
import struct
import sys
import threading
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping, Set
from urllib.parse import unquote, urlsplit

HostPort = tuple[str, int]
# As many at a time as a browser opens to a few servers; more are made to wait.
MAX_CONNECTIONS = 16
_CONNECT_S = 10.0
# curl keeps a connection for the next request; one that is still for so long makes room for another.
_STILL_S = 0.5
# GDAL would try again.
_SHUT_S = 5.0
_REFUSED, _FAILED, _NO_NAME = 2, 5, 4  # as SOCKS numbers them


class GuardedConnections:
    """A SOCKS server on this machine's own loopback, for the process that starts it alone.

    A connection is made to a place that was asked for, and to any in the public internet, as servers redirect to
    others. Never to this machine or its own network behind its back: to the loopback only where that very host and
    port was asked for; to a private network only when a server in one was.

    Args:
        asked: hosts and ports that were asked for; it may grow later.
        proxies: address of a proxy by scheme (``https``), as the environment has it, to go through.
    """

    def __init__(self, asked: Set[HostPort], proxies: Mapping[str, str] | None = None) -> None:
        self._asked = asked
        self._proxies = dict(proxies or {})
        self._is_private = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._waiting = 0
        self._shut_until_s = 0.0
        self._server = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._server.getsockname()[1]
        self.refused: list[HostPort] = []
        threading.Thread(target=self._accept, name="msa-network", daemon=True).start()

    def interrupt(self) -> None:
        """Break all connections, and make none for a while, so that whoever waits for an answer fails at once."""
        with self._lock:
            self._shut_until_s = time.monotonic() + _SHUT_S
            waiting = list(self._open)
        for connection in waiting:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def resume(self) -> None:
        """Make connections again."""
        with self._lock:
            self._shut_until_s = 0.0

    def _accept(self) -> None:
        while True:
            client, _ = self._server.accept()
            threading.Thread(target=self._serve, args=(client,), name="msa-connection", daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._turn(), contextlib.suppress(OSError, ValueError, struct.error, IndexError), client:
            self._keep(client)
            target = _asked_for(client)
            server, fault = self._connect(target)
            if server is None:
                client.sendall(_answer(fault))
                return
            with server:
                self._keep(server)
                client.sendall(_answer(0))
                self._relay(client, server)
        with self._lock:
            self._open = {connection for connection in self._open if connection.fileno() >= 0}

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        with self._lock:
            self._waiting += 1
        with self._free:
            with self._lock:
                self._waiting -= 1
            yield

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        """Carry bytes both ways until one side ends, or it is answered, still, and others wait."""
        with selectors.DefaultSelector() as either:
            either.register(client, selectors.EVENT_READ, server)
            either.register(server, selectors.EVENT_READ, client)
            is_answered = False
            while True:
                ready = either.select(_STILL_S)
                if not ready and is_answered and self._waiting:
                    return
                for key, _ in ready:
                    source: socket.socket = key.fileobj  # type: ignore[assignment]
                    carried = source.recv(1 << 16)
                    if not carried:
                        return
                    key.data.sendall(carried)
                    is_answered = source is server

    def _keep(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def _connect(self, target: HostPort) -> tuple[socket.socket | None, int]:
        """A connection, or None and why not, as SOCKS numbers it."""
        if time.monotonic() < self._shut_until_s:
            return None, _REFUSED
        proxy = self._proxy_for(target)
        if proxy:
            if not self._may_by_name(target):
                self.refused.append(target)
                return None, _REFUSED
            return _through_proxy(proxy, target), 0
        try:
            found = socket.getaddrinfo(*target, type=socket.SOCK_STREAM)
        except OSError:
            return None, _NO_NAME
        allowed = [entry for entry in found if self._may(target, str(entry[4][0]))]
        if not allowed:
            self.refused.append(target)
            return None, _REFUSED
        for family, kind, protocol, _, number in allowed:
            server = socket.socket(family, kind, protocol)
            try:
                server.settimeout(_CONNECT_S)
                server.connect(number)
                server.settimeout(None)
                return server, 0
            except OSError:
                server.close()
        return None, _FAILED

    def _may(self, target: HostPort, number: str) -> bool:
        """Whether a place that has this number may be connected to."""
        address = ipaddress.ip_address(number.partition("%")[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        is_own = address.is_loopback or address.is_unspecified or address.is_link_local
        if target in self._asked:
            self._is_private = self._is_private or not (address.is_global or is_own)
            return True
        return address.is_global or (self._is_private and not is_own and not address.is_multicast)

    def _may_by_name(self, target: HostPort) -> bool:
        """The same where a proxy looks the name up: a name says little, but those of this machine are known."""
        host = target[0].lower()
        if target in self._asked:
            return True
        try:
            return self._may(target, host)
        except ValueError:
            return host != "localhost" and not host.endswith((".localhost", ".local"))

    def _proxy_for(self, target: HostPort) -> str:
        proxy = self._proxies.get("https" if target[1] == 443 else "http", "")
        is_passed_by = bool(proxy) and bool(
            urllib.request.proxy_bypass_environment(f"{target[0]}:{target[1]}", self._proxies)  # type: ignore[attr-defined]
        )
        return "" if is_passed_by else proxy


def _asked_for(client: socket.socket) -> HostPort:
    """Read what curl wants: a host and a port. Raises ValueError for anything but a connection."""
    version, methods = _exactly(client, 2)
    _exactly(client, methods)
    client.sendall(b"\x05\x00")
    version, command, _, kind = _exactly(client, 4)
    if version != 5 or command != 1:
        raise ValueError("no connection is asked for")
    if kind == 3:
        host = _exactly(client, _exactly(client, 1)[0]).decode("idna")
    else:
        family, length = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
        host = socket.inet_ntop(family, _exactly(client, length))
    return host.lower(), struct.unpack(">H", _exactly(client, 2))[0]


def _exactly(stream: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = stream.recv(count - len(found))
        if not more:
            raise ValueError("the connection ended")
        found += more
    return found


def _answer(fault: int) -> bytes:
    return bytes((5, fault, 0, 1, 0, 0, 0, 0, 0, 0))


def _through_proxy(proxy: str, target: HostPort) -> socket.socket:
    """A connection through somebody else's HTTP proxy. Raises OSError."""
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    server = socket.create_connection((parts.hostname or "", parts.port or 80), _CONNECT_S)
    host = f"[{target[0]}]" if ":" in target[0] else target[0]
    lines = [f"CONNECT {host}:{target[1]} HTTP/1.1", f"Host: {host}:{target[1]}"]
    if parts.username:
        who = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        lines.append(f"Proxy-Authorization: Basic {b64encode(who.encode()).decode()}")
    server.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
    said = b""
    while b"\r\n\r\n" not in said and len(said) < 1 << 16:
        said += _exactly(server, 1)
    if said.split(b" ", 2)[1:2] != [b"200"]:
        server.close()
        raise OSError("the proxy refuses")
    server.settimeout(None)
    return server


def main() -> None:
    """Guard for the process at the other end of stdin, a message in JSON a line, until it ends; each is answered."""
    for name in ("SIGINT", "SIGBREAK"):  # meant for the other process, which says what it wants
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    asked: set[HostPort] = set()
    guard: GuardedConnections | None = None
    for line in sys.stdin:
        message = json.loads(line)
        if guard is None:
            guard = GuardedConnections(asked, message.get("proxies"))
        asked.update((str(host), int(port)) for host, port in message.get("asked", ()))
        if message.get("interrupt"):
            guard.interrupt()
        if message.get("resume"):
            guard.resume()
        sys.stdout.write(f"{guard.port}\n")
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
