"""Why a place was found: what its score is made of, which scale, which word, how strong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.map.overlays.overlay import ALL_SCALES, SCALES, OverlayChoice
from app.map.overlays.overlay_drawing import DrawnOverlay, OverlayRequest
from app.models.words.core_words import in_own_language
from app.models.words.plain_text import plain_caption, plain_tip
from app.translation import mark, numeral, tr
from app.widgets.flow import ChipArea
from app.widgets.small_widgets import IconButton, let_go, muted, panel_header, switch, title
from app.widgets.why.colour_scales import DivergingScale
from app.widgets.why.score_bars import FULL_BAR, BarButton, ScoreRows
from app.widgets.why.tile_preview import TilePreview
from app.widgets.why.why_figures import (
    contribution_figures,
    contribution_tip,
    legend_note,
    named,
    scale_tip,
    standing,
    why_sentence,
    word_figures,
    word_tip,
)
from msa_core.records import RANKING, SENTENCE, Explanation, IndexInfo, TileHit

SCALE_NAMES = {
    ALL_SCALES: (mark("All"), mark("All four scales together (key 5)")),
    1: (mark("Texture"), mark("Scale 1, the finest detail: textures and edges (key 1)")),
    2: (mark("Small\nobjects"), mark("Scale 2: small objects (key 2)")),
    3: (mark("Large\nobjects"), mark("Scale 3: large objects (key 3)")),
    4: (mark("Scene"), mark("Scale 4, the coarsest: the whole scene (key 4)")),
}
RANKING_TIP = mark("What made the score, place by place: all that was asked for together (key 0)")
COMMON_TIP = mark(
    "On: one range of colours for all words, so that they compare.\nOff: each word in its own range."
)
IDLE = mark("Choose a place to see which parts of it match your words.")
MAKING = mark("Making overlays …")


class OverlayControls(QWidget):
    """What a score is made of, scale, word, opacity; and the tile itself with the overlay.

    Signals:
        drawing_wanted: an OverlayRequest; its answer comes back by :meth:`take_drawing`.
        overlay_changed: QImage, or None when there is nothing to draw.
        strength_changed: opacity from 0 to 1.
        save_clicked: the overlays are to be written as files.
        whole_clicked: the whole raster is to be looked at.
    """

    ROOM_PX = 100
    drawing_wanted = Signal(object)
    overlay_changed = Signal(object)
    strength_changed = Signal(float)
    save_clicked = Signal()
    whole_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._explanation: Explanation | None = None
        self._choice = OverlayChoice()
        self._drawing: OverlayRequest | None = None
        self._image: QImage | None = None
        self._is_blinking = self._is_foreign = False
        self.preview = TilePreview()
        self._build_header()
        self._facts = title("")
        self._note = muted()
        self.ranking = switch(tr("Ranking map"), tr(RANKING_TIP))
        self.rows = ScoreRows()
        self.legend = DivergingScale()
        self._scales = self._build_scales()
        self._words_title = muted(tr("Words"), wrap=False)
        self.common = switch(tr("One range for all"), tr(COMMON_TIP))
        self.common.toggled.connect(self._draw)
        self._words_box, self._words = ChipArea(), QButtonGroup(self)
        self._words.idToggled.connect(self._on_word)
        self._word_names: list[str] = []
        self._build_column()
        self.set_explanation(None, "")
        self.hide()

    def _build_header(self) -> None:
        self.eye = IconButton("eye", tr("Show or hide the overlay (V); hold Space to look under it"))
        self.eye.setCheckable(True)
        self.eye.setChecked(True)
        self.eye.toggled.connect(self._on_eye)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(75)
        self.opacity.setFixedWidth(80)
        self.opacity.setAccessibleName(tr("Opacity of the overlay"))
        self.opacity.setToolTip(tr("Opacity of the overlay"))
        self.opacity.valueChanged.connect(self._on_opacity)
        self.more = IconButton("more", tr("Save the overlays; look at the whole raster"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        self.save = menu.addAction(tr("Save Overlays …"))
        self.save.setToolTip(
            tr("GeoTIFFs with styles for QGIS and one sheet as PNG, as msa explain writes them")
        )
        self.save.triggered.connect(self.save_clicked)
        self.whole = menu.addAction(tr("Look at the Whole Raster"))
        self.whole.triggered.connect(self.whole_clicked)
        self.more.setMenu(menu)

    def _build_scales(self) -> QButtonGroup:
        group = QButtonGroup(self)
        self._segment = QFrame()
        self._segment.setObjectName("segment")
        row = QHBoxLayout(self._segment)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for scale, (name, tip) in SCALE_NAMES.items():
            button = BarButton(tr(name))
            button.setToolTip(tr(tip))
            button.setAccessibleName(button.toolTip())
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            group.addButton(button, scale)
            row.addWidget(button, 1)
        group.addButton(self.ranking, RANKING)
        group.button(ALL_SCALES).setChecked(True)
        group.idToggled.connect(self._on_scale)
        return group

    def _build_column(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        facts = QVBoxLayout()
        facts.setSpacing(4)
        facts.addWidget(self._facts)
        facts.addWidget(self._note)
        facts.addStretch(1)
        facts.addWidget(self.ranking, 0, Qt.AlignmentFlag.AlignLeft)
        top.addLayout(facts, 1)
        words = QHBoxLayout()
        words.addWidget(self._words_title)
        words.addStretch(1)
        words.addWidget(self.common)
        page = QWidget()
        self._page = inner = QVBoxLayout(page)
        inner.setContentsMargins(16, 0, 16, 12)
        inner.setSpacing(8)
        inner.addLayout(top)
        inner.addWidget(self._segment)
        inner.addWidget(self.legend)
        inner.addLayout(words)
        inner.addWidget(self._words_box)
        inner.addWidget(self.rows)
        inner.addStretch(1)
        # What does not fit scrolls: squeezed, its parts would lie over each other.
        self._scroll = QScrollArea()
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._title = title(tr("Why this place"))
        self._header = panel_header(self._title, self.opacity, self.eye, self.more)
        column.addWidget(self._header)
        column.addWidget(self._scroll, 1)
        self.setMinimumHeight(self.ROOM_PX)

    # Setters

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to tell of."""
        return bool(self._facts.text())

    def give_way(self, on: bool) -> None:
        """While on, only the heading and the place's rank are sure of their room."""
        low_px = self._header.sizeHint().height() + self._facts.sizeHint().height()
        self.setMinimumHeight(low_px if on else self.ROOM_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._page.update()  # made larger while it is laid out, it would keep the lines of before

    @Slot(object)
    def set_index(self, index: IndexInfo | None) -> None:
        """The open index, None without one: of embeddings made elsewhere no overlay is offered."""
        self._is_foreign = index is not None and bool(index.origin)
        self._offer(False)

    def _offer(self, is_of_index: bool) -> None:
        """Show what chooses overlays where there can be any: a picture that is described has its own."""
        for thing in (self._segment, self.legend, self.ranking, self.opacity, self.eye):
            thing.setVisible(not (self._is_foreign and is_of_index))

    def set_hit(self, hit: TileHit | None) -> None:
        """The chosen place."""
        self._offer(hit is not None)
        self._title.setText(tr("Why this place"))
        self._facts.setText(
            tr("Rank {rank}  ·  score {score}", rank=hit.rank, score=numeral(hit.score, 3))
            if hit is not None
            else ""
        )
        self.setVisible(hit is not None)
        self.preview.set_thumbnail(None)
        self.whole.setEnabled(hit is not None and bool(hit.tile.path))
        self._note.setText("" if hit is not None else tr(IDLE))

    def set_picture(self, name: str) -> None:
        """A picture that is described stands in place of a hit."""
        self._offer(False)
        self._title.setText(tr("Why these words"))
        self._facts.setText(name)
        self.setVisible(True)
        self.preview.set_thumbnail(None)
        self.whole.setEnabled(True)

    @Slot(object, str)
    def set_explanation(self, explanation: Explanation | None, reason: str) -> None:
        """The overlays of the chosen place; None with the reason why there are none."""
        self._explanation = explanation
        words = list(explanation.words) if explanation is not None else []
        if explanation is not None and words != self._word_names:
            self._choice = OverlayChoice(self._choice.scale, "")
            self._show_words(words)
        self._show_figures()
        has_words = bool(words)
        for widget in (self._words_title, self._words_box, self.common):
            widget.setVisible(has_words)
        self._segment.setEnabled(has_words)
        self.save.setEnabled(has_words)
        for thing in (self.legend, self.opacity, self.eye, self.ranking):
            thing.setEnabled(explanation is not None)
        if explanation is not None and not has_words:
            self.ranking.setChecked(True)
        why = why_sentence(explanation) if explanation is not None else ""
        self._note.setText(in_own_language(reason) or why)
        self._draw()

    @Slot(bool)
    def set_busy(self, busy: bool) -> None:
        """Whether overlays are being made."""
        if busy:
            self._note.setText(tr(MAKING))
        elif self._note.text() == tr(MAKING):
            self._note.setText("")

    @Slot(int)
    def choose_scale(self, scale: int) -> None:
        """Show a scale: 1..4, ALL_SCALES or RANKING."""
        self._scales.button(scale).setChecked(True)

    def choose_word(self, word: str) -> None:
        """Show a word, ``""`` for all together."""
        names = ["", *self._word_names, SENTENCE]
        if word in names:
            self._words.button(names.index(word)).setChecked(True)

    @Slot(bool)
    def set_blinking(self, on: bool) -> None:
        """While on, the overlay is out of the way."""
        if on != self._is_blinking:
            self._is_blinking = on
            self._tell()

    @Slot(object, object)
    def take_drawing(self, request: object, value: object) -> None:
        """An overlay that was drawn; one that is no longer wanted is dropped."""
        if request is self._drawing and isinstance(value, DrawnOverlay):
            self._image = value.image
            assert isinstance(request, OverlayRequest)
            unit = tr("score", about="a unit") if request.choice.scale == RANKING else tr("logit")
            self.legend.set_reach(value.reach, unit, legend_note(request))
            self._tell()

    @property
    def choice(self) -> OverlayChoice:
        """What is shown."""
        return self._choice

    @property
    def sentence(self) -> str:
        """What the panel says about the place in words."""
        return self._note.text()

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        for button in (self.eye, self.more):
            button.refresh_theme()
        self.legend.update()
        self.rows.update()

    # From the buttons

    @Slot(int, bool)
    def _on_scale(self, scale: int, on: bool) -> None:
        if on:
            self._choice = OverlayChoice(scale, self._choice.word)
            self._words_box.setEnabled(scale != RANKING)
            self.common.setEnabled(scale != RANKING)
            self._draw()

    @Slot(int, bool)
    def _on_word(self, number: int, on: bool) -> None:
        if on:
            self._choice = OverlayChoice(self._choice.scale, ["", *self._word_names, SENTENCE][number])
            self._draw()

    @Slot(bool)
    def _on_eye(self, on: bool) -> None:
        self.eye.set_icon_name("eye" if on else "eye-off")
        self._tell()

    @Slot(int)
    def _on_opacity(self, value: int) -> None:
        self.preview.set_strength(value / 100)
        self.strength_changed.emit(value / 100)

    def _show_words(self, words: list[str]) -> None:
        for button in self._words.buttons():
            self._words.removeButton(button)
            let_go(button)
        self._word_names = words
        for number, word in enumerate(["", *words, SENTENCE]):
            chip = BarButton(plain_caption(named(word)) if word else tr("All words"))
            chip.setObjectName("chip")
            chip.setToolTip("" if word else tr("All words and the sentence together"))
            self._words.addButton(chip, number)
        self._words_box.set_chips(self._words.buttons())
        self._words.button(0).setChecked(True)

    def _show_figures(self) -> None:
        """Bars and tips of scales and words, and the rows of the score."""
        explanation = self._explanation
        for scale, (_, about) in SCALE_NAMES.items():
            button = self._scales.button(scale)
            assert isinstance(button, BarButton)
            above = standing(explanation, scale) if explanation is not None and scale in SCALES else None
            button.set_share(None if above is None else above / FULL_BAR)
            button.setToolTip(plain_tip(scale_tip(explanation, scale, tr(about))))
        if explanation is not None:
            for number, figure in enumerate(word_figures(explanation), start=1):
                chip = self._words.button(number)
                assert isinstance(chip, BarButton)
                chip.set_share(figure.share)
                chip.setToolTip(plain_tip(word_tip(explanation, figure)))
        contributions = explanation.contributions if explanation is not None else ()
        rows = (
            list(zip(contribution_figures(contributions), map(contribution_tip, contributions), strict=True))
            if len(contributions) > 1
            else []
        )
        score = explanation.score if explanation is not None else None
        self.rows.set_rows(rows, score or 0.0)
        self.rows.setVisible(bool(rows))

    @Slot()
    def _draw(self) -> None:
        """Ask for the overlay's picture."""
        explanation = self._explanation
        self._drawing = self._image = None
        if explanation is not None and (explanation.words or self._choice.scale == RANKING):
            self._drawing = OverlayRequest(explanation, self._choice, self.common.isChecked())
            self.drawing_wanted.emit(self._drawing)
        else:
            self._tell()

    def tell_again(self) -> None:
        """Emit the overlay that is shown, for who has just come."""
        self._tell()

    def _tell(self) -> None:
        image = self._image if self.eye.isChecked() and not self._is_blinking else None
        self.preview.set_overlay(image)
        self.preview.set_strength(self.opacity.value() / 100)
        self.overlay_changed.emit(image)
