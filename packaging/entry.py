"""Where a bundled MSA Analyst starts: the window, or one of the jobs that the window starts.

In a bundle ``sys.executable`` is this program and not a Python, yet the window starts its long jobs as
``sys.executable -m msa_core.cli ...``. So ``-m`` is answered here, for our own front doors only.
"""

from __future__ import annotations

import multiprocessing
import runpy
import sys

FRONT_DOORS = ("msa_core.cli", "msa_core.train_cli", "app")


def main() -> None:
    """Start what the command line names; without ``-m``, the window."""
    # First of all: the engine process is a copy of this program, and ends inside this call.
    multiprocessing.freeze_support()
    if len(sys.argv) > 2 and sys.argv[1] == "-m" and sys.argv[2] in FRONT_DOORS:
        module = sys.argv[2]
        sys.argv = [module, *sys.argv[3:]]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return
    runpy.run_module("app", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
