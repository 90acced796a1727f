"""Text files that list rasters, one path per line."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

LIST_SUFFIXES = frozenset((".txt", ".lst", ".list"))
_MAX_BYTES = 1 << 26
# The first word of an ASCII grid, which is a raster called .txt as well.
_GRID_WORDS = (b"ncols", b"nrows", b"dsaa")
# UTF-32 before UTF-16, whose mark it begins with.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_list(path: Path) -> list[str] | None:
    """The lines of a list: stripped, unquoted, without blank ones and comments (#).

    A relative path is looked for beside the list, then in the current folder. Text is UTF-8, UTF-16 or UTF-32 with or
    without a mark at its beginning; a line that is none of them is taken for the bytes of a name, or for Latin-1 where
    only a file of that name is there. Lines may end as on Windows, or in a zero byte (``find -print0``).

    Returns:
        None when the file is not a list: of another name, binary, an ASCII grid, or larger than 64 MB.

    Raises:
        OSError: it cannot be read.
    """
    if path.suffix.lower() not in LIST_SUFFIXES or not is_ordinary(path):
        return None
    if path.stat().st_size > _MAX_BYTES:
        return None
    content = _as_utf8(path.read_bytes())
    if content is None or content.lstrip()[:5].lower().startswith(_GRID_WORDS):
        return None
    lines = (_unquoted(_decoded(line, path.parent).strip()) for line in content.splitlines())
    return [_beside(line, path.parent) for line in lines if line and not line.startswith("#")]


def is_ordinary(path: Path) -> bool:
    """False for a pipe or a device, whose reader may wait for ever. Raises OSError: there is no such file."""
    return stat.S_ISREG(path.stat().st_mode)


def _as_utf8(content: bytes) -> bytes | None:
    """The text of a list as UTF-8, or in the bytes it is in; None when it is not text."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding).encode("utf-8")
            except UnicodeError:
                return None if b"\0" in content else content.removeprefix(mark)
    if b"\0" not in content:
        return content
    sample = content[:4096]
    for encoding, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = sample[odd::2]
        if half and half.count(0) > 0.4 * len(half) and not sample[1 - odd :: 2].count(0):
            try:
                return content.decode(encoding).encode("utf-8")
            except UnicodeError:
                return None
    # Names that each end in a zero byte hold no other control characters.
    is_names = b"\n" not in content and not any(byte < 32 for byte in content.replace(b"\0", b""))
    return content.replace(b"\0", b"\n") if is_names else None


def _decoded(line: bytes, folder: Path) -> str:
    """A line as a path; bytes that are not UTF-8 may be Latin-1 written on another machine."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        as_bytes, as_latin = os.fsdecode(line), line.decode("cp1252", "replace")
    plain = _unquoted(as_latin.strip())
    with contextlib.suppress(OSError, ValueError):
        if (folder / plain).exists() or Path(plain).exists():
            return as_latin
    return as_bytes


def _unquoted(line: str) -> str:
    return line[1:-1] if len(line) > 2 and line[0] == line[-1] and line[0] in "\"'" else line


def _beside(line: str, folder: Path) -> str:
    """A relative path as seen from the list's folder, unless only the current folder has it."""
    if line.startswith(("/", "~")) or "://" in line or Path(line).is_absolute():
        return line
    try:
        here_only = Path(line).exists() and not (folder / line).exists()
    except (OSError, ValueError):
        here_only = False
    return line if here_only else str(folder / line)
