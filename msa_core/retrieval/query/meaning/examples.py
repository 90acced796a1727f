"""Examples out of the index itself: a tile, or what lies at a place. Their embeddings are there; no model is needed."""

from __future__ import annotations

import numpy as np

from msa_core.errors import UsageError
from msa_core.indexing.folder.opened.tile_index import TileIndex
from msa_core.names import printable
from msa_core.records import Bounds, Query, QueryTerm, Tile
from msa_core.retrieval.query.parsing import TILE, asks_the_model, parse_spot
from msa_core.retrieval.query.picture_window import is_picture

_MAX_TILES = 4096


def example_vector(index: TileIndex, term: QueryTerm, dim: int) -> np.ndarray:
    """The unit vector float32 (D,) of an example, without its hubness: of several tiles, their mean.

    Args:
        index: whose tiles are the example.
        term: which of them.
        dim: D.

    Raises:
        UsageError: the index holds no such tile, or nothing at that place.
    """
    rows = _rows_of(index, term)
    vectors = np.asarray(index.rows.embedding[rows], np.float64)[:, :dim]
    mean = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)).mean(axis=0)
    length = float(np.linalg.norm(mean))
    if length < 1e-6:
        raise UsageError(f"The tiles at {term.value} have nothing in common: give a smaller box.")
    return (mean / length).astype(np.float32)


def refuse_foreign(index: TileIndex, query: Query) -> None:
    """Raise UsageError for a query that asks an index of another program's embeddings for what no model here knows."""
    if index.is_foreign and asks_the_model(query.terms):
        raise UsageError(
            f"{printable(str(index.folder))} holds embeddings by {printable(index.manifest.model.origin)}, made "
            "elsewhere: no model here reads words or pictures as that one does. Search it by example: what lies at a "
            "spot or in a box (--like-spot), or a tile (--like-tile)."
        )


def refuse_overlays(index: TileIndex | None, tile: Tile) -> None:
    """Raise UsageError where why a tile was found cannot be drawn: its embedding is by a model that is not here."""
    if index is not None and index.is_foreign and not is_picture(tile):
        raise UsageError(
            f"Why a tile was found cannot be drawn: its embedding is by {printable(index.manifest.model.origin)}, made "
            "elsewhere, and neither that model nor its picture is here."
        )


def _rows_of(index: TileIndex, term: QueryTerm) -> np.ndarray:
    if term.kind == TILE:
        row = index.row_of(term.value) if term.value.isprintable() else None
        if row is None:
            raise UsageError(f"The index holds no tile {printable(term.value[:80])}.")
        return np.array([row])
    numbers = [float(part) for part in parse_spot(term.value).split(",")]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers, *numbers)
    rows = np.flatnonzero(touching(np.asarray(index.rows.bounds), (west, south, east, north)))
    if index.rows.blank is not None and not np.asarray(index.rows.blank)[rows].all():
        rows = rows[~np.asarray(index.rows.blank)[rows]]
    if not len(rows):
        raise UsageError(f"The index holds no tile at {term.value}.")
    return rows[np.linspace(0, len(rows) - 1, min(len(rows), _MAX_TILES)).astype(np.intp)]


def touching(bounds: np.ndarray, box: Bounds) -> np.ndarray:
    """Bool (N,): bounds (N, 4) that touch a box; in both west > east crosses 180 degrees; NaN never."""
    west, south, east, north = box
    w, s, e, n = bounds.T
    after, before = e >= west, w <= east
    crosses = w > e
    if west > east:
        along = crosses | after | before
    else:
        along = np.where(crosses, after | before, after & before)
    touches: np.ndarray = along & (n >= south) & (s <= north)
    return touches
