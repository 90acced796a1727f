"""The table of what a picture can be said to show: ``captions/scenes.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from msa_core.config import resource_path
from msa_core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Scene:
    """A kind of place.

    Attributes:
        family: number of its family.
        texts: wordings; the first one is said, all are looked for.
    """

    family: int
    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Thing:
    """An object or a kind of ground.

    Attributes:
        says: what is said of it.
        texts: wordings that are looked for.
        one, many: wordings of a single one and of many; empty for ground, which is not counted.
        above: spreads of the background that its evidence must reach.
        unless: families that say it already.
    """

    says: str
    texts: tuple[str, ...]
    one: str = ""
    many: str = ""
    above: float
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneTable:
    """Families by what is said of them, and the scenes and things."""

    families: tuple[str, ...]
    scenes: tuple[Scene, ...]
    things: tuple[Thing, ...]


@cache
def scene_table() -> SceneTable:
    """The bundled table. Raises UsageError when the installation lacks it."""
    try:
        file = resource_path("captions", "scenes.toml")
    except FileNotFoundError as error:
        raise UsageError(f"{error} Or name a bank of captions with --bank.") from error
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    families, scenes = [], []
    for number, family in enumerate(tables["family"]):
        families.append(str(family["says"]))
        scenes += [Scene(number, tuple(scene["texts"])) for scene in family["scene"]]
    things = [_object(row) for row in tables["object"]] + [_ground(row) for row in tables["ground"]]
    return SceneTable(tuple(families), tuple(scenes), tuple(things))


def _object(row: dict[str, Any]) -> Thing:
    one, many = row["texts"]
    single, several = f"a {one}", f"many {many}"
    return Thing(
        says=many, texts=(single, several), one=single, many=several,
        above=row["above"], unless=tuple(row.get("unless", ())),
    )  # fmt: skip


def _ground(row: dict[str, Any]) -> Thing:
    texts = tuple(row["texts"])
    return Thing(says=texts[0], texts=texts, above=row["above"], unless=tuple(row.get("unless", ())))
