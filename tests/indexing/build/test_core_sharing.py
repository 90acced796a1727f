from __future__ import annotations

import threading

import pytest

from msa_core.indexing.build.core_sharing import Turns, usable_cores


class Clock:
    """Stands in for the module ``time``: a test's own seconds, whatever else the machine does."""

    def __init__(self) -> None:
        self.wall_s = self.cpu_s = 0.0

    def perf_counter(self) -> float:
        return self.wall_s

    def thread_time(self) -> float:
        return self.cpu_s

    def compute(self, seconds: float) -> None:
        self.wall_s += seconds
        self.cpu_s += seconds

    def wait(self, seconds: float) -> None:
        self.wall_s += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("msa_core.indexing.build.core_sharing.time", clock)
    return clock


def reads_beside(turns: Turns, patience_s: float) -> bool:
    """Whether a reader that comes while the model works gets its turn before the model has ended."""
    has_read = threading.Event()

    def read() -> None:
        with turns.reading():
            has_read.set()

    reader = threading.Thread(target=read)
    with turns.working():
        reader.start()
        beside = has_read.wait(patience_s)
    reader.join()
    assert has_read.is_set()
    return beside


def test_a_reader_that_computes_pauses_while_the_model_works(clock: Clock) -> None:
    turns = Turns(readers=2, model_threads=2, cores=2)
    with turns.reading():
        clock.compute(0.05)
    assert turns.are_taken
    assert not reads_beside(turns, 0.3)


def test_a_reader_that_waits_for_a_disk_goes_on(clock: Clock) -> None:
    turns = Turns(readers=2, model_threads=2, cores=2)
    with turns.reading():
        clock.wait(0.05)
    assert not turns.are_taken
    assert reads_beside(turns, 30)


def test_a_disk_that_becomes_quick_is_noticed(clock: Clock) -> None:
    turns = Turns(readers=1, model_threads=2, cores=2)
    with turns.reading():
        clock.wait(0.01)
    for _ in range(30):
        with turns.reading():
            clock.compute(0.003)
    assert turns.are_taken


def test_a_wrong_beginning_is_mended_though_the_model_never_rests_for_long(clock: Clock) -> None:
    turns = Turns(readers=1, model_threads=2, cores=2)
    with turns.reading():
        clock.wait(0.01)  # something else had the core
    ended = threading.Event()

    def read() -> None:
        for _ in range(1000):
            with turns.reading():
                clock.compute(0.003)
            if turns.are_taken:
                break
        ended.set()

    reader = threading.Thread(target=read)
    reader.start()
    while not ended.is_set():
        with turns.working():
            ended.wait(0.01)
        ended.wait(0.001)
    reader.join()
    assert turns.are_taken


def test_what_was_read_beside_the_model_says_nothing_of_the_disk(clock: Clock) -> None:
    turns = Turns(readers=2, model_threads=2, cores=2)
    with turns.reading():
        clock.compute(0.01)
    reading = turns.reading()
    reading.__enter__()
    with turns.working():
        clock.wait(0.05)  # the reader has no core
        reading.__exit__(None, None, None)
    assert turns.are_taken


@pytest.mark.parametrize("readers, model_threads, cores", [(2, 0, 2), (2, 4, 8)])
def test_with_cores_to_spare_or_another_device_nobody_waits(
    clock: Clock, readers: int, model_threads: int, cores: int
) -> None:
    turns = Turns(readers, model_threads, cores)
    with turns.reading():
        clock.compute(0.02)
    assert reads_beside(turns, 30)


def test_readers_go_on_after_a_forward_pass_that_failed(clock: Clock) -> None:
    turns = Turns(readers=2, model_threads=2, cores=2)
    with turns.reading():
        clock.compute(0.01)
    with pytest.raises(RuntimeError), turns.working():
        raise RuntimeError
    with turns.reading():
        pass


def test_cores_are_those_of_this_process() -> None:
    assert usable_cores() >= 1
