"""The reader threads' side of indexing: rasters in, chunks of tiles out. Each thread opens its own readers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from msa_core.config import BandRules, Tiling
from msa_core.errors import SourceError
from msa_core.indexing.build.core_sharing import Turns
from msa_core.indexing.build.file_signature import bytes_digest, file_signature
from msa_core.lonlat import side_m
from msa_core.pictures.thumbnails import encode_thumbnail
from msa_core.raster import tiling as tilings
from msa_core.raster.find.stac.stac_items import ItemFacts
from msa_core.raster.gdal.locations import location
from msa_core.raster.gdal.locations.inner import Inside
from msa_core.raster.gdal.opening import SeveralRastersError
from msa_core.raster.pixels import taken
from msa_core.raster.pixels.reader import RasterReader
from msa_core.raster.pixels.reader_pool import ReaderPool
from msa_core.raster.pixels.stretch import Stretch
from msa_core.raster.tiling import TilePlan, TileWindow
from msa_core.records import RasterInfo, Ring, SourceFacts

# Tiles with more nodata than this say little about the ground: they are left out and counted. The only tile of a
# raster is left out when it holds nothing at all: else the raster could not be found.
EMPTY_ABOVE_PERCENT = 80.0
_READERS_KEPT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceJob:
    """A raster to be looked at.

    ``root`` is its archive's position in the manifest; size in bytes; ``again`` True when the tiles that are there
    are to be made anew; ``siblings`` names all rasters of a file that is none itself, when this is one of them;
    ``item`` is what the STAC item says that led to it.
    """

    name: str
    path: Path
    root: int
    size: int
    mtime_ns: int
    again: bool = False
    siblings: tuple[str, ...] = ()
    item: ItemFacts | None = None


@dataclass(slots=True, kw_only=True)
class OpenedSource:
    """A raster that could be opened: what the header and a sample of it told.

    ``subdatasets`` are the names of other rasters in the file; the ``plan`` warns of tiles outside what the model was
    trained on.
    """

    job: SourceJob
    content_id: str
    digest: str
    info: RasterInfo
    stretch: Stretch
    datetime: str | None
    plan: TilePlan
    note: str
    taken: SourceFacts
    subdatasets: tuple[str, ...] = ()

    @property
    def tiles(self) -> int:
        """How many are planned."""
        return len(self.plan)

    @property
    def others_inside(self) -> list[str]:
        """The other rasters of its file, or all of them where the file itself is none."""
        return list(self.subdatasets or self.job.siblings)


@dataclass(frozen=True, slots=True)
class Container:
    """A file that is not a raster itself and holds several: the names of those, and a phrase for those left out."""

    job: SourceJob
    subdatasets: tuple[str, ...]
    left_out: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TileFacts:
    """What is known of a tile once it is read.

    Attributes:
        footprint: rings in WGS84 degrees, empty without position.
        gsd_m: ground metres per pixel as read: the tile's side by the side of what the model sees; None without
            position.
        blank: True when it shows nothing.
        thumbnail: a small WebP of it; None when none is wanted.
    """

    window: TileWindow
    footprint: tuple[Ring, ...]
    gsd_m: float | None
    nodata_percent: float
    blank: bool
    thumbnail: bytes | None


@dataclass(slots=True, kw_only=True)
class TileChunk:
    """Tiles read: ``images`` uint8 (S, S, 3) aligned with ``tiles``; what fell out is counted."""

    opened: OpenedSource
    images: list[np.ndarray] = field(default_factory=list)
    tiles: list[TileFacts] = field(default_factory=list)
    empty: int = 0
    failed: int = 0
    reason: str = ""


class TileWorker:
    """What the reader threads run."""

    def __init__(
        self,
        tiling: Tiling,
        input_px: int,
        ground_range_m: tuple[float, float],
        band_rules: BandRules | None = None,
        turns: Turns | None = None,
        thumbnails: bool = False,
    ) -> None:
        self._tiling = tiling
        self._thumbnails = thumbnails
        self._turns = turns if turns is not None else Turns(1, 0)
        self._band_rules = band_rules if band_rules is not None else BandRules()
        self._input_px = input_px
        self._ground_range_m = ground_range_m
        self._pool = ReaderPool(_READERS_KEPT)

    def open(self, job: SourceJob) -> OpenedSource | Container | SourceError:
        """Open a raster, measure its stretch and plan its tiles; the refusal is returned, not raised."""
        try:
            job = _located(job)
            bands, stretching = self._band_rules.of(job.name)
            with (
                self._turns.reading(),
                RasterReader(job.path, job.name, bands=bands, stretching=stretching) as reader,
            ):
                return self._describe(job, reader, reader.inside)
        except SeveralRastersError as error:
            return Container(job, error.subdatasets, error.left_out) if error.subdatasets else error
        except SourceError as error:
            return error
        except Exception as error:  # noqa: BLE001  one odd file must not end the run of all others
            return SourceError(job.path, _unexpected(error))

    def read(self, opened: OpenedSource, numbers: range) -> TileChunk:
        """Read the tiles of these numbers in the plan; those that cannot be read are counted in the chunk."""
        chunk = TileChunk(opened=opened)
        for number in numbers:
            try:
                with self._turns.reading():
                    reader = self._pool.reader(opened.job.path, opened.job.name, opened.stretch)
                    self._read_one(chunk, reader, opened.plan[number])
            except SourceError as error:
                chunk.failed += 1
                chunk.reason = chunk.reason or error.reason
            except Exception as error:  # noqa: BLE001  as above
                chunk.failed += 1
                chunk.reason = chunk.reason or _unexpected(error)
        return chunk

    def _describe(self, job: SourceJob, reader: RasterReader, inside: Inside) -> OpenedSource:
        facts = taken.facts_of(reader, [inside.left_out] if inside.left_out else [], job.item)
        return OpenedSource(
            job=job,
            content_id=reader.content_id(),
            digest=bytes_digest(job.path),
            info=reader.info,
            stretch=reader.stretch,
            datetime=facts.datetime,
            plan=tilings.plan(reader.info, reader.georef, self._tiling, self._ground_range_m),
            note=reader.info.note,
            taken=facts,
            subdatasets=inside.subdatasets,
        )

    def _read_one(self, chunk: TileChunk, reader: RasterReader, window: TileWindow) -> None:
        image, valid = reader.read(window.pixel_bbox, self._input_px)
        nodata_percent = 100.0 * (1.0 - float(valid.mean()))
        if nodata_percent > EMPTY_ABOVE_PERCENT and (chunk.opened.tiles > 1 or not valid.any()):
            chunk.empty += 1
            return
        footprint = reader.georef.footprint_lonlat(window.pixel_bbox)
        ground_m = side_m(footprint)
        facts = TileFacts(
            window=window,
            footprint=footprint,
            gsd_m=None if ground_m is None else ground_m / self._input_px,
            nodata_percent=nodata_percent,
            blank=reader.is_blank(window.pixel_bbox, image, valid),
            thumbnail=encode_thumbnail(image) if self._thumbnails else None,
        )
        chunk.images.append(image)
        chunk.tiles.append(facts)


def _located(job: SourceJob) -> SourceJob:
    """The job with what its server says of an address, which only now is asked. Raises SourceError."""
    where = location.of(job.path)
    if where.kind is not location.Kind.ADDRESS:
        return job
    try:
        size, mtime_ns = file_signature(job.path)
    except OSError as error:
        raise SourceError(
            job.path, f"It cannot be read: {(error.strerror or str(error)).rstrip('.')}."
        ) from error
    return replace(job, size=size, mtime_ns=mtime_ns)


def _unexpected(error: Exception) -> str:
    return f"Reading it failed in an unforeseen way ({type(error).__name__}: {str(error)[:160]})."
