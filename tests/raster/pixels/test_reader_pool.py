"""The pool keeps few files open, gives each thread its own, and lets a stretch be measured once."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import SourceError
from msa_core.raster.gdal.writer import write_geotiff
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.reader_pool import ReaderPool
from msa_core.raster.pixels.stretch import Stretch


def raster(path: Path, high: int = 4000) -> Path:
    values = np.random.default_rng(0).integers(0, high, (40, 40, 3)).astype(np.uint16)
    return write_geotiff(path, values)


def is_open(reader: RasterReader) -> bool:
    try:
        reader.read((0, 0, 8, 8), 8)
    except Exception:
        return False
    return True


def test_the_reader_used_longest_ago_is_closed_for_a_new_one(tmp_path: Path) -> None:
    a, b, c = (raster(tmp_path / f"{name}.tif") for name in "abc")
    pool = ReaderPool(2)
    first, second = pool.reader(a), pool.reader(b)
    assert pool.reader(a) is first
    third = pool.reader(c)
    assert [is_open(reader) for reader in (first, second, third)] == [True, False, True]
    assert pool.reader(b) is not second
    pool.close()
    assert not is_open(third)


def test_each_thread_has_readers_of_its_own(tmp_path: Path) -> None:
    path, pool = raster(tmp_path / "a.tif"), ReaderPool(2)
    barrier = threading.Barrier(2, timeout=60)

    def use(_: int) -> RasterReader:
        reader = pool.reader(path)
        barrier.wait()
        assert pool.reader(path) is reader
        return reader

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(use, range(2))
    assert one is not other


def test_a_stretch_is_measured_by_one_thread_for_all(tmp_path: Path) -> None:
    path, pool = raster(tmp_path / "a.tif"), ReaderPool(2)

    def measure() -> Stretch:
        found = pool.reader(path).stretch
        pool.share_stretches()
        return found

    with ThreadPoolExecutor(1) as thread:
        measured = thread.submit(measure).result()
    assert pool.reader(path).known_stretch is measured


def test_sharing_measures_nothing(tmp_path: Path) -> None:
    pool = ReaderPool(2)
    reader = pool.reader(raster(tmp_path / "a.tif"))
    pool.share_stretches()
    assert reader.known_stretch is None


@pytest.mark.parametrize("sees_changes", [True, False])
def test_a_file_that_changed_is_opened_anew_where_that_is_looked_for(
    tmp_path: Path, sees_changes: bool
) -> None:
    path, pool = raster(tmp_path / "a.tif"), ReaderPool(2, sees_changes)
    before = pool.reader(path)
    before_stretch = before.stretch
    pool.share_stretches()
    raster(path, high=60_000)
    os.utime(path, ns=(1, 1))
    after = pool.reader(path)
    assert (after is not before) == sees_changes
    if sees_changes:
        assert after.stretch != before_stretch


def test_a_file_that_is_dropped_is_closed_and_opened_again_when_asked_for(tmp_path: Path) -> None:
    path, pool = raster(tmp_path / "a.tif"), ReaderPool(2, sees_changes=True)
    reader = pool.reader(path)
    pool.drop(str(path))
    assert not is_open(reader)
    assert is_open(pool.reader(path))


@pytest.mark.parametrize("name", ["gone.tif", "nul\0.tif"])
def test_what_cannot_be_opened_is_a_sentence_and_not_kept(tmp_path: Path, name: str) -> None:
    pool = ReaderPool(2, sees_changes=True)
    for _ in range(2):
        with pytest.raises(SourceError):
            pool.reader(tmp_path / name)
