"""Which words of a text have a map of their own, and which are only part of its sentence.

Articles, prepositions, signs and what the tokenizer does not know point at no place, yet attention gives them as much
weight as the rest. Their parts join that of the sentence as a whole: nothing is lost, and words + sentence = whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from msa_core.records import SENTENCE, Heatmap
from msa_core.retrieval.query.meaning.filler_words import FILLER_WORDS

_REPEATED = re.compile(r" \(\d+\)$")
_UNKNOWN = re.compile(r"[\[<]unk[\]>]|\ufffd+", re.IGNORECASE)


def own_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words that mean something by themselves, in order.

    Left out are signs, unknown pieces (``[UNK]``), what is left of a word when its pieces were not joined (``##``), and
    the filler words of English. Of a text that has no other words all but signs and unknown pieces are kept.

    Args:
        words: as :func:`msa_core.model.running.heatmaps.name_words` names them, a repeated one as ``word (2)``.
    """
    readable = [word for word in words if _is_word(word)]
    meant = [word for word in readable if _REPEATED.sub("", word).casefold() not in FILLER_WORDS]
    return tuple(meant or readable)


def folded(heatmaps: Sequence[Heatmap], words: Sequence[str], own: Sequence[str]) -> tuple[Heatmap, ...]:
    """The heatmaps with those of the words that are not in ``own`` added to the sentence's of their scale."""
    fillers = set(words) - set(own)
    kept = [heatmap for heatmap in heatmaps if heatmap.word not in fillers]
    return tuple(_sentence(one, heatmaps, fillers) if one.word == SENTENCE else one for one in kept)


def _is_word(word: str) -> bool:
    plain = _REPEATED.sub("", word)
    return _UNKNOWN.fullmatch(plain) is None and any(sign.isalnum() for sign in plain)


def _sentence(whole: Heatmap, heatmaps: Sequence[Heatmap], fillers: set[str]) -> Heatmap:
    parts = [whole] + [one for one in heatmaps if one.scale == whole.scale and one.word in fillers]
    values = sum((part.values for part in parts[1:]), start=parts[0].values)
    constant, total = sum(part.constant for part in parts), sum(part.total for part in parts)
    return replace(whole, values=values, constant=constant, total=total)
