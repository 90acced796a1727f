"""Views of airports and sentences about their aircraft, from boxes alone: how many, how large, how they stand.

Nothing is said that boxes do not show: no terminal, no runway, nothing parked. A view whose edge cuts an aircraft is
left out, as no count would be right for it. Left and right are never said: some pictures are mirrored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.benchmarks.panel.parts import TRAIN_AIRPORTS, Boxes, aircraft_in, boxes_of
from tests.made_captions.words import counted, pick, several

Window = tuple[int, int, int, int]
VIEWS = 3
"""Most views of one picture."""
_EDGE_PX = 2
_EMPTY = 1 / 3  # of the pictures
_ROW = 0.15  # spread across a row, as a share of that along it
_ALIKE, _UNLIKE = 1.25, 1.9  # largest to smallest
_LARGE = 0.30  # of the view's side


@dataclass(frozen=True, slots=True)
class View:
    """A window (x0, y0, x1, y1) of a picture in pixels, and the boxes in it (n, 4), x y w h as shares of its sides."""

    window: Window
    boxes: np.ndarray


def pictures(folder: Path) -> list[Boxes]:
    """Those of ``labels.json`` that runs may train on: airports not kept for the panel, no mirrored copies."""
    entries = json.loads((folder / "labels.json").read_text("utf-8"))["images"]
    return [
        boxes_of(entry, folder)
        for entry in entries
        if (not entry["airport_code"] or entry["airport_code"] in TRAIN_AIRPORTS)
        and not entry["rotated_copy"]
    ]


def fine_pictures(folder: Path) -> list[Boxes]:
    """Those of ``labels.json`` of the airports at 600 px; all of them belong to RSICD's training pictures."""
    found = []
    for entry in json.loads((folder / "labels.json").read_text("utf-8"))["images"]:
        if entry["rsicd_split"] == "train":
            with Image.open(folder / "images" / entry["file"]) as image:
                found.append(boxes_of({**entry, "width": image.width, "height": image.height}, folder))
    return found


def views(picture: Boxes, rng: np.random.Generator) -> list[View]:
    """Up to :data:`VIEWS` windows that cut no aircraft, with different counts as far as there are."""
    found: dict[int, View] = {}
    # A place without aircraft is on nearly every picture; it must not make up half of what is taught.
    wants_empty = rng.random() < _EMPTY
    for window in _windows(picture.size_px, rng):
        x0, y0, x1, y1 = window
        near = (x0 - _EDGE_PX, y0 - _EDGE_PX, x1 + _EDGE_PX, y1 + _EDGE_PX)
        within = (x0 + _EDGE_PX, y0 + _EDGE_PX, x1 - _EDGE_PX, y1 - _EDGE_PX)
        count, cut = aircraft_in(picture, within)
        if cut or sum(aircraft_in(picture, near)) != count or count in found:
            continue
        if not count and not wants_empty:
            continue
        found[count] = View(window, _boxes_in(picture, window))
    return list(found.values())[:VIEWS]


def _windows(size_px: tuple[int, int], rng: np.random.Generator) -> Iterator[Window]:
    width, height = size_px
    yield (0, 0, width, height)
    for share in (1.0, 1.0, 0.8, 0.8, 0.65, 0.65, 0.5, 0.5):
        side = round(min(width, height) * share)
        x0, y0 = int(rng.integers(width - side + 1)), int(rng.integers(height - side + 1))
        yield (x0, y0, x0 + side, y0 + side)


def _boxes_in(picture: Boxes, window: Window) -> np.ndarray:
    x0, y0, x1, y1 = window
    boxes = picture.boxes * np.tile(picture.size_px, 2)
    x, y, w, h = boxes.T
    inside = boxes[(x >= x0) & (y >= y0) & (x + w <= x1) & (y + h <= y1)]
    return (inside - (x0, y0, 0, 0)) / np.tile((x1 - x0, y1 - y0), 2)


def sentences(boxes: np.ndarray, rng: np.random.Generator, count: int = 5) -> list[str]:
    """Different sentences true of a view with these boxes (n, 4), shares of its sides."""
    if not len(boxes):
        return several(rng, _NONE, count)
    ways = []
    for one, many in _NAMES:
        said = counted(len(boxes), one, many, rng)
        verb = "is" if len(boxes) == 1 else "are"
        ways += [
            f"{said} inside an airport",
            f"{said} {verb} on the ground of an airport",
            f"there {verb} {said} to be seen from above",
            f"part of an airport with {said}",
        ]
        ways += [f"{said}, {detail}" for detail in _details(boxes, rng)]
    return several(rng, ways, count)


_NAMES = (("airplane", "airplanes"), ("aircraft", "aircraft"), ("plane", "planes"))
_NONE = (
    "part of an airport with no aircraft on it",
    "empty ground of an airport, not one plane in sight",
    "there are no planes in this part of the airport",
    "an empty piece of an airport",
    "pavement and grass of an airport where no airplane stands",
    "no airplanes at all",
    "the ground of an airport without aircraft",
)


def _details(boxes: np.ndarray, rng: np.random.Generator) -> list[str]:
    sizes = np.sqrt(boxes[:, 2] * boxes[:, 3])
    found = []
    if len(boxes) == 1 and sizes[0] > _LARGE:
        found.append(
            pick(rng, ["seen close up", "large in the picture", "so near that wings and tail show well"])
        )
    if len(boxes) > 2:
        ratio = sizes.max() / sizes.min()
        if ratio < _ALIKE:
            found.append(pick(rng, ["all of about the same size", "all alike in size"]))
        if ratio > _UNLIKE:
            found.append(pick(rng, ["large ones and small ones", "of different sizes"]))
    if len(boxes) > 3:
        along, across = _spread(boxes)
        if across < _ROW * along:
            found.append(
                pick(rng, ["side by side in a row", "lined up one beside the other", "in a long row"])
            )
        elif across > 0.5 * along:
            found.append(pick(rng, ["spread over the ground", "scattered here and there"]))
    return found


def _spread(boxes: np.ndarray) -> tuple[float, float]:
    """Standard deviation of the centres along their main direction and across it."""
    centres = boxes[:, :2] + boxes[:, 2:] / 2
    across, along = np.sqrt(np.clip(np.linalg.eigvalsh(np.cov(centres.T)), 0.0, None))
    return float(along), float(across)
