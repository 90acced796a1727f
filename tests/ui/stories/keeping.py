"""What is kept: saved searches, the project, the theme."""

from __future__ import annotations

import time
from pathlib import Path

from tests.ui.desk import Desk
from tests.ui.stories.steps import SHOWN, WORDS, ask, wait_for_answer


def the_theme_is_changed(desk: Desk, out: Path) -> None:
    """The other theme, a picture of it, and back."""
    desk.click("theme_button")
    time.sleep(0.5)
    desk.look(out / "other_theme.png")
    desk.click("theme_button")
    time.sleep(0.3)


def the_guide_and_the_menus_are_opened(desk: Desk, out: Path) -> None:
    """F1 opens the guide beside the window; every menu of the bar shows its entries whole."""
    desk.keys("F1")
    desk.wait("appearance._guide.isVisible")
    time.sleep(0.3)
    desk.look(out / "guide.png")
    desk.keys("alt+F4")
    desk.wait("appearance._guide.isVisible", lambda is_there: not is_there)
    for name in ("File", "Edit", "Search", "View", "Help"):
        desk.click_words(name, "QMenuBar")
        desk.wait_for_top("QMenu")
        desk.look(out / f"menu_{name.lower()}.png")
        desk.keys("Escape")
        desk.wait_for_top("-")
    desk.choose("Help", "About MSA Analyst")
    desk.wait_for_top("AboutDialog")
    desk.look(out / "about.png")
    desk.keys("Escape")
    desk.wait_for_top("-")


def settings_and_log_are_opened(desk: Desk, out: Path) -> None:
    """Ctrl+comma: the settings; F9: the log of window and engine."""
    desk.keys("ctrl+comma")
    desk.wait_for_top("SettingsDialog")
    time.sleep(0.5)
    desk.look(out / "settings.png")
    desk.keys("Escape")
    desk.wait_for_top("-")
    desk.keys("F9")
    desk.wait("appearance._log.isVisible")
    time.sleep(1.0)
    desk.look(out / "log.png")
    desk.keys("Escape")
    desk.wait("appearance._log.isVisible", lambda is_there: not is_there)


def searches_are_saved(desk: Desk, out: Path) -> None:
    """Ctrl+D, a name typed; a double click asks it again; Delete, and Undo brings it back."""
    ask(desk, WORDS)
    desk.keys("ctrl+d")
    time.sleep(0.3)
    desk.keys("ctrl+a")
    desk.type("tanks by the water")
    desk.keys("Return")
    desk.until(lambda: desk.ask("texts", path="keeping.model"), lambda names: names == ["tanks by the water"])
    ask(desk, "green fields")
    desk.click_row("wiring.keeping.panel.list", 0, times=2)
    desk.wait("session.search.text", lambda text: text == WORDS)
    wait_for_answer(desk)
    desk.click_row("wiring.keeping.panel.list", 0)
    desk.keys("Delete")
    desk.until(lambda: desk.ask("texts", path="keeping.model"), lambda names: not names)
    desk.click("wiring.keeping.panel.undo")
    desk.until(lambda: desk.ask("texts", path="keeping.model"), lambda names: len(names) == 1)
    desk.look(out / "saved.png")
    desk.click_words("Layers")


def a_project_is_opened_by_a_second_start(desk: Desk, out: Path) -> None:
    """Ctrl+S, a name; Ctrl+Q; the next start shows the same question, places, view and saved search, no basemap."""
    file = desk.scratch / "harbour survey.msaproj"
    desk.keys("ctrl+s")
    desk.answer_file_dialog(file)
    desk.wait("session.project.file", lambda found: found == str(file))
    desk.until(file.exists, name=str(file))
    desk.drag("canvas", (60, 30))
    time.sleep(0.5)
    middle = desk.value("window.canvas.middle_lonlat")
    desk.leave()
    desk.start()
    desk.wait("session.archive.paths", lambda paths: paths == [str(desk.archive)])
    desk.wait(SHOWN)
    assert desk.value("session.search.text") == WORDS
    assert desk.ask("texts", path="keeping.model") == ["tanks by the water"]
    desk.until(
        lambda: desk.value("window.canvas.middle_lonlat"),
        lambda at: max(abs(at[0] - middle[0]), abs(at[1] - middle[1])) < 1e-3,
        f"the view at {middle}",
        20,
    )
    desk.look(out / "project.png")
    desk.choose("File", "New Project")
    desk.wait("session.archive.is_open", lambda is_open: not is_open)
    desk.look(out / "nothing_open.png")
    desk.choose("File", "Recent Projects", "harbour survey")
    desk.wait("session.archive.paths", lambda paths: paths == [str(desk.archive)])
    desk.wait(SHOWN)
