"""The page of the drawer where the model is taught: curves while it goes on, before and after at the end."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.translation import tr, tr_n
from app.widgets.frame.pages.before_after import BeforeAfter
from app.widgets.frame.pages.page_head import PageHead
from app.widgets.frame.pages.run_curves import RunCurves
from app.widgets.small_widgets import YieldingLabel
from msa_core.names import visible_lines

MAX_TIP_NOTES = 20
"""So many are in the tip; the log has all."""


class TrainingPage(QWidget):
    """A line that says what is being done, with buttons, above curves or the comparison.

    Signals:
        pause_clicked: the step is to stop, and to be gone on with later.
        resume_clicked: it is to go on.
        cancel_clicked: the teaching is to be given up.
        use_clicked: the new index is to be searched.
        back_clicked: the old index is to be searched again.
        finish_clicked: the page is no longer needed.
    """

    pause_clicked = Signal()
    resume_clicked = Signal()
    cancel_clicked = Signal()
    use_clicked = Signal()
    back_clicked = Signal()
    finish_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = YieldingLabel()
        self.pause = _button(tr("&Pause"), tr("Stop here and go on later, also after closing the window"))
        self.resume = _button(tr("Res&ume"), tr("Go on where it stopped"))
        self.cancel = _button(tr("Give up"), tr("End it; your votes, index and model stay as they are"))
        self.use = _button(
            tr("&Use it"), tr("Search with the taught model from now on; the old index is kept")
        )
        self.use.setObjectName("primary")
        self.back = _button(tr("Go &back"), tr("Search the index of before again"))
        self.finish = _button(
            tr("Done"), tr("Close this comparison; an index that is not in use goes, the model stays")
        )
        self.notes = YieldingLabel()
        self.notes.setObjectName("muted")
        self.notes.setContentsMargins(16, 0, 12, 4)
        self.curves, self.comparison = RunCurves(), BeforeAfter()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.curves)
        self.pages.addWidget(self.comparison)
        for button, signal in (
            (self.pause, self.pause_clicked),
            (self.resume, self.resume_clicked),
            (self.cancel, self.cancel_clicked),
            (self.use, self.use_clicked),
            (self.back, self.back_clicked),
            (self.finish, self.finish_clicked),
        ):
            button.clicked.connect(signal)
        buttons = (self.pause, self.resume, self.cancel, self.back, self.use, self.finish)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHead(self.words, buttons))
        column.addWidget(self.notes)
        column.addWidget(self.pages, 1)
        self.clear_notes()
        self.show_buttons()

    def set_words(self, words: str) -> None:
        """What is being done."""
        self.words.setText(words)

    def add_note(self, note: str) -> None:
        """Something that was left out, in a sentence: the first is read at once, the next ones in the tip."""
        self._told += 1
        if self._told <= MAX_TIP_NOTES:
            self._notes.append(note)
        words, more = self._notes[0], self._told - 1
        if more:
            words = tr_n(more, "{note} And one more.", "{note} And %n more.", note=words)
        lines = self._notes
        if left := self._told - len(lines):
            lines = [*lines, tr_n(left, "One more is in the log.", "%n more are in the log.")]
        self.notes.setText(words)
        self.notes.setToolTip(visible_lines("\n".join(lines)))
        self.notes.setAccessibleDescription(self.notes.toolTip())
        self.notes.show()

    @Slot()
    def clear_notes(self) -> None:
        """Nothing was left out yet."""
        self._notes: list[str] = []
        self._told = 0
        self.notes.hide()

    def show_buttons(self, *shown: QPushButton) -> None:
        """Only these buttons are seen."""
        for button in (self.pause, self.resume, self.cancel, self.back, self.use, self.finish):
            button.setVisible(button in shown)


def _button(words: str, tip: str) -> QPushButton:
    button = QPushButton(words)
    button.setToolTip(tip)
    return button
