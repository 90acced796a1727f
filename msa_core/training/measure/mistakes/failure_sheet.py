"""The worst queries on one page: what was asked, where its answer ranks, and what came first instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from msa_core.errors import MsaError
from msa_core.page import CARD, INK, LINE, QUIET, Page, cut, fitted, font
from msa_core.training.data.datasets.class_captions import labels_of, words_of
from msa_core.training.data.pictures import Loader
from msa_core.training.measure.evaluate import Measurement
from msa_core.training.measure.mistakes.failures import Failure, Found, text_categories

WIDTH_PX = 1800
_MARGIN, _GUTTER, _GAP, _PAD = 64, 44, 16, 30
_SIDE, _PANE = 180, 240
_HEAD, _LABELS, _FOOT = 178, 44, 74
_LABEL_SIZE, _LABEL_SPACING = 14, 1.6
_CAPTION_WIDTH = 440
_MISS, _RIGHT = "#B3402A", "#2E7D5B"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the page is about: the set, split and sizes; and the model."""

    measured: str
    model: str


def caption_sheet(
    measured: Measurement, failures: Sequence[Failure], heading: Heading, load: Loader
) -> Image.Image:
    """Captions that do not find their picture: the caption, its picture, and the pictures that rank first.

    Args:
        measured: what ``failures`` were taken from.
        failures: by :func:`msa_core.training.measure.mistakes.failures.worst_captions`, drawn in order.
        heading: for the head of the page.
        load: how a picture is read; one that has gone since is a grey field.

    Returns:
        An RGB page of ``WIDTH_PX`` and as high as it must be.
    """
    labels = [words_of(label) for label in labels_of(measured.images)]
    texts = [_wrap(f"“{measured.truth.texts[f.text]}”", 24, _CAPTION_WIDTH, 7) for f in failures]
    heights = [max(_SIDE + 56, len(lines) * 33 + 66) for lines in texts]
    page = _Sheet(heights)
    page.head(
        "Captions that do not find their picture",
        heading,
        "Ranked by cosine. One caption for each picture, the lowest ranks first; a caption that several pictures carry "
        "is judged by the best of them.",
    )
    first = _MARGIN + _CAPTION_WIDTH + _GUTTER
    second = first + _SIDE + _GUTTER
    page.labels((_MARGIN, "CAPTION"), (first, "ITS PICTURE"), (second, "RANKED FIRST INSTEAD"))
    for failure, lines, height in zip(failures, texts, heights, strict=True):
        y = page.row(height)
        y_rank = page.lines(_MARGIN, y - 4, lines, 24, INK, 33) + 12
        page.rank(_MARGIN, y_rank, failure, "pictures")
        own = _read(load, measured, failure.picture)
        page.picture((first, y), own, _SIDE, None)
        page.under((first, y + _SIDE), _SIDE, f"{failure.rank:,}", failure.score, labels[failure.picture])
        for number, found in enumerate(failure.found):
            x = second + number * (_SIDE + _GAP)
            page.picture(
                (x, y), _read(load, measured, found.number), _SIDE, _RIGHT if found.is_right else None
            )
            page.under((x, y + _SIDE), _SIDE, str(number + 1), found.score, labels[found.number])
    page.foot("Below each picture: its cosine with the caption, and its category.", failures)
    return page.image


def picture_sheet(
    measured: Measurement, failures: Sequence[Failure], heading: Heading, load: Loader
) -> Image.Image:
    """Pictures that do not find their captions: the picture, its captions, and the texts that rank first.

    The arguments are those of :func:`caption_sheet`, with failures by
    :func:`msa_core.training.measure.mistakes.failures.worst_pictures`.
    """
    labels = [words_of(label) for label in labels_of(measured.images)]
    kinds = [words_of(label) for label in text_categories(measured)]
    first = _MARGIN + _PANE + _GUTTER
    own_width = (WIDTH_PX - _MARGIN - first - _GUTTER) * 2 // 5
    second = first + own_width + _GUTTER
    found_width = WIDTH_PX - _MARGIN - second
    captions = [_own_captions(measured, f.picture, own_width) for f in failures]
    answers = [
        [_wrap(measured.truth.texts[found.number], 19, found_width - 270, 3) for found in f.found]
        for f in failures
    ]
    heights = [
        max(_PANE + 30, sum(len(c) * 27 + 10 for c in own), sum(len(a) * 27 + 10 for a in found)) + 34
        for own, found in zip(captions, answers, strict=True)
    ]
    page = _Sheet(heights)
    page.head(
        "Pictures that do not find their captions",
        heading,
        "Ranked by cosine, lowest ranks first; a rank is that of the best of the picture's captions, or of one that "
        "reads the same.",
    )
    page.labels((_MARGIN, "PICTURE"), (first, "ITS CAPTIONS"), (second, "RANKED FIRST INSTEAD"))
    page.labels((WIDTH_PX - _MARGIN, "COSINE"), anchor="ra")
    for failure, own, found, height in zip(failures, captions, answers, heights, strict=True):
        y = page.row(height)
        page.picture((_MARGIN, y), _read(load, measured, failure.picture), _PANE, None)
        page.under((_MARGIN, y + _PANE), _PANE, labels[failure.picture])
        at = y - 4
        for lines in own:
            at = page.lines(first, at, lines, 19, INK, 27) + 10
        page.rank(first, at + 4, failure, "captions")
        at = y - 4
        for number, (answer, lines) in enumerate(zip(failure.found, found, strict=True), 1):
            at = page.answer((second, at), number, answer, lines, kinds[answer.number])
    page.foot(
        "Ranks count every copy of a caption; the list shows each text once, with the category it was written for.",
        failures,
    )
    return page.image


class _Sheet(Page):
    """A page that is filled from above."""

    def __init__(self, heights: Sequence[int]) -> None:
        super().__init__(WIDTH_PX, _HEAD + _LABELS + sum(h + 2 * _PAD for h in heights) + _FOOT)
        self._y = _HEAD + _LABELS

    def head(self, title: str, heading: Heading, explained: str) -> None:
        width = WIDTH_PX - 2 * _MARGIN
        self.text((_MARGIN, 44), title, 40, INK)
        self.text((_MARGIN, 104), cut(f"{heading.measured}   ·   {heading.model}", 20, width), 20, INK)
        self.text((_MARGIN, 138), cut(explained, 19, width), 19, QUIET)

    def labels(self, *labels: tuple[float, str], anchor: str = "la") -> None:
        """Headings of columns, in spaced capitals; each at its x, or ending there."""
        for x, label in labels:
            x -= round(_spaced(label)) if anchor == "ra" else 0
            for letter in label:
                self.text((round(x), _HEAD + 16), letter, _LABEL_SIZE, QUIET)
                x += _spaced(letter)

    def row(self, height: int) -> int:
        """Begin the next row, with a hairline above it; returns the y of its content."""
        self.hairline(self._y, _MARGIN)
        top = self._y + _PAD
        self._y = top + height + _PAD
        return top

    def lines(self, x: int, y: int, lines: Sequence[str], size: int, fill: str, step: int) -> int:
        """Lines one below the other; returns the y below them."""
        for line in lines:
            self.text((x, y), line, size, fill)
            y += step
        return y

    def rank(self, x: int, y: int, failure: Failure, of: str) -> None:
        """The rank, in the colour of a miss."""
        rank = f"rank {failure.rank:,}"
        self.text((x, y), rank, 22, _MISS)
        self.text(
            (x + round(font(22).getlength(rank)) + 10, y + 3), f"of {failure.gallery:,} {of}", 18, QUIET
        )

    def picture(self, at: tuple[int, int], pixels: np.ndarray | None, side: int, frame: str | None) -> None:
        """A picture within a square, on white; with a coloured frame when it counts as right."""
        x, y = at
        box = (x, y, x + side - 1, y + side - 1)
        self.draw.rectangle(box, fill=CARD if pixels is not None else LINE)
        if pixels is not None:
            self.centred(fitted(Image.fromarray(pixels), side), at, side)
        if frame is not None:
            self.draw.rectangle((x - 5, y - 5, x + side + 4, y + side + 4), outline=frame, width=3)

    def under(
        self, at: tuple[int, int], width: int, left: str, score: float | None = None, below: str = ""
    ) -> None:
        """Below a picture: a label with a cosine at its right end, and a line below them."""
        x, y = at
        self.text((x, y + 11), cut(left, 16, width), 16, QUIET)
        if score is not None:
            self.text((x + width, y + 11), f"{score:.2f}", 16, INK, "ra")
        self.text((x, y + 33), cut(below, 16, width), 16, QUIET)

    def answer(self, at: tuple[int, int], number: int, answer: Found, lines: Sequence[str], kind: str) -> int:
        """A retrieved text with its rank, category and cosine; returns the y below it."""
        x, y = at
        self.text((x + 18, y), str(number), 19, QUIET, "ra")
        end = self.lines(x + 36, y, lines, 19, _RIGHT if answer.is_right else INK, 27)
        right = WIDTH_PX - _MARGIN
        self.text((right - 68, y + 2), cut(kind, 16, 150), 16, QUIET, "ra")
        self.text((right, y), f"{answer.score:.2f}", 19, INK, "ra")
        return end + 10

    def foot(self, explained: str, failures: Sequence[Failure]) -> None:
        y = self._y
        self.hairline(y, _MARGIN)
        if any(found.is_right for failure in failures for found in failure.found):
            explained += " Green: counts as right."
        self.text((_MARGIN, y + 22), explained, 17, QUIET)


def _own_captions(measured: Measurement, picture: int, width: int) -> list[list[str]]:
    """The different captions of a picture as wrapped lines, with how often each is written."""
    counts = Counter(measured.images[picture].sentences)
    shown = [text if n == 1 else f"{text}  ({n} times)" for text, n in counts.most_common(6)]
    if len(counts) > len(shown):
        shown.append(f"and {len(counts) - len(shown)} more")
    return [_wrap(text, 19, width, 3) for text in shown]


def _read(load: Loader, measured: Measurement, row: int) -> np.ndarray | None:
    try:
        return load(measured.images[row].path)
    except (MsaError, OSError):
        return None


def _spaced(label: str) -> float:
    """Width in pixels of a heading with its spacing."""
    return sum(font(_LABEL_SIZE).getlength(letter) + _LABEL_SPACING for letter in label)


def _wrap(text: str, size: int, width: float, most: int) -> list[str]:
    """At most ``most`` lines that fit into ``width`` pixels; a word too long for a line is parted, the rest cut off."""
    face = font(size)
    lines, line = [], ""
    # Published captions set their full stops apart; alone on a line one would look like a speck.
    words = re.sub(r"\s+(?=[.,;:!?])", "", text).split()
    while words:
        word = words.pop(0)
        joined = f"{line} {word}" if line else word
        if face.getlength(joined) <= width:
            line = joined
            continue
        if not line:
            fits = max(n for n in range(1, len(word) + 1) if n == 1 or face.getlength(word[:n]) <= width)
            line, word = word[:fits], word[fits:]
        words = [word, *words] if word else words
        lines.append(line)
        line = ""
        if len(lines) == most:
            break
    if line:
        lines.append(line)
    elif words:
        lines[-1] = cut(f"{lines[-1]} {' '.join(words)}", size, width)
    return lines or [""]
