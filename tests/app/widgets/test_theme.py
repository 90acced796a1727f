from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.map.painting.layer import DARK_INK, LIGHT_INK
from app.widgets import theme
from msa_core.config import resource_path

THEMES = ("light", "dark")
TEXT_PAIRS = [
    ("text", "window"),
    ("text", "surface"),
    ("muted", "surface"),
    ("muted", "window"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("text", "accent_soft"),
    ("muted", "accent_soft"),
    ("text", "bad_soft"),
    ("text", "warn_soft"),
    ("text", "good_soft"),
    ("text", "info_soft"),
    ("bad", "surface"),
    ("warn", "surface"),
    ("accent", "info_soft"),
]


def luminance(colour: QColor) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: QColor, b: QColor) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(name: str) -> dict[str, str]:
    return json.loads(resource_path("styles", f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ink,paper", TEXT_PAIRS)
def test_words_are_readable(name: str, ink: str, paper: str) -> None:
    table = colours(name)
    # WCAG 2 AA for text of normal size.
    assert contrast(QColor(table[ink]), QColor(table[paper])) >= 4.5, (name, ink, paper)


@pytest.mark.parametrize("name", THEMES)
def test_the_sheet_leaves_no_name_unresolved(name: str) -> None:
    assert "@" not in theme.sheet(name)


def test_both_themes_name_the_same_colours() -> None:
    assert set(colours("light")) == set(colours("dark"))


def test_a_colour_missing_from_a_theme_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "_colours", lambda _theme: {"window": "#fff"})
    with pytest.raises(KeyError):
        theme.sheet("light")


@pytest.mark.parametrize("file", sorted(resource_path("icons").glob("*.svg")), ids=lambda file: file.stem)
def test_every_icon_is_a_picture_with_something_in_it(file: Path, qapp: QApplication) -> None:
    assert QSvgRenderer(str(file)).isValid()
    picture = theme._render(file.stem, QColor("#000000"), 24).toImage()
    drawn = sum(picture.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24))
    assert drawn > 8


def test_every_icon_that_the_window_names_exists() -> None:
    root = Path(theme.__file__).parent
    named: set[str] = set()
    for file in root.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        named |= set(
            re.findall(
                r"(?:IconButton|EmptyState|_Zone|theme\.icon|theme\.pixmap|set_icon_name)\(\s*\"([a-z-]+)\"",
                text,
            )
        )
    assert len(named) > 8
    for name in named:
        assert resource_path("icons", f"{name}.svg").is_file()


@pytest.mark.parametrize("choice,dark", [("light", False), ("dark", True)])
def test_a_chosen_theme_colours_window_and_map(choice: str, dark: bool, qapp: QApplication) -> None:
    assert theme.apply(choice) == choice
    assert theme.is_dark() is dark
    assert theme.ink() is (DARK_INK if dark else LIGHT_INK)
    assert qapp.palette().window().color() == QColor(colours(choice)["window"])
    theme.apply("light")
