from __future__ import annotations

from app.widgets.frame.bars.message_bar import MessageBar


def test_advice_goes_when_a_question_is_asked_and_warnings_stay(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.say("info", "Type what you are looking for.")
    bar.retire_advice(False)
    assert not bar.isHidden()
    bar.retire_advice(True)
    assert bar.isHidden()
    bar.say("warn", "The file is gone.")
    bar.retire_advice(True)
    assert not bar.isHidden()
