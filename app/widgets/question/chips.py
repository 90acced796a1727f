"""The chips of the query box: what narrows a search, each with its words, a way to change it and one to remove it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.models.question.conditions import (
    Area,
    Box,
    Condition,
    Dates,
    Ground,
    HitCount,
    LowestScore,
    Picture,
    Raster,
    Words,
    is_negative,
    label,
)
from app.models.words.plain_text import plain_tip
from app.translation import tr
from app.widgets import theme
from app.widgets.small_widgets import PlainLabel

CHIP_PX = 26
ICON_PX, REMOVE_PX, SPACE_PX = 14, 18, 5
# Borders and margins at both ends, and a pixel for rounding.
BESIDE_WORDS_PX = 8 + ICON_PX + SPACE_PX + SPACE_PX + REMOVE_PX + 3 + 3
_ICONS: dict[type, str] = {
    Words: "words",
    Picture: "picture",
    Box: "target",
    Area: "area",
    Dates: "calendar",
    Raster: "raster",
    Ground: "ruler",
    LowestScore: "sliders",
    HitCount: "sliders",
}


class Chip(QFrame):
    """One condition.

    Keys: Return opens it, Backspace and Delete remove it, arrows go to the next; letters go on in the field.

    Signals:
        opened: it is to be changed.
        removed: it is to go.
        stepped: -1 or 1, the chip before or after it is to have the keys.
        left: back to the field.
        typed: a letter that belongs into the field.
    """

    opened = Signal()
    removed = Signal(bool)
    stepped = Signal(int)
    left = Signal()
    typed = Signal(str)

    def __init__(self, condition: Condition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.condition = condition
        self.setObjectName("condition")
        self.setProperty("negative", is_negative(condition))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        words = label(condition)
        self.setAccessibleName(tr("{chip}. Return changes it, Backspace removes it.", chip=words))
        self.setToolTip(plain_tip(tr("{chip}\nClick to change", chip=words)))
        self._icon = PlainLabel()
        self._words = words
        self._text = PlainLabel(words)
        self._text.setMinimumWidth(1)
        self._text.setObjectName("conditionText")
        self._remove = QToolButton()
        self._remove.setObjectName("conditionRemove")
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._remove.setAccessibleName(tr("Remove {chip}", chip=words))
        self._remove.setToolTip(plain_tip(tr("Remove {chip}", chip=words)))
        self._remove.setIconSize(QSize(10, 10))
        self._remove.setFixedSize(REMOVE_PX, REMOVE_PX)
        self._icon.setFixedWidth(ICON_PX)
        self._remove.clicked.connect(lambda: self.removed.emit(False))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 3, 0)
        row.setSpacing(SPACE_PX)
        for widget in (self._icon, self._text, self._remove):
            row.addWidget(widget)
        self.setFixedHeight(CHIP_PX)
        self.refresh_theme()

    @property
    def text(self) -> str:
        """The words on it."""
        return self._words

    def sizeHint(self) -> QSize:
        """As wide as its words, whatever is shown of them."""
        return QSize(self._text.fontMetrics().horizontalAdvance(self._words) + BESIDE_WORDS_PX, CHIP_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Advances are rounded, and what is a part of a pixel too wide would be elided.
        room, elide = max(self.width() - BESIDE_WORDS_PX + 2, 0), Qt.TextElideMode.ElideMiddle
        self._text.setText(self._text.fontMetrics().elidedText(self._words, elide, room))

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        ratio = self.devicePixelRatioF()
        name = "minus" if is_negative(self.condition) else _ICONS.get(type(self.condition), "sliders")
        if isinstance(self.condition, Picture) and self.condition.is_place and self.condition.weight > 0:
            name = "pin"
        tint = "bad" if is_negative(self.condition) else "accent"
        self._icon.setPixmap(theme.pixmap(name, tint, ICON_PX, ratio))
        self._remove.setIcon(theme.icon("close", "muted"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and _is_letter(event)
        ):
            event.accept()  # a letter belongs into the field, also where it is a key of the window
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2):
            self.opened.emit()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if not event.isAutoRepeat():
                self.removed.emit(True)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.left.emit()
        elif _is_letter(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)


def _is_letter(event: QKeyEvent) -> bool:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    is_command = bool(event.modifiers() & (held | Qt.KeyboardModifier.MetaModifier))
    return bool(event.text()) and event.text().isprintable() and not is_command
