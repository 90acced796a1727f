"""The window on indexes whose rasters are gone, and on several at once, with the real engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.jobs.engine_client import ENGINE
from app.models.hits.hit_pictures import KEPT, Thumbnail
from app.models.hits.hits_model import HitsModel, ThumbnailRole
from app.wiring.wiring import Wiring
from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index
from msa_core.pictures.thumbnails import THUMBNAIL_PX
from tests.support.scenes import write_archive, write_scene

LONG = 200_000


@pytest.fixture
def folder(tmp_path: Path, tiny_checkpoint: Path) -> Path:
    """``one.idx`` of an archive that is gone, and ``two.idx`` of one that is there."""
    options = IndexOptions(
        tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", dtype="float32"
    )
    write_archive(tmp_path / "one", 1)
    write_scene(tmp_path / "two" / "there.tif", seed=9, east_m=520_000.0)
    for name in ("one", "two"):
        build_index([tmp_path / name], tmp_path / f"{name}.idx", options)
    shutil.rmtree(tmp_path / "one")
    return tmp_path


def pictures(model: HitsModel) -> list[object]:
    return [model.data(model.index(row), ThumbnailRole) for row in range(model.rowCount(QModelIndex()))]


@pytest.mark.timeout(600)
def test_thumbnails_stand_in_for_rasters_that_are_gone_and_another_index_joins(
    make_wiring: Callable[..., Wiring],
    folder: Path,
    tiny_checkpoint: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MSA_MODEL", str(tiny_checkpoint))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    wiring = make_wiring(ENGINE)
    window, session, said = wiring.window, wiring.session, []
    session.message_posted.connect(lambda kind, sentence, action: said.append(sentence))
    assert not window.actions_.search_too.isEnabled()
    session.open_paths([str(folder / "one.idx")])
    qtbot.waitUntil(lambda: session.archive.index is not None, timeout=LONG)
    assert any("its thumbnails are shown" in sentence for sentence in said)
    QTest.keyClicks(window.search_bar.field, "many houses")
    QTest.keyClick(window.search_bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(session.shown.hits), timeout=LONG)

    model = wiring.hits_model
    qtbot.waitUntil(
        lambda: all(isinstance(one, Thumbnail) and one.problem for one in pictures(model)), timeout=LONG
    )
    assert {one.rgb.shape for one in pictures(model)} == {(THUMBNAIL_PX, THUMBNAIL_PX, 3)}  # type: ignore[attr-defined]
    assert KEPT in model.data(model.index(0), int(Qt.ItemDataRole.ToolTipRole))
    assert KEPT in model.data(model.index(0), int(Qt.ItemDataRole.AccessibleTextRole))
    qtbot.waitUntil(lambda: window.overlays.preview._picture is not None, timeout=LONG)

    qtbot.waitUntil(window.actions_.search_too.isEnabled, timeout=LONG)
    session.archive.search_too((str(folder / "two.idx"),))
    qtbot.waitUntil(lambda: session.archive.more_indexes == (str(folder / "two.idx"),), timeout=LONG)
    assert session.archive.index is not None
    assert session.archive.index.tiles == 32
    assert "2 indexes are searched as one: 32 tiles." in said
    there = str(folder / "two" / "there.tif")
    qtbot.waitUntil(lambda: [info.path for info in session.archive.listing.rasters] == [there], timeout=LONG)
    assert session.archive.paths == ()  # updating the first index does not take up what is another's
    wiring.building.search_for("many houses")
    qtbot.waitUntil(
        lambda: session.search.result is not None and session.search.result.searched == 32, timeout=LONG
    )
    assert {hit.tile.source for hit in session.shown.hits} == {"scene0.tif", "there.tif"}
    sound = [hit.tile.source == "there.tif" for hit in session.shown.hits]
    qtbot.waitUntil(
        lambda: [isinstance(one, Thumbnail) and not one.is_kept for one in pictures(model)] == sound,
        timeout=LONG,
    )

    session.archive.search_too((str(folder / "two.idx"),))
    assert said[-1] == "That is searched already."
    session.archive.search_too((str(folder / "nowhere"),))
    qtbot.waitUntil(lambda: "nowhere is not an index" in said[-1], timeout=LONG)
    assert session.archive.more_indexes == (str(folder / "two.idx"),)
    kept = wiring.project_files.gather()
    assert (kept.index, kept.more_indexes) == (str(folder / "one.idx"), (str(folder / "two.idx"),))

    session.archive.close()
    assert session.archive.more_indexes == ()
    wiring.project_files.show(kept)
    qtbot.waitUntil(lambda: session.archive.more_indexes == (str(folder / "two.idx"),), timeout=LONG)
    assert session.archive.index.tiles == 32
