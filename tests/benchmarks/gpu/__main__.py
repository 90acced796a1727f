"""Measures on a GPU what no CPU can tell; made for a machine that is lent for minutes and has little installed.

    python -m tests.benchmarks.gpu [--device cuda] [--minutes 9] [--only PART ...] [--tiny]

Parts: ``step`` (rate and memory of training steps), ``match`` (MSCMAT's share of a step), ``index`` (indexing against
the forward pass), ``limit`` (``--vram-limit`` holds), ``halving`` (indexing and training go on when memory runs out).
Each runs in a process of its own, so that one that fails, or lacks a library, takes no other with it; together they
stay within ``--minutes``. What was not measured is said, with why. Weights are random and pictures noise: time does
not depend on them. ``--tiny`` is the same of a model of a few thousand weights, for any machine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks import table
from tests.benchmarks.gpu.parts import PARTS, Setting, run_part

ROOT = Path(__file__).resolve().parents[3]
_TRUNKS = ("resnet50", "efficientnet_lite2")
_MIN_S = 5.0


def main(arguments: list[str] | None = None) -> int:
    """Run the parts, print what each measured or why it was not; 1 when one failed."""
    options = _options(arguments)
    if options.part:
        run_part(options.part, _setting(options))
        return 0
    end_s = time.monotonic() + 60 * options.minutes
    failed = []
    for name in options.only:
        left_s = end_s - time.monotonic()
        if left_s < _MIN_S:
            table.note(name, "not measured: the time is up")
            continue
        command = [sys.executable, "-m", "tests.benchmarks.gpu", "--part", name, *_handed_on(options)]
        try:
            code = subprocess.run(command, cwd=ROOT, timeout=left_s, check=False).returncode
        except subprocess.TimeoutExpired:
            table.note(name, f"not finished: the time was up after {left_s:.0f} s")
            continue
        if code:
            table.note(name, f"failed with exit code {code}: its reason is above")
            failed.append(name)
    return 1 if failed else 0


def _handed_on(options: argparse.Namespace) -> list[str]:
    handed = ["--device", options.device, "--batch", str(options.batch), "--steps", str(options.steps)]
    return [*handed, "--trunks", *options.trunks, *(["--tiny"] if options.tiny else [])]


def _setting(options: argparse.Namespace) -> Setting:
    return Setting(
        device=options.device, trunks=tuple(options.trunks), batch=options.batch, steps=options.steps,
        tiny=options.tiny,
    )  # fmt: skip


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.gpu")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--minutes", type=float, default=9.0, help="all parts together end by then")
    parser.add_argument("--only", nargs="*", choices=[*PARTS], default=[*PARTS])
    parser.add_argument("--trunks", nargs="*", default=[*_TRUNKS])
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument(
        "--steps", type=int, default=12, help="timed training steps, after three untimed ones"
    )
    parser.add_argument("--tiny", action="store_true", help="a tiny model: does all of this run?")
    parser.add_argument("--part", choices=[*PARTS], help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
