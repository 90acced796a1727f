"""What votes lead to: undo and redo, counts of searches in areas, the models, a lesson that is paused and given up."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from msa_core.config import starter_model
from tests.ui.desk import ROOT, Desk
from tests.ui.stories.steps import SHOWN, ask, open_and_find, wait_for_sentence

VOTES = 20
UNTOUCHED = "houses beside a road"
"""A question of which no place was reviewed yet."""
HALVES = {"west": (-30.0, 9.0), "east": (9.0, 60.0)}
"""West and east in degrees: between them lie all rasters of the demo archive."""


def what_was_done_is_undone_and_done_again(desk: Desk, out: Path) -> None:
    """Two votes; the menu names what Ctrl+Z would take back; it comes back by Ctrl+Shift+Z, and lies on the disk."""
    desk.click_row("hits.list", 0)
    desk.keys("r")
    desk.wait("window.review_keys.isVisible")
    before = desk.value("session.review.votes")
    desk.keys("x", "x")
    desk.wait("session.review.votes", lambda votes: votes != before)
    voted = desk.value("session.review.votes")
    desk.click_words("Edit", "QMenuBar")
    menu = desk.wait_for_top("QMenu")
    desk.look(out / "undo.png")
    assert any(words.startswith("Undo: ") for words in menu["words"]), menu["words"]
    desk.keys("Escape")
    desk.wait_for_top("-")
    desk.keys("ctrl+z")
    desk.wait("session.review.votes", lambda votes: len(votes) < len(voted) or votes != voted)
    desk.keys("ctrl+z")
    desk.wait("session.review.votes", lambda votes: votes == before)
    desk.keys("ctrl+shift+z", "ctrl+shift+z")
    desk.wait("session.review.votes", lambda votes: votes == voted)
    desk.keys("ctrl+z", "ctrl+z")
    desk.wait("session.review.votes", lambda votes: votes == before)
    desk.click("review_keys.end")
    desk.wait("window.review_keys.isVisible", lambda is_there: not is_there)


def searches_are_counted_in_areas(desk: Desk, out: Path) -> None:
    """Areas of a file against the saved searches: a table whose file has its figures; a cell asks its question."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[west, 30], [east, 30], [east, 70], [west, 70], [west, 30]]],
            },
        }
        for name, (west, east) in HALVES.items()
    ]
    file = desk.scratch / "halves.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    desk.click_words("Searches")
    desk.wait("keeping.panel.isVisible")
    desk.click_row("wiring.keeping.panel.list", 0, button=3)
    desk.wait_for_top("QMenu")
    desk.click_words("Count all searches over areas")
    desk.click_words("Areas from files …")
    desk.answer_file_dialog(file)
    desk.wait("session.area_counts.areas", lambda areas: len(areas) == len(HALVES))
    desk.wait("session.area_counts.is_complete")
    desk.look(out / "counts.png")
    table = desk.scratch / "counts.csv"
    desk.click("wiring.counting.page.save")
    desk.answer_file_dialog(table)
    desk.until(table.exists, name=str(table))
    wait_for_sentence(desk, "counts.csv")
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    names = [desk.value(f"session.area_counts.areas.{number}.name") for number in range(len(HALVES))]
    assert all(any(name in cell for cell in rows[0]) for name in names), rows[0]
    assert len(rows) == 1 + len(desk.ask("texts", path="keeping.model")), rows
    assert all(cell.strip() for cell in rows[1]), rows[1]
    at = desk.ask("row", path="wiring.counting.page.table", row=0, column=1)
    desk.click_at(at["x"], at["y"])
    desk.wait("session.search.query.area", lambda area: area is not None)
    desk.wait("session.search.is_waiting", lambda is_waiting: not is_waiting)
    west, east = HALVES[names[0]]
    for number in range(min(5, desk.value(SHOWN))):
        ring = desk.value(f"session.search.hits.{number}.tile.footprint_lonlat.0")
        assert any(west <= point[0] <= east for point in ring), f"{ring} is not in {names[0]}"
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible", lambda is_open: not is_open)
    desk.click_words("Layers")
    open_and_find(desk)


def models_are_compared(desk: Desk, out: Path) -> None:
    """With one index there is nothing to compare, and it is said; a second one's places stand beside the first's."""
    desk.click_words("Searches")
    desk.wait("keeping.panel.isVisible")
    _choose_comparing(desk)
    desk.wait("comparing.page.problem.text", lambda words: "only one index" in words)
    desk.look(out / "one_model.png")
    model = _other_model(desk.scratch / "other trained")
    made = [sys.executable, "-m", "msa_core.cli", "reembed", desk.index, "--model", model]
    made += ["--out", desk.home / "indexes" / "other"]
    subprocess.run([str(word) for word in made], check=True, capture_output=True, cwd=ROOT)
    _choose_comparing(desk)
    desk.wait("session.comparison.state.found", lambda found: len(found) == 1)
    time.sleep(1.0)
    desk.look(out / "compared.png")
    words = desk.value("comparing.page.words.text")
    assert "found by" in words, words
    desk.keys("ctrl+t")
    desk.wait("window.drawer.isVisible", lambda is_open: not is_open)
    desk.click_words("Layers")


def _choose_comparing(desk: Desk) -> None:
    desk.click_row("wiring.keeping.panel.list", 0, button=3)
    desk.wait_for_top("QMenu")
    desk.click_words("Compare models")


def _other_model(folder: Path) -> Path:
    """The starter with another way of joining the scales."""
    shutil.copytree(starter_model(), folder)
    weights = load_file(folder / "model.safetensors")
    joined = weights["image_encoder.w1.weight"]
    weights["image_encoder.w1.weight"] = joined + np.roll(joined, 1, 0) * joined.dtype.type(0.3)
    save_file(weights, folder / "model.safetensors")
    return folder


def the_models_are_listed(desk: Desk, out: Path) -> None:
    """Search > Models …: the one that the open index was made with is there, with its facts; it cannot be removed."""
    desk.choose("Search", "Models …")
    desk.wait_for_top("ModelsDialog")
    names = desk.until(
        lambda: desk.ask("texts", path="planning.models.list.model"), name="the list of models"
    )
    assert any("starter" in name for name in names), names
    desk.click_row("top.list", 0)
    words = desk.until(
        lambda: desk.ask("top")["words"], lambda words: any("mobilenet" in w for w in words), "facts"
    )
    fingerprint = desk.value("session.archive.index.model")
    assert any(fingerprint[:16] in word for word in words), words
    desk.look(out / "models.png")
    assert not desk.widget("top.remove")["enabled"], "the starter can be removed"
    desk.keys("Escape")
    desk.wait_for_top("-")


def the_model_is_taught(desk: Desk, out: Path) -> None:
    """Votes enough bring the offer; the sheet; a lesson that is paused, gone on with and given up leaves no trace."""
    open_and_find(desk)
    models, index = _names(desk.home / "models"), desk.value("session.archive.index_path")
    ask(desk, UNTOUCHED)
    desk.keys("ctrl+1")
    desk.click_row("hits.list", 0)
    desk.keys("r")
    desk.wait("window.review_keys.isVisible")
    assert desk.value(SHOWN) >= VOTES
    for number in range(VOTES):
        desk.keys("a" if number % 2 else "x")
        desk.wait("session.review.votes", lambda votes, number=number: len(votes) > number, 20)
    desk.until(lambda: desk.widget("hits.teach")["visible"], name="the offer to teach", timeout_s=20)
    desk.look(out / "offer.png")
    desk.click("hits.teach")
    desk.wait_for_top("TeachDialog")
    desk.look(out / "teach.png")
    desk.fill("top.minutes", "1")
    desk.fill("top.name", "harbours")
    desk.click("top.teach")
    desk.wait_for_top("-")
    desk.wait("session.teaching.state.is_running")
    desk.wait("teaching.page.isVisible")
    time.sleep(1.0)
    desk.look(out / "lesson.png")
    desk.click("wiring.teaching.page.pause")
    desk.wait("session.teaching.state.is_running", lambda runs: not runs)
    desk.look(out / "paused.png")
    desk.click("wiring.teaching.page.resume")
    desk.wait("session.teaching.state.is_running")
    desk.click("wiring.teaching.page.cancel")
    top = desk.ask("top")
    if top["kind"] == "QMessageBox":
        desk.click_words(next(words for words in top["words"] if words.replace("&", "") == "Give up"))
    desk.wait("session.teaching.state.lesson", lambda lesson: lesson is None)
    assert _names(desk.home / "models") == models
    assert desk.value("session.archive.index_path") == index
    desk.click("review_keys.end")
    if desk.value("window.drawer.isVisible"):
        desk.keys("ctrl+t")


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
