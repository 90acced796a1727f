"""The entry of the engine process. Knows no Qt: spawn imports this module in the child."""

from __future__ import annotations

import importlib
import os
import signal
from multiprocessing.connection import Connection


def enter(connection: Connection, target: str, device: str) -> None:
    """Import ``package.module:function`` and hand it the pipe; the window never imports that module."""
    # Ctrl+C in a terminal reaches the whole group: the window decides when the engine ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    module, _, function = target.partition(":")
    getattr(importlib.import_module(module), function)(connection, device)
