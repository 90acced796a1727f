"""Markdown to read, in the colours of the theme: pages of the guide, cards of models."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QEvent, QUrl, Slot
from PySide6.QtGui import (
    QBrush,
    QFont,
    QFontDatabase,
    QImage,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.widgets import theme

LINE_HEIGHT_PERCENT = 125.0
HEADING_SPACE_PX = 20
CODE_SPACE_PX = 8
NO_PICTURE = QImage(1, 1, QImage.Format.Format_ARGB32)
NO_PICTURE.fill(0)
ROUNDING_PX = 1
"""Qt rounds the widths of columns up: a table is a pixel wider than the page."""


class MarkdownPage(QTextBrowser):
    """Lines, code and tables take as many lines as they need: nothing is scrolled sideways. Nothing is fetched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setLineWrapColumnOrWidth(self.viewport().width() - ROUNDING_PX)
        super().resizeEvent(event)

    def loadResource(self, kind: int, _name: QUrl | str) -> object:
        # For nothing at all Qt reads the file that a picture's name names, wherever that leads.
        return NO_PICTURE if kind == QTextDocument.ResourceType.ImageResource.value else None

    @Slot()
    def dress(self) -> None:
        """What Qt's Markdown leaves plain: room between lines, code on its own ground, quiet table borders."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Link, theme.colour("accent"))
        self.setPalette(palette)
        # As one edit: the page is laid out once, not after each of them.
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        for block in _blocks(self.document()):
            _dress_block(block)
        for first, last in reversed(_code(self.document())):
            _frame(first, last)
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame)
        edit.endEditBlock()


class MarkdownText(MarkdownPage):
    """A text of Markdown that somebody hands over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._is_dark = theme.is_dark()

    def show_text(self, markdown: str) -> None:
        """Show a text from its beginning."""
        self._text, self._is_dark = markdown, theme.is_dark()
        self.setMarkdown(markdown)
        self.dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and theme.is_dark() != self._is_dark:
            at = self.verticalScrollBar().value()
            self.show_text(self._text)
            self.verticalScrollBar().setValue(at)


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    """Every paragraph, line of code and cell of a page, in order."""
    blocks = [document.begin()]
    while blocks[-1].next().isValid():
        blocks.append(blocks[-1].next())
    return blocks


def _is_code(block: QTextBlock) -> bool:
    """Whether it is a line of a fenced block."""
    return bool(block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence))


def _code(document: QTextDocument) -> list[tuple[QTextBlock, QTextBlock]]:
    """First and last line of each fenced block."""
    runs = [list(run) for is_code, run in itertools.groupby(_blocks(document), key=_is_code) if is_code]
    return [(run[0], run[-1]) for run in runs]


def _frame(first: QTextBlock, last: QTextBlock) -> None:
    """Put lines of code on a ground of their own. The ground of a line would cover the underscores above it."""
    form = QTextFrameFormat()
    form.setBackground(QBrush(theme.colour("sunken")))
    form.setPadding(CODE_SPACE_PX)
    cursor = QTextCursor(first)
    cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertFrame(form)


def _dress_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    layout = QTextBlockFormat(block.blockFormat())
    is_code = _is_code(block)
    if is_code:
        layout.setNonBreakableLines(False)
    else:
        layout.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if layout.headingLevel() and block.blockNumber():
        layout.setTopMargin(HEADING_SPACE_PX)
    cursor.setBlockFormat(layout)
    parts = block.begin()
    while not parts.atEnd():
        part = parts.fragment()
        cursor.setPosition(part.position())
        cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(_dressed(part.charFormat(), is_code))
        parts += 1


def _dressed(written: QTextCharFormat, is_code: bool) -> QTextCharFormat:
    """What is added to the format of a run of text."""
    added = QTextCharFormat()
    if written.isAnchor():
        added.setForeground(QBrush(theme.colour("accent")))
    if is_code or written.fontFixedPitch():
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        added.setFontFamilies([font.family()])
    if written.fontFixedPitch() and not is_code:
        added.setBackground(QBrush(theme.colour("sunken")))
    return added


def _dress_table(table: QTextTable) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(theme.colour("border")))
    form.setCellPadding(5)
    table.setFormat(form)
    for column in range(table.columns()):
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        cell = table.cellAt(0, column)
        cursor = cell.firstCursorPosition()
        cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(bold)
