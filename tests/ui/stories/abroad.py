"""The window in another language: every page and dialog of it, with nothing cut and nothing left in English."""

from __future__ import annotations

import json
import re
import time
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from tests.ui.desk import ROOT, Desk
from tests.ui.stories.steps import ask, wait_for_map

VOTES = 20

DIALOGS = {
    "settings": ("Ctrl+comma", "SettingsDialog"),
    "saving": ("ctrl+e", "SaveDialog"),
    "coordinates": ("ctrl+g", "EntryPopover"),
}
"""Picture: key, and what it opens."""
FROM_MENUS = {
    "models": ("Search", "Models …", "ModelsDialog"),
    "index_options": ("Search", "Index Options …", "IndexOptionsDialog"),
    "catalogue": ("File", "Search STAC Catalogue …", "CatalogueDialog"),
    "basemap": ("View", "Basemap …", "BasemapDialog"),
    "about": ("Help", "About MSA Analyst", "AboutDialog"),
    "log": ("Help", "Log …", "LogWindow"),
}
"""Picture: menu and entry, and what they open."""


def the_window_is_german(desk: Desk, out: Path) -> None:
    """``MSA_ANALYST_LANGUAGE=de``: menus, pages and dialogs say the German of the translation, and fit."""
    _start(desk, "de")
    try:
        _look_around(desk, out)
        _open_dialogs(desk, out)
        _open_pages(desk, out)
        _teach(desk, out)
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


def _open_dialogs(desk: Desk, out: Path) -> None:
    for name, (keys, kind) in DIALOGS.items():
        desk.keys(keys.lower())
        _look_at(desk, out, name, kind)
        if name == "settings":
            for page in ("&Computing", "&Storage", "&Network"):
                desk.click_words(german(page))
                _look_at(desk, out, f"settings_{page.strip('&').lower()}", kind)
        desk.keys("Escape")
        desk.wait_for_top("-")
    for name, (menu, entry, kind) in FROM_MENUS.items():
        desk.choose(german(f"&{menu}"), german(entry))
        _look_at(desk, out, name, kind)
        desk.keys("Escape")
        desk.wait_for_top("-")


def _look_at(desk: Desk, out: Path, name: str, kind: str) -> None:
    """What is in front is checked: its words and its layout."""
    desk.wait_for_top(kind)
    time.sleep(0.6)
    words = {words.replace("&", "") for words in desk.ask("top")["words"]}
    desk.look(out / f"german_{name}.png")
    english = _only_english() & words
    assert not english, english


def _open_pages(desk: Desk, out: Path) -> None:
    """Saved searches, and the pages of the drawer: table, histogram, counts over areas, models compared."""
    desk.keys("ctrl+d")
    time.sleep(0.3)
    desk.keys("ctrl+a")
    desk.type("Tanks am Wasser")
    desk.keys("Return")
    desk.wait("keeping.panel.isVisible")
    desk.look(out / "german_saved.png")
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible")
    desk.click_words(german("Histogram"))
    time.sleep(0.5)
    desk.look(out / "german_histogram.png")
    desk.click_row("wiring.keeping.panel.list", 0, button=3)
    desk.wait_for_top("QMenu")
    desk.look(out / "german_saved_menu.png")
    desk.click_words(german("Count all searches over areas"))
    desk.click_words(german("Areas from files …"))
    desk.answer_file_dialog(_areas(desk.scratch / "gebiete.geojson"))
    desk.wait("session.area_counts.is_complete")
    desk.look(out / "german_counts.png")
    desk.click_row("wiring.keeping.panel.list", 0, button=3)
    desk.wait_for_top("QMenu")
    desk.click_words(german("Compare models"))
    # The story before has left a second index: then places stand beside each other.
    desk.until(
        lambda: desk.value("comparing.page.problem.text") or desk.value("session.comparison.state.found"),
        name="what came of comparing",
    )
    time.sleep(0.5)
    desk.look(out / "german_compared.png")
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible", lambda is_open: not is_open)
    desk.click_words(german("Layers"))


def _areas(file: Path) -> Path:
    """Two rectangles that hold the demo archive between them."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, 30], [east, 30], [east, 70], [west, 70], [west, 30]]],
            },
        }
        for name, west, east in (("Westen", -30, 9), ("Osten", 9, 60))
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


def _teach(desk: Desk, out: Path) -> None:
    """The sheet, and what the page says of a lesson that runs and is given up: nothing of it is English."""
    ask(desk, "fields beside a village")
    desk.keys("ctrl+1")
    desk.click_row("hits.list", 0)
    desk.keys("r")
    desk.wait("window.review_keys.isVisible")
    before = len(desk.value("session.review.votes"))
    for number in range(VOTES):
        desk.keys("a" if number % 2 else "x")
        desk.wait("session.review.votes", lambda votes, number=number: len(votes) > before + number, 20)
    desk.until(lambda: desk.widget("hits.teach")["visible"], name="the offer to teach", timeout_s=20)
    desk.click("hits.teach")
    _look_at(desk, out, "teach", "TeachDialog")
    desk.click("top.teach")
    desk.wait_for_top("-")
    desk.wait("session.teaching.state.is_running")
    desk.wait("session.teaching.state.progress", bool, 120)
    time.sleep(1.0)
    desk.look(out / "german_lesson.png")
    told = desk.value("teaching.page.words.text")
    assert not re.search(r"\b(epoch|loading|reading|picture|sentences)\b", told), told
    desk.click("wiring.teaching.page.cancel")
    top = desk.ask("top")
    if top["kind"] == "QMessageBox":
        desk.look(out / "german_give_up.png")
        desk.click_words(next(w for w in top["words"] if w.replace("&", "") == german("Give up")))
    desk.wait("session.teaching.state.lesson", lambda lesson: lesson is None)
    desk.click("review_keys.end")
    if desk.value("window.drawer.isVisible"):
        desk.keys("ctrl+t")


def _start(desk: Desk, language: str) -> None:
    """Leave the window and open it in a language, with the demo archive."""
    desk.leave()
    desk.environment["MSA_ANALYST_LANGUAGE"] = language
    desk.start(str(desk.archive), "--index", str(desk.index))
    desk.wait("session.archive.index", lambda found: found is not None)
    desk.wait("archive_model.rowCount", lambda count: count > 1)


def german(english: str) -> str:
    """What the window says in place of a sentence, without its letter for Alt."""
    return _translations()[english].replace("&", "")


@cache
def _translations() -> dict[str, str]:
    messages = ElementTree.parse(ROOT / "resources" / "translations" / "msa_de.ts").iter("message")
    plain = (message for message in messages if not message.findtext("comment"))
    return {message.findtext("source", ""): message.findtext("translation", "") for message in plain}


def _only_english() -> set[str]:
    """Sentences without values whose German reads otherwise."""
    told = {source.replace("&", ""): said.replace("&", "") for source, said in _translations().items()}
    spoken = set(told.values())
    return {
        source
        for source, said in told.items()
        if source != said and source not in spoken and not re.search(r"[{%]", source)
    }
