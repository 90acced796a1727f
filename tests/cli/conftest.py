"""An index made once by the command line, and a way to run it in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from msa_core import cli
from tests.support.scenes import write_archive


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit code, stdout and stderr."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``msa ARGUMENTS`` here."""

    def call(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return call


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of three scenes."""
    return write_archive(tmp_path_factory.mktemp("cli") / "archive", 3)


@pytest.fixture(scope="session")
def index(scenes: Path, tiny_checkpoint: Path) -> Path:
    """Index of the scenes, made with the tiny model."""
    out = scenes.parent / "index"
    arguments = ["index", scenes, "--out", out, "--model", tiny_checkpoint, "--tile-m", "100"]
    assert cli.run([str(a) for a in arguments]) == 0
    return out
