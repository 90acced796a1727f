"""A desk to work at: a display of its own, a window manager, the window, a mouse and a keyboard."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.ui.faults import faults

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "xdotool", "openbox")
PAUSE_S = 0.02
DRAG_STEPS = 8
TITLE_PX = 16
"""Height of what the window manager draws above a window, about."""


def missing_tools() -> list[str]:
    """Programs that are needed and not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class Desk:
    """The window on its display. Points are in logical pixels of the screen.

    Args:
        number: of the display.
        ratio: pixels of the display for each logical pixel.
        home: the user's data folder of the window.

    Attributes:
        archive: the rasters that are open at the beginning.
        index: theirs.
        scratch: a folder for what stories make.
        faults: sentences on what stories saw themselves, pixels for instance; whoever judges the story takes them.
    """

    def __init__(self, number: int, ratio: float, home: Path, archive: Path, index: Path) -> None:
        self.environment = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_SCALE_FACTOR": f"{ratio:g}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_QPA_PLATFORMTHEME": "",
            "MSA_ANALYST_HOME": str(home),
            "HOME": str(home),
            "PYTHONPATH": str(ROOT),
        }
        self.ratio, self.home, self.archive, self.index = ratio, home, archive, index
        self.scratch = home / "scratch"
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.faults: list[str] = []
        self._starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._stream: Any = None

    # The program

    def start(self, *arguments: str) -> None:
        """Open the window, and wait until it is there. Raises TimeoutError."""
        self._starts += 1
        name = str(self.home / f"probe{self._starts}")
        command = [sys.executable, "-m", "tests.ui.probe", name, *arguments]
        with (self.home / "window.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        process = self._process
        _until(lambda: Path(name).exists() or process.poll() is not None, 120, "no window came up")
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(120)
        connection.connect(name)
        self._stream = connection.makefile("rwb")
        connection.close()
        self.wait("window.isVisible")
        self._fill_the_display()

    def _fill_the_display(self) -> None:
        """A double click on the title makes the window as large as the display, unless it is that already."""
        at, room = self.ask("frame"), self.ask("room")
        if at["width"] < room["width"] - 40 or at["height"] < room["height"] - 40:
            self.click_at(at["left"] + at["width"] / 2, at["top"] + TITLE_PX / 2, times=2)
            self.until(
                lambda: self.ask("frame")["width"], lambda px: px >= room["width"] - 40, "the width", 20
            )

    def leave(self) -> None:
        """Ctrl+Q, and the program is gone without a complaint; what went wrong until then is kept.

        Raises AssertionError.
        """
        assert self._process is not None
        self.faults += faults(self.ask("faults"))
        self.keys("ctrl+q")
        try:
            code = self._process.wait(60)
        except subprocess.TimeoutExpired as error:
            raise AssertionError("the program is still there a minute after Ctrl+Q") from error
        assert code == 0, f"the program ended with {code}"

    def end(self) -> None:
        """End the program whatever it does."""
        if self._process is not None:
            _ended(self._process)

    def leave_what_is_open(self) -> None:
        """Esc until neither dialog nor menu is in front: the next story begins at the window."""
        for _ in range(6):
            if not self.ask("top")["kind"]:
                return
            self.keys("Escape")
            time.sleep(0.1)

    # What the probe says

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

    def widget(self, path: str) -> dict[str, Any]:
        """Where a widget is, and what it says."""
        return self.ask("widget", path=path)  # type: ignore[no-any-return]

    def wait(self, path: str, fits: Callable[[Any], Any] = bool, timeout_s: float = 240.0) -> Any:
        """Wait until an attribute fits; returns it. Raises TimeoutError."""
        return self.until(lambda: self.value(path), fits, path, timeout_s)

    def until(
        self,
        read: Callable[[], Any],
        fits: Callable[[Any], Any] = bool,
        name: str = "it",
        timeout_s: float = 240.0,
    ) -> Any:
        """Read again and again until it fits; returns what was read. Raises TimeoutError."""
        end = time.monotonic() + timeout_s
        while not fits(found := read()):
            if time.monotonic() > end:
                raise TimeoutError(f"{name} is still {found!r} after {timeout_s:g} s")
            time.sleep(0.05)
        return found

    def wait_for_top(self, kind: str = "", timeout_s: float = 20.0) -> dict[str, Any]:
        """Wait for a dialog, a menu or a popover, of a class when one is named; none with ``-``."""
        fits = (lambda top: not top["kind"]) if kind == "-" else (lambda top: kind in top["kind"] != "")
        return self.until(lambda: self.ask("top"), fits, f"what is in front ({kind})", timeout_s)  # type: ignore[no-any-return]

    def look(self, picture: Path | None = None) -> None:
        """Check the layout now, and take a picture of the display."""
        self.ask("look")
        if picture is not None:
            self.ask("screen", file=str(picture))

    # Mouse and keys

    def do(self, *words: object) -> None:
        """One line of xdotool."""
        subprocess.run(
            ["xdotool", *map(str, words)], env=self.environment, check=True, capture_output=True, timeout=60
        )
        time.sleep(PAUSE_S)

    def click(self, path: str, button: int = 1, times: int = 1) -> None:
        """Click the middle of a widget. Raises RuntimeError when it is not on screen or greyed."""
        found = self.widget(path)
        if not found["visible"] or not found["enabled"]:
            raise RuntimeError(f"{path} is {'greyed' if found['visible'] else 'not on screen'}")
        self.click_at(found["x"], found["y"], button, times)

    def click_row(
        self, path: str, row: int, button: int = 1, times: int = 1, under: Sequence[int] = ()
    ) -> None:
        """Click a row of a view."""
        found = self.ask("row", path=path, row=row, under=list(under))
        self.click_at(found["x"], found["y"], button, times)

    def click_words(self, words: str, kind: str = "") -> None:
        """Click the button, tab or entry of a menu that says this, of a class when one is named. Raises TimeoutError,
        RuntimeError."""

        def look_for_it() -> dict[str, Any] | None:
            try:
                return self.ask("words", words=words, kind=kind)  # type: ignore[no-any-return]
            except RuntimeError:
                return None

        found = self.until(look_for_it, name=f"{words!r} on screen", timeout_s=15)
        if not found["enabled"]:
            raise RuntimeError(f"{words!r} is greyed")
        self.click_at(found["x"], found["y"])

    def choose(self, *entries: str) -> None:
        """Go through the menus: the name in the bar, then entries."""
        for depth, words in enumerate(entries):
            self.click_words(words, "" if depth else "QMenuBar")
            time.sleep(0.1)

    def move_to(self, x: float, y: float) -> None:
        """Move the mouse."""
        self.do("mousemove", round(x * self.ratio), round(y * self.ratio))

    def click_at(self, x: float, y: float, button: int = 1, times: int = 1) -> None:
        """Click a point of the screen."""
        at = (round(x * self.ratio), round(y * self.ratio))
        self.do("mousemove", *at, "click", "--repeat", times, "--delay", 60, button)

    def drag(self, path: str, by: tuple[int, int], button: int = 1) -> None:
        """Press in the middle of a widget, move in small steps, let go."""
        found = self.widget(path)
        self.drag_between((found["x"], found["y"]), (found["x"] + by[0], found["y"] + by[1]), button=button)

    def drag_between(self, start: tuple[float, float], end: tuple[float, float], button: int = 1) -> None:
        """Press at a point, move in small steps, let go at another."""
        self.move_to(*start)
        self.do("mousedown", button)
        self.move_in_steps(start, end)
        self.do("mouseup", button)

    def move_in_steps(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Move the mouse as a hand does."""
        for step in range(1, DRAG_STEPS + 1):
            share = step / DRAG_STEPS
            self.move_to(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))

    def keys(self, *keys: str) -> None:
        """Press keys one after the other (``ctrl+t``)."""
        for key in keys:
            self.do("key", key)

    def type(self, text: str) -> None:
        """Type words."""
        self.do("type", "--delay", 8, "--", text)

    def fill(self, path: str, text: str) -> None:
        """Put words into a field in place of what is there."""
        self.click(path)
        self.keys("ctrl+a")
        self.type(text)

    def answer_file_dialog(self, path: Path) -> None:
        """Type a path into the dialog for files that is open, and press Return."""
        self.wait_for_top("QFileDialog")
        time.sleep(0.2)
        self.keys("ctrl+a")
        self.type(str(path))
        self.keys("Return")
        self.until(
            lambda: self.ask("top"), lambda top: top["kind"] != "QFileDialog", "the dialog for files", 20
        )


@contextlib.contextmanager
def desk(
    number: int,
    size: tuple[int, int],
    ratio: float,
    arguments: Sequence[str],
    home: Path,
    archive: Path,
    index: Path,
) -> Iterator[Desk]:
    """A display of ``size`` pixels with the window on it, ``ratio`` times as fine; all is ended at the end."""
    at = Desk(number, ratio, home, archive, index)
    with contextlib.ExitStack() as stack:
        for command in (
            ["Xvfb", f":{number}", "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"],
            ["openbox"],
        ):
            process = subprocess.Popen(
                command, env=at.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            stack.callback(_ended, process)
            _until(lambda: Path(f"/tmp/.X11-unix/X{number}").exists(), 20, "no display came up")
        stack.callback(at.end)
        at.start(*arguments)
        yield at


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
