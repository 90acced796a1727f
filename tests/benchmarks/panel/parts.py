"""The parts of the panel that are ordinary pictures: captions, classes, aircraft, roofs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.stats import spearmanr

from msa_core.model.network.msa import MSA
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.datasets.read import read_dataset
from msa_core.training.data.datasets.windows import split_window, with_window
from msa_core.training.data.pictures import load_picture
from msa_core.training.measure.evaluate import embed_pictures, embed_sentences, evaluate
from msa_core.training.measure.zero_shot import class_vectors, classes_of, classify

MANY = "many airplanes are parked at the terminals"
THIRDS = {"none": "an airport without any airplanes", "few": "a few airplanes at an airport", "many": MANY}
FULL, EMPTY = "roofs of houses close together", "open ground without buildings"
TEN = {"none": 3, "few": 4, "many": 3}
DRAWS = 200
FEW, FROM_MANY = (1, 3), 8
TRAIN_AIRPORTS = frozenset(("GBG", "SUV"))
"""Codes that runs may train on; also the pictures that bear none. All other codes are the panel's."""
TRAIN_PLACES = frozenset(("Zanzibar",))
"""Places of the drone chips that runs may train on; the others are the panel's."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """A picture of an airport: its file, size in pixels, and the boxes of its aircraft (n, 4), x y w h in 0..1."""

    path: Path
    size_px: tuple[int, int]
    boxes: np.ndarray


def crop(path: Path) -> np.ndarray:
    """A picture file, or the window of it that the path means, uint8 (H, W, 3)."""
    file, box = split_window(path)
    picture = load_picture(file)
    return picture if box is None else picture[box[1] : box[3], box[0] : box[2]]


def rsicd(model: MSA, data: Path, amp: bool) -> dict[str, float]:
    """mR on RSICD val."""
    images = read_dataset(data / "rsicd/dataset_rsicd.json", data / "rsicd/images", ("val",))
    return {"rsicd": evaluate(model, images, amp=amp)["cosine"]["mR"] / 100}


def ucm(model: MSA, data: Path, amp: bool) -> dict[str, float]:
    """mR on UCM val; classes by name on val and every fourth picture of train."""
    file, folder = data / "ucm/dataset_ucm.json", data / "ucm/images"
    val, train = (read_dataset(file, folder, (split,)) for split in ("val", "train"))
    return {
        "ucm captions": evaluate(model, val, amp=amp)["cosine"]["mR"] / 100,
        "ucm classes": _named_right(model, [*val, *train[::4]], amp),
    }


def _named_right(model: MSA, images: Sequence[CaptionedImage], amp: bool) -> float:
    labels = [image.group for image in images]
    classes = classes_of(labels)
    v, _ = embed_pictures(model, [image.path for image in images], amp=amp)
    found = classify(v, labels, classes, class_vectors(model, classes))
    return found.figures(resamples=0)[0]["macro_top1"] / 100


def airports(model: MSA, data: Path, amp: bool) -> dict[str, float]:
    """Aircraft counted on the airports that are the panel's."""
    pictures = read_airports(data / "hrplanes")
    counts = np.array([len(p.boxes) for p in pictures])
    scores = _scores(model, [p.path for p in pictures], [MANY], amp)[:, 0]
    kinds = crops_by_kind(pictures)
    of_kind = {
        kind: _scores(model, [*paths], [*THIRDS.values()], amp) for kind, paths in sorted(kinds.items())
    }
    return {"planes counted": _correlation(scores, counts), "planes in thirds": thirds(of_kind)}


def read_airports(folder: Path) -> list[Boxes]:
    """The pictures of ``labels.json`` whose airport is the panel's, in the file's order."""
    entries = json.loads((folder / "labels.json").read_text("utf-8"))["images"]
    return [
        boxes_of(entry, folder)
        for entry in entries
        if entry["airport_code"] and entry["airport_code"] not in TRAIN_AIRPORTS
    ]


def boxes_of(entry: dict[str, Any], folder: Path) -> Boxes:
    """A row of ``labels.json``."""
    boxes = np.array(entry["boxes_xywh_norm"], dtype=np.float64).reshape(-1, 4)
    return Boxes(folder / "images" / entry["file"], (entry["width"], entry["height"]), boxes)


def crops_by_kind(pictures: Sequence[Boxes]) -> dict[str, list[Path]]:
    """Square windows at both ends of each picture that hold no aircraft, a few whole ones, or many.

    A window that cuts an aircraft, or holds a number between few and many, is none of them.
    """
    kinds: dict[str, list[Path]] = {kind: [] for kind in THIRDS}
    for picture in pictures:
        width, height = picture.size_px
        side = min(width, height)
        for x0, y0 in sorted({(0, 0), (width - side, height - side)}):
            whole, cut = aircraft_in(picture, (x0, y0, x0 + side, y0 + side))
            kind = "none" if not whole else "few" if FEW[0] <= whole <= FEW[1] else "many"
            if cut or FEW[1] < whole < FROM_MANY:
                continue
            kinds[kind].append(with_window(picture.path, (x0, y0, x0 + side, y0 + side)))
    return kinds


def aircraft_in(picture: Boxes, window: tuple[int, int, int, int]) -> tuple[int, int]:
    """How many aircraft lie wholly in a window (x0, y0, x1, y1, pixels), and how many are cut by its edge."""
    x, y, w, h = (picture.boxes * np.tile(picture.size_px, 2)).T
    inside = (x >= window[0]) & (y >= window[1]) & (x + w <= window[2]) & (y + h <= window[3])
    touched = (x < window[2]) & (y < window[3]) & (x + w > window[0]) & (y + h > window[1])
    return int(inside.sum()), int((touched & ~inside).sum())


def thirds(scores: dict[str, np.ndarray]) -> float:
    """Of ten pictures drawn (3 without, 4 with a few, 3 with many): the share of each kind among as many first ones.

    Args:
        scores: of each kind's pictures (n, 3) with the sentences of none, few and many.

    Returns:
        Mean over the kinds and the draws; 0.34 by chance.
    """
    rng = np.random.default_rng(0)
    right = []
    for _ in range(DRAWS):
        drawn = [scores[kind][rng.choice(len(scores[kind]), n, replace=False)] for kind, n in TEN.items()]
        kind_of = np.repeat(np.arange(len(TEN)), [*TEN.values()])
        ten = np.concatenate(drawn)
        for column, count in enumerate(TEN.values()):
            first = np.argsort(-ten[:, column], kind="stable")[:count]
            right.append((kind_of[first] == column).mean())
    return float(np.mean(right))


def roofs(model: MSA, data: Path, amp: bool) -> dict[str, float]:
    """Cover by buildings on the drone chips of the places that are the panel's."""
    folder = data / "oam_drone_buildings"
    chosen = read_chips(folder)
    cover = np.array([entry["building_cover"] for entry in chosen])
    scores = _scores(model, [folder / "images" / e["file"] for e in chosen], [FULL, EMPTY], amp)
    return {"roofs": (_correlation(scores[:, 0], cover) + _correlation(scores[:, 1], -cover)) / 2}


def read_chips(folder: Path) -> list[dict[str, Any]]:
    """The rows of ``labels.json`` whose place is the panel's, in the file's order."""
    entries = json.loads((folder / "labels.json").read_text("utf-8"))["images"]
    return [entry for entry in entries if entry["place"] not in TRAIN_PLACES]


def _scores(model: MSA, paths: Sequence[Path], texts: Sequence[str], amp: bool) -> np.ndarray:
    """Retrieval scores (pictures, texts)."""
    v, _ = embed_pictures(model, paths, crop, amp=amp)
    g = torch.cat([part.embedding for part in embed_sentences(model, texts)]).float().cpu()
    return (v @ g.T).numpy()


def _correlation(scores: np.ndarray, truth: np.ndarray) -> float:
    return float(spearmanr(scores, truth).statistic)


PICTURES: dict[str, Callable[[MSA, Path, bool], dict[str, float]]] = {
    "rsicd": rsicd,
    "ucm": ucm,
    "airports": airports,
    "roofs": roofs,
}
"""Functions by name: model, folder of the caption sets, bfloat16 -> values of parts."""
