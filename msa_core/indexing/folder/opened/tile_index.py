"""An index opened for searching: its manifest, its rows, and tiles as records."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from msa_core.addresses import shown
from msa_core.config import MANIFEST_NAME
from msa_core.errors import IndexFolderError, NothingUsableError
from msa_core.indexing.folder.cached.cache import IndexRows, load_rows
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.indexing.folder.manifest.report_lines import report_of
from msa_core.indexing.folder.nearest.vectors import VectorTable
from msa_core.indexing.folder.rows.shards import rings_of_wkb
from msa_core.names import absolute
from msa_core.progress import Progress
from msa_core.records import Bounds, IndexInfo, Tile


class TileIndex:
    """An index folder, opened. Reading only; another process may write it meanwhile.

    Args:
        folder: the index folder.
        progress: told while the cache is made, which happens when it is missing or old.

    Attributes:
        manifest: as it was when the index was opened.
        rows: all searchable tiles.
        vectors: their embeddings, ready to be ranked.

    Raises:
        IndexFolderError: it is not an index, damaged, or newer than this program.
    """

    def __init__(self, folder: Path | str, progress: Progress | None = None) -> None:
        self.folder = absolute(folder)
        self.manifest = Manifest.load(self.folder)
        self.rows: IndexRows = load_rows(self.folder, self.manifest, progress)
        self._check_widths()
        self.vectors = VectorTable(self.rows.embedding, self.rows.half, self.rows.folder)
        self._roots = self.manifest.root_folders(self.folder)
        # pyarrow looks through all chunks of a table for every row; each batch alone is quick.
        self._batches = self.rows.table.to_batches()
        self._starts = np.cumsum([0, *map(len, self._batches)])

    def __len__(self) -> int:
        return len(self.rows.source)

    @property
    def info(self) -> IndexInfo:
        """What the index holds, as a record."""
        manifest = self.manifest
        sources = tuple(
            report_of(s, self._roots[s.root] / s.name, s.state, s.reason or s.note) for s in manifest.sources
        )
        return IndexInfo(
            path=str(self.folder),
            roots=tuple(shown(root) for root in self._roots),
            tiles=len(self),
            dim=manifest.model.dim,
            model=manifest.model.fingerprint,
            ground_sizes_m=manifest.ground_sizes_m,
            sources=sources,
            bands=manifest.band_rules.bands,
            stretch=manifest.band_rules.stretch,
            thumbnails=0 if self.rows.thumbnails is None else self.rows.thumbnails.count,
            tiling=(manifest.tiling.tile_m, manifest.tiling.tile_px, manifest.tiling.overlap),
            model_folder=manifest.model.folder,
            origin=manifest.model.origin,
            extents=_extents(self.rows, [s.name for s in manifest.sources]) if self.is_foreign else (),
        )

    @property
    def is_foreign(self) -> bool:
        """Whether its embeddings are by a model of another program, which reads no words here."""
        return bool(self.manifest.model.origin)

    @property
    def only_folder(self) -> Path:
        """The index folder. Raises UsageError when several are searched as one."""
        return self.folder

    def _check_widths(self) -> None:
        """The cache was made of the shards: rows of another width than the manifest's belong to another model."""
        widths = self.rows.embedding.shape[1], self.rows.pooled.shape[1]
        wanted = self.manifest.model.width, sum(self.manifest.model.pooled_dims)
        if widths != wanted:
            raise IndexFolderError(
                f"{self.folder / MANIFEST_NAME} says that tiles have {wanted[0]} and {wanted[1]} values, but they "
                f"have {widths[0]} and {widths[1]}: it was changed by hand. Put the old one back, or delete the "
                "index folder and run msa index again."
            )

    def supersede(self, earlier: TileIndex | None) -> None:
        """Remove the cache of an earlier state of the same index. Whoever still reads it may go on, but Windows then
        keeps it until the index is finished.
        """
        old = earlier.rows.folder if earlier is not None and earlier.folder == self.folder else None
        if old is not None and self.rows.folder not in (None, old):
            shutil.rmtree(old, ignore_errors=True)

    def require_tiles(self) -> None:
        """Raise NothingUsableError when there is nothing to search."""
        if len(self):
            return
        if not self.manifest.sources:
            raise NothingUsableError(
                f"{self.folder} holds no tiles yet: indexing ended before the first source was finished. Run msa "
                "index again to go on."
            )
        raise NothingUsableError(
            f"{self.folder} holds no tiles: every source was refused, or its file is gone."
        )

    def tile(self, row: int) -> Tile:
        """The record of one row."""
        return self.tiles([row])[0]

    def tiles(self, rows: Sequence[int], told_as: Mapping[int, int] | None = None) -> list[Tile]:
        """The records of rows, in their order.

        Args:
            rows: positions in :attr:`rows`.
            told_as: for sources that have copies, by which of them their tiles are told: name, path and date; both
                are positions in ``Manifest.sources``. Others are told by their own.
        """
        chosen = np.asarray(rows, np.int64)
        return [
            self._tile(row, fields, told_as or {})
            for row, fields in zip(chosen.tolist(), self._fields(chosen, None), strict=True)
        ]

    def _tile(self, row: int, fields: Any, told_as: Mapping[int, int]) -> Tile:
        owner = int(self.rows.source[row])
        entry = self.manifest.sources[told_as.get(owner, owner)]
        x0, y0, x1, y1 = (int(v) for v in self.rows.pixel_bbox[row])
        when: dt.datetime | None = fields["datetime"]
        own = None if when is None else when.strftime("%Y-%m-%dT%H:%M:%SZ")
        return Tile(
            id=fields["id"],
            source=entry.name,
            path="" if self.is_foreign else shown(self._roots[entry.root] / entry.name),
            level=int(fields["level"]),
            pixel_bbox=(x0, y0, x1, y1),
            gsd_m=fields["gsd"],
            crs=fields["source_crs"],
            footprint_lonlat=rings_of_wkb(fields["geometry"]),
            datetime=entry.when if owner in told_as else own,
            nodata_percent=float(fields["nodata_percent"]),
        )

    def row_of(self, tile_id: str) -> int | None:
        """The row of a tile, None when the index holds no such tile."""
        import pyarrow.compute as pc

        for start, batch in zip(self._starts.tolist(), self._batches, strict=False):
            row = int(pc.index(batch.column("id"), tile_id).as_py())
            if row >= 0:
                return int(start) + row
        return None

    def stretch_of(self, tile: Tile) -> object:
        """The stretch (as JSON) that the tile was read with, be it told by the name of a copy of its source."""
        owner = tile.id.partition("/")[0]
        return next((s.stretch for s in self.manifest.sources if s.id == owner and s.tiles), None)

    def rows_of(self, tile_ids: Sequence[str]) -> dict[str, int]:
        """The rows of tiles, those that the index holds."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(list(tile_ids), pa.string())
        found: dict[str, int] = {}
        for start, batch in zip(self._starts.tolist(), self._batches, strict=False):
            ids = batch.column("id")
            places = np.flatnonzero(np.asarray(pc.is_in(ids, wanted)))
            found.update((ids[place].as_py(), int(start) + place) for place in places.tolist())
        return found

    def thumbnails(self, tile_ids: Sequence[str]) -> dict[str, bytes]:
        """The small pictures (WebP) that the index keeps of tiles, by id; those that it has."""
        kept = self.rows.thumbnails
        if kept is None or not tile_ids:
            return {}
        pictures = {tile: kept.of(row) for tile, row in self.rows_of(tile_ids).items()}
        return {tile: picture for tile, picture in pictures.items() if picture is not None}

    def pooled(self, rows: np.ndarray) -> np.ndarray:
        """Pooled features float16 (K, C_1+..+C_4) of rows."""
        return np.asarray(self.rows.pooled[rows])

    def geometry(self, rows: np.ndarray) -> list[bytes | None]:
        """Footprints of rows as WKB."""
        return self._fields(rows, "geometry")

    def _fields(self, rows: np.ndarray, column: str | None) -> list[Any]:
        """The values of one column for rows, or dicts of all columns."""
        which = np.searchsorted(self._starts, rows, side="right") - 1
        values: list[Any] = [None] * len(rows)
        for number in np.unique(which):
            places = np.flatnonzero(which == number)
            batch = self._batches[number]
            names = batch.schema.names if column is None else [column]
            columns = {name: batch.column(name) for name in names}
            # One value after the other: pyarrow's take and to_pylist cost far more for the few rows of a batch.
            for place, row in zip(
                places.tolist(), (rows[places] - self._starts[number]).tolist(), strict=True
            ):
                record = {name: cells[row].as_py() for name, cells in columns.items()}
                values[place] = record if column is None else record[column]
        return values


def _extents(rows: IndexRows, names: Sequence[str]) -> tuple[tuple[str, Bounds], ...]:
    """Of each source that has a position the box that holds its tiles; around the Earth where one crosses 180."""
    bounds = np.asarray(rows.bounds, np.float64)
    placed = np.isfinite(bounds).all(axis=1)
    bounds, source = bounds[placed], np.asarray(rows.source)[placed]
    if not len(bounds):
        return ()
    crosses = bounds[:, 0] > bounds[:, 2]
    bounds[crosses, 0], bounds[crosses, 2] = -180.0, 180.0
    order = np.argsort(source, kind="stable")
    starts = np.flatnonzero(np.diff(source[order], prepend=-1))
    low = np.minimum.reduceat(bounds[order, :2], starts)
    high = np.maximum.reduceat(bounds[order, 2:], starts)
    boxes = [(w, s, e, n) for (w, s), (e, n) in zip(low.tolist(), high.tolist(), strict=True)]
    return tuple(zip([names[number] for number in source[order][starts].tolist()], boxes, strict=True))
