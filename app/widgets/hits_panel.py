"""The answer to a search: a summary, a scale of scores, and the ranked places."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.models.hits_model import HitsModel
from app.widgets.colour_scales import ScoreScale
from app.widgets.hits_list import HitsList
from app.widgets.parts import EmptyState, IconButton, muted
from msa_core.records import IndexInfo, SearchResult

NOTHING_ASKED = ("Search your imagery", "Describe what you are looking for, in your own words.")


class HitsPanel(QWidget):
    """Places found by words.

    Signals:
        export_clicked: the places are to be saved.
        show_all_clicked: the map is to show all places.
    """

    export_clicked = Signal()
    show_all_clicked = Signal()

    def __init__(self, model: HitsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = HitsList(model)
        self.empty = EmptyState("search", *NOTHING_ASKED)
        self._summary = muted(wrap=True)
        self._scale = ScoreScale()
        self._all = IconButton("fit", "Show all places on the map")
        self._all.clicked.connect(self.show_all_clicked)
        self._export = IconButton("export", "Save these places (Ctrl+E)")
        self._export.clicked.connect(self.export_clicked)
        self._head = self._build_head()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        self._model = model
        self._searching = False
        self._index: IndexInfo | None = None
        self._result: SearchResult | None = None
        self._refresh()

    def _build_head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._summary)
        words.addWidget(self._scale)
        row.addLayout(words, 1)
        row.addWidget(self._all)
        row.addWidget(self._export)
        return head

    @Slot(object)
    def set_result(self, result: SearchResult | None) -> None:
        """What was found; None before anything was asked."""
        self._result = result
        self._refresh()

    @Slot(object)
    def set_index(self, index: IndexInfo | None) -> None:
        """The open index."""
        self._index = index
        if index is None:
            self._result = None
        self._refresh()

    @Slot(bool)
    def set_searching(self, searching: bool) -> None:
        """Whether an answer is being waited for."""
        self._searching = searching
        self._refresh()

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        for part in (self._all, self._export, self.empty):
            part.refresh_theme()
        self.list.viewport().update()
        self._scale.update()

    def _refresh(self) -> None:
        hits = self._result.hits if self._result is not None else ()
        self._head.setVisible(bool(hits))
        self._stack.setCurrentWidget(self.list if hits else self.empty)
        if self._searching and not hits:
            self.empty.say("Searching …", "The first question takes longer: the model is being loaded.")
        elif self._result is not None and not hits:
            self.empty.say(
                "Nothing found", "No place passed the filters. Widen them, or show another part of the map."
            )
        elif self._index is None or not self._index.tiles:
            self.empty.say(
                NOTHING_ASKED[0], "Open an archive and index it once; then describe what you look for."
            )
        else:
            self.empty.say(NOTHING_ASKED[0], f"{self._index.tiles:,} tiles are ready. {NOTHING_ASKED[1]}")
        if hits and self._result is not None:
            scores = [hit.score for hit in hits]
            self._scale.set_range(min(scores), max(scores))
            self._summary.setText(summary(self._result))


def summary(result: SearchResult) -> str:
    """How many places, of how many tiles, how fast."""
    count = len(result.hits)
    unplaced = sum(not hit.tile.footprint_lonlat for hit in result.hits)
    speed = f"{result.seconds * 1000:.0f} ms" if result.seconds < 1 else f"{result.seconds:.1f} s"
    words = f"{count:,} place{'s' if count != 1 else ''} of {result.searched:,} tiles in {speed}"
    return f"{words}  ·  {unplaced} without position" if unplaced else words
