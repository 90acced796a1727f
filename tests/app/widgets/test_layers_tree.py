from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu, QSlider
from pytestqt.qtbot import QtBot

from app.models.archive.archive_model import ArchiveModel
from app.models.archive.coverage import Coverage, Gap, gap_of
from app.models.archive.layer_nodes import Kind, Node
from app.models.archive.layers_model import LayersModel
from app.models.choices.index_plan import IndexPlan
from app.widgets.layers.layers_delegate import eye_rect
from app.widgets.layers.layers_panel import LayersPanel
from app.wiring.wiring import Wiring
from msa_core.messages import ArchiveListing
from msa_core.records import RasterInfo, SourceReport
from msa_core.source_states import SourceState

LONG = 120_000


def raster(name: str, west: float = 14.0) -> RasterInfo:
    ring = ((west, 46.0), (west + 0.1, 46.0), (west + 0.1, 46.1), (west, 46.1), (west, 46.0))
    return RasterInfo(
        path=f"/a/{name}",
        name=name,
        width_px=100,
        height_px=80,
        bands=3,
        dtype="uint8",
        crs="EPSG:4326",
        gsd_m=0.5,
        footprint_lonlat=(ring,),
        position="affine",
    )


def report(name: str, state: str, reason: str = "", tiles: int = 3) -> SourceReport:
    return SourceReport(name=name, path=f"/a/{name}", state=SourceState(state), tiles=tiles, reason=reason)


@pytest.fixture
def model(qapp: QApplication) -> ArchiveModel:
    names = ("2020/a.tif", "2020/b.tif", "2021/north/c.tif", "d.tif")
    broken = report("2021/broken.tif", "refused", "This is not a raster.", 0)
    model = ArchiveModel()
    model.set_listing(ArchiveListing(tuple(raster(name) for name in names), (broken,)))
    return model


def tree_of(model: LayersModel) -> list[str]:
    """The names of all rows, those below others moved in."""
    lines: list[str] = []

    def walk(node: Node, depth: int) -> None:
        for child in node.children:
            lines.append("  " * depth + child.name)
            walk(child, depth + 1)

    walk(model.node_at(None), 0)
    return lines


def node_of(model: LayersModel, name: str) -> Node:
    return next(node for node in model.nodes() if node.name == name)


def said(panel: LayersPanel) -> str:
    return panel._summary.text().replace("\u00a0", " ")


def press(tree, node: Node, on_eye: bool = False, twice: bool = False) -> None:  # type: ignore[no-untyped-def]
    rect = tree.visualRect(tree.model().index_of(node))
    at = eye_rect(rect).center() if on_eye else rect.center()
    (QTest.mouseDClick if twice else QTest.mouseClick)(tree.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_rasters_lie_below_their_folders(model: ArchiveModel) -> None:
    layers = LayersModel(model)
    tester = QAbstractItemModelTester(layers, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tree_of(layers) == [
        "Rasters", "  2020", "    a.tif", "    b.tif", "  2021", "    north", "      c.tif",
        "    broken.tif", "  d.tif",
    ]  # fmt: skip
    model.set_reports([report("2020/a.tif", "indexed")])
    layers.set_count(Kind.PLACES, 7)
    assert tree_of(layers)[0] == "Places"
    assert tree_of(layers)[-1] == "Coverage"
    layers.set_filter("2020")
    assert tree_of(layers)[1:-1] == ["Rasters", "  2020", "    a.tif", "    b.tif"]
    del tester


def test_the_eye_of_a_folder_is_that_of_what_is_below(model: ArchiveModel) -> None:
    layers = LayersModel(model)
    told: list[set[str]] = []
    model.drawn_changed.connect(
        lambda infos, shown, _opacities: told.append({infos[n].name for n in np.flatnonzero(~shown)})
    )
    folder, top = node_of(layers, "2020"), node_of(layers, "Rasters")
    layers.setData(layers.index_of(folder), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert told == [{"2020/a.tif", "2020/b.tif"}]
    assert layers.state_of(folder) == Qt.CheckState.Unchecked
    assert layers.state_of(top) == Qt.CheckState.PartiallyChecked
    model.set_shown([node_of(layers, "a.tif").number], True)
    assert layers.state_of(folder) == Qt.CheckState.PartiallyChecked
    assert layers.state_of(node_of(layers, "broken.tif")) is None


def test_dragging_puts_rasters_in_order(model: ArchiveModel) -> None:
    layers = LayersModel(model)
    orders: list[tuple[str, ...]] = []
    layers.order_changed.connect(orders.append)
    moved = layers.mimeData([layers.index_of(node_of(layers, "b.tif"))])
    parent = layers.index_of(node_of(layers, "2020"))
    assert not layers.canDropMimeData(
        moved, Qt.DropAction.MoveAction, 0, 0, layers.index_of(node_of(layers, "2021"))
    )
    layers.dropMimeData(moved, Qt.DropAction.MoveAction, 0, 0, parent)
    assert orders[-1][:2] == ("/a/2020/b.tif", "/a/2020/a.tif")
    assert tree_of(layers)[2:4] == ["    b.tif", "    a.tif"]
    model.set_listing(
        ArchiveListing(tuple(raster(n) for n in ("2020/a.tif", "2020/b.tif", "2020/new.tif")), ())
    )
    assert tree_of(layers)[2:5] == ["    b.tif", "    a.tif", "    new.tif"]
    layers.forget_order()
    assert orders[-1] == ()
    assert tree_of(layers)[2:4] == ["    a.tif", "    b.tif"]


def test_what_is_not_searched_is_counted_with_its_reason(model: ArchiveModel) -> None:
    model.set_reports(
        [
            report("2020/a.tif", "indexed"),
            report(
                "2020/b.tif",
                "indexed",
                "Tiles of 9 m lie outside the 40 to 3,000 m of ground the model was trained on",
            ),
            report("2021/north/c.tif", "refused", "It holds no picture: 4 tiles of nothing but nodata.", 0),
            report("d.tif", "copy", "the same content as a.tif", 0),
        ]
    )
    model.set_changed(("/a/2020/a.tif",))
    gaps = {row.name: gap_of(row) for row in model.rows()}
    assert gaps == {
        "2020/a.tif": Gap.CHANGED,
        "2020/b.tif": Gap.OUT_OF_RANGE,
        "2021/broken.tif": Gap.FAILED,
        "2021/north/c.tif": Gap.EMPTY,
        "d.tif": Gap.NONE,
    }
    assert Coverage(model.rows()).words == "3 of 5 searched  ·  2 unusable  ·  1 changed"
    layers = LayersModel(model)
    layers.set_only_gaps(True)
    assert [node.name for node in layers.nodes() if node.kind is Kind.RASTER] == [
        "a.tif", "b.tif", "broken.tif", "c.tif",
    ]  # fmt: skip


def test_building_the_tree_anew_keeps_what_is_open_and_chosen(model: ArchiveModel, qtbot: QtBot) -> None:
    panel = LayersPanel(model)
    qtbot.addWidget(panel)
    panel.resize(300, 600)
    panel.show()
    tree, layers = panel.tree, panel.layers
    tree.collapse(layers.index_of(node_of(layers, "2020")))
    press(tree, node_of(layers, "d.tif"))
    layers.set_count(Kind.PLACES, 3)
    assert not tree.isExpanded(layers.index_of(node_of(layers, "2020")))
    assert tree.isExpanded(layers.index_of(node_of(layers, "2021")))
    assert [node.name for node in tree.chosen()] == ["d.tif"]
    QTest.keyClicks(panel.filter, "b.tif")
    assert tree.isExpanded(layers.index_of(node_of(layers, "2020"))), "what is found is seen"
    panel.filter.clear()
    assert not tree.isExpanded(layers.index_of(node_of(layers, "2020")))


def test_a_raster_is_selected_while_an_archive_with_fewer_is_opened(
    model: ArchiveModel, qtbot: QtBot
) -> None:
    panel = LayersPanel(model)
    qtbot.addWidget(panel)
    layers, tree = panel.layers, panel.tree
    tree.setCurrentIndex(layers.index_of(node_of(layers, "d.tif")))
    assert [node.name for node in tree.chosen()] == ["d.tif"]
    model.set_listing(ArchiveListing((raster("2020/a.tif"), raster("d.tif")), ()))
    assert [node.name for node in tree.chosen()] == ["d.tif"], "it is there still"
    model.set_listing(ArchiveListing((raster("2020/a.tif"),), ()))
    assert tree.chosen() == []
    model.set_listing(ArchiveListing((), ()))
    assert tree_of(layers) == []


def test_five_thousand_rasters_stay_quick(qtbot: QtBot) -> None:
    model = ArchiveModel()
    panel = LayersPanel(model)
    qtbot.addWidget(panel)
    panel.resize(300, 800)
    panel.show()
    names = [f"{2000 + n % 20}/tile_{n:05}.tif" for n in range(5000)]
    listing = ArchiveListing(tuple(raster(name) for name in names), ())
    reports = [report(name, "indexed") for name in names]
    took: dict[str, float] = {}
    steps: dict[str, Callable[[], object]] = {
        "listing": lambda: model.set_listing(listing),
        "reports": lambda: model.set_reports(reports),
        "filter": lambda: panel.filter.setText("tile_0123"),
        "no filter": lambda: panel.filter.setText(""),
        "hide all": lambda: model.set_shown(range(5000), False),
        "one": lambda: model.set_state(names[4000], "partial", "", 2),
        "paint": panel.grab,
    }
    for name, step in steps.items():
        begun = time.thread_time()
        step()
        took[name] = time.thread_time() - begun
        qtbot.waitUntil(lambda: not model.is_listing and panel.is_whole, timeout=LONG)
    assert max(took.values()) < 0.3, took
    assert took["one"] < 0.08, took


def menu_at(wiring: Wiring, node: Node) -> QMenu:
    tree = wiring.window.archive.tree
    rect = tree.visualRect(wiring.window.archive.layers.index_of(node))
    at = rect.center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, tree.viewport().mapToGlobal(at))
    QApplication.sendEvent(tree.viewport(), event)
    return next(menu for menu in wiring.window.findChildren(QMenu) if menu.isVisible())


def entry(menu: QMenu, words: str):  # type: ignore[no-untyped-def]
    return next(action for action in menu.actions() if action.text() == words)


def test_one_click_selects_and_two_go_there(opened: Wiring, qtbot: QtBot) -> None:
    tree, layers, canvas = opened.window.archive.tree, opened.window.archive.layers, opened.window.canvas
    view = canvas.view
    press(tree, node_of(layers, "west.tif"))
    assert canvas.view == view
    assert [info.path for info in canvas.rasters.selected] == [node_path(opened, "west.tif")]
    press(tree, node_of(layers, "west.tif"), twice=True)
    assert canvas.view.units_per_px < view.units_per_px
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert not opened.archive_model.row(node_of(layers, "west.tif").number).shown


def node_path(wiring: Wiring, name: str) -> str:
    return wiring.archive_model.row(node_of(wiring.window.archive.layers, name).number).path


def test_the_menu_of_a_row(opened: Wiring, qtbot: QtBot) -> None:
    layers = opened.window.archive.layers
    menu = menu_at(opened, node_of(layers, "east.tif"))
    slider = menu.findChild(QSlider)
    assert isinstance(slider, QSlider)
    slider.setValue(40)
    assert opened.window.canvas.rasters.opacity_of(node_path(opened, "east.tif")) == 0.4
    with qtbot.waitSignal(opened.layers.sources_wanted) as caught:
        entry(menu, "Only search this").trigger()
    assert caught.args == [("east.tif",)]
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    menu = menu_at(opened, node_of(layers, "sub"))
    with qtbot.waitSignal(opened.layers.sources_wanted) as caught:
        entry(menu, "Only search this").trigger()
    assert caught.args == [("sub/*",)]
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    menu = menu_at(opened, node_of(layers, "broken.tif"))
    entry(menu, "Why unusable").trigger()
    assert "not a raster" in opened.window.messages.text
    menu.close()


def test_a_click_on_the_coverage_bar_shows_what_is_not_searched(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, indexed: Path
) -> None:
    (indexed / "east.tif.changed").touch()
    wiring = make_wiring()
    wiring.session.open_paths([str(indexed)])
    panel, canvas = wiring.window.archive, wiring.window.canvas
    qtbot.waitUntil(lambda: "1 changed" in said(panel), timeout=LONG)
    assert said(panel).startswith("3 of 4 searched  ·  1 unusable  ·  1 changed")
    assert not canvas.coverage.isVisible()
    before = canvas.grab().toImage()
    QTest.mouseClick(panel.bar, Qt.MouseButton.LeftButton)
    names = {node.name for node in panel.layers.nodes() if node.kind is Kind.RASTER}
    assert names == {"broken.tif", "east.tif"}
    assert canvas.coverage.isVisible()
    assert [hatch.words for hatch in canvas.coverage.hatches] == ["Changed since it was indexed"]
    assert canvas.grab().toImage() != before
    assert panel.retry.isVisible()
    asked: list[tuple[object, ...]] = []
    wiring.session.archive.indexing.start = lambda *given, **also: asked.append((*given, also))  # type: ignore[method-assign]
    QTest.mouseClick(panel.retry, Qt.MouseButton.LeftButton)
    paths, out, plan, _ = asked[0]
    assert sorted(Path(path).name for path in paths) == ["broken.tif", "east.tif"]  # type: ignore[attr-defined]
    assert out == indexed / ".msa-index"
    assert plan == IndexPlan(retries=True)
    QTest.mouseClick(panel.bar, Qt.MouseButton.LeftButton)
    assert not canvas.coverage.isVisible()
    assert len([node for node in panel.layers.nodes() if node.kind is Kind.RASTER]) == 4


def test_the_eye_of_the_places_hides_their_frames(opened: Wiring, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG):
        opened.building.search_for("a river")
    tree, layers = opened.window.archive.tree, opened.window.archive.layers
    press(tree, node_of(layers, "Places"), on_eye=True)
    assert not opened.window.canvas.hits.isVisible()
    press(tree, node_of(layers, "Places"), on_eye=True)
    assert opened.window.canvas.hits.isVisible()


def test_files_dragged_over_the_tree_reach_the_window(opened: Wiring, indexed: Path) -> None:
    import warnings

    from PySide6.QtCore import QMimeData, QPoint, QUrl
    from PySide6.QtGui import QDragEnterEvent

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(indexed))])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        enter = QDragEnterEvent(
            QPoint(20, 20),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    QApplication.sendEvent(opened.window.archive.tree.viewport(), enter)
    assert opened.window.drop_zone.isVisible()
    opened.window.drop_zone.hide()


def test_a_row_dragged_into_another_folder_is_told_why_it_stays(opened: Wiring) -> None:
    import warnings

    from PySide6.QtGui import QDragMoveEvent
    from PySide6.QtWidgets import QToolTip

    tree, layers = opened.window.archive.tree, opened.window.archive.layers

    def dragged_over(name: str) -> str:
        data = layers.mimeData([layers.index_of(node_of(layers, "west.tif"))])
        at = tree.visualRect(layers.index_of(node_of(layers, name))).center()
        none = Qt.KeyboardModifier.NoModifier
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            move = QDragMoveEvent(at, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, none)
        tree.dragMoveEvent(move)
        return QToolTip.text()

    assert "drag the folder" in dragged_over("east.tif")
    opened.window.archive.filter.setText("west")
    assert "Clear the filter" in dragged_over("west.tif")
    opened.window.archive.filter.setText("")
    assert (
        layers.refusal(
            layers.mimeData([layers.index_of(node_of(layers, "west.tif"))]),
            layers.index_of(node_of(layers, "sub")),
        )
        == ""
    )


def test_areas_asked_for_are_a_layer(opened: Wiring) -> None:
    from app.models.question.conditions import Area, Box

    tree, layers, asking = (
        opened.window.archive.tree,
        opened.window.archive.layers,
        opened.session.search.asking,
    )
    assert "Areas" not in tree_of(layers)
    asking.add(Box())
    assert "Areas" not in tree_of(layers), "what is in view has no outline"
    asking.add(Area("POLYGON ((14.9 45.1, 15.1 45.1, 15.1 45.3, 14.9 45.1))", "field"))
    assert layers.count_of(node_of(layers, "Areas")) == 1
    press(tree, node_of(layers, "Areas"), twice=True)
    west, _, east, _ = opened.window.canvas.view_lonlat()
    assert 14.5 < west < 14.9
    assert 15.1 < east < 15.5
    before = opened.window.canvas.grab().toImage()
    press(tree, node_of(layers, "Areas"), on_eye=True)
    assert opened.window.canvas.grab().toImage() != before
