"""Captioned pictures: Karpathy-style JSON in, pairs out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from msa_core.errors import NothingUsableError, UsageError


@dataclass(frozen=True, slots=True)
class CaptionedImage:
    """One picture and its sentences; ``group`` is the land-use class when the file gives one."""

    path: Path
    sentences: tuple[str, ...]
    group: str = ""


def normalise(sentence: str) -> str:
    """What makes two captions the same text: letter case, punctuation and spacing do not count."""
    return " ".join(re.findall(r"[^\W_]+", sentence.lower()))


def read_captions(file: Path, images: Path, splits: tuple[str, ...]) -> list[CaptionedImage]:
    """Pictures of the given splits that have at least one usable sentence, in the file's order.

    Sentences without a letter (``.``, ``1 .``) are left out. Pictures are not opened.

    Raises:
        UsageError: the file is not Karpathy-style JSON ``{"images": [{"filename", "split", "sentences"}]}``.
        NothingUsableError: no picture of these splits has a sentence.
    """
    try:
        entries = json.loads(file.read_text("utf-8"))["images"]
        found = [_read_entry(entry, images) for entry in entries if entry.get("split", "train") in splits]
    except OSError as error:
        raise UsageError(f"The captions {file} cannot be read ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f'{file} is not a captions file: it must be JSON of the form {{"images": [{{"filename", "split", '
            f'"sentences": [{{"raw"}}]}}]}} ({type(error).__name__}: {error}).'
        ) from error
    usable = [image for image in found if image.sentences]
    if not usable:
        raise NothingUsableError(f"{file} has no captioned picture in the split {' or '.join(splits)}.")
    return usable


def _read_entry(entry: dict[str, object], images: Path) -> CaptionedImage:
    sentences = entry["sentences"]
    if not isinstance(sentences, list):
        raise TypeError("sentences is not a list")
    texts = [s if isinstance(s, str) else s["raw"] for s in sentences]
    kept = tuple(text.strip() for text in texts if re.search(r"[^\W\d_]", text))
    name = str(entry["filename"])
    folder = str(entry.get("filepath", ""))
    return CaptionedImage(images / folder / name, kept, str(entry.get("class_name", "")))


def merge_sentences(sets: list[list[CaptionedImage]]) -> list[CaptionedImage]:
    """Join sets; a picture that occurs in several gets all its sentences, in the order of first appearance."""
    merged: dict[Path, CaptionedImage] = {}
    for image in (image for images in sets for image in images):
        old = merged.get(image.path)
        if old is None:
            merged[image.path] = image
        else:
            merged[image.path] = CaptionedImage(
                image.path, old.sentences + image.sentences, old.group or image.group
            )
    return list(merged.values())
