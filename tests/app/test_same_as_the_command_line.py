"""The window and ``msa search`` give the same hits and the same files for the same question.

The window's questions go the whole way: typed into its fields, asked of an engine in a process of its own, saved by it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.controllers.file_dialogs import HIT_FORMATS, named_for
from app.jobs.engine_client import ENGINE, EngineClient
from app.settings import Settings
from app.wiring.wiring import Wiring
from msa_core import cli
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.records import SearchResult
from msa_core.retrieval.exports.geojson import to_geojson
from msa_core.retrieval.exports.hit_files import FORMATS
from tests.support.scenes import picture, write_archive

LONG = 600_000
Search = Callable[..., dict[str, Any]]
pytestmark = pytest.mark.timeout(900)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is set in the window, and the options that say the same."""

    words: str = ""
    without: str = ""
    is_like: bool = False
    in_view: bool = False
    score: float | None = None
    count: int = 20


QUESTIONS = {
    "words": Asked(words="many storage tanks beside a river"),
    "two words of other weights": Asked(words="a river^0.25", without="clouds^2"),
    "words and others to avoid": Asked(words="plane", without="river"),
    "a picture": Asked(is_like=True),
    "a picture, words, and others to avoid": Asked(words="plane^3", without="river", is_like=True),
    "what the map shows": Asked(words="plane", in_view=True),
    "a lowest score": Asked(words="plane", score=-0.05),
    "a score that nothing has": Asked(words="plane", score=1.0),
    "one hit": Asked(words="plane", count=1),
    "foreign letters": Asked(words="  Flughäfen — 空港   \u202e river "),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    """With ``archive`` (scenes side by side and one without a position) and ``index``, made by the command line."""
    folder = tmp_path_factory.mktemp("same")
    write_archive(folder / "archive", 3)
    write_geotiff(folder / "archive" / "unplaced.tif", picture(7))
    write_geotiff(folder / "like.tif", picture(1))
    arguments = [
        "index",
        folder / "archive",
        "--out",
        folder / "index",
        "--model",
        tiny_checkpoint,
        "--tile-m",
        "100",
    ]
    assert cli.run([str(argument) for argument in arguments]) == 0
    return folder


@pytest.fixture(scope="module")
def wiring(folder: Path, qapp: QApplication) -> Iterator[Wiring]:
    """One window for all questions, its engine and ours with one thread, so that sums are rounded alike."""
    threads = torch.get_num_threads()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("MSA_ANALYST_HOME", str(folder / "home"))
        torch.set_num_threads(1)
        opened = Wiring(Settings(), EngineClient(ENGINE, "cpu"))
        opened.window.resize(1200, 800)
        opened.window.canvas.flight_ms = 0
        opened.window.show()
        yield opened
        opened.close()
        opened.window.deleteLater()
        qapp.processEvents()
        torch.set_num_threads(threads)


@pytest.fixture
def window(wiring: Wiring, folder: Path, qtbot: QtBot) -> Wiring:
    """The window with the index open."""
    if wiring.session.archive.index is None:
        wiring.session.archive.open_index(str(folder / "index"))
    qtbot.waitUntil(
        lambda: wiring.session.archive.index is not None and bool(wiring.session.archive.listing.rasters),
        timeout=LONG,
    )
    return wiring


@pytest.fixture
def msa_search(folder: Path, capsys: pytest.CaptureFixture[str]) -> Search:
    """``msa search INDEX ARGUMENTS --json``, as its object."""

    def call(*arguments: object) -> dict[str, Any]:
        capsys.readouterr()
        words = ["search", folder / "index", "--json", "--device", "cpu", *arguments]
        code = cli.run([str(word) for word in words])
        told = capsys.readouterr()
        assert code == 0, told.err
        return json.loads(told.out)

    return call


def ask(wiring: Wiring, qtbot: QtBot, asked: Asked, like: Path) -> SearchResult:
    """Type and set what is asked, press Return, and wait for the answer."""
    filters = wiring.window.filters
    filters.without.setText(asked.without)
    filters.set_like(str(like) if asked.is_like else "")
    filters.in_view.setChecked(asked.in_view)
    filters.use_score.setChecked(asked.score is not None)
    filters.score.setValue(asked.score or 0.0)
    filters.count.setValue(asked.count)
    field = wiring.window.search_bar.field
    field.setText(asked.words)
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        QTest.keyClick(field, Qt.Key.Key_Return)
    return caught.args[0]


def options(asked: Asked, like: Path, found: SearchResult) -> list[object]:
    """The same for ``msa search``; the view is told by the window alone, so its numbers are taken from there."""
    given: list[object] = ["-k", asked.count]
    given += ["--text", asked.words] if asked.words else []
    given += ["--not", asked.without] if asked.without else []
    given += ["--like", like] if asked.is_like else []
    given += [] if asked.score is None else ["--min-score", asked.score]
    if asked.in_view:
        assert found.query.bbox is not None
        given.append(f"--bbox={','.join(map(repr, found.query.bbox))}")
    return given


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_same_question_finds_the_same(
    window: Wiring, msa_search: Search, qtbot: QtBot, folder: Path, name: str
) -> None:
    asked, like = QUESTIONS[name], folder / "like.tif"
    if asked.in_view:
        ask(window, qtbot, Asked(words=asked.words), like)
        window.window.canvas.show_hit(0)
    found = ask(window, qtbot, asked, like)
    told = msa_search(*options(asked, like, found))
    assert json.loads(json.dumps(to_geojson(found))) == told
    assert bool(told["features"]) == (asked.score != 1.0), asked


@pytest.mark.parametrize("words", ["river^-1", "river^0", "river^nan", "a river^1e9"])
def test_a_weight_that_is_none_is_refused_with_the_same_sentence(
    window: Wiring, capsys: pytest.CaptureFixture[str], folder: Path, words: str
) -> None:
    window.window.search_bar.field.setText(words)
    QTest.keyClick(window.window.search_bar.field, Qt.Key.Key_Return)
    assert window.window.messages.kind == "warn"
    capsys.readouterr()
    assert cli.run(["search", str(folder / "index"), words]) != 0
    assert " ".join(window.window.messages.text.split()) in " ".join(capsys.readouterr().err.split())


def test_words_to_avoid_alone_are_no_question_in_either(
    window: Wiring, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window.window.search_bar.field.clear()
    window.window.filters.set_like("")
    window.window.filters.without.setText("clouds")
    QTest.keyClick(window.window.search_bar.field, Qt.Key.Key_Return)
    assert "Type what you are looking for" in window.window.messages.text
    assert cli.run(["search", str(folder / "index"), "--not", "clouds"]) == 2
    capsys.readouterr()


def test_the_window_offers_every_format_of_the_command_line() -> None:
    assert {Path(named_for("hits", form)).suffix for form, _ in HIT_FORMATS} == set(FORMATS)


def files_in(folder: Path) -> dict[str, object]:
    """Bytes by name; of a GeoPackage its tables, but for the moment of writing, which no two have in common."""
    return {
        path.name: _dump(path) if path.suffix == ".gpkg" else path.read_bytes() for path in folder.iterdir()
    }


def _dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as base:
        for table, column in (("gpkg_contents", "last_change"), ("layer_styles", "update_time")):
            base.execute(f"UPDATE {table} SET {column} = ''")
        lines = list(base.iterdump())
        base.rollback()
    base.close()
    return lines


@pytest.mark.parametrize("form, crs", HIT_FORMATS, ids=[form for form, _ in HIT_FORMATS])
def test_the_same_question_is_saved_as_the_same_files(
    window: Wiring, msa_search: Search, qtbot: QtBot, folder: Path, tmp_path: Path, form: str, crs: str | None
) -> None:
    asked, like = Asked(words="a river^0.5", without="clouds"), folder / "like.tif"
    found = ask(window, qtbot, asked, like)
    assert {hit.tile.footprint_lonlat == () for hit in found.hits} == {True, False}, (
        "some are without a position"
    )
    (tmp_path / "window").mkdir()
    file = named_for(str(tmp_path / "window" / "hits"), form)
    with qtbot.waitSignal(window.session.search.exported, timeout=LONG):
        window.session.search.export(file, crs)
    other = tmp_path / "command" / Path(file).name
    msa_search(*options(asked, like, found), "--out", other, *(["--crs", crs] if crs else []))
    assert files_in(tmp_path / "window") == files_in(other.parent)
    assert Path(file).stat().st_size > 0
