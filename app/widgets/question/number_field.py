"""A field for one number."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.translation import number_of, plain_numeral, tr, typed_numeral
from msa_core.errors import UsageError


class NumberField(QLineEdit):
    """A number as it is written in a query; the arrow keys count it up and down.

    Not a spin box: with the style sheet Qt leaves one that has no buttons a line edit of one pixel.
    """

    def __init__(self, value: float, low: float, high: float, step: float) -> None:
        super().__init__(typed_numeral(value))
        self._range, self._step = (low, high), step
        self.setMinimumWidth(110)

    def value(self) -> float:
        """The number. Raises UsageError when there is none, or one out of range."""
        low, high = self._range
        try:
            value = number_of(self.text())
        except ValueError as error:
            raise UsageError(tr("{text} is not a number.", text=repr(self.text().strip()))) from error
        if not low <= value <= high:
            raise UsageError(
                tr(
                    "{text} is not between {low} and {high}.",
                    text=self.text().strip(),
                    low=plain_numeral(low),
                    high=plain_numeral(high),
                )
            )
        return value

    def set_value(self, value: float) -> None:
        """Another number."""
        self.setText(typed_numeral(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {int(Qt.Key.Key_Up): 1, int(Qt.Key.Key_Down): -1}.get(event.key())
        if steps is None:
            super().keyPressEvent(event)
            return
        with contextlib.suppress(UsageError):
            low, high = self._range
            self.set_value(round(min(max(self.value() + steps * self._step, low), high), 6))
            self.selectAll()
