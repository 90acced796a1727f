"""Names and other foreign text: as it is stored, and as it is shown, whatever it holds.

What others wrote (names of files, captions, dates and CRSs in headers, what GDAL says of a file) may hold sequences
that a terminal obeys, marks that turn the order of letters round, and characters that nobody sees. Data keep it
(GeoJSON, GeoParquet, GeoPackage, CSV, KML, shards, manifest); what is shown to a person goes through :func:`visible`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from msa_core.addresses import is_address

MINUS = "\u2212"
"""Before a number that is read; files and programs have a hyphen there."""
# Controls (C0, C1), formats (bidirectional marks, zero width, tags), lone surrogates, ends of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def printable(name: str) -> str:
    """``name`` on one line and valid as UTF-8, as the index stores it; a control of ASCII becomes an escape."""
    if name.isascii() and name.isprintable():
        return name
    name = "".join(c if c.isprintable() or ord(c) > 0x7F else repr(c)[1:-1] for c in name)
    name = _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", name)  # Windows allows them in names
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\x85")


def visible(text: str) -> str:
    """``text`` on one line for terminal, window, lists and tables; what would act or hide becomes an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escape(c) if unicodedata.category(c) in _UNSEEN else c for c in text)


def visible_lines(text: str) -> str:
    """The same for text of several lines, which stay lines."""
    return "\n".join(visible(line) for line in text.split("\n"))


def visible_json(text: str) -> str:
    """JSON that reads back the same, safe to print: of what a string may hold only escapes are left."""
    return "".join(_json_escape(c) if c >= "\x7f" and unicodedata.category(c) in _UNSEEN else c for c in text)


def with_hyphens(numbers: str) -> str:
    """Numbers as programs take them, whichever sign stands before those below 0: a hyphen, or a minus (U+2212)."""
    return numbers.replace(MINUS, "-")


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return repr(character)[1:-1]


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def on_disk(path: Path) -> Path:
    """``path`` as the disk spells it: names typed composed (NFC) and stored decomposed (by a Mac), or the other way.

    A path that is there, and one that is there in neither form, comes back as it is.
    """
    if str(path).isascii() or os.path.lexists(path):
        return path
    here = Path(path.anchor)
    for part in path.parts[bool(path.anchor) :]:
        child, wanted = here / part, unicodedata.normalize("NFC", part)
        if not os.path.lexists(child):
            try:
                listed = os.listdir(here)  # noqa: PTH208
                named = sorted(name for name in listed if unicodedata.normalize("NFC", name) == wanted)
            except OSError:
                return path
            if not named:
                return path
            child = here / named[0]
        here = child
    return here


def absolute(path: Path | str) -> Path:
    """``path`` from the root of the file system, without dots, links left as they were written; an address as it is."""
    if is_address(path):
        return Path(path)
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links and so change names


def distinct(names: Sequence[str]) -> list[str]:
    """The same names, those that occur again with a number: ``park``, ``park (2)``."""
    taken: dict[str, None] = {}
    for name in names:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        taken[free] = None
    return list(taken)
