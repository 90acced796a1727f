"""Asking: words, chips, earlier questions."""

from __future__ import annotations

from pathlib import Path

from tests.ui.desk import Desk
from tests.ui.stories.steps import SHOWN, WORDS, ask, chips, clear, say, wait_for_answer


def words_are_searched(desk: Desk, _out: Path) -> None:
    """Words typed into the box, Return: places, a sentence on what they are worth, the first one chosen."""
    ask(desk, WORDS)
    assert desk.value(SHOWN) > 0
    assert desk.widget("hits.verdict")["text"], "no verdict is shown"
    assert desk.value("session.shown.selected") == 0


def a_weight_is_typed(desk: Desk, _out: Path) -> None:
    """``river^0.5`` is a weight; what is none is refused with a sentence."""
    ask(desk, "river^0.5")
    assert desk.value("session.search.query.terms.0.weight") == 0.5
    desk.fill("search_bar.field", "river^-1")
    desk.keys("Return")
    assert "weight" in say(desk), say(desk)
    ask(desk, WORDS)


def words_are_avoided(desk: Desk, out: Path) -> None:
    """The plus button offers *without*; its chip opens again, with a weight, and is removed there."""
    desk.keys("ctrl+shift+f")
    desk.wait_for_top("QMenu")
    desk.look(out / "adding.png")
    desk.click_words("Without …")
    desk.wait_for_top("ChipPopover")
    desk.type("clouds")
    desk.look(out / "chip.png")
    desk.keys("Return")
    desk.wait("session.search.query.terms", lambda terms: len(terms) == 2)
    wait_for_answer(desk)
    assert desk.value("session.search.query.terms.1.weight") == -0.5
    desk.click("search_bar.box.chips.0")
    desk.wait_for_top("ChipPopover")
    desk.fill("top.editor._weight", "0.8")
    desk.click("top.done")
    desk.wait_for_top("-")
    desk.click("search_bar.button")
    desk.wait("session.search.query.terms.1.weight", lambda weight: weight == -0.8)
    wait_for_answer(desk)
    desk.click("search_bar.box.chips.0")
    desk.wait_for_top("ChipPopover")
    desk.click("top.remove")
    desk.wait("window.search_bar.box.chips", lambda found: not found)


def dates_and_rasters_narrow(desk: Desk, out: Path) -> None:
    """Dates and a pattern of names as chips: only such places are found; a wrong date is refused where it is typed."""
    for entry, words in (("Dates …", "2021-13"), ("Rasters …", "harbour_*")):
        desk.click("search_bar.box.add")
        desk.wait_for_top("QMenu")
        desk.click_words(entry)
        desk.wait_for_top("ChipPopover")
        desk.type(words)
        desk.keys("Return")
        if entry == "Dates …":
            assert desk.widget("top._problem")["visible"], "a month 13 is taken"
            desk.look(out / "wrong_date.png")
            desk.keys("ctrl+a")
            desk.type("2024-07")
            desk.keys("Return")
        desk.wait_for_top("-")
        wait_for_answer(desk)
    assert chips(desk) == 2
    desk.wait("session.search.query.sources", lambda found: found == ["harbour_*"])
    assert desk.value(SHOWN) > 0
    assert {desk.value(f"session.search.hits.{n}.tile.source") for n in range(2)} == {"harbour_town.tif"}
    desk.look(out / "chips.png")
    clear(desk)


def a_box_is_drawn(desk: Desk, out: Path) -> None:
    """Ctrl+B, a box dragged on the map: a chip, the box on the map, places inside it alone."""
    desk.keys("ctrl+0")
    desk.keys("ctrl+b")
    at = desk.widget("canvas")
    desk.drag_between((at["x"] - 60, at["y"] - 60), (at["x"] + 60, at["y"] + 60))
    desk.wait("window.search_bar.box.chips", lambda found: len(found) == 1)
    ask(desk, WORDS)
    assert desk.value("session.search.query.bbox") is not None
    desk.look(out / "box.png")
    clear(desk)


def an_area_is_drawn(desk: Desk, _out: Path) -> None:
    """Corners clicked on the map, Return: an area; Esc gives up another that was begun."""
    desk.click("map_area.tools.buttons.area")
    at = desk.widget("canvas")
    for dx, dy in ((-70, -60), (70, -50), (0, 80)):
        desk.click_at(at["x"] + dx, at["y"] + dy)
    desk.keys("Return")
    desk.wait("window.search_bar.box.chips", lambda found: len(found) == 1)
    desk.click("map_area.tools.buttons.area")
    desk.click_at(at["x"], at["y"])
    desk.keys("Escape")
    desk.wait("window.drawing.is_active", lambda is_active: not is_active)
    assert chips(desk) == 1
    clear(desk)


def earlier_questions_come_back(desk: Desk, out: Path) -> None:
    """Down in an empty box lists earlier questions; Alt+Left goes back to the answer before."""
    ask(desk, "green fields")
    clear(desk)
    desk.click("search_bar.field")
    desk.keys("Down")
    desk.wait("window.history.isVisible")
    desk.look(out / "history.png")
    desk.keys("Down", "Return")
    wait_for_answer(desk)
    first = desk.value("session.search.text")
    ask(desk, "a river")
    desk.keys("alt+Left")
    desk.wait("session.search.text", lambda text: text == first)
    clear(desk)
    ask(desk, WORDS)


def nothing_is_found_for_nonsense(desk: Desk, _out: Path) -> None:
    """Words that mean nothing get best guesses, and a sentence that says so."""
    ask(desk, "zzzz qqqq")
    words = desk.widget("hits.verdict")["text"].lower()
    assert "nothing" in words or "cannot" in words or "too few" in words, words
    ask(desk, "no clouds over a harbour")
    assert desk.widget("search_bar.hint")["visible"], "“no clouds” is taken without a word"
    desk.look()
    desk.click("search_bar.hint.button")
    desk.wait("window.search_bar.box.chips", lambda found: len(found) == 1)
    clear(desk)
    ask(desk, WORDS)
