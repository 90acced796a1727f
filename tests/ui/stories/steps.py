"""Steps that several stories take."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

from tests.ui.desk import Desk
from tests.ui.faults import wrong_pixel

FIELD = "search_bar.field"
SHOWN = "hits_model.rowCount"
MESSAGE = "messages"
WORDS = "many storage tanks"


class NotHere(Exception):
    """A story cannot be told on this machine: says what it would need. Neither right nor wrong, and counted."""


def ask(desk: Desk, words: str) -> None:
    """Put words into the box and wait for the answer."""
    desk.fill(FIELD, words)
    desk.keys("Return")
    wait_for_answer(desk, words)


def wait_for_answer(desk: Desk, words: str = "") -> None:
    """Wait until a question was answered, and its places are listed."""
    desk.wait("session.search.text", lambda text: bool(text) and text.startswith(words[:4]))
    desk.wait("session.search.is_waiting", lambda is_waiting: not is_waiting)


def clear(desk: Desk) -> None:
    """Empty the box: words and chips."""
    if desk.widget("search_bar.box.clear")["visible"]:
        desk.click("search_bar.box.clear")
    assert desk.value("window.search_bar.box.chips") == []


def chips(desk: Desk) -> int:
    """How many chips stand in the box."""
    return len(desk.value("window.search_bar.box.chips"))


def say(desk: Desk) -> str:
    """The sentence over the map, ``""`` when there is none."""
    found = desk.widget(MESSAGE)
    return str(found["text"]) if found["visible"] else ""


def wait_for_sentence(desk: Desk, part: str, timeout_s: float = 60.0) -> str:
    """Wait for a sentence over the map that holds ``part``."""
    told: str = desk.until(
        lambda: say(desk), lambda text: part in text, f"a sentence with {part!r}", timeout_s
    )
    return told


def open_and_find(desk: Desk) -> None:
    """The demo archive with its first answer, whatever the story before has left."""
    if desk.value("session.archive.paths") != [str(desk.archive)]:
        desk.choose("File", "Open Index …")
        desk.answer_file_dialog(desk.index)
        desk.wait("session.archive.paths", lambda paths: paths == [str(desk.archive)])
    desk.wait("session.archive.index", lambda found: found is not None)
    clear(desk)
    ask(desk, WORDS)


def wait_for_map(desk: Desk) -> None:
    """Wait until everything in view is drawn as fine as it will be."""
    desk.wait("window.canvas._flight.state", lambda state: "Stopped" in str(state))
    for _ in range(2):
        desk.wait("lane.is_idle")
        desk.wait("window.canvas.rasters.is_settled")
        time.sleep(0.2)


def go_to(desk: Desk, lon: float, lat: float, scale: int) -> None:
    """Type a place and a scale into the status bar."""
    desk.keys("ctrl+g")
    desk.wait_for_top("EntryPopover")
    desk.keys("ctrl+a")
    desk.type(f"{lat:.7f}, {lon:.7f}")
    desk.keys("Return")
    desk.wait_for_top("-")
    desk.click("status.scale")
    desk.wait_for_top("EntryPopover")
    desk.keys("ctrl+a")
    desk.type(f"1:{scale}")
    desk.keys("Return")
    desk.wait_for_top("-")
    wait_for_map(desk)


def colour_near(desk: Desk, lon: float, lat: float, dx: int = 0, dy: int = 0) -> str:
    """The colour that the display shows at a place, some pixels beside it."""
    at = desk.ask("place", lon=lon, lat=lat)
    return str(desk.ask("colour", x=at["x"] + dx, y=at["y"] + dy))


def check_colour(desk: Desk, name: str, shown: str, wanted: tuple[int, int, int], within: int = 3) -> None:
    """Note a fault when a colour is another than the raster's."""
    desk.faults += wrong_pixel(name, shown, wanted, within)


def write_colours(path: Path, colours: np.ndarray, west: float, north: float, step: float, epsg: int) -> Path:
    """A GeoTIFF of these colours, uint8 (rows, columns, 3), each pixel ``step`` map units wide."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=colours.shape[1],
        height=colours.shape[0],
        count=3,
        dtype="uint8",
        crs=f"EPSG:{epsg}",
        transform=Affine(step, 0, west, 0, -step, north),
        photometric="RGB",
    ) as out:
        out.write(np.moveaxis(colours, 2, 0))
    return path
