"""Captions in a table: ``path,caption[,split]``, one caption a row, several rows for several captions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from msa_core.errors import UsageError
from msa_core.training.data.datasets.entries import Entry, folder_of_pictures, read_text, split_name

_PATH = re.compile(r"(file|image|picture)?_?(path|name|file|image|picture)|filename", re.IGNORECASE)
_CAPTION = re.compile(r"(raw_?)?(caption|sentence|text|description)s?[ _]?\d*", re.IGNORECASE)
_SPLIT = re.compile(r"split|set|subset|fold", re.IGNORECASE)
_GROUP = re.compile(r"class|class_name|label|category", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_PICTURE = re.compile(r"\.(jpe?g|png|webp|tiff?|bmp|gif|jp2)(#xywh=.*)?$", re.IGNORECASE)
_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class _Columns:
    path: int
    captions: tuple[int, ...]
    split: int | None
    group: int | None


def read_table(file: Path, images: Path | None, asked: Collection[str]) -> list[Entry]:
    """Entries of a table, one for each row, in its order. Pictures are not opened.

    Commas, semicolons, tabs and bars are recognised; values may be quoted. The header names the columns ``path`` and
    ``caption``, and may name ``split`` and ``class``; without a header the order is path, caption, split. Several
    caption columns (``caption_1``, ``caption_2`` ...) count as so many captions.

    Raises:
        UsageError: the file is no such table, or a row does not fit; the sentence names the line.
    """
    text = read_text(file)
    delimiter, columns, has_header = _head(file, text)
    rows = _rows(file, text, delimiter)
    width = len(next(rows)[1]) if has_header else max(columns.path, *columns.captions, columns.split or 0) + 1
    found = []
    for line, row in rows:
        where = f"{file}, line {line}"
        if len(row) > width and any(value.strip() for value in row[width:]):
            raise UsageError(
                f"{where}: {len(row)} values where {width} are expected; put a caption that holds "
                f"{_called(delimiter)} in double quotes."
            )
        row = [*row, *[""] * (width - len(row))]
        if not row[columns.path].strip():
            raise UsageError(f"{where}: it names no picture.")
        found.append((where, row))
    folder = folder_of_pictures(file, images, [row[columns.path].strip() for _, row in found[:_SAMPLE]])
    return [
        Entry(
            path=folder / row[columns.path].strip(),
            sentences=tuple(row[column] for column in columns.captions),
            split="" if columns.split is None else split_name(row[columns.split], where, asked),
            group="" if columns.group is None else row[columns.group].strip(),
            where=where,
        )
        for where, row in found
    ]


def _rows(file: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, each with the number of its first line."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UsageError(f"{file}, line {line}: it cannot be read as a table ({error}).") from error
        if any(value.strip() for value in row):
            yield line, row
        line = reader.line_num + 1


def _head(file: Path, text: str) -> tuple[str, _Columns, bool]:
    """Delimiter and columns, from the header or, without one, from the first row; and whether there is a header."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    for delimiter in _DELIMITERS:
        try:
            names = [
                name.strip() for name in next(csv.reader([first], delimiter=delimiter, skipinitialspace=True))
            ]
        except (csv.Error, StopIteration):
            continue
        columns = _by_name(names)
        if columns is not None:
            return delimiter, columns, True
    for delimiter in _DELIMITERS:
        values = next(csv.reader([first], delimiter=delimiter, skipinitialspace=True), [])
        if len(values) >= 2 and _PICTURE.search(values[0].strip()):
            return delimiter, _Columns(0, (1,), 2 if len(values) > 2 else None, None), False
    raise UsageError(
        f'{file} is not a table of captions: its first line must name the columns "path" and "caption" (and may name '
        '"split"), parted by commas, semicolons or tabs.'
    )


def _by_name(names: list[str]) -> _Columns | None:
    captions = tuple(i for i, name in enumerate(names) if _CAPTION.fullmatch(name))
    paths = [i for i, name in enumerate(names) if _PATH.fullmatch(name)]
    if not captions or not paths:
        return None
    return _Columns(
        paths[0],
        captions,
        next((i for i, name in enumerate(names) if _SPLIT.fullmatch(name)), None),
        next((i for i, name in enumerate(names) if _GROUP.fullmatch(name)), None),
    )


def _called(delimiter: str) -> str:
    return {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}[delimiter]
