"""The driver of ``make ui`` sees what it is there to see: windows made wrong on purpose are told as wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("a_turn_that_computes", "a_turn_that_waits")
SENTENCES = {
    "an_overlap": "overlapping: QPushButton",
    "a_clipped_button": "clipped: QPushButton",
    "a_clipped_sentence": "clipped: QLabel",
    "a_choice_cut_short": "clipped: QComboBox",
    "a_tab_cut_short": "clipped: QTabBar",
    "a_widget_reaching_out": "out of bounds: QWidget",
    "a_turn_that_computes": "ms of processor time, in ",
    "a_turn_that_waits": "ms on the clock, in ",
    "a_warning_of_qt": "Qt warned: ",
    "a_traceback": "nobody caught ValueError: made wrong on purpose (made_wrong.py:",
    "a_traceback_on_a_thread": "nobody caught ValueError: made wrong on purpose (made_wrong.py:",
    "a wrong pixel": "wrong pixel: the field is #c81e1e, the raster has #c81e24",
}


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    """What the driver says of each window, from a process of its own: its ears are set for a whole program."""
    command = [sys.executable, "-m", "tests.ui.made_wrong"]
    for _ in range(3):  # a busy machine may keep the watch from looking while a turn lasts
        ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert ended.returncode == 0, ended.stderr
        found: dict[str, list[str]] = json.loads(ended.stdout)
        if not found["nothing"] and all(name in str(found[name]) for name in SLOW):
            break
    return found


@pytest.mark.parametrize("wrong", SENTENCES)
def test_a_window_made_wrong_is_told_as_wrong(told: dict[str, list[str]], wrong: str) -> None:
    assert any(SENTENCES[wrong] in sentence for sentence in told[wrong]), told[wrong]


def test_what_is_slow_is_told_with_the_line_that_was_slow(told: dict[str, list[str]]) -> None:
    assert all(name in str(told[name]) for name in SLOW)


def test_a_window_with_nothing_wrong_and_a_right_pixel_are_told_as_right(told: dict[str, list[str]]) -> None:
    assert told["nothing"] == told["the right pixel"] == []
