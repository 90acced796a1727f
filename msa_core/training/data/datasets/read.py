"""The front door to captioned pictures: any number of sets in, training and validation pictures out."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msa_core.errors import NothingUsableError, UsageError
from msa_core.progress import Progress
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.datasets.entries import Entry, Remarks
from msa_core.training.data.datasets.forms.annotations import read_json
from msa_core.training.data.datasets.forms.folders import read_folder
from msa_core.training.data.datasets.forms.joining import file_of, join_rows
from msa_core.training.data.datasets.forms.table import read_table
from msa_core.training.data.datasets.sources import Checked, PictureSource, check_pictures
from msa_core.training.data.pictures import none_readable
from msa_core.training.data.splits import EARTH, VAL_SHARE, Item, Location, Split, split_items

ALL = "all"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SetPath:
    """One set: what ``--captions`` names, and the folder of its pictures where that is not beside it."""

    captions: Path
    images: Path | None = None


@dataclass(frozen=True)
class Dataset:
    """Sets that were read, in order.

    Attributes:
        sets: entries of each set by its name, all with a split.
        notes: sentences for the user: what was left out, and how validation pictures were chosen.
    """

    sets: dict[str, list[Entry]]
    notes: tuple[str, ...]

    def of(self, *splits: str) -> dict[str, list[CaptionedImage]]:
        """Pictures of these splits by set; sets without any are left out. ``all`` means every split."""
        chosen = {
            name: [_image(e) for e in entries if ALL in splits or e.split in splits]
            for name, entries in self.sets.items()
        }
        return {name: images for name, images in chosen.items() if images}


def read_dataset(
    path: Path,
    images: Path | None = None,
    splits: Sequence[str] = ("train",),
    source: PictureSource | None = None,
    progress: Progress | None = None,
) -> list[CaptionedImage]:
    """Pictures of the given splits of one set that can be read and have a usable sentence, in the set's order.

    ``path`` is recognised by what it is: a JSON file (Karpathy style, NWPU-Captions, GeoJSON of tiles), a table (CSV),
    or a folder (a text beside each picture, or class folders). What is left out is logged as a warning. ``all`` as a
    split means every picture.

    Raises:
        UsageError: ``path`` is none of these, or a row is wrong; the sentence names file and row.
        NothingUsableError: no picture of these splits can be used.
    """
    found = open_sets([SetPath(path, images)], source, splits=splits, progress=progress)
    for note in found.notes:
        _log.warning("%s", note)
    chosen = found.of(*splits)
    if not chosen:
        raise NothingUsableError(f"{path} has no captioned picture in the split {' or '.join(splits)}.")
    return next(iter(chosen.values()))


def open_sets(
    sets: Sequence[SetPath],
    source: PictureSource | None = None,
    splits: Sequence[str] = ("train", "val"),
    val_share: float = VAL_SHARE,
    guard_m: float | None = None,
    progress: Progress | None = None,
) -> Dataset:
    """Read sets together, check every picture that is needed, and make the validation split where none is named.

    A set that names no split is split (:func:`msa_core.training.data.splits.split_items`); one that names train but no
    val gives up a share of train when no other set has a val. A picture that another set already puts on a side stays
    there. Published splits are left as they are.

    Args:
        sets: what to read.
        source: reads and locates the pictures; by default picture files only.
        splits: which splits will be asked for; pictures of others are not opened.
        val_share: share of the pictures that become val, 0..0.5.
        guard_m: least ground metres between training and validation tiles, None for half a tile.
        progress: told while pictures are read.

    Raises:
        UsageError, NothingUsableError: as :func:`read_dataset`.
    """
    source = source or PictureSource()
    remarks = Remarks()
    names = _set_names([s.captions for s in sets])
    read = [_usable(s, remarks, splits) for s in sets]
    unsplit = [all(not e.split for e in entries) for entries in read]
    has_val = any(e.split == "val" for entries in read for e in entries)
    wants = ALL not in splits and ({"train", "val"} & set(splits))
    to_split = [
        bool(wants and entries and (none or not has_val)) for entries, none in zip(read, unsplit, strict=True)
    ]
    # A row without a split among rows that name one counts as training.
    read = [[replace(e, split=e.split or "train") for e in entries] for entries in read]
    if not any(to_split):
        read = [[e for e in entries if ALL in splits or e.split in splits] for entries in read]
    seen = _check(read, source, any(to_split), remarks, progress)
    read = [[e for e in entries if e.path in seen] for entries in read]
    notes = remarks.sentences()
    if any(to_split):
        read, said = _split(read, unsplit, to_split, seen, val_share, guard_m)
        notes += said
    elif wants == {"train", "val"}:
        notes += _shared(read, seen)
    return Dataset(dict(zip(names, read, strict=True)), tuple(notes))


def _image(entry: Entry) -> CaptionedImage:
    return CaptionedImage(entry.path, entry.sentences, entry.group)


def _set_names(files: Sequence[Path]) -> list[str]:
    """The stem of each, with its folder where two sets are called alike (``dataset.json`` is a common name)."""
    stems = [file.stem if file.suffix else file.name for file in files]
    named = [
        f"{file.resolve().parent.name}/{stem}" if stems.count(stem) > 1 else stem
        for file, stem in zip(files, stems, strict=True)
    ]
    return [f"{name} ({i + 1})" if named.count(name) > 1 else name for i, name in enumerate(named)]


def read_entries(which: SetPath, remarks: Remarks, asked: Collection[str] = ()) -> list[Entry]:
    """All entries of a set as it gives them, whatever its form; nothing is checked, no picture is opened.

    Raises:
        UsageError: ``which`` is of no form that captions are read from, or a row is wrong.
    """
    path = which.captions
    if path.is_dir():
        return read_folder(path, remarks)
    if not path.exists():
        raise UsageError(f"There is no captions file or folder {path}.")
    if path.suffix.lower() in (".json", ".geojson"):
        return read_json(path, which.images, remarks, asked)
    if path.suffix.lower() in (".csv", ".tsv", ".tab", ".txt"):
        return read_table(path, which.images, asked)
    raise UsageError(
        f"{path} is of no kind that captions are read from: name a JSON or GeoJSON file, a table (.csv, .tsv), or a "
        "folder of pictures."
    )


def _usable(which: SetPath, remarks: Remarks, splits: Collection[str]) -> list[Entry]:
    """One entry for each existing picture with its different, usable sentences; what is left out is remarked."""
    joined = join_rows(read_entries(which, remarks, splits), str(which.captions), remarks)
    for entry in joined.missing:
        remarks.add("picture left out: there is no such file", f"{file_of(entry)}, {entry.where}")
    return joined.there


def _check(
    read: list[list[Entry]],
    source: PictureSource,
    with_locations: bool,
    remarks: Remarks,
    progress: Progress | None,
) -> dict[Path, Checked]:
    """Every picture that can be read; each is read once."""
    wheres = {entry.path: entry.where for entries in read for entry in entries}
    seen = dict(zip(wheres, check_pictures(list(wheres), source, with_locations, progress), strict=True))
    good = {path: found for path, found in seen.items() if not found.fault}
    for path, found in seen.items():
        if found.fault:
            remarks.add("picture left out: it cannot be read", f"{path}, {found.fault}")
    if seen and not good:
        path, found = next(iter(seen.items()))
        raise none_readable(len(seen), f"{path}: {found.fault}")
    return good


def _split(
    read: list[list[Entry]],
    unsplit: list[bool],
    to_split: list[bool],
    seen: dict[Path, Checked],
    share: float,
    guard_m: float | None,
) -> tuple[list[list[Entry]], list[str]]:
    """Give every picture of the sets to be split a side; pictures that another set has on a side stay there."""
    fixed: dict[str, str] = {}
    for entries, split in zip(read, to_split, strict=True):
        for entry in entries:
            if not split or entry.split != "train":
                fixed.setdefault(seen[entry.path].content, entry.split)
    free: dict[Path, Entry] = {}
    for entries, split in zip(read, to_split, strict=True):
        for entry in entries:
            if split and entry.split == "train" and seen[entry.path].content not in fixed:
                free.setdefault(entry.path, entry)
    items = [
        Item(seen[path].content, _location(entry, seen[path]), entry.group) for path, entry in free.items()
    ]
    made = split_items(items, share, guard_m) if items else Split.empty()
    paths = list(free)
    side = dict.fromkeys(paths, "train")
    side |= {paths[i]: "val" for i in made.val} | {paths[i]: "" for i in made.left_out}
    result = []
    for entries, none, split in zip(read, unsplit, to_split, strict=True):
        # Of a set that names train itself, a picture that is also on a named side stays train: as published.
        known = fixed if none else {}
        moved = [
            replace(e, split=side.get(e.path, known.get(seen[e.path].content, e.split))) if split else e
            for e in entries
        ]
        result.append([e for e in moved if e.split])
    if not free:
        return result, []
    kept = len(free) - len(made.val) - len(made.left_out)
    note = (
        f"No validation split is named: {len(made.val)} of {len(free)} pictures were set aside as val (always the same "
        "ones)"
    )
    if any(item.location is not None for item in items):
        note += (
            f", parted by place: {kept} train, {len(made.left_out)} too near to val are used for neither"
            + (f" (less than {made.guard_m:.0f} m apart)." if made.guard_m else ".")
        )
    else:
        note += f", {kept} train; equal pictures stay on one side."
    return result, [note]


def _location(entry: Entry, seen: Checked) -> Location | None:
    return seen.location if entry.bounds is None else Location(EARTH, entry.bounds)


def _shared(read: list[list[Entry]], seen: dict[Path, Checked]) -> list[str]:
    """A sentence when pictures of a named val are also in train."""
    train = {seen[e.path].content for entries in read for e in entries if e.split == "train"}
    both = [e for entries in read for e in entries if e.split == "val" and seen[e.path].content in train]
    if not both:
        return []
    first = both[0].path.name
    return [
        f"{len(both)} pictures of val are also in train, pixel for pixel (first: {first}); left as they are."
    ]
