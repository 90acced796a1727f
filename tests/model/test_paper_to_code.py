"""The page "From paper to code" names nothing that is not there."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path
from typing import Any

import typer

from msa_core import cli
from msa_core.model.convert.published import IGNORED, NAMES
from tests.support.tiny_model import tiny_model

_ROOT = Path(__file__).resolve().parents[2]
_TEXT = (_ROOT / "msa_core" / "model" / "README.md").read_text("utf-8")
_QUOTED = set(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", _TEXT, flags=re.MULTILINE | re.DOTALL)))
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


def _find_in_model(path: str, model: Any) -> Any:
    """What a path such as model.mscmat.scales[0].image leads to."""
    found = model
    for attribute, row in _STEP.findall(path.removeprefix("model")):
        found = getattr(found, attribute) if attribute else found[int(row)]
    return found


def _find_in_package(path: str) -> Any:
    """A module, or what is in one; a field of a dataclass counts as there."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:]:
            fields = getattr(found, "__dataclass_fields__", {})
            found = fields[name] if name in fields else getattr(found, name)
        return found
    raise AssertionError(f"{path} cannot be imported")


def test_every_attribute_of_a_model_exists() -> None:
    model = tiny_model(preset="paper")
    paths = {name for name in _QUOTED if re.fullmatch(r"model(\.\w+|\[\d+\])+", name)}
    assert len(paths) > 35
    for path in sorted(paths):
        _find_in_model(path, model)


def test_every_name_of_the_package_exists() -> None:
    paths = {name for name in _QUOTED if name.startswith("msa_core.")}
    assert len(paths) > 20
    for path in sorted(paths):
        _find_in_package(path)


def test_every_file_exists() -> None:
    paths = {name for name in _QUOTED if re.fullmatch(r"[\w/]+\.py", name)}
    assert paths
    assert not [path for path in paths if not (_ROOT / path).is_file()]


def test_every_published_name_is_one_the_converter_knows() -> None:
    known = " ".join([part + " " + name for part, name, _ in NAMES.values()] + list(IGNORED.values()))
    section = _TEXT.split("## A checkpoint of the published code")[1]
    names = {n for n in re.findall(r"`([a-z_.]+)`", section) if "_" in n} - {"norm_layer", "vocab.txt"}
    names = {n for n in names if not n.startswith("msa_core")}
    assert names
    assert not [n for n in names if n.replace(".", "\\.") not in known and n not in known]


def test_the_command_is_one_the_program_takes() -> None:
    (line,) = re.findall(r"^msa convert .*$", _TEXT, re.MULTILINE)
    _, verb, *arguments = shlex.split(line)
    command = typer.main.get_command(cli.app).commands[verb]  # type: ignore[attr-defined]
    with command.make_context(verb, arguments) as context:
        assert context.params["kind"] == "published"


def test_a_wrong_name_would_be_found() -> None:
    model = tiny_model(preset="paper")
    for path in ("model.mscmat.norm_text", "model.mscmat.scales[4].image"):
        try:
            _find_in_model(path, model)
        except (AttributeError, IndexError):
            continue
        raise AssertionError(path)
