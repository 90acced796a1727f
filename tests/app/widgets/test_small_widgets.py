"""Small widgets: a line that gives way, and sentences that take several lines."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.widgets.small_widgets import PlainLabel, YieldingLabel


def test_a_line_that_gives_way_shows_what_fits_and_tells_all(qtbot: QtBot) -> None:
    words = "Tiles at the cut or above, and the best score."
    label = YieldingLabel(words)
    qtbot.addWidget(label)
    label.show()
    for width in (600, 90, 0):
        label.resize(QSize(width, 20))
        assert label.sizeHint().width() <= max(width, label.fontMetrics().horizontalAdvance("…"))
        assert label.text() == label.toolTip() == words
    label.resize(QSize(600, 20))
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(words)


def test_no_line_of_a_sentence_begins_with_its_separator(qtbot: QtBot) -> None:
    words = "All 20 listed stand out, of 1,204 tiles · cut 0.33  ·  from 2020 – 2021"
    label = PlainLabel(words)
    label.setWordWrap(True)
    qtbot.addWidget(label)
    label.show()
    drawn = QLabel.text(label)
    heads = {head for width in range(40, 500, 3) for head in heads_of_lines(drawn, label.font(), width)}
    assert "cut" in heads
    assert "–" not in heads
    assert "·" not in heads
    assert label.text() == words


def heads_of_lines(words: str, font: QFont, width_px: int) -> list[str]:
    """The first word of each line, as Qt breaks lines in a label."""
    layout = QTextLayout(words, font)
    heads = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width_px)
        heads.append(words[line.textStart() :].split()[0])
    layout.endLayout()
    return heads
