"""Index options: asked when an archive is first indexed, later from the menu; each reaches ``msa index``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from laid_out import clipped, overlapping, scrollers
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.choices.index_plan import IndexPlan
from app.session.archive import indexing
from app.widgets.frame.dialogs.indexes.index_options import IndexOptionsDialog
from app.wiring.wiring import Wiring
from msa_core.commands.indexes.index import Computing, Sources, Tiles
from msa_core.config import BandRules, Tiling
from msa_core.retrieval.query.saved.planned_index import PlannedIndex
from msa_core.retrieval.query.saved.project_file import Project, write_project

LONG = 120_000


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What ``msa`` was asked; a real job would index."""
    words: list[list[str]] = []
    monkeypatch.setattr(indexing.CommandJob, "start", lambda _job, arguments: words.append(arguments))
    return words


@pytest.fixture
def wiring(make_wiring: Callable[..., Wiring], qtbot: QtBot, archive: Path) -> Wiring:
    wiring = make_wiring()
    wiring.session.open_paths([str(archive)])
    qtbot.waitUntil(lambda: wiring.archive_model.rowCount() == 4, timeout=LONG)
    return wiring


def opened_options(wiring: Wiring, qtbot: QtBot) -> IndexOptionsDialog:
    wiring.window.actions_.index_options.trigger()
    options = wiring.planning.options
    assert options is not None
    qtbot.waitUntil(lambda: options.model.currentText().startswith("starter"), timeout=LONG)
    return options


def test_the_first_indexing_asks_and_the_place_is_remembered(
    wiring: Wiring, qtbot: QtBot, asked: list[list[str]], archive: Path
) -> None:
    QTest.mouseClick(wiring.window.archive.index_button, Qt.MouseButton.LeftButton)
    options = wiring.planning.options
    assert options is not None
    assert options.isVisible()
    assert options.location.currentText().startswith("Beside the rasters")
    QTest.mouseClick(options.now, Qt.MouseButton.LeftButton)
    assert wiring.settings.index_location == "beside"
    (arguments,) = asked
    assert arguments[:4] == ["index", str(archive), "--out", str(archive / ".msa-index")]
    assert "--model" not in arguments


def test_each_option_reaches_the_command(
    wiring: Wiring, qtbot: QtBot, asked: list[list[str]], tmp_path: Path
) -> None:
    options = opened_options(wiring, qtbot)
    options.sizes.setText("320; 80")
    options.overlap.setText("10")
    options.bands.setPlainText("rgb\neast*=grey")
    options.stretch.setPlainText("minmax")
    options.location.setCurrentIndex(options.location.count() - 1)
    options.folder.setText(str(tmp_path / "elsewhere"))
    options.retry.setChecked(True)
    QTest.keyClick(options.thumbnails, Qt.Key.Key_Space)
    QTest.mouseClick(options.now, Qt.MouseButton.LeftButton)
    words = " ".join(asked[0])
    assert f"--out {tmp_path / 'elsewhere'}" in words
    assert (
        "--bands rgb --bands east*=grey --stretch minmax --tile-m 80,320 --overlap 0.1 --no-thumbnails --retry"
        in words
    )
    assert wiring.session.archive.plan.retries is False, "once"


def test_pixels_instead_of_metres_and_what_makes_no_sense_is_a_sentence(
    wiring: Wiring, qtbot: QtBot, asked: list[list[str]]
) -> None:
    options = opened_options(wiring, qtbot)
    for sizes, stretch, words in (
        ("big", "", "Sizes and overlap are numbers"),
        ("-5", "", "above 0 metres"),
        ("", "purple", "purple"),
    ):
        options.sizes.setText(sizes)
        options.stretch.setPlainText(stretch)
        QTest.mouseClick(options.now, Qt.MouseButton.LeftButton)
        assert words in options.problem.text()
    options.stretch.setPlainText("")
    options.unit.setCurrentIndex(1)
    options.sizes.setText("224")
    QTest.mouseClick(options.now, Qt.MouseButton.LeftButton)
    assert "--tile-px 224" in " ".join(asked[0])


def test_another_plan_makes_another_index_and_the_same_goes_on(opened: Wiring, indexed: Path) -> None:
    archive = opened.session.archive
    assert archive.index is not None
    assert archive._index_location() == indexed / ".msa-index"
    archive.plan = IndexPlan(tiling=Tiling((80.0,)))
    other = archive._index_location()
    assert other != indexed / ".msa-index"
    archive.plan = IndexPlan(tiling=Tiling((160.0,)))
    assert archive._index_location() != other
    archive.plan = IndexPlan(rules=BandRules(), fingerprint=archive.index.model)
    assert archive._index_location() == indexed / ".msa-index"


def test_kept_for_later_nothing_is_indexed_yet(wiring: Wiring, qtbot: QtBot, asked: list[list[str]]) -> None:
    options = opened_options(wiring, qtbot)
    options.sizes.setText("160")
    QTest.mouseClick(options.later, Qt.MouseButton.LeftButton)
    assert asked == []
    assert wiring.session.archive.plan.tiling == Tiling((160.0,))
    assert opened_options(wiring, qtbot).sizes.text() == "160"


def test_a_plan_is_taken_back_and_made_again_by_keys(
    wiring: Wiring, qtbot: QtBot, asked: list[list[str]]
) -> None:
    archive, ctrl = wiring.session.archive, Qt.KeyboardModifier.ControlModifier
    before = archive.plan.kept
    options = opened_options(wiring, qtbot)
    options.sizes.setText("160")
    QTest.keyClick(options.later, Qt.Key.Key_Space)
    planned = archive.plan.kept
    assert planned.tiling == Tiling((160.0,))
    assert planned.thumbnails is None, "left as it was"
    wiring.window.activateWindow()
    qtbot.waitUntil(wiring.window.isActiveWindow, timeout=LONG)
    wiring.window.canvas.setFocus()
    QTest.keyClick(wiring.window.canvas, Qt.Key.Key_Z, ctrl)
    assert archive.plan.kept == before
    QTest.keyClick(wiring.window.canvas, Qt.Key.Key_Z, ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert archive.plan.kept == planned
    assert asked == []


def test_the_whole_plan_is_in_the_project_and_there_when_it_is_opened_again(
    wiring: Wiring,
    make_wiring: Callable[..., Wiring],
    qtbot: QtBot,
    asked: list[list[str]],
    tmp_path: Path,
) -> None:
    options = opened_options(wiring, qtbot)
    options.sizes.setText("160")
    options.overlap.setText("50")
    options.bands.setPlainText("grey")
    options.thumbnails.setChecked(False)
    options.location.setCurrentIndex(options.location.count() - 1)
    options.folder.setText(str(tmp_path / "elsewhere"))
    QTest.mouseClick(options.later, Qt.MouseButton.LeftButton)
    planned = wiring.session.archive.plan.kept
    wiring.session.project.save_as(tmp_path / "a.msaproj")
    wiring.close()
    again = make_wiring()
    again.session.open_paths([str(tmp_path / "a.msaproj")])
    qtbot.waitUntil(lambda: again.session.archive.plan.kept == planned, timeout=LONG)
    dialog = opened_options(again, qtbot)
    assert (dialog.sizes.text(), dialog.overlap.text()) == ("160", "50")
    assert not dialog.thumbnails.isChecked()
    assert dialog.folder.text() == str(tmp_path / "elsewhere")
    again.session.archive.start_indexing()
    words = " ".join(asked[0])
    assert f"--out {tmp_path / 'elsewhere'}" in words
    assert "--bands grey --tile-m 160 --overlap 0.5 --no-thumbnails" in words


def test_a_planned_model_that_is_gone_is_told_and_not_planned_with(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, archive: Path, tmp_path: Path
) -> None:
    plan = PlannedIndex(model=str(tmp_path / "gone"), fingerprint="ab" * 32, tiling=Tiling((160.0,)))
    write_project(tmp_path / "a.msaproj", Project(archive=(str(archive),), plan=plan))
    wiring = make_wiring()
    wiring.session.open_paths([str(tmp_path / "a.msaproj")])
    qtbot.waitUntil(lambda: "which is not there" in wiring.window.messages.text, timeout=LONG)
    assert wiring.session.archive.plan.kept == PlannedIndex(tiling=Tiling((160.0,)))


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_options_fit_a_low_window(wiring: Wiring, qtbot: QtBot, choice: str) -> None:
    wiring.preferences.change("theme", choice)
    options = opened_options(wiring, qtbot)
    options.resize(600, 420)
    QTest.qWait(30)
    assert not overlapping(options)
    assert not clipped(options)
    assert not scrollers(options)
    assert options.sizes.accessibleName()


def test_an_option_of_the_command_is_here_or_in_the_settings_or_left_to_the_command_line() -> None:
    from dataclasses import fields

    here = {"out", "retry", "thumbnails", "tile_m", "tile_px", "overlap", "bands", "stretch", "model"}
    in_settings = {"device", "batch", "readers", "vram_limit"}
    on_the_command_line = {
        "archives",
        "part",
        "shard",
        "json_progress",
        "dtype",
        "network",
        "dask",
    }
    every = {field.name for group in (Sources, Tiles, Computing) for field in fields(group)}
    assert every == here | in_settings | on_the_command_line
