"""What goes wrong in a running Qt program: turns of the event loop, warnings, errors nobody caught, layout.

Knows nothing of our window, so that a small window made wrong on purpose is watched by the same eyes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import re
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QPoint,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from tests.app.laid_out import clipped, cut_short, out_of_bounds, overlapping

BEAT_MS = 10
SLOW_S = 0.08
"""A turn longer than this is looked into while it lasts."""
FLOATING = ("#floating", "#card", "DropZone#", "HistoryList#")
"""What lies over its siblings by design: buttons of the map, the welcome, where files may fall, earlier questions."""
STACK_LINE = re.compile(r'File "([^"]+)", line (\d+) in (\S+)')
ROOT = Path(__file__).resolve().parents[2]


class Watch(QObject):
    """Watches from its making on; :meth:`found` tells what it saw since it was last asked.

    ``hear_messages`` and ``hear_errors`` set its ears; a program with handlers of its own calls them after those.
    """

    def __init__(self) -> None:
        super().__init__()
        self._warnings: list[str] = []
        self._errors: list[str] = []
        self._layout: list[str] = []
        self._turns = _Turns(self)

    def hear_messages(self) -> None:
        """Note what Qt warns of, and let the handler before go on."""

        def heard(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
            is_platform = str(context.category).startswith("qt.qpa")
            if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg) and not is_platform:
                self._warnings.append(text)
            if before is not None:
                before(kind, context, text)

        before: Callable[..., Any] | None = qInstallMessageHandler(heard)

    def hear_errors(self) -> None:
        """Note errors that nobody caught, on any thread."""
        before, before_in_thread = sys.excepthook, threading.excepthook

        def caught(*what: Any) -> None:
            self._errors.append(_told(*what))
            before(*what)

        def caught_in_thread(what: threading.ExceptHookArgs) -> None:
            self._errors.append(_told(what.exc_type, what.exc_value, what.exc_traceback))
            before_in_thread(what)

        sys.excepthook, threading.excepthook = caught, caught_in_thread

    @contextlib.contextmanager
    def own_work(self) -> Iterator[None]:
        """What is done meanwhile is the watch's own, no turn of the window's."""
        before = self._turns.now()
        yield
        self._turns.forgive(before)

    def look(self) -> None:
        """Check the layout of what is on screen now; what is wrong is told by the next :meth:`found`."""
        # What was asked for in this turn of the loop is laid out first, as it is before anybody sees it.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        windows = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top.width() > 1]
        for top in windows:
            if type(top).__module__.startswith("PySide6") and type(top) is not QWidget and not top.layout():
                continue  # menus, tool tips and the like lay out themselves
            self._note("overlapping", (pair for pair in overlapping(top) if not _floats(pair)))
            self._note("clipped", [*clipped(top), *cut_short(top)])
            self._note("out of bounds", out_of_bounds(top))

    def _note(self, kind: str, found: Any) -> None:
        for what in found:
            sentence = f"{kind}: {what}"
            if sentence not in self._layout:
                self._layout.append(sentence)

    def found(self) -> dict[str, Any]:
        """What went wrong since it was last asked, and is wrong with the layout now."""
        self.look()
        told = {
            **self._turns.take(),
            "warnings": self._warnings[:],
            "errors": self._errors[:],
            "layout": self._layout[:],
        }
        for kept in (self._warnings, self._errors, self._layout):
            kept.clear()
        return told


class _Turns(QObject):
    """The longest turn of the event loop: in processor time of its thread, and on the clock without the time that
    the thread stood in line for a processor; and where it was meanwhile."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread, self._number = threading.get_ident(), threading.get_native_id()
        self._at_s, self._cpu_s, self._queued_s = self.now()
        self._cpu_ms = self._wall_ms = 0.0
        self._where: tuple[float, str] = (0.0, "")
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start(BEAT_MS)
        threading.Thread(target=self._look_into_slow_turns, daemon=True).start()

    @staticmethod
    def now() -> tuple[float, float, float]:
        """Seconds on the clock, of processor time, and in line for a processor."""
        return time.perf_counter(), time.thread_time(), queued_s()

    def forgive(self, before: tuple[float, float, float]) -> None:
        """What was done since ``before`` does not count."""
        at_s, cpu_s, waited_s = self.now()
        self._at_s += at_s - before[0]
        self._cpu_s += cpu_s - before[1]
        self._queued_s += waited_s - before[2]

    def _on_beat(self) -> None:
        at_s, cpu_s, waited_s = self.now()
        wall_s = at_s - self._at_s - (waited_s - self._queued_s)
        self._cpu_ms = max(self._cpu_ms, 1e3 * (cpu_s - self._cpu_s))
        self._wall_ms = max(self._wall_ms, 1e3 * wall_s)
        self._at_s, self._cpu_s, self._queued_s = at_s, cpu_s, waited_s

    def _look_into_slow_turns(self) -> None:
        """Reads where the thread is as text: a frame that is held keeps its painters alive, and Qt crashes."""
        while True:
            time.sleep(SLOW_S / 4)
            began, queued_before_s = self._at_s, self._queued_s
            took_s = time.perf_counter() - began - (queued_s(self._number) - queued_before_s)
            if took_s > max(SLOW_S, self._where[0]):
                where = _place(self._thread)
                if self._at_s == began:
                    self._where = (took_s, where)

    def take(self) -> dict[str, Any]:
        """The longest since last time, in ms, and what our code was doing in it."""
        told = {"cpu_ms": round(self._cpu_ms), "wall_ms": round(self._wall_ms), "where": self._where[1]}
        self._cpu_ms = self._wall_ms = 0.0
        self._where = (0.0, "")
        return told


def _floats(pair: str) -> bool:
    """One of them lies over the other by design; two that float lie beside each other."""
    floating = [any(name in part for name in FLOATING) for part in pair.split(" over ")]
    is_welcome = "#card" in pair
    return any(floating) and (is_welcome or not all(floating))


def queued_s(thread: int | None = None) -> float:
    """How long a thread, by the system's number, has stood in line for a processor since it began; 0 where the system
    does not tell. Without a number it is the one that asks."""
    schedule = Path(f"/proc/self/task/{thread or threading.get_native_id()}/schedstat")
    try:
        return int(schedule.read_text("ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def colour_at(x: int, y: int) -> str:
    """What the display shows at a point in logical pixels, as ``#rrggbb``. Raises RuntimeError beside it."""
    screen = QGuiApplication.screenAt(QPoint(x, y))
    if screen is None:
        raise RuntimeError(f"{x}, {y} is not on the display")
    at = QPoint(x, y) - screen.geometry().topLeft()
    image = screen.grabWindow(0, at.x(), at.y(), 1, 1).toImage()
    return QColor(image.pixelColor(0, 0)).name()


def _place(thread: int) -> str:
    """The innermost lines of ours on a thread, outermost first."""
    with tempfile.TemporaryFile("w+") as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        stacks = file.read().split("\n\n")
    mine = next((stack for stack in stacks if f"{thread:016x} (" in stack), "")
    lines = [
        (Path(path), f"{Path(path).name}:{line} {name}") for path, line, name in STACK_LINE.findall(mine)
    ]
    ours = [words for path, words in lines if path.is_relative_to(ROOT / "app")] or [
        words for _, words in lines
    ]
    return " > ".join(reversed(ours[:4]))


def _told(kind: Any, error: Any, trace: Any) -> str:
    last = traceback.extract_tb(trace)[-1:]
    return f"{kind.__name__}: {error}" + "".join(f" ({Path(at.filename).name}:{at.lineno})" for at in last)
