"""Files made to do harm: checkpoints that are programs, archives that climb out, damaged and lying indexes."""

from __future__ import annotations

import json
import os
import pickle
import pty
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.hostile.bench import Bench, Row, carry_out
from tests.hostile.children import ROOT
from tests.support.addresses import MRF, REFUSED, SILENT, listening, vrt

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
            bench.msa(*bench.to_index(index)),
        ):
            assert ended.code >= 0, ended
        assert snapshot(beside) == before


def zip_slips_and_bombs(bench: Bench) -> None:
    folder = bench.folder / "archive"
    folder.mkdir()
    shutil.copy(bench.archive / "scene0.tif", folder)
    with zipfile.ZipFile(folder / "slip.zip", "w") as slip:
        slip.writestr("../../out.tif", (bench.archive / "scene1.tif").read_bytes())
        slip.writestr(f"{bench.folder}/absolute.tif", (bench.archive / "scene1.tif").read_bytes())
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
        for ended in (bench.search(index=index), bench.msa(*bench.to_index(index))):
            assert ended.code >= 0, ended
        assert before.items() <= snapshot(beside).items()


def everywhere(folder: Path, host: str) -> Path:
    """An archive that names an address in every form known, beside one plain scene."""
    for number, make in enumerate([*REFUSED.values(), *SILENT.values()]):
        place = folder / f"{number:02}"
        place.mkdir(parents=True)
        make(place, host)
    return folder


def names_addresses(bench: Bench) -> None:
    with listening() as (host, asked):
        folder = everywhere(bench.folder / "archive", host)
        shutil.copy(bench.archive / "scene0.tif", folder)
        ended = bench.cold("index", folder, "--out", bench.folder / "out", "--tile-m", 100)
        assert ended.code == 0, ended
        assert "indexed  scene0.tif" in ended.out
        assert ended.out.count("refused") >= len(REFUSED) - 10, ended.out
        for file in sorted(folder.rglob("*.*"))[::6]:
            ended = bench.msa("caption", file)
            assert ended.code in (0, 2, 3, 4), ended
            ended = bench.msa("search", bench.index, "--like", file)
            assert ended.code in (0, 2, 3, 4), ended
    assert asked == []


def watched_by_strace(bench: Bench) -> None:
    strace = shutil.which("strace")
    log = bench.folder / "calls"
    watched = (strace or "strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log))
    if strace is None or subprocess.run([*watched, "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs strace and the right to use it")
    with listening() as (host, asked):
        folder = everywhere(bench.folder / "archive", host)
        shutil.copy(bench.archive / "scene0.tif", folder)
        ended = bench.cold("index", folder, "--out", bench.folder / "out", "--tile-m", 100, wrap=watched)
        assert ended.code == 0, ended
    assert asked == []
    assert "AF_INET" not in log.read_text()


def without_network(bench: Bench) -> None:
    if subprocess.run(["unshare", "-n", "true"], check=False, capture_output=True).returncode:
        pytest.skip("needs the right to take the network away (root)")
    folder = everywhere(bench.folder / "archive", "127.0.0.1:9")
    shutil.copy(bench.archive / "scene0.tif", folder)
    ended = bench.cold(
        "index", folder, "--out", bench.folder / "out", "--tile-m", 100, wrap=("unshare", "-n")
    )
    assert ended.code == 0, ended
    assert "indexed  scene0.tif" in ended.out


def caches_that_fill(bench: Bench) -> None:
    folder, outside = bench.folder / "archive", bench.folder / "outside"
    outside.mkdir()
    shutil.copytree(bench.archive, folder)
    files = f"<DataFile>{outside}/made.ppg</DataFile><IndexFile>{outside}/deep/made.idx</IndexFile>"
    for number, clone in enumerate(("", ' clone="true"')):
        cached = f"<CachedSource><Source{clone}>{folder / 'scene0.tif'}</Source></CachedSource>"
        (folder / f"cache{number}.mrf").write_text(MRF.format(cached=cached, files=files))
        (folder / f"of_cache{number}.vrt").write_text(vrt(f"cache{number}.mrf", 1))
        (folder / f"outer{number}.vrt").write_text(vrt(f"of_cache{number}.vrt", 1))
        shutil.copy(folder / f"cache{number}.mrf", folder / f"scene{number}.tif.ovr")
    before = snapshot(folder) | snapshot(outside)
    ended = bench.msa("index", folder, "--out", bench.folder / "out", "--tile-m", 100)
    assert ended.code == 0, ended
    for file in sorted(folder.iterdir()):
        for command in (("caption", file), ("search", bench.index, "--like", file)):
            ended = bench.msa(*command)
            assert ended.code in (0, 2, 3, 4), ended
    assert snapshot(folder) | snapshot(outside) == before


def nothing_acts_on_a_terminal(bench: Bench) -> None:
    name = "a\x1b[31m\u202egnp\u2028 \x9bK<b>&\u2066.tif"
    folder = bench.folder / "archive"
    folder.mkdir()
    shutil.copy(bench.archive / "scene0.tif", folder / name)
    (folder / f"bad{name}").write_bytes(b"II*\0 no raster \x1b[2J")
    (folder / f"{name}.csv").write_text(f"caption\n{name}\n")
    out = bench.folder / "out"
    seen = on_a_terminal(bench, "index", folder, "--out", out, "--tile-m", 100)
    for command in (
        ("search", out, "lake"),
        ("search", out, "lake", "--json"),
        ("verify", out),
        ("caption", folder / name, "--bank", folder / f"{name}.csv"),
    ):
        seen += on_a_terminal(bench, *command)
    assert "\\x1b[31m\\u202egnp\\u2028" in seen
    for acting in ("\x1b[31m", "\u202e", "\u2028", "\x9b", "\x1b[2J", "\u2066"):
        assert acting not in seen, seen


def on_a_terminal(bench: Bench, *arguments: object) -> str:
    """What a terminal gets to see."""
    leader, follower = pty.openpty()
    child = bench.start(*arguments, stdout=follower, stderr=subprocess.STDOUT)
    os.close(follower)
    seen = b""
    while True:
        try:
            some = os.read(leader, 65536)
        except OSError:
            break
        if not some:
            break
        seen += some
    os.close(leader)
    assert bench.finish(child).code == 0, seen
    return seen.decode("utf-8", "replace")


def window_of_hostile_names(bench: Bench) -> None:
    """The window's own test of its labels, lists and tips, as a process with limits."""
    (test,) = (ROOT / "tests").rglob("test_foreign_text.py")
    ended = bench.cold("-q", "-p", "no:cacheprovider", test, module="pytest")
    assert ended.code == 0, ended
    assert "passed" in ended.out


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
        "an archive that names addresses in every form",
        "a listening server is asked nothing",
        names_addresses,
    ),
    Row("the same, system calls watched", "not one connection is tried", watched_by_strace, most_s=180),
    Row("the same with the network cut", "ends as soon, in words", without_network),
    Row("MRF caches, also in VRTs and as reduced copies", "no file is made or changed", caches_that_fill),
    Row(
        "names with ESC, C1, RTL override, U+2028 on a terminal",
        "shown as escapes",
        nothing_acts_on_a_terminal,
    ),
    Row(
        "names with HTML, ESC, RTL override in the window",
        "plain text, visible",
        window_of_hostile_names,
        180,
        2500,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.given)
def test_nothing_runs_leaves_or_lies(row: Row, bench: Bench) -> None:
    carry_out(row, bench)
