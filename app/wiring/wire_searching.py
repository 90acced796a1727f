"""Asking for places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from app.wiring.wiring import Wiring

HISTORY_AFTER_MS = 1500
"""Reading it loads shapely: not while the window is being painted for the first time."""


def connect(wiring: Wiring) -> None:
    """One line per connection."""
    window, session, actions, building = (
        wiring.window,
        wiring.session,
        wiring.window.actions_,
        wiring.building,
    )
    window.search_bar.search_requested.connect(wiring.earlier.ask_or_search)
    actions.search.triggered.connect(building.search)
    window.search_bar.stop_requested.connect(session.stop)
    actions.stop.triggered.connect(building.stop)
    actions.focus_query.triggered.connect(window.search_bar.focus)
    session.search.searching_changed.connect(window.search_bar.set_busy)
    session.search.searching_changed.connect(window.hits.set_searching)
    session.search.search_finished.connect(window.hits.set_result)
    session.archive.index_changed.connect(window.hits.set_index)
    session.archive.index_changed.connect(window.search_bar.box.set_index)
    session.search.words_refused.connect(window.search_bar.hint.say)
    _connect_box(wiring)
    _connect_earlier(wiring)


def _connect_box(wiring: Wiring) -> None:
    """What stands in the box, and what is put into it."""
    window, building, asking = wiring.window, wiring.building, wiring.session.search.asking
    box = window.search_bar.box
    box.words_edited.connect(asking.edit_words)
    box.chip_opened.connect(building.open_chip)
    box.chip_removed.connect(asking.remove)
    box.cleared.connect(asking.clear)
    box.cleared.connect(window.search_bar.hint.hide)
    box.add_requested.connect(building.open_menu)
    box.dropped.connect(building.take_drop)
    window.actions_.add_condition.triggered.connect(building.open_menu)
    asking.words_changed.connect(box.set_words)
    asking.conditions_changed.connect(box.set_conditions)
    asking.conditions_changed.connect(building.show_limits)
    window.drawing.box_drawn.connect(building.take_box)
    window.drawing.area_drawn.connect(building.take_area)
    window.drawing.kind_changed.connect(building.forget_taker)
    wiring.lane.finished.connect(building.take_area_read)
    wiring.lane.failed.connect(building.take_failure)
    wiring.places.similar_wanted.connect(building.examples.search_like)
    wiring.places.example_wanted.connect(building.examples.add)
    wiring.places.spot_wanted.connect(building.examples.search_spot)
    wiring.places.spot_example_wanted.connect(building.examples.add_spot)
    wiring.places.box_example_wanted.connect(building.examples.draw_box)


def _connect_earlier(wiring: Wiring) -> None:
    """Earlier questions, and what the model cannot take as it is meant."""
    window, session, actions = wiring.window, wiring.session, wiring.window.actions_
    box = window.search_bar.box
    session.search.search_finished.connect(wiring.earlier.show_hint)
    session.archive.closed.connect(window.search_bar.hint.hide)
    window.search_bar.hint.without_requested.connect(wiring.earlier.turn_negation)
    box.back_requested.connect(session.search.go_back)
    actions.go_back.triggered.connect(session.search.go_back)
    session.search.going_back_changed.connect(box.set_back)
    session.search.going_back_changed.connect(actions.go_back.setEnabled)
    QTimer.singleShot(HISTORY_AFTER_MS, session.history, session.history.load)
    session.search.answered.connect(wiring.earlier.remember)
    session.history.changed.connect(wiring.earlier.show_history)
    window.search_bar.field.history_wanted.connect(wiring.earlier.open_history)
    window.search_bar.field.history_stepped.connect(wiring.earlier.step)
    window.search_bar.field.textEdited.connect(window.history.close_list)
    window.history.chosen.connect(wiring.earlier.ask_again)
    window.history.shown_changed.connect(window.search_bar.field.set_history_open)
