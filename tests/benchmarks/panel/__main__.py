"""Measures a model by the panel.

    python -m tests.benchmarks.panel --data FOLDER [--model FOLDER] [--seen ucm ...] [--only rsicd ...]

FOLDER holds ``captions/`` (rsicd, ucm, hrplanes, oam_drone_buildings) and ``geotiff/scenes``; none of it ships. A run
that is judged must not have trained on RSICD's val and test, UCM, or the airports and places that ``parts.py`` beside
this file keeps for the panel. Where it did, say so with ``--seen``: those parts are printed and not counted. Test
splits are never opened.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

from msa_core.config import starter_model
from msa_core.model.running.device import half_format
from msa_core.model.stored import checkpoint
from tests.benchmarks.panel.captions import captions
from tests.benchmarks.panel.number import PARTS, number
from tests.benchmarks.panel.parts import PICTURES
from tests.benchmarks.panel.rasters import rasters


def main(arguments: list[str] | None = None) -> dict[str, float]:
    """Measure, print a table, and return the values."""
    options = _options(arguments)
    folder = options.model or starter_model()
    model = checkpoint.load(folder)
    amp = half_format("cpu") == "bfloat16" if options.amp is None else options.amp
    values: dict[str, float] = {}
    for name, measure in PICTURES.items():
        if name in options.only:
            values |= _timed(name, lambda measure=measure: measure(model, options.data / "captions", amp))
    if "captions" in options.only:
        values |= _timed("captions", lambda: {"captions": captions(folder, options.data / "captions")})
    if "rasters" in options.only:
        found: dict[int, float] = {}

        def measured() -> dict[str, float]:
            value, by_size = rasters(folder, options.data / "geotiff" / "scenes")
            found.update(by_size)
            return {"rasters": value}

        values |= _timed("rasters", measured)
        print("rasters by ground size: " + ", ".join(f"{m} m {v:.3f}" for m, v in found.items()))
    _print(values, options.seen)
    if options.json:
        options.json.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    return values


def _print(values: dict[str, float], seen: list[str]) -> None:
    print("| part | value | weight | chance | what |\n|---|---|---|---|---|")
    for name, value in values.items():
        part = PARTS[name]
        weight = "seen in training" if part.data in seen else f"{part.weight:.2f}"
        print(f"| {name} | {value:.3f} | {weight} | {part.chance:.3f} | {part.says} |")
    found, share = number(values, seen)
    print(f"panel: {found:.1f} (of {share:.0%} of the weights)")


def _timed(name: str, action: Callable[[], dict[str, float]]) -> dict[str, float]:
    start_s = time.perf_counter()
    values = action()
    print(f"{name}: {time.perf_counter() - start_s:.0f} s", flush=True)
    return values


def _options(arguments: list[str] | None) -> argparse.Namespace:
    names = [*PICTURES, "captions", "rasters"]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.panel")
    parser.add_argument("--data", type=Path, required=True, help="folder with captions/ and geotiff/scenes")
    parser.add_argument("--model", type=Path, help="checkpoint folder; default: the starter")
    data = sorted({part.data for part in PARTS.values()})
    parser.add_argument("--seen", nargs="*", choices=data, default=[], help="data the model was trained on")
    parser.add_argument("--only", nargs="*", choices=names, default=names)
    parser.add_argument(
        "--amp", action=argparse.BooleanOptionalAction, help="bfloat16; default: where it is fast"
    )
    parser.add_argument("--json", type=Path, help="file to write the values to")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
