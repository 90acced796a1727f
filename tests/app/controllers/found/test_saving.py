"""Saving the places found: the engine writes them, as the command line does."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.widgets.places.save_dialog import SaveDialog
from app.wiring.wiring import Wiring
from msa_core.retrieval.exports.hit_files import export_hits

LONG = 120_000


@pytest.fixture
def searched(opened: Wiring, qtbot: QtBot) -> Wiring:
    """A window with hits."""
    with qtbot.waitSignal(opened.session.search.search_finished, timeout=LONG):
        opened.building.search_for("a river")
    return opened


@pytest.mark.parametrize("name", ["hits.gpkg", "hits.geojson", "hits.csv", "hits.kml", "hits.parquet"])
def test_places_are_saved_by_the_engine_in_every_format(
    searched: Wiring, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    with qtbot.waitSignal(searched.session.search.exported, timeout=LONG):
        searched.session.search.export(str(tmp_path / name))
    assert searched.window.messages.kind == "good"
    result = searched.session.search.result
    assert result is not None
    export_hits(result, tmp_path / "again" / name)
    assert (tmp_path / name).stat().st_size > 0
    if name != "hits.gpkg":  # which holds the time of writing
        assert (tmp_path / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_places_that_cannot_be_saved_are_said(searched: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    searched.session.search.export(str(tmp_path / "file" / "hits.gpkg"))
    qtbot.waitUntil(lambda: searched.window.messages.kind == "bad", timeout=LONG)
    assert "hits.gpkg" in searched.window.messages.text or "file" in searched.window.messages.text


def save_dialog(searched: Wiring) -> SaveDialog:
    """The dialog, opened by its key."""
    searched.window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(searched.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = searched.saving.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def press_save(searched: Wiring, qtbot: QtBot, dialog: SaveDialog) -> None:
    with qtbot.waitSignal(searched.session.search.exported, timeout=LONG):
        QTest.mouseClick(
            dialog.buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton
        )


def test_the_ending_of_the_name_and_the_format_follow_each_other(searched: Wiring, tmp_path: Path) -> None:
    dialog = save_dialog(searched)
    dialog.file.setText(str(tmp_path / "out.geojson"))
    assert dialog.ending == ".geojson"
    assert not dialog.crs.isEnabled()
    assert "WGS84 by its standard" in dialog.note.text()
    dialog.format.setFocus()
    QTest.keyClick(dialog.format, Qt.Key.Key_Home)
    assert dialog.file.text() == str(tmp_path / "out.gpkg")
    assert dialog.crs.isEnabled()
    dialog.file.setText(str(tmp_path / "hits.v2"))
    QTest.keyClick(dialog.format, Qt.Key.Key_End)
    assert dialog.file.text() == str(tmp_path / "hits.v2.parquet")
    (tmp_path / "there.csv").touch()
    dialog.file.setText(str(tmp_path / "there.csv"))
    assert "will be replaced" in dialog.note.text()
    assert dialog.buttons.button(QDialogButtonBox.StandardButton.Save).text() == "Replace"


@pytest.mark.parametrize("ending, crs", [(".gpkg", "EPSG:32633"), (".parquet", "EPSG:3857"), (".csv", None)])
def test_what_the_name_ends_in_is_what_is_written(
    searched: Wiring, qtbot: QtBot, tmp_path: Path, ending: str, crs: str | None
) -> None:
    dialog = save_dialog(searched)
    dialog.file.setText(str(tmp_path / f"out{ending}"))
    if crs == "EPSG:32633":
        dialog.crs.setCurrentIndex(dialog.crs.count() - 1)
        assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()
        QTest.keyClicks(dialog.other_crs, crs)
    elif crs:
        dialog.crs.setCurrentIndex(2)
    press_save(searched, qtbot, dialog)
    result = searched.session.search.result
    assert result is not None
    export_hits(result, tmp_path / "again" / f"out{ending}", crs)
    written, again = tmp_path / f"out{ending}", tmp_path / "again" / f"out{ending}"
    if ending == ".gpkg":
        assert written.read_bytes().startswith(b"SQLite format 3")
        with contextlib.closing(sqlite3.connect(written)) as base:
            assert base.execute("SELECT srs_id FROM gpkg_contents").fetchone() == (32633,)
    else:
        assert written.read_bytes() == again.read_bytes()
    assert searched.settings.export_folder == str(tmp_path)


def test_only_what_is_chosen_or_above_the_cut_is_saved(
    searched: Wiring, qtbot: QtBot, tmp_path: Path
) -> None:
    searched.session.shown.choose((1, 4), 1)
    scores = [hit.score for hit in searched.session.search.hits]
    searched.session.shown.set_cut((scores[2] + scores[3]) / 2)
    for choice, name, ranks in (("chosen", "two.geojson", [2, 5]), ("cut", "cut.geojson", [1, 2, 3])):
        dialog = save_dialog(searched)
        assert "chosen" in dialog.which.currentText(), "several chosen are offered first"
        entry = next(n for n in range(dialog.which.count()) if choice in dialog.which.itemText(n))
        dialog.which.setCurrentIndex(entry)
        dialog.file.setText(str(tmp_path / name))
        press_save(searched, qtbot, dialog)
        features = json.loads((tmp_path / name).read_text())["features"]
        assert [feature["properties"]["rank"] for feature in features] == ranks


def test_a_search_is_saved_as_evidence_with_its_page_and_pdf_and_nothing_is_replaced(
    searched: Wiring, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "notes.txt").write_text("mine")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "kept"))
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    for folder in ("Evidence 1 a river", "Evidence 1 a river 2"):
        searched.window.actions_.evidence.trigger()
        pdf = tmp_path / "kept" / folder / "evidence.pdf"
        qtbot.waitUntil(lambda pdf=pdf: str(pdf.parent) in searched.window.messages.text, timeout=LONG)
        assert searched.window.messages.kind == "good"
        printed = pdf.read_bytes()
        assert printed.startswith(b"%PDF")
        assert printed.count(b"/Subtype /Image") > 1, "the map and the pictures of the places are in it"
        assert (pdf.parent / "evidence.json").is_file()
    qtbot.mouseClick(searched.window.messages.findChild(QPushButton, "link"), Qt.MouseButton.LeftButton)
    assert opened == [str(pdf.with_suffix(".html"))]


def test_evidence_that_cannot_be_written_is_said(searched: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    searched.evidence.write_into(tmp_path / "file" / "inside")
    qtbot.waitUntil(lambda: searched.window.messages.kind == "bad", timeout=LONG)
    assert "file" in searched.window.messages.text
