"""A giant without overviews on the map and in the picture pane: something is seen at once, and more step by step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from rasterio.windows import Window

from app.jobs.pixels_lane import PixelsLane
from app.map.canvas.canvas import MapCanvas
from app.map.rasters.picture_reading import WholeRequest
from app.map.rasters.rendering import RenderRequest
from app.widgets.picture.picture_view import PictureView
from msa_core.raster.pixels.reader import RasterReader

SIDE, BLOCK = 20_480, 512
BLOCKS = SIDE // BLOCK
LONG = 120_000


@pytest.fixture(scope="module")
def giant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """420 million pixels: brighter to the east, block by block, a texture on them."""
    path = tmp_path_factory.mktemp("giant") / "giant.tif"
    texture = np.random.default_rng(1).integers(0, 12, (BLOCK, BLOCK)).astype(np.uint8)
    with rasterio.open(
        path, "w", driver="GTiff", width=SIDE, height=SIDE, count=1, dtype="uint8", crs="EPSG:32633", tiled=True,
        blockxsize=BLOCK, blockysize=BLOCK, compress="deflate", zlevel=1, num_threads=2,
        transform=Affine(0.5, 0.0, 400_000.0, 0.0, -0.5, 5_800_000.0),
    ) as made:  # fmt: skip
        for number in range(BLOCKS * BLOCKS):
            row, column = divmod(number, BLOCKS)
            window = Window(column * BLOCK, row * BLOCK, BLOCK, BLOCK)
            made.write(texture + np.uint8(30 + 5 * column), 1, window=window)
    return path


@pytest.fixture
def lane() -> Iterator[PixelsLane]:
    lane = PixelsLane()
    yield lane
    lane.close()


@pytest.fixture
def canvas(qtbot: QtBot, lane: PixelsLane, giant: Path) -> MapCanvas:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.flight_ms = 0
    canvas.resize(640, 480)
    canvas.rasters.render_wanted.connect(lane.run)
    lane.finished.connect(canvas.rasters.on_rendered)
    with RasterReader(giant) as reader:
        canvas.rasters.set_rasters([reader.info])
    return canvas


def greys(image: QImage) -> np.ndarray:
    """Green of all pixels (h, w)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, 1 : plain.width() * 4 : 4].astype(int)


def brighter_to_the_east(canvas: MapCanvas) -> int:
    """By how much, in the middle of the map."""
    shot = canvas.viewport().grab().toImage()
    middle = greys(shot)[shot.height() // 2, shot.width() // 4 : 3 * shot.width() // 4]
    return int(middle[-1]) - int(middle[0])


def test_a_coarse_picture_comes_first_and_grows_exact(
    canvas: MapCanvas, lane: PixelsLane, qtbot: QtBot
) -> None:
    pictures: list[tuple[RenderRequest, QImage]] = []
    lane.finished.connect(lambda request, image: pictures.append((request, image)))
    canvas.show()
    canvas.show_everything()
    raster = canvas.rasters.raster(0)
    qtbot.waitUntil(lambda: raster.overview is not None, timeout=LONG)
    assert raster.overview is not None
    assert not raster.overview.is_whole
    # The first of it may be a few rows only, on a machine that is busy.
    qtbot.waitUntil(lambda: brighter_to_the_east(canvas) > 60, timeout=LONG)
    qtbot.waitUntil(lambda: canvas.rasters.is_settled, timeout=LONG)
    assert raster.detail is not None
    assert raster.detail.is_whole
    seen = raster.detail.image.convertToFormat(QImage.Format.Format_RGBA8888)
    alpha = np.frombuffer(seen.constBits(), np.uint8).reshape(seen.height(), -1)[:, 3 : seen.width() * 4 : 4]
    assert (alpha > 0).mean() > 0.9, "no part of it is missing"
    assert raster.overview.is_fair, "more of what lies below the fine picture is not needed"
    assert len(pictures) > 3
    qtbot.waitUntil(lambda: lane.is_idle, timeout=10_000)


def test_when_the_map_moves_on_nothing_more_is_read(
    canvas: MapCanvas, lane: PixelsLane, qtbot: QtBot
) -> None:
    canvas.show()
    canvas.show_everything()
    raster = canvas.rasters.raster(0)
    qtbot.waitUntil(lambda: raster.overview is not None, timeout=LONG)
    canvas.set_view(canvas.view.panned(5000, 0))
    qtbot.waitUntil(lambda: lane.is_idle and canvas.rasters.is_settled, timeout=10_000)
    begun = raster.overview
    assert begun is not None
    assert not begun.is_whole
    qtbot.wait(300)
    assert raster.overview is begun
    assert lane.is_idle
    canvas.set_view(canvas.view.panned(-5000, 0))
    qtbot.waitUntil(lambda: canvas.rasters.is_settled, timeout=LONG)


def test_the_picture_pane_shows_it_soon_and_stops_reading_when_it_is_left(
    lane: PixelsLane, giant: Path, qtbot: QtBot
) -> None:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    asked: list[object] = []
    view.pixels_wanted.connect(asked.append)
    view.pixels_wanted.connect(lane.run)
    lane.finished.connect(view.on_pixels)
    view.show()
    view.show_picture(str(giant), "giant.tif")
    qtbot.waitUntil(lambda: view.is_ready, timeout=LONG)
    request = asked[0]
    assert isinstance(request, WholeRequest)
    assert not request.steps.is_whole
    zoom = view.zoom
    view.hide()
    qtbot.waitUntil(lambda: lane.is_idle, timeout=10_000)
    assert not request.steps.is_whole
    view.show()
    qtbot.waitUntil(lambda: request.steps.is_whole and lane.is_idle, timeout=LONG)
    assert view.zoom == zoom
    shot = view.grab().toImage()
    for x in (0.1, 0.5, 0.9):
        at = view.at(SIDE * x, SIDE / 2) * view.devicePixelRatioF()
        assert greys(shot)[round(at.y()), round(at.x())] == pytest.approx(36 + 5 * int(x * BLOCKS), abs=12)
