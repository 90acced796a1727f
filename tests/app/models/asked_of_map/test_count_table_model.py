"""The table of counts stays sorted while counts come in."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.models.asked_of_map.count_table_model import CountTableModel
from msa_core.messages import SearchCount


def test_rows_that_are_sorted_stay_so_when_other_counts_come() -> None:
    model, names, areas = CountTableModel(), ["tanks", "river"], ["north"]

    def show(tanks: int, river: int) -> list[int]:
        counts = (
            SearchCount(search=row, area=0, above_cut=n, best=0.5) for row, n in enumerate((tanks, river))
        )
        model.set_table(names, areas, {(count.search, count.area): count for count in counts})
        return model.order()

    show(9, 1)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.order() == [0, 1]
    assert show(2, 7) == [1, 0]
