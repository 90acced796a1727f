"""From the command line to a window on screen, and out again."""

from __future__ import annotations

import argparse
import ctypes
import logging
import os
import re
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QLoggingCategory, QObject, QTimer, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from app import language, logs
from app.garbage import WindowGarbage
from app.jobs.pixels_lane import LoadReaders
from app.settings import Settings
from app.widgets.frame.main_window import MainWindow
from app.wiring.wiring import Wiring
from msa_core.errors import MsaError, UsageError
from msa_core.messages import ArchiveListing
from msa_core.records import Explanation

_LOG = logging.getLogger(__name__)
WARM_UP_AFTER_MS = 1200
SPARE_REFERENCES = 1 << (40 if sys.maxsize > 1 << 32 else 28)
SWITCH_INTERVAL_S = 0.0005
STARTUP_VARIABLE = "MSA_ANALYST_STARTUP"


def run(arguments: argparse.Namespace) -> int:
    """Open the window as the command line says; returns the exit code."""
    demo = bool(arguments.screenshot or arguments.hits)
    try:
        size = _size(arguments.size)
        _choose_platform(demo)
        if demo and not arguments.query:
            raise UsageError("--screenshot and --hits need a --query to answer.")
    except MsaError as error:
        sys.stderr.write(f"msa-analyst: {error}\n")
        return error.exit_code
    logs.start()
    keep_none_alive()
    # Painting gives up the interpreter at each call to Qt; the lane's threads must not keep it 5 ms each time.
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("MSA Analyst")
    application.setDesktopFileName("msa-analyst")
    QLoggingCategory.setFilterRules("qt.qpa.*=false")
    garbage = WindowGarbage()
    settings = Settings()
    language.install(application, settings.language)
    if arguments.theme:
        settings.theme = arguments.theme
    wiring = Wiring(settings)
    logs.catch_unexpected(lambda sentence: wiring.session.message_posted.emit("bad", sentence, ""))
    interrupts = _heed_interrupts(application)
    start = _Start(wiring, arguments)
    ending = DemoRun(wiring, arguments) if demo else None
    if demo:
        wiring.window.resize(*size)
        wiring.window.canvas.flight_ms = 0
    wiring.window.show()
    code = application.exec()
    interrupts.stop()
    wiring.close()
    garbage.close()
    del start
    return ending.code if ending is not None else code


class _Start(QObject):
    """Begins the slow work once the window has been painted, not before."""

    def __init__(self, wiring: Wiring, arguments: argparse.Namespace) -> None:
        super().__init__()
        self._wiring = wiring
        self._arguments = arguments
        wiring.window.canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._begin)
        return False

    @Slot()
    def _begin(self) -> None:
        if os.environ.get(STARTUP_VARIABLE):
            sys.stdout.write("first window\n")
            sys.stdout.flush()
        wiring, arguments = self._wiring, self._arguments
        wiring.engine.start()
        QTimer.singleShot(WARM_UP_AFTER_MS, wiring.lane, lambda: wiring.lane.run(LoadReaders()))
        session = wiring.session
        if arguments.paths and arguments.index:
            chosen = session.chosen_paths(arguments.paths)
            session.archive.open(chosen, Path(arguments.index).expanduser().absolute())
        elif arguments.index:
            session.archive.open_index(arguments.index)
        elif arguments.paths:
            session.open_paths(arguments.paths)
        else:
            # A moment later, so that an archive opened by hand right away is listed first.
            QTimer.singleShot(WARM_UP_AFTER_MS, session, session.archive.warm_up)
            if not arguments.query:
                session.project.reopen_last()
        if arguments.query:
            wiring.building.search_for(arguments.query)


class DemoRun(QObject):
    """Waits until the query is answered, drawn and explained; saves what was asked for; leaves."""

    def __init__(self, wiring: Wiring, arguments: argparse.Namespace) -> None:
        super().__init__()
        self._wiring = wiring
        self._arguments = arguments
        self._explained = self._answered = self._has_left = False
        self.code = 4
        session = wiring.session
        session.search.search_finished.connect(self._on_answer)
        session.shown.explanation_changed.connect(self._on_explanation)
        session.archive.archive_changed.connect(self._on_archive)
        session.message_posted.connect(self._on_said)
        session.search.exported.connect(self._on_exported)
        session.archive.opening_refused.connect(self._on_opening_refused)
        self._watch = QTimer(self)
        self._watch.setInterval(150)
        self._watch.timeout.connect(self._on_tick)
        self._watch.start()
        self._settled = 0
        self._last_words = ""
        QTimer.singleShot(round(arguments.timeout * 1000), self, self._on_timeout)

    @Slot(object)
    def _on_answer(self, result: object) -> None:
        self._answered = True
        if not result.hits:  # type: ignore[attr-defined]
            self._leave(3, "The query found no place.")
        else:
            # A picture shows the best place close by; a window stays where it is.
            QTimer.singleShot(0, self, lambda: self._wiring.window.canvas.show_hit(0))

    @Slot(object, str)
    def _on_explanation(self, explanation: Explanation | None, reason: str) -> None:
        self._explained = explanation is not None or (self._answered and bool(reason))

    @Slot(object)
    def _on_archive(self, listing: ArchiveListing) -> None:
        _LOG.info("Archive: %d rasters, %d refused", len(listing.rasters), len(listing.refused))

    @Slot(str, str, str)
    def _on_said(self, kind: str, sentence: str, _action: str) -> None:
        self._last_words = sentence
        if kind == "bad" or (kind == "info" and not self._answered):
            self._leave(4 if kind == "bad" else 3, sentence)

    @Slot()
    def _on_opening_refused(self) -> None:
        self._leave(3, self._last_words)

    @Slot()
    def _on_tick(self) -> None:
        """Everything has come, and nothing has changed for three ticks."""
        wiring = self._wiring
        still = wiring.lane.is_idle and wiring.window.canvas.rasters.is_settled
        self._settled = self._settled + 1 if still and self._answered and self._explained else 0
        if self._settled >= 3:
            self._save()

    def _save(self) -> None:
        if self._arguments.hits:
            self._watch.stop()
            self._wiring.session.search.export(self._arguments.hits)
        else:
            self._on_exported()

    @Slot()
    def _on_exported(self) -> None:
        arguments, session = self._arguments, self._wiring.session
        if arguments.screenshot and not _picture(self._wiring.window).save(arguments.screenshot, "PNG"):
            self._leave(
                4,
                f"{arguments.screenshot} could not be written: check the folder and the free space.",
            )
            return
        best = session.shown.hits[0]
        self._leave(
            0,
            f"{len(session.shown.hits)} places, the best is {best.tile.source} with {best.score:.3f}.",
        )

    @Slot()
    def _on_timeout(self) -> None:
        self._leave(
            4,
            f"No answer within {self._arguments.timeout:g} seconds. {self._last_words}".strip(),
        )

    def _leave(self, code: int, sentence: str) -> None:
        if not self._has_left:
            self._has_left = True
            self._watch.stop()
            self.code = code
            (sys.stdout if code == 0 else sys.stderr).write(sentence + "\n")
            QApplication.exit(code)


def _picture(window: MainWindow) -> QPixmap:
    """The window as it looks without messages, laid out anew."""
    window.messages.hide()
    QApplication.processEvents()
    return window.grab()


def keep_none_alive() -> None:
    """Give None, True and False references to spare, as Python 3.12 and later do for good.

    PySide6 6.12.0 returns None from nearly every call without taking the reference it gives away (measured:
    -1 for each call on Python 3.11, 0 with 6.11.3). Painting makes some forty such calls, so that after a minute of
    panning the count reaches zero and Python aborts with "deallocating None".
    """
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or hasattr(sys, "getobjects"):
        return
    for constant in (None, True, False):
        count = ctypes.c_ssize_t.from_address(id(constant))
        if count.value < SPARE_REFERENCES:
            count.value += SPARE_REFERENCES


def _choose_platform(demo: bool) -> None:
    """Without a display a demonstration runs offscreen; a window cannot, and the sentence says so."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return
    if not demo:
        raise UsageError(
            "There is no display to open a window on. Log in to a desktop, or use the command line: msa --help."
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)
    if match is None:
        raise UsageError(f"--size must look like 1440x900, not {text}.")
    return int(match.group(1)), int(match.group(2))


def _heed_interrupts(application: QApplication) -> QTimer:
    """Ctrl+C in the terminal closes the window: Qt's loop lets Python look at signals now and then."""
    signal.signal(signal.SIGINT, lambda *_: application.quit())
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(250)
    return timer
