"""A rotating log file, and the last catch for errors nobody expected."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app import paths
from app.log_lines import log_handler
from app.translation import tr

_LOG = logging.getLogger("app")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}


def start() -> None:
    """Log to the rotating file; without a writable place, to stderr only. Core and Qt messages included."""
    root = logging.getLogger()
    root.addHandler(log_handler(paths.log_file()))
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_on_qt_message)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt's own complaints go where the others are."""
    logging.getLogger("qt").log(
        _QT_LEVELS.get(kind, logging.ERROR), "%s: %s", context.category or "default", text
    )


def catch_unexpected(show: Callable[[str], None]) -> None:
    """Log every uncaught error and ``show`` a sentence; the window stays open."""

    def _on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _LOG.critical("Uncaught error", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        show(
            tr(
                "Something unexpected went wrong ({name}: {error}). The log has the details.",
                name=kind.__name__,
                error=error,
            )
        )

    sys.excepthook = _on_error
