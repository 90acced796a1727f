"""Saving the places found: the engine writes them, as the command line does."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.controllers.file_dialogs import named_for
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


def test_a_name_without_an_ending_takes_that_of_the_format_chosen() -> None:
    assert named_for("/a/hits", "KML (*.kml)") == "/a/hits.kml"
    assert named_for("/a/hits.gpkg", "KML (*.kml)") == "/a/hits.gpkg"
    assert named_for("/a/hits.v2", "GeoParquet (*.parquet)") == "/a/hits.v2.parquet"
