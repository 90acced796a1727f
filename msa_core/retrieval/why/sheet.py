"""The explanation of one hit on one page: the tile, what each scale saw, what each word added."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from msa_core.colours import DIVERGING_RAMP, OVERLAY_OPACITY, diverging_rgb, diverging_rgba
from msa_core.files import make_folder, write_whole
from msa_core.lonlat import middle_of_rings, side_m
from msa_core.page import INK, LINE, QUIET, Page, as_png, cut, fitted
from msa_core.records import SENTENCE, Explanation, Heatmap, TileHit

WIDTH_PX, MARGIN_PX, GAP_PX = 1680, 56, 28
_LARGE_PX = (WIDTH_PX - 2 * MARGIN_PX - 2 * GAP_PX) // 3
_SMALL_PX = (WIDTH_PX - 2 * MARGIN_PX - 3 * GAP_PX) // 4
_HEAD_PX, _FOOT_PX, _TITLE_PX, _BAR_PX = 140, 96, 44, 52
_GREY_SHARE = 0.35
_MAX_WORDS = 11
_SCALE_NAMES = {1: "finest", 2: "fine", 3: "coarse", 4: "coarsest"}


def draw_sheet(path: Path, image: np.ndarray, explanation: Explanation, hit: TileHit) -> Path:
    """Draw and save the sheet as PNG.

    Args:
        path: where to; its folder is made if needed.
        image: the tile, uint8 (h, w, 3).
        explanation: heatmaps of all scales and words, and the ranking map.
        hit: for rank and score.

    Raises:
        StorageError: it cannot be written.
    """
    height = _HEAD_PX + _TITLE_PX + _LARGE_PX + _BAR_PX + _TITLE_PX + _SMALL_PX + _BAR_PX + _FOOT_PX
    page = Page(WIDTH_PX, height)
    _head(page, explanation, hit)
    top = _HEAD_PX
    _panel(page, image, None, (MARGIN_PX, top), _LARGE_PX, "The tile", "")
    ranking = explanation.find(0)
    at = (MARGIN_PX + _LARGE_PX + GAP_PX, top)
    _panel(page, image, ranking, at, _LARGE_PX, "Why it ranked", f"score {ranking.total:.3f}")
    _words(page, explanation, (MARGIN_PX + 2 * (_LARGE_PX + GAP_PX), top))
    top += _TITLE_PX + _LARGE_PX + _BAR_PX
    for number in (1, 2, 3, 4):
        heatmap = explanation.find(number)
        at = (MARGIN_PX + (number - 1) * (_SMALL_PX + GAP_PX), top)
        rows, cols = heatmap.values.shape
        title = f"Scale {number}, {_SCALE_NAMES[number]} ({cols} x {rows})"
        _panel(page, image, heatmap, at, _SMALL_PX, title, f"z {heatmap.total:+.2f}")
    _foot(page, height)
    make_folder(path.parent)
    write_whole(path, as_png(page.image))
    return path


def _head(page: Page, explanation: Explanation, hit: TileHit) -> None:
    tile = explanation.tile
    page.text((MARGIN_PX, 40), cut(f"“{explanation.text}”", 34, WIDTH_PX - 2 * MARGIN_PX), 34, INK)
    x0, y0, x1, y1 = tile.pixel_bbox
    facts = [f"rank {hit.rank}", f"score {hit.score:.3f}", tile.source, f"pixels {x0}, {y0} to {x1}, {y1}"]
    side = side_m(tile.footprint_lonlat)
    if side is not None:
        facts.append(f"{side:,.0f} m of ground")
    middle = middle_of_rings(tile.footprint_lonlat)
    if middle is not None:
        lon, lat = middle
        facts.append(f"{abs(lat):.5f}° {'N' if lat >= 0 else 'S'} {abs(lon):.5f}° {'E' if lon >= 0 else 'W'}")
    if tile.datetime:
        facts.append(tile.datetime[:10])
    line = "   ·   ".join(facts)
    page.text((MARGIN_PX, 92), cut(line, 19, WIDTH_PX - 2 * MARGIN_PX), 19, QUIET)


def _panel(
    page: Page,
    image: np.ndarray,
    heatmap: Heatmap | None,
    at: tuple[int, int],
    side: int,
    title: str,
    figure: str,
) -> None:
    """A titled picture; with a heatmap, that drawn over it and a colour bar below."""
    x, y = at
    page.text((x, y + 8), title, 21, INK)
    page.text((x + side, y + 8), figure, 21, INK, anchor="ra")
    y += _TITLE_PX
    page.draw.rectangle((x, y, x + side - 1, y + side - 1), fill=LINE)
    picture = fitted(Image.fromarray(image), side, Image.Resampling.BICUBIC)
    if heatmap is not None:
        reach = float(np.abs(heatmap.values).max())
        picture = _overlaid(picture, heatmap.values, reach)
        _colour_bar(page, (x, y + side + 10), side, reach)
    page.centred(picture, (x, y), side)


def _overlaid(picture: Image.Image, values: np.ndarray, reach: float) -> Image.Image:
    """The picture with most of its colour taken out, and the heatmap over it."""
    grey = picture.convert("L").convert("RGB")
    below = Image.blend(picture, grey, 1.0 - _GREY_SHARE).convert("RGBA")
    smooth = Image.fromarray(values.astype(np.float32)).resize(picture.size, Image.Resampling.BILINEAR)
    above = Image.fromarray(diverging_rgba(np.asarray(smooth), reach, OVERLAY_OPACITY), "RGBA")
    return Image.alpha_composite(below, above).convert("RGB")


def _colour_bar(page: Page, at: tuple[int, int], side: int, reach: float) -> None:
    x, y = at
    across = np.linspace(0, len(DIVERGING_RAMP) - 1, side).round().astype(np.intp)
    ramp = np.repeat(DIVERGING_RAMP[across][np.newaxis], 10, axis=0)
    page.image.paste(Image.fromarray(ramp), (x, y))
    for share, anchor, label in (
        (0.0, "la", f"-{reach:.2g}"),
        (0.5, "ma", "0"),
        (1.0, "ra", f"+{reach:.2g}"),
    ):
        page.text((x + round(share * side), y + 15), label, 15, QUIET, anchor=anchor)


def _words(page: Page, explanation: Explanation, at: tuple[int, int]) -> None:
    """What each word added to the logit of each scale, as coloured cells."""
    x, y = at
    page.text((x, y + 8), "What each word added", 21, INK)
    y += _TITLE_PX
    rows = [(word, word) for word in explanation.words[:_MAX_WORDS]] + [("the sentence", SENTENCE)]
    first, cell = _LARGE_PX - 4 * 84, 84
    step = min(44, (_LARGE_PX - 40) // (len(rows) + 1))
    for scale in (1, 2, 3, 4):
        page.text((x + first + scale * cell - cell // 2, y + 6), f"scale {scale}", 16, QUIET, anchor="ma")
    table = np.array([[_added(explanation, scale, key) for scale in (1, 2, 3, 4)] for _, key in rows])
    reach = float(np.abs(table).max()) or 1.0
    y += 36
    for (label, _), values in zip(rows, table, strict=True):
        page.text((x, y + step // 2), cut(label, 18, first - 12), 18, INK, anchor="lm")
        for number, value in enumerate(values):
            rgb = diverging_rgb(value / reach)
            left = x + first + number * cell
            page.draw.rectangle((left + 1, y + 1, left + cell - 2, y + step - 2), fill=rgb)
            ink = "#FFFFFF" if sum(rgb) < 380 else INK
            page.text((left + cell // 2, y + step // 2), f"{value:+.2f}", 16, ink, anchor="mm")
        y += step
    if len(explanation.words) > _MAX_WORDS:
        page.text((x, y + 8), f"and {len(explanation.words) - _MAX_WORDS} more words", 15, QUIET)


def _added(explanation: Explanation, scale: int, word: str) -> float:
    return float(explanation.find(scale, word).total)


def _foot(page: Page, height: int) -> None:
    y = height - _FOOT_PX + 18
    page.hairline(y, MARGIN_PX)
    first = (
        "Warm places speak for the match, cold ones against it; each map has its own range, written below it."
    )
    second = (
        "Scales: exact parts of the match logit z (map + constant = z; words + sentence = z). "
        "Why it ranked: integrated gradients of the score."
    )
    page.text((MARGIN_PX, y + 14), first, 16, QUIET)
    page.text((MARGIN_PX, y + 40), second, 16, QUIET)
