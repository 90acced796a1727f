"""Every command in README, CONTRIBUTING, the guide and the cards exists, its options are taken, and those on the demo
archive do what they should.

Blocks of ``sh`` hold commands, blocks of ``console`` hold them after ``$`` with what they print. A command that names
``demo/`` is run, here on a small archive with a model of a few thousand weights; the others are parsed.
"""

from __future__ import annotations

import importlib
import json
import re
import shlex
import subprocess
import tomllib
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer

from app.__main__ import build_parser
from app.models.choices.lesson import EXPORT, MINUTES, TRAIN, Lesson
from msa_core.commands.learning.train.recipe_file import FinePoints
from msa_core.raster.pixels.band_presets import CHOICES
from tests.support.commands import Commands
from tests.support.scenes import write_scene

_ROOT = Path(__file__).resolve().parents[2]
_DOCUMENTS = (
    _ROOT / "README.md",
    _ROOT / "CONTRIBUTING.md",
    *sorted((_ROOT / "resources" / "guide").glob("*.md")),
    _ROOT / "resources" / "models" / "starter" / "MODEL_CARD.md",
    _ROOT / "msa_core" / "model" / "README.md",
)
_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PROGRAMS = ("msa", "msa-train", "msa-analyst", "make", "torchrun", "python")
# Set up and checked by the packaging tests, or of no concern of ours.
_ELSEWHERE = ("pip", "python3", "git", "Xvfb", "pyside6-linguist")
# What the reader of a page has: made before its commands are tried.
_FOLDERS = ("ARCHIVE", "INDEX", "pictures", "images", "imgs", "RSICD_images", "NWPU_images", "imagery/2021")
_FILES = (
    "captions.json",
    "picture.png",
    "clouds.png",
    "reviews.geojson",
    "RemoteCLIP-ViT-B-32.pt",
    "published.pth",
)


@dataclass(frozen=True)
class Command:
    """A command line of a document."""

    document: Path
    line: str

    @property
    def words(self) -> list[str]:
        """The line as a shell reads it."""
        return shlex.split(self.line, comments=True)

    @property
    def program(self) -> str:
        """What is called, by name alone, and without settings before it."""
        return Path(next(word for word in self.words if "=" not in word)).name

    @property
    def arguments(self) -> list[str]:
        """What follows the program."""
        return self.words[[Path(word).name for word in self.words].index(self.program) + 1 :]

    def __str__(self) -> str:
        return f"{self.document.name}: {self.line}"


def _lines(kind: str, block: str) -> list[str]:
    lines = block.replace("\\\n", " ").splitlines()
    if kind == "console":
        return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return [line for line in lines if line.strip()]


COMMANDS = [
    Command(document, line)
    for document in _DOCUMENTS
    for kind, block in _BLOCK.findall(document.read_text("utf-8"))
    for line in _lines(kind, block)
]


def _of(*programs: str) -> list[Command]:
    return [command for command in COMMANDS if command.program in programs]


def _typer_command(program: str) -> Any:
    """The click command behind a script of pyproject.toml."""
    with (_ROOT / "pyproject.toml").open("rb") as file:
        module, _ = tomllib.load(file)["project"]["scripts"][program].split(":")
    (app,) = [v for v in vars(importlib.import_module(module)).values() if isinstance(v, typer.Typer)]
    return typer.main.get_command(app)


def _parse(program: str, arguments: list[str]) -> dict[str, Any]:
    """Parse as the program would; raises for what it does not know."""
    command = _typer_command(program)
    while isinstance(command, typer.core.TyperGroup):
        program, *arguments = arguments
        command = command.commands[program]
    with command.make_context(program, list(arguments)) as context:
        return dict(context.params)


def test_no_program_is_called_that_nobody_knows() -> None:
    assert {command.program for command in COMMANDS} <= {*_PROGRAMS, *_ELSEWHERE}


def test_the_readme_shows_what_matters() -> None:
    shown = [command for command in COMMANDS if command.document.name == "README.md"]
    assert {"demo-archive", "index", "search", "caption", "explain", "doctor"} <= {
        command.arguments[0] for command in shown if command.program == "msa"
    }
    assert {"make demo", "make test"} <= {command.line for command in shown}


def test_the_guide_shows_every_verb() -> None:
    verbs = set(_typer_command("msa").commands)
    assert verbs <= {command.arguments[0] for command in _of("msa")}
    assert _of("msa-train")
    assert _of("msa-analyst")


def test_the_readme_fits_a_reader() -> None:
    text = (_ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) <= 150
    for target in re.findall(r"\]\(([^)#]*)\)", text):
        assert target.startswith("https://") or (_ROOT / target).exists(), target


@pytest.mark.parametrize("command", _of("make"), ids=str)
def test_a_make_target_exists(command: Command) -> None:
    result = subprocess.run(
        ["make", "--dry-run", *command.arguments],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("command", _of("msa", "msa-train"), ids=str)
def test_a_command_is_taken(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (*_FOLDERS, "demo/archive", "demo/index"):
        (tmp_path / folder).mkdir(parents=True)
    for file in _FILES:
        (tmp_path / file).touch()
    assert _parse(command.program, command.arguments)


@pytest.mark.parametrize("command", _of("msa-analyst"), ids=str)
def test_a_call_of_the_window_is_taken(command: Command) -> None:
    assert vars(build_parser().parse_args(command.arguments))


@pytest.mark.parametrize("command", _of("torchrun"), ids=str)
def test_what_torchrun_starts_is_taken(command: Command, tmp_path: Path) -> None:
    at = command.arguments.index("msa-train")
    assert "--no-python" in command.arguments[:at]
    assert _parse("msa-train", command.arguments[at + 1 :])


@pytest.mark.parametrize("command", _of("python"), ids=str)
def test_a_benchmark_that_is_named_exists(command: Command) -> None:
    flag, module, *names = command.arguments
    assert flag == "-m"
    found = importlib.import_module(module)
    options = [name for name in names if name.startswith("-")]
    assert all(option in Path(str(found.__file__)).read_text("utf-8") for option in options)
    values = {name for before, name in pairwise(["", *names]) if before.startswith("--")}
    assert {name for name in names if name not in options} - values <= set(getattr(found, "BENCHMARKS", ()))


# Runs lines in one process, as opening the model for each would take most of the time.
_RUNNER = """
import shlex, sys
from msa_core.cli import run
if __name__ == "__main__":  # worker processes read this file too
    for line in sys.argv[1:]:
        print("begun:", line, flush=True)
        code = run(shlex.split(line)[1:])
        if code:
            sys.exit(f"{code}: {line}")
        print("done:", line, flush=True)
"""
# What a reader of any page has by then.
_FIRST = ("msa index demo/archive --out demo/index",)


def _small_demo(folder: Path) -> None:
    """An archive under the names of the demo archive's rasters, and files that pages speak of."""
    for number, name in enumerate(("harbour_town", "lake_forest", "north_airport", "stadium_city")):
        write_scene(folder / "demo" / "archive" / f"{name}.tif", number, east_m=500_000.0 + 400.0 * number)
    west, south, east, north = 14.0, 44.0, 16.0, 46.0  # around the scenes
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    (folder / "district.geojson").write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}), "utf-8")


def _on_the_demo() -> list[str]:
    """Lines to run, in the order of the documents, each once; the archive itself is there."""
    chosen = [
        command.line
        for command in COMMANDS
        if command.program == "msa" and any(word.startswith("demo/") for word in command.arguments)
    ]
    return list(dict.fromkeys([*_FIRST, *chosen]))


@pytest.mark.timeout(900)
def test_the_commands_on_the_demo_archive_do_what_they_should(
    tmp_path: Path, tiny_checkpoint: Path, commands: Commands
) -> None:
    _small_demo(tmp_path)
    lines = [line for line in _on_the_demo() if "demo-archive" not in line]
    assert len(lines) > 20
    (tmp_path / "runner.py").write_text(_RUNNER)
    variables: dict[str, Any] = {"MSA_MODEL": str(tiny_checkpoint), "MSA_CACHE": str(tmp_path / "cache")}
    result = commands.run(tmp_path / "runner.py", *lines, cwd=tmp_path, **variables)
    assert result.returncode == 0, result.stderr[-3000:]
    done = [line.removeprefix("done: ") for line in result.stdout.splitlines() if line.startswith("done: ")]
    assert done == lines
    made = {path.name for path in (tmp_path / "demo").iterdir()}
    assert {"index", "why", "hits.gpkg", "hits.parquet", "hits.kml", "all"} <= made


def test_the_guide_lists_the_keys_of_a_recipe_with_their_defaults() -> None:
    page = (_ROOT / "resources" / "guide" / "training.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", page, re.MULTILINE))
    assert set(listed) == {key.name for key in fields(FinePoints)}
    for key in fields(FinePoints):
        assert key.default is None or float(listed[key.name]) == key.default, key.name
    (recipe,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert set(tomllib.loads(recipe)) <= set(listed)


def test_the_guide_teaches_as_the_window_does() -> None:
    lesson = Lesson(
        name="n", folder="f", index="INDEX", archive=("a",), new_index="INDEX2", model="m", minutes=MINUTES
    )
    guide = [command for command in COMMANDS if command.document.name == "training.md"]
    for step, program, keys in (
        (EXPORT, "msa", ("rehearse",)),
        (TRAIN, "msa-train", ("freeze", "epochs", "eval_every", "batch", "rate", "minutes", "blend")),
    ):
        given = _parse(program, replace(lesson, step=step).command()[1])
        (shown,) = [
            command for command in guide if command.program == program and "taught.geojson" in command.words
        ]
        told = _parse(program, shown.arguments)
        assert {key: told[key] for key in keys} == {key: given[key] for key in keys}


def test_the_guide_names_every_choice_of_bands() -> None:
    page = (_ROOT / "resources" / "guide" / "indexing.md").read_text("utf-8")
    assert not [choice for choice in CHOICES if f"`{choice}`" not in page]


@pytest.mark.parametrize("document", _DOCUMENTS, ids=lambda path: path.name)
def test_every_file_of_the_source_that_is_named_exists(document: Path) -> None:
    named = re.findall(r"\b(?:tests|app|msa_core|resources)/[\w./-]*\w/?", document.read_text("utf-8"))
    assert not [name for name in named if not (_ROOT / name).exists()]


def test_a_wrong_option_would_be_found() -> None:
    with pytest.raises(Exception, match="no-such-option"):
        _parse("msa-train", ["--no-such-option"])
    with pytest.raises(Exception, match="no-such-option"):
        _parse("msa", ["search", "INDEX", "--no-such-option"])


def test_lines_are_read_as_a_shell_reads_them() -> None:
    assert _lines("console", "$ msa search INDEX \\\n  water\nrank score\n") == ["msa search INDEX    water"]
    command = Command(_DOCUMENTS[0], "OMP_NUM_THREADS=1 .venv/bin/msa doctor --json  # says what is missing")
    assert (command.program, command.arguments) == ("msa", ["doctor", "--json"])
