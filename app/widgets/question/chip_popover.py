"""The popover of a chip: change it, or remove it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.models.question.conditions import Condition
from app.models.words.core_words import in_own_language
from app.translation import tr
from app.widgets.question.condition_editors import editor_for
from app.widgets.small_widgets import GAP_PX, PlainLabel, fit_height, takes_escape
from msa_core.errors import UsageError


class ChipPopover(QFrame):
    """Return and a click elsewhere take what the fields say, Esc leaves the chip as it was.

    Signals:
        accepted: the Condition, when it is another than before.
        removed: the chip is to go.
        refused: a sentence: what the fields said when they were left cannot be asked.
        search_requested: Return was pressed.
    """

    accepted = Signal(object)
    removed = Signal()
    refused = Signal(str)
    search_requested = Signal()

    def __init__(
        self, parent: QWidget, condition: Condition, names: Sequence[str] = (), is_new: bool = False
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popover")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before = None if is_new else condition
        self._is_settled = False
        self.editor = editor_for(condition, names)
        self.editor.submitted.connect(self._on_submit)
        heading = PlainLabel(tr(self.editor.heading))
        heading.setObjectName("panelTitle")
        self._problem = PlainLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.remove = QPushButton(tr("Cancel") if is_new else tr("Remove"))
        self.remove.clicked.connect(self._on_remove)
        self.done = QPushButton(tr("Add") if is_new else tr("Done"))
        self.done.setObjectName("primary")
        self.done.clicked.connect(self._on_done)
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(GAP_PX + 2)
        for widget in (heading, self.editor, self._problem):
            column.addWidget(widget)
        column.addLayout(buttons)

    def open_below(self, anchor: QWidget) -> None:
        """Show it under a chip or a button, within the window."""
        fit_height(self)
        window = anchor.window().geometry()
        at = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        at.setX(max(window.left() + 8, min(at.x(), window.right() - self.width() - 8)))
        self.move(at)
        self.show()
        if self.editor.first is not None:
            self.editor.first.setFocus(Qt.FocusReason.PopupFocusReason)
            if isinstance(self.editor.first, QLineEdit):
                self.editor.first.selectAll()

    @property
    def problem(self) -> str:
        """The sentence shown below the fields."""
        return self._problem.text()

    def event(self, event: QEvent) -> bool:
        return takes_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._is_settled = True
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_submit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A click elsewhere: take what can be taken, and say what cannot."""
        if not self._is_settled:
            self._is_settled = True
            try:
                self._take(self.editor.read())
            except UsageError as error:
                if self._before is not None:
                    self.refused.emit(str(error))
        super().closeEvent(event)

    def _take(self, condition: Condition) -> None:
        if condition != self._before:
            self.accepted.emit(condition)

    def _settle(self) -> bool:
        """Take the fields and close; a sentence stays when they cannot be taken."""
        try:
            condition = self.editor.read()
        except UsageError as error:
            self._problem.setText(in_own_language(str(error)))
            self._problem.show()
            fit_height(self)
            return False
        self._is_settled = True
        self._take(condition)
        self.close()
        return True

    @Slot()
    def _on_submit(self) -> None:
        if self._settle():
            self.search_requested.emit()

    @Slot()
    def _on_done(self) -> None:
        self._settle()

    @Slot()
    def _on_remove(self) -> None:
        self._is_settled = True
        self.close()
        if self._before is not None:
            self.removed.emit()
