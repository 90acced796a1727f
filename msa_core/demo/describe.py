"""Captions for a tile of a made landscape, from its ground truth."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from msa_core.demo.grammar import BESIDE, normalised, pick, sentence
from msa_core.demo.words import COVER, CROP_COLOURS, INSIDE, ROWS, THING, WORDS, Word

SENTENCES = 5
_NUMBERS = {2: "two", 3: "three", 4: "four"}
_WHOLE = ("covers the whole area", "fills the picture", "can be seen everywhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One class of things in a tile.

    Attributes:
        kind: class of the ground truth, a key of ``WORDS``.
        count: how many are (mostly) in the tile.
        share: of the tile's area, 0..1.
        colour: plain name of the colour most of them have, or "".
        crops: for fields, the crops from the most to the least common.
    """

    kind: str
    count: int
    share: float
    colour: str = ""
    crops: tuple[str, ...] = ()

    @property
    def word(self) -> Word:
        """What it is called."""
        return WORDS[self.kind]

    @property
    def salience(self) -> float:
        """How much it catches the eye."""
        return self.word.weight * (0.05 + self.share) ** 0.5 * min(1.0 + 0.12 * self.count, 2.0)


def describe(objects_in_tile: Sequence[Seen], rng: random.Random) -> list[str]:
    """Up to five different sentences for what a tile shows, the most striking things first.

    Empty when nothing in it has a name.
    """
    known = sorted(
        (seen for seen in objects_in_tile if seen.kind in WORDS), key=lambda s: (-s.salience, s.kind)
    )
    if not known:
        return []
    texts: dict[str, str] = {}
    for _ in range(60):
        words = _compose(known[:5], rng)
        if not 3 <= len(words.split()) <= 24:
            continue
        text = sentence(words)
        texts.setdefault(normalised(text), text)
        if len(texts) == SENTENCES:
            break
    return list(texts.values())


def _compose(known: list[Seen], rng: random.Random) -> str:
    """One sentence about the first of ``known``, usually with another."""
    main, others = known[0], [seen for seen in known[1:] if seen.salience > 0.2 * known[0].salience]
    if not others or (main.share > 0.85 and main.word.role == COVER):
        return _alone(main, rng)
    second = others[0] if rng.random() < 0.6 else others[int(rng.random() * len(others))]
    third = next((seen for seen in others if seen is not second), None)
    if rng.random() < 0.25:
        main, second = second, main
    return _together(main, second, third, rng)


def phrase(seen: Seen, rng: random.Random) -> str:
    """Noun phrase with its determiner: "a lake", "several white storage tanks"."""
    word = seen.word
    if word.many and seen.count > 1:
        many = pick(rng, word.many)
        if seen.kind == "field" and seen.crops and rng.random() < 0.7:
            colours = list(dict.fromkeys(CROP_COLOURS[crop] for crop in seen.crops))[:2]
            return f"{' and '.join(colours)} {many}"
        colour = (
            seen.colour
            if seen.colour and rng.random() < 0.5 and not many.startswith(("white", "blue", "long"))
            else ""
        )
        return f"{_number(seen, rng)} {colour} {many}"
    one = pick(rng, word.ones)
    if seen.kind == "field" and seen.crops and rng.random() < 0.7:
        return f"a {CROP_COLOURS[seen.crops[0]]} field"
    return one


def _number(seen: Seen, rng: random.Random) -> str:
    if seen.count in _NUMBERS and rng.random() < 0.75:
        return _NUMBERS[seen.count]
    if seen.count < 4:
        return pick(rng, ("a few", "some"))
    if seen.count < 10:
        return pick(rng, ("several", "some", "many"))
    return "rows of" if seen.kind in ROWS and rng.random() < 0.3 else pick(rng, ("many", "a lot of"))


def _is_plural(seen: Seen) -> bool:
    return bool(seen.word.many) and seen.count > 1


def _verb(seen: Seen, rng: random.Random) -> str:
    """A verb of place that agrees with :func:`phrase` of ``seen``."""
    if _is_plural(seen):
        return pick(rng, (seen.word.verb, "are", "can be seen"))
    return pick(rng, ("is", "lies") if seen.word.role == COVER else ("is", "is", "can be seen"))


def _alone(main: Seen, rng: random.Random) -> str:
    """A sentence about one thing."""
    name = phrase(main, rng)
    if main.word.role == COVER and not _is_plural(main):
        return pick(
            rng,
            (
                f"{name} {pick(rng, _WHOLE)}",
                f"this is {name} seen from above",
                f"it is {name}",
                f"nothing but {name} can be seen",
                f"there is {name} in the picture",
            ),
        )
    if _is_plural(main):
        return pick(
            rng,
            (
                f"{name} {_verb(main, rng)} on the ground",
                f"there are {name} in the picture",
                f"the picture shows {name}",
            ),
        )
    return pick(
        rng,
        (f"this is {name} seen from above", f"the picture shows {name}", f"there is {name} in the middle"),
    )


def _together(main: Seen, second: Seen, third: Seen | None, rng: random.Random) -> str:
    """A sentence about two or three things."""
    first, other = phrase(main, rng), phrase(second, rng)
    is_are = "are" if _is_plural(main) else "is"
    if second.kind in INSIDE.get(main.kind, ()):
        options = [f"{first} with {other}", f"there {is_are} {first} with {other}", f"{first} and {other}"]
        if third is not None and third.kind in INSIDE[main.kind]:
            options += [f"{first} with {other} and {phrase(third, rng)}"] * 2
        elif third is not None:
            options += [f"{first} with {other} {pick(rng, BESIDE)} {phrase(third, rng)}"] * 2
    elif main.kind in INSIDE.get(second.kind, ()):
        options = [
            f"{first} {_verb(main, rng)} in {other}",
            f"there {is_are} {first} in {other}",
            f"{first} in {other}",
        ]
        if third is not None and third.kind not in INSIDE[second.kind]:
            options.append(f"{first} {_verb(main, rng)} in {other} {pick(rng, BESIDE)} {phrase(third, rng)}")
    else:
        options = _side_by_side(main, second, third, first, other, rng)
    return options[int(rng.random() * len(options))]


def _side_by_side(
    main: Seen, second: Seen, third: Seen | None, first: str, other: str, rng: random.Random
) -> list[str]:
    """Sentences about things of which none lies in the other."""
    is_are = "are" if _is_plural(main) else "is"
    options = [
        f"{first} {_verb(main, rng)} {pick(rng, BESIDE)} {other}",
        f"there {is_are} {first} {pick(rng, BESIDE)} {other}",
        f"{first} and {other}",
        f"{first} {pick(rng, BESIDE)} {other}",
    ]
    if second.word.role == COVER and second.share > 0.45 and not _is_plural(second):
        options += [f"{first} {is_are} surrounded by {other}", f"{other} surrounds {first}"]
    if third is not None and third.kind not in INSIDE.get(main.kind, ()) + INSIDE.get(second.kind, ()):
        options.append(f"{first} {pick(rng, BESIDE)} {other} and {phrase(third, rng)}")
        if third.word.role != THING and second.word.role != THING:
            options.append(f"{first} {_verb(main, rng)} between {other} and {phrase(third, rng)}")
    return options
