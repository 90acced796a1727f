"""A STAC catalogue in the window: dropped and opened as an archive, its pictures on the map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.engine_client import ENGINE
from app.models.question.file_kinds import is_area_file
from app.wiring.wiring import Wiring
from tests.support.scenes import write_scene
from tests.support.stac import catalog, item, write


def test_a_catalogue_is_no_area_file_and_other_json_is(tmp_path: Path) -> None:
    assert not is_area_file(write(tmp_path / "catalog.json", catalog()))
    assert is_area_file(write(tmp_path / "area.json", {"type": "Polygon", "coordinates": []}))
    assert is_area_file(tmp_path / "gone.geojson")


@pytest.mark.timeout(900)
def test_a_dropped_catalogue_becomes_the_archive(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tmp_path: Path
) -> None:
    wiring = make_wiring(ENGINE)
    write_scene(tmp_path / "a" / "visual.tif")
    write(tmp_path / "a" / "a.json", item("a"))
    write(tmp_path / "b.json", item("b", "https://images.example/far.tif"))
    opened = write(tmp_path / "catalog.json", catalog(("item", "a/a.json"), ("item", "b.json")))
    wiring.session.open_paths([str(opened)])
    listing = wiring.session.archive
    qtbot.waitUntil(lambda: bool(listing.listing.rasters), timeout=600_000)
    assert [info.name for info in listing.listing.rasters] == ["a/visual.tif"]
    (refused,) = listing.listing.refused
    assert "It names 1 raster at an address, https://images.example/far.tif," in refused.reason
