"""Tiles that a taught model goes on practising: what the model says of them today is what they are to be called.

A model that learns from one kind of place alone forgets the others (catastrophic forgetting; McCloskey and Cohen 1989),
and from one caption alone it learns nothing: there is no wrong one to tell it from. Both are mended by tiles of the
same archive with the caption that the model gives them itself (rehearsal by pseudo-items, Robins 1995).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.model.running.embedder import Embedder
from msa_core.progress import Progress
from msa_core.records import Tile
from msa_core.retrieval.captions.caption_bank import CaptionBank, bundled_bank

NEAR = 0.25
"""A tile as near to the middle of the taught ones as three quarters of these may show the same: it is left out."""

_TRIED = 100


def rehearsed(
    index: TileIndex,
    embedder: Embedder,
    taught: Collection[str],
    rejected: Mapping[str, str],
    count: int,
    bank: Path | None = None,
    progress: Progress | None = None,
) -> list[tuple[Tile, str]]:
    """Tiles with the caption the model gives them: the rejected ones, and others evenly from all of the index.

    Left out are tiles that lie on taught ones, and those as near to the taught ones as these are to each other.

    Args:
        taught: ids of accepted tiles; none of them is among the answer.
        rejected: what was looked for by id of rejected tiles, which all take part; no word of that is in their caption.
        count: how many others at most.
        bank: sentences to choose from, None for the program's own.
        progress: told while these are read, once; may raise ``Cancelled``.
    """
    matrix = index.vectors.half.matrix
    mine = _rows(index, taught)
    wrong = [row for row in _rows(index, rejected) if row not in set(mine)]
    rows = [*wrong, *_others(index, matrix, mine, wrong, count)]
    if not rows:
        return []
    sentences = CaptionBank(bank or bundled_bank(), embedder, progress)
    vectors = np.asarray(matrix[rows], np.float32)
    tiles, captions = index.tiles(rows), sentences.nearest(vectors)
    for number, tile in enumerate(tiles[: len(wrong)]):
        captions[number] = _other_words(sentences, vectors[number], rejected[tile.id])
    return [pair for pair in zip(tiles, captions, strict=True) if pair[1]]


def _other_words(sentences: CaptionBank, vector: np.ndarray, asked: str) -> str:
    """The nearest caption of a rejected tile that does not say what it was rejected as; ``""`` for none near."""
    said = _words(asked)
    found = (hit.text for hit in sentences.best(vector, _TRIED))
    return next((text for text in found if not said & _words(text)), "")


def _words(text: str) -> set[str]:
    """Words that mean something, without the plural's s."""
    return {word.rstrip("s") for word in re.findall(r"[^\W\d_]{4,}", text.lower())}


def _rows(index: TileIndex, ids: Iterable[str]) -> list[int]:
    found = (index.row_of(tile) for tile in dict.fromkeys(ids))
    return [row for row in found if row is not None]


def _others(index: TileIndex, matrix: Any, mine: list[int], wrong: list[int], count: int) -> list[int]:
    if count <= 0:
        return []
    spread = np.unique(np.linspace(0, len(index) - 1, min(len(index), 2 * count)).astype(np.int64))
    spread = spread[~np.isin(spread, [*mine, *wrong])]
    if mine and len(spread):
        known = np.asarray(matrix[mine], np.float32)
        middle = known.mean(axis=0)
        least = float(np.quantile(known @ middle, NEAR))
        spread = spread[np.asarray(matrix[spread], np.float32) @ middle < least]
        spread = spread[~_overlapping(index, spread, mine)]
    chosen = np.linspace(0, len(spread) - 1, min(len(spread), count)).astype(np.int64)
    return [int(row) for row in spread[chosen]]


def _overlapping(index: TileIndex, rows: np.ndarray, mine: list[int]) -> np.ndarray:
    """Which of the rows share pixels with a taught one of the same raster."""
    boxes, sources = index.rows.pixel_bbox, index.rows.source
    found = np.zeros(len(rows), bool)
    theirs, own = np.asarray(boxes[rows]), np.asarray(sources[rows])
    for row in mine:
        x0, y0, x1, y1 = (int(value) for value in boxes[row])
        meets = (theirs[:, 0] < x1) & (theirs[:, 2] > x0) & (theirs[:, 1] < y1) & (theirs[:, 3] > y0)
        found |= meets & (own == int(sources[row]))
    return found
