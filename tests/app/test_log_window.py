"""The log: its end at once however long it is, filtered, followed, copied."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from laid_out import clipped, overlapping
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app import paths
from app.log_lines import log_handler
from app.models.choices.log_tail import LogTail
from app.widgets.frame.help.log_window import LogWindow
from app.wiring.wiring import Wiring


def line(number: int, level: str = "INFO") -> str:
    return f"2026-11-27 12:00:00,{number % 1000:03d} {level} app.session: line {number}\n"


def test_pieces_read_backwards_make_the_whole_file_again(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    whole = "".join(line(number) for number in range(500)) + "Traceback of täil\n"
    file.write_text(whole, "utf-8")
    tail = LogTail(file, chunk_bytes=1_000)
    assert tail.lines[-1].text == "Traceback of täil"
    assert 0 < len(tail.lines) < 30
    while tail.read_earlier():
        pass
    assert "".join(f"{one.text}\n" for one in tail.lines) == whole
    assert tail.start == 0


def test_a_line_longer_than_a_piece_is_not_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_text("x" * 5_000 + "\n" + line(1), "utf-8")
    tail = LogTail(file, chunk_bytes=700)
    count = 0
    while tail.read_earlier():
        count += 1
    assert count < 20
    assert sum(len(one.text) for one in tail.lines) == 5_000 + len(line(1)) - 1


def test_200_mb_open_at_once(tmp_path: Path) -> None:
    file = tmp_path / "large.log"
    with file.open("wb") as out:
        out.truncate(200_000_000)
        out.seek(0, 2)
        out.write(b"\n" + line(7).encode())
    begun_s = time.process_time()
    tail = LogTail(file)
    assert time.process_time() - begun_s < 0.5
    assert tail.lines[-1].text == line(7).rstrip("\n")
    assert tail.start > 199_000_000


def test_what_is_written_later_comes_whole_lines_only_and_rotation_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    file.write_text(line(1) + "half a li", "utf-8")
    tail = LogTail(file)
    assert [one.text for one in tail.lines] == [line(1).rstrip("\n")]
    assert not tail.read_new()
    with file.open("a", encoding="utf-8") as out:
        out.write("ne\n" + line(2, "ERROR") + "  a traceback\n")
    assert tail.read_new()
    assert [one.text for one in tail.lines[1:]] == [
        "half a line",
        line(2, "ERROR").rstrip("\n"),
        "  a traceback",
    ]
    assert [one.level for one in tail.lines] == ["INFO", "INFO", "ERROR", "ERROR"]
    file.rename(tmp_path / "a.log.1")
    file.write_text(line(3), "utf-8")
    assert tail.read_new()
    assert [one.text for one in tail.lines] == [line(3).rstrip("\n")]


def test_without_a_log_it_says_so(tmp_path: Path) -> None:
    assert LogTail(tmp_path / "none.log").problem == "Nothing was logged yet."


@pytest.fixture
def opened_log(make_wiring: Callable[..., Wiring], qtbot: QtBot) -> LogWindow:
    file = paths.log_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    words = [line(1), line(2, "WARNING"), line(3, "ERROR"), "  the traceback\n", line(4)]
    file.write_text("".join(words), "utf-8")
    wiring = make_wiring()
    wiring.window.activateWindow()
    qtbot.waitUntil(wiring.window.isActiveWindow, timeout=10_000)
    QTest.keyClick(wiring.window, Qt.Key.Key_F9)
    log = wiring.window.findChild(LogWindow)
    assert log is not None
    assert log.isVisible()
    return log


def shown(log: LogWindow) -> list[str]:
    return [text.rpartition(": ")[2] for text in log.text.toPlainText().split("\n")]


def test_lines_are_filtered_by_level_and_by_words(opened_log: LogWindow, qtbot: QtBot) -> None:
    assert shown(opened_log) == ["line 1", "line 2", "line 3", "  the traceback", "line 4"]
    opened_log.level.setCurrentText("Errors")
    assert shown(opened_log) == ["line 3", "  the traceback"], "the traceback belongs to its error"
    opened_log.level.setCurrentText("Warnings and errors")
    QTest.keyClicks(opened_log.words, "LINE")
    qtbot.waitUntil(lambda: shown(opened_log) == ["line 2", "line 3"], timeout=10_000)
    assert opened_log.state.text().startswith("2 of 5 lines; all of it is read")
    QTest.mouseClick(opened_log.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == opened_log.text.toPlainText()


def test_what_is_logged_now_is_followed_until_that_is_switched_off(
    opened_log: LogWindow, qtbot: QtBot
) -> None:
    handler = log_handler(paths.log_file())
    try:
        handler.emit(logging.LogRecord("app", logging.ERROR, "", 0, "now \x1b[31m", (), None))
        qtbot.waitUntil(lambda: "now " in opened_log.text.toPlainText(), timeout=10_000)
        assert "\x1b" not in opened_log.text.toPlainText()
        QTest.keyClick(opened_log, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: not opened_log.follow.isChecked(), timeout=10_000)
        handler.emit(logging.LogRecord("app", logging.ERROR, "", 0, "later", (), None))
        QTest.qWait(900)
        assert "later" not in opened_log.text.toPlainText()
    finally:
        handler.close()


def test_the_engine_has_a_log_of_its_own(opened_log: LogWindow, qtbot: QtBot) -> None:
    opened_log.which.setCurrentText("The engine")
    assert opened_log.text.toPlainText() == ""
    assert opened_log.state.text() == "Nothing was logged yet."
    handler = log_handler(paths.engine_log_file())
    handler.emit(logging.LogRecord("msa_core", logging.WARNING, "", 0, "an odd raster", (), None))
    handler.close()
    qtbot.waitUntil(lambda: "an odd raster" in opened_log.text.toPlainText(), timeout=10_000)


def test_the_log_window_fits_small(opened_log: LogWindow) -> None:
    opened_log.resize(620, 300)
    QTest.qWait(30)
    assert not overlapping(opened_log)
    assert not clipped(opened_log)


def test_a_rotated_log_that_has_more_lines_than_before_is_shown_whole(
    opened_log: LogWindow, qtbot: QtBot
) -> None:
    file = paths.log_file()
    file.rename(file.with_name(f"{file.name}.1"))
    file.write_text("".join(line(number) for number in range(11, 19)), "utf-8")
    qtbot.waitUntil(
        lambda: shown(opened_log) == [f"line {number}" for number in range(11, 19)], timeout=10_000
    )
