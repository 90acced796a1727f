"""packaging/demo.sh: what `make demo` does, with and without a display, the first time and again."""

from __future__ import annotations

import re

import pytest

from app.__main__ import build_parser
from tests.packaging.workbench import Workbench

# A python that answers as the command line and the window would: it leaves what they leave.
_PYTHON = """
case "$*" in
    *demo-archive*) mkdir -p "$4";;
    *--screenshot*) echo x >demo/screenshot.png; echo x >demo/hits.geojson;;
esac
"""


@pytest.fixture
def bench(workbench: Workbench) -> Workbench:
    """A python that does as it is told."""
    workbench.stand_in("python", _PYTHON)
    return workbench


def _calls(bench: Workbench) -> list[str]:
    return [call for call in bench.calls if call.startswith("python")]


def test_without_a_display_the_window_is_drawn_off_screen_and_says_so(bench: Workbench) -> None:
    result = bench.run("demo.sh", "python")
    assert result.returncode == 0, result.stderr
    made, indexed, shown = _calls(bench)
    assert made == "python -m msa_core.cli demo-archive demo/archive.part"
    assert indexed == "python -m msa_core.cli index demo/archive --out demo/index"
    assert "--query many storage tanks" in shown
    assert set(re.findall(r" (--[a-z]+)", shown)) <= set(build_parser()._option_string_actions)
    assert "no display" in result.stdout
    assert "demo/screenshot.png" in result.stdout
    assert "demo/hits.geojson" in result.stdout


def test_the_archive_is_made_once(bench: Workbench) -> None:
    assert bench.run("demo.sh", "python").returncode == 0
    assert bench.run("demo.sh", "python").returncode == 0
    assert len([call for call in _calls(bench) if "demo-archive" in call]) == 1
    assert len([call for call in _calls(bench) if " index " in call]) == 2


def test_half_an_archive_is_made_again(bench: Workbench) -> None:
    half = bench.root / "demo" / "archive.part"
    half.mkdir(parents=True)
    (half / "rubbish.tif").touch()
    assert bench.run("demo.sh", "python").returncode == 0
    assert not (bench.root / "demo" / "archive" / "rubbish.tif").exists()
    assert (bench.root / "demo" / "archive").is_dir()


def test_with_a_display_the_window_opens(bench: Workbench) -> None:
    assert bench.run("demo.sh", "python", DISPLAY=":0").returncode == 0
    shown = _calls(bench)[-1]
    assert shown.startswith("python -m app demo/archive --index demo/index")
    assert "--screenshot" not in shown


def test_a_display_that_does_not_answer_counts_as_none(bench: Workbench) -> None:
    bench.stand_in("python", 'case "$*" in *QGuiApplication*) exit 134;; esac' + _PYTHON)
    assert bench.run("demo.sh", "python", DISPLAY=":99").returncode == 0
    assert "--screenshot" in _calls(bench)[-1]


@pytest.mark.parametrize("step", ["demo-archive", "index demo/archive", "-m app"])
def test_a_step_that_fails_ends_it_with_its_exit_code(bench: Workbench, step: str) -> None:
    bench.stand_in("python", f'case "$*" in *"{step}"*) exit 3;; esac' + _PYTHON)
    assert bench.run("demo.sh", "python").returncode == 3


def test_a_window_that_leaves_no_picture_is_not_a_success(bench: Workbench) -> None:
    bench.stand_in("python", 'case "$*" in *demo-archive*) mkdir -p "$4";; esac')
    result = bench.run("demo.sh", "python")
    assert result.returncode == 4
    assert "without writing demo/screenshot.png" in result.stderr
