from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.jobs.engine_client import MAX_RESTARTS, EngineClient
from msa_core.messages import OpenIndex, Reply, Search, WarmUp
from msa_core.records import Query, QueryTerm

QUERY = Query(terms=(QueryTerm("text", "a river"),))
CRASH = Query(terms=(QueryTerm("text", "crash"),))


@pytest.fixture
def engine(qtbot: QtBot) -> Iterator[EngineClient]:
    engine = EngineClient("fake_engine:run")
    yield engine
    engine.close()


def test_a_question_is_answered_under_its_number(engine: EngineClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(engine.replied, timeout=120_000) as caught:
        number = engine.ask(WarmUp())
    reply, body = caught.args
    assert (reply.id, reply.error, body) == (number, None, WarmUp())
    assert not engine.is_busy


def test_an_error_is_a_sentence_and_the_engine_lives_on(engine: EngineClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(engine.replied, timeout=120_000) as caught:
        engine.ask(OpenIndex("/nowhere"))
    assert "not an index" in caught.args[0].error
    with qtbot.waitSignal(engine.replied, timeout=120_000):
        engine.ask(WarmUp())


def test_a_crash_fails_what_was_asked_and_starts_a_new_process(engine: EngineClient, qtbot: QtBot) -> None:
    replies: list[Reply] = []
    engine.replied.connect(lambda reply, _body: replies.append(reply))
    with qtbot.waitSignal(engine.restarted, timeout=120_000) as caught:
        engine.ask(Search(CRASH))
        engine.ask(Search(QUERY))
    assert "started again" in caught.args[0]
    assert len(replies) == 2
    assert all("stopped" in (reply.error or "") for reply in replies)
    with qtbot.waitSignal(engine.replied, timeout=120_000) as caught:
        engine.ask(WarmUp())
    assert caught.args[0].error is None


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_engine_is_noticed_without_a_question(engine: EngineClient, qtbot: QtBot) -> None:
    with qtbot.waitSignal(engine.replied, timeout=120_000):
        engine.ask(WarmUp())
    assert engine.pid is not None
    with qtbot.waitSignal(engine.restarted, timeout=120_000) as caught:
        os.kill(engine.pid, signal.SIGKILL)
    assert "signal 9" in caught.args[0]


def test_an_engine_that_dies_again_and_again_is_given_up(qtbot: QtBot) -> None:
    engine = EngineClient("no_such_module:run")
    restarts: list[str] = []
    engine.restarted.connect(restarts.append)
    with qtbot.waitSignal(engine.gave_up, timeout=120_000) as caught:
        engine.start()
    assert len(restarts) == MAX_RESTARTS
    assert "next search starts it again" in caught.args[0]
    engine.close()


def test_the_engine_ends_with_its_window(qtbot: QtBot) -> None:
    engine = EngineClient("fake_engine:run")
    with qtbot.waitSignal(engine.replied, timeout=120_000):
        engine.ask(WarmUp())
    process = engine._process
    assert process is not None
    engine.close()
    assert process.exitcode == 0, "asked, not killed"
    assert not engine.is_running
