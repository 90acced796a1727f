"""All benchmarks one after the other, then their figures as one Markdown table: what ``make bench`` runs.

    python -m tests.benchmarks.all [NAME...]

NAME: of benchmarks (``index query``), by default all. Meant for a quiet machine: figures are wall times unless they
say CPU. The exit code is 1 when a benchmark failed or a limit of its own was missed; the table is printed all the same.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import table

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS: dict[str, tuple[str, ...]] = {
    "index": (),
    "memory": (),
    "query": ("--lists", "200000"),
    "startup": (),
    "training": (),
}


def main() -> None:
    """Run them and print the table."""
    wanted = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        raise SystemExit(f"There is no benchmark {unknown[0]}; there are {', '.join(BENCHMARKS)}.")
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.jsonl"
        rows.touch()
        for name in wanted:
            print(f"== bench_{name}", flush=True)
            start_s = time.perf_counter()
            command = [sys.executable, "-m", f"tests.benchmarks.bench_{name}", *BENCHMARKS[name]]
            code = subprocess.run(
                command, cwd=ROOT, env={**os.environ, table.ROWS: str(rows)}, check=False
            ).returncode
            print(f"   {time.perf_counter() - start_s:.0f} s, exit code {code}", flush=True)
            failed += [name] * (code != 0)
        cores, load = os.cpu_count(), getattr(os, "getloadavg", lambda: (0.0,))()[0]
        print(f"\nOn {cores} cores ({platform.machine()}), load {load:.1f} at the end:\n")
        print(table.markdown(table.read(rows)))
    if failed:
        raise SystemExit(f"not as it should be: {', '.join(failed)}")


if __name__ == "__main__":
    main()
