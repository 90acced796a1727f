"""Selected rows as arrays: there may be a hundred thousand of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel

WHOLE_ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


def selected_rows(model: QItemSelectionModel) -> np.ndarray:
    """Rows (n,) with something selected in them, ascending."""
    chosen = model.selection()
    parts = (chosen.at(number) for number in range(chosen.count()))
    ranges = [np.arange(part.top(), part.bottom() + 1) for part in parts]
    return np.unique(np.concatenate(ranges)) if ranges else np.zeros(0, dtype=np.intp)


def selection_of(model: QAbstractItemModel, rows: np.ndarray) -> QItemSelection:
    """The first cells of rows (n,), ascending, in as few ranges as they take; to be selected with the flag ``Rows``."""
    selection = QItemSelection()
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        if len(run):
            selection.select(model.index(int(run[0]), 0), model.index(int(run[-1]), 0))
    return selection
