"""Files dragged from another program and dropped on the window: real drags between two programs."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from tests.ui.desk import ROOT, Desk
from tests.ui.drag_source import SIDE_PX
from tests.ui.stories.steps import clear, open_and_find, say, wait_for_sentence, write_colours


@contextmanager
def held_over(desk: Desk, files: Sequence[Path]) -> Iterator[subprocess.Popen[str]]:
    """Files taken from a small window in the corner and held over the middle of the map."""
    command = [sys.executable, "-m", "tests.ui.drag_source", "0", "0", *map(str, files)]
    source = subprocess.Popen(command, cwd=ROOT, env=desk.environment, stdout=subprocess.PIPE, text=True)
    try:
        assert _line(source) == "there"
        at = desk.widget("centre")
        desk.move_to(SIDE_PX / 2, SIDE_PX / 2)
        desk.do("mousedown", 1)
        desk.move_in_steps((SIDE_PX / 2, SIDE_PX / 2), (at["x"], at["y"]))
        yield source
    finally:
        desk.do("mouseup", 1)
        source.terminate()
        source.wait(20)


def drop(desk: Desk, files: Sequence[Path], on: str, picture: Path | None = None) -> bool:
    """Drag files over the window and let them fall on a part of it; whether they were taken."""
    with held_over(desk, files) as source:
        if on.startswith("drop_zone"):
            desk.wait("window.drop_zone.isVisible", timeout_s=20)
            time.sleep(0.2)
        desk.look(picture)
        start, end = desk.widget("centre"), desk.widget(on)
        desk.move_in_steps((start["x"], start["y"]), (end["x"], end["y"]))
        time.sleep(0.2)
        desk.do("mouseup", 1)
        return _line(source) == "taken"


def _line(source: subprocess.Popen[str], seconds: float = 30.0) -> str:
    assert source.stdout is not None
    ready, _, _ = select.select([source.stdout], [], [], seconds)
    return source.stdout.readline().strip() if ready else "nothing was said"


def a_picture_is_described(desk: Desk, out: Path) -> None:
    """A picture dropped on *Describe*: it is shown whole, with sentences, where they are seen, and places like it."""
    file = desk.scratch / "picture.png"
    with Image.open(next(iter(sorted(desk.archive.glob("*.tif"))))) as whole:
        whole.crop((200, 200, 500, 500)).convert("RGB").save(file)
    assert drop(desk, [file], "drop_zone.caption_zone", out / "drop_picture.png")
    desk.wait("window.map_area.shows_picture")
    desk.wait("session.picture.is_waiting", lambda is_waiting: not is_waiting, 120)
    desk.wait("similar_model.rowCount")
    desk.wait("window.map_area.picture.has_overlay", timeout_s=60)
    time.sleep(0.3)
    desk.look(out / "described.png")
    desk.click("map_area.picture.back")
    desk.wait("window.map_area.shows_picture", lambda shows: not shows)
    desk.click_words("Places")
    desk.keys("ctrl+0")


def areas_become_chips(desk: Desk, out: Path) -> None:
    """A GeoJSON dropped on *Search inside this area*, and another on the box: a chip each."""
    lon, lat = desk.value("window.canvas.middle_lonlat")
    ring = [
        [lon - 0.01, lat - 0.01],
        [lon + 0.01, lat - 0.01],
        [lon + 0.01, lat + 0.01],
        [lon - 0.01, lat - 0.01],
    ]
    for name in ("district", "parish"):
        shape = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        (desk.scratch / f"{name}.geojson").write_text(json.dumps(shape), "utf-8")
    assert drop(desk, [desk.scratch / "district.geojson"], "drop_zone.area_zone", out / "drop_area.png")
    desk.wait("window.search_bar.box.chips", lambda found: len(found) == 1)
    assert drop(desk, [desk.scratch / "parish.geojson"], "search_bar.box")
    desk.until(
        lambda: desk.value("session.search.asking.conditions"),
        lambda found: "parish" in str(found),
        "its chip",
    )
    desk.look(out / "area_chips.png")
    clear(desk)


def wrong_files_change_nothing(desk: Desk, out: Path) -> None:
    """A document dropped on the window and on the box: a sentence each, and what was open stays open."""
    file = desk.scratch / "letter.docx"
    file.write_text("Dear all,", "utf-8")
    before = (desk.value("session.archive.paths"), desk.value("hits_model.rowCount"))
    drop(desk, [file], "drop_zone.open_zone")
    wait_for_sentence(desk, "letter.docx")
    desk.look(out / "drop_wrong.png")
    drop(desk, [file], "search_bar.box")
    desk.until(lambda: say(desk), lambda text: "nothing that a question can be made of" in text, "a sentence")
    assert (desk.value("session.archive.paths"), desk.value("hits_model.rowCount")) == before
    desk.click("messages._close")


def a_raster_joins_what_is_open(desk: Desk, _out: Path) -> None:
    """A GeoTIFF dropped on *Add*: it is listed beside the others, and the places found stay."""
    file = write_colours(
        desk.scratch / "joining.tif", np.full((64, 64, 3), (90, 60, 200), np.uint8), 20.0, 10.0, 0.001, 4326
    )
    count = desk.value("archive_model.rowCount")
    assert drop(desk, [file], "drop_zone.add_zone")
    desk.wait("archive_model.rowCount", lambda rows: rows == count + 1)
    assert desk.value("hits_model.rowCount") > 0
    desk.choose("File", "New Project")
    desk.wait("session.archive.is_open", lambda is_open: not is_open)
    assert drop(desk, [desk.index], "drop_zone.open_zone")
    desk.wait("session.archive.paths", lambda paths: paths == [str(desk.archive)])
    open_and_find(desk)
