"""The real command line as child processes with limits, and the table of what came of it."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
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


@dataclass
class Bench:
    """A place for one row of the table; every child of it counts.

    Attributes:
        index: made of ``archive`` by an undisturbed run; never written by a row.
        seconds: of the longest child.
        memory_mb: the most that a child held.
    """

    folder: Path
    archive: Path
    index: Path
    model: Path
    seconds: float = 0.0
    memory_mb: float = 0.0
    said: list[str] = field(default_factory=list)

    def start(
        self,
        *arguments: object,
        module: str = "msa_core.cli",
        limits: Mapping[int, int] | None = None,
        environment: Mapping[str, str | None] | None = None,
        prepare: Callable[[], None] | None = None,
        **options: Any,
    ) -> subprocess.Popen[bytes]:
        """A child with resource limits of its own."""

        def before() -> None:
            for kind, most in (limits or {}).items():
                resource.setrlimit(kind, (most, most))
            if prepare is not None:
                prepare()

        plain = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "MSA_MODEL": str(self.model)}
        for name, value in (environment or {}).items():
            plain.pop(name, None)
            if value is not None:
                plain[name] = value
        command = [sys.executable, "-m", module, *map(str, arguments)]
        given: dict[str, Any] = {"cwd": ROOT, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen(
            command,
            env=plain,
            stdin=subprocess.DEVNULL,
            preexec_fn=before,  # noqa: PLW1509  no thread of the tests holds a lock then
            **given,
        )

    def finish(self, process: subprocess.Popen[bytes], most_s: float = 240.0) -> Ended:
        """Wait for a child, kill it after ``most_s`` seconds."""
        began_s = time.monotonic()
        words: dict[str, bytes] = {}

        def read(name: str) -> None:
            stream = getattr(process, name)
            with contextlib.suppress(ValueError):
                words[name] = stream.read() if stream is not None else b""

        readers = [threading.Thread(target=read, args=(name,)) for name in ("stdout", "stderr")]
        for reader in readers:
            reader.start()
        timer = threading.Timer(most_s, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        for reader in readers:
            reader.join()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        ended = Ended(
            process.returncode,
            words.get("stdout", b"").decode("utf-8", "replace"),
            words.get("stderr", b"").decode("utf-8", "replace"),
            time.monotonic() - began_s,
            used.ru_maxrss / 1024,
        )
        self.seconds = max(self.seconds, ended.seconds)
        self.memory_mb = max(self.memory_mb, ended.memory_mb)
        last = ended.err.strip().splitlines()[-1:] or ended.out.strip().splitlines()[-1:] or [""]
        self.said.append(f"{ended.code}: {last[0]}")
        for word in NEVER:
            assert word not in ended.words, ended.words
        return ended

    def msa(self, *arguments: object, **options: Any) -> Ended:
        """Run ``msa ARGUMENTS`` to its end."""
        return self.finish(self.start(*arguments, **options))

    def search(self, *more: object, index: Path | None = None, **options: Any) -> Ended:
        """Three hits for "lake" in an index."""
        return self.msa("search", index or self.index, "lake", "-k", 3, *more, **options)

    def indexing(self, out: Path, **options: Any) -> subprocess.Popen[bytes]:
        """A run of msa index, begun."""
        return self.start("index", self.archive, "--out", out, "--tile-m", 40, "--batch", 16, **options)


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        given: what is done to the program.
        expected: what must come of it.
        try_it: does it and asserts.
        most_s: no child may take longer.
        most_mb: no child may hold more memory.
    """

    given: str
    expected: str
    try_it: Callable[[Bench], None]
    most_s: float = 120.0
    most_mb: float = 2500.0


@dataclass(frozen=True)
class Result:
    """What a row came to."""

    row: Row
    state: str
    seconds: float
    memory_mb: float


RESULTS: list[Result] = []


def carry_out(row: Row, bench: Bench) -> None:
    """Try a row and write down what came of it."""
    state = "FAILED"
    try:
        row.try_it(bench)
        assert bench.seconds <= row.most_s, f"{bench.seconds:.0f} s"
        assert bench.memory_mb <= row.most_mb, f"{bench.memory_mb:.0f} MB"
        state = "held"
    except BaseException as error:
        if type(error).__name__ == "Skipped":
            state = f"skipped ({error})"
        raise
    finally:
        RESULTS.append(Result(row, state, bench.seconds, bench.memory_mb))
