"""The project's own grammar of scenes seen from above, and the bank of captions it makes.

A :class:`~msa_core.demo.topic.Topic` lists noun phrases; the frames below join them into plain sentences
of 5 to 20 words.
Nothing is copied from a data set: the words are ours, and chance (seeded) chooses among them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from msa_core.demo.topic import Topic, all_topics
from msa_core.errors import UsageError

BANK_SEED = 2024
BANK_SIZE = 3000
MIN_WORDS, MAX_WORDS = 5, 20

COUNTS = ("two", "three", "four", "five", "six", "several", "several", "many", "many", "some", "a few")
BESIDE = ("beside", "next to", "near", "close to", "not far from")
OPENINGS = ("seen from above,", "from the air,", "in this view from above,")
_SILENT_OR_LONG = re.compile(r"^(u(ni(?!n)|s|-)|eu|one)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b([Aa]) (?=([aeiouAEIOU][\w-]*))")


def pick(rng: random.Random, choices: Sequence[str]) -> str:
    """One of ``choices``, uniformly; uses ``rng.random`` alone, which is stable over Python versions."""
    return choices[int(rng.random() * len(choices))]


def pick_two(rng: random.Random, choices: Sequence[str]) -> tuple[str, str]:
    """Two different ones of ``choices`` (at least two are needed)."""
    first = int(rng.random() * len(choices))
    second = (first + 1 + int(rng.random() * (len(choices) - 1))) % len(choices)
    return choices[first], choices[second]


def sentence(words: str) -> str:
    """``words`` with single spaces, "an" before vowels, a capital at the start and a full stop."""
    text = " ".join(words.split()).replace(" ,", ",").rstrip(". ")

    def article(match: re.Match[str]) -> str:
        return match.group(0) if _SILENT_OR_LONG.match(match.group(2)) else match.group(1) + "n "

    text = _ARTICLE.sub(article, text)
    return text[0].upper() + text[1:] + "."


def _coloured(rng: random.Random, t: Topic) -> str:
    """Plural noun phrase, half of the time with a colour where it takes one."""
    noun = pick(rng, t.many)
    if noun.endswith("!"):
        return noun[:-1]
    colour = pick(rng, t.colours) if t.colours and rng.random() < 0.5 else ""
    return f"{colour} {noun}"


def _one_beside(rng: random.Random, t: Topic) -> str:
    return f"{pick(rng, t.ones)} {pick(rng, t.lies)} {pick(rng, BESIDE)} {pick(rng, t.near)}"


def _one_with_detail(rng: random.Random, t: Topic) -> str:
    return f"{pick(rng, t.ones)} with {pick(rng, t.details)} {pick(rng, t.where)}"


def _one_with_details(rng: random.Random, t: Topic) -> str:
    first, second = pick_two(rng, t.details)
    return f"{pick(rng, t.ones)} with {first} and {second}"


def _one_between(rng: random.Random, t: Topic) -> str:
    first, second = pick_two(rng, t.near)
    return f"{pick(rng, t.ones)} {pick(rng, t.lies)} between {first} and {second}"


def _there_is(rng: random.Random, t: Topic) -> str:
    return f"there is {pick(rng, t.ones)} {pick(rng, BESIDE)} {pick(rng, t.near)}"


def _opening(rng: random.Random, t: Topic) -> str:
    return f"{pick(rng, OPENINGS)} {pick(rng, t.ones)} {pick(rng, t.lies)} {pick(rng, t.where)}"


def _many_beside(rng: random.Random, t: Topic) -> str:
    who = f"{pick(rng, COUNTS)} {_coloured(rng, t)}"
    return f"{who} {pick(rng, t.stand)} {pick(rng, BESIDE)} {pick(rng, t.near)}"


def _many_where(rng: random.Random, t: Topic) -> str:
    return f"{pick(rng, COUNTS)} {_coloured(rng, t)} {pick(rng, t.stand)} {pick(rng, t.where)}"


def _there_are(rng: random.Random, t: Topic) -> str:
    return f"there are {pick(rng, COUNTS)} {_coloured(rng, t)} {pick(rng, BESIDE)} {pick(rng, t.near)}"


def _own(rng: random.Random, t: Topic) -> str:
    many = t.many or ("trees",)
    return pick(rng, t.more).format(
        count=pick(rng, COUNTS),
        colour=pick(rng, t.colours) if t.colours else "",
        near=pick(rng, t.near),
        where=pick(rng, t.where),
        beside=pick(rng, BESIDE),
        detail=pick(rng, t.details),
        one=pick(rng, t.ones),
        many=pick(rng, many).rstrip("!"),
    )


Frame = Callable[[random.Random, Topic], str]
ONE_FRAMES: tuple[Frame, ...] = (
    _one_beside,
    _one_with_detail,
    _one_with_detail,
    _one_with_details,
    _one_between,
    _there_is,
    _opening,
    _own,
    _own,
    _own,
)
MANY_FRAMES: tuple[Frame, ...] = (_many_beside, _many_where, _there_are, _many_beside)


def compose(t: Topic, rng: random.Random) -> str:
    """One sentence about topic ``t``."""
    frames = ONE_FRAMES + (MANY_FRAMES if t.many else ())
    return sentence(frames[int(rng.random() * len(frames))](rng, t))


def normalised(text: str) -> str:
    """Lower case words of ``text``, without punctuation: two captions with equal keys say the same."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _repeats_a_word(text: str) -> bool:
    """True when a content word occurs twice ("a river beside a river"), which reads badly."""
    words = [w.rstrip("s") for w in normalised(text).split() if len(w) > 3]
    return len(set(words)) < len(words)


def make_bank(n: int = BANK_SIZE, seed: int = BANK_SEED) -> list[str]:
    """``n`` different captions, as many of each topic as the others (one more or less), topics in turn.

    Args:
        n: how many captions, up to about 10,000.
        seed: the same seed gives the same captions.

    Raises:
        UsageError: the grammar cannot make so many different sentences.
    """
    topics = all_topics()
    rng = random.Random(seed)
    seen: set[str] = set()
    bank: list[str] = []
    for number in range(n):
        bank.append(_new_sentence(topics[number % len(topics)], rng, seen))
    return bank


def _new_sentence(t: Topic, rng: random.Random, seen: set[str]) -> str:
    """A sentence about ``t`` that is not in ``seen`` (and now is), of 5 to 20 words."""
    for _ in range(5000):
        text = compose(t, rng)
        key = normalised(text)
        if key in seen or not MIN_WORDS <= len(key.split()) <= MAX_WORDS or _repeats_a_word(text):
            continue
        seen.add(key)
        return text
    raise UsageError(f"The caption grammar cannot make more sentences about {t.name}: ask for fewer.")


def write_bank(path: Path, n: int = BANK_SIZE, seed: int = BANK_SEED) -> int:
    """Write the bank to ``path``, one caption per line in UTF-8, and return how many there are."""
    bank = make_bank(n, seed)
    path.write_text("\n".join(bank) + "\n", encoding="utf-8", newline="\n")
    return len(bank)
