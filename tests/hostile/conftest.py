"""What all rows share: an archive, its undisturbed index, and the table at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.hostile.bench import IN_TABLE, Bench
from tests.support.commands import Commands
from tests.support.scenes import write_archive

HEAD = ["given", "expected", "s", "MB", "result"]


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path, commands: Commands) -> Bench:
    """The archive and the index of an undisturbed run."""
    folder = tmp_path_factory.mktemp("hostile")
    archive = write_archive(folder / "archive", 4)
    bench = Bench(folder, archive, folder / "index", tiny_checkpoint, commands)
    assert bench.msa(*bench.to_index(bench.index)).code == 0
    return bench


@pytest.fixture
def bench(calm: Bench, tmp_path: Path, record_property: Callable[[str, object], None]) -> Bench:
    """For one row."""
    return replace(calm, folder=tmp_path, seconds=0.0, memory_mb=0.0, note=record_property)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table: seconds and megabytes of the longest and the largest child, each with its limit."""
    reports = [
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
    ]
    rows = [
        line
        for report in sorted(reports, key=lambda report: report.location[0])
        for name, line in report.user_properties
        if name == IN_TABLE
    ]
    if not rows:
        return
    write = terminalreporter.write_line
    terminalreporter.section("hostile and broken")
    for given, expected, times, memory, state in [HEAD, *rows]:
        words = re.sub(r"\s+", " ", state)[:80]
        write(f"{given:<66}  {expected:<62}  {times:>8}  {memory:>9}  {words}")
    held = sum(row[-1] == "held" for row in rows)
    write(
        f"{held} of {len(rows)} held. Limits of time are those of an idle machine: they grow with what waits per core."
    )
