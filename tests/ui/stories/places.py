"""Places found: walked through, cut, explained, reviewed, listed, saved, kept as evidence."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import geopandas

from tests.ui.desk import ROOT, Desk
from tests.ui.stories.steps import SHOWN, open_and_find, say, wait_for_sentence

SAVED_AS = ("gpkg", "geojson", "csv", "kml", "parquet")


def places_are_walked_by_mouse_and_keys(desk: Desk, _out: Path) -> None:
    """A click chooses a row, Down the next, N and B go on and back, a double click shows it on the map."""
    desk.click_row("hits.list", 0)
    desk.keys("Down")
    desk.wait("session.shown.selected", lambda row: row == 1)
    desk.keys("n")
    desk.wait("session.shown.selected", lambda row: row == 2)
    desk.keys("b", "b")
    desk.wait("session.shown.selected", lambda row: row == 0)
    desk.keys("shift+Down")
    desk.wait("session.shown.chosen", lambda chosen: len(chosen) == 2)
    desk.click_row("hits.list", 0, times=2)
    desk.wait("session.shown.chosen", lambda chosen: len(chosen) < 2)


def it_is_explained(desk: Desk, out: Path) -> None:
    """Why the place matched: every scale by its key, the overlay off and on, a look under it."""
    desk.click_row("hits.list", 0)
    desk.wait("window.overlays._explanation")
    for key in ("1", "2", "3", "4", "0", "5", "v", "v", "space"):
        desk.keys(key)
        time.sleep(0.1)
    desk.look(out / "why.png")


def the_cut_is_dragged(desk: Desk, _out: Path) -> None:
    """The handle under the histogram moves the cut, and the sentence says so; a double click puts it back."""
    histogram = desk.widget("hits.histogram")
    left, y = histogram["x"] - histogram["width"] / 2, histogram["y"] - 6
    at = left + 7 + desk.value("window.hits.histogram.value") / 1000 * (histogram["width"] - 14)
    middle = left + histogram["width"] * 0.5
    desk.drag_between((at, y), (middle, y))
    own = desk.wait("session.shown.scale.own_cut", lambda cut: cut is not None)
    assert f"your cut {own:.3f}" in desk.widget("hits.verdict")["text"], desk.widget("hits.verdict")["text"]
    desk.click_at(middle, y, times=2)
    desk.wait("session.shown.scale.own_cut", lambda cut: cut is None)
    desk.click("hits.histogram")
    desk.keys("Right", "Right")
    desk.wait("session.shown.scale.own_cut", lambda cut: cut is not None)
    desk.keys("BackSpace")
    desk.wait("session.shown.scale.own_cut", lambda cut: cut is None)


def the_list_is_arranged(desk: Desk, out: Path) -> None:
    """As a grid and back; sorted by another column; grouped by ground; its menu for a place."""
    desk.click("hits.grid")
    desk.wait("window.hits.list.is_grid")
    desk.look(out / "grid.png")
    desk.click("hits.grid")
    desk.wait("window.hits.list.is_grid", lambda is_grid: not is_grid)
    before = [desk.ask("texts", path="hits_model")]
    desk.click("hits.more")
    desk.wait_for_top("ListOptions")
    desk.look(out / "list_options.png")
    desk.click_words("Raster")
    desk.wait_for_top("-")
    assert sorted(desk.ask("texts", path="hits_model")) == sorted(before[0])
    desk.click("hits.more")
    desk.wait_for_top("ListOptions")
    desk.click_words("Rank")
    desk.wait_for_top("-")
    desk.click_row("hits.list", 1, button=3)
    desk.wait_for_top("QMenu")
    desk.look()
    desk.click_words("Find similar places")
    desk.wait("window.search_bar.box.chips", lambda found: len(found) == 1)
    desk.wait("session.search.is_waiting", lambda is_waiting: not is_waiting)
    open_and_find(desk)


def places_are_reviewed(desk: Desk, out: Path) -> None:
    """R, A, X, U: votes, each going on to the next place; Ctrl+Z takes one back; the header counts; votes re-rank."""
    desk.click_row("hits.list", 0)
    desk.keys("r")
    desk.wait("window.review_keys.isVisible")
    for number, key in enumerate(("a", "x", "u", "a"), 1):
        desk.keys(key)
        desk.wait("session.review.votes", lambda votes, number=number: len(votes) == number)
    assert desk.value("session.shown.selected") == 4
    assert "2 ✓  1 ✗  1 ?" in desk.widget("hits._review")["text"]
    desk.look(out / "review.png")
    desk.keys("ctrl+z")
    desk.wait("session.review.votes", lambda votes: len(votes) == 3)
    desk.click("review_keys.ranking")
    desk.wait("session.search.query.accepted", lambda tiles: len(tiles) == 1)
    desk.wait("session.search.is_waiting", lambda is_waiting: not is_waiting)
    desk.look()
    desk.click("review_keys.ranking")
    desk.wait("session.search.query.accepted", lambda tiles: not tiles)
    desk.click("review_keys.end")
    desk.wait("window.review_keys.isVisible", lambda is_there: not is_there)


def the_drawer_is_opened(desk: Desk, out: Path) -> None:
    """Ctrl+T opens the drawer: the table, whose rows are the list's, and the large histogram by ground size."""
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible")
    desk.click_row("wiring.drawer_pages.table", 2)
    desk.wait("session.shown.selected", lambda row: row == 2)
    desk.look(out / "table.png")
    desk.click_words("Histogram")
    time.sleep(0.5)
    desk.look(out / "histogram.png")
    desk.click_words("Table")
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible", lambda is_open: not is_open)


def places_are_saved_in_every_format(desk: Desk, out: Path) -> None:
    """Ctrl+E, a name, Return: each format holds as many places as the list; a CRS of one's own is kept."""
    count, files = desk.value(SHOWN), []
    for ending in SAVED_AS:
        file = desk.scratch / f"places.{ending}"
        desk.keys("ctrl+e")
        desk.wait_for_top("SaveDialog")
        desk.fill("top.file", str(file))
        if ending == "gpkg":
            desk.look(out / "saving.png")
        desk.click_words("Save")
        desk.wait_for_top("-")
        desk.until(file.exists, name=str(file))
        wait_for_sentence(desk, file.name)
        files.append(file)
    assert len(geopandas.read_file(files[0], layer="hits")) == count
    assert len(json.loads(files[1].read_text("utf-8"))["features"]) == count
    assert len(files[2].read_text("utf-8").splitlines()) == count + 1
    assert files[3].read_text("utf-8").count("<Placemark") == count
    assert len(geopandas.read_parquet(files[4])) == count


def a_search_is_kept_as_evidence(desk: Desk, out: Path) -> None:
    """Ctrl+Shift+E, a folder: page, PDF and the JSON with which ``msa reproduce`` finds the same."""
    folder = desk.scratch / "evidence"
    folder.mkdir()
    desk.keys("ctrl+shift+e")
    desk.answer_file_dialog(folder)
    desk.until(lambda: [file.suffix for file in folder.rglob("*.pdf")], name="the PDF", timeout_s=180)
    told = wait_for_sentence(desk, "evidence.json")
    assert str(folder) in told, told
    assert json.loads((folder / "evidence.json").read_text("utf-8"))
    desk.look(out / "evidence.png")
    assert "Open the page" in desk.widget("messages._button")["text"] or say(desk)
    again = [sys.executable, "-m", "msa_core.cli", "reproduce", str(folder)]
    ended = subprocess.run(again, check=False, cwd=ROOT, env=desk.environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
