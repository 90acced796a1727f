from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.jobs.pixels_lane import THREADS, PixelsLane
from app.map.overlays.heatmap_layer import CornersRequest
from app.map.rasters.rendering import RenderRequest
from app.models.hits.hit_pictures import ThumbnailRequest
from msa_core.errors import SourceError
from msa_core.records import Tile


@dataclass(frozen=True)
class Question:
    name: str
    number: int = 0
    priority: int = 1
    gate: threading.Event = field(default_factory=threading.Event, compare=False)
    done: list[str] = field(default_factory=list, compare=False)

    @property
    def key(self) -> str:
        return self.name

    def work(self, _open_raster: Callable[[str], object]) -> str:
        assert self.gate.wait(10)
        self.done.append(f"{self.name}{self.number}")
        if self.name == "bad":
            raise SourceError("/some/file.tif", "The file is damaged.")
        if self.name == "bug":
            raise ZeroDivisionError("oh")
        return f"{self.name}{self.number}"


def ready(name: str, number: int = 0, priority: int = 1, done: list[str] | None = None) -> Question:
    gate = threading.Event()
    gate.set()
    return Question(name, number, priority, gate, done if done is not None else [])


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[PixelsLane]:
    lane = PixelsLane()
    yield lane
    lane.close()


def occupy(lane: PixelsLane) -> list[Question]:
    """Keep every thread busy until the gates open."""
    busy = [Question(f"busy{number}") for number in range(THREADS)]
    for question in busy:
        lane.run(question)
    return busy


def test_answers_arrive_on_the_windows_thread(lane: PixelsLane, qtbot: QtBot) -> None:
    where: list[int] = []
    lane.finished.connect(lambda *_: where.append(threading.get_ident()))
    with qtbot.waitSignal(lane.finished) as caught:
        lane.run(ready("a"))
    assert caught.args[1] == "a0"
    assert where == [threading.get_ident()]
    assert lane.is_idle


def test_a_newer_question_takes_the_place_of_one_not_begun(lane: PixelsLane, qtbot: QtBot) -> None:
    answers: list[object] = []
    done: list[str] = []
    lane.finished.connect(lambda _question, value: answers.append(value))
    busy = occupy(lane)
    lane.run(ready("view", 1, done=done))
    lane.run(ready("view", 2, done=done))
    for question in busy:
        question.gate.set()
    qtbot.waitUntil(lambda: lane.is_idle)
    assert done == ["view2"], "the older one was never worked on"
    assert "view2" in answers
    assert "view1" not in answers


def test_what_matters_more_goes_first(lane: PixelsLane, qtbot: QtBot) -> None:
    done: list[str] = []
    busy = occupy(lane)
    for name, priority in (("thumb", 1), ("detail", 2), ("corner", 5)):
        lane.run(ready(name, 0, priority, done))
    busy[0].gate.set()
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == ["corner0", "detail0", "thumb0"]
    for question in busy:
        question.gate.set()


def test_an_equal_question_under_way_is_not_asked_twice(lane: PixelsLane, qtbot: QtBot) -> None:
    done: list[str] = []
    busy = occupy(lane)
    lane.run(ready("a", 7, done=done))
    lane.run(ready("a", 7, done=done))
    for question in busy:
        question.gate.set()
    qtbot.waitUntil(lambda: lane.is_idle)
    assert done == ["a7"]


@pytest.mark.parametrize("name,words", [("bad", "The file is damaged."), ("bug", "ZeroDivisionError: oh")])
def test_errors_become_sentences_and_the_thread_lives_on(
    lane: PixelsLane, qtbot: QtBot, name: str, words: str
) -> None:
    for _ in range(THREADS + 1):
        with qtbot.waitSignal(lane.failed) as caught:
            lane.run(ready(name))
        assert words in caught.args[1]
    with qtbot.waitSignal(lane.finished):
        lane.run(ready("after"))


def test_closing_waits_for_no_question_that_has_not_begun(qtbot: QtBot) -> None:
    lane = PixelsLane()
    done: list[str] = []
    busy = occupy(lane)
    lane.run(ready("late", done=done))
    for question in busy:
        question.gate.set()
    lane.close()
    assert done == []


def _pixels(image: QImage) -> np.ndarray:
    """RGBA (h, w, 4) uint8 of an image, not premultiplied."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 4].reshape(plain.height(), plain.width(), 4).copy()


def test_a_raster_is_rendered_where_it_lies(lane: PixelsLane, qtbot: QtBot, archive: Path) -> None:
    path = str(archive / "sub" / "west.tif")
    # EPSG:4326, 128 px of 0.0001 degrees from 14.9 E, 45.2 N; asked for with a margin of the same size around.
    box = (14.9 - 0.0128, 45.2 - 0.0256, 14.9 + 0.0256, 45.2 + 0.0128)
    with qtbot.waitSignal(lane.finished, timeout=120_000) as caught:
        lane.run(
            RenderRequest(
                path=path, crs="EPSG:4326", box=box, width_px=96, height_px=96, side=0, overview=False
            )
        )
    rgba = _pixels(caught.args[1])
    assert rgba.shape == (96, 96, 4)
    assert (rgba[:30, :, 3] == 0).all(), "outside the raster nothing is drawn"
    assert (rgba[34:62, 34:62, 3] == 255).all()
    inside = rgba[34:62, 34:62].astype(int)
    assert inside[:, -1, 0].mean() > inside[:, 0, 0].mean() + 100, "red grows to the east"
    assert inside[-1, :, 1].mean() > inside[0, :, 1].mean() + 100, "green grows to the south"


def test_thumbnail_and_corners_of_a_tile(lane: PixelsLane, qtbot: QtBot, archive: Path) -> None:
    tile = Tile(
        id="x/0/0/0",
        source="west.tif",
        path=str(archive / "sub" / "west.tif"),
        level=0,
        pixel_bbox=(0, 0, 64, 32),
        gsd_m=1.0,
        crs="EPSG:4326",
        footprint_lonlat=(),
    )
    with qtbot.waitSignal(lane.finished, timeout=120_000) as caught:
        lane.run(ThumbnailRequest(tile, 40))
    assert caught.args[1].rgb.shape == (20, 40, 3)
    assert caught.args[1].valid.all()
    with qtbot.waitSignal(lane.finished, timeout=120_000) as caught:
        lane.run(CornersRequest(tile))
    expected = [[14.9, 45.2], [14.9064, 45.2], [14.9064, 45.1968], [14.9, 45.1968]]
    np.testing.assert_allclose(caught.args[1], expected, atol=1e-9)


def test_a_file_that_is_gone_is_named(lane: PixelsLane, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(lane.failed, timeout=120_000) as caught:
        lane.run(
            RenderRequest(
                path=str(tmp_path / "gone.tif"),
                crs="EPSG:3857",
                box=(0, 0, 1, 1),
                width_px=8,
                height_px=8,
                side=0,
                overview=True,
            )
        )
    assert "gone.tif" in caught.args[1]
    assert "no such file" in caught.args[1].lower()


def test_a_file_that_changed_is_read_anew(lane: PixelsLane, qtbot: QtBot, archive: Path) -> None:
    from conftest_rasters import rewrite_black

    path = archive / "plain.png"
    tile = Tile(
        id="x/0/0/0",
        source="plain.png",
        path=str(path),
        level=0,
        pixel_bbox=(0, 0, 128, 128),
        gsd_m=None,
        crs=None,
        footprint_lonlat=(),
    )
    means = []
    for _ in range(2):
        with qtbot.waitSignal(lane.finished, timeout=120_000) as caught:
            lane.run(ThumbnailRequest(tile, 16))
        means.append(caught.args[1].rgb.mean())
        rewrite_black(path)
    assert means[1] < means[0] - 50
