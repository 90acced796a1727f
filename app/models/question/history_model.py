"""The last questions as rows of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models.words.plain_text import plain_tip
from app.translation import numeral, tr, tr_n
from msa_core.names import visible

_Index = QModelIndex | QPersistentModelIndex
SecondLineRole = int(Qt.ItemDataRole.UserRole) + 1
ShowsMatchRole = SecondLineRole + 1


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A question in words, what came of it, and whether something stood out."""

    question: str
    outcome: str
    stands_out: bool


class HistoryModel(QAbstractListModel):
    """Rows as they are given, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[HistoryRow, ...] = ()

    def set_rows(self, rows: Sequence[HistoryRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        texts = {
            int(Qt.ItemDataRole.DisplayRole): visible(row.question),
            SecondLineRole: visible(row.outcome),
            ShowsMatchRole: row.stands_out,
            int(Qt.ItemDataRole.AccessibleTextRole): visible(f"{row.question}. {row.outcome}"),
            int(Qt.ItemDataRole.ToolTipRole): plain_tip(f"{row.question}\n{row.outcome}"),
        }
        return texts.get(int(role))


def outcome_words(
    *, found: int, stands_out: bool | None, above_cut: int, cut: float | None, archive: str, when: str
) -> str:
    """``12 places · 3 tiles stand out, cut 0.331 · harbour · today``; ``archive`` is ``""`` where it goes without
    saying.
    """
    parts = [tr_n(found, "%n place", "%n places") if found else tr("nothing found")]
    if stands_out and cut is not None:
        parts.append(
            tr_n(
                above_cut,
                "%n tile stands out, cut {cut}",
                "%n tiles stand out, cut {cut}",
                cut=numeral(cut, 3),
            )
        )
    elif stands_out is False:
        parts.append(tr("nothing stands out"))
    parts += [archive] if archive else []
    parts += [day] if (day := _day(when)) else []
    return "  ·  ".join(parts)


def _day(when: str) -> str:
    try:
        moment = dt.datetime.fromisoformat(when).astimezone()
    except ValueError:
        return ""
    days = (dt.datetime.now().astimezone().date() - moment.date()).days
    return {0: tr("today {time}", time=f"{moment:%H:%M}"), 1: tr("yesterday")}.get(days, f"{moment:%Y-%m-%d}")
