"""The answer to a search: the verdict, the scores of all tiles with the cut, and the ranked places."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.models.hits.hits_model import HitsModel
from app.models.words.foreign_words import embeddings_by, ready
from app.models.words.plain_text import plain_tip
from app.models.words.verdict import details, verdict
from app.translation import mark, numeral, tr, tr_n
from app.widgets.places.hit_list.hits_list import HitsList
from app.widgets.places.hit_list.list_options import ListOptions
from app.widgets.places.hit_list.review_keys import LINE_GAP_PX, ReviewKeys
from app.widgets.places.score_histogram import HEIGHT_PX, ScoreHistogram
from app.widgets.small_widgets import EmptyState, IconButton, PlainLabel, muted, show_page
from msa_core.colours import ScoreScale, scores_of
from msa_core.records import IndexInfo, SearchResult

NOTHING_ASKED = (mark("Search your imagery"), mark("Describe what you are looking for, in your own words."))

MIN_LIST_PX = 48
BARS_ROOM_PX = HEIGHT_PX + LINE_GAP_PX


class HitsPanel(QWidget):
    """Places found by words: whether anything stands out, the scores of all tiles, and the list.

    Signals:
        export_clicked: the places are to be saved.
        show_all_clicked: the map is to show all places.
        cut_moved: the cut the user has put, None for the suggested one.
        grid_toggled: whether a grid is shown from now on.
        order_chosen: a key of ``ORDER_NAMES``.
        grouping_toggled: whether hits of the same ground share a row.
        overlap_chosen: the part 0..1 of a tile that a better one may cover, None for the usual rule.
    """

    export_clicked = Signal()
    show_all_clicked = Signal()
    cut_moved = Signal(object)
    grid_toggled = Signal(bool)
    order_chosen = Signal(str)
    grouping_toggled = Signal(bool)
    overlap_chosen = Signal(object)

    def __init__(self, model: HitsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = HitsList(model)
        self.list.offer_review()
        self._review = PlainLabel()
        self._review.setWordWrap(True)
        self._review.hide()
        self.teach = QPushButton(tr("Teach the model …"))
        self.teach.setObjectName("link")
        self.teach.setToolTip(
            tr("Train the model with what you accepted and rejected; index and model stay until you switch")
        )
        self.teach.hide()
        self.empty = EmptyState("search", tr(NOTHING_ASKED[0]), tr(NOTHING_ASKED[1]))
        self.verdict = PlainLabel()
        self.verdict.setObjectName("panelTitle")
        self.verdict.setWordWrap(True)
        self.histogram = ScoreHistogram()
        self.histogram.cut_moved.connect(self.cut_moved)
        self._summary = muted(wrap=True)
        self.options = ListOptions(self)
        self.more = IconButton("more", tr("Sort, group and overlap"))
        self.more.clicked.connect(self._on_more)
        self.grid = IconButton("grid", tr("Show a grid of pictures"))
        self.grid.clicked.connect(lambda: self.grid_toggled.emit(not self.list.is_grid))
        self._export = IconButton("export", tr("Save these places (Ctrl+E)"))
        self._export.clicked.connect(self.export_clicked)
        for signal, mine in (
            (self.options.order_chosen, self.order_chosen),
            (self.options.grouping_toggled, self.grouping_toggled),
            (self.options.overlap_chosen, self.overlap_chosen),
            (self.options.show_all_clicked, self.show_all_clicked),
        ):
            signal.connect(mine)
        self._head = self._build_head()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.list)
        # Else a low window squeezes what stands above the list, and its lines lie over each other.
        self._stack.setMinimumHeight(MIN_LIST_PX)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)
        self._searching = False
        self._has_bars = True
        self._keys: ReviewKeys | None = None
        self._index: IndexInfo | None = None
        self._result: SearchResult | None = None
        self._scale = ScoreScale()
        self._refresh()

    def _build_head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(LINE_GAP_PX)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.verdict, 1)
        for button in (self.more, self.grid, self._export):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addWidget(self.histogram)
        column.addWidget(self._summary)
        column.addWidget(self._review)
        column.addWidget(self.teach, 0, Qt.AlignmentFlag.AlignLeft)
        return head

    @Slot(object)
    def set_result(self, result: SearchResult | None) -> None:
        """What was found; None before anything was asked."""
        self._result = result
        self._scale = ScoreScale(result.background if result is not None else None)
        self._refresh()

    @Slot(object)
    def set_scale(self, scale: ScoreScale) -> None:
        """Colours and cut."""
        self._scale = scale
        self._say_verdict()

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

    def add_below(self, keys: ReviewKeys) -> None:
        """Put the keys of the review under the list."""
        self._column.addWidget(keys)
        self._keys = keys

    def give_way(self, lacking_px: int) -> int:
        """Do without the histogram, then without the second line of the keys, where so many pixels are lacking.

        Returns:
            how many pixels that gives.
        """
        self._has_bars = lacking_px <= 0
        self.histogram.setVisible(self._has_bars and self._scale.background is not None)
        given_px = 0 if self._has_bars or self._scale.background is None else BARS_ROOM_PX
        if self._keys is not None:
            given_px += self._keys.give_way(lacking_px > given_px)
        return given_px

    def set_reviewing(self, on: bool) -> None:
        """While places are reviewed, how many there are gives its line to the list."""
        self._summary.setVisible(not on)

    def set_review(self, words: str, tip: str) -> None:
        """What was said of the places, and what that means; nothing without words."""
        self._review.setText(words)
        self._review.setToolTip(plain_tip(tip))
        self._review.setAccessibleDescription(tip)
        self._review.setVisible(bool(words))

    def set_grid(self, grid: bool) -> None:
        """Rows or a grid of pictures."""
        self.list.set_grid(grid)
        self.grid.set_icon_name("rows" if grid else "grid")
        self.grid.setToolTip(tr("Show rows") if grid else tr("Show a grid of pictures"))
        self.grid.setAccessibleName(self.grid.toolTip())

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        for part in (self.more, self.grid, self._export, self.empty):
            part.refresh_theme()
        self.list.viewport().update()
        self.histogram.update()

    @Slot()
    def _on_more(self) -> None:
        self.options.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _say_verdict(self) -> None:
        hits = self._result.hits if self._result is not None else ()
        words = verdict(self._scale, scores_of(hits))
        self.verdict.setText(words)
        self.verdict.setToolTip(plain_tip(details(self._scale)))
        self.verdict.setVisible(bool(words))
        self.histogram.setVisible(self._has_bars and self._scale.background is not None)
        self.histogram.set_scale(self._scale)

    def _refresh(self) -> None:
        hits = self._result.hits if self._result is not None else ()
        self._head.setVisible(bool(hits))
        show_page(self._stack, self.list if hits else self.empty)
        origin = "" if self._index is None else self._index.origin
        if self._searching and not hits:
            wait = tr("The first question takes longer: the model is being loaded.")
            self.empty.say(tr("Searching …"), "" if origin else wait)
        elif self._result is not None and not hits:
            self.empty.say(
                tr("Nothing found"),
                tr("No place passed the filters. Widen them, or show another part of the map."),
            )
        elif self._index is None or not self._index.tiles:
            self.empty.say(
                tr(NOTHING_ASKED[0]),
                tr("Open an archive and index it once; then describe what you look for."),
            )
        elif origin:
            self.empty.say(tr("Search by example"), ready(self._index))
        else:
            self.empty.say(
                tr(NOTHING_ASKED[0]),
                " ".join(
                    [
                        tr_n(self._index.tiles, "%n tile is ready.", "%n tiles are ready."),
                        tr(NOTHING_ASKED[1]),
                    ]
                ),
            )
        if hits and self._result is not None:
            self._summary.setText(summary(self._result))
            # On a line of its own it would take the room of a row.
            self._summary.setToolTip(plain_tip(embeddings_by(origin)) if origin else "")
        self._say_verdict()


def summary(result: SearchResult) -> str:
    """How many places, of how many tiles, how fast."""
    count = len(result.hits)
    unplaced = sum(not hit.tile.footprint_lonlat for hit in result.hits)
    is_quick = result.seconds < 1
    speed = f"{numeral(result.seconds * 1000)} ms" if is_quick else f"{numeral(result.seconds, 1)} s"
    words = tr_n(
        count,
        "%n place of {tiles} tiles in {time}",
        "%n places of {tiles} tiles in {time}",
        tiles=numeral(result.searched),
        time=speed,
    )
    parts = [words] + ([tr_n(unplaced, "%n without position", "%n without position")] if unplaced else [])
    return "  ·  ".join(parts)
