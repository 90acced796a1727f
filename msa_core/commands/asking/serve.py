"""``msa serve``."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import Running, check_device
from msa_core.errors import StorageError, UsageError
from msa_core.memory import check_address_space
from msa_core.names import visible

TOKEN_VARIABLE = "MSA_SERVE_TOKEN"
_MIN_TOKEN = 16
_CONNECTIONS = 64


@dataclass(frozen=True, kw_only=True)
class Served:
    """What to serve, and to whom."""

    indexes: Annotated[
        list[Path], typer.Argument(metavar="INDEX...", help="Folders that msa index made, searched as one.")
    ]
    host: Annotated[
        str, typer.Option(help="Address to listen at. Another than this machine's own needs a token.")
    ] = "127.0.0.1"
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any that is free.")] = 8017
    token_file: Annotated[
        Path | None,
        typer.Option(
            help="File whose first line is the token that every request has to bear, as Authorization: Bearer TOKEN. "
            f"Default: {TOKEN_VARIABLE} in the environment."
        ),
    ] = None
    rate: Annotated[float, typer.Option(min=0.1, help="Requests a second that one address may make.")] = 10.0


@takes(Served, Running)
def serve(served: Served, running: Running) -> None:
    """Answer searches of other programs over HTTP: read-only, on this machine alone unless told otherwise.

    GeoJSON as OGC API Features has it: /collections/tiles/items?q=storage tanks&bbox=...&limit=20; thumbnails and
    captions of each tile below it. Ctrl-C ends it.
    """
    check_address_space()
    try:
        import uvicorn

        from msa_core.serving.application import make_application
        from msa_core.serving.guards import LOOPBACK_NAMES, is_loopback
    except ImportError as error:
        raise UsageError("msa serve needs two more packages: pip install 'msa-analyst[server]'.") from error
    token, is_local = _token(served.token_file), is_loopback(served.host)
    if not is_local and token is None:
        raise UsageError(
            f"At {visible(served.host)} other machines could search: give a token, in --token-file FILE or "
            f"{TOKEN_VARIABLE}, or leave out --host."
        )
    from msa_core.engine import Engine

    with terminal.stoppable():
        engine = Engine(served.indexes, running.model, check_device(running.device))
        engine.opened.require_tiles()
        engine.warm_up(terminal.Bar())
    terminal.end_bar()
    hosts = (*LOOPBACK_NAMES, served.host.lower()) if is_local else None
    app = make_application(engine, token, hosts, served.rate)
    listener = _listener(served.host, served.port)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=5, timeout_graceful_shutdown=5, h11_max_incomplete_event_size=16_384, ws="none", http="h11",
        proxy_headers=False,
    )  # fmt: skip
    address, port = served.host, listener.getsockname()[1]
    name = f"[{address}]" if ":" in address else address
    terminal.say(f"http://{name}:{port}/")
    terminal.note(
        "serving, read-only; Ctrl-C ends it" + ("" if token is None else "; requests need the token")
    )
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _token(file: Path | None) -> str | None:
    """The token, None for none. Raises UsageError, StorageError."""
    text = os.environ.get(TOKEN_VARIABLE) or None
    if file is not None:
        try:
            lines = file.read_text("utf-8").splitlines()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise StorageError(f"--token-file {visible(str(file))} cannot be read: {reason}.") from error
        text = lines[0].strip() if lines else ""
    if text is None:
        return None
    if len(text) < _MIN_TOKEN or not text.isascii() or not text.isprintable() or " " in text:
        raise UsageError(
            f"The token must be one word of {_MIN_TOKEN} or more plain letters and digits; make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return text


def _listener(host: str, port: int) -> socket.socket:
    """Raises UsageError where nothing can listen."""
    try:
        kind = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=kind)
    except OSError as error:
        raise UsageError(
            f"Nothing can listen at {visible(host)}:{port} ({error.strerror or error})."
        ) from error
