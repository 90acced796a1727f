"""The window with everything real: the command line indexes, the engine answers, overlays come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.jobs.engine_client import ENGINE
from app.map.overlays.overlay import ALL_SCALES, OverlayChoice
from app.wiring.wiring import Wiring
from msa_core.records import RANKING
from tests.support.scenes import write_scene

LONG = 200_000


@pytest.fixture
def wiring(
    make_wiring: Callable[..., Wiring], tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> Wiring:
    monkeypatch.setenv("MSA_MODEL", str(tiny_checkpoint))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return make_wiring(ENGINE)


@pytest.mark.timeout(600)
def test_from_a_folder_to_overlays(wiring: Wiring, qtbot: QtBot, tmp_path: Path) -> None:
    window, session = wiring.window, wiring.session
    folder = tmp_path / "archive"
    write_scene(folder / "one.tif", seed=1)
    (folder / "broken.tif").write_bytes(b"II*\x00 not a raster")

    wiring.settings.index_location = "beside"  # else it is asked where the index is to lie
    session.open_paths([str(folder)])
    qtbot.waitUntil(lambda: wiring.archive_model.rowCount() == 2, timeout=LONG)
    QTest.mouseClick(window.archive.index_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.archive.index is not None, timeout=LONG)
    states = {row.name: row.state for row in wiring.archive_model.rows()}
    assert states == {"one.tif": "indexed", "broken.tif": "refused"}
    assert (folder / ".msa-index" / "manifest.json").is_file()

    QTest.keyClicks(window.search_bar.field, "many houses")
    QTest.keyClick(window.search_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(session.shown.hits), timeout=LONG)
    assert session.shown.hits[0].tile.path == str(folder / "one.tif")
    qtbot.waitUntil(
        lambda: window.canvas.heatmap.is_drawn and window.overlays.preview.has_overlay, timeout=LONG
    )
    for scale in (1, 2, 3, 4, ALL_SCALES, RANKING):
        window.overlays.choose_scale(scale)
        assert window.overlays.choice.scale == scale
        assert window.overlays.preview.has_overlay, "every scale has its heatmap"
    window.overlays.choose_scale(2)
    window.overlays.choose_word("houses")
    assert window.overlays.choice == OverlayChoice(2, "houses")
    assert window.overlays.preview.has_overlay

    with qtbot.waitSignal(session.picture.picture_finished, timeout=LONG) as caught:
        session.picture.caption(str(folder / "one.tif"))
    assert len(caught.args[0].captions) == 5
    assert len(caught.args[0].similar) > 0
    assert window.map_area.shows_picture
    session.shown.select(0)
    assert not window.map_area.shows_picture
    qtbot.waitUntil(lambda: window.overlays.preview.has_overlay, timeout=LONG)
