"""The menu of the list of places: order, grouping, overlap."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QVBoxLayout, QWidget, QWidgetAction

from app.models.hits.hit_rows import ORDER_NAMES
from app.translation import tr
from app.widgets.small_widgets import PlainLabel, muted
from msa_core.retrieval.exports.told.hit_order import RANK

USUAL_PERCENT = 100
"""The right end of the slider: the usual rule, which spares tiles of very different size."""


class ListOptions(QMenu):
    """How places are listed.

    Signals:
        order_chosen: a key of ``ORDER_NAMES``.
        grouping_toggled: whether hits of the same ground share a row.
        overlap_chosen: the part 0..1 of a tile that a better one may cover, None for the usual rule.
        show_all_clicked: the map is to show all places.
        evidence_clicked: the search is to be saved as evidence.
    """

    order_chosen = Signal(str)
    grouping_toggled = Signal(bool)
    overlap_chosen = Signal(object)
    show_all_clicked = Signal()
    evidence_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QActionGroup(self)
        self.orders: dict[str, QAction] = {}
        self._add_heading(tr("Sort by"))
        for key, name in ORDER_NAMES.items():
            action = self.addAction(tr(name))
            action.setCheckable(True)
            action.setData(key)
            self._group.addAction(action)
            self.orders[key] = action
        self.orders[RANK].setChecked(True)
        self._group.triggered.connect(self._on_order)
        self.addSeparator()
        self.grouping = self.addAction(tr("Group by Ground over Dates"))
        self.grouping.setCheckable(True)
        self.grouping.toggled.connect(self.grouping_toggled)
        self.addSeparator()
        self.overlap = QSlider(Qt.Orientation.Horizontal)
        self._overlap_words = muted(wrap=False)
        self._add_overlap()
        self.addSeparator()
        self.addAction(tr("Show All Places on the Map")).triggered.connect(self.show_all_clicked)
        self.addAction(tr("Save Evidence …")).triggered.connect(self.evidence_clicked)

    def _add_heading(self, words: str) -> None:
        """Styled menus leave out the words of a section."""
        label = muted(words, wrap=False)
        label.setContentsMargins(12, 4, 12, 4)
        holder = QWidgetAction(self)
        holder.setDefaultWidget(label)
        holder.setEnabled(False)
        self.addAction(holder)

    def _add_overlap(self) -> None:
        self.overlap.setRange(0, USUAL_PERCENT)
        self.overlap.setSingleStep(5)
        self.overlap.setPageStep(10)
        self.overlap.setValue(USUAL_PERCENT)
        self.overlap.setAccessibleName(tr("How much of a tile a better one may cover, in percent"))
        # The question is asked again: while dragging only the words change.
        self.overlap.setTracking(False)
        self.overlap.sliderMoved.connect(self._say_overlap)
        self.overlap.valueChanged.connect(self._on_overlap)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.addWidget(PlainLabel(tr("Overlap")))
        line.addStretch(1)
        line.addWidget(self._overlap_words)
        column.addLayout(line)
        column.addWidget(self.overlap)
        holder = QWidgetAction(self)
        holder.setDefaultWidget(box)
        self.addAction(holder)
        self._say_overlap(USUAL_PERCENT)

    def set_order(self, order: str) -> None:
        """Show which order is used."""
        self.orders[order].setChecked(True)

    def set_overlap(self, shared: float | None) -> None:
        """Show how much overlap is allowed without telling about it."""
        blocked = self.overlap.blockSignals(True)
        self.overlap.setValue(USUAL_PERCENT if shared is None else round(100 * shared))
        self.overlap.blockSignals(blocked)
        self._say_overlap(self.overlap.value())

    @Slot(int)
    def _say_overlap(self, percent: int) -> None:
        usual = percent >= USUAL_PERCENT
        self._overlap_words.setText(tr("as usual") if usual else tr("at most {percent} %", percent=percent))

    @Slot(int)
    def _on_overlap(self, percent: int) -> None:
        self._say_overlap(percent)
        self.overlap_chosen.emit(None if percent >= USUAL_PERCENT else percent / 100)

    @Slot(QAction)
    def _on_order(self, action: QAction) -> None:
        self.order_chosen.emit(str(action.data()))
