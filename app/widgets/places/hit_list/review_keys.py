"""Three keys under the list of places, and the switch that lets votes move the ranking."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.models.words.review_words import PROBE
from app.translation import tr, tr_n
from app.widgets.small_widgets import CheckBox, IconButton, divider, muted

LINE_GAP_PX = 4


class ReviewKeys(QWidget):
    """Shown while places are reviewed; it stays where it is while the list goes on, so that the mouse can too.

    Signals:
        ranking_toggled: whether votes are to move the ranking.
        renewal_requested: votes given since then are to move it too.
    """

    ranking_toggled = Signal(bool)
    renewal_requested = Signal()

    def __init__(
        self, votes: list[QAction], undo: QAction, end: QAction, parent: QWidget | None = None
    ) -> None:
        """``votes``: accept, reject, unsure; they bring their own keys."""
        super().__init__(parent)
        self.buttons = [_button(action) for action in votes]
        self.undo = IconButton("undo", tr("Take back the last step (Ctrl+Z)"))
        self.undo.clicked.connect(undo.trigger)
        self._undo_action = undo
        undo.changed.connect(self._follow_undo)
        self.end = IconButton("close", tr("End the review (R)"))
        self.end.clicked.connect(end.trigger)
        self.ranking = CheckBox(tr("&Re-rank by my votes"))
        self.ranking.setToolTip(tr(PROBE))
        self.ranking.setAccessibleDescription(tr(PROBE))
        self.ranking.clicked.connect(self.ranking_toggled)
        self.renew = QPushButton()
        self.renew.setObjectName("link")
        self.renew.clicked.connect(self.renewal_requested)
        self._foot = QWidget()
        self._probe = muted(tr(PROBE), wrap=False)
        self._build()
        self.set_ranking(False, 0, 0)
        self._follow_undo()
        self.hide()

    def _build(self) -> None:
        keys, foot = QHBoxLayout(), QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(8)
        for button in self.buttons:
            keys.addWidget(button, 1)
        foot.setSpacing(2)
        foot.addWidget(self.ranking)
        foot.addWidget(self.renew)
        foot.addStretch(1)
        foot.addWidget(self.undo)
        foot.addWidget(self.end)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 8, 16, 6)
        inner.setSpacing(LINE_GAP_PX)
        inner.addLayout(keys)
        inner.addWidget(self._foot)
        inner.addWidget(self._probe)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(divider())
        column.addLayout(inner)

    def give_way(self, on: bool) -> int:
        """Leave out the line below the keys while there is no room for it; returns its pixels."""
        self._foot.setVisible(not on)
        return self._foot.sizeHint().height() + LINE_GAP_PX if on else 0

    def set_ranking(self, on: bool, votes: int, new: int) -> None:
        """Whether votes move the ranking on screen; how many there are, and how many of them it does not know."""
        blocked = self.ranking.blockSignals(True)
        self.ranking.setChecked(on)
        self.ranking.blockSignals(blocked)
        self.ranking.setEnabled(on or votes > 0)
        self._probe.setVisible(on)
        self.renew.setText(tr_n(new, "+%n new", "+%n new") if new else "")
        self.renew.setToolTip(
            tr_n(
                new,
                "Rank again with %n vote given or changed since",
                "Rank again with %n votes given or changed since",
            )
        )
        self.renew.setVisible(on and new > 0)

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        for button in (self.undo, self.end):
            button.refresh_theme()

    @Slot()
    def _follow_undo(self) -> None:
        self.undo.setEnabled(self._undo_action.isEnabled())


def _button(action: QAction) -> QPushButton:
    """A button of an action, with its key on it."""
    button = QPushButton()
    button.setObjectName("vote")
    key = action.shortcut().toString()
    button.setText(f"{action.iconText()}  {key}")
    button.setToolTip(f"{action.text()} ({key})")
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    button.setEnabled(action.isEnabled())
    return button
