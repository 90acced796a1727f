"""Foreign text where Qt would read more into it: tooltips, buttons, menus, the title of the window."""

from __future__ import annotations

from PySide6 import QtGui

from msa_core.names import visible, visible_lines


def plain_tip(text: str) -> str:
    """A tooltip of these lines. Qt shows HTML in anything that looks like it: such a text is given as escaped HTML."""
    text, rich = visible_lines(text), QtGui.Qt
    return rich.convertFromPlainText(text) if rich.mightBeRichText(text) else text


def plain_caption(text: str) -> str:
    """The words of a button or an entry of a menu, where Qt underlines the letter after a single ``&``."""
    return visible(text).replace("&", "&&")


def plain_window_title(text: str) -> str:
    """A part of a window's title, where Qt puts a mark for ``[*]``."""
    return visible(text).replace("[*]", "[*][*]")


def short(name: str) -> str:
    """A name as part of a short sentence."""
    return name if len(name) <= 32 else f"{name[:30]}…"
