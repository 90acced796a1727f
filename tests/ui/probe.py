"""The window with a probe in it: says where widgets are, and what went wrong since it was last asked.

    python -m tests.ui.probe SOCKET [OPTIONS OF msa-analyst]

A question is one line of JSON over the local socket, the answer another. Nothing here clicks or types: that is done
from outside, on the display.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QMenu,
    QMenuBar,
    QRadioButton,
    QTabBar,
    QWidget,
)

from app import __main__ as program
from app import bootstrap
from app.wiring.wiring import Wiring
from tests.ui.watch import SLOW_S, Watch, colour_at


class TimedApplication(QApplication):
    """Tells on stderr of each event that takes long: which, and for whom. Slow; for finding what a slow turn does."""

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        kind, start_s = event.type(), time.thread_time()
        done = super().notify(receiver, event)
        took_s = time.thread_time() - start_s
        if took_s > SLOW_S:
            print(f"{took_s:.3f} s: {kind.name} for {type(receiver).__name__}", file=sys.stderr, flush=True)
        return done


class Probe(QObject):
    """Answers over a local socket."""

    def __init__(self, wiring: Wiring, watch: Watch, name: str) -> None:
        super().__init__()
        self._wiring, self._watch = wiring, watch
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._on_connection)
        if not self._server.listen(name):
            raise OSError(self._server.errorString())

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._on_lines(socket))

    def _on_lines(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            asked = json.loads(bytes(socket.readLine().data()))
            with self._watch.own_work():
                answer = self._answer(asked)
            socket.write(json.dumps(answer).encode() + b"\n")
            socket.flush()

    def _answer(self, asked: dict[str, Any]) -> Any:
        try:
            return getattr(self, "say_" + asked.pop("ask"))(**asked)
        except Exception as error:
            return {"fault": f"{type(error).__name__}: {error}"}

    # Where things are

    def say_widget(self, path: str) -> dict[str, Any]:
        """Where a widget is, by its attributes from the window on (``hits.list``); ``wiring.`` begins at the wiring."""
        return self._told(self._found(path))

    def say_row(self, path: str, row: int, under: list[int] | None = None, column: int = 0) -> dict[str, Any]:
        """Where a row of a view is; ``under``: rows of a tree that lead to it. Scrolls to it."""
        view = self._found(path)
        parent = view.rootIndex()
        for step in under or ():
            parent = view.model().index(step, 0, parent)
        index = view.model().index(row, column, parent)
        view.scrollTo(index)
        box = view.visualRect(index)
        left_top = view.viewport().mapToGlobal(box.topLeft())
        at = view.viewport().mapToGlobal(box.center())
        return {
            "x": at.x(), "y": at.y(), "left": left_top.x(), "right": left_top.x() + box.width(),
            "rows": view.model().rowCount(parent), "height": box.height(), "words": str(index.data()),
        }  # fmt: skip

    def say_words(self, words: str, kind: str = "") -> dict[str, Any]:
        """Where a button, a tab, an entry of a menu or a label is that is on screen and shows these words; ``kind``:
        in widgets of this class alone."""
        wanted = words.replace("&", "")
        popup = QApplication.activePopupWidget()
        boxes = [
            (widget, box, enabled)
            for widget in QApplication.allWidgets()
            if widget.isVisible() and kind in ("", type(widget).__name__)
            for shown, box, enabled in _texts(widget)
            if shown.replace("&", "").strip() == wanted
        ]
        # What was opened last is in front.
        boxes.sort(key=lambda box: (box[0].window() is popup, box[2]))
        if not boxes:
            raise LookupError(f"nothing on screen says {words!r}")
        widget, box, enabled = boxes[-1]
        at = widget.mapToGlobal(box.center())
        return {"x": at.x(), "y": at.y(), "enabled": enabled}

    def say_place(self, lon: float, lat: float) -> dict[str, int]:
        """Where a place in degrees is on screen."""
        import numpy as np

        canvas = self._wiring.window.canvas
        (x, y), *_ = canvas.projection.forward(np.array([[lon, lat]])).tolist()
        (view_x, view_y), *_ = canvas.view.to_view(np.array([[x, y]])).tolist()
        at = canvas.viewport().mapToGlobal(QPoint(round(view_x), round(view_y)))
        return {"x": at.x(), "y": at.y()}

    def say_rasters_at(self, lon: float, lat: float) -> list[str]:
        """Paths of the rasters at a place in degrees, the uppermost first."""
        import numpy as np

        canvas = self._wiring.window.canvas
        (x, y), *_ = canvas.projection.forward(np.array([[lon, lat]])).tolist()
        return list(canvas.rasters.paths_at(x, y))

    def say_top(self) -> dict[str, Any]:
        """The dialog or popover in front, by its class and title; nothing when there is none."""
        top = _in_front()
        if top is None:
            return {"kind": "", "title": "", "words": []}
        shown = [
            w for w in top.findChildren(QWidget) if w.isVisible() and isinstance(w, QAbstractButton | QLabel)
        ]
        words = [action.text() for action in top.actions()] if isinstance(top, QMenu) else []
        words += [w.text() for w in shown if w.text()]  # type: ignore[attr-defined]
        return {"kind": type(top).__name__, "title": top.windowTitle(), "words": words, **self._told(top)}

    def say_bar(self) -> list[str]:
        """The names of the menus."""
        return [action.text().replace("&", "") for action in self._wiring.window.menuBar().actions()]

    def say_frame(self) -> dict[str, int]:
        """The window with what the window manager draws around it."""
        return _box(self._wiring.window.frameGeometry())

    def say_room(self) -> dict[str, int]:
        """The display."""
        return _box(self._wiring.window.screen().availableGeometry())

    def say_part(self, kind: str) -> dict[str, Any]:
        """Where the first visible widget of a class is, in what was opened last."""
        top = _in_front() or self._wiring.window
        for widget in top.findChildren(QWidget):
            if widget.isVisible() and type(widget).__name__ == kind:
                return self._told(widget)
        raise LookupError(f"there is no {kind}")

    # What things are

    def say_value(self, path: str) -> Any:
        """An attribute of the wiring, called when it can be."""
        return _plain(self._reached(self._wiring, path))

    def say_texts(self, path: str) -> list[str]:
        """The words of all rows of a model."""
        model = self._reached(self._wiring, path)
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def say_colour(self, x: int, y: int) -> str:
        """What the display shows there, in logical pixels, whatever window it belongs to."""
        return colour_at(x, y)

    def say_faults(self) -> dict[str, Any]:
        """What went wrong since the last time, and what is wrong with the layout now."""
        return self._watch.found()

    def say_look(self) -> bool:
        """Check the layout now, in the middle of a story; what is found is told with the faults."""
        self._watch.look()
        return True

    def say_picture(self, file: str) -> bool:
        """Save the window as it is on screen."""
        return bool(self._wiring.window.grab().save(file, "PNG"))

    def say_screen(self, file: str) -> bool:
        """Save the whole display, with dialogs, menus and what is dragged."""
        return bool(self._wiring.window.screen().grabWindow(0).save(file, "PNG"))

    def say_hold_still(self) -> bool:
        """Flights of the map end at once, for pictures and colours."""
        self._wiring.window.canvas.flight_ms = 0
        return True

    def _reached(self, start: Any, path: str) -> Any:
        found = start
        for name in path.split("."):
            if not isinstance(found, QObject) and callable(found):
                found = found()
            if isinstance(found, dict):
                found = found[name]
            else:
                found = found[int(name)] if name.isdigit() else getattr(found, name)
        return found() if callable(found) and not isinstance(found, QWidget) else found

    def _found(self, path: str) -> QWidget:
        if path.startswith("wiring."):
            return self._reached(self._wiring, path.removeprefix("wiring."))  # type: ignore[no-any-return]
        if path.startswith("top."):
            return self._reached(_in_front(), path.removeprefix("top."))  # type: ignore[no-any-return]
        return self._reached(self._wiring.window, path)  # type: ignore[no-any-return]

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


def _box(rect: QRect) -> dict[str, int]:
    return {"left": rect.left(), "top": rect.top(), "width": rect.width(), "height": rect.height()}


def _in_front() -> QWidget | None:
    """What was opened over the window: a menu, a popover, a dialog that holds the window or one that does not."""
    held = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    active = QApplication.activeWindow()
    return held or (active if isinstance(active, QDialog) else None)


def _texts(widget: QWidget) -> list[tuple[str, QRect, bool]]:
    """What can be clicked on in a widget by its words: they, where they are, whether it works."""
    if isinstance(widget, QMenu | QMenuBar):
        shown = [action for action in widget.actions() if action.isVisible()]
        return [(action.text(), widget.actionGeometry(action), action.isEnabled()) for action in shown]
    if isinstance(widget, QTabBar):
        tabs = range(widget.count())
        return [(widget.tabText(number), widget.tabRect(number), widget.isEnabled()) for number in tabs]
    if isinstance(widget, QCheckBox | QRadioButton):  # beside its words it cannot be clicked on
        box = QRect(QPoint(0, 0), widget.sizeHint().boundedTo(widget.size()))
        return [(widget.text(), box, widget.isEnabled())]
    if isinstance(widget, QAbstractButton | QLabel):
        return [(widget.text(), widget.rect(), widget.isEnabled())]
    return []


def _plain(found: Any) -> Any:
    if isinstance(found, bool | int | float | str | type(None)):
        return found
    if isinstance(found, tuple | list | set | frozenset):
        return [_plain(one) for one in found]
    if isinstance(found, dict):
        return {str(key): _plain(value) for key, value in found.items()}
    return str(found)


def main() -> int:
    """Open the window with a probe."""
    name, *arguments = sys.argv[1:]
    faulthandler.enable()
    watches: list[Watch] = []

    class ProbedWiring(Wiring):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            watches.append(Watch())
            watches[-1].hear_messages()
            self.probe = Probe(self, watches[-1], name)

    catch = bootstrap.logs.catch_unexpected

    def catch_and_tell(show: Any) -> None:
        catch(show)
        watches[-1].hear_errors()

    if os.environ.get("MSA_UI_EVENTS"):
        bootstrap.QApplication = TimedApplication  # type: ignore[misc]
    bootstrap.Wiring = ProbedWiring  # type: ignore[misc]
    bootstrap.logs.catch_unexpected = catch_and_tell
    return program.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
