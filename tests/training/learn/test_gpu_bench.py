"""The measurement for a GPU, of a tiny model on the CPU: each part runs, and says what it could not measure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from tests.benchmarks.gpu import parts
from tests.benchmarks.gpu.__main__ import main
from tests.benchmarks.gpu.parts import PARTS, Setting, run_part

SETTING = Setting(device="cpu", trunks=("tiny",), batch=4, steps=1, tiny=True)


@pytest.fixture(autouse=True)
def threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MSA_CACHE", str(tmp_path / "cache"))
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize(
    "part, said",
    [
        ("step", "pictures/s"),
        ("match", "the whole step"),
        ("index", "tiles/s"),
        ("limit", "not measured: without effect on cpu"),
        ("halving", "not measured: cpu has no limit"),
    ],
)
def test_each_part_runs_small_and_says_what_it_measured(
    part: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    run_part(part, SETTING)
    told = capfd.readouterr().out
    assert said in told
    assert told.startswith("| ")


def test_a_library_that_is_lacking_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(parts._NEEDS, "index", ("torch", "no_such_rasters"))
    run_part("index", SETTING)
    assert "not measured: no_such_rasters not installed" in capsys.readouterr().out


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu_nothing_is_measured_and_that_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "limit"]) == 0
    assert "no GPU that torch can use" in capfd.readouterr().out


def test_parts_for_which_no_time_is_left_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--minutes", "0", "--device", "cpu", "--tiny"]) == 0
    said = capsys.readouterr().out
    assert said.count("not measured: the time is up") == len(PARTS)
