"""Annotation files in JSON, as they are published and as the program exports them.

Read: Karpathy style (RSICD, RSITMD, UCM-Captions, Sydney-Captions), NWPU-Captions (a list of pictures for each class,
sentences in ``raw``, ``raw_1`` .. ``raw_4``), and GeoJSON of tiles with ``caption`` or ``label``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from msa_core.errors import UsageError
from msa_core.lonlat import bounds_of_rings
from msa_core.records import Bounds
from msa_core.training.data.datasets.class_captions import class_captions
from msa_core.training.data.datasets.entries import Entry, Remarks, folder_of_pictures, read_text, split_name
from msa_core.training.data.datasets.windows import with_window

_REFUSED = frozenset(("reject", "rejected", "wrong", "no", "false", "bad"))
_UNSURE = frozenset(("unsure", "unclear", "uncertain", "maybe"))
_SAMPLE = 50


def read_json(file: Path, images: Path | None, remarks: Remarks, asked: Collection[str]) -> list[Entry]:
    """Entries of any JSON annotation file, in its order. Pictures are not opened.

    Args:
        file: the annotations.
        images: folder of the pictures (for GeoJSON the archive), None to look beside the file.
        remarks: takes note of what is left out.
        asked: split names to accept beside train, val and test.

    Raises:
        UsageError: not JSON, of no known shape, or an entry lacks what it needs; the sentence says which.
    """
    try:
        data = json.loads(read_text(file))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is not a captions file: not JSON ({error}).") from error
    if isinstance(data, dict) and isinstance(data.get("images"), list):
        return _karpathy(file, images, data["images"], asked)
    if isinstance(data, dict) and data.get("type") == "FeatureCollection":
        return _tiles(file, images, data.get("features"), remarks, asked)
    if isinstance(data, dict) and data and all(isinstance(value, list) for value in data.values()):
        return _by_class(file, images, data, asked)
    raise UsageError(
        f'{file} is not a captions file: it must be JSON of the form {{"images": [{{"filename", "split", "sentences": '
        '[{"raw"}]}]}, or {"class": [{"filename", "split", "raw", "raw_1"}]} as NWPU-Captions, or GeoJSON of tiles.'
    )


def _karpathy(file: Path, images: Path | None, found: list[Any], asked: Collection[str]) -> list[Entry]:
    rows = [(f"{file}, entry {number}", entry) for number, entry in enumerate(found, start=1)]
    names = [
        _joined(entry.get("filepath"), _text(entry, "filename", where)) for where, entry in _objects(rows)
    ]
    folder = folder_of_pictures(file, images, names[:_SAMPLE])
    return [
        Entry(
            path=folder / name,
            sentences=_sentences(entry, where),
            split=split_name(entry.get("split"), where, asked),
            group=str(entry.get("class_name") or ""),
            where=where,
        )
        for name, (where, entry) in zip(names, rows, strict=True)
    ]


def _by_class(
    file: Path, images: Path | None, data: dict[str, list[Any]], asked: Collection[str]
) -> list[Entry]:
    rows = [
        (f"{file}, {group}, entry {number}", entry, group)
        for group, found in data.items()
        for number, entry in enumerate(found, start=1)
    ]
    plain = [_text(entry, "filename", where) for where, entry in _objects([row[:2] for row in rows])]
    nested = [f"{row[2]}/{name}" for row, name in zip(rows, plain, strict=True)]
    folder = folder_of_pictures(file, images, [*nested[:_SAMPLE], *plain[:_SAMPLE]])
    # Published with a folder for each class; some keep all pictures in one.
    flat = any((folder / name).is_file() for name in plain[:_SAMPLE])
    entries = []
    for (where, entry, group), name in zip(rows, plain if flat else nested, strict=True):
        keys = sorted((k for k in entry if re.fullmatch(r"raw(_\d+)?", k)), key=lambda k: int(k[4:] or 0))
        if not keys:
            raise UsageError(f'{where}: there is no caption ("raw", "raw_1" ...).')
        sentences = tuple(str(entry[key] or "") for key in keys)
        entries.append(
            Entry(
                path=folder / name,
                sentences=sentences,
                split=split_name(entry.get("split"), where, asked),
                group=group,
                where=where,
            )
        )
    return entries


def _tiles(
    file: Path, images: Path | None, features: Any, remarks: Remarks, asked: Collection[str]
) -> list[Entry]:
    if not isinstance(features, list):
        raise UsageError(f"{file} is not a captions file: the FeatureCollection has no list of features.")
    if images is not None and not images.is_dir():
        raise UsageError(f"There is no folder {images} (--images, for GeoJSON the archive's folder).")
    folder = images if images is not None else file.parent
    entries = []
    for number, feature in enumerate(features, start=1):
        where = f"{file}, feature {number}"
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise UsageError(f"{where}: it has no properties.")
        said = str(properties.get("review", "")).strip().lower()
        if said in _REFUSED or said in _UNSURE:
            remarks.add(
                f"tile left out: {'rejected' if said in _REFUSED else 'unsure'} in review",
                where,
            )
            continue
        path = folder / _text(properties, "source", where)
        box = properties.get("pixel_bbox")
        if box is not None:
            path = with_window(path, _pixel_box(box, where))
        label = str(properties.get("label") or "").strip()
        sentences = _captions_of(properties, where) or (class_captions(label) if label else ())
        entries.append(
            Entry(
                path=path,
                sentences=sentences,
                split=split_name(properties.get("split"), where, asked),
                group=label,
                where=where,
                bounds=_bounds_of(feature.get("geometry")),
            )
        )
    return entries


def _objects(rows: list[tuple[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    for where, entry in rows:
        if not isinstance(entry, dict):
            raise UsageError(
                f"{where}: it is not a captions file's entry, which is an object with a filename."
            )
    return rows


def _text(entry: dict[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f'{where}: it is not a captions file\'s entry, "{key}" is missing.')
    return value


def _joined(folder: object, name: str) -> str:
    return f"{folder}/{name}" if isinstance(folder, str) and folder else name


def _sentences(entry: dict[str, Any], where: str) -> tuple[str, ...]:
    found = entry.get("sentences")
    if isinstance(found, list):
        texts = [s.get("raw") if isinstance(s, dict) else s for s in found]
        if all(isinstance(text, str) for text in texts):
            return tuple(str(text) for text in texts)
    raise UsageError(
        f'{where}: it is not a captions file\'s entry, "sentences" must be a list of texts or of {{"raw": text}}.'
    )


def _captions_of(properties: dict[str, Any], where: str) -> tuple[str, ...]:
    found = properties.get("captions", properties.get("caption"))
    if found is None:
        return ()
    texts = found if isinstance(found, list) else [found]
    if not all(isinstance(text, str) for text in texts):
        raise UsageError(f'{where}: "caption" must be a text, or "captions" a list of texts.')
    return tuple(texts)


def _pixel_box(box: Any, where: str) -> tuple[int, int, int, int]:
    try:
        x0, y0, x1, y1 = (int(value) for value in box)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError(f'{where}: "pixel_bbox" must be four whole numbers x0, y0, x1, y1.') from error
    if x1 <= x0 or y1 <= y0:
        raise UsageError(f'{where}: "pixel_bbox" [{x0}, {y0}, {x1}, {y1}] is empty.')
    return x0, y0, x1, y1


def _bounds_of(geometry: Any) -> Bounds | None:
    """Bounds of a polygon; west > east for one that was split at the antimeridian. None for anything else."""
    try:
        polygons = (
            geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        )
        points = [[(float(p[0]), float(p[1])) for p in polygon[0]] for polygon in polygons]
    except (TypeError, KeyError, IndexError, ValueError):
        return None
    return bounds_of_rings(points)
