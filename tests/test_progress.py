from __future__ import annotations

import io
import json

import pytest

from msa_core.errors import Cancelled
from msa_core.progress import JsonProgress, Progress


def test_json_progress_prints_one_object_a_line_and_ends_with_done() -> None:
    stream = io.StringIO()
    progress = JsonProgress(stream, interval_s=0.0)
    progress(0.0, "begin")
    progress(0.5, "half")
    progress.source("refused", "a b.tif", "no pixels")
    progress.done("all")
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [e["event"] for e in events] == ["progress", "progress", "source", "done"]
    assert events[1]["fraction"] == 0.5
    assert events[1]["eta_s"] >= 0.0
    assert events[2]["source"] == "a b.tif"


def test_updates_are_throttled_but_the_last_is_shown() -> None:
    shown: list[float] = []

    class Kept(Progress):
        def show(self, fraction: float, text: str, eta_s: float | None) -> None:
            shown.append(fraction)

    progress = Kept(interval_s=60.0)
    for step in range(1001):
        progress(step / 1000)
    assert shown == [0.0, 1.0]


def test_the_time_left_of_resumed_work_counts_only_what_was_done_since(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([0.0, 100.0, 110.0])
    monkeypatch.setattr("msa_core.progress.time.monotonic", lambda: next(clock))
    left: list[float | None] = []

    class Kept(Progress):
        def show(self, fraction: float, text: str, eta_s: float | None) -> None:
            left.append(eta_s)

    progress = Kept(interval_s=0.0)
    progress(0.5)
    progress(0.6)
    assert left == [None, pytest.approx(40.0)]


def test_cancelling_is_raised_from_the_call() -> None:
    with pytest.raises(Cancelled):
        Progress(is_cancelled=lambda: True)(0.1)


def test_the_time_left_is_told_once_it_can_be_and_loading_the_model_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([0.0, 0.0, 30.0, 31.0, 39.0, 41.0, 60.0])
    monkeypatch.setattr("msa_core.progress.time.monotonic", lambda: next(clock))
    left: list[float | None] = []

    class Kept(Progress):
        def show(self, fraction: float, text: str, eta_s: float | None) -> None:
            left.append(eta_s)

    progress = Kept(interval_s=0.0)
    for fraction in (0.0, 0.0, 0.002, 0.01, 0.012, 0.3):
        progress(fraction)
    assert left[:4] == [None] * 4, "too little was done yet"
    assert left[4] == pytest.approx(11.0 * 0.988 / 0.012)
    assert left[5] == pytest.approx(30.0 * 0.7 / 0.3)
