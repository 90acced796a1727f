"""Words of another script that a vocabulary can only spell: it has their letters, as a sign, and no word of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

MIN_LETTERS = 2
"""Letters of a word that counts as spelled; a sign alone may be meant."""
SPELLED_FROM = 0.75
"""Word pieces a letter from which a word is spelled: now and then two letters are one piece."""


def spelled_words(text: str, spans: Sequence[tuple[int, int]], words: Sequence[int | None]) -> frozenset[int]:
    """Numbers of the words that are spelled.

    Latin letters do not count: unusual names are spelled in them, too.

    Args:
        text: as it was read.
        spans: first character of each word piece, and the one after its last.
        words: number of the word that each piece belongs to; None for marks.
    """
    spans_of: dict[int, list[tuple[int, int]]] = {}
    for span, number in zip(spans, words, strict=True):
        if number is not None:
            spans_of.setdefault(number, []).append(span)
    return frozenset(
        number
        for number, own in spans_of.items()
        if _is_spelled(text[min(start for start, _ in own) : max(stop for _, stop in own)], len(own))
    )


def _is_spelled(word: str, count: int) -> bool:
    foreign = any(sign.isalpha() and not unicodedata.name(sign, "").startswith("LATIN") for sign in word)
    return foreign and len(word) >= MIN_LETTERS and count >= SPELLED_FROM * len(word)
