"""The query box, and beneath it what narrows the search."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from app.models.plain_text import plain_caption, plain_tip
from app.widgets import theme
from app.widgets.parts import GAP_PX, IconButton, PlainLabel
from msa_core.names import visible
from msa_core.records import QueryTerm
from msa_core.retrieval.query.parsing import NEGATIVE_WEIGHT, POSITIVE_WEIGHT, parse_term

LONGEST_QUERY = 20_000


class SearchBar(QWidget):
    """One line of words and a button.

    Signals:
        search_requested: Return, or the button.
        stop_requested: the same button while a search runs.
        filters_toggled: whether the filters are to be seen.
    """

    search_requested = Signal()
    stop_requested = Signal()
    filters_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setObjectName("query")
        self.field.setAccessibleName("What to look for")
        self.field.setPlaceholderText(
            "What are you looking for?  For example: many storage tanks beside a river"
        )
        self.field.setMaxLength(LONGEST_QUERY)
        self.field.setClearButtonEnabled(True)
        # A file dropped on the field is for the window, not a line of text.
        self.field.setAcceptDrops(False)
        self.field.returnPressed.connect(self.search_requested)
        self._glass = QAction(self)
        self.field.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.filters = IconButton(
            "sliders", "Narrow the search: without, like a picture, in view, score", self
        )
        self.filters.setCheckable(True)
        self.filters.toggled.connect(self.filters_toggled)
        self.button = QPushButton("Search")
        self.button.setObjectName("primary")
        self.button.setMinimumWidth(88)
        self.button.clicked.connect(self._on_clicked)
        self._busy = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self.field, 1)
        row.addWidget(self.filters)
        row.addWidget(self.button)
        self.refresh_theme()

    @property
    def text(self) -> str:
        """The words, without blanks around them."""
        return self.field.text().strip()

    def focus(self) -> None:
        """Put the cursor into the box and select what is there."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @Slot(bool)
    def set_busy(self, busy: bool) -> None:
        """Whether an answer is being waited for."""
        self._busy = busy
        self.button.setText("Stop" if busy else "Search")

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        self._glass.setIcon(theme.icon("search", "muted"))
        self.filters.refresh_theme()

    @Slot()
    def _on_clicked(self) -> None:
        (self.stop_requested if self._busy else self.search_requested).emit()


class FilterBar(QFrame):
    """Unwanted words, a picture to be like, the map's view, a lowest score, the number of hits.

    Signals:
        search_requested: Return in one of its fields.
        picture_wanted: a picture to be like is to be chosen.
    """

    search_requested = Signal()
    picture_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._like = ""
        self.without = QLineEdit()
        self.without.setPlaceholderText("for example: clouds")
        self.without.setAccessibleName("Words to avoid")
        self.without.setAcceptDrops(False)
        self.without.returnPressed.connect(self.search_requested)
        self.like = QToolButton()
        self.like.setObjectName("chip")
        self.like.clicked.connect(self._on_like)
        self.in_view = QCheckBox("Only in view")
        self.in_view.setToolTip("Search only places inside the part of the map that is on screen")
        self.use_score = QCheckBox("Score at least")
        self.score = QDoubleSpinBox()
        self.score.setRange(-1.0, 1.0)
        self.score.setSingleStep(0.05)
        self.score.setDecimals(2)
        self.score.setValue(0.2)
        self.score.setEnabled(False)
        self.use_score.toggled.connect(self.score.setEnabled)
        self.count = QSpinBox()
        self.count.setRange(1, 1000)
        self.count.setValue(20)
        self.count.setAccessibleName("Number of hits")
        for box, width_px in ((self.score, 56), (self.count, 56)):
            # The wheel and the arrow keys count; small arrows in the box are hard to hit.
            box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
            box.setFixedWidth(width_px)
        self._build_row()
        self._show_like()
        self.hide()

    def _build_row(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, GAP_PX, 16, GAP_PX)
        row.setSpacing(GAP_PX)
        row.addWidget(PlainLabel("Without"))
        row.addWidget(self.without, 1)
        row.addSpacing(GAP_PX)
        row.addWidget(PlainLabel("Like"))
        row.addWidget(self.like)
        row.addSpacing(GAP_PX)
        row.addWidget(self.in_view)
        row.addSpacing(GAP_PX)
        row.addWidget(self.use_score)
        row.addWidget(self.score)
        row.addSpacing(GAP_PX)
        row.addWidget(PlainLabel("Hits"))
        row.addWidget(self.count)

    def set_like(self, path: str) -> None:
        """A picture that places should resemble, ``""`` for none."""
        self._like = path
        self._show_like()

    def terms(self, words: str) -> tuple[QueryTerm, ...]:
        """The query of these words and what is set here, read as ``msa search`` reads it: ``river^0.5`` is weighted.

        Raises:
            UsageError: a weight that is no number above 0, or the picture is gone.
        """
        without = self.without.text().strip()
        asked = [
            ("text", words, POSITIVE_WEIGHT),
            ("image", self._like, POSITIVE_WEIGHT),
            ("text", without, NEGATIVE_WEIGHT),
        ]
        return tuple(parse_term(*term) for term in asked if term[1])

    @property
    def min_score(self) -> float | None:
        """The lowest score wanted, None for any."""
        return self.score.value() if self.use_score.isChecked() else None

    @property
    def is_set(self) -> bool:
        """Whether anything narrows the search."""
        return bool(
            self.without.text().strip()
            or self._like
            or self.in_view.isChecked()
            or self.use_score.isChecked()
        )

    def _show_like(self) -> None:
        name = Path(self._like).name if self._like else ""
        self.like.setText(f"{plain_caption(name[:24])}  ✕" if name else "Choose a picture …")
        self.like.setToolTip(
            plain_tip(f"{visible(self._like)}\nClick to remove")
            if name
            else "Places that look like a picture"
        )
        self.like.setIconSize(QSize(16, 16))

    @Slot()
    def _on_like(self) -> None:
        if self._like:
            self.set_like("")
        else:
            self.picture_wanted.emit()
