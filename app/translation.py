"""Sentences of the window in the language of who reads them. Knows no Qt; ``app.language`` hands it a translation.

A sentence stands in the source as it reads in English, whole, at the place where it is shown::

    tr("{name} is there. Replace it?", name=path.name)
    tr_n(count, "%n place", "%n places")

``packaging/translations.py`` finds them there: the first texts of ``tr``, ``tr_n`` and ``mark`` are always literals.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from msa_core.names import MINUS, with_hyphens


@dataclass(frozen=True)
class Translation:
    """One language of the window.

    Attributes:
        code: ``en``, ``de`` ...
        find: (sentence, what it is about, count or -1) -> its translation, ``""`` where there is none.
        group: between the thousands of a number.
        point: before its decimals.
    """

    code: str
    find: Callable[[str, str, int], str]
    group: str = ","
    point: str = "."


ENGLISH = Translation("en", lambda _sentence, _about, _count: "")
_used = ENGLISH
_BELOW_ZERO = re.compile(r"(?<![^\s(])-(?=\d)")
_BEFORE_SEPARATOR = re.compile(" +(?=[·–])")


def use(translation: Translation) -> None:
    """Speak this language from now on; what is shown already stays as it is."""
    global _used
    _used = translation


def language() -> str:
    """The code of the language in use."""
    return _used.code


def tr(sentence: str, /, about: str = "", **values: object) -> str:
    """``sentence`` in the language in use, with ``values`` in its ``{places}``.

    Args:
        about: tells two meanings of one English text apart, for the translator; part of what is looked up.
        values: without any, braces stay as they are.
    """
    found = _used.find(sentence, about, -1) or sentence
    return found.format(**values) if values else found


def tr_n(count: int, one: str, many: str, /, about: str = "", **values: object) -> str:
    """The form for ``count`` in the language in use; ``%n`` in it becomes the number.

    Args:
        one: the English sentence for exactly one.
        many: the English sentence for any other number, by which translations are looked up.
    """
    found = _used.find(many, about, abs(count)) or (one if count == 1 else many)
    # The number first: a value may hold a %n of its own, as the name of a file.
    found = found.replace("%n", numeral(count))
    return found.format(**values) if values else found


def mark(sentence: str, /) -> str:
    """The sentence as it is, for constants, which ``tr`` translates when they are shown: they are made earlier."""
    return sentence


def short_numeral(value: float, digits: int = 3) -> str:
    """The same with so many digits that say something, and without thousands: ``0.25``, ``12.3``, ``320``."""
    return as_written(f"{value:.{digits}g}")


def plain_numeral(value: float) -> str:
    """A number as it was given, with what its decimals need: ``0.25``, ``1200``, ``3``."""
    return as_written(f"{value:g}")


def numeral(value: float, decimals: int = 0, plus: bool = False) -> str:
    """A number as it is read: ``12,345.60``; in German ``12.345,60``. ``plus``: with its sign in any case."""
    return as_written(f"{value:{'+' if plus else ''}z,.{decimals}f}")


def as_written(number: str) -> str:
    """A number in English as the language in use writes it: ``-5,000.5`` in German ``−5.000,5``, with a minus sign as
    wide as a plus.
    """
    return number.translate({ord(","): _used.group, ord("."): _used.point, ord("-"): MINUS})


def with_minus(words: str) -> str:
    """What the core says of numbers, with their sign as the window writes it; hyphens of names and dates stay."""
    return _BELOW_ZERO.sub(MINUS, words)


def typed_numeral(value: float) -> str:
    """The same in a field to type into: what stands below 0 has the sign that a keyboard has."""
    return with_hyphens(plain_numeral(value))


def number_of(typed: str) -> float:
    """A number as somebody typed it, with a point or a comma, a hyphen or a minus. Raises ValueError for none."""
    return float(with_hyphens(typed).strip().replace(",", "."))


def keeping_separators(sentence: str) -> str:
    """The sentence with no break of Unicode (UAX 14) before ``·`` and ``–``: where it takes several lines, one ends in
    the separator, and none begins with it.
    """
    return _BEFORE_SEPARATOR.sub(lambda blanks: "\u00a0" * len(blanks[0]), sentence)
