"""The log of the window and of the engine: its end first, filtered, followed, copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.log_lines import LEVELS
from app.models.choices.log_tail import LogTail
from app.models.choices.settings_choices import size_words
from app.translation import mark, numeral, tr
from app.widgets.small_widgets import CheckBox, ChoiceBox, PlainLabel, muted
from msa_core.names import visible

REFRESH_EVERY_MS = 700
FILTER_AFTER_MS = 150
SHOWN = {mark("Everything"): 0, mark("Warnings and errors"): 2, mark("Errors"): 3}


class LogWindow(QDialog):
    """Shows one of several log files; what lies before the piece that was read is read on demand.

    Signals:
        folder_wanted: the folder of the logs is to be opened.
    """

    folder_wanted = Signal()

    def __init__(self, files: dict[str, Path], parent: QWidget | None = None) -> None:
        """``files`` by what they are called; the first is shown first."""
        super().__init__(parent)
        self.setWindowTitle(tr("Log"))
        self.resize(820, 480)
        self._files = files
        self.which = ChoiceBox(tr("Log of"), list(files))
        self.level = ChoiceBox(tr("Which lines"), [tr(name) for name in SHOWN])
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Only lines with …"))
        self.words.setAccessibleName(tr("Only lines with these words"))
        self.words.setClearButtonEnabled(True)
        self.follow = CheckBox(tr("&Follow"))
        self.follow.setToolTip(tr("Show what is logged as it comes"))
        self.follow.setChecked(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("Lines of the log"))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.state = muted(wrap=False)
        self.earlier, self.copy = QPushButton(tr("&Earlier Lines")), QPushButton(tr("&Copy"))
        self.folder, self.close_ = QPushButton(tr("&Open Folder")), QPushButton(tr("Close"))
        self._tail = LogTail(next(iter(files.values())))
        self._filter_timer, self._timer = QTimer(self), QTimer(self)
        self._build()
        self._connect()
        self._show_all()

    def _build(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for letters, field in ((tr("Log &of"), self.which), (tr("Sho&w"), self.level)):
            label = PlainLabel(letters)
            label.setBuddy(field)
            top.addWidget(label)
            top.addWidget(field)
        top.addWidget(self.words, 1)
        top.addWidget(self.follow)
        for button in (self.earlier, self.copy, self.folder):
            bottom.addWidget(button)
        bottom.addStretch(1)
        bottom.addWidget(self.close_)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.text, 1)
        column.addWidget(self.state)
        column.addLayout(bottom)
        for button in (self.earlier, self.copy, self.folder, self.close_):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self._filter_timer.setSingleShot(True)
        self._filter_timer.setInterval(FILTER_AFTER_MS)
        self._filter_timer.timeout.connect(self._show_all)
        self._timer.setInterval(REFRESH_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self.words.textChanged.connect(self._filter_timer.start)
        self.which.currentTextChanged.connect(self._on_file)
        self.level.currentIndexChanged.connect(self._show_all)
        self.follow.toggled.connect(self._on_follow)
        self.earlier.clicked.connect(self._on_earlier)
        self.copy.clicked.connect(self._on_copy)
        self.folder.clicked.connect(self.folder_wanted)
        self.close_.clicked.connect(self.accept)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_follow(self.follow.isChecked())

    def done(self, result: int) -> None:
        self._timer.stop()
        super().done(result)

    @Slot()
    def refresh(self) -> None:
        """Look whether the log has grown."""
        before, openings = len(self._tail.lines), self._tail.openings
        if not self._tail.read_new():
            return
        if self._tail.openings == openings:
            fitting = self._fitting(before)
            if fitting:
                cursor = QTextCursor(self.text.document())
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertText(
                    ("\n" if self.text.document().characterCount() > 1 else "") + "\n".join(fitting)
                )
                self._to_end()
            self._say_state()
        else:
            self._show_all()

    def _fitting(self, first: int = 0) -> list[str]:
        """Lines from ``first`` on that pass the level and the words."""
        lowest, words = list(SHOWN.values())[self.level.currentIndex()], self.words.text().strip().casefold()
        wanted = set(LEVELS[lowest:]) if lowest else set(LEVELS)
        return [
            visible(line.text)
            for line in self._tail.lines[first:]
            if line.level in wanted and words in line.text.casefold()
        ]

    @Slot()
    def _show_all(self) -> None:
        self.text.setPlainText("\n".join(self._fitting()))
        self._say_state()
        self._to_end()

    def _to_end(self) -> None:
        if self.follow.isChecked():
            self.text.verticalScrollBar().setValue(self.text.verticalScrollBar().maximum())

    def _say_state(self) -> None:
        tail = self._tail
        shown = self.text.document().blockCount() if self.text.document().characterCount() > 1 else 0
        size = size_words(tail.size_bytes)
        if tail.start:
            read = tr("{part} of {all} are read", part=size_words(tail.size_bytes - tail.start), all=size)
        else:
            read = tr("all of it is read ({size})", size=size)
        if not tail.size_bytes:
            self.state.setText(tail.problem or tr("Nothing was logged yet."))
            return
        words = tr(
            "{shown} of {all} lines; {read}.",
            shown=numeral(shown),
            all=numeral(len(tail.lines)),
            read=read,
        )
        self.state.setText(tail.problem or words)
        self.earlier.setEnabled(tail.start > 0)
        self.copy.setEnabled(shown > 0)

    @Slot(str)
    def _on_file(self, name: str) -> None:
        self._tail = LogTail(self._files[name])
        self._show_all()

    @Slot(bool)
    def _on_follow(self, on: bool) -> None:
        if on:
            self.refresh()
            self._timer.start()
            self._to_end()
        else:
            self._timer.stop()

    @Slot()
    def _on_earlier(self) -> None:
        bar = self.text.verticalScrollBar()
        from_end = bar.maximum() - bar.value()
        try:
            self._tail.read_earlier()
        except OSError as error:
            self.state.setText(tr("The log cannot be read: {reason}.", reason=error.strerror or error))
            return
        self.text.setPlainText("\n".join(self._fitting()))
        self._say_state()
        bar.setValue(bar.maximum() - from_end)

    @Slot()
    def _on_copy(self) -> None:
        """What is chosen, else everything shown."""
        chosen = self.text.textCursor().selectedText().replace("\u2029", "\n")
        QGuiApplication.clipboard().setText(chosen or self.text.toPlainText())
