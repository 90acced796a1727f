"""The tree of layers and the map: what is chosen, shown, ordered and tried again; what is not searched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import overload

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QWidget, QWidgetAction

from app.controllers.calls import call, passing_menu
from app.map.canvas.asked_layer import rings_of
from app.map.rasters.coverage_layer import Hatch, HatchedFootprint
from app.models.archive.archive_model import ArchiveModel, Opacities
from app.models.archive.archive_row import ArchiveRow
from app.models.archive.coverage import GAP_WORDS, GAPS, UNUSABLE, Gap, gap_of
from app.models.archive.layer_nodes import Kind, Node, patterns_of, rows_of
from app.models.question.conditions import Area, Box, Condition
from app.models.words.core_words import in_own_language
from app.session.session import Session
from app.translation import tr, tr_n
from app.widgets.frame.main_window import MainWindow
from app.widgets.small_widgets import PlainLabel
from msa_core.names import visible
from msa_core.records import TileHit

HATCHES = {
    Gap.FAILED: Hatch(GAP_WORDS[Gap.FAILED], "#d1342f", Qt.BrushStyle.BDiagPattern),
    Gap.EMPTY: Hatch(GAP_WORDS[Gap.EMPTY], "#7d8794", Qt.BrushStyle.Dense6Pattern),
    Gap.CHANGED: Hatch(GAP_WORDS[Gap.CHANGED], "#d98a00", Qt.BrushStyle.FDiagPattern),
    Gap.PARTIAL: Hatch(GAP_WORDS[Gap.PARTIAL], "#b06a00", Qt.BrushStyle.VerPattern),
    Gap.OUT_OF_RANGE: Hatch(GAP_WORDS[Gap.OUT_OF_RANGE], "#8d5fd3", Qt.BrushStyle.CrossPattern),
    Gap.WAITING: Hatch(GAP_WORDS[Gap.WAITING], "#2f7fd1", Qt.BrushStyle.HorPattern),
}
RETRIED = (Gap.FAILED, Gap.EMPTY, Gap.CHANGED, Gap.PARTIAL)


class Hatched(Sequence[HatchedFootprint]):
    """Footprints of rows with their reasons; each is made when it is asked for, which is off the window's thread."""

    def __init__(self, rows: Sequence[ArchiveRow], numbers: np.ndarray, gaps: np.ndarray) -> None:
        self._rows, self._numbers, self._gaps = rows, numbers, gaps

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> HatchedFootprint: ...
    @overload
    def __getitem__(self, at: slice) -> list[HatchedFootprint]: ...
    def __getitem__(self, at: int | slice) -> HatchedFootprint | list[HatchedFootprint]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        info = self._rows[int(self._numbers[at])].info
        return HatchedFootprint(
            info.footprint_lonlat if info is not None else (), HATCHES[GAPS[self._gaps[at]]]
        )


class Layers(QObject):
    """The steps between the tree, the map and the session.

    Signals:
        sources_wanted: patterns of source names to search alone, a tuple as in ``Query.sources``.
        bands_wanted: the ArchiveRow whose bands and contrast are to be chosen.
    """

    sources_wanted = Signal(object)
    bands_wanted = Signal(object)

    def __init__(self, window: MainWindow, session: Session, archive: ArchiveModel) -> None:
        super().__init__()
        self._window, self._session, self._archive = window, session, archive
        self._panel = window.archive
        self._model = window.archive.layers

    @Slot(object)
    def select(self, nodes: list[Node]) -> None:
        """Outline what is selected in the tree."""
        chosen = [node for node in nodes if node.kind in (Kind.RASTER, Kind.FOLDER)]
        self._window.canvas.rasters.set_selected(*self._archive.listed_at(rows_of(chosen)))

    @Slot(object)
    def open(self, node: Node) -> None:
        """Go to a layer, a folder or a raster."""
        canvas = self._window.canvas
        if node.kind is Kind.BASEMAP:
            return
        if node.kind is Kind.PLACES:
            canvas.show_hits()
        elif node.kind is Kind.AREAS:
            canvas.fly_to(canvas.asked.bounds())
        elif node.kind is Kind.COVERAGE:
            self._fly(self._archive.with_gaps(HATCHES))
        elif node.kind is Kind.RASTERS:
            canvas.show_everything()
        else:
            self._fly(node.rows)

    def _fly(self, numbers: np.ndarray) -> None:
        placed, canvas, index = (
            self._archive.placed(numbers),
            self._window.canvas,
            self._session.archive.index,
        )
        if index is not None and index.extents and not len(placed):
            names = {self._archive.row(number).name for number in numbers.tolist()}
            boxes = [box for name, box in index.extents if name in names]
            canvas.fly_to(canvas.asked.bounds_of(rings_of(boxes)))
        elif len(placed) == 1:
            canvas.show_raster(self._archive.row(int(placed[0])).path)
        else:
            canvas.fly_to(canvas.rasters.bounds_of_some(*self._archive.listed_at(placed)))

    @Slot(object, str)
    def count_places(self, hits: tuple[TileHit, ...], _origin: str) -> None:
        self._model.set_count(Kind.PLACES, len(hits))

    @Slot(object)
    def count_areas(self, conditions: tuple[Condition, ...]) -> None:
        drawn = [
            chip
            for chip in conditions
            if isinstance(chip, Area) or (isinstance(chip, Box) and chip.bounds is not None)
        ]
        self._model.set_count(Kind.AREAS, len(drawn))

    @Slot(str, bool)
    def show_layer(self, kind: str, shown: bool) -> None:
        """An eye was opened or shut."""
        if kind == Kind.PLACES:
            self._window.canvas.hits.setVisible(shown)
        elif kind == Kind.AREAS:
            self._window.canvas.asked.show_limits(shown)
        elif kind == Kind.COVERAGE:
            self._window.canvas.coverage.setVisible(shown)
            self.hatch()

    @Slot(bool)
    def show_gaps(self, only: bool) -> None:
        """The coverage bar was clicked: the map follows the tree."""
        self._model.set_layer_shown(Kind.COVERAGE, only)

    @Slot()
    def hatch(self) -> None:
        """Hatch what is not searched, while the layer is on."""
        if not self._model.is_layer_shown(Kind.COVERAGE):
            return
        numbers = self._archive.placed(self._archive.with_gaps(HATCHES))
        self._window.canvas.coverage.set_footprints(
            Hatched(self._archive.rows().listed, numbers, self._archive.gaps(numbers))
        )

    @Slot()
    def try_all_again(self) -> None:
        """Index once more what the tree shows of what is not searched as it lies there."""
        self._retry(self._archive.with_gaps(RETRIED))

    def _retry(self, numbers: np.ndarray) -> None:
        paths = self._archive.paths(numbers)
        self._window.canvas.rasters.draw_again(paths)
        self._session.archive.try_again(tuple(filter(None, paths)))

    # The menu of a row

    @Slot(QPoint, object)
    def open_menu(self, at: QPoint, nodes: list[Node]) -> None:
        """What can be done with the selected rows."""
        menu = passing_menu(self._window)
        first, numbers = nodes[0], rows_of(nodes)
        if first.kind is Kind.BASEMAP:
            menu.addAction(self._window.actions_.basemap)
            menu.popup(at)
            return
        menu.addAction(tr("Zoom to")).triggered.connect(call(self.open, first))
        if first.kind in (Kind.RASTER, Kind.FOLDER):
            self._fill(menu, nodes, numbers)
        if first.kind is Kind.RASTERS:
            order = menu.addAction(tr("Small rasters above large ones"))
            order.setCheckable(True)
            order.setChecked(not self._model.has_order)
            order.setEnabled(self._model.has_order)
            order.triggered.connect(self._model.forget_order)
        placed = self._archive.placed(numbers)
        if len(placed):
            menu.addSeparator()
            menu.addAction(self._opacity(menu, placed))
        menu.popup(at)

    def _fill(self, menu: QMenu, nodes: list[Node], numbers: np.ndarray) -> None:
        rows, one = self._archive.rows(), self._archive.row(int(numbers[0]))
        only = menu.addAction(tr("Only search this") if len(nodes) == 1 else tr("Only search these"))
        only.setEnabled(self._archive.are_searched(numbers))
        only.triggered.connect(call(self.sources_wanted.emit, tuple(patterns_of(nodes, self._archive))))
        menu.addSeparator()
        usable = next((rows[n] for n in numbers.tolist() if rows[n].info is not None), None)
        bands = menu.addAction(tr("Bands and contrast …"))
        bands.setEnabled(usable is not None)
        if usable is not None:
            bands.triggered.connect(call(self.bands_wanted.emit, usable))
        menu.addAction(tr("Show in folder")).triggered.connect(call(show_in_folder, one.path))
        menu.addSeparator()
        if len(numbers) == 1 and gap_of(one) not in (Gap.NONE, Gap.WAITING):
            words = tr("Why unusable") if gap_of(one) in UNUSABLE else tr("Why marked")
            menu.addAction(words).triggered.connect(call(self._say_why, one))
        gaps = self._archive.with_gaps(RETRIED, numbers)
        several = tr_n(len(gaps), "Try %n again", "Try %n again")
        again = menu.addAction(tr("Try again") if len(gaps) < 2 else several)
        can = not self._session.archive.indexing.is_running and not self._archive.origin
        again.setEnabled(len(gaps) > 0 and can)
        again.triggered.connect(call(self._retry, gaps))

    def _opacity(self, menu: QMenu, placed: np.ndarray) -> QWidgetAction:
        """A slider within the menu: the map follows while it is moved."""
        before = self._archive.opacities(placed)
        holder = QWidget(menu)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setAccessibleName(tr("Opacity in percent"))
        slider.setRange(0, 100)
        slider.setFixedWidth(120)
        slider.setValue(round(100 * float(before.strengths.min())))
        words = PlainLabel(f"{slider.value()} %")
        words.setFixedWidth(44)
        slider.valueChanged.connect(lambda percent: words.setText(f"{percent} %"))
        slider.valueChanged.connect(lambda percent: self._archive.set_opacity(placed, percent / 100))
        menu.aboutToHide.connect(lambda: self._keep_opacity(before))
        line = QHBoxLayout(holder)
        line.setContentsMargins(12, 4, 12, 4)
        for widget in (PlainLabel(tr("Opacity")), slider, words):
            line.addWidget(widget)
        action = QWidgetAction(menu)
        action.setDefaultWidget(holder)
        return action

    def _keep_opacity(self, before: Opacities) -> None:
        """The slider was let go: what it changed can be taken back."""
        after = self._archive.opacities_like(before)
        if not np.array_equal(after.strengths, before.strengths):
            what = tr_n(
                len(after.numbers), "change the opacity of a raster", "change the opacity of %n rasters"
            )
            show = self._archive.show_opacities
            self._session.steps.add(what, lambda: show(before), lambda: show(after))

    @Slot(object, object)
    def keep_order(self, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        """Rasters were dragged, or put in the usual order again."""
        show = self._model.set_order
        what = tr("change the order of layers") if after else tr("draw small rasters above large ones")
        self._session.steps.add(what, lambda: show(before), lambda: show(after))

    def _say_why(self, row: ArchiveRow) -> None:
        gap = gap_of(row)
        reason = in_own_language(row.reason or row.problem)
        if gap is Gap.CHANGED and not reason:
            reason = tr(
                "The file is not what it was when it was indexed. Index again to take in what it is now."
            )
            if row.holds_embeddings:
                reason = tr(
                    "The file is not what it was. Import it into a new index to take in what it is now."
                )
        self._session.message_posted.emit("info", f"{row.name}: {tr(GAP_WORDS[gap])}. {reason}".strip(), "")


def show_in_folder(path: str) -> None:
    """Open the folder that holds a file in the desktop's own way."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(visible(path)).parent)))
