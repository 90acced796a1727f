"""File names: made absolute, and as text that can be printed and stored whatever bytes they hold."""

from __future__ import annotations

import os
from pathlib import Path


def printable(name: str) -> str:
    """``name`` on one line and valid as UTF-8; what cannot be printed becomes an escape, as in Python."""
    name = "".join(c if c.isprintable() or ord(c) > 0x7F else repr(c)[1:-1] for c in name)
    # Lone surrogates: those that stand for a byte of a name on the disk, and any other.
    name = "".join(
        f"\\u{ord(c):04x}" if 0xD800 <= ord(c) < 0xDC80 or 0xDCFF < ord(c) <= 0xDFFF else c for c in name
    )
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\x85")


def absolute(path: Path | str) -> Path:
    """``path`` from the root of the file system, without dots, links left as the user wrote them."""
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links and so change names
