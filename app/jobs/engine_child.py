"""The entry of the engine process. Knows no Qt: spawn imports this module in the child."""

from __future__ import annotations

import importlib
import logging
import os
import signal
from multiprocessing.connection import Connection

from app import paths
from app.log_lines import log_handler


def enter(connection: Connection, target: str, device: str) -> None:
    """Import ``package.module:function`` and hand it the pipe; the window never imports that module."""
    # Ctrl+C in a terminal reaches the whole group: the window decides when the engine ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(log_handler(paths.engine_log_file()))
    logging.getLogger("msa_core").setLevel(logging.INFO)  # of libraries, warnings
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    module, _, function = target.partition(":")
    getattr(importlib.import_module(module), function)(connection, device)
