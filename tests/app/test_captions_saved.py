"""Captions of a picture, and the list they come from, as files that can be chosen again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.wiring.wiring import Wiring
from msa_core.config import resource_path
from msa_core.retrieval.captions.caption_bank import read_bank


def test_captions_are_copied_saved_and_chosen_from_again(
    opened: Wiring, qtbot: QtBot, indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened.window.captions
    panel.copy_all.trigger()  # which says that there are none
    with qtbot.waitSignal(opened.session.picture.picture_finished, timeout=120_000):
        opened.session.picture.caption(str(indexed / "plain.png"))
    texts = [caption.text for caption in opened.captions_model.captions()]
    assert len(texts) == 3
    panel.copy_all.trigger()
    assert QGuiApplication.clipboard().text().splitlines() == texts
    for name, action in (("c.txt", panel.save_all), ("c.csv", panel.save_all), ("bank.txt", panel.save_bank)):
        file = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, file=file: (str(file), ""))
        action.trigger()
        expected = read_bank(resource_path("captions", "bank.txt")) if action is panel.save_bank else texts
        assert read_bank(file) == expected
    assert (tmp_path / "c.csv").read_text("utf-8").startswith("caption,score\n")
