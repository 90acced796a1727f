"""Seconds from the command to the first painted window, beside an empty Qt window on the same machine.

    python -m tests.benchmarks.bench_startup [--repeat 5] [ARCHIVE]

Both are processes of their own and measured from outside, from the start of the interpreter to the first paint,
without a display (offscreen). The median of the runs counts; the first run of each warms the disk cache.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.table import note

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-m", "app"]
EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        sys.stdout.write("first window\\n")
        sys.stdout.flush()

app = QApplication([])
window = Window()
window.setCentralWidget(QLabel("hello"))
window.show()
app.exec()
"""


def seconds_to_window(command: list[str], home: str) -> float:
    """Start ``command``, wait for the line it writes when it has painted, and end it."""
    variables = {"QT_QPA_PLATFORM": "offscreen", "MSA_ANALYST_STARTUP": "1", "MSA_ANALYST_HOME": home}
    start_s = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        line = program.stdout.readline()
        seconds = time.perf_counter() - start_s
        program.terminate()
    if line != "first window\n":
        raise SystemExit(f"The window did not open: it wrote {line!r}.")
    return seconds


def main() -> None:
    """Measure both in turn and print the medians and their ratio."""
    parser = argparse.ArgumentParser(description="Seconds to the first window.")
    parser.add_argument("archive", nargs="*", help="an archive to open")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    ours, empty = [], []
    with tempfile.TemporaryDirectory() as home:
        for run in range(options.repeat + 1):
            times = (
                seconds_to_window([*PROGRAM, *options.archive], home),
                seconds_to_window([sys.executable, "-c", EMPTY], home),
            )
            if run:
                ours.append(times[0])
                empty.append(times[1])
    first, floor = statistics.median(ours), statistics.median(empty)
    print(
        f"first window        {first:.2f} s (median of {options.repeat}; {min(ours):.2f} to {max(ours):.2f})"
    )
    print(f"empty Qt window     {floor:.2f} s ({min(empty):.2f} to {max(empty):.2f})")
    note("first window", f"{first:.2f} s", f"an empty Qt window {floor:.2f} s", first / floor)


if __name__ == "__main__":
    main()
