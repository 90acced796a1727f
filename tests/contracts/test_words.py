"""One word, one meaning: names in the code say *part*, *place*, *look* and *piece* of one thing each.

Local variables may still be called as plain English calls them; what others read and call may not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_CORE = sorted((_ROOT / "msa_core").rglob("*.py"))
_APP = sorted((_ROOT / "app").rglob("*.py"))

PART = {"part", "parts"}
"""Of an index: ``msa index --part i/N``, and the files that know of it."""
OF_AN_INDEX = {
    *(
        "commands/indexes/index.py",
        "commands/indexes/index_report.py",
        "config.py",
        "indexing/build/partition.py",
    ),
    *("indexing/build/run_manifest.py", "indexing/care/verifying.py", "indexing/folder/manifest/manifest.py"),
}
ON_DISK = {"indexing/folder/manifest/manifest_entries.py: parts", "indexing/build/deciding.py: parts"}
"""The name that manifests have for what is inside a file."""
WORD_PIECES = {"model/network/tokens/word_pieces.py"}
ONE_PER_PLACE = "one_per_place"
"""The option of the same name: a place is a hit on the ground, which is a word of the window."""


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


@cache
def _names(path: Path) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_defined(path)))


def _defined(path: Path) -> Iterator[str]:
    """What a file defines: itself, classes, functions, their arguments, fields, attributes and constants."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr
            case ast.Name(ctx=ast.Store()) if node.id.isupper():
                yield node.id
        if isinstance(node, ast.ClassDef):
            for field in node.body:
                if isinstance(field, ast.AnnAssign | ast.Assign):
                    target = field.target if isinstance(field, ast.AnnAssign) else field.targets[0]
                    yield ast.unparse(target)


def _uses(words: set[str], paths: list[Path]) -> list[str]:
    package = _ROOT / ("msa_core" if paths is _CORE else "app")
    return [
        f"{path.relative_to(package).as_posix()}: {name}"
        for path in paths
        for name in _names(path)
        if words & _words(name)
    ]


def test_a_part_is_one_of_the_parts_of_an_index_and_nothing_else() -> None:
    found = _uses(PART, _CORE)
    assert any(use.startswith("indexing/build/partition.py") for use in found)
    assert not [use for use in found if use.split(":")[0] not in OF_AN_INDEX and use not in ON_DISK]
    assert not _uses(PART, _APP)


def test_a_piece_is_a_word_piece() -> None:
    found = _uses({"piece", "pieces"}, _CORE)
    assert found
    assert not [use for use in found if use.split(":")[0] not in WORD_PIECES]
    assert not _uses({"piece", "pieces"}, _APP)


@pytest.mark.parametrize("paths", [_CORE, _APP], ids=["msa_core", "app"])
def test_nothing_is_called_a_look(paths: list[Path]) -> None:
    assert not _uses({"look", "looks", "looked"}, paths)


def test_the_core_knows_no_places_but_in_the_option_that_speaks_of_them() -> None:
    found = _uses({"place", "places"}, _CORE)
    assert found
    assert not [use for use in found if not use.endswith(f": {ONE_PER_PLACE}")]


def test_limits_are_called_min_and_max() -> None:
    superlatives = {
        *("most", "least", "largest", "smallest", "longest", "shortest", "widest", "narrowest", "tallest"),
        *("highest", "lowest", "deepest", "fewest", "finest", "biggest"),
    }
    found = _uses(superlatives, _CORE) + _uses(superlatives, _APP)
    assert found
    assert not [use for use in found if use.rpartition(": ")[2].isupper()]
