"""The pictures of README, taken of the window as it is."""

from __future__ import annotations

import time
from pathlib import Path

from tests.ui.desk import Desk
from tests.ui.stories.steps import WORDS, ask, clear, wait_for_map

PICTURES = {
    "screenshot_tanks.png": (WORDS, False),
    "screenshot_airport.png": ("an airport with runways and planes", True),
}
"""File in ``resources``, what is asked, whether in the dark theme."""


def pictures_for_readme_are_taken(desk: Desk, out: Path) -> None:
    """The best place close by, with why it was found; light and dark. They are copied to ``resources`` by hand."""
    clear(desk)
    was_dark = desk.value("settings.theme") == "dark"
    for name, (words, is_dark) in PICTURES.items():
        _turn_dark(desk, is_dark)
        ask(desk, words)
        desk.wait("window.overlays._explanation")
        desk.keys("ctrl+2")
        time.sleep(0.5)
        wait_for_map(desk)
        if desk.widget("messages")["visible"]:
            desk.click("messages._close")
        desk.ask("look")
        desk.ask("picture", file=str(out / name))
    _turn_dark(desk, was_dark)


def _turn_dark(desk: Desk, is_dark: bool) -> None:
    """By the button of the header, which offers the theme that is not in use."""
    if (desk.value("settings.theme") == "dark") != is_dark:
        desk.click("theme_button")
        desk.wait("settings.theme", lambda theme: (theme == "dark") == is_dark)
        time.sleep(0.3)
