"""What is done with all of very many rasters at once is done, and no turn of the window's thread is long meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.models.archive.layer_nodes import MAX_TOLD, Kind
from app.models.archive.told_rows import MAX_TOLD_AT_ALL
from app.wiring.wiring import Wiring
from msa_core.records import RasterInfo
from tests.benchmarks.bench_many_rasters import LARGE_FOLDER, made_rasters, turns
from tests.support.all_rows import AllRows

COUNT = 20_000
LEAST_S = 0.25


@pytest.fixture(scope="module")
def infos_and_time() -> tuple[list[RasterInfo], float]:
    """Twenty thousand rasters, and what making them takes of the processor: a slow machine is slow at both."""
    began = time.thread_time()
    return made_rasters(COUNT), time.thread_time() - began


class Measured(AllRows):
    """Each step until it is whole; none of its turns may be long."""

    def __init__(self, app: QApplication, wiring: Wiring, made: tuple[list[RasterInfo], float]) -> None:
        super().__init__(wiring, made[0])
        self._app, self._longest_ms = app, 1e3 * max(LEAST_S, made[1])

    def do(self, step: Callable[[], object]) -> None:
        took = turns(self._app, step, self.is_whole)
        assert took.cpu_ms < self._longest_ms, (step, took, self._longest_ms)

    @property
    def opacities(self) -> np.ndarray:
        return self.canvas.rasters._opacities


@pytest.fixture
def all_rows(
    qapp: QApplication, make_wiring: Callable[..., Wiring], infos_and_time: tuple[list[RasterInfo], float]
) -> Measured:
    wiring = make_wiring()
    wiring.window.map_area.set_welcome(False)
    wiring.window.canvas.flight_ms = 0
    qapp.processEvents()
    made = Measured(qapp, wiring, infos_and_time)
    made.do(made.list_all)
    return made


def test_all_are_hidden_and_shown_again(all_rows: Measured) -> None:
    layers, top = all_rows.layers, all_rows.top
    assert top.count == COUNT
    assert layers.state_of(top) == Qt.CheckState.Checked
    before = all_rows.canvas.grab().toImage()
    all_rows.do(all_rows.flip_the_eye)
    assert layers.state_of(top) == Qt.CheckState.Unchecked
    assert len(all_rows.rows.hidden()) == COUNT
    assert not all_rows.canvas.rasters._shown.any()
    assert all_rows.canvas.grab().toImage() != before
    all_rows.rows.set_shown([7], True)
    assert layers.state_of(top) == Qt.CheckState.PartiallyChecked
    all_rows.do(all_rows.flip_the_eye)
    assert layers.state_of(top) == Qt.CheckState.Checked
    assert all_rows.canvas.rasters._shown.all()
    assert all_rows.canvas.grab().toImage() == before


def test_the_opacity_of_all_is_changed_and_taken_back(all_rows: Measured) -> None:
    all_rows.rows.set_opacity([11], 0.25)
    all_rows.do(all_rows.make_translucent)
    assert (all_rows.opacities == 0.5).all()
    assert dict(all_rows.rows.opacities()) == dict.fromkeys((info.path for info in all_rows.infos), 0.5)
    all_rows.do(all_rows.undo)
    assert np.flatnonzero(all_rows.opacities != 1.0).tolist() == [
        next(n for n, info in enumerate(all_rows.infos) if info.path == all_rows.rows.row(11).path)
    ]
    assert all_rows.rows.row(11).opacity == 0.25
    all_rows.do(all_rows.wiring.session.steps.redo)
    assert (all_rows.opacities == 0.5).all()


def test_what_was_changed_of_another_listing_is_taken_back_by_path(all_rows: Measured) -> None:
    all_rows.do(all_rows.make_translucent)
    all_rows.infos = all_rows.infos[: COUNT // 2]
    all_rows.do(all_rows.list_all)
    assert (all_rows.opacities == 0.5).all(), "they stay drawn as they were"
    all_rows.do(all_rows.undo)
    assert len(all_rows.opacities) == COUNT // 2
    assert (all_rows.opacities == 1.0).all()


def test_the_key_end_goes_to_the_last_row_and_from_there_up_row_by_row(all_rows: Measured) -> None:
    tree, layers = all_rows.tree, all_rows.layers
    all_rows.do(all_rows.unfold)
    folder = all_rows.top.children[-1]
    assert folder.name == LARGE_FOLDER
    assert len(folder.children) == COUNT // 2
    assert layers.rowCount(layers.index_of(folder)) == MAX_TOLD
    all_rows.do(lambda: all_rows.press(Qt.Key.Key_End))
    assert layers.node_at(tree.currentIndex()) is folder.children[-1]
    assert tree.viewport().rect().contains(tree.visualRect(tree.currentIndex()).center())
    assert [info.path for info in all_rows.canvas.rasters.selected] == [folder.children[-1].key]
    bar, seen = tree.verticalScrollBar(), []
    for _ in range(3 * MAX_TOLD_AT_ALL // 10):
        seen.append(layers.node_at(tree.indexAt(tree.viewport().rect().center())).at)
        all_rows.do(lambda: bar.setValue(bar.value() - 440))
        assert len(folder.told) <= MAX_TOLD_AT_ALL
    steps = np.diff(seen)
    assert set(steps.tolist()) == {-10}, "ten rows each time, whatever comes and goes out of sight"
    assert folder.told.start > 0
    all_rows.do(lambda: all_rows.press(Qt.Key.Key_Home))
    assert tree.currentIndex().row() == 0
    assert folder.told == range(MAX_TOLD)


def test_a_folder_is_put_above_all_others_by_hand_and_taken_back(all_rows: Measured) -> None:
    layers, rasters = all_rows.layers, all_rows.canvas.rasters
    drawn = rasters.raster(COUNT - 1).path
    all_rows.do(all_rows.drag)
    assert all_rows.top.children[0].name == LARGE_FOLDER
    order = layers.order()
    assert len(order) == COUNT
    assert order[0] == all_rows.top.children[0].children[0].key
    assert rasters.raster(COUNT - 1).path == order[0], "the topmost is painted last"
    inside = layers.mimeData([layers.reveal(all_rows.top.children[0].children[4])])
    at = layers.index_of(all_rows.top.children[0])
    all_rows.do(lambda: layers.dropMimeData(inside, Qt.DropAction.MoveAction, 1, 0, at))
    assert layers.order()[:6] == (order[0], order[4], *order[1:4], order[5])
    all_rows.do(all_rows.undo)
    assert layers.order() == order
    all_rows.do(all_rows.undo)
    assert layers.order() == ()
    assert all_rows.top.children[-1].name == LARGE_FOLDER
    assert rasters.raster(COUNT - 1).path == drawn


def test_all_are_selected_hatched_and_closed(all_rows: Measured) -> None:
    all_rows.do(all_rows.select)
    all_rows.do(all_rows.open_menu)
    folder = all_rows.top.children[-1]
    all_rows.do(lambda: all_rows.tree.setCurrentIndex(all_rows.layers.reveal(folder)))
    assert len(all_rows.canvas.rasters.selected) == COUNT // 2
    all_rows.do(all_rows.report)
    all_rows.do(lambda: all_rows.layers.set_layer_shown(Kind.COVERAGE, True))
    assert all_rows.canvas.coverage.hatches == []
    all_rows.do(lambda: all_rows.rows.set_reports(()))
    assert [hatch.words for hatch in all_rows.canvas.coverage.hatches] == ["Not indexed yet"]
    all_rows.do(lambda: all_rows.wiring.layers.open(all_rows.top.children[0]))
    all_rows.do(all_rows.unfold)
    all_rows.do(lambda: all_rows.press(Qt.Key.Key_End))
    all_rows.do(all_rows.close)
    assert all_rows.rows.rowCount() == 0
    assert all_rows.canvas.rasters.all_bounds() is None
