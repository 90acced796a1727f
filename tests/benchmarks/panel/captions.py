"""The part of the panel that is captions: whether the first thing said of a picture is true.

    python -m tests.benchmarks.panel.captions --data FOLDER [--model FOLDER] [--set rsicd] [--split test] [--bank]

measures a split of RSICD or UCM alone, or the panel's airports or drone chips (those with buildings), by the sentences
that ``msa caption`` says, or with ``--bank`` by those of the bundled bank; test splits once, at the end of a piece of
work.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from msa_core.config import starter_model
from msa_core.demo.paint.order import paint
from msa_core.demo.scenes.mixtures import mixture
from msa_core.demo.tile_truth import TileTruth
from msa_core.model.running.embedder import Embedder
from msa_core.retrieval.captions.caption_bank import CaptionBank, bundled_bank
from msa_core.retrieval.captions.standing_out import Describer, can_describe
from msa_core.training.data.datasets.class_captions import labels_of
from msa_core.training.data.datasets.read import read_dataset
from msa_core.training.data.pictures import load_picture
from tests.benchmarks.panel.class_words import claims, names
from tests.benchmarks.panel.parts import read_airports, read_chips

Say = Callable[[np.ndarray], list[str]]
"""Embedding (D,) -> sentences, best first."""
LINES = 3
SILENT = 0.5
"""What saying nothing is worth, where a true sentence is worth 1 and a wrong one 0."""
LANDSCAPES, TILES_EACH = range(90_001, 90_013), 12
_BATCH = 32


def captions(model: Path, data: Path) -> float:
    """Mean worth of the first sentence, of RSICD val and of drawn tiles with known truth."""
    embedder = Embedder(model, "cpu")
    say = speaker(embedder)
    return float(np.mean([of_set(embedder, say, data, "rsicd", "val")["worth"], of_drawn(embedder, say)]))


def speaker(embedder: Embedder, bank: bool = False) -> Say:
    """What ``msa caption`` says with this model; ``bank``: by the bundled bank in any case."""
    if not bank and can_describe(embedder):
        describer = Describer(embedder)
        return lambda vector: [hit.text for hit in describer.describe(vector, LINES)]
    sentences = CaptionBank(bundled_bank(), embedder)
    return lambda vector: [hit.text for hit in sentences.best(vector, LINES)]


def of_set(embedder: Embedder, say: Say, data: Path, name: str, split: str) -> dict[str, float]:
    """Shares of a split's pictures, see :func:`worth`; the class of a picture is that of its file or annotation."""
    images = read_dataset(data / name / f"dataset_{name}.json", data / name / "images", (split,))
    vectors = _embedded(embedder, [image.path for image in images], load_picture)
    said = [(group.lower(), say(vector)) for group, vector in zip(labels_of(images), vectors, strict=True)]
    return worth([[names(group, sentence) for sentence in sentences] for group, sentences in said])


def of_pictures(
    embedder: Embedder, say: Say, paths: Sequence[Path], group: str, load: Callable[[Path], np.ndarray]
) -> dict[str, float]:
    """The same of pictures that are all of one class."""
    vectors = _embedded(embedder, paths, load)
    return worth([[names(group, sentence) for sentence in say(vector)] for vector in vectors])


def worth(right: Sequence[Sequence[bool]]) -> dict[str, float]:
    """Figures of which sentences of each picture are right.

    Returns:
        ``first``: share of the pictures whose first sentence is right, ``silent``: that have none, ``worth``: the first
        plus half of the silent ones; ``any``: with a right one among the first three; ``each``: share right of all
        sentences among the first three.
    """
    first = float(np.mean([bool(lines) and lines[0] for lines in right]))
    silent = float(np.mean([not lines for lines in right]))
    each = [line for lines in right for line in lines[:LINES]]
    return {
        "first": first,
        "silent": silent,
        "worth": first + SILENT * silent,
        "any": float(np.mean([any(lines[:LINES]) for lines in right])),
        "each": float(np.mean(each)) if each else 0.0,
    }


def of_drawn(embedder: Embedder, say: Say) -> float:
    """Mean worth of the first sentence on drawn tiles: the share of what it names that is there."""
    tiles, truth = zip(*(tile for seed in LANDSCAPES for tile in drawn_tiles(seed)), strict=True)
    values = []
    for vector, seen in zip(_embedded(embedder, tiles, np.asarray), truth, strict=True):
        named, there = claims((say(vector) or [""])[0], seen)
        values.append(there / named if named else SILENT)
    return float(np.mean(values))


def drawn_tiles(seed: int, count: int = TILES_EACH) -> list[tuple[np.ndarray, frozenset[str]]]:
    """Square tiles of a landscape drawn by code, uint8 (H, W, 3), and the classes of what each shows.

    The seeds lie apart from those of training tiles and of the demo.
    """
    plan, gsd_m = mixture(seed)
    picture = Image.fromarray(paint(plan, 1.0 / gsd_m, seed))
    truth, rng = TileTruth(plan), np.random.default_rng((seed, 77))
    made = []
    largest = min(1500.0, plan.width_m, plan.height_m)
    for _ in range(count):
        side = float(np.exp(rng.uniform(np.log(max(100.0, 160 * gsd_m)), np.log(largest))))
        x, y = rng.uniform(0, plan.width_m - side), rng.uniform(0, plan.height_m - side)
        box = (x / gsd_m, y / gsd_m, (x + side) / gsd_m, (y + side) / gsd_m)
        box = (box[0], box[1], min(box[2], picture.width), min(box[3], picture.height))
        tile = picture.resize((224, 224), Image.Resampling.BICUBIC, box)
        made.append((np.asarray(tile), frozenset(thing.kind for thing in truth.seen(x, y, side))))
    return made


def _embedded(embedder: Embedder, pictures: Sequence, load: Callable[..., np.ndarray]) -> list[np.ndarray]:
    vectors: list[np.ndarray] = []
    for start in range(0, len(pictures), _BATCH):
        some = [load(picture) for picture in pictures[start : start + _BATCH]]
        vectors += list(embedder.embed_tiles(some).embedding)
    return vectors


def main(arguments: list[str] | None = None) -> None:
    """Measure one split and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.panel.captions")
    parser.add_argument("--data", type=Path, required=True, help="folder with captions/")
    parser.add_argument("--model", type=Path, help="checkpoint folder; default: the starter")
    parser.add_argument("--set", choices=("rsicd", "ucm", "airports", "drone", "drawn"), default="rsicd")
    parser.add_argument("--split", default="val")
    parser.add_argument("--bank", action="store_true", help="by the bundled bank of sentences")
    options = parser.parse_args(arguments)
    embedder = Embedder(options.model or starter_model(), "cpu")
    say = speaker(embedder, options.bank)
    if options.set == "drawn":
        print(f"drawn: worth {of_drawn(embedder, say):.3f}")
        return
    folder, shown = options.data / "captions", options.set
    if options.set == "airports":
        paths = [picture.path for picture in read_airports(folder / "hrplanes")]
        found = of_pictures(embedder, say, paths, "airport", load_picture)
    elif options.set == "drone":
        chips = [chip for chip in read_chips(folder / "oam_drone_buildings") if chip["building_cover"] > 0]
        paths = [folder / "oam_drone_buildings" / "images" / chip["file"] for chip in chips]
        found = of_pictures(embedder, say, paths, "denseresidential", load_picture)
    else:
        shown += f" {options.split}"
        found = of_set(embedder, say, folder, options.set, options.split)
    print(f"{shown}: " + ", ".join(f"{name} {value:.3f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
