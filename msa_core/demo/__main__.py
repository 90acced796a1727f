"""``python -m msa_core.demo``, for developers: makes the caption bank again, or captioned tiles to train on."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from msa_core.demo.grammar import write_bank
from msa_core.demo.training_tiles import make_training_tiles
from msa_core.errors import MsaError


def main(words: Sequence[str] | None = None) -> None:
    """Parse the command line (or ``words``) and write what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m msa_core.demo", description=__doc__)
    jobs = parser.add_subparsers(dest="job", required=True)
    jobs.add_parser("bank", help="the caption bank").add_argument("path", type=Path)
    tiles = jobs.add_parser("tiles", help="tiles of drawn landscapes with captions, as msa-train reads them")
    tiles.add_argument("folder", type=Path)
    tiles.add_argument("--seed", type=int, default=1, help="another number draws other landscapes")
    tiles.add_argument("--count", type=int, default=1000, help="how many tiles")
    tiles.add_argument("--side", type=int, default=150, help="pixels along a side")
    asked = parser.parse_args(words)
    try:
        if asked.job == "bank":
            write_bank(asked.path)
        else:
            make_training_tiles(asked.folder, asked.seed, asked.count, asked.side)
    except MsaError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
