"""The query box, the button that asks, and what is to be known about the words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.translation import tr
from app.widgets import theme
from app.widgets.question.query_box import QueryBox
from app.widgets.small_widgets import GAP_PX, IconButton, PlainLabel

MAX_HINT_LENGTH = 600


class WordHint(QFrame):
    """A line under the box on what the model cannot take as it is meant; gone as soon as the words change.

    Signals:
        without_requested: what a text negates is to be avoided instead.
    """

    without_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wordHint")
        self._icon = PlainLabel()
        self._text = PlainLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.setObjectName("link")
        self.button.clicked.connect(self.without_requested)
        self._close = IconButton("close", tr("Close this hint"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentences shown last."""
        return self._text.text()

    def say(self, sentences: str, offer: str = "") -> None:
        """Show sentences, and a button with the words ``offer``; hide when there is nothing to say."""
        self._text.setText(
            sentences if len(sentences) <= MAX_HINT_LENGTH else f"{sentences[:MAX_HINT_LENGTH]} …"
        )
        self.button.setText(offer)
        self.button.setVisible(bool(offer))
        self.setVisible(bool(sentences))
        self.refresh_theme()

    def refresh_theme(self) -> None:
        """Take the icon in the theme's colour."""
        self._icon.setPixmap(theme.pixmap("info", "accent", 16, self.devicePixelRatioF()))
        self._close.refresh_theme()


class SearchBar(QWidget):
    """The box and a button.

    Signals:
        search_requested: Return, or the button.
        stop_requested: the same button while a search runs.
    """

    search_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QueryBox()
        self.field = self.box.field
        self.hint = WordHint()
        self.button = QPushButton(tr("Search"))
        self.button.setObjectName("primary")
        self.button.setMinimumWidth(88)
        self.button.setFixedHeight(38)
        self.button.clicked.connect(self._on_clicked)
        self.box.search_requested.connect(self.search_requested)
        self.field.textEdited.connect(self.hint.hide)
        self._busy = False
        row = QHBoxLayout()
        row.setSpacing(GAP_PX)
        row.addWidget(self.box, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.hint)

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
        self.button.setText(tr("Stop") if busy else tr("Search"))

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        self.box.refresh_theme()
        self.hint.refresh_theme()

    @Slot()
    def _on_clicked(self) -> None:
        (self.stop_requested if self._busy else self.search_requested).emit()
