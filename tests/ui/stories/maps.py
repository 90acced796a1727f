"""The map: moved, typed to, measured, its layers, its basemap."""

from __future__ import annotations

import io
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image

from msa_core.coordinates import FORM_NAMES, FORMS, text_of
from tests.ui.desk import Desk
from tests.ui.stories.steps import check_colour, colour_near, go_to, wait_for_map

BLUE, GREEN = (40, 90, 200), (32, 160, 64)
AWAY = (20.0, 10.0)
"""Longitude and latitude of a place where no raster of the demo archive lies."""


def the_map_is_moved(desk: Desk, _out: Path) -> None:
    """Drag and wheel move and zoom the map; back and forward through its views; Ctrl+0 shows everything."""
    before = desk.value("window.canvas.view")
    desk.drag("canvas", (80, 50))
    moved = desk.wait("window.canvas.view", lambda view: view != before)
    desk.click("canvas", button=4, times=3)
    desk.wait("window.canvas.view", lambda view: view != moved)
    desk.wait("window.map_area.tools.back.isEnabled")
    desk.click("map_area.tools.back")
    desk.click("map_area.tools.forward")
    for button in ("zoom_in", "zoom_out", "everything"):
        desk.click(f"map_area.{button}")
    desk.keys("ctrl+0")


def coordinates_are_typed(desk: Desk, out: Path) -> None:
    """Ctrl+G takes a place in every form that the status bar can write; nonsense is refused where it is typed."""
    desk.click("status.coordinates")
    desk.wait_for_top("EntryPopover")
    desk.keys("ctrl+a")
    desk.type("nowhere at all")
    desk.keys("Return")
    desk.until(lambda: desk.widget("top._problem")["visible"], name="a sentence on what was typed")
    desk.look(out / "coordinates.png")
    desk.keys("Escape")
    desk.wait_for_top("-")
    for number, form in enumerate(FORMS):
        lon, lat = 15.0 + number, 45.0 + number
        crs = desk.value("window.canvas.projection.crs")
        desk.keys("ctrl+g")
        desk.wait_for_top("EntryPopover")
        if desk.value("window.status.form") != form:
            desk.click_words(FORM_NAMES[form])
            desk.wait("window.status.form", lambda shown, form=form: shown == form)
            desk.keys("ctrl+g")
            desk.wait_for_top("EntryPopover")
        desk.keys("ctrl+a")
        desk.type(text_of(form, lon, lat, crs))
        desk.keys("Return")
        desk.wait_for_top("-")
        desk.wait(
            "window.canvas.middle_lonlat",
            lambda at, lon=lon, lat=lat: abs(at[0] - lon) < 1e-3 and abs(at[1] - lat) < 1e-3,
        )
    desk.keys("ctrl+g")
    desk.wait_for_top("EntryPopover")
    desk.click_words(FORM_NAMES[FORMS[0]])


def the_map_is_drawn_in_another_crs(desk: Desk, out: Path) -> None:
    """The CRS button: a code typed, a wrong one refused, and back to the one that fits."""
    for typed, wanted in (("EPSG:99999999", ""), ("EPSG:3035", "EPSG:3035")):
        desk.click("status.map_crs")
        desk.wait_for_top("EntryPopover")
        desk.keys("ctrl+a")
        desk.type(typed)
        desk.keys("Return")
        if wanted:
            desk.wait("window.canvas.projection.crs", lambda crs, wanted=wanted: crs == wanted)
        else:
            desk.until(lambda: desk.widget("top._problem")["visible"], name="a sentence on the code")
            desk.look(out / "crs.png")
            desk.keys("Escape")
        desk.wait_for_top("-")
    desk.keys("ctrl+0")
    wait_for_map(desk)
    desk.click("status.map_crs")
    top = desk.wait_for_top("EntryPopover")
    desk.click_words(next(words for words in top["words"] if "fit" in words.lower()))
    desk.wait("window.canvas.projection.crs", lambda crs: crs == "EPSG:3857")


def lengths_are_measured_and_places_identified(desk: Desk, out: Path) -> None:
    """Ctrl+M: three clicks and Return give length and area; Ctrl+Shift+I and a click: the raster and its values."""
    desk.click_row("archive.tree", 0, times=2, under=_rasters(desk))
    wait_for_map(desk)
    desk.keys("ctrl+m")
    at = desk.widget("canvas")
    for dx, dy in ((-50, -40), (60, -40), (60, 50)):
        desk.click_at(at["x"] + dx, at["y"] + dy)
        time.sleep(0.5)  # two clicks at once would be a double click
    desk.keys("Return")
    assert len(desk.value("window.map_tool.corners")) == 3
    desk.look(out / "measured.png")
    desk.keys("Escape", "ctrl+shift+i")
    desk.click_at(at["x"], at["y"])
    desk.wait_for_top("PointPopover")
    desk.until(lambda: desk.ask("top")["words"], lambda words: any(".tif" in w for w in words), "the raster")
    desk.look(out / "identified.png")
    desk.keys("Escape")
    desk.wait_for_top("-")
    desk.click("map_area.tools.buttons.move")


def layers_are_shown_and_ordered(desk: Desk, out: Path) -> None:
    """Eyes, opacity, order by dragging and the filter of the tree."""
    under = _rasters(desk)
    count = desk.value("archive_model.rowCount")
    _click_eye(desk, 0, under)
    desk.until(lambda: _shown(desk).count(False), lambda hidden: hidden == 1, "one raster hidden")
    _click_eye(desk, 0, under)
    desk.until(lambda: all(_shown(desk)), name="all rasters shown")
    desk.click_row("archive.tree", 0, button=3, under=under)
    desk.wait_for_top("QMenu")
    desk.look(out / "layer_menu.png")
    slider = desk.ask("part", kind="QSlider")
    desk.drag_between((slider["x"] + slider["width"] / 2 - 8, slider["y"]), (slider["x"] - 20, slider["y"]))
    desk.until(
        lambda: [desk.value(f"archive_model.rows.{row}.opacity") for row in range(count)],
        lambda opacities: min(opacities) < 0.6,
        "the opacity",
    )
    desk.keys("Escape")
    desk.wait_for_top("-")
    first, third = (desk.ask("row", path="archive.tree", row=row, under=under) for row in (0, 2))
    desk.drag_between(
        (first["left"] + 40, first["y"]), (third["left"] + 40, third["y"] + third["height"] / 2 - 1)
    )
    desk.wait("window.archive.layers.has_order")
    desk.fill("archive.filter", "harbour")
    desk.until(
        lambda: desk.ask("row", path="archive.tree", row=0, under=_rasters(desk))["rows"], lambda n: n == 1
    )
    desk.look(out / "filtered.png")
    desk.keys("ctrl+a", "BackSpace")
    desk.until(
        lambda: desk.ask("row", path="archive.tree", row=0, under=_rasters(desk))["rows"],
        lambda n: n == count,
    )


def a_basemap_of_a_file_lies_below(desk: Desk, out: Path) -> None:
    """View > Basemap …: an MBTiles file made by code; its colour is on the map, and gone with its eye."""
    file = _write_mbtiles(desk.scratch / "plain.mbtiles", BLUE)
    go_to(desk, *AWAY, 5_000_000)
    desk.choose("View", "Basemap …")
    desk.wait_for_top("BasemapDialog")
    desk.click("top.file")
    desk.fill("top.path", str(file))
    desk.look(out / "basemap.png")
    desk.keys("Return")
    desk.wait_for_top("-")
    _wait_for_colour(desk, BLUE)
    _switch_off(desk)


def a_basemap_of_a_server_is_asked_only_when_it_is_on(desk: Desk, _out: Path) -> None:
    """Not one request before the eye is open, nor after it is shut."""
    with _server() as server:
        desk.choose("View", "Basemap …")
        desk.wait_for_top("BasemapDialog")
        desk.click("top.web")
        desk.fill("top.address", server.template)
        desk.fill("top.attribution", "(c) drawn by code")
        assert server.asked == [], "asked while it is being typed"
        desk.click_words("OK")
        desk.wait_for_top("-")
        _wait_for_colour(desk, GREEN)
        _switch_off(desk)
        before = len(server.asked)
        assert before > 0
        go_to(desk, AWAY[0] + 5, AWAY[1], 2_000_000)
        time.sleep(0.5)
        assert len(server.asked) == before, "asked after it was switched off"
    desk.choose("View", "Basemap …")
    desk.wait_for_top("BasemapDialog")
    desk.click("top.off")
    desk.click_words("OK")
    desk.wait_for_top("-")
    desk.keys("ctrl+0")


def _rasters(desk: Desk) -> list[int]:
    """The way to the row *Rasters* of the tree."""
    rows = desk.ask("row", path="archive.tree", row=0)["rows"]
    names = [desk.ask("row", path="archive.tree", row=row)["words"] for row in range(rows)]
    return [next(number for number, name in enumerate(names) if name.startswith("Rasters"))]


def _click_eye(desk: Desk, row: int, under: list[int]) -> None:
    found = desk.ask("row", path="archive.tree", row=row, under=under)
    desk.click_at(found["right"] - 16, found["y"])


def _shown(desk: Desk) -> list[bool]:
    return [
        desk.value(f"archive_model.rows.{row}.shown") for row in range(desk.value("archive_model.rowCount"))
    ]


def _switch_off(desk: Desk) -> None:
    rows = desk.ask("row", path="archive.tree", row=0)["rows"]
    desk.click_row("archive.tree", rows - 1)
    desk.keys("space")
    desk.wait("basemap.kind", lambda kind: kind == "off")


def _wait_for_colour(desk: Desk, wanted: tuple[int, int, int]) -> None:
    name = f"#{''.join(f'{part:02x}' for part in wanted)}"
    try:
        desk.until(lambda: colour_near(desk, *AWAY, 60, 40), lambda shown: shown == name, name, 20)
    except TimeoutError:
        check_colour(desk, "the basemap", colour_near(desk, *AWAY, 60, 40), wanted)


def _png(colour: tuple[int, int, int]) -> bytes:
    store = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(store, "PNG")
    return store.getvalue()


def _write_mbtiles(file: Path, colour: tuple[int, int, int]) -> Path:
    tile = _png(colour)
    with closing(sqlite3.connect(file)) as base:
        base.execute("CREATE TABLE metadata (name text, value text)")
        base.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        for item in (("format", "png"), ("minzoom", "0"), ("maxzoom", "4"), ("attribution", "drawn by code")):
            base.execute("INSERT INTO metadata VALUES (?, ?)", item)
        for zoom in range(5):
            rows = ((zoom, x, y, tile) for x in range(2**zoom) for y in range(2**zoom))
            base.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        base.commit()
    return file


class _Server(ThreadingHTTPServer):
    """One green picture for every tile; keeps what it is asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []
        self.body = _png(GREEN)

    @property
    def template(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{{z}}/{{x}}/{{y}}.png"


class _Answer(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_words: object) -> None:
        """Quiet."""


@contextmanager
def _server() -> Iterator[_Server]:
    server = _Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
