"""Exports as real child processes, killed at any moment: nothing new, or whole files; what is left over goes away."""

from __future__ import annotations

import csv
import io
import os
import random
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from msa_core.errors import StorageError
from msa_core.files import _own_aside_name, write_together
from msa_core.retrieval.exports.hit_files import export_hits
from tests.support import made_hits
from tests.support.commands import Commands

_BESIDE = {".gpkg": (".qml", ".sld"), ".csv": (".csvt", ".prj"), ".tif": (".qml",)}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def export(commands: Commands, out: Path, kill_after_s: float | None = None) -> int:
    """Export in a process of its own and kill it after so long; how it ended."""
    started = commands.start("tests.support.export", out)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        started.kill()
    return started.wait()


# Of each way of writing one: a database, a text and an overlay with files beside them, a file alone.
@pytest.mark.parametrize("suffix", [".gpkg", ".csv", ".parquet", ".tif"])
def test_a_kill_leaves_nothing_new_or_whole_files(tmp_path: Path, suffix: str, commands: Commands) -> None:
    chance = random.Random(suffix)
    (tmp_path / "calm").mkdir()
    assert export(commands, tmp_path / "calm" / f"hits{suffix}") == 0
    began_s = time.monotonic()
    assert export(commands, tmp_path / "calm" / f"hits{suffix}") == 0
    whole_s = time.monotonic() - began_s
    calm = {file.name: file.read_bytes() for file in (tmp_path / "calm").iterdir()}
    assert set(calm) == {f"hits{end}" for end in (suffix, *_BESIDE.get(suffix, ()))}
    kills = torn = 0
    for trial in range(60):
        folder = tmp_path / f"killed{trial}"
        folder.mkdir()
        kills += export(commands, folder / f"hits{suffix}", chance.uniform(0.0, whole_s)) == -signal.SIGKILL
        found = {file.name for file in folder.iterdir() if not file.name.endswith(".part")}
        assert not found or f"hits{suffix}" in found  # never a style without its file
        torn += found not in (set(), set(calm))
        for name in found:
            assert len((folder / name).read_bytes()) == len(calm[name])
        # What is left over lies a minute, then the next writer of the same file takes it away.
        for leftover in folder.glob(".*.part"):
            os.utime(leftover, (1e9, 1e9))
        assert export(commands, folder / f"hits{suffix}") == 0
        assert {file.name for file in folder.iterdir()} == set(calm)
        if trial >= 11 and kills >= 3:
            break  # on a busy machine many a kill comes too late
    assert kills >= 3
    assert torn <= 1  # killed in the microseconds between two renames


def test_writers_of_one_file_never_mix(tmp_path: Path) -> None:
    contents = [bytes([n]) * 300_000 for n in range(4)]
    errors: list[BaseException] = []

    def write(content: bytes) -> None:
        try:
            for _ in range(15):
                write_together([(tmp_path / "hits.gpkg", content), (tmp_path / "hits.qml", content[:9])])
                assert (tmp_path / "hits.gpkg").read_bytes() in contents
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert {file.name for file in tmp_path.iterdir()} == {"hits.gpkg", "hits.qml"}


def test_what_a_living_writer_has_in_hand_is_left_alone(tmp_path: Path) -> None:
    import fcntl

    aside = tmp_path / _own_aside_name("a.csv")
    with aside.open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        os.utime(aside, (1e9, 1e9))
        write_together([(tmp_path / "a.csv", b"2")])
        assert aside.exists()
    write_together([(tmp_path / "a.csv", b"3")])
    assert not aside.exists()


def test_when_one_of_several_cannot_be_written_none_appears(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        write_together([(tmp_path / "a.gpkg", b"1"), (tmp_path / "none" / "a.qml", b"2")])
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", ["=HYPERLINK(1).tif", "+1.tif", "-1.tif", "@SUM(1).tif"])
def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path, name: str) -> None:
    hit = made_hits.hit(made_hits.tile(1, source=name), 1, 0.5)
    export_hits(made_hits.result([hit]), tmp_path / "hits.csv")
    row = next(csv.DictReader(io.StringIO((tmp_path / "hits.csv").read_text("utf-8"))))
    assert row["source"] == f"./{name}"
    assert np.isclose(float(row["score"]), 0.5)
