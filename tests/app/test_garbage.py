from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.garbage import OLDEST, Collector, WindowGarbage


@pytest.fixture
def garbage() -> Iterator[WindowGarbage]:
    """As the program has it; the tests go on as they were."""
    gc.enable()
    made = WindowGarbage()
    yield made
    made.close()
    assert gc.isenabled()
    gc.freeze()
    gc.disable()


class Circle(QObject):
    """Garbage as a closed dialog is: a QObject that only a circle holds."""

    def __init__(self, freed_on: list[int]) -> None:
        super().__init__()
        self._freed_on = freed_on
        self.me = self

    def __del__(self) -> None:
        self._freed_on.append(threading.get_ident())


def test_what_a_thread_allocates_frees_nothing_there(garbage: WindowGarbage, qtbot: QtBot) -> None:
    freed_on: list[int] = []
    for _ in range(10):
        Circle(freed_on)
    allocating = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    allocating.start()
    allocating.join()
    assert freed_on == []
    kept = [[] for _ in range(50_000)]  # windows of earlier tests that end meanwhile are taken from the count
    qtbot.waitUntil(lambda: len(freed_on) == 10, timeout=30_000)
    assert set(freed_on) == {threading.get_ident()}
    assert len(kept) == 50_000


def test_only_what_is_due_is_collected(garbage: WindowGarbage) -> None:
    freed_on: list[int] = []
    gc.collect()
    Circle(freed_on)
    garbage.collect()
    assert freed_on == [], "a hundred objects are not worth a look"
    kept = [[] for _ in range(1000)]
    garbage.collect()
    assert freed_on == [threading.get_ident()]
    assert len(kept) == 1000


@pytest.fixture
def looked_at(garbage: WindowGarbage) -> Iterator[list[int]]:
    """Which generations have been collected."""
    seen: list[int] = []

    def see(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            seen.append(info["generation"])

    gc.callbacks.append(see)
    yield seen
    gc.callbacks.remove(see)


def go_on(collector: Collector, times: int = 150) -> None:
    """Long enough for each generation to be due; what is made meanwhile is garbage."""
    for _ in range(times):
        for _ in range(1000):
            circle: list[object] = []
            circle.append(circle)
        collector.collect_what_is_due()


def test_what_is_old_is_looked_through_again_when_a_quarter_is_new(looked_at: list[int]) -> None:
    collector = Collector()
    kept = [[] for _ in range(40_000)]
    go_on(collector)
    assert looked_at.count(OLDEST) == 1
    go_on(collector)
    assert looked_at.count(OLDEST) == 1, "nothing is new"
    kept += [[] for _ in range(20_000)]
    go_on(collector)
    assert looked_at.count(OLDEST) == 2
    assert len(kept) == 60_000


def test_very_many_rows_are_not_looked_through_and_what_was_closed_meanwhile_goes_with_them(
    looked_at: list[int],
) -> None:
    freed_on: list[int] = []
    collector = Collector(max_at_once=20_000)
    rows = [[] for _ in range(50_000)]
    Circle(freed_on)
    before = len(looked_at)
    collector.collect_what_is_due()
    assert len(looked_at) == before
    go_on(collector)
    assert freed_on == [], "as long as there are the rows"
    assert len(rows) == 50_000
    del rows
    go_on(collector)
    assert freed_on == [threading.get_ident()]
