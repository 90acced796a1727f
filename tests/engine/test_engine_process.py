from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest

from msa_core import engine_process
from msa_core.messages import (
    ArchiveListing,
    Body,
    CaptionPicture,
    ComputeDevice,
    Explain,
    ListDevices,
    OpenIndex,
    PictureAnswer,
    Progressed,
    Reply,
    Request,
    ScanArchive,
    Search,
    Shutdown,
    UseDevice,
    WarmUp,
)
from msa_core.records import Explanation, IndexInfo, Query, QueryTerm, SearchResult

_PATIENCE_S = 500.0


class Child:
    """The engine as a spawned process, as the window starts it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=engine_process.run, args=(theirs, "cpu"), daemon=True
        )
        self.process.start()
        theirs.close()
        self._last = 0

    def send(self, body: Body) -> int:
        self._last += 1
        self.pipe.send(Request(self._last, body))
        return self._last

    def hear(self, number: int) -> tuple[Reply, list[Progressed]]:
        """The reply to a request, and the progress heard before it."""
        progress: list[Progressed] = []
        until_s = time.monotonic() + _PATIENCE_S
        while self.pipe.poll(max(0.0, until_s - time.monotonic())):
            message = self.pipe.recv()
            if isinstance(message, Reply) and message.id == number:
                return message, progress
            if isinstance(message, Progressed):
                progress.append(message)
        raise AssertionError(f"no reply to {number}")

    def ask(self, body: Body) -> Any:
        reply, _ = self.hear(self.send(body))
        assert reply.error is None, reply.error
        return reply.value


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    started = Child()
    yield started
    started.pipe.close()
    started.process.join(400)
    if started.process.is_alive():
        started.process.kill()


def words(text: str) -> Query:
    return Query(terms=(QueryTerm("text", text),))


def test_every_question_has_its_answer(child: Child, index: Path) -> None:
    listing = child.ask(ScanArchive((str(index.parent / "archive"),)))
    assert isinstance(listing, ArchiveListing)
    assert [info.name for info in listing.rasters] == ["scene0.tif", "scene1.tif", "scene2.tif"]
    info = child.ask(OpenIndex(str(index)))
    assert isinstance(info, IndexInfo)
    assert info.tiles == 48
    assert child.ask(WarmUp()) is None
    result = child.ask(Search(words("a plane"), 4))
    assert isinstance(result, SearchResult)
    assert len(result.hits) == 4
    explanation = child.ask(Explain(result.hits[0].tile, "a plane"))
    assert isinstance(explanation, Explanation)
    assert explanation.words == ("plane",)
    answer = child.ask(CaptionPicture(result.hits[0].tile.path, 3, 2))
    assert isinstance(answer, PictureAnswer)
    assert len(answer.captions) == 3
    bank = index.parent / "bank.txt"
    bank.write_text("a red field\na grey roof\n", "utf-8")
    chosen = child.ask(CaptionPicture(result.hits[0].tile.path, bank=str(bank)))
    assert {caption.text for caption in chosen.captions} == {"a red field", "a grey roof"}
    assert len(answer.similar) == 2


def test_the_device_is_changed_between_two_questions_and_the_answer_stays(child: Child, index: Path) -> None:
    found = child.ask(ListDevices())
    assert [type(device) for device in found] == [ComputeDevice] * len(found)
    assert found[-1].name == "cpu"
    child.ask(OpenIndex(str(index)))
    before = child.ask(Search(words("a plane"), 4))
    child.ask(UseDevice("cuda:99"))
    reply, _ = child.hear(child.send(Search(words("a plane"), 4)))
    assert reply.error is not None
    assert "finds no such device" in reply.error
    child.ask(UseDevice("cpu"))
    after = child.ask(Search(words("a plane"), 4))
    assert [(hit.tile.id, hit.score) for hit in after.hits] == [
        (hit.tile.id, hit.score) for hit in before.hits
    ]


def test_errors_are_sentences_and_the_engine_lives_on(child: Child, index: Path, tmp_path: Path) -> None:
    for body in (
        OpenIndex(str(tmp_path / "nowhere")),
        Search(words("  "), 4),
        CaptionPicture(str(tmp_path / "absent.png")),
        Search(7, 4),  # type: ignore[arg-type]
        "not a body",
    ):
        reply, _ = child.hear(child.send(body))  # type: ignore[arg-type]
        assert reply.error
        assert "Traceback" not in reply.error
    child.pipe.send("not a request")
    child.ask(OpenIndex(str(index)))
    assert child.ask(Search(words("a river"), 1)).hits


def test_of_questions_of_a_kind_only_the_newest_is_answered(child: Child, index: Path) -> None:
    child.ask(OpenIndex(str(index)))
    numbers = [child.send(Search(words(f"a river {i}"), 2)) for i in range(12)]
    replies = [child.hear(number)[0] for number in numbers]
    results = [reply.value for reply in replies]
    assert isinstance(results[-1], SearchResult)
    assert results[-1].query == words("a river 11")
    assert not replies[-1].superseded
    assert any(reply.superseded for reply in replies[:-1])
    assert all(isinstance(result, SearchResult) and result.hits for result in results if result is not None)
    assert all(reply.superseded == (reply.value is None) for reply in replies)


def test_shutdown_ends_it() -> None:
    child = Child()
    reply, _ = child.hear(child.send(Shutdown()))
    assert reply.error is None
    child.process.join(400)
    assert child.process.exitcode == 0


def test_a_closed_pipe_ends_it() -> None:
    child = Child()
    child.pipe.close()
    child.process.join(400)
    assert child.process.exitcode == 0


def test_a_pipe_that_closes_during_the_work_ends_it(index: Path) -> None:
    child = Child()
    child.send(OpenIndex(str(index)))
    for number in range(20):
        child.send(Search(words(f"plane {number}"), 5))
    assert child.pipe.poll(_PATIENCE_S)
    child.pipe.close()
    child.process.join(400)
    assert child.process.exitcode == 0


def test_ending_is_no_reason_to_write_to_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    child = Child()
    pipe: Connection = child.pipe
    pipe.close()
    child.process.join(400)
    assert "Traceback" not in capfd.readouterr().err
