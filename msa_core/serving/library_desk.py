"""The engine behind the server: one question at a time, on a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np

from msa_core.engine import Engine
from msa_core.errors import UsageError
from msa_core.records import Tile, TileHit
from msa_core.retrieval.captions.captioner import Captioner
from msa_core.retrieval.exports.told.columns import FILE_PROPERTIES, PROPERTIES
from msa_core.retrieval.exports.told.geojson import geometry_of, to_geojson
from msa_core.retrieval.search.tile_filter import TileFilter
from msa_core.serving.parameters import Wanted

Answer = TypeVar("Answer")
_OF_HITS = ("rank", "score", "z", "place", "scale_scores", "review")


class BusyError(Exception):
    """So many questions wait already that one more would not be answered in time."""


class LibraryDesk:
    """Answers about what the engine has open.

    Args:
        engine: with an index, or several.
        max_waiting: questions that may wait while one is answered.
    """

    def __init__(self, engine: Engine, max_waiting: int = 16) -> None:
        self._engine, self._max_waiting = engine, max_waiting
        self._thread = ThreadPoolExecutor(1, "engine")
        self._filter = TileFilter(engine.opened)
        self._captioner: Captioner | None = None
        self._waiting = 0

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """Answer one question on the engine's thread. Raises BusyError, and what the question raises."""
        if self._waiting > self._max_waiting:
            raise BusyError
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, question)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Wait for what is being answered."""
        self._thread.shutdown(cancel_futures=True)

    # On the thread

    def facts(self) -> dict[str, Any]:
        """What is open, without a path of this machine."""
        index = self._engine.opened
        bounds = np.asarray(index.rows.bounds)
        placed = bounds[~np.isnan(bounds).any(axis=1)]
        box = None
        if len(placed):
            crosses = bool((placed[:, 0] > placed[:, 2]).any())
            west, east = (-180.0, 180.0) if crosses else (placed[:, 0].min(), placed[:, 2].max())
            box = [float(side) for side in (west, placed[:, 1].min(), east, placed[:, 3].max())]
        return {
            "tiles": len(index),
            "bbox": box,
            "model": index.manifest.model.fingerprint,
            "ground_sizes_m": list(index.manifest.ground_sizes_m),
            "thumbnails": 0 if index.rows.thumbnails is None else index.rows.thumbnails.count,
        }

    def search(self, wanted: Wanted) -> dict[str, Any]:
        """Hits as GeoJSON, as ``msa search --json`` has them, without notes: they may name folders here."""
        result = self._engine.search(wanted.query, wanted.limit, wanted.listing)
        found = to_geojson(result, PROPERTIES)
        found.pop("notes", None)
        return {**found, "numberReturned": len(result.hits)}

    def listed(self, wanted: Wanted) -> dict[str, Any]:
        """Tiles that pass the filters, in the order of the index."""
        index = self._engine.opened
        allowed = self._filter.allowed(wanted.query)
        rows = np.arange(len(index)) if allowed is None else np.flatnonzero(allowed)
        tiles = index.tiles(rows[wanted.offset : wanted.offset + wanted.limit].tolist())
        return {
            "type": "FeatureCollection",
            "features": [self._feature(tile) for tile in tiles],
            "numberMatched": len(rows),
            "numberReturned": len(tiles),
        }

    def feature(self, tile_id: str) -> dict[str, Any] | None:
        """One tile, None when there is no such tile."""
        row = self._engine.opened.row_of(tile_id)
        return None if row is None else self._feature(self._engine.opened.tile(row))

    def thumbnail(self, tile_id: str) -> bytes | None:
        """Its small picture."""
        return self._engine.thumbnails([tile_id]).get(tile_id)

    def captions(self, tile_id: str) -> list[dict[str, Any]] | None:
        """What stands out in a tile, of its embedding alone: its raster need not be there."""
        index = self._engine.opened
        if index.is_foreign:
            raise UsageError("These embeddings were made elsewhere: no model here can say what they show.")
        embedder = self._engine.load()
        row = index.row_of(tile_id)
        if row is None:
            return None
        if self._captioner is None or self._captioner.embedder is not embedder:
            self._captioner = Captioner(embedder)
        vector = np.asarray(index.rows.embedding[row], np.float32)[: embedder.model.config.dim]
        found = self._captioner.describe(vector / max(float(np.linalg.norm(vector)), 1e-9), 5, None, None)
        return [{"text": caption.text, "score": round(caption.score, 6)} for caption in found]

    @staticmethod
    def _feature(tile: Tile) -> dict[str, Any]:
        told = TileHit(tile=tile, rank=1, score=0.0, scale_scores=None)
        columns = [column for column in FILE_PROPERTIES if column.name not in _OF_HITS]
        return {
            "type": "Feature",
            "id": tile.id,
            "geometry": geometry_of(tile),
            "properties": {column.name: column.value(told) for column in columns},
        }
