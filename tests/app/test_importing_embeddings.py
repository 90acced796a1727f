"""File > Import Embeddings, by mouse and keyboard with the real command line: what is taken, refused, stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.jobs.command_job import CommandJob
from app.models.archive.wanted_import import WantedImport
from app.session.archive.embeddings_import import MAX_REMARKS, EmbeddingsImport
from app.widgets.frame.dialogs.indexes.import_dialog import ImportDialog
from app.wiring.wiring import Wiring
from tests.app.foreign_steps import LEFT, LONG
from tests.app.query_box_steps import key
from tests.support.foreign_embeddings import clay, earth_index, major_tom, squares, vectors, write

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def wiring(tiny_engine_wiring: Wiring) -> Wiring:
    return tiny_engine_wiring


def test_files_are_imported_by_the_menu_and_what_was_not_taken_is_listed(
    wiring: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    whole = major_tom(folder / "whole.parquet")
    (folder / "half.parquet").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    (folder / "none.parquet").write_bytes(b"<html>")
    (folder / "readme.txt").write_text("words")
    rows: list[Any] = vectors(10, seed=4).tolist()
    rows[1] = None
    write(folder / "part.parquet", {
        "embedding": pa.array(rows, pa.list_(pa.float32())), "geometry": shapely.to_wkb(squares(10)).tolist(),
    })  # fmt: skip
    wiring.window.actions_.import_embeddings.trigger()
    dialog = wiring.importing.dialog
    assert dialog is not None
    QTest.mouseClick(dialog.start, LEFT)
    assert dialog.problem == "Name Parquet files of embeddings, or a folder of them."
    QTest.keyClicks(dialog.given, str(tmp_path / "nowhere"))
    QTest.mouseClick(dialog.start, LEFT)
    assert "There is no file or folder" in dialog.problem
    dialog.given.clear()
    QTest.keyClicks(dialog.given, str(folder))
    dialog.out.clear()
    QTest.keyClicks(dialog.out, str(tmp_path / "new.idx"))
    QTest.keyClicks(dialog.origin, "MajorTOM core")
    QTest.mouseClick(dialog.start, LEFT)
    assert dialog.stop.isVisible()
    assert not dialog.given.isEnabled()
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    qtbot.waitUntil(lambda: bool(dialog.told) and dialog.start.isVisible(), timeout=LONG)
    index = wiring.session.archive.index
    assert index is not None
    assert (index.path, index.origin, index.tiles) == (str(tmp_path / "new.idx"), "MajorTOM core", 29)
    assert dialog.told == "Imported: 29 tiles of 2 files."
    remarks = dialog.remarks.toPlainText()
    assert "half.parquet: refused. It is not a Parquet file that can be read" in remarks
    assert "none.parquet: refused." in remarks
    assert "part.parquet: taken in part." in remarks
    assert "1 row without an embedding that can be compared" in remarks
    assert "Passed over: 1 .txt." in remarks
    key(dialog, "Escape")
    assert wiring.importing.dialog is None


def test_an_import_that_cannot_be_says_why_in_the_dialog_and_leaves_nothing(
    wiring: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [str(clay(tmp_path / "a.parquet")), str(earth_index(tmp_path / "b.parquet"))]
    (tmp_path / "half.parquet").write_bytes(Path(files[0]).read_bytes()[:500])
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("dear")
    wiring.session.open_paths(files)  # as a drop does
    dialog = wiring.importing.dialog
    assert dialog is not None
    assert dialog.given.toPlainText().splitlines() == files
    assert Path(dialog.out.text()).name == "a"

    def problem_of(given: list[str], out: Path) -> str:
        dialog.given.setPlainText("\n".join(given))
        dialog.out.setText(str(out))
        QTest.mouseClick(dialog.start, LEFT)
        qtbot.waitUntil(lambda: not dialog.stop.isVisible() and bool(dialog.problem), timeout=LONG)
        return dialog.problem

    assert "different models" in problem_of(files, tmp_path / "new")
    assert "is not a Parquet file that can be read" in problem_of(
        [str(tmp_path / "half.parquet")], tmp_path / "new"
    )
    assert "holds other files" in problem_of(files[:1], tmp_path / "used")
    assert "No Parquet files were found" in problem_of([str(tmp_path / "used")], tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert wiring.session.archive.index is None
    dialog.given.setPlainText(files[0])
    dialog.out.setText(str(tmp_path / "new"))
    QTest.keyClick(dialog.out, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    qtbot.waitUntil(lambda: wiring.importing.dialog is None, timeout=LONG)


def test_an_import_is_stopped_and_nothing_of_it_stays(wiring: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    count = 60_000
    write(tmp_path / "large.parquet", {
        "embedding": pa.array(vectors(count, 32).tolist(), pa.list_(pa.float32(), 32)),
        "geometry": shapely.to_wkb(shapely.points(np.linspace(5, 6, count), np.full(count, 50.0))).tolist(),
    })  # fmt: skip
    wiring.session.open_paths([str(tmp_path / "large.parquet")])
    dialog = wiring.importing.dialog
    assert dialog is not None
    dialog.out.setText(str(tmp_path / "new"))
    QTest.mouseClick(dialog.start, LEFT)
    qtbot.waitUntil(lambda: dialog.progress.maximum() == 1000, timeout=LONG)
    key(dialog, "Escape")
    qtbot.waitUntil(lambda: "was stopped; nothing of it is kept" in dialog.problem, timeout=LONG)
    assert not (tmp_path / "new").exists()
    assert dialog.isVisible()
    key(dialog, "Escape")
    assert wiring.importing.dialog is None


@pytest.mark.parametrize("count", [MAX_REMARKS, 10_000])
def test_of_very_many_files_that_were_not_taken_the_first_are_listed_and_all_are_logged(
    count: int, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    parent, running = QWidget(), EmbeddingsImport()
    qtbot.addWidget(parent)
    dialog = ImportDialog(parent)
    running.ended.connect(dialog.show_report)
    with caplog.at_level("INFO"):
        running._job, running._wanted = CommandJob(), WantedImport(given=(), out="new.idx")
        running._job.source_finished.connect(running._on_file)
        for number in range(count):
            running._job.source_finished.emit(f"{number}.parquet", "refused", "It has no vectors.", 0)
        running._job.source_finished.emit("whole.parquet", "indexed", "", 12)
        running._on_finished(0, "")
    lines = dialog.remarks.toPlainText().splitlines()
    assert lines[0] == "0.parquet: refused. It has no vectors."
    assert len(lines) <= MAX_REMARKS + 1
    assert (lines[-1] == "9,970 more are in the log.") == (count > MAX_REMARKS)
    assert dialog.told == "Imported: 12 tiles of 1 file."
    assert sum("It has no vectors." in line for line in caplog.messages) == count
