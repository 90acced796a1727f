"""An index described as a STAC collection, so that catalogues and GIS find its shards.

STAC 1.1.0 with the fields of the STAC embedding extension (``emb:``, v0.0.1, a proposal still: the version is pinned
in ``emb:version``), ``table:columns`` of the table extension and the checksums of the file extension. Every ``emb:``
field is the one of the shards' own ``emb`` metadata.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from msa_core.errors import IndexFolderError, NothingUsableError
from msa_core.files import check_ordinary, make_folder, write_whole
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest
from msa_core.indexing.folder.rows.row_groups import ROW_GROUP_ROWS
from msa_core.indexing.folder.rows.schema import HUBNESS, POOLED, shard_schema
from msa_core.indexing.folder.rows.shards import shard_footer
from msa_core.names import absolute
from msa_core.progress import Progress

STAC_VERSION = "1.1.0"
TABLE_EXTENSION = "https://stac-extensions.github.io/table/v1.2.0/schema.json"
FILE_EXTENSION = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
# What a multihash puts before a sha256: its code and its length of 32 bytes.
_SHA256_MULTIHASH = "1220"
PARQUET = "application/vnd.apache.parquet"
_DESCRIPTIONS = {
    "id": "source / level / row / column, stable",
    "geometry": "footprint of the tile, WKB, OGC:CRS84",
    "bbox": "bounds of the footprint; xmin > xmax across the antimeridian",
    "embedding": "embedding of the tile, L2-normalised",
    "datetime": "when the picture was taken, UTC",
    "source": "file, relative to its archive",
    "source_crs": "coordinate system of the file",
    "pixel_bbox": "x0, y0, x1, y1 in pixels of the file, ends exclusive",
    "gsd": "ground metres per pixel as read",
    "level": "index of the ground size, 0 the smallest",
    "nodata_percent": "part of the tile without data, percent",
    HUBNESS: "how near the tile is to texts in general: a share of it (the model's hub_weight, a half "
    "where none is said) is taken off its cosine with any text",
    POOLED: "pooled features of the four scales, float16",
}


def export_collection(
    folder: Path | str,
    out: Path | str | None = None,
    name: str | None = None,
    license_id: str = "other",
    progress: Progress | None = None,
) -> Path:
    """Write the STAC collection of an index.

    Args:
        folder: the index folder.
        out: the JSON file; by default ``collection.json`` in the index. Links to the shards are relative to it, so
            that the index can move with it.
        name: id of the collection, by default the name of the folder.
        license_id: an SPDX identifier, or ``other``.
        progress: told after each shard; may raise ``Cancelled``.

    Returns:
        The file that was written.

    Raises:
        IndexFolderError: it is not an index, or a shard is missing or damaged.
        NothingUsableError: the index holds no tiles.
        StorageError: the file cannot be written.
    """
    folder = absolute(folder)
    path = absolute(out) if out is not None else folder / "collection.json"
    manifest = Manifest.load(folder)
    make_folder(path.parent)
    data = collection(manifest, folder, path.parent, progress or Progress())
    data["id"] = name or folder.name.lstrip(".") or "index"
    data["license"] = license_id
    write_whole(path, json.dumps(data, indent=1, ensure_ascii=True, allow_nan=False).encode("ascii"))
    return path


def collection(manifest: Manifest, folder: Path, seen_from: Path, progress: Progress) -> dict[str, Any]:
    """The collection as JSON, without ``id`` and ``license``; links relative to the folder ``seen_from``."""
    shards = sorted({entry.shard for entry in manifest.sources if entry.searchable})
    if not shards:
        raise NothingUsableError(f"{folder} holds no tiles: there is nothing to describe.")
    assets: dict[str, Any] = {}
    extent = _Extent()
    for number, shard in enumerate(shards):
        progress(number / len(shards), f"{shard} ({number + 1} of {len(shards)})")
        path = folder / SHARD_FOLDER / shard
        assets[Path(shard).stem] = _asset(path, manifest, seen_from)
        extent.add_shard(path)
    emb = json.loads(shard_schema(manifest.model, manifest.tiling).metadata[b"emb"])
    return {
        "type": "Collection",
        "stac_version": STAC_VERSION,
        "stac_extensions": [TABLE_EXTENSION, FILE_EXTENSION],
        "id": "",
        "title": "Tile embeddings",
        "description": (
            f"Embeddings of {sum(e.tiles for e in manifest.sources if e.searchable)} tiles of "
            f"{sum(e.searchable for e in manifest.sources)} rasters, as GeoParquet, made by MSA Analyst."
        ),
        "license": "other",
        "extent": extent.to_json(),
        "links": [],
        "assets": assets,
        **{f"emb:{key}": value for key, value in emb.items()},
    }


def _asset(path: Path, manifest: Manifest, seen_from: Path) -> dict[str, Any]:
    footer = shard_footer(path)
    record = manifest.shards.get(path.name)
    checksum: dict[str, Any] = {}
    if record is not None:
        checksum = {"file:checksum": f"{_SHA256_MULTIHASH}{record.sha256}", "file:size": record.bytes}
    return {
        "href": Path(os.path.relpath(path, seen_from)).as_posix(),
        "type": PARQUET,
        "roles": ["data"],
        "title": path.name,
        "table:primary_geometry": "geometry",
        "table:row_count": footer.rows,
        "table:columns": [
            {"name": field.name, "type": str(field.type), "description": _DESCRIPTIONS.get(field.name, "")}
            for field in footer.schema
        ],
        **checksum,
    }


class _Extent:
    """Bounds and times of tiles, gathered shard by shard."""

    def __init__(self) -> None:
        self._bounds: np.ndarray | None = None
        self._crosses = False
        self._times: list[dt.datetime] = []

    def add_shard(self, path: Path) -> None:
        """Take the tiles of one shard. Raises IndexFolderError when it cannot be read."""
        try:
            check_ordinary(path)
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(ROW_GROUP_ROWS, columns=["bbox", "datetime"]):
                    self._add(batch)
        except (OSError, ValueError, KeyError, pa.ArrowException) as error:
            raise IndexFolderError(f"{path} is damaged: run msa verify.") from error

    def _add(self, batch: pa.RecordBatch) -> None:
        limits = pc.min_max(batch.column("datetime")).as_py()
        self._times += [limits["min"], limits["max"]] if limits["min"] is not None else []
        box = batch.column("bbox").drop_null()
        if not len(box):
            return
        west, south, east, north = (np.asarray(box.field(side)) for side in range(4))
        self._crosses = self._crosses or bool((west > east).any())
        here = np.array([west.min(), south.min(), east.max(), north.max()])
        old = here if self._bounds is None else self._bounds
        self._bounds = np.array([*np.minimum(old[:2], here[:2]), *np.maximum(old[2:], here[2:])])

    def to_json(self) -> dict[str, Any]:
        """The extent of STAC. Tiles without position or time leave it open: the whole Earth, no ends."""
        whole = np.array([-180.0, -90.0, 180.0, 90.0])
        bounds = whole if self._bounds is None else self._bounds
        if self._crosses:
            bounds = np.array([-180.0, bounds[1], 180.0, bounds[3]])
        ends = [min(self._times), max(self._times)] if self._times else [None, None]
        interval = [None if end is None else end.strftime("%Y-%m-%dT%H:%M:%SZ") for end in ends]
        return {
            "spatial": {"bbox": [[float(side) for side in bounds]]},
            "temporal": {"interval": [interval]},
        }
