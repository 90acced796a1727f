"""STAC catalogues whose rasters lie on a server: searched in a dialog, opened, indexed. Engine and server are real."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from app.jobs.engine_client import ENGINE
from app.widgets.frame.dialogs.servers.catalogue_dialog import CatalogueDialog
from app.wiring.wiring import Wiring
from msa_core.raster.gdal.locations import network
from tests.support.commands import Commands
from tests.support.scenes import write_scene
from tests.support.stac import StacServer, item, stac_server, write

LONG = 200_000
os.environ.setdefault("GDAL_HTTP_RETRY_DELAY", "0.05")


@pytest.fixture
def api(tmp_path: Path) -> Iterator[StacServer]:
    with stac_server() as served:
        for number in range(3):
            scene = write_scene(tmp_path / f"{number}.tif", seed=number, east_m=500_000.0 + 9_000 * number)
            served.put(f"i{number}/visual.tif", scene)
        served.items = [
            item(f"i{number}", f"{served.address}/i{number}/visual.tif", cloud=30 * number)
            for number in range(3)
        ]
        yield served
    network.allow_all(False)


def opened_dialog(wiring: Wiring) -> CatalogueDialog:
    wiring.window.actions_.search_catalogue.trigger()
    dialog = wiring.catalogues.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_into(field: object, text: str) -> None:
    field.clear()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)


@pytest.mark.timeout(600)
def test_items_are_found_and_their_rasters_opened(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, api: StacServer
) -> None:
    wiring = make_wiring(ENGINE)
    dialog = opened_dialog(wiring)
    type_into(dialog.address, api.api)
    type_into(dialog.box, "14,44,17,46")
    type_into(dialog.clouds, "50 %")
    QTest.keyClick(dialog.address, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "2 items found." in dialog.found, timeout=LONG)
    assert dialog.isVisible(), "Return searches, and does not close"
    assert "i0, i1" in dialog.found
    assert api.address.removeprefix("http://") in dialog.found
    assert "1 STAC items with more clouds" in dialog.found
    assert not any("visual.tif" in asked for asked in api.asked), "no picture before it is opened"
    press(dialog.open_button)
    archive = wiring.session.archive
    qtbot.waitUntil(lambda: len(archive.listing.rasters) == 2, timeout=LONG)
    assert [info.path for info in archive.listing.rasters] == [
        f"{api.address}/i{number}/visual.tif" for number in range(2)
    ]
    kept = Path(archive.paths[0])
    assert [file.name for file in kept.parent.iterdir()] == [kept.name], "one file, of what was opened"
    assert not wiring.window.messages.isVisible()


@pytest.mark.timeout(600)
def test_a_catalogue_in_a_file_asks_before_its_rasters_are_fetched(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, api: StacServer, tmp_path: Path
) -> None:
    wiring = make_wiring(ENGINE)
    said: list[tuple[str, str, str]] = []
    wiring.session.message_posted.connect(lambda *told: said.append(told))
    kept = write(tmp_path / "items.json", {"type": "FeatureCollection", "features": api.items})
    wiring.session.open_paths([str(kept)])
    qtbot.waitUntil(lambda: bool(said), timeout=LONG)
    assert "3 rasters at addresses" in said[0][1]
    assert said[0][2] == "network"
    assert api.asked == []
    button = wiring.window.messages.findChild(QPushButton)
    assert button is not None
    assert button.text() == "Fetch"
    press(button)
    archive = wiring.session.archive
    qtbot.waitUntil(lambda: len(archive.listing.rasters) == 3, timeout=LONG)
    # What is opened next is asked about anew.
    wiring.session.open_paths([str(write_scene(tmp_path / "own" / "own.tif").parent)])
    qtbot.waitUntil(lambda: len(archive.listing.rasters) == 1, timeout=LONG)
    assert not network.is_all_allowed()


@pytest.mark.timeout(600)
def test_a_catalogue_that_is_added_is_fetched_beside_what_is_open(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, api: StacServer, tmp_path: Path
) -> None:
    wiring = make_wiring(ENGINE)
    archive = wiring.session.archive
    wiring.session.open_paths([str(write_scene(tmp_path / "own" / "own.tif").parent)])
    qtbot.waitUntil(lambda: len(archive.listing.rasters) == 1, timeout=LONG)
    kept = write(tmp_path / "items.json", {"type": "FeatureCollection", "features": api.items[:1]})
    wiring.session.add_paths([str(kept)])
    button = wiring.window.messages.findChild(QPushButton)
    assert button is not None
    qtbot.waitUntil(button.isVisible, timeout=LONG)
    press(button)
    qtbot.waitUntil(lambda: len(archive.listing.rasters) == 2, timeout=LONG)
    assert archive.paths == (str(tmp_path / "own"), str(kept))
    assert network.is_all_allowed(), "or its pictures could be neither drawn nor indexed"


@pytest.mark.timeout(600)
def test_indexing_fetches_what_was_asked_for(
    make_wiring: Callable[..., Wiring],
    qtbot: QtBot,
    api: StacServer,
    tiny_checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MSA_MODEL", str(tiny_checkpoint))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    wiring = make_wiring(ENGINE)
    archive = wiring.session.archive
    kept = write(tmp_path / "items.json", {"type": "FeatureCollection", "features": api.items[:1]})
    archive.open_found(str(kept))
    qtbot.waitUntil(lambda: len(archive.listing.rasters) == 1, timeout=LONG)
    archive.start_indexing()
    qtbot.waitUntil(lambda: archive.index is not None and archive.index.tiles > 0, timeout=LONG)
    assert archive.index is not None
    assert archive.index.sources[0].path == f"{api.address}/i0/visual.tif"


@pytest.mark.timeout(600)
def test_an_index_of_rasters_at_addresses_fetches_nothing_before_it_is_asked_to(
    make_wiring: Callable[..., Wiring],
    qtbot: QtBot,
    api: StacServer,
    commands: Commands,
    tiny_checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = write(tmp_path / "items.json", {"type": "FeatureCollection", "features": api.items[:1]})
    folder = tmp_path / "items.idx"
    done = commands.run(
        "msa_core.cli", "index", str(kept), "--network", "--out", str(folder), "--model", str(tiny_checkpoint)
    )
    assert done.returncode == 0, done.stderr
    monkeypatch.setenv("MSA_MODEL", str(tiny_checkpoint))
    wiring = make_wiring(ENGINE)
    asked, archive, messages = len(api.asked), wiring.session.archive, wiring.window.messages
    archive.open_index(str(folder))
    qtbot.waitUntil(lambda: messages.isVisible() and "nothing is fetched" in messages.text, timeout=LONG)
    assert not archive.listing.rasters
    assert len(api.asked) == asked
    button = messages.findChild(QPushButton)
    assert button is not None
    press(button)
    qtbot.waitUntil(lambda: len(archive.listing.rasters) == 1, timeout=LONG)


@pytest.mark.timeout(600)
def test_a_server_that_hangs_is_stopped_and_asked_again(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, api: StacServer
) -> None:
    wiring = make_wiring(ENGINE)
    let_go = threading.Event()
    api.answer = lambda page: (let_go.wait(60), page)[1]
    dialog = opened_dialog(wiring)
    type_into(dialog.address, api.api)
    press(dialog.search)
    qtbot.waitUntil(lambda: bool(api.questions), timeout=LONG)
    assert dialog.stop.isVisible()
    press(dialog.stop)
    assert dialog.found == "Stopped."
    let_go.set()
    press(dialog.search)
    qtbot.waitUntil(lambda: "3 items found." in dialog.found, timeout=LONG)


@pytest.mark.parametrize(
    "address, box, first, words",
    [
        ("", "", "", "Give the address"),
        ("https://stac.example.org", "1,2,3", "", "“Box” needs four numbers"),
        ("https://stac.example.org", "", "someday", "“From” needs a date"),
        ("https://user:secret@stac.example.org/", "", "", "a name or a password"),
    ],
)
def test_what_cannot_be_meant_is_said_in_the_dialog(
    make_wiring: Callable[..., Wiring], address: str, box: str, first: str, words: str
) -> None:
    dialog = opened_dialog(make_wiring())
    type_into(dialog.address, address)
    type_into(dialog.box, box)
    type_into(dialog.first.line, first)
    press(dialog.search)
    assert words in dialog.problem
    assert "secret" not in dialog.problem
    assert dialog.search.isVisible()


@pytest.mark.timeout(600)
def test_a_server_that_is_not_there_is_a_sentence(make_wiring: Callable[..., Wiring], qtbot: QtBot) -> None:
    dialog = opened_dialog(make_wiring(ENGINE))
    type_into(dialog.address, "http://127.0.0.1:9/stac/")
    press(dialog.search)
    qtbot.waitUntil(lambda: "cannot be" in dialog.problem, timeout=LONG)
    assert not dialog.open_button.isEnabled()


@pytest.mark.parametrize("how", ["Esc", "button", "cross"])
def test_it_is_closed_by_esc_a_button_or_its_cross(make_wiring: Callable[..., Wiring], how: str) -> None:
    wiring = make_wiring()
    dialog = opened_dialog(wiring)
    if how == "Esc":
        QTest.keyClick(dialog.address, Qt.Key.Key_Escape)
    elif how == "button":
        press(dialog.buttons.button(QDialogButtonBox.StandardButton.Close))
    else:
        dialog.close()
    assert not dialog.isVisible()
    assert wiring.catalogues.dialog is None
    assert opened_dialog(wiring) is not dialog


def test_the_box_of_the_map_in_view_is_taken(make_wiring: Callable[..., Wiring]) -> None:
    wiring = make_wiring()
    wiring.window.canvas.center_on(5.2, 52.1, 20.0)
    dialog = opened_dialog(wiring)
    press(dialog.view)
    west, south, east, north = map(float, dialog.box.text().split(","))
    assert west < 5.2 < east
    assert south < 52.1 < north
    type_into(dialog.address, "catalog.json")
    assert dialog.wanted().bbox == (west, south, east, north)


def drag(wiring: Wiring, start: QPoint, end: QPoint) -> None:
    viewport = wiring.window.canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def test_the_box_is_drawn_on_the_map_and_is_not_one_of_the_question(
    make_wiring: Callable[..., Wiring], qtbot: QtBot
) -> None:
    wiring = make_wiring()
    dialog = opened_dialog(wiring)
    type_into(dialog.address, "https://stac.example/v1")
    press(dialog.draw)
    assert not dialog.isVisible()
    drag(wiring, QPoint(100, 100), QPoint(300, 250))
    qtbot.waitUntil(dialog.isVisible, timeout=LONG)
    west, south, east, north = dialog.wanted().bbox or (0, 0, 0, 0)
    v_west, v_south, v_east, v_north = wiring.window.canvas.view_lonlat()
    assert v_west < west < east < v_east
    assert v_south < south < north < v_north
    assert wiring.session.search.asking.conditions == ()
    assert dialog.address.text() == "https://stac.example/v1"


def test_drawing_that_is_given_up_brings_the_dialog_back_as_it_was(
    make_wiring: Callable[..., Wiring], qtbot: QtBot
) -> None:
    wiring = make_wiring()
    dialog = opened_dialog(wiring)
    type_into(dialog.box, "1,2,3,4")
    press(dialog.draw)
    QTest.keyClick(wiring.window.canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(dialog.isVisible, timeout=LONG)
    assert dialog.box.text() == "1,2,3,4"
    press(dialog.draw)
    wiring.window.actions_.search_catalogue.trigger()
    qtbot.waitUntil(dialog.isVisible, timeout=LONG)
    assert wiring.catalogues.dialog is dialog
