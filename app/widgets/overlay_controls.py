"""Why a place was found: which scale, which word, how strong."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.map.overlay import ALL_SCALES, SCALES, OverlayChoice, density, reach, total
from app.map.pixmaps import image_from_rgba
from app.models.plain_text import plain_caption, plain_tip
from app.widgets.colour_scales import DivergingScale
from app.widgets.parts import ChipArea, IconButton, muted, panel_header, title
from app.widgets.tile_preview import TilePreview
from msa_core.colours import diverging_rgba
from msa_core.records import RANKING, Explanation, TileHit

SCALE_NAMES = {
    ALL_SCALES: ("All", "All four scales together (key 5)"),
    1: ("1", "Scale 1, the finest detail: textures and edges (key 1)"),
    2: ("2", "Scale 2: small objects (key 2)"),
    3: ("3", "Scale 3: larger objects (key 3)"),
    4: ("4", "Scale 4, the coarsest: the whole scene (key 4)"),
    RANKING: ("Ranking", "What moved the ranking score (key 0)"),
}
IDLE = "Choose a place to see which parts of it match your words."


class OverlayControls(QWidget):
    """Scale, word, opacity; and the tile itself with the overlay, also for places without position.

    Signals:
        overlay_changed: QImage, or None when there is nothing to draw.
        strength_changed: opacity from 0 to 1.
    """

    overlay_changed = Signal(object)
    strength_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._explanation: Explanation | None = None
        self._choice = OverlayChoice()
        self._reaches: dict[int, float] = {}
        self._has_hit = False
        self.preview = TilePreview()
        self.eye = IconButton("eye", "Show or hide the overlay (V)")
        self.eye.setCheckable(True)
        self.eye.setChecked(True)
        self.eye.toggled.connect(self._on_eye)
        self._facts = title("")
        self._note = muted()
        self._legend = DivergingScale()
        self._scales = self._build_scales()
        self._words_box, self._words = ChipArea(), QButtonGroup(self)
        self._words.idToggled.connect(self._on_word)
        self._word_names: list[str] = []
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(75)
        self.opacity.setAccessibleName("Opacity of the overlay")
        self.opacity.valueChanged.connect(self._on_opacity)
        self._build_column()
        self.set_explanation(None, "")
        self.hide()

    def _build_scales(self) -> QButtonGroup:
        group = QButtonGroup(self)
        self._segment = QFrame()
        self._segment.setObjectName("segment")
        row = QHBoxLayout(self._segment)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for scale, (name, tip) in SCALE_NAMES.items():
            button = QToolButton()
            button.setText(name)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            group.addButton(button, scale)
            row.addWidget(button, 2 if scale == RANKING else 1)
        group.button(ALL_SCALES).setChecked(True)
        group.idToggled.connect(self._on_scale)
        return group

    def _build_column(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.preview)
        facts = QVBoxLayout()
        facts.setSpacing(4)
        facts.addWidget(self._facts)
        facts.addWidget(self._note)
        facts.addStretch(1)
        top.addLayout(facts, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 0, 16, 12)
        inner.setSpacing(8)
        inner.addLayout(top)
        for widget in (self._segment, self._words_box, self._legend):
            inner.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        opacity = muted("Opacity", wrap=False)
        self.opacity.setFixedWidth(96)
        column.addWidget(panel_header(title("Why this place"), opacity, self.opacity, self.eye))
        column.addLayout(inner)

    # Setters

    def set_hit(self, hit: TileHit | None) -> None:
        """The chosen place."""
        self._has_hit = hit is not None
        self.setVisible(self._has_hit)
        self._facts.setText(f"Rank {hit.rank}  ·  score {hit.score:.3f}" if hit is not None else "")
        self._label_scales(
            hit.scale_scores if hit is not None else None, hit.score if hit is not None else None
        )
        self.preview.set_thumbnail(None)
        self._refresh_note("")

    @Slot(object, str)
    def set_explanation(self, explanation: Explanation | None, reason: str) -> None:
        """The overlays of the chosen place; None with the reason why there are none."""
        before = self._word_names
        self._explanation = explanation
        self._reaches = {}
        words = list(explanation.words) if explanation is not None else []
        if explanation is not None:
            # The hit's own values come from half-precision features; these are those that are drawn.
            logits = [total(explanation, OverlayChoice(scale)) for scale in SCALES]
            self._label_scales(logits, total(explanation, OverlayChoice(RANKING)))
        if explanation is not None and words != before:
            self._choice = OverlayChoice(self._choice.scale, "")
            self._show_words(words)
        self._words_box.setVisible(bool(self._word_names) and explanation is not None)
        for widget in (self._segment, self._legend, self.opacity, self.eye):
            widget.setEnabled(explanation is not None)
        self._refresh_note(reason)
        self._draw()

    @Slot(bool)
    def set_busy(self, busy: bool) -> None:
        """Whether overlays are being made."""
        if busy:
            self._refresh_note("Making overlays …")

    @Slot(int)
    def choose_scale(self, scale: int) -> None:
        """Show a scale: 1..4, ALL_SCALES or RANKING."""
        self._scales.button(scale).setChecked(True)

    def choose_word(self, word: str) -> None:
        """Show a word, ``""`` for all together."""
        names = ["", *self._word_names]
        if word in names:
            self._words.button(names.index(word)).setChecked(True)

    @property
    def choice(self) -> OverlayChoice:
        """What is shown."""
        return self._choice

    def refresh_theme(self) -> None:
        """Take icons in the theme's colour."""
        self.eye.refresh_theme()
        self._legend.update()

    # From the buttons

    @Slot(int, bool)
    def _on_scale(self, scale: int, on: bool) -> None:
        if on:
            self._choice = OverlayChoice(scale, self._choice.word)
            self._draw()

    @Slot(int, bool)
    def _on_word(self, number: int, on: bool) -> None:
        if on:
            self._choice = OverlayChoice(self._choice.scale, ["", *self._word_names][number])
            self._draw()

    @Slot(bool)
    def _on_eye(self, on: bool) -> None:
        self.eye.set_icon_name("eye" if on else "eye-off")
        self._draw()

    @Slot(int)
    def _on_opacity(self, value: int) -> None:
        self.preview.set_strength(value / 100)
        self.strength_changed.emit(value / 100)

    def _show_words(self, words: list[str]) -> None:
        for button in self._words.buttons():
            self._words.removeButton(button)
            button.deleteLater()
        self._word_names = words
        for number, word in enumerate(["All words", *words]):
            chip = QToolButton()
            chip.setObjectName("chip")
            chip.setText(plain_caption(word))
            chip.setCheckable(True)
            chip.setToolTip(
                plain_tip(f"Only the part of “{word}”") if number else "All words and the sentence together"
            )
            self._words.addButton(chip, number)
        self._words_box.set_chips(self._words.buttons())
        self._words.button(0).setChecked(True)

    def _label_scales(self, logits: Sequence[float] | None, cosine: float | None) -> None:
        """Each button says its name, and under it what the chosen place has there."""
        for scale, (name, _) in SCALE_NAMES.items():
            number = ""
            if scale == RANKING and cosine is not None:
                number = f"{cosine:.2f}"
            elif scale != RANKING and logits is not None:
                number = f"{sum(logits) if scale == ALL_SCALES else logits[scale - 1]:+.1f}"
            self._scales.button(scale).setText(f"{name}\n{number.replace('-', '−')}" if number else name)

    def _refresh_note(self, reason: str) -> None:
        self._note.setText(reason or ("" if self._has_hit else IDLE))

    def _draw(self) -> None:
        """Make the overlay's picture and tell."""
        explanation, choice = self._explanation, self._choice
        image: QImage | None = None
        for button in self._words.buttons():
            button.setEnabled(choice.scale != RANKING)
        if explanation is not None:
            try:
                values = density(explanation, choice)
                if choice.scale not in self._reaches:
                    self._reaches[choice.scale] = reach(explanation, choice.scale)
            except KeyError:
                self._refresh_note("There is no overlay of this kind for this query.")
            else:
                limit = self._reaches[choice.scale]
                unit = "cosine" if choice.scale == RANKING else "logit"
                self._legend.set_reach(limit, unit)
                self._refresh_note(sentence(explanation, choice))
                image = image_from_rgba(diverging_rgba(values, limit)) if self.eye.isChecked() else None
        self.preview.set_overlay(image)
        self.preview.set_strength(self.opacity.value() / 100)
        self.overlay_changed.emit(image)


def sentence(explanation: Explanation, choice: OverlayChoice) -> str:
    """What is drawn, in words, with what it adds up to."""
    value = total(explanation, choice)
    if not math.isfinite(value):
        return ""
    if choice.scale == RANKING:
        return f"Ranking: the score of this place for the query is {value:.3f}."
    where = "All scales" if choice.scale == ALL_SCALES else f"Scale {choice.scale}"
    if choice.word:
        return f"{where}, “{choice.word}”: {value:+.2f} of the match logit comes from here."
    return f"{where}: match logit {value:+.2f}."
