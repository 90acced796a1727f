"""A web server on this machine that serves files by ranges, as object stores do, and fails in every way one can."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Behaviour = Callable[["Request"], None]


@dataclass
class RangeServer:
    """What a test sees of the server.

    Attributes:
        address: ``http://127.0.0.1:port``.
        files: content by path (``/a.tif``), which a test may replace at any time.
        behaviours: by path, what is done in place of sending the file.
        asked: ``METHOD /path`` of every request, and its headers.
        let_go: set at the end, so that requests that hang end.
    """

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    def put(self, name: str, file: Path) -> str:
        """Serve a file; returns its address."""
        self.files[f"/{name}"] = file.read_bytes()
        return f"{self.address}/{name}"


class Request(BaseHTTPRequestHandler):
    """One request; behaviours call its methods."""

    protocol_version = "HTTP/1.1"
    served: RangeServer

    def do_GET(self) -> None:
        self.served.asked.append(f"{self.command} {self.path}")
        self.served.headers.append(dict(self.headers))
        self.name = self.path.partition("?")[0]
        behaviour = self.served.behaviours.get(self.name, type(self).send_file)
        behaviour(self)

    do_HEAD = do_GET  # noqa: N815

    def send_file(self, longer: int = 0, tag: str = "") -> None:
        """The file, or the range asked for; ``longer`` by so many bytes than it is, in what the header says."""
        content = self.served.files.get(self.name)
        if content is None:
            self.fail(404)
            return
        total = len(content) + longer
        if found := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            start, end = int(found[1]), min(int(found[2] or total - 1), total - 1)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{end}/{total}")
            body, said = content[start : end + 1], end + 1 - start
        else:
            self.send_response(200)
            body, said = content, total
        self.send_header("Content-Length", str(said))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", f'"{tag or hash(content)}"')
        self.send_header("Last-Modified", "Wed, 21 Oct 2020 07:28:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
            if len(body) < said:
                self.close_connection = True

    def fail(self, code: int, **headers: str) -> None:
        """An answer without content."""
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def drop(self) -> None:
        """End the connection in the middle of the file."""
        if self.command == "HEAD":
            self.send_file()
            return
        self.send_response(206)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"II*\0 half")
        self.close_connection = True

    def hang(self) -> None:
        """Never answer."""
        self.served.let_go.wait(60)
        self.close_connection = True

    def slowly(self) -> None:
        """The file, a little later."""
        time.sleep(0.3)
        self.send_file()

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """With room for as many connections as wait on a busy machine."""

    request_queue_size = 128


@contextmanager
def range_server() -> Iterator[RangeServer]:
    """A server for the block."""
    served = RangeServer()
    handler = type("BoundRequest", (Request,), {"served": served})
    server = _Server(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield served
    finally:
        served.let_go.set()
        server.shutdown()
        thread.join()
        server.server_close()
