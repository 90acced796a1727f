"""Captioned pictures, and when two captions are the same; :mod:`msa_core.training.data.datasets` reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CaptionedImage:
    """One picture and its sentences.

    Attributes:
        group: the land-use class when the file gives one.
        class_sentences: captions made of the name of its class; only training may draw them.
    """

    path: Path
    sentences: tuple[str, ...]
    group: str = ""
    class_sentences: tuple[str, ...] = ()


def normalise(sentence: str) -> str:
    """What makes two captions the same text: letter case, punctuation and spacing do not count."""
    return " ".join(re.findall(r"[^\W_]+", sentence.lower()))


def merge_sentences(sets: list[list[CaptionedImage]]) -> list[CaptionedImage]:
    """Join sets; a picture that occurs in several gets all its sentences, in the order of first appearance."""
    merged: dict[Path, CaptionedImage] = {}
    for image in (image for images in sets for image in images):
        old = merged.get(image.path)
        if old is None:
            merged[image.path] = image
        else:
            merged[image.path] = CaptionedImage(
                image.path,
                old.sentences + image.sentences,
                old.group or image.group,
                tuple(dict.fromkeys(old.class_sentences + image.class_sentences)),
            )
    return list(merged.values())
