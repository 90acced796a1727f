"""The window driven as a person drives it: what ``make ui`` runs.

    python -m tests.ui --archive FOLDER --index FOLDER [--out FOLDER] [--monkey SECONDS] [--only SHAPE]

On a display of its own (Xvfb), with mouse and keys (xdotool), in several sizes, scales and themes. It fails on a story
that ends otherwise, a traceback, a warning of Qt, a turn of the event loop of over 100 ms of processor time, and on
widgets that lie over each other or are smaller than their words. Pictures of every shape are left in ``--out``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ui.desk import Desk, desk, missing_tools
from tests.ui.stories import STORIES, monkey

MAX_TURN_MS = 100
FIRST_DISPLAY = 140


@dataclass(frozen=True, slots=True)
class Shape:
    """A window: pixels of its display, logical pixels to each, theme."""

    name: str
    size: tuple[int, int]
    scale: float
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
    options.out.mkdir(parents=True, exist_ok=True)
    shapes = [shape for shape in SHAPES if options.only in (None, shape.name)]
    faults = []
    for number, shape in enumerate(shapes):
        with tempfile.TemporaryDirectory() as home:
            faults += _shape(options, shape, FIRST_DISPLAY + number, Path(home))
    print(f"{len(faults)} faults" if faults else "no faults")
    return 1 if faults else 0


def _shape(options: argparse.Namespace, shape: Shape, number: int, home: Path) -> list[str]:
    out = options.out / shape.name
    out.mkdir(exist_ok=True)
    arguments = [str(options.archive), "--index", str(options.index), "--theme", shape.theme]
    faults: list[str] = []
    try:
        with desk(number, shape.size, shape.scale, arguments, home) as at:
            for story in STORIES:
                faults += _story(at, shape, story.__name__, lambda story=story: story(at, out))
                at.ask("picture", file=str(out / f"{story.__name__}.png"))
            if options.monkey:
                seed = options.seed + number
                faults += _story(at, shape, f"monkey {seed}", lambda: monkey(at, options.monkey, seed))
    except (OSError, EOFError, TimeoutError, RuntimeError) as error:
        faults.append(f"{shape.name}: {type(error).__name__}: {error}")
        print(faults[-1], flush=True)
    if faults:
        shutil.copy(home / "window.log", out / "window.log")
    return faults


def _story(at: Desk, shape: Shape, name: str, tell: Any) -> list[str]:
    start_s, faults = time.monotonic(), []
    try:
        tell()
    except (AssertionError, RuntimeError, TimeoutError) as error:
        faults.append(f"{type(error).__name__}: {error}")
    time.sleep(0.3)
    found = at.ask("faults")
    if found["cpu_ms"] > MAX_TURN_MS:
        faults.append(f"a turn of the event loop took {found['cpu_ms']} ms")
    for kind in ("warnings", "errors", "overlapping", "clipped"):
        faults += [f"{kind}: {what}" for what in found[kind]]
    took = time.monotonic() - start_s
    turn = f"longest turn {found['cpu_ms']} ms of processor time, {found['wall_ms']} ms on the clock"
    print(
        f"{shape.name}: {name}: {'as it should be' if not faults else 'WRONG'} ({took:.1f} s, {turn})",
        flush=True,
    )
    for fault in faults:
        print(f"    {fault}", flush=True)
    return [f"{shape.name}: {name}: {fault}" for fault in faults]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("demo/ui"))
    parser.add_argument("--monkey", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=[shape.name for shape in SHAPES])
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
