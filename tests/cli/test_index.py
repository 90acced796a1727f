from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from msa_core.indexing.folder.opened.tile_index import TileIndex
from tests.cli.conftest import Run
from tests.support.commands import Commands


def test_one_line_per_source_and_nothing_else_on_stdout(
    run: Run, scenes: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    long_name = "a name that is much longer than a terminal is wide " * 4 + ".tif"
    archive = tmp_path / "archive"
    shutil.copytree(scenes, archive)
    (archive / "scene0.tif").rename(archive / long_name)
    (archive / "broken.tif").write_text("no image")
    done = run("index", archive, "--out", tmp_path / "out", "--model", tiny_checkpoint, "--tile-m", "100")
    assert done.code == 0
    lines = sorted(line.split("  ", 2)[:2] for line in done.out.splitlines())
    assert lines == sorted(
        [
            ["indexed", long_name],
            ["indexed", "scene1.tif"],
            ["indexed", "scene2.tif"],
            ["refused", "broken.tif"],
        ]
    )
    assert "48 tiles of 3 sources" in done.err


def test_progress_as_json_lines(run: Run, scenes: Path, tmp_path: Path, tiny_checkpoint: Path) -> None:
    done = run(
        "index",
        scenes,
        "--out",
        tmp_path / "out",
        "--model",
        tiny_checkpoint,
        "--tile-m",
        "60",
        "--json-progress",
    )
    events = [json.loads(line) for line in done.err.splitlines()]
    assert {event["event"] for event in events} == {"progress", "source", "done"}
    assert [event["source"] for event in events if event["event"] == "source"] == [
        f"scene{n}.tif" for n in range(3)
    ]
    fractions = [event["fraction"] for event in events if event["event"] == "progress"]
    assert all(0 <= fraction <= 1 for fraction in fractions)
    assert all(
        {"fraction", "text", "eta_s"} <= event.keys() for event in events if event["event"] == "progress"
    )
    assert len(done.out.splitlines()) == 3


def test_json_progress_ends_with_the_error(run: Run, tmp_path: Path) -> None:
    done = run("index", tmp_path / "nowhere", "--out", tmp_path / "out", "--json-progress")
    assert done.code == 3
    assert json.loads(done.err.splitlines()[-1])["event"] == "error"


@pytest.mark.parametrize(
    "options, words",
    [
        (["--tile-m", "80,x"], "metres"),
        (["--tile-m", "0"], "above 0"),
        (["--tile-m", "80", "--tile-px", "64"], "not both"),
        (["--tile-px", "2"], "8 or more"),
        (["--overlap", "1"], "overlap"),
        (["--overlap", "nan"], "overlap"),
        (["--device", "abacus"], "abacus"),
    ],
)
def test_nonsense_is_a_usage_error(
    run: Run, scenes: Path, tmp_path: Path, options: list[str], words: str
) -> None:
    done = run("index", scenes, "--out", tmp_path / "out", *options)
    assert done.code == 2
    assert words in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_nothing_usable_is_code_3(run: Run, tmp_path: Path, tiny_checkpoint: Path) -> None:
    (tmp_path / "archive").mkdir()
    assert run("index", tmp_path / "archive", "--out", tmp_path / "out").code == 3
    (tmp_path / "archive" / "bad.tif").write_text("no image")
    done = run("index", tmp_path / "archive", "--out", tmp_path / "out", "--model", tiny_checkpoint)
    assert done.code == 3
    assert done.out.startswith("refused  bad.tif  ")


def test_a_second_writer_is_refused(run: Run, scenes: Path, index: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        import socket

        lock = {"pid": other.pid, "host": socket.gethostname(), "start": "2999-01-01T00:00:00+00:00"}
        (index / "index.lock").write_text(json.dumps(lock))
        done = run("index", scenes, "--out", index)
        other.kill()
    assert done.code == 3
    assert str(other.pid) in done.err
    assert run("index", scenes, "--out", index).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk_is_a_sentence_and_the_next_run_resumes(
    scenes: Path, tmp_path: Path, tiny_checkpoint: Path, run: Run, commands: Commands
) -> None:
    import resource

    arguments = ["index", scenes, "--out", tmp_path / "out", "--model", tiny_checkpoint, "--tile-m", "40"]
    full = commands.run("msa_core.cli", *arguments, limits={resource.RLIMIT_FSIZE: 8000})
    assert full.returncode == 4, full.stderr
    assert "disk is full" in full.stderr
    assert "Traceback" not in full.stderr
    assert not list((tmp_path / "out").rglob("*.part"))
    assert run(*arguments).code == 0
    assert len(TileIndex(tmp_path / "out")) > 100


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_place_is_a_sentence(
    run: Run, scenes: Path, tmp_path: Path, tiny_checkpoint: Path
) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    done = run("index", scenes, "--out", tmp_path / "locked" / "out", "--model", tiny_checkpoint)
    assert done.code == 4
    assert "not permitted" in done.err
