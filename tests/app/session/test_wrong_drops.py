from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import write_raster
from dragging import drop
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from app.wiring.wiring import Wiring

LONG = 120_000
LEFT = QPoint(120, 400)


def right_of(wiring: Wiring) -> QPoint:
    return QPoint(wiring.window.width() - 120, 400)


def middle_of(wiring: Wiring) -> QPoint:
    return QPoint(wiring.window.width() // 2 + 40, 400)


def searched(wiring: Wiring, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        wiring.building.search_for("storage tanks")


def state_of(wiring: Wiring) -> tuple[object, ...]:
    session, view = wiring.session, wiring.window.canvas.view
    place = view.center_x, view.center_y, view.units_per_px
    return session.archive.listing, session.archive.index, session.shown.hits, place


@pytest.fixture
def wrong(tmp_path: Path) -> dict[str, Path]:
    """Things that are not an archive."""
    folder = tmp_path / "wrong"
    (folder / "empty").mkdir(parents=True)
    (folder / "letter.docx").write_bytes(b"PK no picture")
    (folder / "field.geojson").write_text('{"type": "Polygon", "coordinates": []}')
    return {path.suffix or path.name: path for path in folder.iterdir()}


@pytest.mark.parametrize(
    "kind,words", [(".docx", "letter.docx"), ("empty", "empty"), (".geojson", "field.geojson")]
)
def test_a_wrong_drop_throws_nothing_away(
    opened: Wiring, qtbot: QtBot, indexed: Path, wrong: dict[str, Path], kind: str, words: str
) -> None:
    searched(opened, qtbot)
    session = opened.session
    before = state_of(opened)
    for at in (LEFT, middle_of(opened)):
        opened.window.messages.hide()
        with qtbot.waitSignal(session.message_posted, timeout=LONG) as caught:
            drop(opened, [wrong[kind]], at)
        assert words in caught.args[1]
        assert "stays" in caught.args[1] or kind == ".geojson", (
            "an area goes to the query box, which speaks of it alone"
        )
        qtbot.waitUntil(lambda: not opened.engine.is_busy, timeout=LONG)
        assert state_of(opened) == before
        assert opened.settings.recent == [str(indexed)]
    searched(opened, qtbot)
    assert session.shown.hits == before[2], "the engine has the same index"


def test_a_damaged_index_leaves_the_open_one(opened: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    session = opened.session
    before = session.archive.paths, session.archive.index
    with qtbot.waitSignal(session.message_posted, timeout=LONG) as caught:
        session.archive.open_index(str(tmp_path / "nowhere"))
    assert "is not an index" in caught.args[1]
    assert (session.archive.paths, session.archive.index) == before
    assert str(tmp_path / "nowhere") not in opened.settings.recent


def test_a_drop_can_be_added_to_what_is_open(opened: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    searched(opened, qtbot)
    hits = opened.session.shown.hits
    write_raster(tmp_path / "more" / "north.tif", 32633, 501_000.0, 5_004_000.0, 10.0)
    drop(opened, [tmp_path / "more"], LEFT)
    qtbot.waitUntil(lambda: opened.archive_model.rowCount() == 5, timeout=LONG)
    states = {row.name: row.state for row in opened.archive_model.rows()}
    assert states["north.tif"] == "new"
    assert states["east.tif"] == "indexed"
    assert opened.session.shown.hits == hits
    assert opened.session.archive.paths[1:] == (str(tmp_path / "more"),)
    drop(opened, [tmp_path / "more"], LEFT)
    assert "open already" in opened.window.messages.text


def test_a_drop_in_its_place_opens_another_archive(opened: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    write_raster(tmp_path / "more" / "north.tif", 32633, 501_000.0, 5_004_000.0, 10.0)
    drop(opened, [tmp_path / "more"], right_of(opened))
    qtbot.waitUntil(lambda: [row.name for row in opened.archive_model.rows()] == ["north.tif"], timeout=LONG)
    assert opened.session.archive.index is None
    assert opened.settings.recent[0] == str(tmp_path / "more")


def test_nothing_is_asked_while_nothing_is_open(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, archive: Path, wrong: dict[str, Path]
) -> None:
    wiring = make_wiring()
    drop(wiring, [archive], LEFT)
    assert wiring.window.drop_zone.add_zone.isHidden()
    qtbot.waitUntil(lambda: wiring.archive_model.rowCount() == 4, timeout=LONG)
    drop(wiring, [archive], LEFT)
    assert not wiring.window.drop_zone.add_zone.isHidden()


def test_an_area_is_offered_as_an_area(opened: Wiring, qtbot: QtBot, wrong: dict[str, Path]) -> None:
    with qtbot.waitSignal(opened.session.area_given, timeout=LONG) as caught:
        drop(opened, [wrong[".geojson"]], LEFT)
    assert caught.args == [str(wrong[".geojson"])]


def test_a_drag_whose_program_has_ended_does_nothing(opened: Wiring, qtbot: QtBot, archive: Path) -> None:
    drop(opened, [archive], LEFT, is_lost=True)
    assert opened.archive_model.rowCount() == 4


def test_a_query_asked_while_another_archive_is_looked_through_waits_for_it(
    opened: Wiring, qtbot: QtBot, wrong: dict[str, Path]
) -> None:
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG):
        opened.session.open_paths([str(wrong["empty"])])
        opened.building.search_for("a river")
    assert opened.session.shown.hits
