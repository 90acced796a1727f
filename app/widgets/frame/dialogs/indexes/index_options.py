"""Index options: the model, sizes of tiles, bands and stretch by pattern, and where the index lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.models.choices.index_plan import IndexPlan
from app.models.words.core_words import in_own_language
from app.settings import INDEX_LOCATIONS
from app.translation import mark, number_of, tr, typed_numeral
from app.widgets.small_widgets import CheckBox, ChoiceBox, form_height, form_page, muted, problem_label
from msa_core.config import BandRules, Tiling
from msa_core.errors import UsageError
from msa_core.model.stored.known_models import STARTER, KnownModel
from msa_core.names import visible

WIDTH_PX, MIN_HEIGHT_PX = 600, 360
CHROME_PX, ROOM_PX = 110, 60
"""Heights of what stands around the form, and of what the dialog leaves of the window."""
METRES, PIXELS = mark("Metres of ground"), mark("Pixels of the raster")
BESIDE, OWN = INDEX_LOCATIONS
ELSEWHERE = "elsewhere"
LOCATIONS = {
    BESIDE: mark("Beside the rasters, in .msa-index: it moves with them"),
    OWN: mark("In my data folder: nothing is written among the imagery"),
    ELSEWHERE: mark("In another folder"),
}
RULES_PX = 52


class IndexOptionsDialog(QDialog):
    """Asks how the next index is to be made; each option with what it does in one sentence.

    Signals:
        decided: (IndexPlan, one of ``LOCATIONS``, whether to index now).
    """

    decided = Signal(object, str, bool)

    def __init__(
        self,
        plan: IndexPlan,
        locations: list[str],
        location: str,
        parent: QWidget | None = None,
        has_thumbnails: bool = True,
    ) -> None:
        """``plan`` as it stands, complete; ``locations`` that are possible, ``location`` the usual one of them;
        ``has_thumbnails``: whether tiles get them where the plan does not say.
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Index options"))
        self._plan, self._models = plan, list[KnownModel]()
        self.model = ChoiceBox(tr("Model"), [tr("Looking …")])
        self.facts = muted()
        self.facts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        tiling, rules = plan.tiling or Tiling(), plan.rules or BandRules()
        self.unit = ChoiceBox(tr("Sizes of tiles are in"), [tr(METRES), tr(PIXELS)])
        self.sizes = QLineEdit()
        self.sizes.setAccessibleName(tr("Sizes of tiles"))
        self.overlap = QLineEdit(typed_numeral(tiling.overlap * 100))
        self.overlap.setAccessibleName(tr("Overlap of neighbouring tiles, per cent"))
        self.bands = _rules(rules.bands, tr("Bands"), tr("auto, or  s2_*=sentinel2"))
        self.stretch = _rules(rules.stretch, tr("Stretch"), tr("auto, or  dem_*=minmax"))
        self.location = ChoiceBox(tr("Where the index lies"), [])
        for name in locations:
            self.location.addItem(tr(LOCATIONS[name]), name)
        self.location.setCurrentIndex(max(0, self.location.findData(location)))
        self.folder = QLineEdit(plan.location)
        self.folder.setAccessibleName(tr("Folder of the index"))
        self.browse = QPushButton(tr("&Choose …"))
        self.retry = CheckBox(tr("&Try again what was refused, or read in part"))
        self.retry.setChecked(plan.retries)
        self.thumbnails = CheckBox(tr("Keep a small &picture of each tile"))
        self._has_thumbnails = has_thumbnails if plan.thumbnails is None else plan.thumbnails
        self.thumbnails.setChecked(self._has_thumbnails)
        self.problem = problem_label()
        self.problem.hide()
        self.now, self.later = QPushButton(tr("Index &now")), QPushButton(tr("&Keep for later"))
        self.now.setObjectName("primary")
        if tiling.tile_px is not None:
            self.unit.setCurrentIndex(1)
            self.sizes.setText(str(tiling.tile_px))
        elif tiling.tile_m is not None:
            self.sizes.setText(", ".join(f"{size:g}" for size in tiling.tile_m))
        self._build()
        self._connect()

    def _build(self) -> None:
        bottom, cancel = QHBoxLayout(), QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        bottom.addStretch(1)
        for button in (cancel, self.later, self.now):
            bottom.addWidget(button)
        self.now.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 14)
        page = form_page(*self._rows())
        column.addWidget(page, 1)
        column.addWidget(self.problem)
        column.addLayout(bottom)
        self.ensurePolished()
        wanted = form_height(page, WIDTH_PX - 40) + CHROME_PX
        parent = self.parentWidget()
        room = parent.height() - ROOM_PX if parent is not None else wanted
        self.resize(WIDTH_PX, max(MIN_HEIGHT_PX, min(wanted, room)))

    def _rows(self) -> list[tuple[str, QWidget | QHBoxLayout, str]]:
        """Label, field, and a sentence about it."""
        sizes, place = QHBoxLayout(), QHBoxLayout()
        sizes.setSpacing(8)
        place.setSpacing(8)
        sizes.addWidget(self.sizes, 1)
        sizes.addWidget(self.unit)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        return [
            (
                tr("&Model"),
                self.model,
                "",
            ),
            (
                "",
                self.facts,
                tr("An index belongs to its model: another one makes another index."),
            ),
            (tr("Tile si&zes"), sizes, tr("Small tiles find small things, and take longer.")),
            (
                tr("&Overlap in %"),
                self.overlap,
                tr("More of it cuts fewer things in two, and takes longer."),
            ),
            (
                tr("&Bands"),
                self.bands,
                tr("What is shown as red, green and blue; a line each PATTERN=CHOICE."),
            ),
            (
                tr("St&retch"),
                self.stretch,
                tr("How values become brightness; a line each PATTERN=CHOICE."),
            ),
            (tr("&Where"), self.location, ""),
            ("", place, ""),
            ("", self.thumbnails, tr("With them hits are looked at where the rasters are not there.")),
            ("", self.retry, ""),
        ]

    def _connect(self) -> None:
        self.unit.currentIndexChanged.connect(self._refresh)
        self.model.currentIndexChanged.connect(self._tell_facts)
        self.location.currentIndexChanged.connect(self._refresh)
        self.browse.clicked.connect(self._choose_folder)
        self.now.clicked.connect(lambda: self._decide(True))
        self.later.clicked.connect(lambda: self._decide(False))
        self._refresh()
        self._tell_facts()

    @Slot(object)
    def set_models(self, models: tuple[KnownModel, ...]) -> None:
        """The models that can be chosen; one that is chosen already stays so."""
        chosen = self._chosen()
        fingerprint = self._plan.fingerprint if chosen is None else chosen.fingerprint
        self._models = [model for model in models if not model.problem]
        self.model.clear()
        for model in self._models:
            self.model.addItem(visible(model.name))
        wanted = next(
            (n for n, m in enumerate(self._models) if m.fingerprint == fingerprint),
            next((n for n, m in enumerate(self._models) if str(m.folder) == self._plan.model), 0),
        )
        self.model.setCurrentIndex(wanted)

    def _chosen(self) -> KnownModel | None:
        row = self.model.currentIndex()
        return self._models[row] if 0 <= row < len(self._models) else None

    @Slot()
    def _tell_facts(self) -> None:
        chosen = self._chosen()
        self.facts.setText("" if chosen is None else in_own_language(chosen.facts))
        self.facts.setVisible(chosen is not None)

    @Slot()
    def _refresh(self) -> None:
        in_pixels = self.unit.currentIndex() == 1
        self.sizes.setPlaceholderText("224" if in_pixels else tr("80 to 2560, as they fit"))
        is_elsewhere = self.location.currentData() == ELSEWHERE
        self.folder.setEnabled(is_elsewhere)
        self.browse.setEnabled(is_elsewhere)

    @Slot()
    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("A folder for the index"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def plan(self) -> IndexPlan:
        """What is chosen. Raises UsageError in a sentence."""
        from msa_core.raster.pixels.stretch import check_band_rules

        location = ""
        if self.location.currentData() == ELSEWHERE:
            location = self.folder.text().strip()
            if not location:
                raise UsageError(tr("Name the folder where the index is to lie."))
            location = str(Path(location).expanduser().absolute())
        chosen = self._chosen()
        model = None if chosen is None or chosen.origin == STARTER else str(chosen.folder)
        is_kept = self.thumbnails.isChecked()
        rules = check_band_rules(BandRules(_lines(self.bands), _lines(self.stretch)))
        return IndexPlan(
            # Before the models are known, it is the one of before.
            model=self._plan.model if chosen is None else model,
            fingerprint=self._plan.fingerprint if chosen is None else chosen.fingerprint,
            tiling=self._tiling(),
            rules=rules,
            location=location,
            retries=self.retry.isChecked(),
            # Left as it is unless it was changed: asked for by name, rasters without them are read again.
            thumbnails=self._plan.thumbnails if is_kept == self._has_thumbnails else is_kept,
        )

    def _tiling(self) -> Tiling:
        text = self.sizes.text().strip()
        try:
            overlap = number_of(self.overlap.text().strip() or "25") / 100
            if not 0.0 <= overlap < 0.9:
                raise UsageError(tr("The overlap must be from 0 to below 90 %."))
            if not text:
                return Tiling(overlap=overlap)
            if self.unit.currentIndex() == 1:
                return Tiling(tile_px=int(text), overlap=overlap)
            sizes = tuple(sorted({float(part) for part in text.replace(";", ",").split(",")}))
        except ValueError as error:
            raise UsageError(tr("Sizes and overlap are numbers, sizes such as 80, 320.")) from error
        if any(not 0 < size < 1e7 for size in sizes):
            raise UsageError(tr("Sizes of tiles are above 0 metres, for example 80, 320."))
        return Tiling(sizes, overlap=overlap)

    def _decide(self, now: bool) -> None:
        try:
            plan = self.plan()
        except UsageError as error:
            self.problem.setText(in_own_language(str(error)))
            self.problem.show()
            return
        self.decided.emit(plan, str(self.location.currentData()), now)
        self.accept()


def _rules(rules: tuple[str, ...], name: str, hint: str) -> QPlainTextEdit:
    """A field of two lines in which Tab goes on to the next field."""
    field = QPlainTextEdit("\n".join(rules))
    field.setAccessibleName(tr("{name}, a line each: PATTERN=CHOICE", name=name))
    field.setPlaceholderText(hint)
    field.setTabChangesFocus(True)
    field.setFixedHeight(RULES_PX)
    return field


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip())
