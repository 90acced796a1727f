"""Where the basemap comes from: nowhere, a web server, or a file."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.models.words.core_words import in_own_language
from app.settings import BASEMAP_FILE, BASEMAP_OFF, BASEMAP_WEB
from app.translation import tr
from app.widgets.small_widgets import muted, problem_label

WIDTH_PX = 520


class BasemapDialog(QDialog):
    """Three choices; a sentence says what cannot be taken.

    Signals:
        decided: (``off``, ``web`` or ``file``, the address or path, the attribution).
    """

    decided = Signal(str, str, str)

    def __init__(self, parent: QWidget, address: str, attribution: str, file: str, kind: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Basemap"))
        self.setMinimumWidth(WIDTH_PX)
        self.off = QRadioButton(tr("No basemap"))
        self.web = QRadioButton(tr("Tiles of a web server (XYZ)"))
        self.file = QRadioButton(tr("An MBTiles file"))
        self.address = QLineEdit(address)
        self.address.setPlaceholderText("https://server/{z}/{x}/{y}.png")
        self.address.setAccessibleName(tr("Address of the tiles"))
        self.attribution = QLineEdit(attribution)
        self.attribution.setPlaceholderText(tr("Whom the service asks you to name"))
        self.attribution.setAccessibleName(tr("Attribution"))
        self.path = QLineEdit(file)
        self.path.setAccessibleName(tr("MBTiles file"))
        self.browse = QPushButton(tr("Choose …"))
        self.browse.clicked.connect(self._choose)
        self._problem = problem_label()
        self._problem.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setObjectName("primary")
        self.buttons.accepted.connect(self._on_ok)
        self.buttons.rejected.connect(self.reject)
        self._arrange()
        {BASEMAP_WEB: self.web, BASEMAP_FILE: self.file}.get(kind, self.off).setChecked(True)
        self.address.textEdited.connect(lambda: self.web.setChecked(True))
        self.path.textEdited.connect(lambda: self.file.setChecked(True))

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.path, 1)
        line.addWidget(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.off)
        column.addWidget(self.web)
        for widget in (self.address, self.attribution):
            column.addWidget(widget)
        column.addWidget(
            muted(
                tr(
                    "While it is shown the server is asked for the part of the map in view, "
                    "and so learns where you look. Nothing is asked before, and nothing of "
                    "your rasters is sent. Keep to the terms of the service."
                )
            )
        )
        column.addWidget(self.file)
        column.addLayout(line)
        column.addWidget(self._problem)
        column.addWidget(self.buttons)

    def refuse(self, sentence: str) -> None:
        """Say why this cannot be taken."""
        self._problem.setText(in_own_language(sentence))
        self._problem.show()

    @property
    def problem(self) -> str:
        """The sentence shown."""
        return self._problem.text()

    @Slot()
    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Choose an MBTiles file"), "", tr("MBTiles (*.mbtiles);;All files (*)")
        )
        if path:
            self.path.setText(path)
            self.file.setChecked(True)

    @Slot()
    def _on_ok(self) -> None:
        kind = BASEMAP_WEB if self.web.isChecked() else BASEMAP_FILE if self.file.isChecked() else BASEMAP_OFF
        where = self.address.text() if kind == BASEMAP_WEB else self.path.text()
        self.decided.emit(kind, where.strip(), self.attribution.text().strip())
