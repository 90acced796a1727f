"""A desk to work at: a display of its own, a window manager, the window, a mouse and a keyboard."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "xdotool", "openbox")
PAUSE_S = 0.03


def missing_tools() -> list[str]:
    """Programs that are needed and not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class Desk:
    """The window on its display.

    Args:
        number: of the display.
        connection: to the probe.
        process: the window's.
    """

    def __init__(self, number: int, connection: socket.socket, process: subprocess.Popen[bytes]) -> None:
        self._environment = {**os.environ, "DISPLAY": f":{number}"}
        self._stream = connection.makefile("rwb")
        self.process = process

    def ask(self, question: str, **members: Any) -> Any:
        """Ask the probe. Raises RuntimeError when it cannot answer, EOFError when the window is gone."""
        self._stream.write(json.dumps({"ask": question, **members}).encode() + b"\n")
        self._stream.flush()
        line = self._stream.readline()
        if not line:
            raise EOFError("the window is gone")
        answer = json.loads(line)
        if isinstance(answer, dict) and "fault" in answer:
            raise RuntimeError(f"{question} {members}: {answer['fault']}")
        return answer

    def value(self, path: str) -> Any:
        """An attribute of the wiring, called when it can be."""
        return self.ask("value", path=path)

    def wait(self, path: str, fits: Callable[[Any], bool] = bool, timeout_s: float = 90.0) -> Any:
        """Wait until an attribute fits; returns it. Raises TimeoutError."""
        until = time.monotonic() + timeout_s
        while not fits(found := self.value(path)):
            if time.monotonic() > until:
                raise TimeoutError(f"{path} is still {found!r} after {timeout_s:g} s")
            time.sleep(0.1)
        return found

    # Mouse and keys

    def do(self, *words: object) -> None:
        """One line of xdotool."""
        subprocess.run(
            ["xdotool", *map(str, words)], env=self._environment, check=True, capture_output=True, timeout=60
        )
        time.sleep(PAUSE_S)

    def click(self, path: str, button: int = 1, times: int = 1) -> None:
        """Click the middle of a widget. Raises RuntimeError when it is not on screen."""
        found = self.ask("widget", path=path)
        if not found["visible"]:
            raise RuntimeError(f"{path} is not on screen")
        self.click_at(found, button, times)

    def click_row(self, path: str, row: int, button: int = 1, times: int = 1) -> None:
        """Click a row of a view."""
        self.click_at(self.ask("row", path=path, row=row), button, times)

    def click_at(self, at: dict[str, Any], button: int = 1, times: int = 1) -> None:
        """Click a point of the screen, in logical pixels times the ratio."""
        ratio = self.ratio
        self.do("mousemove", round(at["x"] * ratio), round(at["y"] * ratio))
        self.do("click", "--repeat", times, "--delay", 60, button)

    def drag(self, path: str, by: tuple[int, int], button: int = 1) -> None:
        """Press in the middle of a widget, move in small steps, let go."""
        found, ratio = self.ask("widget", path=path), self.ratio
        self.do("mousemove", round(found["x"] * ratio), round(found["y"] * ratio), "mousedown", button)
        for _ in range(8):
            self.do("mousemove_relative", "--", round(by[0] / 8), round(by[1] / 8))
        self.do("mouseup", button)

    def keys(self, *keys: str) -> None:
        """Press keys one after the other (``ctrl+t``)."""
        for key in keys:
            self.do("key", key)

    def type(self, text: str) -> None:
        """Type words."""
        self.do("type", "--delay", 12, text)

    @property
    def ratio(self) -> float:
        """Pixels of the display for each logical pixel."""
        return float(self.ask("widget", path="canvas")["ratio"])


@contextlib.contextmanager
def desk(
    number: int, size: tuple[int, int], scale: float, arguments: Sequence[str], home: Path
) -> Iterator[Desk]:
    """A display of ``size`` pixels with the window on it, ``scale`` times as fine; all is ended at the end."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_SCALE_FACTOR": f"{scale:g}",
            "QT_QPA_PLATFORM": "xcb",
            "MSA_ANALYST_HOME": str(home),
            "PYTHONPATH": str(ROOT),
        }
        _started(
            stack,
            ["Xvfb", f":{number}", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"],
            environment,
        )
        _until(lambda: Path(f"/tmp/.X11-unix/X{number}").exists(), 20, "no display came up")
        _started(stack, ["openbox"], environment)
        name, log = str(folder / "probe"), stack.enter_context((home / "window.log").open("wb"))
        command = [sys.executable, "-m", "tests.ui.probe", name, *arguments]
        process = _started(stack, command, environment, log)
        _until(lambda: Path(name).exists() or process.poll() is not None, 120, "no window came up")
        connection = stack.enter_context(socket.socket(socket.AF_UNIX))
        connection.settimeout(120)
        connection.connect(name)
        at = Desk(number, connection, process)
        at.wait("window.isVisible")
        yield at


def _started(
    stack: contextlib.ExitStack,
    command: list[str],
    environment: dict[str, str],
    log: Any = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    stack.callback(_ended, process)
    return process


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _until(is_so: Callable[[], bool], seconds: float, otherwise: str) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.05)
