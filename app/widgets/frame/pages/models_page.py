"""The page of the drawer where a saved search is asked of several models."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.models.words.core_words import in_own_language
from app.translation import tr
from app.widgets.frame.pages.before_after import BeforeAfter
from app.widgets.frame.pages.page_head import PageHead
from app.widgets.small_widgets import YieldingLabel, muted


class ModelsPage(QWidget):
    """A line that says how far two models agree, with buttons, above their places.

    Signals:
        stop_clicked: asking is to be stopped.
        other_clicked: an index is to be chosen that is not known.
    """

    stop_clicked = Signal()
    other_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = YieldingLabel()
        self.stop = QPushButton(tr("Stop"))
        self.stop.setToolTip(tr("Stop comparing; what was found stays"))
        self.other = QPushButton(tr("Another index …"))
        self.other.setToolTip(tr("Compare with an index of these rasters that lies somewhere else"))
        self.comparison = BeforeAfter()
        self.comparison.questions.setAccessibleName(
            tr("Models that are compared with that of the open index")
        )
        self.comparison.lists[0].setAccessibleName(tr("Places found by the model of the open index"))
        self.comparison.lists[1].setAccessibleName(tr("Places found by the other model"))
        self.problem = muted()
        self.problem.setContentsMargins(16, 6, 16, 6)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._why = QScrollArea()
        self._why.setWidgetResizable(True)
        self._why.setWidget(self.problem)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.comparison)
        self.pages.addWidget(self._why)
        self.stop.clicked.connect(self.stop_clicked)
        self.other.clicked.connect(self.other_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PageHead(self.words, (self.stop, self.other)))
        column.addWidget(self.pages, 1)

    def show_problem(self, sentence: str) -> None:
        """Why there is nothing to see, whole; ``""`` shows the places."""
        self.problem.setText(in_own_language(sentence))
        self.pages.setCurrentWidget(self._why if sentence else self.comparison)
