"""Text as a cell of a spreadsheet, which would compute what looks like a formula."""

from __future__ import annotations

# With these a spreadsheet takes a cell for a formula (or a command of DDE).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute it."""
    return text[:1] in _FORMULA


def as_text(text: str) -> str:
    """The text, with the mark of a text before what would be computed."""
    return f"'{text}" if is_formula(text) else text
