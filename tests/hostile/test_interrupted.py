"""Signals and kills at any moment, full disks, several writers and readers: the index is that of an undisturbed run."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from msa_core.indexing.folder.lock import LOCK_NAME
from msa_core.indexing.folder.tile_index import TileIndex
from tests.hostile.bench import Bench, Row, carry_out

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def content(folder: Path) -> tuple[list[str], np.ndarray]:
    """Tile ids in order, and their embeddings."""
    rows = TileIndex(folder).rows
    ids = rows.table.column("id").to_pylist()
    order = np.argsort(ids)
    return [ids[i] for i in order], np.asarray(rows.embedding[order])


def is_like_an_undisturbed_one(bench: Bench, out: Path) -> None:
    ended = bench.finish(bench.indexing(out))
    assert ended.code == 0, ended
    (ids, embeddings), (ids2, embeddings2) = content(out), content(bench.index)
    assert ids == ids2
    np.testing.assert_array_equal(embeddings, embeddings2)
    assert not list(out.rglob("*.part"))
    assert not (out / LOCK_NAME).exists()


def wait_for(sign: Path, process: subprocess.Popen[bytes]) -> None:
    while not sign.exists() and process.poll() is None:
        time.sleep(0.02)


def stopped_by(number: int, codes: tuple[int, ...], sentence: str) -> Row:
    def try_it(bench: Bench) -> None:
        out = bench.folder / "out"
        process = bench.indexing(out)
        wait_for(out / LOCK_NAME, process)
        time.sleep(1.0)
        process.send_signal(number)
        ended = bench.finish(process)
        assert ended.code in (*codes, 0), ended  # 0: it was done before
        assert ended.code == 0 or sentence in ended.err
        is_like_an_undisturbed_one(bench, out)

    name = signal.Signals(number).name
    return Row(f"{name} while indexing", "ends, and the next run's index is an undisturbed one", try_it)


def halted(bench: Bench) -> None:
    out = bench.folder / "out"
    process = bench.indexing(out)
    wait_for(out / LOCK_NAME, process)
    process.send_signal(signal.SIGSTOP)
    second = bench.finish(bench.indexing(out))
    assert second.code == 3, second
    assert f"process {process.pid}" in second.err
    process.send_signal(signal.SIGCONT)
    assert bench.finish(process).code == 0
    is_like_an_undisturbed_one(bench, out)


def killed(times: int, seed: int, *arguments: object, check: str) -> Row:
    def try_it(bench: Bench) -> None:
        chance, out = random.Random(seed), bench.folder / ("out" if check == "index" else "out.json")
        places = {"ARCHIVE": bench.archive, "INDEX": bench.index, "OUT": out}
        words = [places.get(str(word), word) for word in arguments]
        began_s = time.monotonic()
        assert bench.msa(*[out.with_name("calm") if word is out else word for word in words]).code == 0
        whole_s = time.monotonic() - began_s
        for _ in range(times):
            process = bench.start(*words)
            time.sleep(chance.uniform(0.3, 1.0) * whole_s)
            process.kill()
            bench.finish(process)
        ended = bench.msa(*words)
        # A merge is refused where one is already: the last kill came after its end.
        assert ended.code == 0 or "already" in ended.err or "not empty" in ended.err, ended
        if check == "index":
            assert bench.msa("verify", out).code == 0
            assert content(out)[0] == content(bench.index)[0]

    return Row(
        f"msa {arguments[0]} killed {times} times", "the next run finishes; the result is sound", try_it
    )


def killed_while_indexing(bench: Bench) -> None:
    chance, out = random.Random(5), bench.folder / "out"
    for _ in range(5):
        process = bench.indexing(out)
        wait_for(out / LOCK_NAME, process)
        time.sleep(chance.uniform(0.0, 2.0))
        process.kill()
        bench.finish(process)
    is_like_an_undisturbed_one(bench, out)


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    folder.mkdir()
    size = f"size={kilobytes}k"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small disk needs the right to mount one (root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=False, capture_output=True)


def full_disk(bench: Bench) -> None:
    for number, kilobytes in enumerate((8, 24, 48, 96, 160, 256)):
        with small_disk(bench.folder / f"disk{number}", kilobytes) as disk:
            ended = bench.finish(bench.indexing(disk / "out"))
            assert ended.code == 0 or "disk is full" in ended.words, (kilobytes, ended)
            subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True, capture_output=True)
            is_like_an_undisturbed_one(bench, disk / "out")


def jumped_clock(bench: Bench) -> None:
    out = bench.folder / "out"
    shutil.copytree(bench.index, out)
    holder = subprocess.Popen(["sleep", "60"])
    try:
        for seconds in (-86_400 * 3, -61, 61, 86_400 * 3):
            start = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + seconds))
            lock = {"pid": holder.pid, "host": socket.gethostname(), "start": start}
            (out / LOCK_NAME).write_text(json.dumps(lock))
            ended = bench.finish(bench.indexing(out))
            assert ended.code == 3, ended
            assert f"process {holder.pid}" in ended.err
    finally:
        holder.kill()
        holder.wait()
    is_like_an_undisturbed_one(bench, out)


def readers_beside_a_writer(bench: Bench) -> None:
    out = bench.folder / "out"
    assert bench.finish(bench.indexing(out)).code == 0
    more = bench.folder / "more"
    shutil.copytree(bench.archive, more)
    writer = bench.start("index", more, "--out", out, "--tile-m", 40)
    readers = [bench.start("search", out, "lake", "-k", 3) for _ in range(4)]
    for reader in readers:
        ended = bench.finish(reader)
        assert ended.code == 0, ended
        assert ended.out.count("scene") == 3
    assert bench.finish(writer).code == 0
    assert bench.msa("verify", out).code == 0


def writers_of_one_export(bench: Bench) -> None:
    out = bench.folder / "hits.gpkg"
    writers = [bench.start("search", bench.index, "lake", "--out", out, "--overwrite") for _ in range(4)]
    for writer in writers:
        ended = bench.finish(writer)
        assert ended.code == 0, ended
    assert {file.name for file in bench.folder.iterdir()} == {"hits.gpkg", "hits.qml", "hits.sld"}
    assert out.read_bytes()[:15] == b"SQLite format 3"


ROWS = [
    stopped_by(signal.SIGTERM, (130,), "ancelled"),
    stopped_by(signal.SIGINT, (130,), "ancelled"),
    stopped_by(signal.SIGHUP, (-signal.SIGHUP,), ""),
    Row("STOP, a second indexer, CONT", "the second is told who is first; the first finishes", halted),
    Row("msa index killed 5 times", "resumed: the index of an undisturbed run", killed_while_indexing),
    killed(3, 1, "merge", "INDEX", "--out", "OUT", check="index"),
    killed(3, 2, "export-stac", "INDEX", "--out", "OUT", check="stac"),
    Row("disks of 8 to 256 kB", "the disk is full; resumed when there is room", full_disk, most_s=200),
    Row("a living holder, its clock off by a minute and days", "its lock is respected", jumped_clock),
    Row("four readers beside a writer", "all answer; the index is sound", readers_beside_a_writer),
    Row("four writers of one export", "one whole file with its styles", writers_of_one_export),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.given)
def test_nothing_is_lost_and_nothing_torn(row: Row, bench: Bench) -> None:
    assert os.name == "posix"
    carry_out(row, bench)
