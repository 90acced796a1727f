"""What the caption grammar knows of one kind of scene; its lists lie in ``captions/topics.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache

from msa_core.config import resource_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What one kind of scene is made of; every phrase fits every frame that uses its list.

    Attributes:
        name: the topic, unique.
        ones: singular noun phrases with their article ("a small harbour").
        many: plural noun phrases without determiner ("storage tanks"); ``!`` at the end: takes no colour.
        colours: adjectives that ``many`` takes.
        stand: plural verbs of posture for ``many`` ("are moored").
        lies: singular verbs of posture for ``ones``.
        details: noun phrases with determiner, found inside or on it.
        near: noun phrases with determiner, found beside it.
        where: settings that begin with a preposition ("in a desert").
        more: whole sentences of this topic, with any of ``{count} {colour} {many} {one} {detail} {near} {where}
            {beside}`` to be filled in.
    """

    name: str
    ones: tuple[str, ...]
    many: tuple[str, ...]
    colours: tuple[str, ...]
    stand: tuple[str, ...]
    lies: tuple[str, ...]
    details: tuple[str, ...]
    near: tuple[str, ...]
    where: tuple[str, ...]
    more: tuple[str, ...]


@cache
def all_topics() -> tuple[Topic, ...]:
    """Every topic once, in the order of the file: the bank goes through them in turn."""
    tables = tomllib.loads(resource_path("captions", "topics.toml").read_text(encoding="utf-8"))["topic"]
    lists = [field.name for field in fields(Topic) if field.name != "name"]
    return tuple(Topic(name=table["name"], **{key: tuple(table[key]) for key in lists}) for table in tables)
