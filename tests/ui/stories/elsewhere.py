"""Embeddings that another program made: imported by the menu, searched by example, refused for words."""

from __future__ import annotations

from pathlib import Path

from tests.support.foreign_embeddings import countryside
from tests.ui.desk import Desk
from tests.ui.stories.steps import FIELD, SHOWN, chips, clear, open_and_find

HERE = (4.655, 52.155)


def embeddings_made_elsewhere_are_searched_by_example(desk: Desk, out: Path) -> None:
    """File > Import Embeddings, words that are refused, right clicks on the map and on a place, a drawn box."""
    file = countryside(desk.scratch / "countryside.parquet")
    desk.choose("File", "Import Embeddings …")
    desk.wait_for_top("ImportDialog")
    desk.click("wiring.importing.dialog.given")
    desk.type(str(file))
    desk.look(out / "import.png")
    desk.click("wiring.importing.dialog.start")
    desk.wait("session.archive.index", lambda found: found is not None, 60)
    desk.wait("session.archive.index.origin", lambda origin: origin == "Clay v1")
    desk.wait_for_top("-")
    clear(desk)
    desk.keys("ctrl+0")
    desk.wait("window.canvas._flight.state", lambda state: "Stopped" in str(state))
    desk.look(out / "elsewhere.png")

    desk.fill(FIELD, "storage tanks")
    desk.keys("Return")
    desk.wait("window.search_bar.hint.isVisible")
    assert "no model here reads words" in desk.value("window.search_bar.hint.text")
    desk.look(out / "elsewhere_words.png")
    clear(desk)

    at = desk.ask("place", lon=HERE[0], lat=HERE[1])
    desk.click_at(at["x"], at["y"], button=3)
    desk.wait_for_top("QMenu")
    desk.look(out / "elsewhere_menu.png")
    desk.click_words("Find places like here")
    desk.wait(SHOWN, lambda count: count > 0)
    assert desk.value("session.search.hits.0.score") > 0.999
    assert "cannot be drawn" in desk.value("window.overlays.sentence")
    desk.look(out / "elsewhere_found.png")

    desk.click_row("hits.list", 2, button=3)
    desk.wait_for_top("QMenu")
    desk.click_words("Add to the question")
    desk.wait("window.search_bar.box.chips", lambda found: len(found) == 2)
    desk.click("search_bar.box.add")
    desk.wait_for_top("QMenu")
    desk.look(out / "elsewhere_adding.png")
    desk.click_words("Like what lies in a box drawn on the map")
    box = [desk.ask("place", lon=lon, lat=lat) for lon, lat in ((4.40, 52.30), (4.45, 52.25))]
    desk.drag_between((box[0]["x"], box[0]["y"]), (box[1]["x"], box[1]["y"]))
    desk.wait("window.search_bar.box.chips", lambda found: len(found) == 3)
    desk.click("search_bar.box.chips.2")
    desk.wait_for_top("ChipPopover")
    desk.look(out / "elsewhere_chip.png")
    desk.keys("Escape")
    desk.click("search_bar.button")
    desk.wait("session.search.query.terms", lambda terms: len(terms) == 3)
    desk.wait("session.search.is_waiting", lambda is_waiting: not is_waiting)
    assert chips(desk) == 3
    desk.look(out / "elsewhere_three.png")
    open_and_find(desk)
