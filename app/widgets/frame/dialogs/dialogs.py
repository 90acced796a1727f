"""About, and diagnostics: versions and machine as text to copy."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QSize, Qt, Signal, Slot, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.translation import language, tr
from app.widgets import theme
from app.widgets.small_widgets import PlainLabel, muted, title
from msa_core import __version__


def window_facts() -> str:
    """What the window itself knows of versions and screen."""
    screen = QGuiApplication.primaryScreen()
    size = screen.size() if screen is not None else QSize()
    ratio = screen.devicePixelRatio() if screen is not None else 1.0
    lines = [f"MSA Analyst {__version__}"]
    lines.append(f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, Qt {qVersion()}")
    lines.append(f"{platform.platform()}, {QGuiApplication.platformName()}")
    lines.append(
        tr(
            "Screen of {width} × {height} at {ratio:g}×",
            width=size.width(),
            height=size.height(),
            ratio=ratio,
        )
    )
    return "\n".join(lines)


class DiagnosticsDialog(QDialog):
    """Text that grows while the doctor works, and a button to copy it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Diagnostics"))
        self._has_words = False
        self.resize(680, 460)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(tr("Diagnostics"))
        copy, close = QPushButton(tr("Copy")), QPushButton(tr("Close"))
        copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(title(tr("Versions, devices and model")))
        if language() != "en":
            column.addWidget(
                muted(tr("The report is in English, so that anyone it is passed on to can read it."))
            )
        column.addWidget(self.text, 1)
        column.addLayout(row)
        self._busy = muted(tr("Looking … The model is loaded and timed, which takes a few seconds."))
        column.insertWidget(column.count() - 1, self._busy)
        self.text.setPlainText(window_facts() + "\n")

    @Slot(str)
    def add(self, words: str) -> None:
        """More of the doctor's words, under what is there."""
        cursor = self.text.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(words if words.startswith("\n") or self._has_words else "\n" + words)
        self._has_words = True

    def end(self, words: str) -> None:
        """The doctor has ended; ``words`` when there is nothing else to tell."""
        self._busy.hide()
        if words:
            self.add(words)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


class AboutDialog(QDialog):
    """What this is, in a few lines.

    Signals:
        diagnostics_wanted: the report of versions and paths is to be shown.
    """

    diagnostics_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About MSA Analyst"))
        logo = PlainLabel()
        logo.setPixmap(theme.logo(72, self.devicePixelRatioF()))
        name = PlainLabel("MSA Analyst")
        name.setObjectName("cardTitle")
        words = muted(
            tr(
                "Finds places in your own aerial and satellite imagery from words and "
                "pictures, and shows why. Everything happens on this computer.\n\nThe method: "
                "multi-scale alignment of image and text (Yang et al., TGRS 2024).\nApache "
                "License 2.0. Made with Qt, GDAL, PyTorch and FAISS."
            )
        )
        more, close = QPushButton(tr("Diagnostics …")), QPushButton(tr("Close"))
        more.clicked.connect(self.diagnostics_wanted)
        close.clicked.connect(self.accept)
        close.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(more)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(8)
        for widget in (logo, name, muted(tr("Version {version}", version=__version__)), words):
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(row)
        words.setFixedWidth(396)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
