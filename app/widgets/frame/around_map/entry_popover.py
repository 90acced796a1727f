"""What opens above a button of the status bar: a line to type into, and choices below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_caption
from app.widgets.small_widgets import (
    GAP_PX,
    PlainLabel,
    divider,
    fit_height,
    muted,
    problem_label,
    takes_escape,
)

WIDTH_PX = 380


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several; ``is_possible`` False greys it."""

    key: str
    words: str
    is_possible: bool = True


class EntryPopover(QFrame):
    """Return takes the line, a click or Space a choice; Esc and a click elsewhere close it.

    Signals:
        entered: what was typed; whoever takes it closes the popover, or tells why not by :meth:`refuse`.
        chosen: the key of a choice.
    """

    entered = Signal(str)
    chosen = Signal(str)

    def __init__(self, parent: QWidget, heading: str, placeholder: str, hint: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH_PX)
        title = PlainLabel(heading)
        title.setObjectName("panelTitle")
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(heading)
        self.line.returnPressed.connect(self._on_return)
        self._hint = muted(hint)
        self._problem = problem_label()
        self._problem.hide()
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._column.setSpacing(GAP_PX)
        for widget in (title, self.line, self._problem, self._hint):
            self._column.addWidget(widget)

    def set_choices(self, heading: str, choices: Sequence[Choice], current: str) -> None:
        """Offer these below the line; ``current`` is the key of the one that holds."""
        self._column.addWidget(divider())
        if heading:
            self._column.addWidget(muted(heading))
        for choice in choices:
            button = QRadioButton(plain_caption(choice.words))
            button.setProperty("key", choice.key)
            button.setEnabled(choice.is_possible)
            button.setChecked(choice.key == current)
            button.clicked.connect(lambda _checked=False, key=choice.key: self._on_choice(key))
            self._group.addButton(button)
            self._column.addWidget(button)

    def set_actions(self, heading: str, choices: Sequence[Choice]) -> None:
        """Offer what is done once and holds no state."""
        self._column.addWidget(divider())
        if heading:
            self._column.addWidget(muted(heading))
        for choice in choices:
            button = QPushButton(plain_caption(choice.words))
            button.setProperty("key", choice.key)
            button.setObjectName("line")
            button.setEnabled(choice.is_possible)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, key=choice.key: self._on_choice(key))
            self._column.addWidget(button)

    def button(self, key: str) -> QAbstractButton | None:
        """The button of a choice or an action."""
        return next((b for b in self.findChildren(QAbstractButton) if b.property("key") == key), None)

    def open_above(self, anchor: QWidget) -> None:
        """Show it over a button at the foot of the window, within the window."""
        fit_height(self)
        window = anchor.window().geometry()
        at = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), -self.height() - 4))
        at.setX(max(window.left() + 8, min(at.x(), window.right() - self.width() - 8)))
        self.move(at)
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.line.selectAll()

    def refuse(self, sentence: str) -> None:
        """Say why what was typed cannot be taken; what was typed stays."""
        self._problem.setText(in_own_language(sentence))
        self._problem.show()
        bottom = self.geometry().bottom()
        fit_height(self)
        self.move(self.x(), bottom - self.height() + 1)
        self.line.selectAll()

    @property
    def problem(self) -> str:
        """The sentence shown under the line."""
        return self._problem.text()

    @Slot()
    def _on_return(self) -> None:
        self.entered.emit(self.line.text())

    def _on_choice(self, key: str) -> None:
        self.close()
        self.chosen.emit(key)

    def event(self, event: QEvent) -> bool:
        return takes_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
