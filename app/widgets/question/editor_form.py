"""The form that every chip's popover holds: fields with their headings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from app.models.question.conditions import Condition
from app.widgets.small_widgets import FIELD_PX, GAP_PX, PlainLabel, muted

WIDTH_PX = 300


class Editor(QWidget):
    """The fields of one condition; :meth:`read` gives what they say.

    Attributes:
        heading: what stands over them.
        first: the field that gets the keys.

    Signals:
        submitted: Return was pressed in a field.
    """

    submitted = Signal()
    heading = ""

    def __init__(self) -> None:
        super().__init__()
        self.first: QWidget | None = None
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setSpacing(GAP_PX)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(WIDTH_PX)

    def read(self) -> Condition:
        """Raises UsageError when a field says nothing that can be asked."""
        raise NotImplementedError

    def line(self, text: str, name: str, hint: str = "") -> QLineEdit:
        """A field for text; Return in it is Return in the popover."""
        field = QLineEdit(text)
        field.setPlaceholderText(hint)
        self.row(name, field)
        return field

    def row(self, name: str, widget: QWidget) -> None:
        """Any other field."""
        widget.setAccessibleName(name)
        if isinstance(widget, QLineEdit):
            widget.setAcceptDrops(False)
            widget.returnPressed.connect(self.submitted)
        heading = PlainLabel(name)
        heading.setMinimumHeight(FIELD_PX)
        self.form.addRow(heading, widget)
        self.first = self.first or widget

    def say(self, words: str) -> None:
        """A quiet line over the width."""
        self.form.addRow(muted(words))
