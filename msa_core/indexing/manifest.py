"""``manifest.json``: what an index was made of and with. Written whole or not at all, versioned."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from msa_core import __version__
from msa_core.config import Tiling
from msa_core.errors import IndexFolderError, UsageError
from msa_core.indexing.names import absolute
from msa_core.indexing.storage import write_whole

MANIFEST_NAME = "manifest.json"
SHARD_FOLDER = "shards"
FORMAT = 1


@dataclass(slots=True)
class SourceEntry:
    """One raster of the index.

    Attributes:
        id: 16 hex digits from the content, so it survives a move; ``""`` for a refused file.
        content_id, digest: what ``id`` was made of: a sparse read of the pixels, and sampled bytes of the file.
        name: path relative to its root, with ``/``.
        root: position of its archive in ``Manifest.roots``.
        size, mtime_ns: of the file when it was last looked at.
        state: ``indexed``, ``partial``, ``refused``, ``missing`` or ``copy`` (same content as another entry).
        shard: file name under ``shards/``, ``""`` without tiles.
        tiles: tiles in the shard; ``planned`` those the tiling asked for; ``empty`` those left out as almost
            only nodata; ``failed`` those that could not be read.
        stretch: the contrast stretch as JSON, the same for every tile of the source.
        reason: why it is partial or refused; ``note``: what should be known, e.g. outside the trained range.
    """

    id: str
    name: str
    root: int
    size: int
    mtime_ns: int
    state: str
    content_id: str = ""
    digest: str = ""
    shard: str = ""
    tiles: int = 0
    planned: int = 0
    empty: int = 0
    failed: int = 0
    stretch: Any = None
    reason: str = ""
    note: str = ""

    @property
    def searchable(self) -> bool:
        """True when its tiles take part in searches."""
        return self.state in ("indexed", "partial") and self.tiles > 0


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The model an index was made with: searches need the same one."""

    fingerprint: str
    folder: str
    dim: int
    pooled_dims: tuple[int, ...]
    input_px: int
    ground_range_m: tuple[float, float]


@dataclass(slots=True)
class Manifest:
    """The JSON of an index.

    Attributes:
        roots: absolute path of each archive, beside its path relative to the index folder, so that an archive
            and the index inside it can be moved together.
        ground_sizes_m: ground size of each level, empty when tiles are counted in pixels.
        compute: device, dtype and batch of the last run.
    """

    model: ModelFacts
    tiling: Tiling
    ground_sizes_m: tuple[float, ...] = ()
    compute: dict[str, Any] = field(default_factory=dict)
    roots: list[dict[str, str]] = field(default_factory=list)
    sources: list[SourceEntry] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The content of the file."""
        return {
            "format": FORMAT,
            "software": f"msa-analyst {__version__}",
            "model": asdict(self.model),
            "tiling": asdict(self.tiling),
            "ground_sizes_m": list(self.ground_sizes_m),
            "compute": self.compute,
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
            data = json.loads(path.read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError) as error:
            raise IndexFolderError(
                f"{folder} is no index (it has no {MANIFEST_NAME}). Make one with: msa index ARCHIVE --out {folder}"
            ) from error
        except OSError as error:
            raise IndexFolderError(f"{path} cannot be read: {error.strerror or error}.") from error
        except ValueError as error:
            raise IndexFolderError(_damaged(path, error)) from error
        return cls._from_json(data, path)

    @classmethod
    def _from_json(cls, data: Any, path: Path) -> Manifest:
        try:
            version = int(data["format"])
            if version > FORMAT:
                raise IndexFolderError(
                    f"{path} has format {version}; this program reads up to {FORMAT}. Update MSA Analyst."
                )
            known = {f.name for f in fields(SourceEntry)}
            tile_m = data["tiling"]["tile_m"]
            model = data["model"]
            west, east = model["ground_range_m"]
            read = cls(
                model=ModelFacts(
                    str(model["fingerprint"]), str(model["folder"]), int(model["dim"]),
                    tuple(int(c) for c in model["pooled_dims"]), int(model["input_px"]), (float(west), float(east)),
                ),
                tiling=Tiling(
                    tuple(float(m) for m in tile_m) if tile_m else None,
                    data["tiling"]["tile_px"], float(data["tiling"]["overlap"]),
                ),
                ground_sizes_m=tuple(float(m) for m in data["ground_sizes_m"]),
                compute=dict(data["compute"]),
                roots=[{"path": str(r["path"]), "relative": str(r["relative"])} for r in data["roots"]],
                sources=[SourceEntry(**{k: v for k, v in s.items() if k in known}) for s in data["sources"]],
            )  # fmt: skip
            if not all(0 <= s.root < len(read.roots) and s.tiles >= 0 for s in read.sources):
                raise ValueError("a source lies in no archive or has fewer than 0 tiles")
            return read
        except (KeyError, TypeError, ValueError, AttributeError, UsageError) as error:
            raise IndexFolderError(_damaged(path, error)) from error

    def root_folders(self, folder: Path) -> list[Path]:
        """Where the archives are, seen from the index in ``folder``: beside it when both were moved."""
        return [_find_root(root, folder) for root in self.roots]

    def add_root(self, root: Path, folder: Path) -> int:
        """Put a new archive last in ``roots``; returns its position."""
        self.roots.append(_root_record(root, folder))
        return len(self.roots) - 1


def _root_record(root: Path, folder: Path) -> dict[str, str]:
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
        if here.is_relative_to(beside) or (beside.exists() and not recorded.exists()):
            return beside
    return recorded


def _damaged(path: Path, error: Exception) -> str:
    return f"{path} is damaged ({error}). Delete the folder {path.parent} and run msa index again."
