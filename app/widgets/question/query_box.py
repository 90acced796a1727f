"""The query box: words, and a chip for everything else that is asked, so that nothing active is out of sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QFrame, QLayout, QLayoutItem, QWidget

from app.models.question.conditions import Condition
from app.models.question.dragged import HIT_FORMAT, RASTER_FORMAT
from app.models.words.foreign_words import by_example
from app.translation import mark, tr
from app.widgets import theme
from app.widgets.question.chips import CHIP_PX, Chip
from app.widgets.question.query_field import QueryField
from app.widgets.small_widgets import IconButton, PlainLabel, let_go
from msa_core.records import IndexInfo

MIN_FIELD_PX = 230
LINE_PX = 36
GAP_PX = 5
MAX_CHIP_PX, MIN_CHIP_PX = 264, 72
CHIP_LINE_PX = CHIP_PX + GAP_PX
MAX_LINES = 4
PADDING_PX = 4
FULL, SHORT = (
    mark("What are you looking for?  For example: many storage tanks beside a river"),
    mark("Words, or nothing"),
)


class _BoxLayout(QLayout):
    """Field and chips on one line while the field keeps room for words; else the chips in lines below it."""

    def __init__(self, field: QWidget, head: QWidget, tail: list[QWidget]) -> None:
        super().__init__()
        self._fixed: list[QLayoutItem] = []
        self._chips: list[QLayoutItem] = []
        self._is_chip = False
        for widget in (head, field, *tail):
            self.addWidget(widget)
        self._is_chip = True

    def addItem(self, item: QLayoutItem) -> None:
        (self._chips if self._is_chip else self._fixed).append(item)

    def count(self) -> int:
        return len(self._fixed) + len(self._chips)

    def itemAt(self, index: int) -> QLayoutItem | None:
        items = [*self._fixed, *self._chips]
        return items[index] if 0 <= index < len(items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < self.count():
            return None
        at = index - len(self._fixed)
        return self._fixed.pop(index) if at < 0 else self._chips.pop(at)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return QSize(640, self._arrange(QRect(0, 0, 640, 0), move=False))

    def minimumSize(self) -> QSize:
        return QSize(MIN_FIELD_PX + 130, LINE_PX + 2)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _arrange(self, rect: QRect, move: bool) -> int:
        head, field, *tail = self._fixed
        left, right, top = rect.x() + 10, rect.x() + rect.width() - PADDING_PX, rect.y() + 1
        for item in reversed([item for item in tail if not item.isEmpty()]):
            right -= item.sizeHint().width()
            self._put(item, right, top, item.sizeHint().width(), move)
        self._put(head, left, top, head.sizeHint().width(), move)
        left += head.sizeHint().width() + 2
        widths = [min(item.sizeHint().width(), MAX_CHIP_PX) for item in self._chips]
        needed = sum(widths) + GAP_PX * len(widths)
        if right - left - needed >= MIN_FIELD_PX:
            at = right - needed
            self._put(field, left, top, at - left, move)
            for item, width in zip(self._chips, widths, strict=True):
                self._put(item, at, top, width, move)
                at += width + GAP_PX
            return LINE_PX + 2
        self._put(field, left, top, max(right - left, 0), move)
        return LINE_PX + 2 + self._flow(rect, top + LINE_PX, move)

    def _flow(self, rect: QRect, top: int, move: bool) -> int:
        """Chips in lines; returns their height. Of very many each gives up some of its width."""
        left, end = rect.x() + 8, rect.x() + rect.width() - 8
        widest = MAX_CHIP_PX
        places = self._lines(end - left, widest)
        while places and places[-1][1] >= MAX_LINES and widest > MIN_CHIP_PX:
            widest -= 12
            places = self._lines(end - left, widest)
        if move:
            for item, (x, line, width) in zip(self._chips, places, strict=True):
                item.setGeometry(QRect(left + x, top + line * CHIP_LINE_PX, width, CHIP_PX))
        return (places[-1][1] + 1) * CHIP_LINE_PX + PADDING_PX if places else 0

    def _lines(self, room: int, widest: int) -> list[tuple[int, int, int]]:
        """For each chip its x, its line and its width, none wider than ``widest``."""
        places, x, line = [], 0, 0
        for item in self._chips:
            width = min(item.sizeHint().width(), widest, room)
            if x and x + width > room:
                x, line = 0, line + 1
            places.append((x, line, width))
            x += width + GAP_PX
        return places

    def _put(self, item: QLayoutItem, x: int, top: int, width: int, move: bool) -> None:
        """In the middle of the first line."""
        if move:
            widget = item.widget()
            height = LINE_PX if isinstance(widget, QueryField) else min(item.sizeHint().height(), LINE_PX)
            item.setGeometry(QRect(x, top + (LINE_PX - height) // 2, width, height))


class QueryBox(QFrame):
    """Field, chips, and the two buttons at its end.

    Signals:
        search_requested: Return.
        words_edited: the words as they are typed.
        chip_opened: (row, the chip) that is to be changed.
        chip_removed: the row of a chip that is to go.
        cleared: words and chips are to go.
        add_requested: the button that offers what can be added.
        back_requested: the button that goes back to the question before.
        dropped: what was dropped on it, as QMimeData.
    """

    search_requested = Signal()
    words_edited = Signal(str)
    chip_opened = Signal(int, object)
    chip_removed = Signal(int)
    cleared = Signal()
    add_requested = Signal()
    back_requested = Signal()
    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queryBox")
        self.setAcceptDrops(True)
        self.field = QueryField()
        self.field.setPlaceholderText(tr(FULL))
        self._glass = PlainLabel()
        self.clear = IconButton("close", tr("Clear the question: words and chips"))
        self.add = IconButton(
            "plus", tr("Add to the question: words, pictures, areas, dates … (Ctrl+Shift+F)")
        )
        self.back = IconButton("back", tr("Back to the question before, with its places (Alt+Left)"))
        self.back.setEnabled(False)
        self._chips: list[Chip] = []
        self._origin = ""
        self._layout = _BoxLayout(self.field, self._glass, [self.clear, self.add, self.back])
        self.setLayout(self._layout)
        self._connect()
        self._refresh()
        self.refresh_theme()

    def _connect(self) -> None:
        self.field.returnPressed.connect(self.search_requested)
        self.field.textEdited.connect(self.words_edited)
        self.field.textChanged.connect(self._refresh)
        self.field.walked.connect(self._on_walked)
        self.field.backspaced.connect(self._on_backspaced)
        self.clear.clicked.connect(self._on_clear)
        self.add.clicked.connect(self.add_requested)
        self.back.clicked.connect(self.back_requested)
        self.field.installEventFilter(self)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The chips, as they stand."""
        return tuple(self._chips)

    @Slot(str)
    def set_words(self, words: str) -> None:
        """Other words."""
        if words != self.field.text():
            self.field.setText(words)

    @Slot(object)
    def set_conditions(self, conditions: tuple[Condition, ...]) -> None:
        """A chip for each; one that stays keeps its keys."""
        holder = self.window().focusWidget()
        keys = next((row for row, chip in enumerate(self._chips) if chip is holder), None)
        for chip in self._chips:
            self._layout.removeWidget(chip)
            let_go(chip)
        self._chips = [self._made(row, condition) for row, condition in enumerate(conditions)]
        if keys is not None:
            self._focus(min(keys, len(self._chips) - 1))
        self._refresh()

    @Slot(bool)
    def set_back(self, is_possible: bool) -> None:
        """Whether there is a question before this one."""
        self.back.setEnabled(is_possible)

    @Slot(object)
    def set_index(self, index: IndexInfo | None) -> None:
        """The open index, None without one: of embeddings made elsewhere the field says that words find nothing."""
        self._origin = "" if index is None else index.origin
        self._refresh()

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        self._glass.setPixmap(theme.pixmap("search", "muted", 16, self.devicePixelRatioF()))
        for button in (self.clear, self.add, self.back):
            button.refresh_theme()
        for chip in self._chips:
            chip.refresh_theme()

    def _made(self, row: int, condition: Condition) -> Chip:
        chip = Chip(condition, self)
        chip.opened.connect(lambda: self.chip_opened.emit(row, chip))
        chip.removed.connect(lambda by_key: self._on_removed(row, by_key))
        chip.stepped.connect(lambda step: self._focus(row + step))
        chip.left.connect(self.field.setFocus)
        chip.typed.connect(self._on_typed)
        self._layout.addWidget(chip)
        chip.show()
        return chip

    @Slot()
    def _refresh(self) -> None:
        """What depends on there being words or chips."""
        hint = by_example(self._origin) if self._origin else tr(SHORT if self._chips else FULL)
        self.field.setPlaceholderText(hint)
        self.clear.setVisible(bool(self._chips or self.field.text()))
        self._layout.invalidate()
        self.updateGeometry()

    def _focus(self, row: int) -> None:
        """Give the keys to a chip; beside all of them to the field."""
        if 0 <= row < len(self._chips):
            self._chips[row].setFocus(Qt.FocusReason.OtherFocusReason)
        elif row < 0:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.end(False)

    @Slot(int)
    def _on_walked(self, step: int) -> None:
        self._focus(0 if step > 0 else len(self._chips) - 1)

    @Slot()
    def _on_backspaced(self) -> None:
        if self._chips:
            self.chip_removed.emit(len(self._chips) - 1)

    def _on_removed(self, row: int, by_key: bool) -> None:
        self.chip_removed.emit(row)
        if not by_key or not self._chips:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_typed(self, letters: str) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self.field.insert(letters)
        self.words_edited.emit(self.field.text())

    @Slot()
    def _on_clear(self) -> None:
        self.cleared.emit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._mark("focused", event.type() == QEvent.Type.FocusIn)
        return False

    def _mark(self, name: str, value: bool) -> None:
        if self.property(name) != value:
            self.setProperty(name, value)
            self.style().unpolish(self)
            self.style().polish(self)

    # What is dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if takes(event.mimeData()):
            self._mark("hot", True)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark("hot", False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark("hot", False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(event.mimeData())


def takes(data: QMimeData) -> bool:
    """Whether what is dragged may become a chip: files, places found, rasters of the archive."""
    return data.hasUrls() or data.hasFormat(HIT_FORMAT) or data.hasFormat(RASTER_FORMAT)
