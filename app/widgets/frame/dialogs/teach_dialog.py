"""The sheet that asks how the model is to be taught: three fields, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.models.choices.lesson import MINUTES, SHARE_NAMES, SHARES, USUAL
from app.translation import number_of, tr
from app.widgets.small_widgets import ChoiceBox, PlainLabel, beside, form_layout, muted, title

SHEET_PX = 460
MAX_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the model is to be taught: its name, minutes, and the share of the taught weights."""

    name: str
    minutes: float
    share: float


class TeachDialog(QDialog):
    """Name, how long, and how well old abilities are kept.

    Signals:
        chosen: the Wanted.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        summary: str,
        doubts: Sequence[str],
        problem_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """``problem_of`` says why a name cannot be used, ``""`` when it can."""
        super().__init__(parent)
        self.setWindowTitle(tr("Teach the model"))
        self._problem_of = problem_of
        self.name = QLineEdit(name)
        self.minutes = QLineEdit(str(MINUTES))
        self.minutes.setAccessibleName(tr("Minutes of training at most"))
        self.minutes.setFixedWidth(72)
        self.minutes.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.keep = ChoiceBox(tr("Keep old abilities"), [tr(text) for text in SHARE_NAMES])
        self.keep.setCurrentIndex(USUAL)
        self.summary = muted(summary)
        self.warning = PlainLabel("\n".join(f"⚠ {doubt}" for doubt in doubts))
        self.warning.setWordWrap(True)
        self.warning.setObjectName("warning")
        self.warning.setVisible(bool(doubts))
        self.note = muted()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        words = tr("Teach anyway") if doubts else tr("Teach")
        self.teach = self.buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.teach.setObjectName("primary")
        self._build()
        self.name.textChanged.connect(self._refresh)
        self.minutes.textChanged.connect(self._refresh)
        self.buttons.accepted.connect(self._on_teach)
        self.buttons.rejected.connect(self.reject)
        self._refresh()

    def _build(self) -> None:
        form = form_layout(10)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.minutes)
        line.addWidget(muted(tr("minutes at most"), wrap=False))
        line.addStretch(1)
        form.addRow(beside(tr("&Name of the new model"), self.name), self.name)
        form.addRow(beside(tr("&Train for"), self.minutes), line)
        form.addRow(beside(tr("&Old abilities"), self.keep), self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(14)
        column.addWidget(title(tr("Teach the model what you accepted and rejected")))
        column.addWidget(self.summary)
        column.addWidget(self.warning)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.buttons)
        self.setMinimumWidth(SHEET_PX)

    @property
    def wanted(self) -> Wanted | None:
        """What is asked for; None while a field makes no sense."""
        try:
            minutes = number_of(self.minutes.text())
        except ValueError:
            return None
        if not 0.1 <= minutes <= MAX_MINUTES or self._problem_of(self.name.text().strip()):
            return None
        return Wanted(self.name.text().strip(), minutes, SHARES[self.keep.currentIndex()])

    @Slot()
    def _refresh(self) -> None:
        problem = self._problem_of(self.name.text().strip())
        if not problem and self.wanted is None:
            problem = tr("How long: minutes, for example 10.")
        usual = tr("Your index and model stay as they are until you use the new ones.")
        self.note.setText(problem or usual)
        self.teach.setEnabled(not problem)

    @Slot()
    def _on_teach(self) -> None:
        wanted = self.wanted
        if wanted is not None:
            self.chosen.emit(wanted)
            self.accept()
