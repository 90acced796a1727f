"""The pictures that ``msa eval`` measures on: one split of a set, with what is missing counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from msa_core.errors import UsageError

if TYPE_CHECKING:
    from msa_core.training.data.captioned_image import CaptionedImage
    from msa_core.training.data.datasets.entries import Entry

_DEFAULT_SPLIT = "test"


@dataclass(frozen=True, kw_only=True)
class EvalSet:
    """What was read.

    Attributes:
        path: the annotation file or folder.
        name: of the set.
        split: ``test`` or what was asked for; ``all`` where the set names none.
        images: pictures whose files exist, each once, in the order of the set. Without captions where only classes are
            known.
        missing: pictures of the split whose files do not exist.
        notes: sentences about what else was left out.
    """

    path: Path
    name: str
    split: str
    images: tuple[CaptionedImage, ...]
    missing: tuple[Path, ...]
    notes: tuple[str, ...]


def read_eval_set(captions: Path | None, images: Path | None, split: str | None, by_class: bool) -> EvalSet:
    """Read one split of a set of any form that msa-train takes too. No picture is opened.

    Args:
        captions: annotation file, or a folder of pictures with texts beside them or in class folders; None to take
            the folder ``images`` for it.
        images: folder of the pictures where that is not beside the annotations.
        split: which to measure; None means ``test``, or everything of a set that names no splits; ``all`` everything.
        by_class: classes are asked for, so pictures without captions are of use.

    Raises:
        UsageError: nothing was named, it is of no known form, or there is no such split (the sentence names those
            that there are).
        NothingUsableError: no picture of the split exists, or none has a caption.
    """
    from msa_core.training.data.captioned_image import CaptionedImage
    from msa_core.training.data.datasets.entries import Remarks
    from msa_core.training.data.datasets.forms.joining import join_rows
    from msa_core.training.data.datasets.read import SetPath, read_entries

    path = captions or images
    if path is None:
        raise UsageError("Name what to measure on: --captions FILE, or --images FOLDER of class folders.")
    if images is not None and not images.is_dir():
        raise UsageError(f"There is no folder {images} (--images).")
    remarks = Remarks()
    entries = _named_after_files(path) if by_class else []
    entries = entries or read_entries(
        SetPath(path, images if captions else None), remarks, (split,) if split else ()
    )
    chosen, split = _of_split(entries, split, path)
    joined = join_rows(
        [replace(entry, split="") for entry in chosen],
        f"{path}, split {split},",
        remarks,
        without_captions=by_class,
        with_repeats=True,
    )
    name = path.stem if path.is_file() else path.resolve().name
    return EvalSet(
        path=path,
        name=name,
        split=split,
        images=tuple(CaptionedImage(e.path, e.sentences, e.group) for e in joined.there),
        missing=tuple(e.path for e in joined.missing),
        notes=tuple(remarks.sentences()),
    )


def _of_split(entries: list[Entry], split: str | None, path: Path) -> tuple[list[Entry], str]:
    named = Counter(entry.split for entry in entries)
    if split == "all" or (split is None and not any(named)):
        return entries, "all"
    wanted = split or _DEFAULT_SPLIT
    # A row without a split among rows that name one counts as training, as msa-train has it.
    chosen = [entry for entry in entries if (entry.split or "train") == wanted and any(named)]
    if chosen:
        return chosen, wanted
    if not any(named):
        raise UsageError(
            f"{path} names no splits: leave out --split to measure on all {len(entries)} of its pictures."
        )
    found = ", ".join(f"{name or 'without a name'} ({count:,})" for name, count in sorted(named.items()))
    raise UsageError(f"{path} has no split {wanted!r}. It has: {found}. Choose one with --split, or all.")


def _named_after_files(folder: Path) -> list[Entry]:
    """Entries without captions of a folder whose pictures lie directly in it, without texts: classes by file names."""
    from msa_core.config import PICTURE_SUFFIXES
    from msa_core.training.data.datasets.entries import Entry
    from msa_core.training.data.datasets.forms.folders import RASTER_SUFFIXES

    if not folder.is_dir():
        return []
    found = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in PICTURE_SUFFIXES | RASTER_SUFFIXES]
    if any(picture.with_suffix(".txt").is_file() for picture in found):
        return []
    return [Entry(path=picture, sentences=(), where=str(picture)) for picture in found]
