"""From word pieces back to words, for display: how a tokenizer marks its pieces is read from the tokenizer itself."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceMarks:
    """How pieces make words.

    Attributes:
        special: marks that belong to no word ([CLS], PAD, CLIP's end of text ...).
        style: where ``mark`` stands: on a piece that ``continues`` a word (BERT's ``##ing``), on one that ``ends`` it
            (CLIP's ``ship</w>``), or on one that ``begins`` it (RoBERTa's ``Ġship``, SentencePiece's ``▁ship``).
        spells_bytes: pieces spell UTF-8 bytes in GPT-2's alphabet.
        falls_back: what is in no piece is spelled byte by byte, as ``<0xE2>`` (Gemma, SigLIP 2).
    """

    special: frozenset[str]
    style: str = "continues"
    mark: str = "##"
    spells_bytes: bool = False
    falls_back: bool = False


def marks_of(tokenizer: Any) -> PieceMarks:
    """The marks of a transformers fast tokenizer."""
    roles = tokenizer.special_tokens_map
    unknown = roles.get("unk_token")
    # An unknown word is a word; but CLIP has its end of text stand for it.
    special = {token for role, token in roles.items() if isinstance(token, str) and role != "unk_token"}
    description = json.loads(tokenizer.backend_tokenizer.to_str())
    model = description["model"]
    special |= {t["content"] for t in description["added_tokens"] if t["special"] and t["content"] != unknown}
    layout = json.dumps([description["pre_tokenizer"], description["decoder"]])
    falls_back = bool(model.get("byte_fallback"))
    spells_bytes = '"ByteLevel"' in layout
    if model["type"] == "BPE" and model.get("end_of_word_suffix"):
        return PieceMarks(
            special=frozenset(special),
            style="ends",
            mark=model["end_of_word_suffix"],
            spells_bytes=spells_bytes,
        )
    if model["type"] == "BPE" and spells_bytes:
        return PieceMarks(special=frozenset(special), style="begins", mark="Ġ", spells_bytes=True)
    if '"Metaspace"' in layout or "▁" in json.dumps(description["normalizer"], ensure_ascii=False):
        return PieceMarks(special=frozenset(special), style="begins", mark="▁", falls_back=falls_back)
    return PieceMarks(
        special=frozenset(special), style="continues", mark=model.get("continuing_subword_prefix") or "##"
    )


def merge_pieces(tokens: Sequence[str], marks: PieceMarks) -> list[tuple[str, list[int]]]:
    """Words of a row of word pieces, each with the positions of its pieces; special tokens are left out."""
    words: list[tuple[str, list[int]]] = []
    open_word = False
    for position, token in enumerate(tokens):
        if token in marks.special:
            open_word = False
            continue
        text, joins = _read(token, marks, words[-1][0] if open_word else "")
        if not text:  # a mark by itself
            open_word = False
            continue
        if joins and open_word:
            words[-1] = (words[-1][0] + text, [*words[-1][1], position])
        else:
            words.append((text, [position]))
        open_word = not (marks.style == "ends" and token.endswith(marks.mark))
    if marks.falls_back:
        return [(_from_bytes(word), positions) for word, positions in words]
    return [(_spelled(word) if marks.spells_bytes else word, positions) for word, positions in words]


def _read(token: str, marks: PieceMarks, before: str) -> tuple[str, bool]:
    """The letters of a piece, and whether it goes on with the word ``before`` it."""
    if marks.style == "continues":
        joins = token.startswith(marks.mark)
        return (token[len(marks.mark) :] if joins else token), joins
    if marks.style == "ends":
        return token.removesuffix(marks.mark), True
    if token.startswith(marks.mark):
        return token[len(marks.mark) :], False
    # A full stop carries no space before it, and yet is not a part of the word. A byte is one of a letter.
    letters = [bool(marks.falls_back and _BYTE.fullmatch(piece)) for piece in (before[-6:], token)]
    return token, bool(before) and (letters[0] or before[-1].isalnum()) == (letters[1] or token[0].isalnum())


_BYTE = re.compile(r"<0x([0-9A-F]{2})>")


def _from_bytes(word: str) -> str:
    """``caf<0xC3><0xA9>`` -> ``café``."""
    if not _BYTE.search(word):
        return word
    parts = re.split(r"(<0x[0-9A-F]{2}>)", word)
    spelled = b"".join(bytes([int(p[3:5], 16)]) if _BYTE.fullmatch(p) else p.encode() for p in parts)
    return spelled.decode("utf-8", "replace")


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's alphabet: printable Latin-1 stands for itself, the other bytes follow from U+0100 on."""
    itself = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in itself]
    return {chr(b): b for b in itself} | {chr(256 + n): b for n, b in enumerate(others)}


_ALPHABET = _byte_alphabet()


def _spelled(word: str) -> str:
    if any(letter not in _ALPHABET for letter in word):
        return word
    return bytes(_ALPHABET[letter] for letter in word).decode("utf-8", "replace")
