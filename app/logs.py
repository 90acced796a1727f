"""A rotating log file, and the last catch for errors nobody expected."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app import paths
from msa_core.names import visible_lines

_LOG = logging.getLogger("app")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}


def start() -> None:
    """Log to the rotating file; without a writable place, to stderr only. Core and Qt messages included."""
    handler: logging.Handler
    try:
        file = paths.log_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(_PlainLines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_on_qt_message)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt's own complaints go where the others are."""
    logging.getLogger("qt").log(
        _QT_LEVELS.get(kind, logging.ERROR), "%s: %s", context.category or "default", text
    )


class _PlainLines(logging.Formatter):
    """What others wrote in a record, a name of a file say, acts on no terminal that shows the log."""

    def format(self, record: logging.LogRecord) -> str:
        return visible_lines(super().format(record))


def catch_unexpected(show: Callable[[str], None]) -> None:
    """Log every uncaught error and ``show`` a sentence; the window stays open."""

    def _on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _LOG.critical("Uncaught error", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        show(f"Something unexpected went wrong ({kind.__name__}: {error}). The log has the details.")

    sys.excepthook = _on_error
