from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from msa_core.errors import IndexFolderError
from msa_core.indexing.folder.lock import LOCK_NAME, IndexLock


def write_lock(folder: Path, pid: int, host: str = "", start: str = "") -> None:
    start = start or dt.datetime.now(dt.UTC).isoformat()
    content = {"pid": pid, "host": host or socket.gethostname(), "start": start}
    (folder / LOCK_NAME).write_text(json.dumps(content))


def ended_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_the_lock_says_who_holds_it_and_goes_away(tmp_path: Path) -> None:
    with IndexLock(tmp_path):
        content = json.loads((tmp_path / LOCK_NAME).read_text())
        assert content["pid"] == os.getpid()
        assert content["host"] == socket.gethostname()
        assert dt.datetime.fromisoformat(content["start"])
    assert not list(tmp_path.iterdir())


def test_a_second_writer_is_told_who_is_first(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        write_lock(tmp_path, process.pid)
        with (
            pytest.raises(IndexFolderError, match=rf"process {process.pid} on {socket.gethostname()}"),
            IndexLock(tmp_path),
        ):
            pass
        assert (tmp_path / LOCK_NAME).exists()
        process.kill()


def test_the_lock_of_a_dead_process_is_broken(tmp_path: Path) -> None:
    write_lock(tmp_path, ended_process())
    with IndexLock(tmp_path):
        assert json.loads((tmp_path / LOCK_NAME).read_text())["pid"] == os.getpid()
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="needs /proc to learn when a process began")
def test_a_process_that_only_inherited_the_number_holds_nothing(tmp_path: Path) -> None:
    write_lock(tmp_path, os.getpid(), start="2001-01-01T00:00:00+00:00")
    with IndexLock(tmp_path):
        pass


def test_a_lock_of_another_computer_is_respected(tmp_path: Path) -> None:
    write_lock(tmp_path, ended_process(), host="another-computer")
    with pytest.raises(IndexFolderError, match=r"another-computer.*delete"), IndexLock(tmp_path):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x"}', '{"pid": -5, "host": "h", "start": ""}'])
def test_half_a_lock_file_is_broken(tmp_path: Path, content: str) -> None:
    (tmp_path / LOCK_NAME).write_text(content.replace('"h"', json.dumps(socket.gethostname())))
    with IndexLock(tmp_path):
        pass
