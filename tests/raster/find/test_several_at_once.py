"""Headers at addresses are opened several at a time, in their order, and a stop is heeded; a real server is slow."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from msa_core.progress import Cancelled, Progress
from msa_core.raster.find import archive
from msa_core.raster.find.several_at_once import AT_ONCE, for_each
from msa_core.raster.gdal.locations import network
from msa_core.raster.gdal.writer import write_geotiff
from tests.support.range_server import RangeServer, Request


def many(server: RangeServer, tmp_path: Path, count: int, name: str) -> Path:
    """A list of addresses, named against their order, each of a raster of its own width."""
    for number in range(count):
        file = write_geotiff(tmp_path / "one.tif", np.full((30, 30 + number, 3), number, np.uint8))
        network.ask(server.put(f"{name}/{number:03}.tif", file))
    listing = tmp_path / f"{name}.txt"
    listing.write_text("\n".join(f"{server.address}/{name}/{n:03}.tif" for n in reversed(range(count))))
    return listing


def test_they_are_described_in_their_order_however_late_each_answer_comes(
    server: RangeServer, tmp_path: Path
) -> None:
    listing = many(server, tmp_path, 30, "late")
    for number in range(0, 30, 7):
        server.behaviours[f"/late/{number:03}.tif"] = Request.slowly
    server.behaviours["/late/011.tif"] = lambda request: request.fail(404)
    local = write_geotiff(tmp_path / "near.tif", np.full((30, 99, 3), 9, np.uint8))
    found = archive.scan([local, listing])
    assert [info.width_px for info in found.rasters] == [30 + n for n in range(30) if n != 11] + [99]
    (refused,) = found.refused
    assert refused.name.endswith("011.tif")


def test_eight_at_a_time_are_done_in_much_less_time_than_one_at_a_time(
    server: RangeServer, tmp_path: Path
) -> None:
    """Beside each other, of one server in one run; each answer takes 0.3 s, whatever else the machine does."""
    sources = archive.search([many(server, tmp_path, 24, "waits")]).sources
    took_s = {}
    for at_once in (1, AT_ONCE):
        for name in server.files:
            server.behaviours[name] = Request.slowly
        began = time.monotonic()
        opened = for_each(sources, lambda s: archive.describe(s.path, s.name), Progress(), at_once)
        took_s[at_once] = time.monotonic() - began
        assert [info.name for info in opened] == [source.name for source in sources]
        forget(sources)
    assert took_s[AT_ONCE] < took_s[1] / 3


def forget(sources: list[archive.SourcePath]) -> None:
    """Have GDAL ask again."""
    from msa_core.raster.gdal.locations import gdal_files, remote

    for source in sources:
        gdal_files.forget(remote.gdal_name(source.path))


def test_a_stop_is_heeded_while_servers_hang(server: RangeServer, tmp_path: Path) -> None:
    listing = many(server, tmp_path, 20, "hangs")
    for name in server.files:
        server.behaviours[name] = Request.hang
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        archive.scan([listing], Progress(stop.is_set))
    assert time.monotonic() - began < 10


def test_progress_is_told_while_a_server_is_waited_for(server: RangeServer, tmp_path: Path) -> None:
    listing = many(server, tmp_path, 1, "slow")
    server.behaviours["/slow/000.tif"] = Request.slowly
    told: list[str] = []

    class Told(Progress):
        def show(self, fraction: float, text: str, eta_s: float | None) -> None:
            told.append(text)

    archive.scan([listing], Told(interval_s=0.0))
    assert told.count("000.tif") > 3
