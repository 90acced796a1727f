"""From the name of a class to captions for a view from above."""

from __future__ import annotations

import re

TEMPLATES = (
    "an aerial photograph of {}",
    "a satellite image of {}",
    "{} seen from above",
    "an overhead view of {}",
    "a bird's eye view of {}",
    "this remote sensing image shows {}",
    "{} photographed from the air",
    "there is {} in this aerial view",
)
"""Captions of a class, in the words of remote-sensing captions; ``{}`` takes the class with its article."""

_MASS = frozenset((
    "water", "vegetation", "soil", "sand", "grass", "snow", "ice", "ground", "farmland", "cropland", "grassland",
    "wetland", "woodland", "bareland", "wasteland", "land", "chaparral", "housing", "parking", "traffic", "agriculture",
    "pasture", "scrub", "shrub", "rock", "mud", "debris", "damage", "flooding", "deforestation", "mining", "smoke",
))  # fmt: skip
_ADJECTIVES = re.compile(r"(ial|ous|ural|ed)$")


def readable(name: str) -> str:
    """A class name as words: ``01_StorageTanks`` -> ``storage tanks``, ``T-junction`` -> ``T-junction``.

    Underscores, dots and camel case part words; a running number in front or behind goes; capitals of an
    abbreviation stay.
    """
    words = re.sub(r"[_.\s]+", " ", name)
    words = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", words)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", words)
    trimmed = re.sub(r"^\d+[\s-]*|[\s-]*\d+$", "", words.strip()).strip()
    parts = (trimmed or words.strip()).split()
    return " ".join(part if part.isupper() or "-" in part else part.lower() for part in parts)


def with_article(words: str) -> str:
    """``airport`` -> ``an airport``; plurals, masses (``farmland``) and adjectives (``industrial``) get no article."""
    last = words.split()[-1].lower() if words.split() else ""
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    if not last or plural or last in _MASS or _ADJECTIVES.search(last):
        return words
    return f"{'an' if words[0].lower() in 'aeiou' else 'a'} {words}"


def class_captions(name: str) -> tuple[str, ...]:
    """All captions of a class, one for each of :data:`TEMPLATES`."""
    thing = with_article(readable(name))
    return tuple(template.format(thing) for template in TEMPLATES)
