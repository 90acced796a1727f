"""What every reader of captions hands on: entries, and remarks about what had to be left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msa_core.errors import UsageError
from msa_core.files import read_ordinary
from msa_core.names import on_disk
from msa_core.records import Bounds

_NAMES = {
    "train": "train", "training": "train", "restval": "train", "trainval": "train",
    "val": "val", "valid": "val", "validation": "val", "dev": "val",
    "test": "test", "testing": "test",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One picture as an annotation file, a table or a folder gives it.

    Attributes:
        path: the picture; may mean a part of it (:mod:`msa_core.training.data.datasets.windows`).
        sentences: captions as written, unusable ones included.
        split: ``train``, ``val``, ``test``, another name that was asked for, or ``""`` where none is named.
        group: the land-use class, ``""`` without.
        where: file and row, for sentences about this entry.
        bounds: ground bounds when the file itself gives them (WGS84 degrees).
    """

    path: Path
    sentences: tuple[str, ...]
    split: str = ""
    group: str = ""
    where: str = ""
    bounds: Bounds | None = None


@dataclass
class Remarks:
    """What was left out or noticed: counted by reason, the first one named."""

    _seen: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, reason: str, where: str) -> None:
        """Count one more ``reason``; ``where`` is told for the first."""
        count, first = self._seen.get(reason, (0, where))
        self._seen[reason] = count + 1, first

    def sentences(self) -> list[str]:
        """One sentence for each reason, in the order they were met."""
        return [f"{count} x {reason} (first: {first})." for reason, (count, first) in self._seen.items()]


def is_usable(sentence: str) -> bool:
    """True for a caption with at least one letter: ``.`` and ``1 .`` occur in published sets and say nothing."""
    return re.search(r"[^\W\d_]", sentence) is not None


def split_name(given: object, where: str, asked: Collection[str] = ()) -> str:
    """The split meant by ``given``; ``""`` for nothing. Names in ``asked`` are taken as they are.

    Raises:
        UsageError: a name that is not a split.
    """
    name = "" if given is None else str(given).strip()
    if not name or name in asked:
        return name
    known = _NAMES.get(name.lower())
    if known is None:
        raise UsageError(f"{where}: there is no split {name[:40]!r}; name it train, val or test.")
    return known


def is_split_name(name: str) -> bool:
    """True for what folders of a split are called: ``train``, ``val``, ``validation``, ``test`` ..."""
    return name.lower() in _NAMES


def read_text(file: Path) -> str:
    """A text file in UTF-8, with or without a byte order mark.

    Raises:
        UsageError: it cannot be read or is in another encoding; the sentence names the line.
    """
    try:
        content = read_ordinary(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}).") from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UsageError(f"{file} is in UTF-16: save it as UTF-8 (in a spreadsheet: CSV UTF-8).")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UsageError(
            f"{file}, line {line}: not UTF-8 (byte {content[error.start]:#04x}): save it as UTF-8 (in a spreadsheet: "
            "CSV UTF-8)."
        ) from error
    if "\0" in text:
        raise UsageError(f"{file} is not a text file: it holds zero bytes.")
    return text


def folder_of_pictures(file: Path, given: Path | None, names: Sequence[str]) -> Path:
    """Where the pictures of an annotation file lie: as given, else beside it or in a folder of pictures beside it.

    Of the file's own folder and those below it called ``images``, ``imgs`` or ``..._images``, the one that holds most
    of ``names`` (a few of the file's pictures) is taken.

    Raises:
        UsageError: the given folder is none.
    """
    if given is not None:
        if not given.is_dir():
            raise UsageError(f"There is no folder {given} (--images).")
        return given
    beside = file.parent
    try:
        below = sorted(p for p in beside.iterdir() if re.search(r"(images|imgs|pictures)$", p.name.lower()))
    except OSError:
        below = []
    folders = [beside, *(p for p in below if p.is_dir())]
    return max(folders, key=lambda folder: sum(on_disk(folder / name).is_file() for name in names))
