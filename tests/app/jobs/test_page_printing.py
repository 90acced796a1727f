"""The page of evidence as PDF, printed on the thread that prints it in the window."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.jobs.files_lane import FilesLane
from app.jobs.page_printing import print_page


def test_a_long_page_is_printed_on_a_thread_without_a_complaint_of_qt(
    qtbot: QtBot, tmp_path: Path, qtlog: object
) -> None:
    page = tmp_path / "evidence.html"
    page.write_text("<h1>Search</h1>" + "<p>many words</p>" * 3000, "utf-8")
    lane = FilesLane()
    with qtbot.waitSignal(lane.finished, timeout=60_000) as printed:
        lane.run("print", lambda: print_page(page))
    lane.close()
    assert printed.args[1].read_bytes().startswith(b"%PDF")
    assert [record.message for record in qtlog.records] == []  # type: ignore[attr-defined]
