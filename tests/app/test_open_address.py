"""A raster at an address, opened by typing and by dropping; the engine and the map are real, and so is the server."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QTimer, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from app.jobs.engine_client import ENGINE
from app.widgets.frame.around_map.drop_zone import dropped_files
from app.wiring.wiring import Wiring
from tests.support.range_server import RangeServer, range_server
from tests.support.scenes import write_scene

LONG = 200_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RangeServer]:
    with range_server() as served:
        served.put("far.tif", write_scene(tmp_path / "far.tif", seed=4))
        yield served


def type_into_the_dialog(wiring: Wiring, text: str) -> None:
    def answer() -> None:
        dialog = wiring.window.findChild(QInputDialog)
        assert dialog is not None
        dialog.setTextValue(text)
        dialog.accept()

    QTimer.singleShot(300, answer)
    wiring.window.actions_.open_address.trigger()


def colours_on_the_map(wiring: Wiring) -> int:
    image = wiring.window.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), dtype=np.uint32)))


@pytest.mark.timeout(600)
def test_an_address_that_is_typed_is_shown_on_the_map(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, server: RangeServer
) -> None:
    wiring = make_wiring(ENGINE)
    type_into_the_dialog(wiring, f"{server.address}/far.tif")
    qtbot.waitUntil(lambda: len(wiring.session.archive.listing.rasters) == 1, timeout=LONG)
    assert wiring.session.archive.listing.rasters[0].path == f"{server.address}/far.tif"
    # The window's own threads read the picture, whose grain has thousands of colours.
    qtbot.waitUntil(lambda: colours_on_the_map(wiring) > 1000, timeout=LONG)
    assert server.asked
    assert wiring.settings.recent[0] == f"{server.address}/far.tif"


@pytest.mark.timeout(600)
def test_a_zip_at_an_address_is_shown_as_the_rasters_in_it(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, server: RangeServer, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "scenes.zip", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.write(tmp_path / "far.tif", "2020/a b.tif")
        zipped.write(write_scene(tmp_path / "other.tif", seed=5, east_m=500_400.0), "other.tif")
    far = server.put("scenes.zip", tmp_path / "scenes.zip")
    wiring = make_wiring(ENGINE)
    type_into_the_dialog(wiring, far)
    qtbot.waitUntil(lambda: len(wiring.session.archive.listing.rasters) == 2, timeout=LONG)
    paths = [info.path for info in wiring.session.archive.listing.rasters]
    assert paths == [f"{far}/2020/a b.tif", f"{far}/other.tif"]
    qtbot.waitUntil(lambda: colours_on_the_map(wiring) > 1000, timeout=LONG)
    assert {line.split()[1] for line in server.asked} == {"/scenes.zip"}


def test_an_address_with_a_signature_is_refused_without_repeating_it(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, server: RangeServer
) -> None:
    wiring = make_wiring()
    with qtbot.waitSignal(wiring.session.message_posted, timeout=LONG) as caught:
        type_into_the_dialog(wiring, f"{server.address}/far.tif?sig=S3CRET")
    assert "msa index" in caught.args[1]
    assert "S3CRET" not in caught.args[1]
    assert server.asked == []


def test_an_address_can_be_dropped() -> None:
    data = QMimeData()
    data.setUrls(
        [QUrl("https://images.example/a.tif"), QUrl("mailto:a@b.c"), QUrl.fromLocalFile("/tmp/b.tif")]
    )
    assert dropped_files(data) == ["https://images.example/a.tif", "/tmp/b.tif"]
