"""The curves of a run on one page: losses, recalls and mR over the epochs, drawn with Pillow alone."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msa_core.page import INK, QUIET, Page, as_png
from msa_core.training.measure.scores.metrics import KS

WIDTH_PX, HEIGHT_PX = 1680, 600
_FINE = 2  # drawn so many times larger and reduced: Pillow draws no smooth lines
_MARGIN, _HEAD, _FOOT, _TITLE = 48, 84, 64, 40
_TICKS, _LABELS = 52, 148  # room left of a panel for its numbers, right of it for the names of its lines
_GRID = "#E6E3DB"
_COLOURS = (INK, "#2F6DB5", "#D9822B", "#3A8F5C", "#8A5FB0", "#C0453C", "#2A8C8C", "#9A7B2D")
_LOSSES = ("loss", "align", "mscma", "csmmc")
_DECADES = 3.0  # of losses that are shown; a part that has died out would flatten the others


@dataclass(frozen=True, kw_only=True)
class _Line:
    name: str
    colour: str
    points: list[tuple[float, float]]
    dashed: bool = False
    bold: bool = False


def draw_curves(lines: Sequence[dict[str, Any]], title: str) -> bytes:
    """PNG of the run whose ``metrics.jsonl`` holds ``lines``; of an epoch that was logged twice the later counts."""
    epochs = {line["epoch"]: line for line in lines if "seconds" in line}
    rows = [epochs[key] for key in sorted(epochs)]
    page = Page(WIDTH_PX, HEIGHT_PX, _FINE)
    page.text((_MARGIN, 26), title, 22, INK)
    page.text((WIDTH_PX - _MARGIN, 30), _summary(rows), 17, QUIET, "ra")
    panels = (
        ("Losses (logarithmic)", _losses(rows), True),
        ("Recall on val, %, mean of the sets", _recalls(rows), False),
        ("mR on val, %", _means(rows), False),
    )
    width = (WIDTH_PX - 2 * _MARGIN) / len(panels)
    span = (min(epochs, default=0), max(epochs, default=1))
    for number, (name, series, logarithmic) in enumerate(panels):
        left = _MARGIN + number * width
        page.text((left, _HEAD), name, 16, INK)
        box = (left + _TICKS, _HEAD + _TITLE, left + width - _LABELS, HEIGHT_PX - _FOOT)
        _panel(page, box, series, span, logarithmic)
    return as_png(page.finished())


def _summary(rows: list[dict[str, Any]]) -> str:
    measured = [row for row in rows if "val_mean_mR" in row]
    if not measured:
        return f"{len(rows)} epochs, not validated yet"
    best = max(measured, key=lambda row: row["val_mean_mR"])
    return f"epoch {rows[-1]['epoch']}   best mean mR {best['val_mean_mR']:.2f} at epoch {best['epoch']}"


def _losses(rows: list[dict[str, Any]]) -> list[_Line]:
    top = max((row[k] for row in rows for k in _LOSSES if row.get(k, 0) > 0), default=1.0)
    lines = []
    for name, colour in zip(_LOSSES, _COLOURS, strict=False):
        points = [(row["epoch"], row[name]) for row in rows if row.get(name, 0) > top * 10**-_DECADES]
        lines.append(_Line(name=name, colour=colour, points=points, bold=name == "loss"))
    return lines


def _recalls(rows: list[dict[str, Any]]) -> list[_Line]:
    lines = []
    for k, colour in zip(reversed(KS), _COLOURS[1:], strict=False):
        for way, dashed in (("i2t", False), ("t2i", True)):
            key = f"{way}_r{k}"
            points = [(row["epoch"], _mean_of_sets(row, key)) for row in rows if "val" in row]
            name = f"R@{k} image to text" if way == "i2t" else f"R@{k} text to image"
            lines.append(_Line(name=name, colour=colour, points=points, dashed=dashed))
    return lines


def _mean_of_sets(row: dict[str, Any], key: str) -> float:
    values = [figures[key] for figures in row["val"].values()]
    return float(sum(values) / len(values))


def _means(rows: list[dict[str, Any]]) -> list[_Line]:
    measured = [row for row in rows if "val" in row]
    sets = list(dict.fromkeys(name for row in measured for name in row["val"]))
    lines = []
    if len(sets) > 1:
        for name, colour in zip(sets, _COLOURS[1:], strict=False):
            points = [(row["epoch"], row["val"][name]["mR"]) for row in measured if name in row["val"]]
            lines.append(_Line(name=_short(name), colour=colour, points=points))
    mean = [(row["epoch"], row["val_mean_mR"]) for row in measured]
    return [
        *lines,
        _Line(
            name="mean" if len(sets) > 1 else _short(sets[0]) if sets else "",
            colour=INK,
            points=mean,
            bold=True,
        ),
    ]


def _short(name: str) -> str:
    return name if len(name) <= 15 else name[:14] + "…"


def _panel(
    page: Page,
    box: tuple[float, float, float, float],
    lines: list[_Line],
    span: tuple[int, int],
    logarithmic: bool,
) -> None:
    left, top, right, bottom = box
    values = [y for line in lines for _, y in line.points]
    low, high, ticks = _scale(values, logarithmic)
    bend = math.log10 if logarithmic else float

    def spot(x: float, y: float) -> tuple[float, float]:
        across = (x - span[0]) / max(1, span[1] - span[0])
        return left + across * (right - left), bottom - (bend(y) - low) / (high - low) * (bottom - top)

    for tick in ticks:
        y = spot(span[0], tick)[1]
        page.draw.line([(left * _FINE, y * _FINE), (right * _FINE, y * _FINE)], _GRID, _FINE)
        page.text((left - 8, y), f"{tick:g}", 13, QUIET, "rm")
    for epoch in _epoch_ticks(*span):
        page.text((spot(epoch, ticks[0])[0], bottom + 18), str(epoch), 13, QUIET, "mm")
    page.text(((left + right) / 2, bottom + 42), "epoch", 13, QUIET, "mm")
    if not values:
        page.text(((left + right) / 2, (top + bottom) / 2), "nothing measured yet", 15, QUIET, "mm")
    for line in lines:
        _draw_line(page, [spot(x, y) for x, y in line.points], line)
    ends = [(spot(*line.points[-1])[1], line) for line in lines if line.points]
    for y, line in _spread(ends, 18.0, top, bottom):
        page.text((right + 10, y), line.name, 13, line.colour, "lm")


def _draw_line(page: Page, points: list[tuple[float, float]], line: _Line) -> None:
    width = round((3.0 if line.bold else 2.0) * _FINE)
    scaled = [(x * _FINE, y * _FINE) for x, y in points]
    for start, end in itertools.pairwise(scaled):
        for a, b in _dashes(start, end) if line.dashed else [(start, end)]:
            page.draw.line([a, b], line.colour, width)
    radius = (3.5 if line.bold else 2.5) * _FINE
    # Points of a long run would run into one another; the last one always shows where it stands.
    for x, y in scaled if len(scaled) <= 30 else scaled[-1:]:
        page.draw.ellipse((x - radius, y - radius, x + radius, y + radius), line.colour)


def _dashes(
    start: tuple[float, float], end: tuple[float, float]
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    dashes = max(1, round(math.dist(start, end) / (7 * _FINE)))

    def at(share: float) -> tuple[float, float]:
        return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])

    return [(at(i / dashes), at(min(1.0, (i + 0.55) / dashes))) for i in range(dashes)]


def _scale(values: list[float], logarithmic: bool) -> tuple[float, float, list[float]]:
    """Lower and upper end of an axis, as logarithms if ``logarithmic``, and the values that get a grid line."""
    least, most = min(values, default=0.0), max(values, default=1.0)
    if logarithmic:
        least, most = (least, most) if values else (0.1, 1.0)
        steps = (1, 2, 5) if most / least < 100 else (1,)
        every = [s * 10.0**d for d in range(-12, 12) for s in steps]
        below = max((t for t in every if t <= least), default=every[0])
        above = min((t for t in every if t >= most), default=every[-1])
        above = above if above > below else below * 10
        return math.log10(below), math.log10(above), [t for t in every if below <= t <= above]
    step = _round_step((most - least) / 5 or 1.0)
    first, last = math.floor(least / step), max(math.ceil(most / step), math.floor(least / step) + 1)
    return first * step, last * step, [n * step for n in range(first, last + 1)]


def _round_step(raw: float) -> float:
    decade = 10.0 ** math.floor(math.log10(raw))
    return next(step * decade for step in (1.0, 2.0, 5.0, 10.0) if step * decade >= raw * (1 - 1e-9))


def _epoch_ticks(first: int, last: int) -> list[int]:
    step = max(1, round(_round_step(max(1.0, (last - first) / 8))))
    ticks = [epoch for epoch in range(first, last + 1) if epoch % step == 0]
    return ticks or [first]


def _spread(
    ends: list[tuple[float, _Line]], gap: float, top: float, bottom: float
) -> list[tuple[float, _Line]]:
    """Heights for the names at the lines' ends, ``gap`` apart, as near to their lines as that allows."""
    ends = sorted(ends, key=lambda end: end[0])
    heights = [y for y, _ in ends]
    for i in range(1, len(heights)):
        heights[i] = max(heights[i], heights[i - 1] + gap)
    limit = bottom
    for i in reversed(range(len(heights))):
        heights[i] = max(min(heights[i], limit), top + i * gap)
        limit = heights[i] - gap
    return [(y, line) for y, (_, line) in zip(heights, ends, strict=True)]
