"""The models dialog: what there is, importing, choosing, removing; and an index whose model is not here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from laid_out import clipped, overlapping
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.widgets.frame.dialogs.models_dialog import ModelsDialog
from app.wiring.wiring import Wiring
from msa_core.config import models_folder
from msa_core.model.stored.known_models import known_models
from msa_core.model.stored.model_folder import fingerprint

LONG = 120_000


@pytest.fixture
def town(tiny_checkpoint: Path, home: Path) -> Path:
    """A model of the user."""
    return Path(shutil.copytree(tiny_checkpoint, models_folder() / "my town"))


def opened_models(wiring: Wiring, qtbot: QtBot) -> ModelsDialog:
    wiring.window.actions_.models.trigger()
    dialog = wiring.planning.models
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.list.count() > 0, timeout=LONG)
    return dialog


def lines(dialog: ModelsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def click(dialog: ModelsDialog, button: str) -> None:
    QTest.mouseClick(getattr(dialog, button), Qt.MouseButton.LeftButton)


def test_models_are_listed_with_their_facts_and_one_is_chosen_for_the_next_index(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, town: Path
) -> None:
    wiring = make_wiring()
    dialog = opened_models(wiring, qtbot)
    assert lines(dialog) == ["starter\ncomes with the program, for the next index", "my town\nimported"]
    assert "Figures" in dialog.card.toPlainText()
    assert not dialog.remove.isEnabled()
    dialog.list.setCurrentRow(1)
    assert fingerprint(town)[:16] in dialog.print_.text()
    assert "This model has no card" in dialog.card.toPlainText()
    click(dialog, "use")
    assert wiring.settings.model == str(town)
    assert lines(dialog)[1] == "my town\nimported, for the next index"
    assert not dialog.remove.isEnabled(), "what is in use stays"
    QTest.qWait(50)
    assert not overlapping(dialog)
    assert not clipped(dialog)


def test_a_model_is_removed_after_a_question(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, town: Path
) -> None:
    dialog = opened_models(make_wiring(), qtbot)
    for letters, is_there in (("Keep", True), ("Remove", False)):
        dialog.list.setCurrentRow(1)
        click(dialog, "remove")
        box = dialog.findChild(QMessageBox, "removeModel")
        assert box is not None
        button = next(b for b in box.buttons() if b.text().replace("&", "") == letters)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda expected=is_there: town.exists() == expected, timeout=LONG)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: dialog.list.count() == 1, timeout=LONG)


def test_a_folder_is_imported_by_a_child_process_and_nonsense_is_a_sentence(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    wiring = make_wiring()
    dialog = opened_models(wiring, qtbot)
    dialog.import_wanted.emit(str(tiny_checkpoint), "")
    assert dialog.progress.isVisible()
    assert not dialog.bring_in.isEnabled()
    qtbot.waitUntil(lambda: dialog.list.count() == 2, timeout=LONG)
    assert dialog.note.text() == "model is imported."
    assert not dialog.progress.isVisible()
    (tmp_path / "nothing").mkdir()
    with qtbot.waitSignal(wiring.session.models.import_ended, timeout=LONG):
        dialog.import_wanted.emit(str(tmp_path / "nothing"), "")
    assert "holds no model" in dialog.note.text()


def test_an_import_that_is_stopped_leaves_nothing(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tiny_checkpoint: Path
) -> None:
    wiring = make_wiring()
    dialog = opened_models(wiring, qtbot)
    with qtbot.waitSignal(wiring.session.models.import_ended, timeout=LONG):
        dialog.import_wanted.emit(str(tiny_checkpoint), "")
        click(dialog, "cancel")
    assert "stopped" in dialog.note.text()
    assert [model.name for model in known_models()] == ["starter"]


def test_an_index_whose_model_is_not_here_offers_the_models(opened: Wiring, qtbot: QtBot) -> None:
    archive = opened.session.archive
    assert archive.index is not None
    archive.index = replace(archive.index, model="ab" * 32, model_folder="/gone/model")
    archive.index_changed.emit(archive.index)
    words = "This index was made with a model that is not here (fingerprint abababababababab)"
    qtbot.waitUntil(lambda: words in opened.window.messages.text, timeout=LONG)
    opened.window.messages.action_chosen.emit("models")
    assert opened.planning.models is not None
    assert opened.planning.models.isVisible()


def test_indexing_again_with_another_model_keeps_the_open_index(
    opened: Wiring, qtbot: QtBot, town: Path, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.session.archive import indexing

    asked: list[list[str]] = []  # a real job would index
    monkeypatch.setattr(indexing.CommandJob, "start", lambda _job, arguments: asked.append(arguments))
    dialog = opened_models(opened, qtbot)
    qtbot.waitUntil(lambda: dialog.list.count() == 2, timeout=LONG)
    dialog.list.setCurrentRow(1)
    click(dialog, "index")
    options = opened.planning.options
    assert options is not None
    assert options.model.currentText().startswith("my town")
    QTest.mouseClick(options.now, Qt.MouseButton.LeftButton)
    (arguments,) = asked
    assert arguments[-2:] == ["--model", str(town)]
    assert arguments[arguments.index("--out") + 1] != str(indexed / ".msa-index")
