"""Two models beside each other, before and after teaching say: questions, and the first hits of the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from app.models.choices.compared import ComparedQuestion, Side
from app.models.hits.hits_model import BelowRole, HitRole, HitsModel
from app.models.words.plain_text import plain_tip
from app.translation import tr
from app.widgets.places.hit_list.hits_list import HitsList
from app.widgets.small_widgets import YieldingLabel
from msa_core.names import visible

QUESTIONS_PX = 190
_SPOKEN, _TIP = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole


class _ComparedHits(HitsModel):
    """Hits of one of two models; what only this one has found is dimmed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._same: frozenset[str] = frozenset()

    def set_compared(self, side: Side, same: frozenset[str]) -> None:
        """Show these, with the ids of those that both have found."""
        self._same = same
        self.set_hits(side.hits)
        self.set_reviews({hit.tile.id: hit.review for hit in side.hits if hit.review})

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in (BelowRole, _SPOKEN, _TIP):
            return super().data(index, role)
        hit = super().data(index, HitRole)
        if hit is None:
            return None
        is_alone = bool(self._same) and hit.tile.id not in self._same
        if role == BelowRole:
            return is_alone
        words = tr("found by this one alone") if is_alone else tr("found by both")
        told = super().data(index, role)
        return told if not self._same else f"{told}, {words}" if role == _SPOKEN else f"{told}\n{words}"


class BeforeAfter(QWidget):
    """Three columns: questions, hits before, hits after; what only one of them has found is dimmed.

    Signals:
        question_shown: the ComparedQuestion that is chosen, None without one.
        thumbnail_wanted: a ThumbnailRequest for a hit that is painted.
    """

    thumbnail_wanted = Signal(object)
    question_shown = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions: list[ComparedQuestion] = []
        self.questions = QListWidget()
        self.questions.setObjectName("guideList")
        self.questions.setWordWrap(True)
        self.questions.setAccessibleName(tr("What is compared"))
        # In a narrow window the names give way; their tips say them whole.
        self.questions.setMinimumWidth(QUESTIONS_PX // 2)
        self.questions.setMaximumWidth(QUESTIONS_PX)
        self.questions.currentRowChanged.connect(self._show)
        self.models = (_ComparedHits(self), _ComparedHits(self))
        self.lists = tuple(HitsList(model) for model in self.models)
        self.heads = (YieldingLabel(), YieldingLabel())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.questions)
        for head, hits, model in zip(self.heads, self.lists, self.models, strict=True):
            model.thumbnail_wanted.connect(self.thumbnail_wanted)
            head.setContentsMargins(8, 2, 8, 2)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(head)
            column.addWidget(hits, 1)
            row.addLayout(column, 1)
        self.lists[0].setAccessibleName(tr("Places found before"))
        self.lists[1].setAccessibleName(tr("Places found after"))

    def set_questions(self, questions: Sequence[ComparedQuestion]) -> None:
        """Show these; those with votes come first."""
        self._questions = sorted(questions, key=lambda question: not question.judged)
        self.questions.clear()
        for each in self._questions:
            self.questions.addItem(f"{visible(each.name)}\n{each.words}")
            self.questions.item(self.questions.count() - 1).setToolTip(plain_tip(each.name))
        self.questions.setCurrentRow(0 if questions else -1)

    @Slot(int)
    def _show(self, row: int) -> None:
        empty = Side((), 0, 0)
        chosen = self._questions[row] if 0 <= row < len(self._questions) else None
        sides = (chosen.before, chosen.after) if chosen is not None else (empty, empty)
        same = chosen.same if chosen is not None else frozenset()
        names = (chosen.models if chosen is not None else ()) or (tr("Before"), tr("After"))
        is_judged = chosen is not None and chosen.judged > 0
        for side, name, head, model in zip(sides, names, self.heads, self.models, strict=True):
            model.set_compared(side, same)
            head.setText(f"{name}: {side.words}" if is_judged else name)
        self.question_shown.emit(chosen)

    @Slot(object, object)
    def on_pixels(self, request: object, value: object) -> None:
        """A thumbnail was read."""
        for model in self.models:
            model.on_pixels(request, value)

    @Slot(object, str)
    def on_failed(self, request: object, sentence: str) -> None:
        """A thumbnail cannot be read."""
        for model in self.models:
            model.on_failed(request, sentence)
