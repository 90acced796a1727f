"""The window in another language: every page and dialog of it, with nothing cut and nothing left in English."""

from __future__ import annotations

import re
import time
from pathlib import Path
from xml.etree import ElementTree

from tests.ui.desk import ROOT, Desk
from tests.ui.stories.steps import ask, wait_for_map

DIALOGS = {
    "settings": ("Ctrl+comma", "SettingsDialog"),
    "saving": ("ctrl+e", "SaveDialog"),
    "coordinates": ("ctrl+g", "EntryPopover"),
}
"""Picture: key, and what it opens."""


def the_window_is_german(desk: Desk, out: Path) -> None:
    """``MSA_ANALYST_LANGUAGE=de``: menus, pages and dialogs say the German of the translation, and fit."""
    _start(desk, "de")
    try:
        _look_around(desk, out)
    finally:
        desk.leave_what_is_open()
        _start(desk, "en")


def _look_around(desk: Desk, out: Path) -> None:
    english = _only_english()
    ask(desk, "many storage tanks")
    desk.wait("window.overlays._explanation")
    wait_for_map(desk)
    desk.look(out / "german.png")
    bar = desk.ask("bar")
    assert len(bar) == 5, bar
    assert not english & set(bar), bar
    for name in bar:
        desk.click_words(name, "QMenuBar")
        words = {words.replace("&", "") for words in desk.wait_for_top("QMenu")["words"]}
        desk.look(out / f"german_menu_{bar.index(name)}.png")
        assert not english & words, english & words
        desk.keys("Escape")
        desk.wait_for_top("-")
    desk.click_row("hits.list", 0)
    desk.keys("r")
    desk.wait("window.review_keys.isVisible")
    desk.keys("a")
    desk.look(out / "german_review.png")
    desk.keys("ctrl+z")
    desk.click("review_keys.end")
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible")
    desk.look(out / "german_table.png")
    desk.keys("ctrl+t")
    for name, (keys, kind) in DIALOGS.items():
        desk.keys(keys.lower())
        words = {words.replace("&", "") for words in desk.wait_for_top(kind)["words"]}
        time.sleep(0.4)
        desk.look(out / f"german_{name}.png")
        assert not english & words, english & words
        desk.keys("Escape")
        desk.wait_for_top("-")


def _start(desk: Desk, language: str) -> None:
    """Leave the window and open it in a language, with the demo archive."""
    desk.leave()
    desk.environment["MSA_ANALYST_LANGUAGE"] = language
    desk.start(str(desk.archive), "--index", str(desk.index))
    desk.wait("session.archive.index", lambda found: found is not None)
    desk.wait("archive_model.rowCount", lambda count: count > 1)


def _only_english() -> set[str]:
    """Sentences without values whose German reads otherwise."""
    messages = ElementTree.parse(ROOT / "resources" / "translations" / "msa_de.ts").iter("message")
    told = {m.findtext("source", ""): m.findtext("translation", "") for m in messages}
    german = set(told.values())
    return {
        source.replace("&", "")
        for source, translation in told.items()
        if source != translation and source not in german and not re.search(r"[{%]", source)
    }
