"""Very many rasters come in turns of the window's thread: none of them holds it for long."""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.archive.archive_model import ArchiveModel
from app.models.archive.layer_nodes import MAX_TOLD, Kind
from app.models.archive.layers_model import LayersModel
from app.models.archive.told_rows import MAX_TOLD_AT_ALL
from app.short_turns import MANY, SLICE, TURN_S, Release, Turns
from app.widgets.layers.layers_panel import LayersPanel
from msa_core.messages import ArchiveListing
from msa_core.records import RasterInfo, SourceReport
from msa_core.source_states import SourceState

COUNT = MANY + 20_000
LONG = 300_000


@pytest.fixture(scope="module")
def infos() -> tuple[RasterInfo, ...]:
    """In no order: what the window lists it sorts."""
    ring = ((14.0, 46.0), (14.1, 46.0), (14.1, 46.1), (14.0, 46.1), (14.0, 46.0))
    return tuple(
        RasterInfo(
            path=f"/a/{n % 3}/{n * 7919 % COUNT:06}.tif", name=f"{n % 3}/{n * 7919 % COUNT:06}.tif", width_px=64,
            height_px=64, bands=3, dtype="uint8", crs="EPSG:4326", gsd_m=1.0, footprint_lonlat=(ring,),
            position="affine",
        )
        for n in range(COUNT)
    )  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot) -> LayersPanel:
    made = LayersPanel(ArchiveModel())
    qtbot.addWidget(made)
    made.resize(300, 600)
    made.show()
    return made


def longest_turn_s(app: QApplication, begin: Callable[[], object], is_done: Callable[[], bool]) -> float:
    """Processor seconds of the longest turn of the event loop until it is done."""
    longest, end = 0.0, time.monotonic() + LONG / 1000
    step: Callable[[], object] = begin
    while not is_done() or step is begin:
        begun = time.thread_time()
        step()
        longest = max(longest, time.thread_time() - begun)
        step = app.processEvents
        assert time.monotonic() < end
    return longest


def is_listed(panel: LayersPanel) -> bool:
    listed = not panel._model.is_listing and not panel.layers.is_between
    return listed and panel.layers.count == panel._model.rowCount()


def test_no_turn_of_a_listing_takes_more_than_a_share_of_it(
    panel: LayersPanel, infos: tuple[RasterInfo, ...], qapp: QApplication
) -> None:
    begun = time.thread_time()
    longest = longest_turn_s(
        qapp, lambda: panel._model.set_listing(ArchiveListing(infos, ())), lambda: is_listed(panel)
    )
    assert longest < (time.thread_time() - begun) / 3
    names = [row.name for row in panel._model.rows()]
    assert names == sorted(info.name for info in infos)
    top = panel.layers.node_at(panel.layers.index(0, 0))
    assert (top.kind, top.count) == (Kind.RASTERS, COUNT)
    assert [folder.name for folder in top.children] == ["0", "1", "2"]
    for folder in top.children:
        below = [node.name for node in folder.children]
        assert below == sorted(below)
        assert [node.at for node in folder.children] == list(range(len(below)))


def test_what_happens_while_very_many_rasters_are_listed_is_not_lost(
    qtbot: QtBot, infos: tuple[RasterInfo, ...]
) -> None:
    model = ArchiveModel()
    model.set_listing(ArchiveListing(infos, ()))
    qtbot.waitUntil(lambda: not model.is_listing, timeout=LONG)
    name = model.row(7).name
    model.set_reports([SourceReport(name=infos[0].name, path="", state=SourceState.INDEXED, tiles=2)])
    assert model.is_listing
    model.set_state(name, "indexed", "", 5)
    model.set_shown([9], False)
    model.set_opacity([11], 0.5)
    model.set_changed([infos[0].path])
    qtbot.waitUntil(lambda: not model.is_listing, timeout=LONG)
    assert (model.row(7).state, model.row(7).tiles) == (SourceState.INDEXED, 5)
    assert not model.row(9).shown
    assert model.row(11).opacity == 0.5
    assert [row.name for row in model.rows() if row.is_changed] == [infos[0].name]
    assert model.has_searched


def test_the_view_is_told_of_a_folder_as_far_as_it_is_scrolled(
    panel: LayersPanel, infos: tuple[RasterInfo, ...], qtbot: QtBot
) -> None:
    panel._model.set_listing(ArchiveListing(infos[: MAX_TOLD * 15], ()))
    qtbot.waitUntil(lambda: is_listed(panel), timeout=LONG)
    layers, tree = panel.layers, panel.tree
    folder = layers.node_at(layers.index(0, 0)).children[1]
    at = layers.index_of(folder)
    assert layers.rowCount(at) == MAX_TOLD
    tree.expand(at)
    told = layers.rowCount(at)
    assert told < len(folder.children)
    tree.scrollTo(layers.index(told - 1, 0, at))
    qtbot.waitUntil(lambda: layers.rowCount(at) > told, timeout=LONG)
    tester = QAbstractItemModelTester(layers, QAbstractItemModelTester.FailureReportingMode.Fatal)
    last = layers.reveal(folder.children[-1])
    assert layers.node_at(last) is folder.children[-1]
    assert folder.told.stop == len(folder.children)
    assert layers.rowCount(at) == len(folder.told) <= MAX_TOLD_AT_ALL
    layers.reveal(folder.children[600])
    assert layers.index_of(folder.children[-1]).isValid() is False, (
        "the view knows no rows far from each other"
    )
    layers.tell_more(folder, is_before=True)
    layers.tell_first()
    assert folder.told.start == 0
    layers.setData(at, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert layers.state_of(folder) == Qt.CheckState.Unchecked
    assert layers.state_of(folder.children[-1]) == Qt.CheckState.Unchecked
    del tester


def test_what_is_let_go_is_freed_in_turns(qtbot: QtBot) -> None:
    class Record:
        pass

    release, records = Release(), [Record() for _ in range(MANY + SLICE)]
    last = weakref.ref(records[-1])
    first = weakref.ref(records[0])
    release.later(records)
    release.later(Record() for _ in range(SLICE))
    del records
    assert first() is not None, "nothing is freed at once"
    qtbot.waitUntil(lambda: not release.is_running, timeout=LONG)
    assert first() is last() is None


def test_a_newer_work_takes_the_place_of_an_older_one(qtbot: QtBot) -> None:
    turns, done = Turns(), []

    def work(name: str, steps: int):  # type: ignore[no-untyped-def]
        for _ in range(steps):
            time.sleep(TURN_S / 10)
            yield
        done.append(name)

    turns.begin(work("first", 1000), MANY)
    assert turns.is_running
    turns.begin(work("second", 30), MANY)
    assert not done, "nothing is done at once"
    qtbot.waitUntil(lambda: not turns.is_running, timeout=LONG)
    turns.begin(work("third", 3), SLICE)
    assert done == ["second", "third"], "few are dealt with at once"


def test_a_filter_of_very_many_rasters_leaves_the_tree_until_it_is_whole(
    qtbot: QtBot, infos: tuple[RasterInfo, ...]
) -> None:
    model = ArchiveModel()
    layers = LayersModel(model)
    model.set_listing(ArchiveListing(infos, ()))
    qtbot.waitUntil(lambda: layers.count == COUNT, timeout=LONG)
    layers.set_filter("0123")
    assert layers.count == COUNT
    found = [info for info in infos if "0123" in info.name]
    qtbot.waitUntil(lambda: layers.count == len(found), timeout=LONG)
