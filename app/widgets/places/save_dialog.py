"""Saving places: which of them, in which format and coordinates, under which name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.translation import mark, tr
from app.widgets.small_widgets import ChoiceBox, beside, form_layout, muted

FORMATS = {
    ".gpkg": "GeoPackage",
    ".geojson": "GeoJSON",
    ".csv": "CSV",
    ".kml": "KML",
    ".parquet": "GeoParquet",
}
"""Ending and name of each format that ``msa search --out`` writes."""
ALWAYS_WGS84 = (".geojson", ".kml")
"""Formats whose standards know no other coordinates."""
WGS84, OF_RASTERS, OF_MAP, OTHER = (
    "WGS84 (EPSG:4326)",
    mark("Those of the rasters"),
    mark("Those of the map"),
    mark("Other …"),
)


@dataclass(frozen=True, slots=True)
class Saving:
    """What is to be saved: numbers of hits, the file, and its CRS as ``--crs`` takes it (None: WGS84)."""

    numbers: tuple[int, ...]
    file: str
    crs: str | None


class SaveDialog(QDialog):
    """Asks what to save; the ending of the name and the format follow each other.

    Signals:
        chosen: the Saving.
    """

    chosen = Signal(object)

    def __init__(
        self,
        choices: dict[str, tuple[int, ...]],
        file: str,
        map_crs: str,
        preferred: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``choices`` are the hits that may be saved by what they are called; ``preferred`` is offered first."""
        super().__init__(parent)
        self.setWindowTitle(tr("Save Places"))
        self._choices, self._map_crs = choices, map_crs
        self.which = ChoiceBox(tr("Which places"), list(choices))
        self.which.setCurrentText(preferred or next(iter(choices)))
        self.format = ChoiceBox(tr("Format"), [f"{name} (*{ending})" for ending, name in FORMATS.items()])
        self.crs = ChoiceBox(
            tr("Coordinates"), [WGS84, tr(OF_RASTERS), f"{tr(OF_MAP)} ({map_crs})", tr(OTHER)]
        )
        self.other_crs = QLineEdit()
        self.other_crs.setPlaceholderText(tr("EPSG:32633, or WKT"))
        self.other_crs.setAccessibleName(tr("Other coordinates: a code such as EPSG:32633, or WKT"))
        self.other_crs.hide()
        self.file = QLineEdit(file)
        self.file.setAccessibleName(tr("File"))
        self.browse = QPushButton(tr("Browse …"))
        self.note = muted()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setObjectName("primary")
        self._build()
        self.format.currentIndexChanged.connect(self._on_format)
        self.crs.currentIndexChanged.connect(self._refresh)
        self.other_crs.textChanged.connect(self._refresh)
        self.file.textChanged.connect(self._on_file)
        self.browse.clicked.connect(self._on_browse)
        self.buttons.accepted.connect(self._on_save)
        self.buttons.rejected.connect(self.reject)
        self._on_file()

    def _build(self) -> None:
        form = form_layout(10)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.file, 1)
        line.addWidget(self.browse)
        form.addRow(beside(tr("&Places"), self.which), self.which)
        form.addRow(beside(tr("&Format"), self.format), self.format)
        form.addRow(beside(tr("&Coordinates"), self.crs), self.crs)
        form.addRow("", self.other_crs)
        form.addRow(beside(tr("File &name"), self.file), line)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(self.note)
        column.addWidget(self.buttons)
        self.setMinimumWidth(520)

    @property
    def ending(self) -> str:
        """Of the format that is chosen."""
        return list(FORMATS)[self.format.currentIndex()]

    @property
    def saving(self) -> Saving:
        """What is asked for."""
        return Saving(self._choices[self.which.currentText()], self.file.text().strip(), self._crs())

    def _crs(self) -> str | None:
        chosen = self.crs.currentIndex()
        if not self.crs.isEnabled() or chosen == 0:
            return None
        return (None, "archive", self._map_crs, self.other_crs.text().strip())[chosen]

    @Slot()
    def _on_format(self) -> None:
        path = Path(self.file.text().strip() or "hits")
        known = path.suffix.lower() in FORMATS
        named = path.with_suffix(self.ending) if known else Path(f"{path}{self.ending}")
        if path.suffix.lower() != self.ending:
            self.file.setText(str(named))
        self._refresh()

    @Slot()
    def _on_file(self) -> None:
        ending = Path(self.file.text().strip()).suffix.lower()
        if ending in FORMATS and ending != self.ending:
            self.format.setCurrentIndex(list(FORMATS).index(ending))
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        fixed = self.ending in ALWAYS_WGS84
        self.crs.setEnabled(not fixed)
        asks = not fixed and self.crs.currentIndex() == self.crs.count() - 1
        self.other_crs.setVisible(asks)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        name = self.file.text().strip()
        there = bool(name) and Path(self._named()).is_file()
        save.setText(tr("Replace") if there else tr("Save"))
        save.setEnabled(bool(name) and not (asks and not self.other_crs.text().strip()))
        notes = [tr("{format} is in WGS84 by its standard.", format=FORMATS[self.ending])] if fixed else []
        notes += (
            [tr("{file} is there already and will be replaced.", file=Path(self._named()).name)]
            if there
            else []
        )
        self.note.setText(" ".join(notes))
        self.note.setVisible(bool(notes))

    def _named(self) -> str:
        """The name with the ending of the format, when it has none of the known ones."""
        name = self.file.text().strip()
        return name if Path(name).suffix.lower() in FORMATS else f"{name}{self.ending}"

    @Slot()
    def _on_browse(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self,
            tr("Save Places"),
            self._named(),
            self.format.currentText(),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if file:
            self.file.setText(file)

    @Slot()
    def _on_save(self) -> None:
        self.file.setText(self._named())
        self.chosen.emit(self.saving)
        self.accept()
