"""Signals and kills at any moment, full disks, several writers and readers: the index is that of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from msa_core.indexing.folder.lock import LOCK_NAME
from msa_core.indexing.folder.opened.tile_index import TileIndex
from tests.hostile.bench import Bench, Ended, Row, carry_out
from tests.hostile.children import Child, send
from tests.hostile.small_disk import small_disk

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def content(folder: Path) -> tuple[list[str], np.ndarray]:
    """Tile ids in order, and their embeddings."""
    rows = TileIndex(folder).rows
    ids = rows.table.column("id").to_pylist()
    order = np.argsort(ids)
    return [ids[i] for i in order], np.asarray(rows.embedding[order])


def is_like_an_undisturbed_one(bench: Bench, out: Path) -> None:
    ended = bench.msa(*bench.to_index(out))
    assert ended.code == 0, ended
    is_whole(bench, out)


def is_whole(bench: Bench, out: Path) -> None:
    (ids, embeddings), (ids2, embeddings2) = content(out), content(bench.index)
    assert ids == ids2
    np.testing.assert_array_equal(embeddings, embeddings2)
    assert not list(out.rglob("*.part"))
    assert not (out / LOCK_NAME).exists()


def wait_for(sign: Path, child: Child) -> None:
    while not sign.exists() and child.poll() is None:
        time.sleep(0.01)


def stopped_by(number: int, codes: tuple[int, ...], sentence: str) -> Row:
    def try_it(bench: Bench) -> None:
        out = bench.folder / "out"
        child = bench.start(*bench.to_index(out))
        wait_for(out / LOCK_NAME, child)
        send(child, number)
        ended = bench.finish(child)
        assert ended.code in codes, ended
        assert sentence in ended.err
        if number == signal.SIGHUP:
            assert (out / LOCK_NAME).exists()  # which the next run breaks by itself
        is_like_an_undisturbed_one(bench, out)

    name = signal.Signals(number).name
    return Row(f"{name} while indexing", "ends, and the next run's index is an undisturbed one", try_it)


def halted(bench: Bench) -> None:
    out = bench.folder / "out"
    first = bench.start(*bench.to_index(out))
    wait_for(out / LOCK_NAME, first)
    send(first, signal.SIGSTOP)
    second = bench.msa(*bench.to_index(out))
    assert second.code == 3, second
    assert f"process {first.pid}" in second.err
    send(first, signal.SIGCONT)
    assert bench.finish(first).code == 0
    is_like_an_undisturbed_one(bench, out)


def two_indexers(bench: Bench) -> None:
    out = bench.folder / "out"
    children = [bench.fork(*bench.to_index(out)) for _ in range(2)]
    ended = [bench.finish(child) for child in children]
    assert sorted(end.code for end in ended) in ([0, 0], [0, 3]), ended  # 0 twice: one after the other
    assert all(end.code == 0 or "process" in end.err for end in ended)
    is_like_an_undisturbed_one(bench, out)


def kill_often(
    bench: Bench, times: int, command: tuple[object, ...], look: Callable[[], None], free: Callable[[], None]
) -> None:
    """Kill a command ``times`` times at moments spread over all that it does, looking at what is left each time."""
    chance = random.Random(str(command[0]))
    began_s = time.monotonic()
    assert bench.msa(*command).code == 0
    whole_s = time.monotonic() - began_s
    free()
    kills = trials = 0
    while kills < times:
        trials += 1
        assert trials < 5 * times, kills
        child = bench.fork(*command)
        time.sleep(chance.uniform(0.0, 0.9) * whole_s)
        send(child, signal.SIGKILL)
        ended = bench.finish(child)
        kills += ended.code == -signal.SIGKILL
        look()
        if ended.code != -signal.SIGKILL:
            assert ended.code == 0, ended
            free()
    assert bench.msa(*command).code == 0


def killed_while_indexing(bench: Bench) -> None:
    """The first kills are of cold starts."""
    out = bench.folder / "out"
    for seconds in (0.0, 0.3):
        child = bench.start(*bench.to_index(out))
        wait_for(out / LOCK_NAME, child)
        time.sleep(seconds)
        send(child, signal.SIGKILL)
        bench.finish(child)
    is_like_an_undisturbed_one(bench, out)

    def free() -> None:
        is_whole(bench, out)
        shutil.rmtree(out)

    shutil.rmtree(out)
    kill_often(bench, 28, bench.to_index(out), lambda: None, free)
    is_whole(bench, out)
    assert bench.msa("verify", out).code == 0


def killed_while_merging(bench: Bench) -> None:
    out = bench.folder / "out"

    def look() -> None:
        if (out / "manifest.json").exists():
            is_whole(bench, out)

    def free() -> None:
        shutil.rmtree(out, ignore_errors=True)

    def look_and_free() -> None:
        look()
        if (out / "manifest.json").exists():  # killed after its end: a merge makes new folders only
            free()

    kill_often(bench, 10, ("merge", bench.index, "--out", out), look_and_free, free)
    is_whole(bench, out)
    assert bench.msa("verify", out).code == 0


def killed_while_exporting_stac(bench: Bench) -> None:
    out = bench.folder / "collection.json"

    def look() -> None:
        if out.exists():
            assert json.loads(out.read_text("utf-8"))["type"] == "Collection"

    kill_often(bench, 6, ("export-stac", bench.index, "--out", out), look, out.unlink)
    look()


def killed_while_writing_hits(suffix: str, beside: tuple[str, ...], begins: bytes, times: int) -> Row:
    def try_it(bench: Bench) -> None:
        folder = bench.folder / "hits"
        folder.mkdir()
        out = folder / f"hits{suffix}"

        def look() -> None:
            found = {file.suffix for file in folder.iterdir() if not file.name.endswith(".part")}
            assert not found or suffix in found, found  # never a style without its file
            assert not out.exists() or out.read_bytes().startswith(begins)

        def free() -> None:
            assert {file.suffix for file in folder.iterdir()} >= {suffix, *beside}
            for file in folder.iterdir():
                file.unlink()

        def look_and_free() -> None:
            look()
            for file in folder.iterdir():
                file.unlink()

        command = ("search", bench.index, "lake", "--out", out, "--overwrite")
        kill_often(bench, times, command, look_and_free, lambda: None)
        free()

    return Row(
        f"msa search --out hits{suffix} killed {times} times", "a whole file with its styles, or none", try_it
    )


def full_disk(bench: Bench) -> None:
    full = 0
    for number, kilobytes in enumerate((8, 24, 48, 96, 160, 256)):
        with small_disk(bench.folder / f"disk{number}", kilobytes) as disk:
            ended = bench.msa(*bench.to_index(disk / "out"))
            assert ended.code == 0 or "disk is full" in ended.words, (kilobytes, ended)
            full += ended.code != 0
            subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True, capture_output=True)
            is_like_an_undisturbed_one(bench, disk / "out")
    assert full >= 3


def jumped_clock(bench: Bench) -> None:
    out = bench.folder / "out"
    shutil.copytree(bench.index, out)
    holder = subprocess.Popen(["sleep", "600"])
    try:
        for seconds in (-86_400 * 3, -61, 61, 86_400 * 3):
            start = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + seconds))
            lock = {"pid": holder.pid, "host": socket.gethostname(), "start": start}
            (out / LOCK_NAME).write_text(json.dumps(lock))
            ended = bench.msa(*bench.to_index(out))
            assert ended.code == 3, ended
            assert f"process {holder.pid}" in ended.err
    finally:
        holder.kill()
        holder.wait()
    is_like_an_undisturbed_one(bench, out)


def all_answer(ended: list[Ended]) -> None:
    for end in ended:
        assert end.code == 0, end
        assert end.out.count("scene") == 3, end


def readers_beside_a_writer(bench: Bench) -> None:
    out = bench.folder / "out"
    shutil.copytree(bench.index, out)
    more = bench.folder / "more"
    shutil.copytree(bench.archive, more)
    writer = bench.fork("index", more, "--out", out, "--tile-m", 40, "--dtype", "float32")
    readers = [bench.fork("search", out, "lake", "-k", 3) for _ in range(12)]
    all_answer([bench.finish(reader) for reader in readers])
    assert bench.finish(writer).code == 0
    assert bench.msa("verify", out).code == 0


def writers_of_one_export(bench: Bench) -> None:
    out = bench.folder / "hits.gpkg"
    writers = [bench.fork("search", bench.index, "lake", "--out", out, "--overwrite") for _ in range(4)]
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
    Row("two indexers begin at once", "one writes, the other is told; the index is whole", two_indexers),
    Row("msa index killed 30 times", "resumed: the index of an undisturbed run", killed_while_indexing),
    Row("msa merge killed 10 times", "a whole index or none; the next run makes it", killed_while_merging),
    Row("msa export-stac killed 6 times", "a whole collection or none", killed_while_exporting_stac),
    killed_while_writing_hits(".gpkg", (".qml", ".sld"), b"SQLite format 3", 12),
    killed_while_writing_hits(".geojson", (), b"{", 8),
    Row("disks of 8 to 256 kB", "the disk is full; resumed when there is room", full_disk),
    Row("a living holder, its clock off by a minute and days", "its lock is respected", jumped_clock),
    Row("twelve readers beside a writer", "all answer; the index is sound", readers_beside_a_writer),
    Row("four writers of one export", "one whole file with its styles", writers_of_one_export),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.given)
def test_nothing_is_lost_and_nothing_torn(row: Row, bench: Bench) -> None:
    assert os.name == "posix"
    carry_out(row, bench)
