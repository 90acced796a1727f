"""Drone chips, coarser views joined of neighbouring ones, and sentences about how densely they are built up."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.benchmarks.panel.parts import TRAIN_PLACES
from tests.made_captions.words import counted, roundly, several, spelt

_TILE = re.compile(r"_z(\d+)_(\d+)_(\d+)\.")


@dataclass(frozen=True, slots=True)
class Chip:
    """A square of ground: the files that make it up, row by row (1 or 4).

    Attributes:
        side_m: of the ground.
        cover: share under roofs, 0..1.
        whole: buildings whose centre lies in it.
    """

    files: tuple[Path, ...]
    side_m: float
    cover: float
    whole: int


def chips(folder: Path, side_px: int = 256) -> list[Chip]:
    """Chips of the places that runs may train on, and each square of four neighbours as one of twice the side."""
    entries = json.loads((folder / "labels.json").read_text("utf-8"))["images"]
    placed: dict[tuple[int, int, int], Chip] = {}
    for entry in entries:
        found = _TILE.search(entry["file"])
        if entry["place"] not in TRAIN_PLACES or found is None:
            continue
        zoom, x, y = (int(part) for part in found.groups())
        placed[zoom, x, y] = Chip(
            (folder / "images" / entry["file"],),
            side_px * entry["m_per_px"],
            entry["building_cover"],
            entry["buildings_centred"],
        )
    joined = []
    for zoom, x, y in sorted(placed):
        four = [placed.get((zoom, x + dx, y + dy)) for dy in (0, 1) for dx in (0, 1)]
        # Aligned ones are chips of the next zoom already, where there is one.
        is_chip = x % 2 == 0 and y % 2 == 0 and (zoom - 1, x // 2, y // 2) in placed
        if all(four) and not is_chip:
            joined.append(_join([chip for chip in four if chip is not None]))
    return [*placed.values(), *joined]


def _join(four: list[Chip]) -> Chip:
    return Chip(
        tuple(chip.files[0] for chip in four),
        2 * four[0].side_m,
        sum(chip.cover for chip in four) / 4,
        sum(chip.whole for chip in four),
    )


def picture(chip: Chip, side_px: int = 256) -> Image.Image:
    """The chip's picture, ``side_px`` a side."""
    loaded = [Image.open(file).convert("RGB") for file in chip.files]
    if len(loaded) == 1:
        return loaded[0].resize((side_px, side_px), Image.Resampling.LANCZOS)
    width, height = loaded[0].size
    whole = Image.new("RGB", (2 * width, 2 * height))
    for number, part in enumerate(loaded):
        whole.paste(part.resize((width, height)), (number % 2 * width, number // 2 * height))
    return whole.resize((side_px, side_px), Image.Resampling.LANCZOS)


def sentences(chip: Chip, rng: np.random.Generator, count: int = 5) -> list[str]:
    """Different sentences true of a chip."""
    ways = [*_by_cover(chip)]
    # The outlines at an edge are not counted, so a number is only said where most buildings are whole.
    if chip.whole >= 1 and chip.cover > 0 and _mostly_whole(chip):
        for one, many in (("house", "houses"), ("building", "buildings")):
            said = counted(chip.whole, one, many, rng)
            ways += [f"{said} seen from a drone", f"{said} on a piece of land"]
    across = f"about {spelt(roundly(round(chip.side_m)))} metres"
    ways += [f"{way}, the picture {across} wide" for way in _by_cover(chip)[:2]]
    return several(rng, ways, count)


def _mostly_whole(chip: Chip) -> bool:
    """Whether buildings of an ordinary size (12 m) that would fit the cover are about as many as were counted."""
    expected = chip.cover * chip.side_m**2 / 12.0**2
    return chip.whole >= 0.5 * expected


def _by_cover(chip: Chip) -> tuple[str, ...]:
    if chip.cover > _COVER[1][0] and chip.whole <= 2 and chip.side_m < _CLOSE_M:
        return _CLOSE
    if 0 < chip.cover <= _COVER[1][0] and chip.whole > 3:
        return _FAR
    return next(ways for limit, ways in _COVER if chip.cover <= limit)


_CLOSE_M = 60.0
_CLOSE = (
    "a roof seen close up and the ground around it", "part of a yard with a roof",
    "a large roof in the picture and little else", "the roof of a house from a low drone",
)  # fmt: skip
_FAR = (
    "small houses and far more open land", "many small roofs on wide open land",
    "a few small houses here and there over a large piece of land", "little roofs far apart on open land",
)  # fmt: skip
_COVER: tuple[tuple[float, tuple[str, ...]], ...] = (
    (0.0, (
        "land on which nothing is built", "ground with no house on it", "no roofs at all seen from above",
        "a place without any houses", "vegetation or bare soil and no building",
    )),
    (0.06, (
        "hardly any building on open land", "very little of the ground is built on",
        "mostly open land with a roof here or there", "a wide open place and almost no roofs",
    )),
    (0.18, (
        "scattered houses with much space between them", "loosely built land, a few roofs and much open ground",
        "houses standing apart from each other", "a settlement with wide gaps between the roofs",
    )),
    (0.35, (
        "houses standing near each other with some space between", "about a quarter of the ground is under roofs",
        "a built-up place with yards between the houses", "a settlement of many roofs and some open ground",
    )),
    (1.0, (
        "densely built ground with hardly any gap between the roofs", "roofs side by side and little ground to be seen",
        "a crowded settlement, roof beside roof", "about half of the ground or more is under roofs",
    )),
)  # fmt: skip
