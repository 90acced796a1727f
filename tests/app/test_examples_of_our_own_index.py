"""Places like what lies at a spot of the map, in an index of our own, beside words; by mouse and keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.wiring.wiring import Wiring
from tests.app.foreign_steps import LONG, answered, entry, open_index, right_click
from tests.app.query_box_steps import box_of, key
from tests.support.scenes import write_archive

pytestmark = pytest.mark.timeout(900)


@pytest.fixture
def wiring(tiny_engine_wiring: Wiring) -> Wiring:
    return tiny_engine_wiring


def test_an_index_of_our_own_is_searched_by_spot_box_and_tile_beside_words(
    wiring: Wiring, qtbot: QtBot, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    from msa_core.config import IndexOptions, Tiling
    from msa_core.indexing.build.index_archive import build_index

    archive = write_archive(tmp_path / "archive", 1)
    options = IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", dtype="float32"
    )
    build_index([archive], tmp_path / "own.idx", options)
    open_index(wiring, qtbot, tmp_path / "own.idx")
    canvas = wiring.window.canvas
    qtbot.waitUntil(lambda: canvas.rasters.all_bounds() is not None, timeout=LONG)
    canvas.show_everything()
    right_click(canvas.viewport(), canvas.viewport().rect().center())
    found = answered(wiring, qtbot, lambda: entry("Find places like here"))
    (term,) = found.query.terms
    assert term.kind == "spot"
    lon, lat = map(float, term.value.split(","))
    best = shapely.Polygon(found.hits[0].tile.footprint_lonlat[0])
    assert best.buffer(1e-4).contains(shapely.Point(lon, lat))
    field = box_of(wiring).field
    field.setFocus()
    QTest.keyClicks(field, "houses")
    both = answered(wiring, qtbot, lambda: key(field, "Return"))
    assert [term.kind for term in both.query.terms] == ["text", "spot"]
    qtbot.waitUntil(lambda: wiring.window.overlays.preview.has_overlay, timeout=LONG)

    # A place whose raster is gone is an example all the same, by what the index holds of it.
    tile = both.hits[0].tile
    Path(tile.path).rename(tmp_path / "away.tif")
    wiring.building.examples.search_like((0,))
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG) as caught:
        pass
    (term,) = caught.args[0].query.terms
    assert (term.kind, term.value) == ("tile", tile.id)
    assert caught.args[0].hits[0].tile.id == tile.id
