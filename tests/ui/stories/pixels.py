"""The right colours at the right places: rasters whose colours are known, looked at on the display itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import rasterio
from pyproj import Transformer
from rasterio.warp import transform as transformed

from msa_core.raster.pixels.reader import RasterReader
from tests.ui.desk import ROOT, Desk
from tests.ui.stories.dropping import drop
from tests.ui.stories.steps import (
    SHOWN,
    NotHere,
    ask,
    check_colour,
    clear,
    colour_near,
    go_to,
    wait_for_map,
    wait_for_sentence,
    write_colours,
)

QUARTERS = {
    "north-west": (200, 40, 40),
    "north-east": (40, 170, 60),
    "south-west": (30, 60, 190),
    "south-east": (220, 200, 60),
}
SIDE_PX, STEP_M, WEST, NORTH = 128, 10.0, 500_000.0, 5_000_000.0
SCENES = ROOT.parent / "shared" / "data" / "geotiff" / "scenes"
SEARCHED = {
    "an airport with runways and terminals": "sfo_airport.tif",
    "a dense forest": "neon_osbs_florida_forest_10cm.tif",
    "a harbour with boats": "manila_river_oam_3395_10cm.tif",
}
"""What is asked of which rasters; each leads for its own."""
NEAR_PX = 30
"""So far beside the cross at the place that was typed."""


def known_colours_lie_at_known_places(desk: Desk, out: Path) -> None:
    """Four quarters of four colours in UTM, dropped on the window: each where its coordinates are."""
    half = SIDE_PX // 2
    colours = np.zeros((SIDE_PX, SIDE_PX, 3), np.uint8)
    for name, colour in QUARTERS.items():
        top, left = (0 if "north" in name else half), (0 if "west" in name else half)
        colours[top : top + half, left : left + half] = colour
    file = write_colours(desk.scratch / "colours" / "quarters.tif", colours, WEST, NORTH, STEP_M, 32633)
    assert drop(desk, [file], "drop_zone.open_zone")
    desk.wait("session.archive.paths", lambda paths: paths == [str(file)])
    desk.wait("archive_model.rowCount", lambda rows: rows == 1)
    to_degrees = Transformer.from_crs(32633, 4326, always_xy=True)
    for name, colour in QUARTERS.items():
        east = WEST + STEP_M * SIDE_PX * (0.25 if "west" in name else 0.75)
        north = NORTH - STEP_M * SIDE_PX * (0.25 if "north" in name else 0.75)
        lon, lat = to_degrees.transform(east, north)
        go_to(desk, lon, lat, 5_000)
        check_colour(desk, name, colour_near(desk, lon, lat, NEAR_PX, NEAR_PX), colour)
    desk.look(out / "quarters.png")
    desk.keys("ctrl+0")
    wait_for_map(desk)
    for name, colour in QUARTERS.items():
        east = WEST + STEP_M * SIDE_PX * (0.25 if "west" in name else 0.75)
        north = NORTH - STEP_M * SIDE_PX * (0.25 if "north" in name else 0.75)
        check_colour(
            desk, f"{name}, all in view", colour_near(desk, *to_degrees.transform(east, north)), colour
        )


def real_rasters_are_drawn_as_they_are(desk: Desk, out: Path) -> None:
    """Every raster of ``shared/data/geotiff/scenes``: at 1:100 the display has the colour that the file has there."""
    _check_for_scenes()
    desk.choose("File", "New Project")
    desk.wait("session.archive.is_open", lambda is_open: not is_open)
    assert drop(desk, [SCENES], "drop_zone.open_zone")
    desk.wait("session.archive.listing.rasters")
    wait_for_map(desk)
    desk.look(out / "scenes.png")
    count = desk.value("archive_model.rowCount")
    for row in range(count):
        path = Path(desk.value(f"archive_model.rows.{row}.path"))
        found = _plain_place(path)
        if found is None:
            print(f"    {path.name}: no even place in its middle", flush=True)
            continue
        lon, lat, metres, colour = found
        go_to(desk, lon, lat, max(20, round(metres * 20)))
        if desk.ask("rasters_at", lon=lon, lat=lat)[:1] != [str(path)]:
            print(f"    {path.name}: another raster lies above it", flush=True)
            continue
        check_colour(desk, path.name, colour_near(desk, lon, lat, 0, 0), colour, 12)
    desk.look(out / "scene.png")


def real_rasters_are_searched(desk: Desk, out: Path) -> None:
    """Some of them, indexed in the window: words find the one that shows it, on its ground, and why is shown there."""
    _check_for_scenes()
    folder = desk.scratch / "scenes"
    folder.mkdir()
    for name in SEARCHED.values():
        shutil.copy(SCENES / name, folder)
    desk.choose("File", "New Project")
    desk.wait("session.archive.is_open", lambda is_open: not is_open)
    assert drop(desk, [folder], "drop_zone.open_zone")
    desk.wait("archive_model.rowCount", lambda rows: rows == len(SEARCHED))
    desk.click_words("Layers")
    desk.click("archive.index_button")
    desk.wait_for_top("IndexOptionsDialog")
    desk.click_words("Index now")
    desk.wait("session.archive.indexing.is_running")
    desk.wait("session.archive.indexing.is_running", lambda runs: not runs, 300)
    wait_for_sentence(desk, "Indexing is done")
    for words, name in SEARCHED.items():
        clear(desk)
        ask(desk, words)
        desk.wait(SHOWN)
        found = desk.value("session.shown.hits.0.tile.source")
        assert found == name, f"{words!r} is led by {found}, not by {name}"
        desk.click_row("hits.list", 0)
        desk.wait("window.overlays._explanation")
        desk.keys("ctrl+2")
        wait_for_map(desk)
        ring = np.array(desk.value("session.shown.hits.0.tile.footprint_lonlat.0"))[:-1]
        lon, lat = ring.mean(axis=0).tolist()
        assert desk.ask("rasters_at", lon=lon, lat=lat)[:1] == [str(folder / name)]
        desk.look(out / f"found_{Path(name).stem}.png")


def _check_for_scenes() -> None:
    if not SCENES.is_dir():
        raise NotHere(f"the real rasters, {SCENES}")


def _plain_place(path: Path) -> tuple[float, float, float, tuple[int, int, int]] | None:
    """A pixel near the middle whose neighbours are of its colour: its middle in degrees, its side in metres, and the
    colour that the reader gives it."""
    with RasterReader(path) as reader, rasterio.open(path) as source:
        if source.crs is None or source.transform.is_identity:
            return None
        rows, columns = source.height // 2, source.width // 2
        box = (columns - 20, rows - 20, columns + 20, rows + 20)
        rgb, valid = reader.read(box, 40, 40)
        calm = _calmest(rgb.astype(int), valid)
        if calm is None:
            return None
        row, column = calm
        x, y = source.transform @ (box[0] + column + 0.5, box[1] + row + 0.5)
        (lon,), (lat,) = transformed(source.crs, "EPSG:4326", [x], [y])
        metres = float(reader.info.gsd_m or 1.0)
    return lon, lat, metres, tuple(int(part) for part in rgb[row, column])  # type: ignore[return-value]


def _calmest(rgb: np.ndarray, valid: np.ndarray) -> tuple[int, int] | None:
    best, found = 13, None
    for row in range(2, 38):
        for column in range(2, 38):
            part = slice(row - 1, row + 2), slice(column - 1, column + 2)
            if valid[part].all():
                spread = int(np.ptp(rgb[part], axis=(0, 1)).max())
                if spread < best:
                    best, found = spread, (row, column)
    return found
