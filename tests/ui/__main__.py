"""The window driven as a person drives it: what ``make ui`` runs.

    python -m tests.ui --archive FOLDER --index FOLDER [--shape SHAPE] [--story WORD,WORD] [--monkey SECONDS]

On a display of its own (Xvfb), with mouse, keys (xdotool) and drags from another program, in several sizes, scales and
themes. It fails on a story that ends otherwise, a traceback, a warning of Qt, a turn of the event loop of over 100 ms,
widgets that lie over each other or are smaller than their words, and on wrong colours of rasters. Pictures of every
shape are left in ``--out``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.ui.desk import Desk, desk, missing_tools
from tests.ui.faults import faults
from tests.ui.monkey import play
from tests.ui.stories import STORIES, the_archive_is_there
from tests.ui.stories.asking import words_are_searched
from tests.ui.stories.steps import NotHere

FIRST_DISPLAY = 140
NOT_TOLD: list[str] = []
"""Stories that could not be told here, in the order of their shapes."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A window: pixels of its display, logical pixels to each, theme."""

    name: str
    size: tuple[int, int]
    ratio: float
    theme: str


SHAPES = (
    Shape("usual-light", (1440, 900), 1.0, "light"),
    Shape("usual-dark", (1440, 900), 1.0, "dark"),
    Shape("small-light", (900, 600), 1.0, "light"),
    Shape("scaled-dark", (1440, 1000), 1.5, "dark"),
    Shape("fine-light", (2880, 1800), 2.0, "light"),
    Shape("large-dark", (2560, 1440), 1.0, "dark"),
)


def main() -> int:
    """Run every story in every shape, print a line for each, and return 1 when something is wrong."""
    options = _options()
    if missing := missing_tools():
        print(f"{', '.join(missing)} must be installed (Debian: xvfb xdotool openbox).", file=sys.stderr)
        return 2
    options.archive, options.index = options.archive.resolve(), options.index.resolve()
    found = []
    shapes = [shape for shape in SHAPES if options.shape in ("", shape.name)]
    for number, shape in enumerate(shapes):
        # Of a few sessions more than shapes the first shapes get one more.
        options.seeds = range(options.seed + number, options.seed + options.sessions, len(shapes))
        if options.seeds or not options.monkey:
            with tempfile.TemporaryDirectory() as home:
                found += _shape(options, shape, options.display + number, Path(home))
    if NOT_TOLD:
        print(f"{len(NOT_TOLD)} stories were not told")
    print(f"{len(found)} faults" if found else "no faults")
    return 1 if found else 0


def _shape(options: argparse.Namespace, shape: Shape, number: int, home: Path) -> list[str]:
    out = (options.out / shape.name).resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    arguments = [str(options.archive), "--index", str(options.index), "--theme", shape.theme]
    found: list[str] = []
    try:
        with desk(number, shape.size, shape.ratio, arguments, home, options.archive, options.index) as at:
            for name, tell in _told(options, at, out):
                found += _story(at, shape, name, tell, out)
    except (OSError, EOFError, TimeoutError, RuntimeError) as error:
        found.append(f"{shape.name}: {type(error).__name__}: {error}")
        print(found[-1], flush=True)
    if found:
        shutil.copy(home / "window.log", out / "window.log")
    return found


def _told(options: argparse.Namespace, at: Desk, out: Path) -> list[tuple[str, Callable[[], None]]]:
    """What is done in a shape, by name."""
    if options.monkey:
        stories = [the_archive_is_there, words_are_searched]
    else:
        first = {the_archive_is_there, words_are_searched}
        wanted = options.story.split(",")
        stories = [s for s in STORIES if s in first or any(word in s.__name__ for word in wanted)]
    told = [(story.__name__, lambda story=story: story(at, out)) for story in stories]  # type: ignore[misc]
    sessions = options.seeds if options.monkey else ()
    told += [(f"monkey {seed}", lambda seed=seed: play(at, options.monkey, seed)) for seed in sessions]  # type: ignore[misc]
    return told


def _story(at: Desk, shape: Shape, name: str, tell: Callable[[], None], out: Path) -> list[str]:
    start_s, found = time.monotonic(), []
    at.faults.clear()
    try:
        tell()
    except (EOFError, ConnectionError):
        raise  # the window is gone
    except NotHere as lack:
        print(f"{shape.name}: {name}: NOT TOLD, for want of {lack}", flush=True)
        NOT_TOLD.append(name)
        return []
    except Exception as error:
        found.append(f"{type(error).__name__}: {error}")
        at.ask("screen", file=str(out / f"WRONG {name}.png"))
        at.leave_what_is_open()
    time.sleep(0.2)
    told = at.ask("faults")
    found += at.faults + faults(told)
    turn = f"longest turn {told['cpu_ms']} ms of processor time, {told['wall_ms']} ms on the clock"
    how = "WRONG" if found else "as it should be"
    print(f"{shape.name}: {name}: {how} ({time.monotonic() - start_s:.1f} s, {turn})", flush=True)
    for fault in found:
        print(f"    {fault}", flush=True)
    return [f"{shape.name}: {name}: {fault}" for fault in found]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("demo/ui"))
    parser.add_argument("--shape", choices=["", *(shape.name for shape in SHAPES)], default="")
    parser.add_argument(
        "--story", default="", metavar="WORDS", help="only stories with one of these in their name"
    )
    parser.add_argument("--monkey", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--sessions", type=int, default=len(SHAPES), help="monkeys in all shapes together")
    parser.add_argument("--seed", type=int, default=0, help="of the first monkey")
    parser.add_argument("--display", type=int, default=FIRST_DISPLAY, help="number of the first display")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
