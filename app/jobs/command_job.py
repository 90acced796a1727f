"""The command line as a child process of the window: indexing with progress, and a cancel that works."""

from __future__ import annotations

import codecs
import json
import logging
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

import msa_core
from app import paths
from app.translation import tr

_LOG = logging.getLogger(__name__)
CLI_MODULE = "msa_core.cli"
# Windows has no way to ask a console process kindly; an index survives a kill at any moment.
KILL_AFTER_MS = 15_000 if sys.platform != "win32" else 2_000
CANCELLED = 130


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job is: ``fraction`` in 0..1, a short text, seconds left or None."""

    fraction: float
    text: str
    eta_s: float | None


class CommandJob(QObject):
    """Runs ``python -m msa_core.cli ARGUMENTS`` once.

    Attributes:
        output: what came on stdout.
        facts: the members of the event that it ended with, empty until then.

    Signals:
        progressed: JobProgress.
        source_finished: (name, state, reason, tiles) of one source.
        output_grew: text that came on stdout.
        figures_found: a line of figures of a training run, a dict.
        finished: (exit code, sentence): the sentence of the end or of the error, ``""`` when none was given. What was
            done before it could be stopped has ended well: 0, not ``CANCELLED``.
    """

    progressed = Signal(object)
    source_finished = Signal(str, str, str, int)
    output_grew = Signal(str)
    figures_found = Signal(object)
    finished = Signal(int, str)

    def __init__(self, module: str = CLI_MODULE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._module = module
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        if sys.platform != "win32":
            # Started in the background of a shell we ignore Ctrl+C, and so would a child until it has loaded: a
            # cancel that came earlier would be lost.
            self._process.setUnixProcessParameters(QProcess.UnixProcessFlag.ResetSignalHandlers)
        self._process.readyReadStandardError.connect(self._on_stderr)
        self._process.readyReadStandardOutput.connect(self._on_stdout)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._rest = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._sentence = ""
        self._last_words: list[str] = []
        self._cancelled = False
        self._ended = False
        self.output = ""
        self.facts: dict[str, object] = {}

    def start(self, arguments: list[str]) -> None:
        """Start the command with these arguments."""
        program, *before = paths.python_command()
        self._process.start(program, [*before, "-m", self._module, *arguments])

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def is_cancelling(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancelled

    @Slot()
    def cancel(self) -> None:
        """Ask it to stop: it keeps what is finished. When it does not obey it is killed."""
        if not self.is_running or self._cancelled:
            return
        self._cancelled = True
        if sys.platform == "win32":
            self._process.terminate()
        else:
            os.kill(self._process.processId(), signal.SIGINT)
        QTimer.singleShot(KILL_AFTER_MS, self, self._process.kill)

    def close(self) -> None:
        """The window goes: stop now, at the latest after two seconds by force."""
        if self.is_running:
            self.cancel()
            if not self._process.waitForFinished(2000):
                self._process.kill()
                self._process.waitForFinished(2000)

    @Slot()
    def _on_stdout(self) -> None:
        text = self._decoder.decode(bytes(self._process.readAllStandardOutput().data()))
        if text:
            self.output += text
            self.output_grew.emit(text)

    @Slot()
    def _on_stderr(self) -> None:
        lines = (self._rest + bytes(self._process.readAllStandardError().data())).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            self._take_line(line.decode("utf-8", "replace").strip())

    def _take_line(self, line: str) -> None:
        """One line of stderr: a JSON event, or words for the log."""
        try:
            event = json.loads(line)
            kind = event["event"]
        except (ValueError, TypeError, KeyError):
            if line:
                self._last_words = [*self._last_words[-19:], line]
                _LOG.info("%s: %s", self._module, line)
            return
        text = str(event.get("text") or "")
        if kind == "progress":
            self.progressed.emit(JobProgress(float(event.get("fraction") or 0.0), text, event.get("eta_s")))
        elif kind == "source":
            name, state = str(event.get("source") or ""), str(event.get("state") or "")
            self.source_finished.emit(name, state, text, int(event.get("tiles") or 0))
        elif kind == "figures":
            self.figures_found.emit({key: value for key, value in event.items() if key != "event"})
        elif kind in ("done", "error"):
            self._sentence = text
            self.facts = event

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(
                4,
                tr(
                    "The command could not be started: {reason}.",
                    reason=self._process.errorString(),
                ),
            )

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_stdout()
        self._on_stderr()
        if self._rest:
            self._take_line(self._rest.decode("utf-8", "replace").strip())
        has_crashed = status == QProcess.ExitStatus.CrashExit
        if self._cancelled and (code or has_crashed):
            self._end(CANCELLED, self._sentence)
        elif has_crashed:
            self._end(4, tr("The command crashed (signal {code}). What was finished is kept.", code=code))
        else:
            last = self._last_words[-1] if code and self._last_words else ""
            self._end(code, self._sentence or last)

    def _end(self, code: int, sentence: str) -> None:
        if not self._ended:
            self._ended = True
            self.finished.emit(code, sentence)


def _environment() -> QProcessEnvironment:
    """This process's environment; the packages' folder first, so that a checkout needs no installation."""
    environment = QProcessEnvironment.systemEnvironment()
    root = str(Path(msa_core.__file__).resolve().parent.parent)
    before = environment.value("PYTHONPATH", "")
    environment.insert("PYTHONPATH", os.pathsep.join(part for part in (root, before) if part))
    environment.insert("PYTHONUNBUFFERED", "1")
    environment.insert("PYTHONIOENCODING", "utf-8")
    return environment
