"""The real command line as child processes with limits, and the table of what came of it."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.children import ROOT, Child, ColdChild, Fork, resident_mb, send
from tests.support.commands import Commands

# Whatever goes wrong, these never stand on stderr.
NEVER = ("Traceback", "An unforeseen fault", "Segmentation", "core dumped", "deallocating")


@dataclass(frozen=True)
class Ended:
    """How a child ended: exit code (negative: a signal), its words, seconds, and the most memory it held in MB."""

    code: int
    out: str
    err: str
    seconds: float
    memory_mb: float

    @property
    def words(self) -> str:
        return self.out + self.err


# The name under which a row travels to the table, also from one of several processes of tests.
IN_TABLE = "hostile"


def patience() -> float:
    """How much longer than on an idle machine a child may take: what waits per core, at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@dataclass
class Bench:
    """A place for one row of the table; every child of it counts.

    Attributes:
        index: made of ``archive`` by an undisturbed run; never written by a row.
        most_s: a child is killed after so many seconds of an idle machine,
        most_mb: or when it holds more memory.
        seconds: of the longest child.
        memory_mb: the most that a child held.
        note: takes a line of the table.
    """

    folder: Path
    archive: Path
    index: Path
    model: Path
    commands: Commands
    note: Callable[[str, object], None] = lambda name, value: None
    most_s: float = 120.0
    most_mb: float = 2500.0
    seconds: float = 0.0
    memory_mb: float = 0.0

    def start(
        self,
        *arguments: object,
        module: str = "msa_core.cli",
        limits: Mapping[int, int] | None = None,
        environment: Mapping[str, str | None] | None = None,
        prepare: Callable[[], None] | None = None,
        wrap: tuple[str, ...] = (),
        **options: Any,
    ) -> ColdChild:
        """``msa ARGUMENTS`` from a cold start, with resource limits of its own."""

        def before() -> None:
            for kind, most in (limits or {}).items():
                resource.setrlimit(kind, (most, most))
            if prepare is not None:
                prepare()

        env = dict(surroundings(self.model))
        for name, value in (environment or {}).items():
            env.pop(name, None)
            if value is not None:
                env[name] = value
        command = [*wrap, sys.executable, "-m", module, *map(str, arguments)]
        return ColdChild(command, env=env, preexec_fn=before, **options)

    def fork(
        self,
        *arguments: object,
        limits: Mapping[int, int] | None = None,
        cwd: Path = ROOT,
    ) -> Fork:
        """``msa ARGUMENTS`` as a fork of a process that has loaded the libraries."""
        return Fork(
            self.commands.start("msa_core.cli", *arguments, limits=limits, cwd=cwd, MSA_MODEL=str(self.model))
        )

    def finish(self, child: Child) -> Ended:
        """Wait for a child, kill it when it passes a limit of its row."""
        began_s, most_mb, passed = time.monotonic(), 0.0, ""
        while (result := child.poll()) is None:
            most_mb = max(most_mb, resident_mb(child.pid))
            seconds = time.monotonic() - began_s
            if most_mb > self.most_mb:
                passed = f"killed with {most_mb:.0f} MB"
            elif seconds > self.most_s * patience():
                passed = f"killed after {seconds:.0f} s"
            if passed:
                send(child, signal.SIGKILL)
            time.sleep(0.02)
        out, err = child.words()
        ended = Ended(result[0], out, err, time.monotonic() - began_s, max(most_mb, result[1]))
        self.seconds = max(self.seconds, ended.seconds)
        self.memory_mb = max(self.memory_mb, ended.memory_mb)
        assert not passed, (passed, ended)
        for word in NEVER:
            assert word not in ended.words, ended.words
        return ended

    def cold(self, *arguments: object, **options: Any) -> Ended:
        """Run ``msa ARGUMENTS`` to its end, from a cold start."""
        return self.finish(self.start(*arguments, **options))

    def msa(self, *arguments: object, **options: Any) -> Ended:
        """Run ``msa ARGUMENTS`` to its end, libraries loaded."""
        return self.finish(self.fork(*arguments, **options))

    def search(self, *more: object, index: Path | None = None, **options: Any) -> Ended:
        """Three hits for "lake" in an index, from a cold start."""
        return self.cold("search", index or self.index, "lake", "-k", 3, *more, **options)

    def to_index(self, out: Path) -> tuple[object, ...]:
        """The arguments by which :attr:`index` was made, for another folder."""
        return "index", self.archive, "--out", out, "--tile-m", 40, "--batch", 16, "--dtype", "float32"


def surroundings(model: Path) -> dict[str, str]:
    """The environment of every child."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "MSA_MODEL": str(model)}


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        given: what is done to the program.
        expected: what must come of it.
        try_it: does it and asserts.
        most_s: no child may take longer, on an idle machine.
        most_mb: no child may hold more memory.
    """

    given: str
    expected: str
    try_it: Callable[[Bench], None]
    most_s: float = 60.0
    most_mb: float = 1500.0


def carry_out(row: Row, bench: Bench) -> None:
    """Try a row and write down what came of it."""
    state = "FAILED"
    bench.most_s, bench.most_mb = row.most_s, row.most_mb
    try:
        row.try_it(bench)
        state = "held"
    except BaseException as error:
        if type(error).__name__ == "Skipped":
            state = f"skipped ({error})"
        raise
    finally:
        times = f"{bench.seconds:.1f}/{row.most_s:.0f}"
        memory = f"{bench.memory_mb:.0f}/{row.most_mb:.0f}"
        bench.note(IN_TABLE, [row.given, row.expected, times, memory, state])
