"""From the name of a class to captions for a view from above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from msa_core.training.data.captioned_image import CaptionedImage

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
# Published sets write class names in one word (``denseresidential``). A name made of these words alone is parted.
_WORD_LIST = """
    air airplane airport area bare baseball basketball bay beach bridge building buildings center
    chaparral church circle circular city club coast commercial course court crop cropland crosswalk
    dense desert diamond dock driving farm farmland ferry field fields football forest free freeway
    golf greenhouse ground harbor harbour helicopter helipad high highway home house houses ice
    industrial inter intersection island junction lake land lot marina market meadow medium mobile
    mountain oil overpass palace park parking plane plant plants playground pond pool port power
    rail railway range rectangular residential resort river road roundabout runway sand school sea
    sewage ship shrub snow solar sparse square stadium station storage swimming tank tanks tennis
    terminal terrace thermal tower town track train transformer viaduct village waste water way wet
    wetland wind wood yard
"""
_WORDS = frozenset(_WORD_LIST.split())
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


def key(label: str) -> str:
    """What makes two class labels the same: letter case and what stands between words do not count."""
    return re.sub(r"[\W_]+", "", label).lower()


def words_of(label: str) -> str:
    """A label as words; one written together (``denseresidential``) is parted when it is made of known words."""
    words = readable(label)
    if " " in words or not words.isalpha():
        return words
    # The fewest words that make up the first n letters.
    best: list[list[str] | None] = [[]] + [None] * len(words)
    for end in range(1, len(words) + 1):
        for start in range(end):
            before, word = best[start], words[start:end].lower()
            if (
                before is not None
                and word in _WORDS
                and (best[end] is None or len(before) + 1 < len(best[end] or []))
            ):
                best[end] = [*before, word]
    parted = best[-1]
    return " ".join(parted) if parted else words


def class_captions(name: str) -> tuple[str, ...]:
    """All captions of a class, one for each of :data:`TEMPLATES`."""
    thing = with_article(words_of(name))
    return tuple(template.format(thing) for template in TEMPLATES)


def labels_of(images: Sequence[CaptionedImage]) -> list[str]:
    """The class of each picture: as the set gives it, else from file names such as ``airport_12.jpg``; "" without.

    File names are taken as classes when they give at least two, and on average at least two pictures to each.
    """
    if any(image.group for image in images):
        return [image.group for image in images]
    found = [re.sub(r"[\W_]*\d+$", "", image.path.name.split("#")[0].rsplit(".", 1)[0]) for image in images]
    named = [label for label in found if re.search(r"[^\W\d_]", label)]
    kinds = len(set(named))
    return found if 2 <= kinds <= len(named) / 2 else [""] * len(found)


def with_class_captions(images: Sequence[CaptionedImage]) -> list[CaptionedImage]:
    """Pictures of one set with their class as ``group`` and its captions as ``class_sentences``.

    Pictures whose class :func:`labels_of` does not know stay as they are.
    """
    return [
        replace(image, group=key(label), class_sentences=class_captions(label)) if label else image
        for image, label in zip(images, labels_of(images), strict=True)
    ]
