"""Questions before and after teaching, as ``msa compare --json`` tells them. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.translation import tr
from msa_core.records import Tile, TileHit


@dataclass(frozen=True, slots=True)
class Side:
    """The first hits of one model, and how many of them were accepted and rejected."""

    hits: tuple[TileHit, ...]
    right: int
    wrong: int

    @property
    def words(self) -> str:
        """``17 right, 1 wrong, 2 not judged``."""
        rest = len(self.hits) - self.right - self.wrong
        return tr(
            "{right} right, {wrong} wrong, {rest} not judged", right=self.right, wrong=self.wrong, rest=rest
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedQuestion:
    """One question; ``judged`` is how many places votes are on."""

    name: str
    judged: int
    before: Side
    after: Side

    @property
    def words(self) -> str:
        """``12 → 17 of 20 right``; of a question nobody voted on only how many hits are the same."""
        if not self.judged:
            same = {hit.tile.id for hit in self.before.hits} & {hit.tile.id for hit in self.after.hits}
            return tr("{same} of {count} the same", same=len(same), count=len(self.after.hits))
        count = max(len(self.before.hits), len(self.after.hits))
        return tr(
            "{before} → {after} of {count} right",
            before=self.before.right,
            after=self.after.right,
            count=count,
        )


def compared(questions: Sequence[Mapping[str, Any]]) -> list[ComparedQuestion]:
    """The questions of the JSON."""
    return [
        ComparedQuestion(
            name=str(question["name"]),
            judged=int(question["judged"]),
            before=_side(question["before"]),
            after=_side(question["after"]),
        )
        for question in questions
    ]


def _side(side: Mapping[str, Any]) -> Side:
    return Side(tuple(_hit(hit) for hit in side["hits"]), int(side["right"]), int(side["wrong"]))


def _hit(hit: Mapping[str, Any]) -> TileHit:
    tile = dict(hit["tile"])
    tile["pixel_bbox"] = tuple(tile["pixel_bbox"])
    tile["footprint_lonlat"] = tuple(
        tuple(tuple(point) for point in ring) for ring in tile["footprint_lonlat"]
    )
    return TileHit(
        tile=Tile(**tile), rank=int(hit["rank"]), score=float(hit["score"]), review=hit.get("review")
    )
