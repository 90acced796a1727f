"""A project: saved by itself, and opened again as it was left."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.wiring.wiring import Wiring

LONG = 120_000


def search(wiring: Wiring, qtbot: QtBot, words: str) -> None:
    """Ask, and wait for the answer."""
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        wiring.building.search_for(words)


def saved_as(wiring: Wiring, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the project a name through the menu; the ending is added."""
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(file.with_suffix("")), "MSA projects (*.msaproj)")
    )
    wiring.window.actions_.save_project.trigger()
    qtbot.waitUntil(file.is_file, timeout=LONG)


@pytest.mark.parametrize("has_name", [True, False])
def test_a_project_opens_again_with_query_view_hits_and_layers(
    opened: Wiring,
    make_wiring: Callable[..., Wiring],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    has_name: bool,
) -> None:
    search(opened, qtbot, "a river")
    opened.archive_model.set_shown([0], False)
    opened.window.canvas.center_on(15.01, 45.1, 55.0)
    file = tmp_path / "Harbour & survey.msaproj"
    if has_name:
        saved_as(opened, qtbot, file, monkeypatch)
        assert "Harbour" in opened.window.project.text()
    hits = [hit.tile.id for hit in opened.session.search.hits]
    hidden = [row.path for row in opened.archive_model.rows() if not row.shown]
    opened.close()
    again = make_wiring()
    again.session.project.reopen_last()
    qtbot.waitUntil(lambda: [hit.tile.id for hit in again.session.search.hits] == hits, timeout=LONG)
    qtbot.wait(50)
    canvas = again.window.canvas
    assert canvas.middle_lonlat == pytest.approx((15.01, 45.1), abs=1e-6)
    assert canvas.ground_m_per_px == pytest.approx(55.0, rel=1e-6)
    assert again.window.search_bar.text == "a river"
    assert [row.path for row in again.archive_model.rows() if not row.shown] == hidden
    assert again.session.project.name == ("Harbour & survey" if has_name else "")


def test_another_folder_leaves_the_named_project_as_it_was(
    opened: Wiring, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.msaproj"
    saved_as(opened, qtbot, file, monkeypatch)
    before = json.loads(file.read_text())["archive"]
    opened.archive_model.set_shown([0], False)  # not saved yet when the other folder comes
    (tmp_path / "other").mkdir()
    shutil.copy(tmp_path / "archive" / "east.tif", tmp_path / "other" / "a.tif")
    opened.session.open_paths([str(tmp_path / "other")])
    qtbot.waitUntil(lambda: opened.session.archive.paths == (str(tmp_path / "other"),), timeout=LONG)
    assert opened.session.project.name == ""
    opened.session.project.save()
    qtbot.wait(300)
    assert json.loads(file.read_text())["archive"] == before


def test_a_project_that_cannot_be_read_is_left_and_a_damaged_last_session_is_put_aside(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tmp_path: Path, home: Path
) -> None:
    newer = tmp_path / "newer.msaproj"
    newer.write_text('{"msa_project": 99}')
    home.mkdir(exist_ok=True)
    last = home / "last session.msaproj"
    last.write_text("{half")
    wiring = make_wiring()
    wiring.session.open_paths([str(newer)])
    wiring.window.canvas.center_on(1.0, 2.0, 3.0)
    qtbot.wait(1500)  # longer than until it is saved
    qtbot.waitUntil(lambda: "newer program" in wiring.window.messages.text, timeout=LONG)
    assert newer.read_text() == '{"msa_project": 99}'
    wiring.session.project.reopen_last()
    qtbot.waitUntil(lambda: "put aside" in wiring.window.messages.text, timeout=LONG)
    assert (home / "last session.msaproj.damaged").read_text() == "{half"


def test_a_project_whose_rasters_are_gone_says_so_and_keeps_their_place(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tmp_path: Path
) -> None:
    from msa_core.retrieval.query.saved.project_file import Project, read_project, write_project

    file = tmp_path / "gone.msaproj"
    write_project(file, Project(archive=(str(tmp_path / "nowhere"),)))
    wiring = make_wiring()
    wiring.session.open_paths([str(file)])
    qtbot.waitUntil(lambda: "nowhere" in wiring.window.messages.text, timeout=LONG)
    wiring.close()
    assert read_project(file).archive == (str(tmp_path / "nowhere"),)
