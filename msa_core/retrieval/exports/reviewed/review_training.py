"""Accepted places as what ``msa-train --captions`` learns from: each tile once, with all its captions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from msa_core.records import Tile
from msa_core.retrieval.exports.reviewed.review_file import Feature, query_of
from msa_core.retrieval.exports.told.geojson import geometry_of
from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, UNSURE, state_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingData:
    """What is taught, and what is not.

    Attributes:
        features: one for each tile, with ``source`` (where the raster is), ``pixel_bbox`` and ``captions``.
        captions: how many there are in all.
        rejected, unsure: votes left out.
        unknown: accepted tiles that the index does not have.
        offline: accepted tiles whose rasters are not where they were.
        wordless: accepted tiles of which is not known what was looked for.
        rehearsed: tiles with the model's own captions beside them, rejected ones among them.
    """

    features: tuple[Feature, ...]
    captions: int
    rejected: int
    unsure: int
    unknown: int
    offline: int
    wordless: int
    rehearsed: int = 0

    def sentences(self) -> list[str]:
        """What should be known, for a person."""
        own = len(self.features) - self.rehearsed
        captions = self.captions - self.rehearsed
        told = [f"{_tiles(own)} with {captions} caption{'s' * (captions != 1)}."]
        if self.rehearsed:
            told.append(f"{_tiles(self.rehearsed)} with what the model says of them today.")
        for count, why in (
            (self.rejected, "rejected"),
            (self.unsure, "of which you were unsure"),
            (self.unknown, "on tiles that this index does not have"),
            (self.offline, "whose rasters are not where they were: training reads their pixels"),
            (self.wordless, "of which is not known what was looked for: give them a property caption"),
        ):
            if count:
                told.append(f"{count} left out, {why}.")
        return told


def training_data(
    features: Iterable[Feature], tile_of: Callable[[str], Tile | None], collection: Feature | None = None
) -> TrainingData:
    """Make training data of a file of reviews.

    Args:
        features: of the file.
        tile_of: the tile of the index by its id, None for one it does not have.
        collection: the file, for what was looked for in all of it.
    """
    taught: dict[str, Feature] = {}
    words: dict[str, dict[str, None]] = {}
    counts = dict.fromkeys((REJECTED, UNSURE, "unknown", "offline", "wordless"), 0)
    for item in features:
        state = state_of(item)
        if state != ACCEPTED:
            if state in counts:
                counts[state] += 1
            continue
        tile, captions = tile_of(str(item["id"])), _captions(item, collection)
        if tile is None:
            counts["unknown"] += 1
        elif not tile.path:
            counts["offline"] += 1
        elif not captions:
            counts["wordless"] += 1
        else:
            taught.setdefault(tile.id, _taught(tile))
            words.setdefault(tile.id, {}).update(dict.fromkeys(captions))
    for tile_id, found in taught.items():
        found["properties"]["captions"] = list(words[tile_id])
    return TrainingData(
        features=tuple(taught.values()),
        captions=sum(map(len, words.values())),
        rejected=counts[REJECTED],
        unsure=counts[UNSURE],
        unknown=counts["unknown"],
        offline=counts["offline"],
        wordless=counts["wordless"],
    )


def with_rehearsal(
    data: TrainingData, own_words: Sequence[tuple[Tile, str]], rejected: Collection[str]
) -> TrainingData:
    """The same with tiles whose captions are the model's own; rejected ones among them are no longer left out."""
    others = []
    for tile, caption in own_words:
        item = _taught(tile)
        item["properties"]["captions"] = [caption]
        others.append(item)
    used = sum(tile.id in rejected for tile, _ in own_words)
    return replace(
        data,
        features=(*data.features, *others),
        captions=data.captions + len(others),
        rejected=max(0, data.rejected - used),
        rehearsed=len(others),
    )


def _captions(item: Feature, collection: Feature | None) -> list[str]:
    properties = item.get("properties") or {}
    told = properties.get("captions", properties.get("caption"))
    texts = told if isinstance(told, list) else [told if told is not None else query_of(item, collection)]
    return [text.strip() for text in texts if isinstance(text, str) and text.strip()]


def _taught(tile: Tile) -> Feature:
    # The whole path: the data stands for itself, wherever it is put, and archives of several folders are one set.
    properties = {"source": tile.path, "pixel_bbox": list(tile.pixel_bbox), "review": ACCEPTED}
    return {"type": "Feature", "id": tile.id, "geometry": geometry_of(tile), "properties": properties}


def _tiles(count: int) -> str:
    return "1 tile" if count == 1 else f"{count} tiles"
