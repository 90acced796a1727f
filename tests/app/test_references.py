"""PySide6 and the count of references to None."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is not counted from Python 3.12 on")
def test_calls_of_qt_leave_the_count_of_references_to_none_as_it_is(qapp: QApplication) -> None:
    """PySide6 6.12.0 takes one away with each call that returns nothing: after some thousands Python aborts."""
    painter = QPainter(image := QImage(8, 8, QImage.Format.Format_RGB32))
    before = sys.getrefcount(None)
    for _ in range(500):
        painter.setPen(QColor(1, 2, 3))
    after = sys.getrefcount(None)
    painter.end()
    assert not image.isNull()
    assert abs(after - before) < 250
