"""Sentences for the user above the map: never in the way, gone with one click."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from app.models.words.core_words import in_own_language
from app.models.words.subjects import Subject
from app.translation import mark, tr
from app.widgets import theme
from app.widgets.small_widgets import GAP_PX, IconButton, PlainLabel
from msa_core.names import visible_lines

ICONS = {
    "info": ("info", "accent"),
    "good": ("check", "good"),
    "warn": ("warning", "warn"),
    "bad": ("error", "bad"),
}
ACTIONS = {
    "index": mark("Index now"),
    "network": mark("Fetch"),
    "models": mark("Models …"),
    "engine": mark("Start the engine"),
    "log": mark("Open the log"),
    "evidence": mark("Open the page"),
}
GOOD_NEWS_MS = 8000
MAX_LENGTH = 600
MAX_SHARE = 0.1
"""Of the window's height: in the least one, of 560 pixels, four lines."""


class _Sentences(QScrollArea):
    """What is said, in as many lines as it needs; in a low window some of them, and the others are scrolled to."""

    def __init__(self) -> None:
        super().__init__()
        self._label = PlainLabel()
        self._label.setWordWrap(True)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def text(self) -> str:
        """All of it."""
        return self._label.text()

    def say(self, words: str) -> None:
        """Show other words from their beginning."""
        self._label.setText(words)
        self.verticalScrollBar().setValue(0)
        self.fit()

    def fit(self) -> None:
        """Be as high as the words, or as there is room in the window."""
        needed = max(0, self._label.heightForWidth(self.viewport().width()))
        most = max(2 * self._label.fontMetrics().lineSpacing(), round(self.window().height() * MAX_SHARE))
        self.setFixedHeight(min(needed, most))
        # Who has no mouse reaches what is scrolled to with the keys.
        is_scrolled = needed > most
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_scrolled else Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class MessageBar(QFrame):
    """Shows the newest sentence; good news goes by itself, the rest stays until closed.

    Signals:
        action_chosen: the name of what the message's button does.
    """

    action_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._kind = "info"
        self._action = ""
        self.subject = Subject.NOTHING
        self._icon = PlainLabel()
        self._text = _Sentences()
        self._button = QPushButton()
        self._button.setObjectName("link")
        self._button.clicked.connect(self._on_action)
        self._close = IconButton("close", tr("Close this message"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, GAP_PX, 6)
        row.setSpacing(GAP_PX)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown last."""
        return self._text.text

    @property
    def kind(self) -> str:
        """``info``, ``good``, ``warn`` or ``bad``."""
        return self._kind

    @Slot(str, str, str)
    def say(self, kind: str, sentence: str, action: str = "") -> None:
        """Show a sentence, and a button for what can be done about it."""
        self._kind, self._action, self.subject = kind, action, Subject.NOTHING
        sentence = in_own_language(sentence)
        self._text.say(sentence if len(sentence) <= MAX_LENGTH else sentence[:MAX_LENGTH] + " …")
        self.setAccessibleName(visible_lines(sentence))
        self._button.setText(tr(ACTIONS.get(action, "")))
        self._button.setVisible(action in ACTIONS)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.refresh_theme()
        self.show()
        self._timer.stop()
        if kind == "good":
            self._timer.start(GOOD_NEWS_MS)

    @Slot(object)
    def file_under(self, subject: Subject) -> None:
        """What the message just shown is about."""
        self.subject = subject

    def retire(self, *subjects: Subject) -> None:
        """Hide the message when it is about one of these: it is no longer true."""
        if self.subject in subjects:
            self.hide()

    @Slot(bool)
    def retire_advice(self, is_asking: bool) -> None:
        """A question is being asked: hide advice, and what was said of the question before."""
        answered = (Subject.SEARCH, Subject.EXPORT, Subject.ENGINE)
        if is_asking and (self._kind == "info" or self.subject in answered):
            self.hide()

    def fit(self) -> None:
        """The window has another height."""
        self._text.fit()

    def refresh_theme(self) -> None:
        """Take the icon in the theme's colour."""
        icon, tint = ICONS.get(self._kind, ICONS["info"])
        self._icon.setPixmap(theme.pixmap(icon, tint, 20, self.devicePixelRatioF()))
        self._close.refresh_theme()

    @Slot()
    def _on_action(self) -> None:
        self.hide()
        self.action_chosen.emit(self._action)
