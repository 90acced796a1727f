"""Every command in README.md is one that exists, and its options are ones that it takes."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from app.__main__ import build_parser

_ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _documented(program: str) -> list[str]:
    """Lines of the README's shell blocks that call ``program``, by name or from a venv's bin folder."""
    lines = [
        line
        for block in _BLOCK.findall((_ROOT / "README.md").read_text("utf-8"))
        for line in block.splitlines()
    ]
    return [line for line in lines if shlex.split(line)[:1] and Path(shlex.split(line)[0]).name == program]


def _typer_command(program: str) -> Any:
    """The click command behind a script of pyproject.toml."""
    with (_ROOT / "pyproject.toml").open("rb") as file:
        module, _ = tomllib.load(file)["project"]["scripts"][program].split(":")
    (app,) = [v for v in vars(importlib.import_module(module)).values() if isinstance(v, typer.Typer)]
    return typer.main.get_command(app)


def test_the_readme_shows_what_matters() -> None:
    shown = {shlex.split(line)[1] for line in _documented("msa")}
    assert {"index", "search", "caption", "explain", "eval", "doctor"} <= shown
    assert _documented("msa-train")
    assert _documented("msa-analyst")
    assert {"make demo", "make test"} <= set(_documented("make"))


@pytest.mark.parametrize("line", _documented("make"))
def test_a_make_target_in_the_readme_exists(line: str) -> None:
    result = subprocess.run(
        ["make", "--dry-run", *shlex.split(line)[1:]],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("line", _documented("msa") + _documented("msa-train"))
def test_a_command_in_the_readme_is_taken(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("ARCHIVE", "INDEX", "pictures"):
        (tmp_path / folder).mkdir()
    for file in ("captions.json", "picture.png"):
        (tmp_path / file).touch()
    program, *arguments = shlex.split(line)
    command = _typer_command(Path(program).name)
    if isinstance(command, typer.core.TyperGroup):
        program, *arguments = arguments
        command = command.commands[program]
    with command.make_context(program, arguments) as context:  # parses, and raises for what it does not know
        assert context.params


@pytest.mark.parametrize("line", _documented("msa-analyst"))
def test_a_call_of_the_window_in_the_readme_is_taken(line: str) -> None:
    assert build_parser().parse_args(shlex.split(line)[1:])


def test_a_wrong_option_would_be_found() -> None:
    command = _typer_command("msa-train")
    with pytest.raises(Exception, match="no-such-option"):
        command.make_context("msa-train", ["--no-such-option"])
