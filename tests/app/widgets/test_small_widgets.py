"""Small widgets: a line that gives way."""

from __future__ import annotations

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from app.widgets.small_widgets import YieldingLabel


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
