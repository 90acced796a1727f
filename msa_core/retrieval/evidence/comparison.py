"""Two evidences of one question compared: the same, or the difference in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from msa_core.names import printable

SAME_SCORE = 1e-4
"""Scores that differ by less are the same: other processors round otherwise."""

_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of asking again.

    Attributes:
        is_same: the same hits in the same order with the same scores, from the same model, data and pixels.
        sentences: what differs, worst first; or what was compared, when nothing does.
    """

    is_same: bool
    sentences: tuple[str, ...]


def compare(before: dict[str, Any], now: dict[str, Any]) -> Comparison:
    """What differs between the evidence that was kept and the one just made.

    Args:
        before, now: as :func:`msa_core.retrieval.evidence.evidence_record.evidence_of` makes them.
    """
    differences = [
        *_of_model(before, now),
        *_of_pictures(before, now),
        *_of_data(before, now),
        *_of_hits(before, now),
    ]
    if differences:
        return Comparison(False, tuple(differences))
    compared = sum(1 for hit in before["hits"] if hit.get("pixels"))
    pixels = f"pixels of {compared} of them compared" if compared else "no pixels kept to compare"
    return Comparison(
        True, (f"The same: {len(before['hits'])} hits, model and data, scores to {SAME_SCORE:g}; {pixels}.",)
    )


def _of_model(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    if before["model"] == now["model"]:
        return []
    return [
        f"Another model: {before['model'][:16]} then, {now['model'][:16]} now. Give that one with --model."
    ]


def _of_pictures(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    now_by_name = now.get("pictures") or {}
    return [
        f"The picture {printable(name)} of the question is not the one it was."
        for name, digest in (before.get("pictures") or {}).items()
        if digest is not None and now_by_name.get(name) not in (None, digest)
    ]


def _of_data(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    then, there = before["index"], now["index"]
    if then["data"] == there["data"]:
        return []
    sentence = (
        f"Other data in the index: {then.get('sources')} rasters with {then.get('tiles')} tiles then, "
        f"{there['sources']} with {there['tiles']} now, or files that changed."
    )
    return [sentence]


def _of_hits(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    then, there = ({hit["id"]: hit for hit in evidence["hits"]} for evidence in (before, now))
    out = []
    for ids, words in (
        (then.keys() - there.keys(), "no longer found"),
        (there.keys() - then.keys(), "found only now"),
    ):
        found = then if words == "no longer found" else there
        if ids:
            out.append(f"{_hits(len(ids))} {words}: {_named([found[one] for one in ids])}.")
    both = [(hit, there[key]) for key, hit in then.items() if key in there]
    moved = [(a, b) for a, b in both if abs(float(a["score"]) - float(b["score"])) > SAME_SCORE]
    if moved:
        most = max(abs(float(a["score"]) - float(b["score"])) for a, b in moved)
        out.append(
            f"{_hits(len(moved))} with another score, by up to {most:.4f}: {_named([a for a, _ in moved])}."
        )
    elif [key for key in then if key in there] != [key for key in there if key in then]:
        out.append("The order is another, among hits whose scores differ by less than can be told apart.")
    other = [a for a, b in both if a.get("pixels") and b.get("pixels") and a["pixels"] != b["pixels"]]
    if other:
        out.append(f"{_hits(len(other))} with other pixels: {_named(other)}.")
    gone = [a for a, b in both if a.get("pixels") and not b.get("pixels")]
    if gone:
        out.append(
            f"The rasters of {_hits(len(gone))} cannot be read here, so their pixels were not compared: {_named(gone)}."
        )
    return out


def _hits(count: int) -> str:
    return "1 hit" if count == 1 else f"{count} hits"


def _named(hits: list[dict[str, Any]]) -> str:
    """The first by rank, by source and pixels."""
    first = sorted(hits, key=lambda hit: hit.get("rank", 0))
    names = [f"{printable(str(hit['source']))} {hit.get('pixel_bbox')}" for hit in first[:_MAX_NAMED]]
    more = len(hits) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")
