"""The window's thread is not held while very many rasters are placed, hatched and moved about."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.map.projection.geometry import WEB_MERCATOR
from app.map.rasters.placing import PlaceRequest
from tests.benchmarks.bench_many_rasters import made_rasters, turns_on_the_map

COUNT = 300_000
LEAST_MS = 100.0


@pytest.mark.slow
def test_no_turn_is_long_with_three_hundred_thousand_rasters_on_the_map(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In processor time of the thread, and against placing them on it: a slow machine is slow at both."""
    monkeypatch.setenv("MSA_ANALYST_HOME", str(tmp_path))
    infos = made_rasters(COUNT)
    request = PlaceRequest(
        layer="alone", projection=WEB_MERCATOR, rings_lonlat=[info.footprint_lonlat for info in infos]
    )
    began = time.thread_time()
    request.work()
    whole_ms = 1e3 * (time.thread_time() - began)
    told = turns_on_the_map(qapp, infos)
    longest = {what: turn.cpu_ms for what, turn in told.items()}
    assert set(longest) == {"placed on the map", "hatched as not searched", "moved, a frame"}
    assert max(longest.values()) < max(LEAST_MS, whole_ms / 4), (longest, whole_ms)
