"""The window with a probe in it: says where widgets are, and what went wrong since it was last asked.

    python -m tests.ui.probe SOCKET [OPTIONS OF msa-analyst]

A question is one line of JSON over the local socket, the answer another. Nothing here clicks or types: that is done
from outside, on the display.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QPoint, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from app import __main__ as program
from app import bootstrap
from app.wiring.wiring import Wiring
from tests.app.laid_out import clipped, overlapping

BEAT_MS = 10
WARNINGS: list[str] = []
ERRORS: list[str] = []


class Probe(QObject):
    """Answers over a local socket, and watches the event loop."""

    def __init__(self, wiring: Wiring, name: str) -> None:
        super().__init__()
        self._wiring = wiring
        self._wall_s, self._cpu_s = time.perf_counter(), time.thread_time()
        self._longest = (0.0, 0.0)
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start(BEAT_MS)
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(name):
            raise OSError(self._server.errorString())

    def _on_beat(self) -> None:
        """The longest turn of the loop: in processor time of this thread, and on the clock."""
        wall_s, cpu_s = time.perf_counter(), time.thread_time()
        self._longest = (
            max(self._longest[0], cpu_s - self._cpu_s),
            max(self._longest[1], wall_s - self._wall_s),
        )
        self._wall_s, self._cpu_s = wall_s, cpu_s

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._on_lines(socket))

    def _on_lines(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            asked = json.loads(bytes(socket.readLine().data()))
            try:
                answer: Any = getattr(self, "say_" + asked.pop("ask"))(**asked)
            except Exception as error:
                answer = {"fault": f"{type(error).__name__}: {error}"}
            socket.write(json.dumps(answer).encode() + b"\n")
            socket.flush()

    def say_widget(self, path: str) -> dict[str, Any]:
        """Where a widget is, by its attributes from the window on (``hits.list``); with ``row`` of a view's row."""
        return self._told(self._found(path))

    def say_row(self, path: str, row: int) -> dict[str, Any]:
        """Where a row of a view is."""
        view = self._found(path)
        box = view.visualRect(view.model().index(row, 0))
        at = view.viewport().mapToGlobal(box.center())
        return {"x": at.x(), "y": at.y(), "rows": view.model().rowCount(), "height": box.height()}

    def say_value(self, path: str) -> Any:
        """An attribute, called when it can be."""
        found: Any = self._wiring
        for name in path.split("."):
            found = getattr(found, name)
        found = found() if callable(found) else found
        return found if isinstance(found, bool | int | float | str | type(None)) else str(found)

    def say_faults(self) -> dict[str, Any]:
        """What went wrong since the last time, and what is wrong with the layout now."""
        windows = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top.width() > 1]
        told = {
            "cpu_ms": round(self._longest[0] * 1e3),
            "wall_ms": round(self._longest[1] * 1e3),
            "warnings": WARNINGS[:],
            "errors": ERRORS[:],
            # The buttons of the map float on it.
            "overlapping": [pair for top in windows for pair in overlapping(top) if "#floating" not in pair],
            "clipped": [words for top in windows for words in clipped(top)],
        }
        self._longest = (0.0, 0.0)
        WARNINGS.clear()
        ERRORS.clear()
        return told

    def say_picture(self, file: str) -> bool:
        """Save the window as it is on screen."""
        return bool(self._wiring.window.grab().save(file, "PNG"))

    def _found(self, path: str) -> QWidget:
        found: Any = self._wiring.window
        for name in path.split("."):
            found = getattr(found, name)
            found = found() if not isinstance(found, QObject) and callable(found) else found
        return found

    @staticmethod
    def _told(widget: QWidget) -> dict[str, Any]:
        at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
        text = getattr(widget, "text", None)
        return {
            "x": at.x(), "y": at.y(), "width": widget.width(), "height": widget.height(),
            "visible": widget.isVisible(), "enabled": widget.isEnabled(), "focus": widget.hasFocus(),
            "text": text() if callable(text) else text if isinstance(text, str) else "",
            "ratio": widget.devicePixelRatioF(),
        }  # fmt: skip


def main() -> int:
    """Open the window with a probe."""
    name, *arguments = sys.argv[1:]

    class ProbedWiring(Wiring):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.probe = Probe(self, name)
            caught = sys.excepthook
            sys.excepthook = lambda *what: (ERRORS.append(f"{what[0].__name__}: {what[1]}"), caught(*what))[0]

    def heard(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg) and not str(context.category).startswith(
            "qt.qpa"
        ):
            WARNINGS.append(text)
        if previous is not None:
            previous(kind, context, text)

    bootstrap.Wiring = ProbedWiring  # type: ignore[misc]
    started = bootstrap.logs.start
    previous: Any = None

    def start_logs() -> None:
        nonlocal previous
        started()
        previous = qInstallMessageHandler(heard)

    bootstrap.logs.start = start_logs
    return program.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
