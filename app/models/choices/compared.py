"""Questions asked of two indexes, as ``msa compare --json`` tells them: before and after teaching, or of two models.

Knows no Qt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.translation import mark, numeral, tr, tr_n
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
    """One question.

    Attributes:
        judged: how many places votes are on.
        rank_correlation: Spearman's, -1..1, of the places that both find, None when they are few.
        models: what the two are called, empty for before and after.
    """

    name: str
    judged: int
    before: Side
    after: Side
    rank_correlation: float | None = None
    models: tuple[str, ...] = ()

    @property
    def same(self) -> frozenset[str]:
        """Ids of the tiles that both have found."""
        ids = [{hit.tile.id for hit in side.hits} for side in (self.before, self.after)]
        return frozenset(ids[0] & ids[1])

    @property
    def agreement(self) -> str:
        """``14 of 20 places are found by both, in nearly the same order (rank correlation 0.91).``"""
        count = max(len(self.before.hits), len(self.after.hits))
        if not count:
            return tr("Neither of them finds a place.")
        if not self.same:
            return tr("No place is found by both.")
        found = tr_n(
            len(self.same),
            "%n of {count} places is found by both",
            "%n of {count} places are found by both",
            count=count,
        )
        rho = self.rank_correlation
        if rho is None:
            return tr("{found}; these are too few to compare their order.", found=found)
        order = next((words for least, words in ORDERS if rho >= least), ORDERS[-1][1])
        return tr(
            "{found}, {order} (rank correlation {rho}).", found=found, order=tr(order), rho=numeral(rho, 2)
        )

    @property
    def words(self) -> str:
        """``12 → 17 of 20 right``; of a question nobody voted on only how many hits are the same."""
        if not self.judged:
            return tr("{same} of {count} the same", same=len(self.same), count=len(self.after.hits))
        count = max(len(self.before.hits), len(self.after.hits))
        return tr(
            "{before} → {after} of {count} right",
            before=self.before.right,
            after=self.after.right,
            count=count,
        )


ORDERS = (
    (0.8, mark("in nearly the same order")),
    (0.5, mark("in a similar order")),
    (0.2, mark("in an order that is a little alike")),
    (-0.2, mark("in an order that has nothing in common")),
    (-1.0, mark("in the opposite order")),
)
"""What a rank correlation of so much or more is called."""


def compared(questions: Sequence[Mapping[str, Any]]) -> list[ComparedQuestion]:
    """The questions of the JSON."""
    return [
        ComparedQuestion(
            name=str(question["name"]),
            judged=int(question["judged"]),
            before=_side(question["before"]),
            after=_side(question["after"]),
            rank_correlation=question.get("rank_correlation"),
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
