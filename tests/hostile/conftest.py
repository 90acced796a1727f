"""What all rows share: an archive, its undisturbed index, and the table at the end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hostile.bench import RESULTS, Bench
from tests.support.scenes import write_archive


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Bench:
    """The archive and the index of an undisturbed run."""
    folder = tmp_path_factory.mktemp("hostile")
    bench = Bench(folder, write_archive(folder / "archive", 4), folder / "index", tiny_checkpoint)
    assert bench.finish(bench.indexing(bench.index)).code == 0
    return bench


@pytest.fixture
def bench(calm: Bench, tmp_path: Path) -> Bench:
    """For one row."""
    return Bench(tmp_path, calm.archive, calm.index, calm.model)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table."""
    if not RESULTS:
        return
    write = terminalreporter.write_line
    terminalreporter.section("hostile and broken")
    write(f"{'given':<58}  {'expected':<62}  {'s':>11}  {'MB':>11}  result")
    for result in RESULTS:
        row = result.row
        times, memory = f"{result.seconds:.1f}/{row.most_s:.0f}", f"{result.memory_mb:.0f}/{row.most_mb:.0f}"
        state = re.sub(r"\s+", " ", result.state)[:80]
        write(f"{row.given:<58}  {row.expected:<62}  {times:>11}  {memory:>11}  {state}")
