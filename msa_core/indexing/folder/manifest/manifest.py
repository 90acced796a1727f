"""``manifest.json``: what an index was made of and with. Written whole or not at all, versioned."""

from __future__ import annotations

import json
import math
import os
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from msa_core import __version__
from msa_core.addresses import is_address, shown
from msa_core.config import DTYPES, MANIFEST_NAME, BandRules, Tiling
from msa_core.errors import IndexFolderError, UsageError
from msa_core.files import read_ordinary, write_whole
from msa_core.indexing.folder.manifest.manifest_entries import (
    ModelFacts,
    ShardRecord,
    SourceEntry,
    model_facts,
    number,
    shard_record,
    source_entry,
    text,
)
from msa_core.indexing.folder.manifest.migration import FORMAT, migrated
from msa_core.names import absolute
from msa_core.raster.pixels.stretch import check_band_rules

__all__ = ["FORMAT", "SHARD_FOLDER", "Manifest", "ModelFacts", "ShardRecord", "SourceEntry"]

SHARD_FOLDER = "shards"


@dataclass(slots=True, kw_only=True)
class Manifest:
    """The JSON of an index.

    Attributes:
        part: ``i/N`` when the index holds one of N parts of its archives, else ``""``.
        shards: what was written, by file name; indexes made before format 2 have none of it.
        read_format: the format it was read from; it is written in the newest one.
        roots: absolute path of each archive, beside its path relative to the index folder, so that an archive
            and the index inside it can be moved together.
        ground_sizes_m: ground size of each level, empty when tiles are counted in pixels.
        compute: device, dtype and batch of the last run.
        band_rules: which bands and stretches were asked for; what came of it is said for each source.
        thumbnails: whether runs make thumbnails; what each source has is said there.
    """

    model: ModelFacts
    tiling: Tiling
    ground_sizes_m: tuple[float, ...] = ()
    compute: dict[str, Any] = field(default_factory=dict)
    roots: list[dict[str, str]] = field(default_factory=list)
    sources: list[SourceEntry] = field(default_factory=list)
    part: str = ""
    shards: dict[str, ShardRecord] = field(default_factory=dict)
    read_format: int = FORMAT
    band_rules: BandRules = field(default_factory=BandRules)
    thumbnails: bool = False

    def to_json(self) -> dict[str, Any]:
        """The content of the file."""
        return {
            "format": FORMAT,
            "software": f"msa-analyst {__version__}",
            "model": asdict(self.model),
            "tiling": asdict(self.tiling),
            "ground_sizes_m": list(self.ground_sizes_m),
            "looks": asdict(self.band_rules),
            "thumbnails": self.thumbnails,
            "compute": self.compute,
            "part": self.part,
            "shards": {name: asdict(record) for name, record in self.shards.items()},
            "roots": self.roots,
            "sources": [asdict(s) for s in sorted(self.sources, key=lambda s: (s.root, s.name))],
        }

    def save(self, folder: Path) -> None:
        """Write the manifest of ``folder``. Raises StorageError; the old one then stands."""
        text = json.dumps(self.to_json(), indent=1, allow_nan=False)
        write_whole(folder / MANIFEST_NAME, text.encode("ascii"))

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the manifest of ``folder``.

        Raises:
            IndexFolderError: there is none, it is damaged, or a newer program wrote it.
        """
        path = folder / MANIFEST_NAME
        try:
            data = json.loads(read_ordinary(path).decode("utf-8"), parse_constant=_no_number)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise IndexFolderError(
                f"{folder} is not an index (it has no {MANIFEST_NAME}). Make one with: msa index ARCHIVE --out {folder}"
            ) from error
        except OSError as error:
            raise IndexFolderError(f"{path} cannot be read: {error.strerror or error}.") from error
        except (ValueError, RecursionError) as error:
            raise IndexFolderError(_damaged(path, error)) from error
        return cls._from_json(data, path)

    @classmethod
    def _from_json(cls, data: Any, path: Path) -> Manifest:
        try:
            read_format, data = migrated(data, path)
            tile_m, tile_px = data["tiling"]["tile_m"], data["tiling"]["tile_px"]
            if tile_px is not None and type(tile_px) is not int:
                raise ValueError(f"tile_px is {tile_px!r}")
            read = cls(
                model=model_facts(data["model"]),
                tiling=Tiling(
                    tuple(number(m, "tile_m") for m in tile_m) if tile_m else None,
                    tile_px, number(data["tiling"]["overlap"], "overlap"),
                ),
                ground_sizes_m=tuple(number(m, "ground_sizes_m") for m in data["ground_sizes_m"]),
                compute=dict(data["compute"]),
                roots=[{k: text(root[k], k) for k in ("path", "relative")} for root in data["roots"]],
                sources=_sources(data["sources"], len(data["roots"])),
                part=text(data["part"], "part"),
                band_rules=_band_rules(data.get("looks", {})),
                shards={name: shard_record(name, record) for name, record in data["shards"].items()},
                read_format=read_format,
                thumbnails=data["thumbnails"],
            )  # fmt: skip
            read._check()
            return read
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, UsageError) as error:
            raise IndexFolderError(_damaged(path, error)) from error

    def _check(self) -> None:
        """Raise ValueError for what no run of the program writes: wrong types, names that lead elsewhere."""
        if type(self.thumbnails) is not bool:
            raise ValueError(f"thumbnails is {self.thumbnails!r}")
        if any(isinstance(value, float) and not math.isfinite(value) for value in self.compute.values()):
            raise ValueError("a number of compute is not finite")
        if self.compute.get("dtype", "float32") not in DTYPES:
            raise ValueError(f"dtype is {self.compute['dtype']!r}")
        if self.part and not re.fullmatch(r"[1-9]\d{0,6}/[1-9]\d{0,6}", self.part):
            raise ValueError(f"part is {self.part!r}")
        places, owners = set(), set()
        for place, entry in enumerate(self.sources):
            places.add((entry.root, entry.name))
            owners.add(entry.id if entry.searchable else place)
        if len(places) < len(self.sources) or len(owners) < len(self.sources):
            raise ValueError("a source is listed twice")

    def root_folders(self, folder: Path) -> list[Path]:
        """Where the archives are, seen from the index in ``folder``: beside it when both were moved."""
        return [_find_root(root, folder) for root in self.roots]

    def add_root(self, root: Path, folder: Path) -> int:
        """Put a new archive last in ``roots``; returns its position."""
        self.roots.append(_root_record(root, folder))
        return len(self.roots) - 1


def _sources(listed: Any, roots: int) -> list[SourceEntry]:
    """The sources of a manifest; the ValueError of one that makes no sense says its number from 1."""
    entries = []
    for place, data in enumerate(listed, start=1):
        try:
            entries.append(source_entry(data, roots))
        except ValueError as error:
            raise ValueError(f"source {place}: {error}") from error
    return entries


def _no_number(name: str) -> None:
    """NaN and the like are not JSON, and could not be written again."""
    raise ValueError(f"a number is {name}")


def _band_rules(data: Any) -> BandRules:
    """The rules of a manifest; one made before there were any has none. Raises ValueError, UsageError."""
    rules = (tuple(text(rule, key) for rule in data.get(key, ())) for key in ("bands", "stretch"))
    return check_band_rules(BandRules(*rules))


def _root_record(root: Path, folder: Path) -> dict[str, str]:
    if is_address(root):
        return {"path": shown(root), "relative": ""}
    try:
        relative = Path(os.path.relpath(root, folder)).as_posix()
    except ValueError:  # another drive of Windows
        relative = ""
    return {"path": str(root), "relative": relative}


def _find_root(root: dict[str, str], folder: Path) -> Path:
    recorded = Path(root["path"])
    if root["relative"]:
        here = absolute(folder)
        beside = absolute(here / root["relative"])
        # An index inside its archive follows the archive; elsewhere the recorded place is trusted first.
        if here.is_relative_to(beside) or (_exists(beside) and not _exists(recorded)):
            return beside
    return recorded


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that no disk can hold
        return False


def _damaged(path: Path, error: Exception) -> str:
    words = f"{error} is missing" if isinstance(error, KeyError) else str(error)
    return f"{path} is damaged ({words[:300]}). Delete the folder {path.parent} and run msa index again."
