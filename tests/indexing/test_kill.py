"""``msa index`` as a real child, killed at any moment: nothing finished is lost, and the result is the same."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from msa_core.indexing.reading import TileIndex
from tests.support.scenes import write_archive

# A child takes seconds to start, and minutes on a machine that trains a model meanwhile.
pytestmark = pytest.mark.timeout(900)

_ROOT = Path(__file__).resolve().parents[2]
_OPTIONS = ("--tile-m", "40", "--batch", "16")


def start(archive: Path, out: Path, model: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "msa_core.cli", "index", str(archive), "--out", str(out)]
    return subprocess.Popen(
        [*command, "--model", str(model), *_OPTIONS],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


def finish(archive: Path, out: Path, model: Path) -> dict[str, list[str]]:
    """Run to the end; the names of the sources by state."""
    process = start(archive, out, model)
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


def test_a_kill_loses_at_most_the_source_in_hand(tmp_path: Path, tiny_checkpoint: Path) -> None:
    archive = write_archive(tmp_path / "archive", 8)
    process = start(archive, tmp_path / "killed", tiny_checkpoint)
    assert process.stdout is not None
    done = [process.stdout.readline().split("  ")[1] for _ in range(3)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=300)
    done += [line.split("  ")[1] for line in rest.splitlines() if line.startswith("indexed")]
    again = finish(archive, tmp_path / "killed", tiny_checkpoint)
    assert set(done) <= set(again.get("unchanged", []))
    assert sorted(again.get("unchanged", []) + again.get("indexed", [])) == [
        f"scene{n}.tif" for n in range(8)
    ]
    finish(archive, tmp_path / "calm", tiny_checkpoint)
    assert_same(tmp_path / "killed", tmp_path / "calm")
    names = {p.name for p in (tmp_path / "killed" / "shards").iterdir()}
    assert names == {p.name for p in (tmp_path / "calm" / "shards").iterdir()}
    for name in names:
        same = [(tmp_path / run / "shards" / name).read_bytes() for run in ("killed", "calm")]
        assert same[0] == same[1]


@pytest.mark.slow
def test_kills_at_random_moments_change_nothing(tmp_path: Path, tiny_checkpoint: Path) -> None:
    chance = random.Random(7)
    archive = write_archive(tmp_path / "archive", 12)
    finish(archive, tmp_path / "calm", tiny_checkpoint)
    for trial in range(3):
        out = tmp_path / f"killed{trial}"
        for _ in range(6):
            process = start(archive, out, tiny_checkpoint)
            time.sleep(chance.uniform(0.2, 6.0))
            process.kill()
            process.communicate(timeout=300)
        finish(archive, out, tiny_checkpoint)
        assert_same(out, tmp_path / "calm")
        assert not list(out.rglob("*.part"))
        assert not (out / "index.lock").exists()


def test_ctrl_c_stops_within_a_batch_and_keeps_what_was_finished(
    tmp_path: Path, tiny_checkpoint: Path
) -> None:
    archive = write_archive(tmp_path / "archive", 30)
    process = start(archive, tmp_path / "out", tiny_checkpoint)
    assert process.stdout is not None
    done = process.stdout.readline().split("  ")[1]
    process.send_signal(signal.SIGINT)
    asked_s = time.monotonic()
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 130, stderr
    assert time.monotonic() - asked_s < 60.0
    assert "ancelled" in stderr
    assert "Traceback" not in stderr
    assert not (tmp_path / "out" / "index.lock").exists()
    again = finish(archive, tmp_path / "out", tiny_checkpoint)
    assert done in again["unchanged"]
    assert again["indexed"]


def test_sigterm_while_the_libraries_load_ends_cleanly(tmp_path: Path, tiny_checkpoint: Path) -> None:
    archive = write_archive(tmp_path / "archive", 1)
    process = start(archive, tmp_path / "out", tiny_checkpoint)
    time.sleep(0.7)
    process.send_signal(signal.SIGTERM)
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
