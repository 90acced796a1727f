"""The program ``msa-analyst``. Light on purpose: the engine's process, spawned, imports this module again."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from msa_core import __version__


def build_parser() -> argparse.ArgumentParser:
    """The options of the window."""
    parser = argparse.ArgumentParser(
        prog="msa-analyst", description="Search your own aerial and satellite imagery by words, on a map."
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="folders or rasters to open, or an index folder"
    )
    parser.add_argument("--version", action="version", version=f"MSA Analyst {__version__}")
    parser.add_argument("--index", metavar="INDEX", help="the index folder to open")
    parser.add_argument("--query", metavar="TEXT", help="ask this at once")
    parser.add_argument(
        "--theme", choices=("system", "light", "dark"), help="use this theme now and from now on"
    )
    demo = parser.add_argument_group("for demonstrations: answer --query, save, and leave")
    demo.add_argument("--screenshot", metavar="FILE", help="save a picture of the window as PNG")
    demo.add_argument(
        "--hits", metavar="FILE", help="save the places found: .geojson, .gpkg, .csv, .kml or .parquet"
    )
    demo.add_argument(
        "--size", default="1440x900", metavar="WxH", help="size of the window (default %(default)s)"
    )
    demo.add_argument(
        "--timeout", type=float, default=300.0, metavar="SECONDS", help="give up after this long"
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Parse the options and open the window; the exit code of the program."""
    arguments = build_parser().parse_args(argv)
    from app import bootstrap

    return bootstrap.run(arguments)


if __name__ == "__main__":
    sys.exit(main())
