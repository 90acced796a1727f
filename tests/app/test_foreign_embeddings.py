"""The window on embeddings that another program made, by mouse and keyboard with the real engine and command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.question.conditions import Picture
from app.wiring.wiring import Wiring
from msa_core import cli
from msa_core.indexing.build.import_embeddings import import_embeddings
from msa_core.retrieval.query.saved.query_json import as_text, read_query
from tests.app.foreign_steps import (
    LEFT,
    LONG,
    answered,
    cosines,
    entries,
    entry,
    like_here,
    open_index,
    point_of,
    right_click,
    rows_of,
    said,
    select,
)
from tests.app.query_box_steps import box_of, choose, fields, key, labels
from tests.support.foreign_embeddings import clay, earth_index
from tests.support.scenes import write_archive

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def wiring(tiny_engine_wiring: Wiring) -> Wiring:
    return tiny_engine_wiring


@pytest.fixture
def opened(wiring: Wiring, qtbot: QtBot, tmp_path: Path) -> Wiring:
    """A window on an index of Clay's 20 tiles, in a row from west to east."""
    clay(tmp_path / "clay.parquet")
    import_embeddings([tmp_path / "clay.parquet"], tmp_path / "clay.idx", origin="Clay v1")
    open_index(wiring, qtbot, tmp_path / "clay.idx")
    return wiring


# What it is


def test_an_imported_index_says_what_it_is_and_is_neither_indexed_nor_described(opened: Wiring) -> None:
    window, session = opened.window, opened.session
    index = session.archive.index
    assert index is not None
    assert (index.origin, index.tiles, index.roots != ()) == ("Clay v1", 20, True)
    assert session.archive.paths == ()
    assert "20 tiles with embeddings by Clay v1, made elsewhere" in window.messages.text
    assert "Clay v1" in box_of(opened).field.placeholderText()
    assert "20 tiles with embeddings by Clay v1" in window.hits.empty._text.text()
    (row,) = opened.archive_model.rows()
    assert (row.name, row.state, row.tiles, row.holds_embeddings) == ("clay.parquet", "indexed", 20, True)
    assert "Embeddings by Clay v1" in window.archive._summary.text().replace("\u00a0", " ")
    layers = window.archive.layers
    names = [layers.index(row, 0).data() for row in range(layers.rowCount())]
    assert names == ["Embeddings by Clay v1"]
    assert not window.archive.index_button.isVisible()
    assert not window.actions_.index.isEnabled()
    assert session.models.of_index == "", "no warning of a model that is not here"
    assert "clay.idx" in window.windowTitle()
    west, south, east, north = window.canvas.view_lonlat()
    assert west < 5.0 < 5.2 < east
    assert south < 50.0 < 50.01 < north
    assert east - west < 1.0, "the map goes to where the tiles are"


def test_words_and_pictures_are_refused_under_the_box_and_grey_in_its_menu(
    opened: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    hint, field = opened.window.search_bar.hint, box_of(opened).field
    field.setFocus()
    QTest.keyClicks(field, "storage tanks")
    key(field, "Return")
    assert "by Clay v1, made elsewhere, and no model here reads words or pictures" in hint.text
    assert hint.isVisible()
    assert not opened.session.search.is_waiting
    assert field.text() == "storage tanks", "what was typed stays"
    field.clear()
    QTest.keyClicks(field, "x")
    assert not hint.isVisible()
    field.clear()
    picture = tmp_path / "a.png"
    picture.write_bytes(b"")
    opened.building.take_files([str(picture)])
    assert labels(opened) == []
    assert hint.isVisible()
    QTest.mouseClick(box_of(opened).add, LEFT)
    found = entries()
    assert not any(found[words] for words in ("Words …", "Without …", "Like a picture …"))
    assert found["Like a spot …"]
    assert found["Embeddings by Clay v1"] is False
    told = said(opened)
    key(field, "Return")
    assert told == [
        "Give an example of what you look for: right-click the map or a place, or draw a box by +."
    ]
    # A question of another day, with words, is refused in the same way.
    opened.session.search.asking.take(read_asked(tmp_path, [{"text": "tanks", "weight": 1}]))
    opened.building.search()
    assert hint.isVisible()
    assert not opened.session.search.is_waiting


def read_asked(folder: Path, terms: list[dict[str, Any]]) -> Any:
    file = folder / "asked.json"
    file.write_text(json.dumps({"msa_query": 1, "terms": terms}))
    return read_query(file)


# By example


def test_a_right_click_on_the_map_finds_places_like_there(opened: Wiring, qtbot: QtBot) -> None:
    found = like_here(opened, qtbot, 9)
    naive = np.argsort(-cosines({9: 1.0}), kind="stable")
    assert rows_of(found)[:20] == naive.tolist()
    assert found.hits[0].score == pytest.approx(1.0, abs=1e-3)
    (label,) = labels(opened)
    assert label.startswith("like 50.00")
    assert opened.window.hits.verdict.isVisible()
    assert "Embeddings by Clay v1" in opened.window.hits._summary.toolTip()
    assert opened.session.shown.scale.background is not None
    assert opened.session.shown.scale.background.tiles == 20
    assert opened.window.canvas.hits.all_bounds() is not None


def test_where_there_is_no_tile_the_window_says_so(opened: Wiring, qtbot: QtBot) -> None:
    told = said(opened)
    right_click(opened.window.canvas.viewport(), point_of(opened, 5.1, 50.03))
    entry("Find places like here")
    qtbot.waitUntil(lambda: any("holds no tile at" in sentence for sentence in told), timeout=LONG)
    right_click(opened.window.canvas.viewport(), point_of(opened, 5.11, 50.03))
    entry("Add what lies here to the question")
    assert len(labels(opened)) == 2


def test_a_box_is_drawn_by_the_menu_and_by_plus_as_an_example(opened: Wiring, qtbot: QtBot) -> None:
    view = opened.window.canvas.viewport()
    one, other = point_of(opened, 5.032, 50.008), point_of(opened, 5.048, 50.002)  # within rows 3 and 4
    for begin in (
        lambda: choose(opened, "Like what lies in a box drawn on the map"),
        lambda: (
            right_click(view, point_of(opened, 5.1, 50.02)),
            entry("Add what lies in a box to the question …"),
        ),
    ):
        opened.session.search.asking.clear()
        begin()
        QTest.mousePress(view, LEFT, pos=one)
        QTest.mouseMove(view, other)
        QTest.mouseRelease(view, LEFT, pos=other)
        assert labels(opened) == ["like a box"]
        found = answered(opened, qtbot, lambda: key(box_of(opened).field, "Return"))
        mean = cosines({3: 1.0, 4: 1.0})
        assert rows_of(found) == np.argsort(-mean, kind="stable").tolist()


def test_a_spot_is_typed_and_changed_in_its_chip(opened: Wiring, qtbot: QtBot) -> None:
    choose(opened, "Like a spot")
    where, _weight = fields(opened)
    key(where, "Return")
    assert opened.building.popover is not None
    assert "is not a spot" in opened.building.popover.problem
    QTest.keyClicks(where, "5.075, 50.005")
    found = answered(opened, qtbot, lambda: key(where, "Return"))
    assert rows_of(found)[0] == 7
    QTest.mouseClick(box_of(opened).chips[0], LEFT)
    where, weight = fields(opened)
    assert where.text() == "5.075, 50.005"
    weight.selectAll()
    QTest.keyClicks(weight, "0.5")
    found = answered(opened, qtbot, lambda: key(weight, "Return"))
    assert found.hits[0].score == pytest.approx(0.5, abs=1e-3)


def test_one_tile_and_several_are_examples_with_weights_and_signs(opened: Wiring, qtbot: QtBot) -> None:
    first = like_here(opened, qtbot, 9)
    places = opened.window.hits.list
    model = places.model()
    second = places.visualRect(model.index(1, 0)).center()
    right_click(places.viewport(), second)
    found = answered(opened, qtbot, lambda: entry("Find similar places"))
    row = rows_of(first)[1]
    assert rows_of(found) == np.argsort(-cosines({row: 1.0}), kind="stable").tolist()
    assert labels(opened) == [f"like clay {row}"]

    numbers = rows_of(found)
    select(places, (0, 2))
    right_click(places.viewport(), places.visualRect(model.index(2, 0)).center())
    both = answered(opened, qtbot, lambda: entry("Find places like these 2"))
    weights = {numbers[0]: 1.0, numbers[2]: 1.0}
    assert rows_of(both) == np.argsort(-cosines(weights), kind="stable").tolist()
    assert labels(opened) == [f"like clay {numbers[0]}", f"like clay {numbers[2]}"]

    QTest.mouseClick(box_of(opened).chips[1], LEFT)
    assert opened.building.popover is not None
    QTest.mouseClick(opened.building.popover.editor._without, LEFT, pos=QPoint(6, 8))
    unlike = answered(opened, qtbot, lambda: key(fields(opened)[0], "Return"))
    weights[numbers[2]] = -0.5
    assert labels(opened)[1] == f"unlike clay {numbers[2]}"
    assert rows_of(unlike) == np.argsort(-cosines(weights), kind="stable").tolist()
    assert unlike.hits[0].score == pytest.approx(float(cosines(weights).max()), abs=2e-3)

    select(places, (1, 3))
    choose(opened, "Like the 2 places chosen")
    assert len(labels(opened)) == 4
    opened.window.actions_.undo.trigger()
    assert len(labels(opened)) == 3


def test_why_is_not_drawn_and_says_so_and_what_needs_a_raster_is_grey(opened: Wiring, qtbot: QtBot) -> None:
    told = said(opened)
    like_here(opened, qtbot, 9)
    overlays = opened.window.overlays
    assert "cannot be drawn: the embedding is by Clay v1" in overlays.sentence
    assert not overlays.save.isEnabled()
    assert not overlays.whole.isEnabled()
    for thing in (overlays.eye, overlays.ranking, overlays.legend, overlays._segment):
        assert not thing.isVisible(), "overlays are not offered"
    places = opened.window.hits.list
    right_click(places.viewport(), places.visualRect(places.model().index(0, 0)).center())
    assert entries()["Copy file path"] is False
    tip = places.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Row 9 of the file" in tip
    assert "no picture" in tip
    assert not told, "nothing failed"
    opened.teaching.ask()
    assert "cannot be taught here" in told[-1]


def test_votes_move_the_ranking_and_an_index_of_another_model_does_not_join(
    opened: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    found = like_here(opened, qtbot, 9)
    ids = [hit.tile.id for hit in found.hits]
    moved = answered(
        opened, qtbot, lambda: opened.session.search.rank_by(frozenset(ids[18:]), frozenset(ids[1:3]))
    )
    assert [hit.tile.id for hit in moved.hits].index(ids[18]) < 18
    told = said(opened)
    earth_index(tmp_path / "other.parquet")
    import_embeddings([tmp_path / "other.parquet"], tmp_path / "other.idx")
    opened.session.archive.search_too((str(tmp_path / "other.idx"),))
    qtbot.waitUntil(lambda: any("by ssl4eo-vit 1" in sentence for sentence in told), timeout=LONG)
    assert opened.session.archive.more_indexes == ()


# What is kept


def test_places_are_saved_in_every_format_and_as_evidence_that_is_reproduced(
    opened: Wiring, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = like_here(opened, qtbot, 9)
    for suffix in ("geojson", "csv", "gpkg", "parquet", "kml"):
        with qtbot.waitSignal(opened.session.search.exported, timeout=LONG):
            opened.session.search.export(str(tmp_path / f"hits.{suffix}"))
    hits = geopandas.read_file(tmp_path / "hits.geojson")
    assert hits["score"].tolist() == pytest.approx([hit.score for hit in found.hits], abs=1e-6)
    assert hits.geometry.iloc[0].bounds == pytest.approx((5.09, 50.0, 5.1, 50.01))
    assert len((tmp_path / "hits.csv").read_text().splitlines()) == 21
    with qtbot.waitSignal(opened.session.evidence.written, timeout=LONG) as caught:
        opened.evidence.write_into(tmp_path / "evidence")
    page = Path(caught.args[0]).read_text()
    assert "by Clay v1, made elsewhere" in page
    assert "row 9 of the file" in page
    assert "There is no picture" in page
    assert "could not be read" not in page
    qtbot.waitUntil((tmp_path / "evidence" / "evidence.pdf").exists, timeout=LONG)
    index = str(tmp_path / "clay.idx")
    assert cli.run(["reproduce", str(tmp_path / "evidence"), "--index", index]) == 0
    capsys.readouterr()


def test_history_saved_searches_and_the_project_keep_examples(
    opened: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    session = opened.session
    like_here(opened, qtbot, 9)
    opened.window.actions_.save_search.trigger()
    qtbot.waitUntil(lambda: len(session.project.searches) == 1, timeout=LONG)
    first = like_here(opened, qtbot, 4)
    qtbot.waitUntil(lambda: len(session.history.entries) == 2, timeout=LONG)
    field = box_of(opened).field
    opened.session.search.asking.clear()
    field.setFocus()
    key(field, "Down")
    key(field, "Down")
    again = answered(opened, qtbot, lambda: key(field, "Return"))
    assert rows_of(again)[0] == 9
    kept = opened.project_files.gather()
    assert kept.searches[0].asked.query.terms[0].kind == "spot"
    session.archive.close()
    opened.project_files.show(kept)
    with qtbot.waitSignal(session.search.search_finished, timeout=LONG):
        pass
    assert rows_of(session.search.result) == rows_of(again)  # type: ignore[arg-type]
    assert rows_of(first)[0] == 4


def test_the_command_line_asks_the_windows_question_and_the_window_the_command_lines(
    opened: Wiring, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = like_here(opened, qtbot, 9)
    opened.session.search.asking.add(Picture(first.hits[3].tile.id, -0.25, "tile"))
    found = answered(opened, qtbot, lambda: key(box_of(opened).field, "Return"))
    asked = opened.session.search.asked
    assert asked is not None
    (tmp_path / "asked.json").write_text(as_text(asked))
    index = str(tmp_path / "clay.idx")
    assert cli.run(["search", index, "--query", str(tmp_path / "asked.json"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["features"]
    assert [item["id"] for item in told] == [hit.tile.id for hit in found.hits]
    assert [item["properties"]["score"] for item in told] == pytest.approx(
        [hit.score for hit in found.hits], abs=1e-6
    )

    command = [
        "search",
        index,
        "--like-spot",
        "5.03,50.001,5.05,50.002^0.5",
        "--like-tile",
        first.hits[1].tile.id,
    ]
    assert cli.run([*command, "-k", "7", "--save-query", str(tmp_path / "kept.json"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["features"]
    opened.session.search.asking.take(read_query(tmp_path / "kept.json"))
    number = first.hits[1].tile.id.split("/")[2]
    assert labels(opened) == ["like a box  0.5", f"like tile 0/{number}/0", "7 places"]
    found = answered(opened, qtbot, lambda: key(box_of(opened).field, "Return"))
    assert [item["id"] for item in told] == [hit.tile.id for hit in found.hits]


def test_a_dropped_picture_is_described_without_places_like_it(
    opened: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    archive = write_archive(tmp_path / "b", 1)
    picture = next(Path(archive).rglob("*.tif"))
    with qtbot.waitSignal(opened.session.picture.picture_finished, timeout=LONG) as caught:
        opened.session.picture.caption(str(picture))
    assert caught.args[0].similar == ()
    assert caught.args[0].captions
    qtbot.waitUntil(lambda: opened.window.overlays._explanation is not None, timeout=LONG)
    assert opened.window.overlays.eye.isVisible(), "the picture itself has overlays"
