"""A window on a fake engine (a real child process), and small archives made by code."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).resolve().parent
# The engine's child process inherits sys.path and finds fake_engine here.
sys.path.insert(0, str(HERE))

from PySide6.QtWidgets import QApplication  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from app.bootstrap import keep_none_alive  # noqa: E402
from app.jobs.engine_client import ENGINE, EngineClient  # noqa: E402
from app.settings import Settings  # noqa: E402
from app.wiring.wiring import Wiring  # noqa: E402
from tests.support import engine_fork  # noqa: E402
from tests.support.commands import Commands  # noqa: E402

keep_none_alive()

FAKE_ENGINE = "fake_engine:run"


class ForkedEngine(EngineClient):
    """An engine whose process is a fork where this system has forks."""

    def __init__(self, target: str, commands: Commands, device: str = "auto") -> None:
        super().__init__(target, device)
        self._commands = commands

    def _start_child(self):  # type: ignore[no-untyped-def]
        if not hasattr(os, "fork"):
            return super()._start_child()
        return engine_fork.start(self._commands, self._target, self.device)


@pytest.fixture(scope="session")
def engine_of(request: pytest.FixtureRequest) -> Callable[..., EngineClient]:
    """``engine_of(target, device="auto")``; what is loaded first is what a fake or the real engine needs."""

    def make(target: str = FAKE_ENGINE, device: str = "auto") -> EngineClient:
        loaded = "light_commands" if target == FAKE_ENGINE else "commands"
        return ForkedEngine(target, request.getfixturevalue(loaded), device)

    return make


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder of its own for every test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MSA_ANALYST_HOME", str(folder))
    return folder


def write_raster(
    path: Path, epsg: int | None, west: float, north: float, step: float, side: int = 128
) -> None:
    """An RGB GeoTIFF whose red grows to the east and whose green grows to the south."""
    import rasterio
    from affine import Affine

    ramp = np.linspace(20, 235, side).astype(np.uint8)
    pixels = np.stack(
        [np.tile(ramp, (side, 1)), np.tile(ramp[:, None], (1, side)), np.full((side, side), 90)]
    )
    placed = {"crs": f"EPSG:{epsg}", "transform": Affine(step, 0, west, 0, -step, north)} if epsg else {}
    driver = "PNG" if path.suffix == ".png" else "GTiff"
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(
            path, "w", driver=driver, width=side, height=side, count=3, dtype="uint8", **placed
        ) as out:
            out.write(pixels.astype(np.uint8))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two placed rasters in different CRSs, one without position, one that is none."""
    folder = tmp_path / "archive"
    write_raster(folder / "east.tif", 32633, 500_000.0, 5_000_000.0, 10.0)
    write_raster(folder / "sub" / "west.tif", 4326, 14.9, 45.2, 0.0001)
    write_raster(folder / "plain.png", None, 0, 0, 0)
    (folder / "broken.tif").write_bytes(b"not a raster at all")
    return folder


@pytest.fixture
def indexed(archive: Path) -> Path:
    """The archive with what the fake engine takes for an index."""
    (archive / ".msa-index").mkdir()
    (archive / ".msa-index" / "manifest.json").write_text("{}")
    return archive


@pytest.fixture
def make_wiring(
    qtbot: QtBot, qapp: QApplication, engine_of: Callable[..., EngineClient]
) -> Iterator[Callable[..., Wiring]]:
    """Opens windows; closes them, their processes and their threads at the end."""
    made: list[Wiring] = []

    def make(target: str = FAKE_ENGINE) -> Wiring:
        wiring = Wiring(Settings(), engine_of(target))
        made.append(wiring)
        wiring.window.resize(1200, 800)
        wiring.window.canvas.flight_ms = 0
        wiring.window.show()
        qtbot.waitExposed(wiring.window)
        return wiring

    yield make
    for wiring in made:
        wiring.close()
        wiring.window.deleteLater()
    qapp.processEvents()


@pytest.fixture
def opened(make_wiring: Callable[..., Wiring], qtbot: QtBot, indexed: Path) -> Wiring:
    """A window with the indexed archive open and the index known."""
    wiring = make_wiring()
    wiring.session.open_paths([str(indexed)])
    qtbot.waitUntil(
        lambda: wiring.session.archive.index is not None and bool(wiring.session.archive.listing.rasters),
        timeout=120_000,
    )
    return wiring


@pytest.fixture
def tiny_engine_wiring(
    make_wiring: Callable[..., Wiring], tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> Wiring:
    """A window whose engine is a process of its own, with a tiny model."""
    monkeypatch.setenv("MSA_MODEL", str(tiny_checkpoint))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return make_wiring(ENGINE)
