"""Files made to do harm: checkpoints that are programs, archives that climb out, damaged and lying indexes."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.hostile.bench import ROOT, Bench, Row, carry_out

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


class _Program:
    """What unpickling runs."""

    def __init__(self, sign: Path) -> None:
        self.sign = sign

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch '{self.sign}'",)


def pickle_in_convert(bench: Bench) -> None:
    sign = bench.folder / "ran"
    for name in ("weights.pth", "weights.pt", "weights.bin", "weights.safetensors"):
        (bench.folder / name).write_bytes(pickle.dumps({"state_dict": _Program(sign)}))
        for kind in ("published", "open_clip"):
            ended = bench.msa("convert", bench.folder / name, "--kind", kind, "--out", bench.folder / "out")
            assert ended.code in (2, 3, 4), ended
            assert not sign.exists()


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.lstat().st_size, p.lstat().st_mtime_ns) for p in folder.rglob("*") if not p.is_dir()}


def manifest_climbs_out(bench: Bench) -> None:
    beside = bench.folder / "beside"
    beside.mkdir()
    (beside / "mine.parquet").write_text("not yours")
    for where in ("../../beside/mine.parquet", str(beside / "mine.parquet"), "..\\..\\beside\\mine.parquet"):
        index = bench.folder / "index"
        shutil.rmtree(index, ignore_errors=True)
        shutil.copytree(bench.index, index)
        manifest = index / "manifest.json"
        text = manifest.read_text("utf-8")
        shard = next(file.name for file in (index / "shards").iterdir())
        manifest.write_text(text.replace(shard, json.dumps(where)[1:-1]), "utf-8")
        before = snapshot(beside)
        for ended in (
            bench.search(index=index),
            bench.msa("verify", index),
            bench.finish(bench.indexing(index)),
        ):
            assert ended.code >= 0, ended
        assert snapshot(beside) == before


def zip_slips_and_bombs(bench: Bench) -> None:
    folder = bench.folder / "archive"
    folder.mkdir()
    shutil.copy(bench.archive / "scene0.tif", folder)
    with zipfile.ZipFile(folder / "slip.zip", "w") as slip:
        slip.writestr("../../out.tif", (bench.archive / "scene1.tif").read_bytes())
        slip.writestr("/tmp/absolute.tif", (bench.archive / "scene1.tif").read_bytes())
    with (
        zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("zeros.tif", "w", force_zip64=True) as stream,
    ):
        for _ in range(300):
            stream.write(bytes(10**6))
    before = snapshot(bench.folder)
    ended = bench.msa("index", folder, "--out", bench.folder / "index", "--tile-m", 100)
    assert ended.code == 0, ended
    changed = {p for p, facts in snapshot(bench.folder).items() if before.get(p) != facts}
    assert all(path.startswith(str(bench.folder / "index")) for path in changed), changed
    assert "scene0.tif" in ended.out


def flipped_bits(bench: Bench) -> None:
    index = bench.folder / "index"
    shutil.copytree(bench.index, index)
    shard = max((index / "shards").iterdir(), key=lambda file: file.stat().st_size)
    whole = shard.read_bytes()
    for part in (0.1, 0.5, 0.9):
        damaged = bytearray(whole)
        damaged[round(len(whole) * part)] ^= 0x40
        shard.write_bytes(damaged)
        shutil.rmtree(index / "cache", ignore_errors=True)
        assert bench.msa("verify", index).code != 0
        ended = bench.search(index=index)
        assert ended.code in (0, 3, 4), ended


def links_in_the_index(bench: Bench) -> None:
    beside = bench.folder / "beside"
    beside.mkdir()
    (beside / "mine.npy").write_text("not yours")
    for name in ("cache", "shards"):
        index = bench.folder / f"index-{name}"
        shutil.copytree(bench.index, index)
        shutil.rmtree(index / name, ignore_errors=True)
        (index / name).symlink_to(beside, target_is_directory=True)
        before = snapshot(beside)
        for ended in (bench.search(index=index), bench.finish(bench.indexing(index))):
            assert ended.code >= 0, ended
        assert before.items() <= snapshot(beside).items()


SEARCHES = """
import resource, sys
from pathlib import Path
from msa_core.engine import Engine
from msa_core.records import Query, QueryTerm
def held():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6, len(list(Path("/proc/self/fd").iterdir()))
engine = Engine(Path(sys.argv[1]), Path(sys.argv[2]), "cpu")
first = None
for number in range(10_000):
    result = engine.search(Query((QueryTerm("text", f"a lake {number % 100}"),)), 5)
    if number % 100 == 0 and number < 300 or number == 9_900:
        found = [(hit.tile.id, hit.score) for hit in engine.search(Query((QueryTerm("text", "lake"),)), 5).hits]
        first = first or found
        assert found == first
    if number == 1_000:
        before = held()
after = held()
print(before, after)
assert after[0] < before[0] + 40 and after[1] <= before[1], (before, after)
"""


def many_searches(bench: Bench) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SEARCHES, str(bench.index), str(bench.model)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    ended = bench.finish(process, 400)
    assert ended.code == 0, ended


ROWS = [
    Row("weights that are a program (pickle) in msa convert", "refused; nothing is run", pickle_in_convert),
    Row(
        "a manifest whose shards lie at ../ or absolute paths",
        "nothing outside is touched",
        manifest_climbs_out,
    ),
    Row(
        "zips that climb out, and a bomb",
        "nothing outside is written; the others are indexed",
        zip_slips_and_bombs,
    ),
    Row("flipped bits in a shard", "verify finds them; search answers or says so", flipped_bits),
    Row("cache/ and shards/ are symbolic links", "nothing behind them is deleted", links_in_the_index),
    Row(
        "10,000 searches in one engine",
        "memory and handles do not grow; ties are stable",
        many_searches,
        most_s=400,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.given)
def test_nothing_runs_leaves_or_lies(row: Row, bench: Bench) -> None:
    carry_out(row, bench)
