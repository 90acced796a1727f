"""What a search tells beside its hits, as members of the GeoJSON collection; none of them when it is not known."""

from __future__ import annotations

from typing import Any

from msa_core.names import printable
from msa_core.records import Background, Query, SearchResult


def collection_members(result: SearchResult) -> dict[str, Any]:
    """``background``, ``places``, ``without_content``, and what is noted about the query.

    ``background.z`` and ``places`` are lists in the order of the features: how far each hit stands out, and the number
    of its ground group, null without position.
    """
    members: dict[str, Any] = {}
    if result.background is not None:
        members["background"] = {
            **_background(result.background),
            "z": [None if hit.z is None else round(hit.z, 3) for hit in result.hits],
        }
    if any(hit.ground_group is not None for hit in result.hits):
        members["places"] = [hit.ground_group for hit in result.hits]
    members["without_content"] = result.without_content
    for name in ("unknown_words", "negated", "notes"):
        if getattr(result, name):
            members[name] = [printable(text) for text in getattr(result, name)]
    return members


def filter_members(query: Query) -> dict[str, Any]:
    """The filters that are set, for ``query``; ``bbox`` and ``min_score`` stand there in any case."""
    members: dict[str, Any] = {}
    if query.area is not None:
        members["area"] = query.area
    if query.period != (None, None):
        members["period"] = [None if when is None else when.isoformat() for when in query.period]
    if query.sources:
        members["sources"] = [printable(pattern) for pattern in query.sources]
    if query.cloud_below is not None:
        members["cloud_below"] = query.cloud_below
    if query.platforms:
        members["platforms"] = [printable(pattern) for pattern in query.platforms]
    if query.ground_m != (None, None):
        members["ground_m"] = list(query.ground_m)
    if query.only_ids is not None:
        members["only_ids"] = len(query.only_ids)
    if query.without_ids:
        members["without_ids"] = len(query.without_ids)
    if query.accepted or query.rejected:
        members["votes"] = {"accepted": len(query.accepted), "rejected": len(query.rejected)}
    return members


def verdict(background: Background) -> str:
    """One sentence on whether anything stands out."""
    if background.cut is None or background.stands_out is None:
        return f"{background.tiles} tiles are too few, or too alike, to tell what stands out."
    if not background.stands_out:
        told = "nothing stands out: the best score is what the background alone would bring"
        # No cosine is above 1: where most tiles are alike the background would ask for more.
        return (
            f"{told}; a tile of its own would have to reach {background.cut:.3f}."
            if background.cut <= 1
            else f"{told}."
        )
    tiles = "1 tile stands" if background.above_cut == 1 else f"{background.above_cut} tiles stand"
    return f"{tiles} out from the background (suggested cut: --min-score {background.cut:.3f})."


def _background(background: Background) -> dict[str, Any]:
    return {
        "tiles": background.tiles,
        "sampled": background.sampled,
        "error": float(f"{background.error:.3g}"),
        "mean": round(background.mean, 6),
        "sd": round(background.sd, 6),
        "middle": round(background.middle, 6),
        "spread": round(background.spread, 6),
        "cut": None if background.cut is None else round(background.cut, 6),
        "above_cut": background.above_cut,
        "stands_out": background.stands_out,
        "histogram": {
            "low": round(background.low, 6),
            "high": round(background.high, 6),
            "counts": list(background.counts),
            "passing": list(background.passing),
        },
    }
