"""A saved search asked of the indexes of several models, with everything real: engine, child processes, indexes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from app import paths
from app.jobs.engine_client import ENGINE
from app.models.choices.compared import ComparedQuestion, Side
from app.models.hits.hits_model import BelowRole, HitRole
from app.wiring.wiring import Wiring
from msa_core import cli
from msa_core.records import TileHit
from tests.support.made_hits import tile
from tests.support.scenes import write_scene
from tests.support.tiny_model import other_ranking

LONG = 400_000
LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> tuple[Path, Path]:
    """An archive with its index inside, and the same features in an index of another model."""
    folder = tmp_path_factory.mktemp("compare")
    archive, other = folder / "archive", folder / "of another model"
    for number in range(3):
        write_scene(archive / f"scene{number}.tif", seed=number, east_m=500_000.0 + 900.0 * number)
    index = archive / ".msa-index"
    asked = ["index", archive, "--out", index, "--model", tiny_checkpoint, "--tile-m", "80"]
    assert cli.run([str(word) for word in asked]) == 0
    asked = ["reembed", index, "--model", other_ranking(folder / "second"), "--out", other]
    assert cli.run([str(word) for word in asked]) == 0
    return archive, other


@pytest.fixture
def asked(
    make_wiring: Callable[..., Wiring],
    made: tuple[Path, Path],
    tiny_checkpoint: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> Wiring:
    """A window with the archive open and one saved search."""
    monkeypatch.setenv("MSA_MODEL", str(tiny_checkpoint))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    wiring = make_wiring(ENGINE)
    wiring.session.open_paths([str(made[0])])
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        wiring.building.search_for("red fields")
    assert wiring.session.search.answer is not None
    wiring.session.saved.save(wiring.session.search.answer, "red ones", "")
    return wiring


def compare_by_menu(wiring: Wiring) -> None:
    """Right click on the saved search, and the entry."""
    panel = wiring.keeping.panel
    wiring.window.left.show_page(panel)
    at = panel.list.visualRect(wiring.keeping.model.index(0)).center()
    panel.list.customContextMenuRequested.emit(at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.text() == "Compare models")
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def test_a_saved_search_is_asked_of_another_model_and_what_one_alone_finds_is_dimmed(
    asked: Wiring, qtbot: QtBot, made: tuple[Path, Path]
) -> None:
    usual = paths.data_dir() / "indexes" / "0123"
    usual.parent.mkdir(parents=True)
    usual.symlink_to(made[1], target_is_directory=True)
    compare_by_menu(asked)
    page, comparison = asked.comparing.page, asked.session.comparison
    qtbot.waitUntil(lambda: bool(comparison.state and comparison.state.found), timeout=LONG)
    assert page.isVisible()
    assert not page.stop.isVisible()
    assert page.comparison.questions.count() == 1
    assert page.comparison.questions.item(0).text().startswith("second\n")
    hits = asked.session.search.hits
    left, right = page.comparison.models
    assert [left.index(row).data(HitRole).tile.id for row in range(left.rowCount())] == [
        hit.tile.id for hit in hits
    ]
    ids = [{m.index(row).data(HitRole).tile.id for row in range(m.rowCount())} for m in (left, right)]
    for model in (left, right):
        for row in range(model.rowCount()):
            index = model.index(row)
            is_shared = index.data(HitRole).tile.id in ids[0] & ids[1]
            assert index.data(BelowRole) is not is_shared
            said = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
            assert said.endswith("found by both" if is_shared else "found by this one alone")
    (found,) = comparison.state.found  # type: ignore[union-attr]
    assert found.agreement in page.words.text()
    assert page.comparison.heads[1].text() == "second"


def test_one_index_is_refused_in_words_and_another_is_chosen_by_its_folder(
    asked: Wiring, qtbot: QtBot, made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, comparison = asked.comparing.page, asked.session.comparison
    compare_by_menu(asked)
    qtbot.waitUntil(lambda: comparison.state is not None, timeout=LONG)
    assert "only one index" in page.problem.text()
    own = str(made[0] / ".msa-index")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: own)
    QTest.mouseClick(page.other, LEFT)
    qtbot.waitUntil(lambda: "is the index that is open" in page.problem.text(), timeout=LONG)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(made[0]))
    QTest.mouseClick(page.other, LEFT)
    qtbot.waitUntil(lambda: "is not an index" in page.problem.text(), timeout=LONG)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(made[1]))
    page.other.setFocus()
    QTest.keyClick(page.other, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(comparison.state and comparison.state.asking), timeout=LONG)
    QTest.mouseClick(page.stop, LEFT, pos=QPoint(4, 4))
    qtbot.waitUntil(lambda: not comparison.is_running, timeout=LONG)
    assert "stopped" in page.words.text() or "found by" in page.words.text()


def test_how_far_two_models_agree_is_said_in_words() -> None:
    hits = tuple(TileHit(tile=tile(number), rank=number + 1, score=0.5) for number in range(9))
    assert compared(hits[:6], hits[3:9], None).agreement == (
        "3 of 6 places are found by both; these are too few to compare their order."
    )
    assert compared(hits[:6], hits[:6], 1.0).agreement == (
        "6 of 6 places are found by both, in nearly the same order (rank correlation 1.00)."
    )
    assert "opposite order (rank correlation −0.40)" in compared(hits[:6], hits[:6], -0.4).agreement
    assert "nothing in common" in compared(hits[:6], hits[:6], 0.1).agreement
    assert compared(hits[:6], hits[6:9], None).agreement == "No place is found by both."
    assert compared((), (), None).agreement == "Neither of them finds a place."


def compared(before: tuple, after: tuple, rho: float | None) -> ComparedQuestion:  # type: ignore[type-arg]
    sides = [Side(tuple(hits), 0, 0) for hits in (before, after)]
    return ComparedQuestion(name="second", judged=0, before=sides[0], after=sides[1], rank_correlation=rho)
