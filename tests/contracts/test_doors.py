"""Rooms show few doors: whoever uses a room has at most six of its modules to know.

A door of a room (a package) is what lies directly in it and is imported from outside of it. A room within the room is
one door, whichever of its modules is entered. Imports of types alone count, too: the reader follows them all the same.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_HOUSES = ("app", "msa_core")
MOST_DOORS = 6


def _modules() -> dict[str, Path]:
    """Every module and package by its dotted name."""
    found = {}
    for path in (path for house in _HOUSES for path in (_ROOT / house).rglob("*.py")):
        parts = path.relative_to(_ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _imports(modules: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """Who imports whom, wherever in the file that stands."""
    for name, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names if alias.name in modules)
            elif isinstance(node, ast.ImportFrom) and node.module in modules:
                inner = [f"{node.module}.{alias.name}" for alias in node.names]
                yield from ((name, each if each in modules else node.module) for each in inner)


def doors(imports: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> dict[str, set[str]]:
    """The doors of each room below ``app`` and ``msa_core``."""
    found: dict[str, set[str]] = defaultdict(set)
    for importer, imported in imports:
        parts = imported.split(".")
        for depth in range(2, len(parts)):
            room = ".".join(parts[:depth])
            if not f"{importer}.".startswith(f"{room}."):
                found[room].add(".".join(parts[: depth + 1]))
    return found


def test_no_room_has_more_than_six_doors() -> None:
    found = doors(_imports(_modules()))
    assert len(found) > 50, "the search for rooms finds them"
    assert not {room: sorted(of_it) for room, of_it in found.items() if len(of_it) > MOST_DOORS}


def test_a_door_is_what_is_entered_from_outside_and_a_room_within_is_one() -> None:
    imports = [
        ("app.wiring.wire_map", "app.map.canvas.view"),
        ("app.wiring.wire_map", "app.map.canvas.canvas"),
        ("app.wiring.wire_map", "app.map.layer"),
        ("app.map.layer", "app.map.canvas.hud"),  # from within the map, not within its canvas
        ("app.map.canvas.view", "app.map.canvas.canvas"),
        ("app.mapping.view", "app.map.colours"),
    ]
    assert doors(imports) == {
        "app.map": {"app.map.canvas", "app.map.layer", "app.map.colours"},
        "app.map.canvas": {"app.map.canvas.view", "app.map.canvas.canvas", "app.map.canvas.hud"},
    }
