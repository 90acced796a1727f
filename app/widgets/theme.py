"""Light and dark: colours, palette, style sheet and icons from ``resources``."""

from __future__ import annotations

import json
import re
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.map.painting.layer import DARK_INK, LIGHT_INK, Ink
from msa_core.config import resource_path

# Buttons show 18 pixels, line edits 16; each also at twice the pixel ratio. Drawing them is part of starting.
ICON_SIZES_PX = (16, 18, 32, 36)
DISABLED_SIZES_PX = (18, 36)
APP_ICON_SIZES_PX = (16, 32, 48, 128)
APP_ICON = "msa-analyst"
_STYLED = "msa_has_style"
_CHOICE = "msa_theme"
_current = "light"


def apply(choice: str) -> str:
    """Use ``light``, ``dark``, or with ``system`` whatever the desktop uses; returns which it became."""
    global _current
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    is_same = app.property(_CHOICE) == choice
    if not is_same:
        take_off()
    hints = app.styleHints()
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    # Native dialogs and title bars follow this; Unknown hands the choice back to the desktop.
    hints.setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
    dark = hints.colorScheme() == Qt.ColorScheme.Dark if choice == "system" else choice == "dark"
    _current = "dark" if dark else "light"
    wanted = sheet(_current)
    if is_same and app.styleSheet() == wanted:
        return _current
    take_off()
    app.setProperty(_CHOICE, choice)
    if not app.property(_STYLED):  # once: each time all widgets are polished anew
        app.setStyle("Fusion")
        app.setProperty(_STYLED, True)
    app.setPalette(_palette())
    app.setStyleSheet(wanted)
    return _current


def take_off() -> None:
    """Take the style sheet off: off and put on anew it costs a third of what changing it costs. Nothing is to be
    painted before :func:`apply`.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if app.property(_STYLED) and app.styleSheet():
        app.setStyleSheet("")


def is_dark() -> bool:
    """Whether the dark theme is in use."""
    return _current == "dark"


def ink() -> Ink:
    """The map's colours."""
    return DARK_INK if is_dark() else LIGHT_INK


def colour(name: str) -> QColor:
    """A colour of the theme in use, by its name in the JSON files of ``resources/styles``."""
    return QColor(_colours(_current)[name])


@cache
def _colours(theme: str) -> dict[str, str]:
    loaded: dict[str, str] = json.loads(resource_path("styles", f"{theme}.json").read_text(encoding="utf-8"))
    return loaded


def sheet(theme: str) -> str:
    """The style sheet of a theme. Raises KeyError for a colour that the theme lacks."""
    colours = _colours(theme)
    template = resource_path("styles", "window.qss").read_text(encoding="utf-8")
    body = template.split("*/", 1)[1]
    return re.sub(r"@(\w+)", lambda match: colours[match.group(1)], body)


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "sunken",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Mid: "border_strong",
        QPalette.ColorRole.Accent: "accent",
    }
    for role, name in roles.items():
        palette.setColor(role, colour(name))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("disabled"))
    return palette


def icon(name: str, colour_name: str = "muted") -> QIcon:
    """An icon of ``resources/icons`` in a colour of the theme, for buttons and actions."""
    return _icon(name, _current, colour_name)


@cache
def _icon(name: str, theme: str, colour_name: str) -> QIcon:
    out = QIcon()
    for size in ICON_SIZES_PX:
        out.addPixmap(_render(name, QColor(_colours(theme)[colour_name]), size), QIcon.Mode.Normal)
    for size in DISABLED_SIZES_PX:
        out.addPixmap(_render(name, QColor(_colours(theme)["disabled"]), size), QIcon.Mode.Disabled)
    return out


def pixmap(name: str, colour_name: str, size_px: int, ratio: float) -> QPixmap:
    """An icon as a pixmap, for labels and painting by hand: crisp at any device pixel ratio."""
    return _pixmap(name, _current, colour_name, size_px, ratio)


@cache
def _pixmap(name: str, theme: str, colour_name: str, size_px: int, ratio: float) -> QPixmap:
    picture = _render(name, QColor(_colours(theme)[colour_name]), round(size_px * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def app_icon() -> QIcon:
    """The program's own icon."""
    out = QIcon()
    for size in APP_ICON_SIZES_PX:
        out.addPixmap(_render(APP_ICON, QColor("black"), size))
    return out


def logo(size_px: int, ratio: float) -> QPixmap:
    """The program's own icon, large."""
    return pixmap(APP_ICON, "text", size_px, ratio)


@cache
def _svg(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


def _render(name: str, tint: QColor, size_px: int) -> QPixmap:
    text = _svg(name).replace("currentColor", tint.name())
    picture = QPixmap(size_px, size_px)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return picture
