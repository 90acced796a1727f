"""The overlays of a described picture are saved from the window, by mouse and keys, as ``msa caption`` writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from app.jobs.engine_client import ENGINE
from app.wiring.wiring import Wiring
from msa_core import cli
from tests.support.scenes import write_scene

LONG = 400_000
LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.timeout(900)
NAMES = {f"rank001_{name}" for name in ("scale1", "scale2", "scale3", "scale4", "ranking")}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A GeoTIFF to describe."""
    file = tmp_path / "harbour scene.tif"
    write_scene(file, seed=5)
    return file


@pytest.fixture
def described(
    make_wiring: Callable[..., Wiring],
    tiny_checkpoint: Path,
    picture: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> Wiring:
    """A window with nothing open but a described picture, and its best caption explained."""
    monkeypatch.setenv("MSA_MODEL", str(tiny_checkpoint))
    wiring = make_wiring(ENGINE)
    with qtbot.waitSignal(wiring.session.picture.picture_finished, timeout=LONG):
        wiring.session.picture.caption(str(picture))
    qtbot.waitUntil(wiring.window.overlays.save.isEnabled, timeout=LONG)
    return wiring


def choose(button: QToolButton, action: QAction, by_keys: bool = False) -> None:
    """Open a button's menu and take what is there."""
    menu = button.menu()

    def take() -> None:
        if not by_keys:
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
            return
        for _ in menu.actions():
            if menu.activeAction() is not action:
                QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(200, take)
    if by_keys:
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
    else:
        QTest.mouseClick(button, LEFT)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("by_keys", [False, True])
def test_they_are_the_files_of_the_command_line_byte_for_byte(
    described: Wiring,
    qtbot: QtBot,
    picture: Path,
    tiny_checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    by_keys: bool,
) -> None:
    wiring, mine, theirs = described, tmp_path / "mine", tmp_path / "theirs"
    mine.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(mine))
    with qtbot.waitSignal(wiring.session.shown.overlays_saved, timeout=LONG):
        choose(wiring.window.captions.more, wiring.window.captions.save_seen, by_keys)
    told = ["caption", str(picture), "--model", str(tiny_checkpoint), "--overlays", str(theirs)]
    assert cli.run(told) == 0
    assert contents(mine) == contents(theirs)
    assert {Path(name).stem for name in contents(mine)} == NAMES | {"rank001_sheet"}
    assert "Saved 6 files" in wiring.window.messages.text

    # With another caption, from the panel that explains it.
    captions = wiring.captions_model.captions()
    wiring.session.picture.explain_with(captions[1].text)
    qtbot.waitUntil(wiring.window.overlays.save.isEnabled, timeout=LONG)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    with qtbot.waitSignal(wiring.session.shown.overlays_saved, timeout=LONG):
        choose(wiring.window.overlays.more, wiring.window.overlays.save, by_keys)
    assert cli.run([*told, "--words", captions[1].text]) == 0
    assert contents(mine) == contents(theirs)


def test_nothing_is_replaced_without_a_question_and_a_failure_is_a_sentence(
    described: Wiring, qtbot: QtBot, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring = described
    (tmp_path / "rank001_scale1.tif").write_bytes(b"mine")
    asked: list[str] = []

    def refuse(_parent: object, _title: str, text: str) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", refuse)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    wiring.window.captions.save_seen.trigger()
    assert "rank001_scale1.tif" in asked[0]
    assert (tmp_path / "rank001_scale1.tif").read_bytes() == b"mine"

    picture.unlink()
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "empty"))
    wiring.window.captions.save_seen.trigger()
    qtbot.waitUntil(lambda: picture.name in wiring.window.messages.text, timeout=LONG)
    assert not list((tmp_path / "empty").iterdir())


def test_without_a_picture_it_says_so(make_wiring: Callable[..., Wiring]) -> None:
    wiring = make_wiring()
    wiring.window.captions.save_seen.trigger()
    assert wiring.window.messages.text == "There are no captions yet: describe a picture first."
