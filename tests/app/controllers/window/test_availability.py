"""Commands that have nothing to work on are grey, and menus have letters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.wiring.wiring import Wiring


def test_commands_are_grey_until_they_can_work(
    make_wiring: Callable[..., Wiring], indexed: Path, qtbot: QtBot
) -> None:
    wiring = make_wiring()
    actions, session = wiring.window.actions_, wiring.session
    need_places = (actions.export, actions.evidence, actions.next_hit, actions.all_hits, actions.copy_place)
    assert not any(action.isEnabled() for action in (*need_places, actions.reload, actions.index))
    assert actions.open_folder.isEnabled()
    session.open_paths([str(indexed)])
    qtbot.waitUntil(lambda: session.archive.index is not None and actions.reload.isEnabled(), timeout=60_000)
    assert actions.index.isEnabled()
    assert not any(action.isEnabled() for action in need_places)
    wiring.window.search_bar.field.setText("a river")
    wiring.window.search_bar.button.click()
    qtbot.waitUntil(lambda: all(action.isEnabled() for action in need_places), timeout=60_000)


def test_every_menu_opens_by_a_letter_of_its_own(make_wiring: Callable[..., Wiring]) -> None:
    titles = [action.text() for action in make_wiring().window.menuBar().actions()]
    letters = [title[title.index("&") + 1].lower() for title in titles]
    assert len(set(letters)) == len(titles) == 5
