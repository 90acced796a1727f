"""A monkey at the desk: clicks, drags, wheels and keys at random."""

from __future__ import annotations

import random
import time

from tests.ui.desk import Desk

KEYS = (
    "n", "b", "v", "1", "2", "3", "4", "5", "0", "space", "Escape", "ctrl+0", "ctrl+1", "ctrl+2", "ctrl+t", "F7",
    "F8", "F5", "Tab", "Down", "Up", "Return", "ctrl+f", "alt+Left", "alt+Right", "plus", "minus", "BackSpace", "r",
    "a", "x", "u", "ctrl+z", "ctrl+d", "ctrl+m", "ctrl+b", "ctrl+shift+b", "ctrl+shift+i", "ctrl+g", "ctrl+shift+f",
    "Home", "End", "Delete", "shift+Down", "ctrl+a", "F1",
)  # fmt: skip
WORDS = ("tanks", "no road", "^", "river^0.5", "ф", "🛰", "a" * 40, "52.1, 5.3", "EPSG:32633", "2021-06")


def play(desk: Desk, seconds: float, seed: int) -> None:
    """Some time at random, the same for the same seed; dialogs for files are closed again. Raises EOFError when the
    window is gone."""
    chance = random.Random(seed)
    found = desk.widget("centralWidget")
    until = time.monotonic() + seconds
    left, top = found["x"] - found["width"] / 2, found["y"] - found["height"] / 2
    while time.monotonic() < until:
        x, y = left + chance.random() * found["width"], top + chance.random() * found["height"]
        _act(desk, chance, x, y)
        if chance.random() < 0.1:
            _close_what_is_in_front(desk)
    _close_what_is_in_front(desk)


def _act(desk: Desk, chance: random.Random, x: float, y: float) -> None:
    action = chance.random()
    desk.move_to(x, y)
    if action < 0.35:
        desk.do("click", chance.choice((1, 1, 1, 1, 3)))
    elif action < 0.45:
        desk.do("click", "--repeat", chance.randint(1, 4), "--delay", 20, chance.choice((1, 4, 5)))
    elif action < 0.58:
        desk.do("mousedown", 1)
        desk.do("mousemove_relative", "--", chance.randint(-200, 200), chance.randint(-120, 120))
        desk.do("mouseup", 1)
    elif action < 0.9:
        desk.keys(chance.choice(KEYS))
    else:
        desk.type(chance.choice(WORDS))


def _close_what_is_in_front(desk: Desk) -> None:
    """Esc until neither dialog nor menu is there; the window would wait for them for ever."""
    for _ in range(6):
        if not desk.ask("top")["kind"]:
            return
        desk.keys("Escape")
        time.sleep(0.1)
    raise AssertionError(f"{desk.ask('top')} does not close by Esc")
