"""Markdown to read: nothing is scrolled sideways, nothing is fetched, and the colours are those of the theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QTextFrame
from pytestqt.qtbot import QtBot

from app.widgets import theme
from app.widgets.frame.dialogs.models_dialog import ModelsDialog
from app.widgets.markdown_page import MarkdownText
from msa_core.model.stored.known_models import known_models

WIDE = (
    "# A card\n\n```sh\nmsa eval "
    + "--captions dataset_rsicd.json " * 8
    + "\n```\n\n| "
    + " | ".join(["image -> text R@1 / 5 / 10"] * 7)
    + " |\n"
    + "|---" * 7
    + "|\n| "
    + " | ".join(["9.2 / 25.5 / 39.2, and " + "a" * 80] * 7)
    + " |\n\n`"
    + "0123456789abcdef" * 12
    + "`\n"
)


@pytest.mark.parametrize("size", [(640, 400), (800, 470), (900, 560), (1300, 800)])
def test_the_card_of_a_model_is_not_scrolled_sideways(qtbot: QtBot, size: tuple[int, int]) -> None:
    dialog = ModelsDialog()
    qtbot.addWidget(dialog)
    models = known_models()
    dialog.set_models(models, [[] for _ in models], can_index=False)
    dialog.show()
    dialog.resize(*size)
    assert "mR" in dialog.card.toPlainText()
    qtbot.waitUntil(lambda: dialog.card.horizontalScrollBar().maximum() == 0)
    dialog.card.show_text(WIDE)
    qtbot.waitUntil(lambda: dialog.card.document().size().width() <= dialog.card.viewport().width())
    qtbot.waitUntil(lambda: dialog.card.horizontalScrollBar().maximum() == 0)


def test_a_table_whose_columns_are_rounded_up_stays_within_the_page_at_any_width(qtbot: QtBot) -> None:
    page = MarkdownText()
    qtbot.addWidget(page)
    page.show()
    page.show_text(
        "| set | pictures |\n|---|---|\n" + "| RSICD, train split | five each, for research use |\n" * 40
    )
    too_wide = []
    for width in range(250, 330):
        page.resize(width, 300)
        if page.document().size().width() > page.viewport().width():
            too_wide.append(width)
    assert too_wide == []


def test_a_picture_that_a_text_names_is_not_read(qtbot: QtBot, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    QImage(900, 10, QImage.Format.Format_RGB32).save(str(picture))
    page = MarkdownText()
    qtbot.addWidget(page)
    page.show_text(f"![a picture]({picture.as_posix()})")
    page.resize(400, 300)
    page.show()
    assert page.document().idealWidth() < 400


def test_a_text_takes_the_colours_of_another_theme_where_it_is_read(qtbot: QtBot) -> None:
    page = MarkdownText()
    qtbot.addWidget(page)
    page.resize(400, 200)
    page.show()
    try:
        theme.apply("light")
        page.show_text(WIDE + "\n\nmore\n" * 80)
        page.verticalScrollBar().setValue(300)
        light = code_ground(page)
        theme.apply("dark")
        qtbot.waitUntil(lambda: code_ground(page) != light)
        assert code_ground(page) == theme.colour("sunken").name()
        assert page.verticalScrollBar().value() == 300
    finally:
        theme.take_off()


def code_ground(page: MarkdownText) -> str:
    """The colour behind the first lines of code."""
    frames = [frame for frame in page.document().rootFrame().childFrames() if type(frame) is QTextFrame]
    return frames[0].frameFormat().background().color().name()
