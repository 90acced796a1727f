"""Indexing in the window: searching meanwhile, stopping, going on, what is new, what cannot be used."""

from __future__ import annotations

from pathlib import Path

import rasterio
from rasterio.windows import Window

from tests.ui.desk import Desk
from tests.ui.stories.steps import SHOWN, ask, clear, say, wait_for_answer, wait_for_sentence

SIDE_PX = 250
PARTS = 6


def an_archive_is_indexed_and_searched_meanwhile(desk: Desk, out: Path) -> None:
    """Ctrl+O, Index, where to keep it; a question waits for the first raster; stopped, and gone on with."""
    folder = _archive(desk)
    desk.keys("ctrl+o")
    desk.answer_file_dialog(folder)
    desk.wait("session.archive.paths", lambda paths: paths == [str(folder)])
    desk.wait("archive_model.rowCount", lambda rows: rows >= PARTS)
    clear(desk)
    desk.click("archive.index_button")
    desk.wait_for_top("IndexOptionsDialog")
    desk.look(out / "index_options.png")
    desk.click_words("Index now")
    desk.wait("session.archive.indexing.is_running")
    desk.look(out / "indexing.png")
    desk.fill("search_bar.field", "water")
    desk.keys("Return")
    desk.wait(SHOWN, timeout_s=240)
    desk.look(out / "searched_meanwhile.png")
    if desk.value("session.archive.indexing.is_running"):
        desk.click("jobs._cancel")
        desk.wait("session.archive.indexing.is_running", lambda runs: not runs)
        told = say(desk)
        if "Indexing is done" in told:
            print("    indexing was over before it could be stopped", flush=True)
        else:
            assert "Indexing was stopped" in told, told
            _index(desk)
    else:
        print("    indexing was over before the question was answered: it was not stopped", flush=True)
    assert desk.value("session.archive.index.tiles") > 0
    ask(desk, "water")


def what_is_new_is_told(desk: Desk, out: Path) -> None:
    """A search is saved; one more raster comes into the folder; F5, Update: the search tells how many are new."""
    folder = desk.scratch / "coast"
    desk.keys("ctrl+d", "Return")
    desk.until(lambda: desk.ask("texts", path="keeping.model"), name="the saved search")
    last = len(desk.ask("texts", path="keeping.model")) - 1
    _cut(desk, folder / "one_more.tif", 7)
    (folder / "broken.tif").write_bytes(b"II*\0 and then nothing that makes sense")
    desk.keys("F5")
    desk.wait("archive_model.rowCount", lambda rows: rows == PARTS + 2)
    _index(desk)
    desk.wait(f"session.project.searches.{last}.new", lambda new: new > 0)
    desk.click_words("Searches")
    desk.wait("keeping.panel.isVisible")
    desk.look(out / "new.png")
    desk.click_row("wiring.keeping.panel.list", last, times=2)
    wait_for_answer(desk)
    desk.wait(f"session.project.searches.{last}.new", lambda new: new == 0)
    desk.click_words("Layers")
    desk.wait("window.archive.bar.isVisible")


def what_cannot_be_used_is_shown_and_tried_again(desk: Desk, out: Path) -> None:
    """The coverage bar shows the broken file alone, with its reason; mended, it is taken in by *Try again*."""
    folder = desk.scratch / "coast"
    desk.click("archive.bar")
    desk.wait("window.archive.layers.is_filtered")
    desk.look(out / "coverage.png")
    (folder / "broken.tif").unlink()  # GDAL looks at what it is to write over
    _cut(desk, folder / "broken.tif", 8)
    desk.click("archive.retry")
    desk.wait("session.archive.indexing.is_running")
    desk.wait("session.archive.indexing.is_running", lambda runs: not runs, 240)
    desk.click("archive.bar")
    desk.wait("window.archive.layers.is_filtered", lambda is_filtered: not is_filtered)
    desk.look(out / "covered.png")


def _index(desk: Desk) -> None:
    """Click the button and wait until everything is done."""
    desk.click_words("Layers")
    desk.wait("window.archive.index_button.isVisible")
    desk.wait("window.archive.index_button.isEnabled")
    desk.click("archive.index_button")
    desk.wait("session.archive.indexing.is_running")
    desk.wait("session.archive.indexing.is_running", lambda runs: not runs, 300)
    wait_for_sentence(desk, "Indexing is done")


def _archive(desk: Desk) -> Path:
    """Small pieces of one raster of the demo archive."""
    folder = desk.scratch / "coast"
    folder.mkdir()
    for number in range(PARTS):
        _cut(desk, folder / f"piece_{number}.tif", number)
    return folder


def _cut(desk: Desk, file: Path, number: int) -> None:
    """A piece of ``harbour_town.tif`` with its position; pieces lie one beside the other."""
    with rasterio.open(desk.archive / "harbour_town.tif") as whole:
        window = Window(SIDE_PX * (number % 4), 600 + SIDE_PX * (number // 4), SIDE_PX, SIDE_PX)
        profile = {**whole.profile, "driver": "GTiff", "width": SIDE_PX, "height": SIDE_PX}
        profile |= {"transform": whole.window_transform(window), "tiled": False, "compress": "deflate"}
        for name in ("blockxsize", "blockysize", "interleave", "photometric"):
            profile.pop(name, None)
        pixels = whole.read(window=window)
    with rasterio.open(file, "w", **profile) as out:
        out.write(pixels)
