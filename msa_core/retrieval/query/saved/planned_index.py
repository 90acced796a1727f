"""How the next index of a project is to be made, as its file keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msa_core.config import BandRules, Tiling

Near = Callable[[str | None], dict[str, str] | None]
"""A path as the project file has it: as seen from there, and in full."""
Far = Callable[[Any], str | None]
"""The other way round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedIndex:
    """What is None is as the open index has it, or as usual without one.

    Attributes:
        model: absolute path of a checkpoint folder, None for the usual one.
        fingerprint: of the model that was chosen, ``""`` when none was.
        tiling: ground sizes or pixels of tiles, and their overlap.
        rules: bands and stretches.
        location: absolute path of the index's folder, ``""`` for the usual one.
        thumbnails: whether a small picture of each tile is kept.
    """

    model: str | None = None
    fingerprint: str = ""
    tiling: Tiling | None = None
    rules: BandRules | None = None
    location: str = ""
    thumbnails: bool | None = None


def planned_json(plan: PlannedIndex, near: Near) -> dict[str, Any] | None:
    """The member of the file; None for a plan that leaves all as it is."""
    if plan == PlannedIndex():
        return None
    tiling, rules = plan.tiling, plan.rules
    return {
        "model": near(plan.model),
        "fingerprint": plan.fingerprint,
        "tiling": None if tiling is None else {
            "tile_m": None if tiling.tile_m is None else list(tiling.tile_m),
            "tile_px": tiling.tile_px,
            "overlap": tiling.overlap,
        },
        "rules": None if rules is None else {"bands": list(rules.bands), "stretch": list(rules.stretch)},
        "location": near(plan.location or None),
        "thumbnails": plan.thumbnails,
    }  # fmt: skip


def planned_index(data: Any, far: Far) -> PlannedIndex:
    """The plan of such a member. Raises KeyError, TypeError, ValueError, UsageError for one that makes no sense."""
    if data is None:
        return PlannedIndex()
    tiling, rules, thumbnails = data.get("tiling"), data.get("rules"), data.get("thumbnails")
    return PlannedIndex(
        model=far(data.get("model")),
        fingerprint=str(data.get("fingerprint") or ""),
        tiling=None if tiling is None else _tiling(tiling),
        rules=None if rules is None else BandRules(
            tuple(map(str, rules.get("bands") or ())), tuple(map(str, rules.get("stretch") or ()))
        ),
        location=far(data.get("location")) or "",
        thumbnails=None if thumbnails is None else bool(thumbnails),
    )  # fmt: skip


def _tiling(data: Any) -> Tiling:
    sizes, side = data.get("tile_m"), data.get("tile_px")
    return Tiling(
        None if sizes is None else tuple(map(float, sizes)),
        None if side is None else int(side),
        float(data.get("overlap", Tiling().overlap)),
    )
