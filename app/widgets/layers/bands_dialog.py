"""Bands and contrast of rasters: what is shown as red, green and blue, and how values become brightness."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.models.words.core_words import in_own_language
from app.translation import mark, tr
from app.widgets.small_widgets import GAP_PX, beside, muted
from msa_core.config import BandRules
from msa_core.errors import UsageError

BANDS = (
    ("auto", mark("as the file says")),
    ("rgb", mark("natural colours")),
    ("nir", mark("false colour with near infrared")),
    ("grey", mark("one band in grey")),
    ("naip", "NAIP"),
    ("naip-nir", mark("NAIP, false colour")),
    ("sentinel2", "Sentinel-2"),
    ("sentinel2-nir", mark("Sentinel-2, false colour")),
    ("landsat", mark("Landsat 8 and 9")),
    ("landsat-nir", mark("Landsat 8 and 9, false colour")),
    ("landsat457", mark("Landsat 4, 5 and 7")),
    ("landsat457-nir", mark("Landsat 4, 5 and 7, false colour")),
    ("superdove", "SuperDove"),
    ("superdove-nir", mark("SuperDove, false colour")),
    ("worldview", mark("WorldView-2 and 3")),
    ("worldview-nir", mark("WorldView-2 and 3, false colour")),
)
STRETCHES = (
    ("auto", mark("percentiles 2 and 98; 8-bit colour stays")),
    ("none", mark("values are 0 to 255 already")),
    ("minmax", mark("from the lowest to the highest value")),
    ("1,99%", mark("between two percentages")),
    ("0,3000", mark("between two values")),
)
DASH = "  –  "


class BandsDialog(QDialog):
    """Asks for bands, contrast and the rasters they are for; the map follows at once.

    Signals:
        applied: (BandRules, whether the next indexing is to use them too).
    """

    applied = Signal(object, bool)

    def __init__(self, name: str, rules: BandRules, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Bands and contrast"))
        bands, stretch = rules.of(name)
        self._before = bands, stretch
        self.bands = _choices(BANDS, bands, tr("Bands shown as red, green and blue"))
        self.stretch = _choices(STRETCHES, stretch, tr("Contrast"))
        self.pattern = QComboBox()
        self.pattern.setEditable(True)
        self.pattern.setAccessibleName(tr("Rasters that this is for"))
        folder = name.rpartition("/")[0]
        self.pattern.addItems([name, *([f"{folder}/*"] if folder else []), "*"])
        self.for_index = QCheckBox(tr("Also when the archive is indexed next"))
        self._fault = muted()
        self._fault.setObjectName("fault")
        self._fault.hide()
        form = QFormLayout()
        form.setSpacing(GAP_PX)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(beside(tr("Bands"), self.bands), self.bands)
        form.addRow(beside(tr("Contrast"), self.stretch), self.stretch)
        form.addRow(beside(tr("For rasters"), self.pattern), self.pattern)
        hint = muted(
            tr(
                "Or numbers and names of bands, such as 4,3,2. Rasters are named by a pattern: "
                "* stands for anything. What is found changes only with the next indexing, "
                "which makes an index of its own and keeps this one."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(form)
        for widget in (self.for_index, hint, self._fault):
            column.addWidget(widget)
        column.addLayout(self._buttons())
        self.setMinimumWidth(440)

    def _buttons(self) -> QHBoxLayout:
        self.apply, close = QPushButton(tr("Show so")), QPushButton(tr("Close"))
        self.apply.setObjectName("primary")
        self.apply.setDefault(True)
        self.apply.clicked.connect(self._on_apply)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.apply)
        row.addWidget(close)
        return row

    def rules(self) -> BandRules:
        """The rules chosen. Raises UsageError for what makes no sense."""
        # Loads the raster room, which the map has needed long before.
        from msa_core.raster.pixels.stretch import check_band_rules

        pattern = self.pattern.currentText().strip() or "*"
        bands, stretch = _chosen(self.bands), _chosen(self.stretch)
        return check_band_rules(
            BandRules(
                (f"{pattern}={bands}",) if bands != self._before[0] or self.for_index.isChecked() else (),
                (f"{pattern}={stretch}",) if stretch != self._before[1] or self.for_index.isChecked() else (),
            )
        )

    @Slot()
    def _on_apply(self) -> None:
        try:
            rules = self.rules()
        except UsageError as error:
            self._fault.setText(in_own_language(str(error)))
            self._fault.show()
            return
        self._fault.hide()
        self._before = _chosen(self.bands), _chosen(self.stretch)
        self.applied.emit(rules, self.for_index.isChecked())


def _choices(known: tuple[tuple[str, str], ...], now: str, name: str) -> QComboBox:
    """A list with what each choice means, into which anything may be typed."""
    box = QComboBox()
    box.setEditable(True)
    box.setAccessibleName(name)
    box.addItems([f"{choice}{DASH}{tr(words)}" for choice, words in known])
    places = [choice for choice, _ in known]
    if now in places:
        box.setCurrentIndex(places.index(now))
    else:
        box.setCurrentText(now)
    return box


def _chosen(box: QComboBox) -> str:
    return box.currentText().partition(DASH)[0].strip()
