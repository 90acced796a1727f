from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from msa_core.errors import IndexFolderError
from msa_core.indexing.folder import holder
from msa_core.indexing.folder.holder import _by_ps, is_alive, this_process
from msa_core.indexing.folder.lock import LOCK_NAME, IndexLock, lock_holder


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


def held(folder: Path) -> bool:
    """Whether a second writer is turned away."""
    try:
        with IndexLock(folder):
            return False
    except IndexFolderError:
        return True


@pytest.mark.parametrize("days", [-400, -2, -1 / 1440, 1 / 1440, 2, 400])
def test_a_living_holder_keeps_its_lock_whatever_the_clock_says(tmp_path: Path, days: float) -> None:
    start = (dt.datetime.now(dt.UTC) + dt.timedelta(days=days)).isoformat()
    (tmp_path / LOCK_NAME).write_text(replace(this_process(), start=start).to_json())
    assert held(tmp_path)
    assert lock_holder(tmp_path) == {"pid": str(os.getpid()), "host": socket.gethostname(), "start": start}


@pytest.mark.parametrize("days", [-30, -1 / 1440, 30])
def test_so_does_a_living_holder_of_an_earlier_version(tmp_path: Path, days: float) -> None:
    write_lock(tmp_path, os.getpid(), start=(dt.datetime.now(dt.UTC) + dt.timedelta(days=days)).isoformat())
    assert held(tmp_path)


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="needs /proc to learn when a process began")
def test_a_process_that_only_inherited_the_number_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text(replace(this_process(), began="1").to_json())
    assert lock_holder(tmp_path) is None
    assert not held(tmp_path)
    write_lock(tmp_path, os.getpid(), start="2001-01-01T00:00:00+00:00")  # of an earlier version
    assert not held(tmp_path)


ON_LINUX = pytest.mark.skipif(not Path("/proc/self/ns").exists(), reason="marks of Linux")


@ON_LINUX
@pytest.mark.parametrize(
    "marks, is_held",
    [
        ({"host": "another"}, True),
        ({"machine": "another of the same name"}, True),
        ({"space": "pid:[4026532001]"}, True),  # another container of the same host name
        ({"space": "pid:[4026532001]", "boot": "another"}, True),
        ({"boot": "an earlier one"}, False),
        ({"boot": "an earlier one", "machine": ""}, True),
        ({"began": "1"}, False),
        ({"pid": "2147483646"}, False),
    ],
)
def test_whoever_may_still_write_keeps_the_lock(
    marks: dict[str, str], is_held: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {"_machine": "computer", "_space": "pid:[4026531836]", "_boot": "now"}
    for name, value in here.items():
        monkeypatch.setattr(holder, name, lambda value=value: value)
    me = this_process()
    assert is_alive(me)
    assert is_alive(replace(me, **marks)) is is_held


@ON_LINUX
def test_ps_says_the_same_of_a_process_at_every_time() -> None:
    state, began = _by_ps(os.getpid())
    assert state
    assert dt.datetime.strptime(began, "%a %b %d %H:%M:%S %Y").replace(tzinfo=dt.UTC) < dt.datetime.now(
        dt.UTC
    )
    assert _by_ps(ended_process()) == ("", "")


def test_a_lock_file_whose_content_is_still_coming_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("")
    timer = threading.Timer(0.3, (tmp_path / LOCK_NAME).write_text, [this_process().to_json()])
    timer.start()
    assert held(tmp_path)
    timer.join()


TAKE_AND_DIE = """
import os, pathlib, sys, time
from msa_core.errors import IndexFolderError
from msa_core.indexing.folder.lock import IndexLock
folder, inside = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], "inside")

def take():
    try:
        with IndexLock(folder):
            os.close(os.open(inside, os.O_CREAT | os.O_EXCL))  # fails when another is inside
            inside.unlink()
            os._exit(0)  # with the lock still there, as after kill -9
    except IndexFolderError:
        os._exit(1)  # turned away
    os._exit(2)

taken, until = 0, time.monotonic() + float(sys.argv[2])
while time.monotonic() < until:
    pid = os.fork()
    if not pid:
        try:
            take()
        finally:
            os._exit(3)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code in (0, 1), code
    taken += code == 0
print(taken)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that leaves its lock by fork")
def test_two_writers_never_while_locks_are_left_and_broken(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TAKE_AND_DIE, str(tmp_path), "4"]
    racers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = [racer.communicate()[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * 4
    assert sum(map(int, said)) > 20


def test_a_lock_of_another_computer_is_respected(tmp_path: Path) -> None:
    write_lock(tmp_path, ended_process(), host="another-computer")
    with pytest.raises(IndexFolderError, match=r"another-computer.*delete"), IndexLock(tmp_path):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": "x"}', '{"pid": -5, "host": "h", "start": ""}'])
def test_half_a_lock_file_is_broken(tmp_path: Path, content: str) -> None:
    (tmp_path / LOCK_NAME).write_text(content.replace('"h"', json.dumps(socket.gethostname())))
    with IndexLock(tmp_path):
        pass
