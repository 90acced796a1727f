"""What of a query's words the model cannot take as they are meant: what it does not know, and what is negated.

Both are hints, and the result stays: a text encoder always gives a vector. Told is only what is sure: that pieces of a
text are none of the tokenizer's, not in which language it is. Turning words such as "no" mean nothing to a cosine: "no
airport" lies next to "airport", and what is to be avoided is a term of its own with a weight below 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msa_core.names import printable
from msa_core.records import Query, QueryTerm
from msa_core.retrieval.query.meaning.filler_words import FILLER_WORDS

_LETTERS = r"[^\W\d_]+"
_WORD = r"[^\W\d_][\w'-]*"
# Up to three words after it are what is negated; a number ("no. 5", "runway no 7") is none.
_NEGATION = re.compile(
    r"(?:(?<!\bor )(?<![\w-])(?:no|not|without|except(?:\s+for)?|excluding|lacking|(?:free|devoid|empty)\s+(?:of|from)|"
    r"apart\s+from|other\s+than|neither|nor|none\s+of)"
    r"|\b(?:is|are|do|does|has|have|can)n['\u2019]t(?:\s+(?:have|show|see|contain))?)\s+"
    r"(?:(?:an?|any|the|of|with)\s+)*(?!(?:only|far|longer|man['\u2019]?s|mans|one|to|charge|name)\b)"
    r"(?!(?:more|fewer|less|later|earlier|larger|smaller|higher|lower)\s+than\b)"
    rf"({_WORD}(?:\s+(?!(?:and|or|nor|but|in|on|at|near|beside|with|by|from|to|under|over|along|between)\b){_WORD}){{0,2}})",
    re.IGNORECASE,
)
_FREE = re.compile(rf"(?<![\w-])(?!(?:duty|toll|tax)-)({_LETTERS})-free\b", re.IGNORECASE)
_LOST, _UNKNOWN, _EMPTY = "nothing of ", "the model does not know ", "no word of "
_NEGATED = "a text finds what it names"
"""How the sentences begin."""
_MINUS = re.compile(rf"(?<=\s)-({_WORD})")


@dataclass(frozen=True, slots=True)
class Wording:
    """What was noticed about the texts of a query.

    Attributes:
        unknown: words or signs that the text encoder does not know, as they stand there.
        lost: texts of which it knows no word at all, or that have none.
        negated: what a text to look for negates, without the negation.
        empty: texts of filler words alone, ``the`` or ``what is there``.
    """

    unknown: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """One for each kind of thing that was noticed."""
        told = []
        if self.lost:
            told.append(
                f"{_LOST}{_quoted(self.lost)} is a word that the model knows: the ranking means nothing for it. "
                "Write it in the language that the model was trained on."
            )
        if self.empty:
            told.append(
                f"{_EMPTY}{_quoted(self.empty)} says what a picture shows: the ranking means nothing for it. "
                'Name what is to be seen, for example "a harbour".'
            )
        rest = [word for word in self.unknown if not any(word in text for text in self.lost)]
        if rest:
            told.append(f"{_UNKNOWN}{_quoted(rest)}: the rest of the text alone was searched for.")
        told += [
            f"{_NEGATED}: {printable(what)!r} was looked for, not avoided. To avoid it leave it out of "
            f"the text and give it apart: --not {_argument(what)} (in the window: without)."
            for what in self.negated
        ]
        return tuple(told)


def about_words(notes: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The notes of a search that are :meth:`Wording.sentences`, and the others."""
    about = tuple(note for note in notes if note.startswith((_LOST, _UNKNOWN, _NEGATED, _EMPTY)))
    return about, tuple(note for note in notes if note not in about)


def wording_of(query: Query, unknown_in: Callable[[str], tuple[Sequence[str], bool]]) -> Wording:
    """What there is to notice about a query.

    Args:
        query: whose texts are looked at.
        unknown_in: of a text the words that the encoder does not know, and whether it knows any other.
    """
    unknown: list[str] = []
    lost: list[str] = []
    empty: list[str] = []
    for term in _texts(query):
        words, knows_some = unknown_in(term.value)
        unknown += words
        if not knows_some:
            lost.append(term.value)
        elif not words and FILLER_WORDS.issuperset(re.findall(r"[\w'\u2019-]+", term.value.casefold())):
            empty.append(term.value)
    negated = [what for term in _texts(query) if term.weight > 0 for what in negations(term.value)]
    return Wording(*(tuple(dict.fromkeys(found)) for found in (unknown, lost, negated, empty)))


def negations(text: str) -> list[str]:
    """What an English text negates: ``no airport``, ``a field without trees``, ``cloud-free``, ``beach -people``."""
    found = [*_NEGATION.finditer(text), *_FREE.finditer(text), *_MINUS.finditer(text)]
    return [match.group(1) for match in sorted(found, key=lambda match: match.start())]


def without_negations(text: str) -> str:
    """The text without what it negates: ``a field without trees`` becomes ``a field``, ``no clouds`` nothing."""
    for pattern in (_NEGATION, _FREE, _MINUS):
        text = pattern.sub(" ", text)
    text = re.sub(r"\s+([,;.])", r"\1", " ".join(text.split()))
    return re.sub(
        r"^(?:[,;]|and\b|but\b|or\b)\s*|[\s,;]*(?:\b(?:and|but|or|with))?[\s,;]*$", "", text
    ).strip()


def _texts(query: Query) -> list[QueryTerm]:
    return [term for term in query.terms if term.kind == "text"]


def _quoted(words: Sequence[str]) -> str:
    shown = [f'"{printable(word[:40])}"' for word in words[:8]]
    return ", ".join(shown) + (f" and {len(words) - 8} more" if len(words) > 8 else "")


def _argument(words: str) -> str:
    return f'"{printable(words)}"' if " " in words else printable(words)
