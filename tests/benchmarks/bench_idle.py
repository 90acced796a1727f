"""Memory of the program, idle after a question: its window's process, its engine and their helper.

    python -m tests.benchmarks.bench_idle [--tiles 100000] [--index FOLDER] [--as-installed]

The program itself is started (``python -m app``, without a display) with an index and a question, and read when its
processes have used nearly no processor time for some seconds. It is not imported here: a spawned engine imports the
main module of whoever spawned it, and what a benchmark imports would count. Linux only: the kernel tells.

Three figures. Resident (RSS) is what a task manager says of each process, added up: it does not depend on what else
runs, and the aim is judged by it, though it counts a page of a library as often as processes hold it. Each page once:
what is no mapped file, and of each file what the process that holds most of it holds; for a file that they hold
different pages of, that is a little too small. Without mapped files: what could not be dropped and read again.
(PSS is not told: it falls when other programs hold the same libraries.)
Where pandas and boto3 are installed, as they are for development, pyarrow and rasterio load them, and they count;
with ``--as-installed`` they are out of the program's sight, as they are for a user.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.bench_window import MAKE_INDEX, processor_s
from tests.benchmarks.table import note

ROOT = Path(__file__).resolve().parents[2]
IDLE_GB = 1.2
DEVELOPMENT = ("pandas", "boto3")
"""What a user's installation lacks, of what others load where it is there."""
QUESTION = "many storage tanks"
QUIET_S, QUIET_SHARE, TURN_S, LIMIT_S = 20.0, 0.05, 1.5, 400.0
# Of the processor, before which no question can have been answered: the model alone takes more to load.
LEAST_S = 4.0
_MAPPING = re.compile(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ (\S+) (\d+) *(.*)")


@dataclass(frozen=True, slots=True)
class Held:
    """Memory of a process, bytes: no file's, and of each mapped file (device and inode) what is resident."""

    own: int
    files: Counter[str]

    @property
    def resident(self) -> int:
        """Both together: RSS."""
        return self.own + self.files.total()


def held_by(process: int) -> Held:
    """What a process holds at this moment, as the kernel tells in ``smaps``."""
    own, files, name, resident = 0, Counter[str](), "", 0
    for line in Path(f"/proc/{process}/smaps").read_text("utf-8", "replace").splitlines():
        mapping = _MAPPING.match(line)
        if mapping:
            name = f"{mapping[1]} {mapping[2]}" if mapping[2] != "0" else ""
        elif line.startswith("Rss:"):
            resident = 1024 * int(line.split()[1])
        elif line.startswith("Anonymous:"):
            anonymous = 1024 * int(line.split()[1])
            own += anonymous if name else resident
            if name:
                files[name] += resident - anonymous
    return Held(own, files)


def held_once(processes: list[Held]) -> int:
    """Bytes of all of them, a page that several hold counted once."""
    largest = Counter[str]()
    for held in processes:
        largest |= held.files
    return sum(held.own for held in processes) + largest.total()


def with_children(process: int) -> list[int]:
    """A process and all that it has started, its own first."""
    found = [process]
    for children in sorted(Path(f"/proc/{process}/task").glob("*/children")):
        for child in children.read_text("ascii").split():
            found += with_children(int(child))
    return found


def idle_program(index: Path, home: str, hidden: Sequence[str] = ()) -> list[Held]:
    """Start the program with an index and a question; what each process holds when it has become quiet.

    Packages that are ``hidden`` cannot be imported by it.
    """
    shadows = Path(home) / "hidden"
    shadows.mkdir()
    for name in hidden:
        (shadows / f"{name}.py").write_text(f"raise ImportError({name!r})\n", "utf-8")
    variables = {"PYTHONPATH": str(shadows), "QT_QPA_PLATFORM": "offscreen", "MSA_ANALYST_HOME": home}
    command = [sys.executable, "-m", "app", "--index", str(index), "--query", QUESTION]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **variables}) as program:
        try:
            _until_quiet(program)
            told = (Path(home) / "logs" / "msa-analyst.log").read_text("utf-8")
            if (
                " Search: " in told or " ERROR " in told
            ):  # rasters of a made index are not there, and said not to be
                raise SystemExit(f"The question was not answered:\n{told}")
            return [held_by(process) for process in with_children(program.pid)]
        finally:
            program.terminate()


def _until_quiet(program: subprocess.Popen[bytes]) -> None:
    end_s = time.monotonic() + LIMIT_S
    used_s, quiet_since_s = 0.0, time.monotonic()
    while used_s < LEAST_S or time.monotonic() - quiet_since_s < QUIET_S:
        if program.poll() is not None:
            raise SystemExit(f"The program ended with {program.returncode}.")
        if time.monotonic() > end_s:
            raise SystemExit(f"The program did not become quiet within {LIMIT_S:g} s.")
        time.sleep(TURN_S)
        now_s = sum(map(processor_s, with_children(program.pid)))
        if now_s - used_s > QUIET_SHARE * TURN_S:
            quiet_since_s = time.monotonic()
        used_s = now_s


def main() -> None:
    """Measure, and print the row."""
    parser = argparse.ArgumentParser(description="Memory of the idle program after a question.")
    parser.add_argument("--tiles", type=int, default=100_000)
    parser.add_argument("--index", type=Path, help="an index there is, instead of one made")
    parser.add_argument("--as-installed", action="store_true", help="without what only development needs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        index = options.index
        if index is None:
            index = Path(home) / "index"
            subprocess.run([sys.executable, "-c", MAKE_INDEX, str(index), str(options.tiles)], check=True)
        processes = idle_program(index.absolute(), home, DEVELOPMENT if options.as_installed else ())
    each = " + ".join(f"{held.resident / 1e9:.2f}" for held in processes)
    once_gb, own_gb = held_once(processes) / 1e9, sum(held.own for held in processes) / 1e9
    note(
        "memory of the program, idle after a question",
        f"{sum(held.resident for held in processes) / 1e9:.2f} GB",
        f"{each}; each page once {once_gb:.2f}, without mapped files {own_gb:.2f}",
        None,
        f"{IDLE_GB:g} GB",
    )


if __name__ == "__main__":
    main()
