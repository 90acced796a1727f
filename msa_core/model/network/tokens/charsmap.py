"""The table of replaced characters in a tokenizer (``Precompiled``): its reader ends the program where it is damaged.

Four bytes with the length of a double array (darts-clone), that array of uint32, and the replacements in UTF-8, each
with a zero behind it (normalizer.cc of the SentencePiece project).
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

_LEAF, _WIDE = np.uint32(1 << 31), np.uint32(1 << 9)


def check_charsmap(table: bytes) -> None:
    """Raise ValueError for a table in which some text would lead out of the array or out of the replacements."""
    size = int.from_bytes(table[:4], "little")
    if len(table) < 4 or size % 4 or not 0 < size <= len(table) - 4:
        raise ValueError("its table of characters is cut short")
    units = np.frombuffer(table, np.uint32, size // 4, 4)
    replaced = table[4 + size :]
    replaced.decode("utf-8")
    leaf = (units & _LEAF) != 0
    shift = np.where(units & _WIDE, 8, 0).astype(np.uint32)
    targets = np.arange(len(units), dtype=np.uint64) ^ ((units >> np.uint32(10)).astype(np.uint64) << shift)
    # The next byte of a text moves on within a block of 256.
    astray = (targets | np.uint64(255)) >= np.uint64(len(units))
    values = (units & ~_LEAF)[leaf]
    inside = values < len(replaced)
    begins = np.ones(len(values), bool)
    letters = np.frombuffer(replaced, np.uint8)
    begins[inside] = (letters[values[inside]] & 0xC0) != 0x80
    if (astray & ~leaf).any() or not inside.all() or not begins.all():
        raise ValueError("its table of characters is damaged")


def check_charsmaps(step: Any) -> None:
    """Check every table in a normalizer as ``tokenizer.json`` holds it. Raises ValueError."""
    if isinstance(step, list):
        for each in step:
            check_charsmaps(each)
    elif isinstance(step, dict):
        table = step.get("precompiled_charsmap")
        if isinstance(table, str):
            check_charsmap(base64.b64decode(table, validate=True))
        check_charsmaps(list(step.values()))
