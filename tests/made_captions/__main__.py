"""Makes captioned pictures of labelled ones, for ``msa-train --extra``.

    python -m tests.made_captions --data FOLDER --out FOLDER [--seed 0] [--turns 4]

``--data`` holds ``hrplanes/`` and ``oam_drone_buildings/``, and ``aid_airport_600/`` if it is to take part; ``--out``
gets ``captions.json`` and ``images/``. Airports and places that the panel (tests/benchmarks/panel) judges by are left
out. ``--turns 4`` writes each drone chip in its four quarter turns, each with sentences of its own, so that there are
about as many of them as of airports. Train with ``--extra OUT/captions.json``
and a recipe of ``extra_crop = 0.9``: a smaller crop would make counts untrue.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.benchmarks.panel.parts import Boxes
from tests.made_captions import aircraft, buildings


def main(arguments: list[str] | None = None) -> None:
    """Write captions and pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.made_captions")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with hrplanes/ and oam_drone_buildings/"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write to, made if needed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--turns", type=int, choices=(1, 2, 4), default=1, help="quarter turns of each drone chip"
    )
    options = parser.parse_args(arguments)
    (options.out / "images").mkdir(parents=True, exist_ok=True)
    images = _airports(
        aircraft.pictures(options.data / "hrplanes"), options.out, (options.seed, 0), "airport"
    )
    print(f"{len(images)} views of airports")
    fine = options.data / "aid_airport_600"
    if fine.is_dir():
        found = _airports(aircraft.fine_pictures(fine), options.out, (options.seed, 2), "fine_airport")
        print(f"{len(found)} views of airports in fine pictures")
        images += found
    chips = _buildings(options.data / "oam_drone_buildings", options.out, options.seed, options.turns)
    print(f"{len(chips)} drone chips and views joined of them")
    (options.out / "captions.json").write_text(
        json.dumps({"images": images + chips}, indent=1) + "\n", "utf-8"
    )


def _airports(pictures: list[Boxes], out: Path, seed: tuple[int, int], called: str) -> list[dict[str, Any]]:
    entries = []
    for number, picture in enumerate(pictures):
        rng = np.random.default_rng((*seed, number))
        for part, view in enumerate(aircraft.views(picture, rng)):
            name = f"{called}_{number:04d}_{part}.webp"
            with Image.open(picture.path) as image:
                _save(image.convert("RGB").crop(view.window), out / "images" / name)
            entries.append(_entry(name, aircraft.sentences(view.boxes, rng)))
    return entries


def _buildings(folder: Path, out: Path, seed: int, turns: int) -> list[dict[str, Any]]:
    entries = []
    for number, chip in enumerate(buildings.chips(folder)):
        picture = buildings.picture(chip)
        for turn in range(turns):
            name = f"chip_{number:04d}.webp" if turns == 1 else f"chip_{number:04d}_{turn}.webp"
            stream = (seed, 1, number) if turns == 1 else (seed, 1, number, turn)
            _save(picture.rotate(90 * turn), out / "images" / name)
            entries.append(_entry(name, buildings.sentences(chip, np.random.default_rng(stream))))
    return entries


def _save(image: Image.Image, file: Path) -> None:
    image.save(file, quality=90)


def _entry(name: str, sentences: list[str]) -> dict[str, Any]:
    return {"filename": name, "split": "train", "sentences": [{"raw": sentence} for sentence in sentences]}


if __name__ == "__main__":
    main()
