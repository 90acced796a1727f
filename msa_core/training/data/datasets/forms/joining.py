"""One entry for each picture of a set, made of all rows that speak of it, and whether its file is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from msa_core.errors import NothingUsableError, UsageError
from msa_core.names import on_disk
from msa_core.training.data.datasets.entries import Entry, Remarks, is_usable
from msa_core.training.data.datasets.windows import split_window


@dataclass(frozen=True)
class Joined:
    """Entries whose files exist, each of another picture, and those whose files do not."""

    there: list[Entry]
    missing: list[Entry]


def join_rows(
    entries: Iterable[Entry],
    of: str,
    remarks: Remarks,
    *,
    without_captions: bool = False,
    with_repeats: bool = False,
) -> Joined:
    """One entry for each picture, with the usable sentences of all its rows in order.

    Args:
        entries: rows of a set, some of the same picture.
        of: the set in words, for the errors.
        remarks: told of pictures without a caption, and of rows that repeat what earlier ones say.
        without_captions: keep pictures that have no caption with a word in it.
        with_repeats: keep sentences that another row says of the same picture, as measuring counts captions.

    Raises:
        UsageError: two rows put a picture into different splits.
        NothingUsableError: no picture has a caption, or none exists.
    """
    joined: dict[Path, Entry] = {}
    for entry in entries:
        sentences = tuple(s.strip() for s in entry.sentences if is_usable(s))
        row = replace(entry, path=_spelled(entry.path), sentences=sentences)
        known = joined.get(row.path)
        joined[row.path] = row if known is None else _together(known, row, remarks, with_repeats)
    usable = [entry for entry in joined.values() if entry.sentences or without_captions]
    for entry in joined.values():
        if not entry.sentences and not without_captions:
            remarks.add("picture left out: it has no caption with a word in it", entry.where)
    there: list[Entry] = []
    missing: list[Entry] = []
    for entry in usable:
        (there if file_of(entry).is_file() else missing).append(entry)
    if not there:
        why = "has a caption with a word in it"
        if missing:
            why = f"exists (first: {file_of(missing[0])}): check --images"
        raise NothingUsableError(f"None of the {len(joined)} pictures of {of} {why}.")
    return Joined(there, missing)


def file_of(entry: Entry) -> Path:
    """The file that an entry's picture is, or is a window of."""
    return split_window(entry.path)[0]


def _together(known: Entry, row: Entry, remarks: Remarks, with_repeats: bool) -> Entry:
    """What is known of a picture, and what another row says of it."""
    group = known.group or row.group
    if not known.sentences:
        return replace(row, group=group)
    if not row.sentences:
        return replace(known, group=group)
    if known.split != row.split:
        raise UsageError(
            f"{row.where}: {row.path.name} is in the split {row.split or 'without a name'!r} here and in "
            f"{known.split or 'without a name'!r} at {known.where}."
        )
    more = row.sentences
    if not with_repeats:
        more = tuple(s for s in row.sentences if s not in known.sentences)
        if not more:
            remarks.add("row says what an earlier row says of the same picture", row.where)
    return replace(known, sentences=known.sentences + more, group=group)


def _spelled(path: Path) -> Path:
    """The path of a picture, with its window if it has one, as the disk spells it."""
    file, _ = split_window(path)
    spelled = on_disk(file)
    return path if spelled == file else spelled.with_name(spelled.name + path.name[len(file.name) :])
