"""Captions by where the pictures lie: a text file beside each, or folders named after classes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msa_core.config import PICTURE_SUFFIXES
from msa_core.errors import UsageError
from msa_core.training.data.datasets.class_captions import class_captions
from msa_core.training.data.datasets.entries import Entry, Remarks, is_split_name, read_text, split_name

RASTER_SUFFIXES = frozenset((".tif", ".tiff", ".jp2", ".img", ".vrt"))


def read_folder(folder: Path, remarks: Remarks) -> list[Entry]:
    """Entries of a folder of pictures, sorted by path.

    With a ``.txt`` of the same name beside any picture, those texts are the captions, one on each line. Without, the
    folder a picture lies in is its class, and captions come from the class's name. Folders called ``train``, ``val``
    and ``test`` at the top are splits.

    Raises:
        UsageError: there are neither texts nor class folders, or a text is not UTF-8.
    """
    pictures = sorted(_pictures(folder))
    if not pictures:
        raise UsageError(f"{folder} holds no pictures.")
    splits = _has_splits(folder, pictures)
    if any(picture.with_suffix(".txt").is_file() for picture in pictures):
        return [e for p in pictures if (e := _with_text(folder, p, splits, remarks)) is not None]
    entries = []
    for picture in pictures:
        parts = picture.relative_to(folder).parts[:-1]
        split = split_name(parts[0], str(picture)) if splits else ""
        classes = parts[1:] if splits else parts
        if not classes:
            remarks.add(
                "picture left out: it lies in no class folder and has no text beside it", str(picture)
            )
            continue
        entries.append(
            Entry(
                path=picture,
                sentences=class_captions(classes[-1]),
                split=split,
                group=classes[-1],
                where=str(picture),
            )
        )
    if not entries:
        raise UsageError(
            f"{folder} gives no captions: put the pictures into folders named after their classes, or a .txt with a "
            "caption on each line beside each picture, or name a captions file (JSON or CSV) instead of the folder."
        )
    return entries


def _pictures(folder: Path) -> Iterator[Path]:
    """Picture files below ``folder``; hidden files and folders are passed over, links to folders not followed."""
    for at, subfolders, files in os.walk(folder):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in files:
            file = Path(at, name)
            if not name.startswith(".") and file.suffix.lower() in PICTURE_SUFFIXES | RASTER_SUFFIXES:
                yield file


def _has_splits(folder: Path, pictures: list[Path]) -> bool:
    tops = {picture.relative_to(folder).parts[0] for picture in pictures}
    return all(is_split_name(top) and (folder / top).is_dir() for top in tops)


def _with_text(folder: Path, picture: Path, splits: bool, remarks: Remarks) -> Entry | None:
    text = picture.with_suffix(".txt")
    if not text.is_file():
        remarks.add("picture left out: there is no text beside it", str(picture))
        return None
    parts = picture.relative_to(folder).parts[:-1]
    split = split_name(parts[0], str(picture)) if splits else ""
    sentences = tuple(line.strip() for line in read_text(text).splitlines() if line.strip())
    classes = parts[1:] if splits else parts
    return Entry(
        path=picture, sentences=sentences, split=split, group=classes[-1] if classes else "", where=str(text)
    )
