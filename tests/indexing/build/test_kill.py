"""``msa index`` as a real child, killed at any moment: nothing finished is lost, and the result is the same."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from msa_core.config import IndexOptions
from msa_core.errors import IndexFolderError
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.care.verifying import verify_index
from msa_core.indexing.folder.lock import lock_holder
from msa_core.indexing.folder.opened.tile_index import TileIndex
from tests.support.commands import Commands
from tests.support.scenes import write_archive

# A child takes seconds to start, and minutes on a machine that trains a model meanwhile.
pytestmark = pytest.mark.timeout(900)

_ROOT = Path(__file__).resolve().parents[3]
_OPTIONS = ("--tile-m", "40", "--batch", "16", "--dtype", "float32")


def command(archive: Path, out: Path, model: Path) -> list[str]:
    return ["msa_core.cli", "index", str(archive), "--out", str(out), "--model", str(model), *_OPTIONS]


def finish(commands: Commands, archive: Path, out: Path, model: Path) -> dict[str, list[str]]:
    """Run to the end; the names of the sources by state."""
    process = commands.start(*command(archive, out, model))
    stdout, stderr = process.communicate(timeout=300)
    assert process.returncode == 0, stderr
    states: dict[str, list[str]] = {}
    for line in stdout.splitlines():
        state, name, _ = line.split("  ", 2)
        states.setdefault(state, []).append(name)
    return states


def content(folder: Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Tile ids in order, with their embeddings and pooled features."""
    rows = TileIndex(folder).rows
    ids = rows.table.column("id").to_pylist()
    order = np.argsort(ids)
    return [ids[i] for i in order], np.asarray(rows.embedding[order]), np.asarray(rows.pooled[order])


def assert_same(one: Path, other: Path) -> None:
    (ids, embedding, pooled), (ids2, embedding2, pooled2) = content(one), content(other)
    assert ids == ids2
    assert len(set(ids)) == len(ids) > 0
    np.testing.assert_array_equal(embedding, embedding2)
    np.testing.assert_array_equal(pooled, pooled2)


def test_a_kill_loses_at_most_the_source_in_hand(
    tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    archive = write_archive(tmp_path / "archive", 8)
    process = commands.start(*command(archive, tmp_path / "killed", tiny_checkpoint))
    done = [process.readline().split("  ")[1] for _ in range(3)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=300)
    done += [line.split("  ")[1] for line in rest.splitlines() if line.startswith("indexed")]
    again = finish(commands, archive, tmp_path / "killed", tiny_checkpoint)
    assert set(done) <= set(again.get("unchanged", []))
    assert sorted(again.get("unchanged", []) + again.get("indexed", [])) == [
        f"scene{n}.tif" for n in range(8)
    ]
    finish(commands, archive, tmp_path / "calm", tiny_checkpoint)
    assert_same(tmp_path / "killed", tmp_path / "calm")
    names = {p.name for p in (tmp_path / "killed" / "shards").iterdir()}
    assert names == {p.name for p in (tmp_path / "calm" / "shards").iterdir()}
    for name in names:
        same = [(tmp_path / run / "shards" / name).read_bytes() for run in ("killed", "calm")]
        assert same[0] == same[1]


def index_until(commands: Commands, archive: Path, out: Path, model: Path, kill_after_s: float) -> int:
    """Index and kill the run after so long; how it ended."""
    process = commands.start(*command(archive, out, model))
    time.sleep(kill_after_s)
    process.kill()
    return process.wait()


@pytest.mark.slow
def test_kills_at_twenty_random_moments_change_nothing(
    tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    chance = random.Random(7)
    archive = write_archive(tmp_path / "archive", 12)
    began_s = time.monotonic()
    finish(commands, archive, tmp_path / "calm", tiny_checkpoint)
    whole_s = time.monotonic() - began_s
    kills, trial = 0, 0
    while kills < 20:
        out = tmp_path / f"killed{trial}"
        trial += 1
        assert trial < 40, kills
        # Killed again and again until a run ends before its kill: the moments fall on all of the work.
        while index_until(commands, archive, out, tiny_checkpoint, chance.uniform(0.0, whole_s * 0.7)) < 0:
            kills += 1
            if (out / "manifest.json").exists():
                verdict = verify_index(out)
                assert verdict.is_sound, verdict.findings
        assert_same(out, tmp_path / "calm")
        assert verify_index(out).is_sound
        assert not list(out.rglob("*.part"))
        assert not (out / "index.lock").exists()


def test_the_second_of_two_runs_says_who_holds_the_index(
    tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    archive = write_archive(tmp_path / "archive", 60)
    first = commands.start(*command(archive, tmp_path / "out", tiny_checkpoint))
    lock = tmp_path / "out" / "index.lock"
    while not lock.exists() and first.poll() is None:
        time.sleep(0.05)
    first.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(IndexFolderError, match=f"written by process {first.pid} on ") as caught:
            build_index([archive], tmp_path / "out", IndexOptions(model=tiny_checkpoint))
        assert str(tmp_path / "out") in str(caught.value)
    finally:
        first.kill()
        first.communicate(timeout=300)
    assert lock_holder(tmp_path / "out") is None  # a killed holder holds nothing


def test_ctrl_c_stops_within_a_batch_and_keeps_what_was_finished(
    tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    archive = write_archive(tmp_path / "archive", 30)
    process = commands.start(*command(archive, tmp_path / "out", tiny_checkpoint))
    done = process.readline().split("  ")[1]
    process.send_signal(signal.SIGINT)
    asked_s = time.monotonic()
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 130, stderr
    assert time.monotonic() - asked_s < 60.0
    assert "ancelled" in stderr
    assert "Traceback" not in stderr
    assert not (tmp_path / "out" / "index.lock").exists()
    again = finish(commands, archive, tmp_path / "out", tiny_checkpoint)
    assert done in again["unchanged"]
    assert again["indexed"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_sigterm_while_the_libraries_load_ends_cleanly(tmp_path: Path, tiny_checkpoint: Path) -> None:
    archive = write_archive(tmp_path / "archive", 1)
    process = subprocess.Popen(
        [sys.executable, "-m", *command(archive, tmp_path / "out", tiny_checkpoint)],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while "libtorch" not in Path(f"/proc/{process.pid}/maps").read_text("utf-8"):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr


def test_a_signal_in_the_middle_of_loading_a_library_ends_at_once(tmp_path: Path) -> None:
    """Libraries of C++ swallow an exception that is raised while they load, or crash of it."""
    (tmp_path / "swallows.py").write_text(
        "import os, signal\ntry:\n    os.kill(os.getpid(), signal.SIGTERM)\nexcept BaseException:\n    pass\n"
    )
    loading = (
        "from msa_core.commands.options.terminal import stop_on_signals\n"
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); stop_on_signals(); import swallows; print('went on')"
    )
    done = subprocess.run(
        [sys.executable, "-c", loading], capture_output=True, text=True, cwd=_ROOT, check=False
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr.startswith("Cancelled.")
