"""``python -m msa_core.demo bank FILE``: makes the caption bank again (for developers)."""

from __future__ import annotations

import argparse
from pathlib import Path

from msa_core.demo.grammar import write_bank


def main() -> None:
    """Parse the command line and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m msa_core.demo", description=__doc__)
    jobs = parser.add_subparsers(dest="job", required=True)
    jobs.add_parser("bank").add_argument("path", type=Path)
    asked = parser.parse_args()
    write_bank(asked.path)


if __name__ == "__main__":
    main()
