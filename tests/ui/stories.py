"""What a person does with the window, story by story; AssertionError when the window does something else."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.ui.desk import Desk

Story = Callable[[Desk, Path], None]
FIELD = "search_bar.field"
SHOWN = "hits_model.rowCount"
KEYS = (
    "n", "b", "v", "1", "2", "3", "4", "5", "0", "space", "Escape", "ctrl+0", "ctrl+1", "ctrl+2", "ctrl+t", "F7",
    "F8", "F5", "Tab", "Down", "Up", "Return", "ctrl+f", "alt+Left", "plus", "minus", "BackSpace", "r", "a", "x", "u",
    "ctrl+z",
)  # fmt: skip


def the_archive_is_there(desk: Desk, _folder: Path) -> None:
    """The rasters of the archive are listed, and their tiles are ready."""
    desk.wait("session.archive.index", lambda found: found is not None)
    desk.wait("archive_model.rowCount", lambda count: count > 1)


def words_are_searched(desk: Desk, _folder: Path) -> None:
    """Words typed into the box, Return: places, a sentence on what they are worth, the first one chosen."""
    ask(desk, "many storage tanks")
    assert desk.value(SHOWN) > 0
    assert desk.ask("widget", path="hits.verdict")["text"], "no verdict is shown"
    assert desk.value("session.shown.selected") == 0


def places_are_walked_by_mouse_and_keys(desk: Desk, _folder: Path) -> None:
    """A click chooses a row, Down the next, N and B go on and back, a double click shows it on the map."""
    desk.click_row("hits.list", 0)
    desk.keys("Down")
    desk.wait("session.shown.selected", lambda row: row == 1)
    desk.keys("n")
    desk.wait("session.shown.selected", lambda row: row == 2)
    desk.keys("b", "b")
    desk.wait("session.shown.selected", lambda row: row == 0)
    desk.click_row("hits.list", 0, times=2)


def the_map_is_moved(desk: Desk, _folder: Path) -> None:
    """Drag and wheel move and zoom the map; Ctrl+0 shows everything."""
    before = desk.value("window.canvas.view")
    desk.drag("canvas", (80, 50))
    moved = desk.wait("window.canvas.view", lambda view: view != before)
    desk.click("canvas", button=4, times=3)
    desk.wait("window.canvas.view", lambda view: view != moved)
    desk.keys("ctrl+0")


def it_is_explained(desk: Desk, _folder: Path) -> None:
    """Why the place matched: every scale by its key, the overlay off and on, a look under it."""
    desk.click_row("hits.list", 0)
    desk.wait("window.overlays._explanation")
    for key in ("1", "2", "3", "4", "0", "5", "v", "v", "space"):
        desk.keys(key)


def a_condition_comes_and_goes(desk: Desk, _folder: Path) -> None:
    """A weight in the words is a weight; Ctrl+A and Delete empty the box again."""
    ask(desk, "river^0.5 fields")
    assert desk.value(SHOWN) > 0


def the_drawer_is_opened(desk: Desk, folder: Path) -> None:
    """Ctrl+T opens the drawer with the table, and shuts it."""
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible")
    desk.ask("picture", file=str(folder / "drawer.png"))
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible", lambda is_open: not is_open)


def nothing_is_found_for_nonsense(desk: Desk, _folder: Path) -> None:
    """Words that mean nothing get best guesses, and a sentence that says so."""
    ask(desk, "zzzz qqqq")
    words = desk.ask("widget", path="hits.verdict")["text"].lower()
    assert "nothing" in words or "cannot" in words or "too few" in words, words


def the_theme_is_changed(desk: Desk, folder: Path) -> None:
    """The other theme, a picture of it, and back."""
    desk.click("theme_button")
    time.sleep(0.5)
    desk.ask("picture", file=str(folder / "other_theme.png"))
    desk.click("theme_button")


STORIES: tuple[Story, ...] = (
    the_archive_is_there,
    words_are_searched,
    places_are_walked_by_mouse_and_keys,
    the_map_is_moved,
    it_is_explained,
    a_condition_comes_and_goes,
    the_drawer_is_opened,
    nothing_is_found_for_nonsense,
    the_theme_is_changed,
)


def ask(desk: Desk, words: str) -> None:
    """Put words into the box and wait for the answer."""
    desk.click(FIELD)
    desk.keys("ctrl+a")
    desk.type(words)
    desk.keys("Return")
    first = words[:4]
    desk.wait("session.search.text", lambda text: bool(text) and text.startswith(first))
    desk.wait("session.search.is_waiting", lambda is_waiting: not is_waiting)


def monkey(desk: Desk, seconds: float, seed: int) -> None:
    """Clicks, drags, wheels and keys at random, never on menus of files, for some time."""
    chance = random.Random(seed)
    found = desk.ask("widget", path="centralWidget")
    ratio, until = desk.ratio, time.monotonic() + seconds
    left, top = found["x"] - found["width"] / 2, found["y"] - found["height"] / 2
    while time.monotonic() < until:
        x, y = left + chance.random() * found["width"], top + chance.random() * found["height"]
        desk.do("mousemove", round(x * ratio), round(y * ratio))
        action = chance.random()
        if action < 0.35:
            desk.do("click", chance.choice((1, 1, 1, 3)))
            desk.keys("Escape")
        elif action < 0.5:
            desk.do("click", "--repeat", chance.randint(1, 4), chance.choice((4, 5)))
        elif action < 0.6:
            desk.do("mousedown", 1)
            desk.do("mousemove_relative", "--", chance.randint(-200, 200), chance.randint(-120, 120))
            desk.do("mouseup", 1)
        elif action < 0.9:
            desk.keys(chance.choice(KEYS))
        else:
            desk.type(chance.choice(("tanks", "no road", "^", "river^0.5", "ф", "🛰", "a" * 40)))
