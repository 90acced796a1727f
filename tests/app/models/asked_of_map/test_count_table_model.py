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


def test_the_table_stays_sorted_by_an_area_that_moves_and_no_more_by_one_that_is_gone() -> None:
    model, names = CountTableModel(), ["tanks", "river"]

    def show(areas: list[str], south_of: tuple[int, int]) -> None:
        counts = {
            (row, areas.index("south")): SearchCount(
                search=row, area=areas.index("south"), above_cut=n, best=0.5
            )
            for row, n in enumerate(south_of)
        }
        model.set_table(names, areas, counts)

    show(["north", "south"], (1, 9))
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert model.order() == [1, 0]
    show(["south"], (1, 9))
    assert model.order() == [1, 0]
    assert model.sorted_by == (1, Qt.SortOrder.DescendingOrder)
    model.set_table(names, ["east"], {})
    assert model.order() == [0, 1]
    assert model.sorted_by[0] == -1
