"""What the verbs share with the terminal: streams, signals, the progress bar, warnings."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from types import FrameType

from msa_core.config import prepare_libraries
from msa_core.errors import Cancelled
from msa_core.names import printable, visible, visible_json, visible_lines
from msa_core.progress import JsonProgress, Progress
from msa_core.records import SourceReport

_BAR_CELLS = 28


class _Stop:
    """Whether a signal asked to stop, and whether someone looks: only then is the signal held back."""

    asked = False
    watched = False


def prepare_streams() -> None:
    """Make stdout and stderr take any file name, and keep libraries' chatter out of them."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started this: what is said goes nowhere
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  until the end
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    # GDAL's log goes nowhere: what matters of it is in the sentences. Without a handler Python would print it.
    logging.getLogger().addHandler(logging.NullHandler())
    show_warnings()
    prepare_libraries()


def stop_on_signals() -> None:
    """Ctrl-C and SIGTERM ask watched work to stop at its next step; a second one, or unwatched work, ends at once."""
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _on_signal)
    # Python's own handlers wait until the main thread is back from what it is doing, which may be waiting for a server.
    woken, waker = socket.socketpair()
    waker.setblocking(False)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_stop_waiting, args=(woken, waker), name="msa-signals", daemon=True).start()


def _stop_waiting(woken: socket.socket, waker: socket.socket) -> None:
    """Break connections to servers as soon as a signal comes, on a thread of its own."""
    while waker.fileno() >= 0 and woken.recv(1):
        remote = sys.modules.get("msa_core.raster.gdal.locations.remote")
        if remote is not None:
            remote.interrupt()


def _on_signal(number: int, frame: FrameType | None) -> None:
    if _Stop.asked:
        os._exit(130)
    _Stop.asked = True
    if _Stop.watched:
        return
    if _is_importing(frame):
        # An exception in the middle of loading a library of C++ may be swallowed there, or end the process by a crash.
        with contextlib.suppress(OSError):
            os.write(2, f"{Cancelled()}\n".encode())
        os._exit(Cancelled.exit_code)
    raise KeyboardInterrupt


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def stop_was_asked() -> bool:
    """True after a signal, for a Progress that cancels."""
    return _Stop.asked


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Within the block a signal does not interrupt, but makes the progress raise ``Cancelled`` at its next call."""
    _Stop.watched = True
    try:
        if _Stop.asked:
            raise Cancelled()
        yield
    finally:
        _Stop.watched = False


def show_warnings() -> None:
    """Print what the core warns about on stderr, as it happens."""
    logger = logging.getLogger("msa_core")
    if not any(isinstance(handler, _WarningLines) for handler in logger.handlers):
        logger.addHandler(_WarningLines(logging.WARNING))


def hide_warnings() -> None:
    """Leave stderr to JSON lines: what is warned about is in the line of its source as well."""
    logger = logging.getLogger("msa_core")
    for handler in [handler for handler in logger.handlers if isinstance(handler, _WarningLines)]:
        logger.removeHandler(handler)


class _WarningLines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        end_bar()
        sys.stderr.write(f"warning: {visible(record.getMessage())}\n")


class Bar(Progress):
    """A bar with the time left on stderr; when stderr is not a terminal, one line every ten seconds."""

    def __init__(self) -> None:
        super().__init__(stop_was_asked, 0.1 if sys.stderr.isatty() else 10.0)

    def show(self, fraction: float, text: str, eta_s: float | None) -> None:
        text = visible(text)
        left = "" if eta_s is None or fraction >= 1.0 else f"  {_clock(eta_s)} left"
        if not sys.stderr.isatty():
            sys.stderr.write(f"{fraction:4.0%}  {text}{left}\n")
        elif fraction >= 1.0:
            end_bar()
        else:
            done = round(fraction * _BAR_CELLS)
            width = max(20, _columns() - _BAR_CELLS - 24)
            text = text if len(text) <= width else "…" + text[-width + 1 :]
            bar = "█" * done + "░" * (_BAR_CELLS - done)
            sys.stderr.write(f"\r\x1b[K{bar} {fraction:4.0%}  {text}{left}")
        sys.stderr.flush()


class SourceLines(Bar):
    """The bar of ``msa index``: each finished source is a line on stdout."""

    def source(self, state: str, name: str, detail: str, report: SourceReport | None = None) -> None:
        end_bar()
        print_source(state, name, detail)


class SourceJson(JsonProgress):
    """JSON lines on stderr, and the same line per source on stdout."""

    def __init__(self) -> None:
        super().__init__(is_cancelled=stop_was_asked)

    def source(self, state: str, name: str, detail: str, report: SourceReport | None = None) -> None:
        super().source(state, printable(name), detail, report)
        print_source(state, name, detail)


def print_source(state: str, name: str, detail: str) -> None:
    """One unwrapped line per source: ``state  NAME  reason or counts``."""
    say(f"{state}  {visible(name)}  {visible(detail)}")
    sys.stdout.flush()


def say(line: str) -> None:
    """A line of the answer on stdout. What others wrote in it acts on no terminal."""
    sys.stdout.write(f"{visible(line)}\n")


def say_json(answer: object) -> None:
    """The answer as one line of JSON on stdout."""
    sys.stdout.write(visible_json(json.dumps(answer, ensure_ascii=False, allow_nan=False)) + "\n")


def note(sentence: str) -> None:
    """A remark on stderr that changes nothing about the result."""
    end_bar()
    sys.stderr.write(f"note: {visible(sentence)}\n")


def complain(sentence: str) -> None:
    """The sentence that the work ended with, on stderr."""
    end_bar()
    sys.stderr.write(f"{visible_lines(sentence)}\n")


def table(rows: Sequence[tuple[str, ...]]) -> None:
    """Columns on stderr, each as wide as its widest cell; the last is not wrapped."""
    end_bar()
    rows = [tuple(map(visible, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for *cells, last in rows:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        sys.stderr.write("  ".join([*padded, last]) + "\n")
    sys.stderr.flush()


def counted(count: int, thing: str) -> str:
    """How many there are of a thing: ``1 tile``, ``5995 tiles``."""
    return f"{count} {thing}{'s' * (count != 1)}"


def held(tiles: int, sources: int, shards: int) -> str:
    """What an index holds, in words."""
    return f"{counted(tiles, 'tile')} of {counted(sources, 'source')} in {counted(shards, 'shard')}"


def end_bar() -> None:
    """Clear the line of the bar, so that what follows starts at its beginning."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return 80


def _clock(seconds: float) -> str:
    minutes, second = divmod(int(seconds + 0.5), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"
