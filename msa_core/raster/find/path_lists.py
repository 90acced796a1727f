"""Text files that list rasters, one path per line."""

from __future__ import annotations

import os
from pathlib import Path

LIST_SUFFIXES = frozenset((".txt", ".lst", ".list"))
_LARGEST_BYTES = 1 << 26
# The first word of an ASCII grid, which is a raster called .txt as well.
_GRID_WORDS = (b"ncols", b"nrows", b"dsaa")


def read_list(path: Path) -> list[str] | None:
    """The lines of a list: stripped, unquoted, without blank ones and comments (#).

    A relative path is looked for beside the list, then in the current folder.

    Returns:
        None when the file is no list: called otherwise, binary, an ASCII grid, or larger than 64 MB.

    Raises:
        OSError: it cannot be read.
    """
    if path.suffix.lower() not in LIST_SUFFIXES or path.stat().st_size > _LARGEST_BYTES:
        return None
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    if b"\0" in content or content.lstrip()[:5].lower().startswith(_GRID_WORDS):
        return None
    lines = (_unquoted(os.fsdecode(line).strip()) for line in content.splitlines())
    return [_beside(line, path.parent) for line in lines if line and not line.startswith("#")]


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
