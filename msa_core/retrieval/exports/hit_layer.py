"""What every format writes: hits, their shapes in one CRS, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from msa_core.names import printable
from msa_core.records import SearchResult, TileHit
from msa_core.retrieval.exports.outlines import outline
from msa_core.retrieval.exports.styles.score_classes import ScoreClass, score_classes
from msa_core.retrieval.exports.target_crs import TargetCrs, target_crs
from msa_core.retrieval.query.parsing import as_words

LAYER = "hits"
THUMBNAIL, ABOUT_THUMBNAIL = "thumbnail", "small picture of the tile, WebP"


@dataclass(frozen=True, slots=True, kw_only=True)
class HitLayer:
    """The hits of one search as a layer.

    Attributes:
        result: hits best first, and what was asked.
        shapes: shapely Polygon or MultiPolygon of each hit in ``crs``, None without a place in it.
        crs: of the shapes.
        classes: of the scores, lowest first, for the styles.
        unplaced: hits whose rasters have no position on Earth.
        outside: hits with a position that the CRS has no place for.
        thumbnails: WebP of tiles by id; empty without.
    """

    result: SearchResult
    shapes: tuple[Any | None, ...]
    crs: TargetCrs
    classes: tuple[ScoreClass, ...]
    unplaced: int
    outside: int
    thumbnails: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def hits(self) -> tuple[TileHit, ...]:
        """The hits, in the order of the shapes."""
        return self.result.hits

    @property
    def title(self) -> str:
        """What was asked, on one line of text that any format can hold."""
        return f"Hits of {printable(as_words(self.result.query.terms))}"

    @property
    def about(self) -> str:
        """One sentence on where the hits come from."""
        result = self.result
        return f"{self.title}: {len(result.hits)} of {result.searched} tiles, model {result.model}."


def make_layer(
    result: SearchResult, crs: str | None = None, thumbnails: Mapping[str, bytes] | None = None
) -> HitLayer:
    """The layer of a search in ``crs`` (see :func:`target_crs`). Raises UsageError."""
    target = target_crs(crs, result.hits)
    shapes = tuple(outline(hit.tile.footprint_lonlat, target) for hit in result.hits)
    unplaced = sum(not hit.tile.footprint_lonlat for hit in result.hits)
    outside = sum(shape is None for shape in shapes) - unplaced
    return HitLayer(
        result=result,
        shapes=shapes,
        crs=target,
        classes=score_classes(result.hits, result.background),
        unplaced=unplaced,
        outside=outside,
        thumbnails=thumbnails or {},
    )
