"""File names as text that can be shown and stored, whatever bytes they hold."""

from __future__ import annotations


def printable(name: str) -> str:
    """``name`` on one line and valid as UTF-8; what cannot be printed becomes an escape, as in Python.

    Names that are no UTF-8 reach Python as lone surrogates, which Qt drops without a word and JSON refuses.
    The index and the command line write the same escapes.
    """
    name = "".join(c if c.isprintable() or ord(c) > 0x7F else repr(c)[1:-1] for c in name)
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return name.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\x85")
