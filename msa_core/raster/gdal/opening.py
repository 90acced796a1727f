"""Opening datasets: the one place where GDAL's complaints become sentences.

GDAL handles belong to the thread that opened them; every reader opens its own.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msa_core import addresses
from msa_core.errors import SourceError
from msa_core.raster.gdal import decoded, unread_formats
from msa_core.raster.gdal.locations import inner, location, network, remote, zips
from msa_core.raster.gdal.locations.inner import Inside
from msa_core.raster.gdal.mosaics import composing, far_virtual, foreign_names, mosaic_sources, waiting
from msa_core.raster.gdal.mosaics.virtual import WAL, WAL_REFUSED, MosaicSource, Rectangle, Virtual, parse
from msa_core.raster.gdal.start import drivers, registering
from msa_core.raster.gdal.start.quieting import quiet

registering.start()

__all__ = [
    "GDAL_ERRORS", "DatasetReader", "Handle", "SeveralRastersError", "gdal_reading", "gdal_words", "inside_of",
    "open_dataset", "quiet",
]  # fmt: skip

import rasterio  # noqa: E402  (GDAL must not start before the environment is settled)
from rasterio._path import _parse_path  # noqa: E402
from rasterio.errors import RasterioIOError  # noqa: E402
from rasterio.io import DatasetReader  # noqa: E402

from msa_core.raster.gdal.gdal_errors import GDAL_ERRORS  # noqa: E402

# Beyond this GDAL's own arithmetic overflows; no such raster is real, but a damaged header says so.
_MAX_PIXELS = 1 << 46


def open_dataset(path: Path | str) -> DatasetReader:
    """Open a raster for reading by the calling thread; the caller closes it.

    Raises:
        SourceError: the file is missing, empty, not readable, not a raster, without bands, or a bomb in a zip.
        SeveralRastersError: it is not a raster itself and holds several.
    """
    return _open(Path(path))[0]


def _open(path: Path) -> tuple[DatasetReader, Virtual | None]:
    if inner.band_files(path):
        return _open_composed(path)
    if far_virtual.is_virtual(path):
        return _open_far_virtual(path)
    if location.of(path).kind is location.Kind.ADDRESS:
        return _open_address(path), None
    _check_file(inner.file_of(path))
    virtual, options = mosaic_sources.check_sources(inner.file_of(path)), {}
    if virtual is not None and virtual.kind == WAL:
        virtual, options = None, _database_options(inner.file_of(path))
    far = mosaic_sources.opened_at_once(inner.file_of(path), virtual) if virtual is not None else []
    try:
        with remote.reading_named(far), quiet():
            dataset = _bands_of_variables(rasterio.open(location.gdal_name(path), **options))
    except (*GDAL_ERRORS, ValueError, TypeError, OSError) as error:
        raise SourceError(path, _open_reason(path, error)) from error
    reason = _driver_reason(dataset, virtual) or _shape_reason(dataset)
    if reason:
        dataset.close()
        raise SourceError(path, reason)
    if dataset.count == 0:
        with dataset:
            raise SeveralRastersError(path, dataset.subdatasets)
    return dataset, virtual


def _open_address(path: Path) -> DatasetReader:
    """A raster at an address that was asked for, of a format that names no other file. Raises SourceError."""
    if network.is_asked(path):
        zips.check(path)

    def read() -> DatasetReader:
        with remote.reading(path), quiet():
            return DatasetReader(_parse_path(location.gdal_name(path)), driver=list(remote.DRIVERS))

    try:
        dataset = location.of(path).patiently(read)
    except (*GDAL_ERRORS, ValueError, TypeError, OSError) as error:
        raise SourceError(path, _address_reason(error)) from error
    return _checked(path, dataset)


def _open_far_virtual(path: Path) -> tuple[DatasetReader, Virtual]:
    """A virtual raster at an address, from its text: fetched once, it cannot name others when GDAL comes for it."""
    found = far_virtual.read(path)
    mosaic_sources.check_few(path, found.virtual)
    try:
        with remote.reading_named(mosaic_sources.opened_at_once(path, found.virtual)), quiet():
            dataset = rasterio.open(found.text)
    except (*GDAL_ERRORS, ValueError, TypeError, OSError) as error:
        raise SourceError(path, _open_reason(path, error)) from error
    return _checked(path, dataset), found.virtual


def _checked(path: Path, dataset: DatasetReader) -> DatasetReader:
    if reason := mosaic_sources.own_names_reason(dataset) or _shape_reason(dataset):
        dataset.close()
        raise SourceError(path, reason)
    return dataset


def _address_reason(error: BaseException) -> str:
    said = str(getattr(error, "strerror", None) or error)
    if said == network.NOT_ASKED:
        return said
    if "not recognized as being in a supported" in said:
        formats = "GeoTIFF, JPEG 2000, JPEG, PNG, WebP and virtual rasters (.vrt)"
        return f"At an address {formats} are read, and it is not among them: download it first."
    return f"It cannot be read from its address: {remote.words(said)}."


def _open_composed(path: Path) -> tuple[DatasetReader, Virtual | None]:
    """The picture of three files; each is opened first, so that what is wrong with one is said of that one."""
    with contextlib.ExitStack() as opened:
        bands = []
        for file in inner.band_files(path):
            try:
                bands.append(opened.enter_context(_open(file)[0]))
            except SourceError as error:
                raise SourceError(path, f"{file.name}: {error.reason}") from error
        text = composing.virtual_raster(path, bands)
    virtual = parse("VRT", text.encode("utf-8", "surrogateescape"), "")
    if any(map(addresses.is_address, inner.band_files(path))):  # each was asked for, or was not opened above
        names = (location.gdal_name(file) for file in inner.band_files(path))
        virtual = Virtual("VRT", tuple(map(MosaicSource, names)))
    if virtual.refused:
        raise SourceError(path, virtual.refused)
    try:
        with remote.reading_named(mosaic_sources.opened_at_once(path, virtual)), quiet():
            return rasterio.open(text), virtual
    except (*GDAL_ERRORS, ValueError, TypeError, OSError) as error:
        raise SourceError(path, _open_reason(path, error)) from error


def _database_options(path: Path) -> dict[str, str]:
    """How to open a database in write-ahead mode without a trace. Raises SourceError: there is no way."""
    waiting = path.with_name(f"{path.name}-wal")
    is_settled = not waiting.exists() or waiting.stat().st_size == 0
    if zips.split(path):
        return {}
    if not is_settled or _head(path)[68:72] != b"GPKG":  # only its driver can be told that nobody writes
        raise SourceError(path, WAL_REFUSED)
    return {"IMMUTABLE": "YES"}


def _bands_of_variables(dataset: DatasetReader) -> DatasetReader:
    """The picture that GDAL wrote as netCDF, opened as one raster: there each band is a variable, Band1, Band2 ..."""
    names = [name.rpartition(":")[2] for name in dataset.subdatasets]
    if dataset.driver != "netCDF" or dataset.count or not names:
        return dataset
    if names != [f"Band{number}" for number in range(1, len(names) + 1)]:
        return dataset
    whole = rasterio.open(dataset.name, VARIABLES_AS_BANDS="YES")
    unused, kept = (dataset, whole) if whole.count == len(names) else (whole, dataset)
    unused.close()
    return kept


def inside_of(dataset: DatasetReader, path: Path) -> Inside:
    """What a file holds beside the raster that it opens as; nothing for a raster inside a file."""
    with quiet():
        others = dataset.subdatasets
    if not others or inner.split(path):
        return Inside()
    return inner.inside(others, location.gdal_name(path), is_raster=True)


class SeveralRastersError(SourceError):
    """A file that is not a raster itself and holds several; ``subdatasets`` are the names of those that open."""

    def __init__(self, path: Path, subdatasets: Sequence[str]) -> None:
        found = inner.inside(subdatasets, location.gdal_name(path), is_raster=False)
        reason = f"It holds {len(subdatasets)} separate rasters: export the one you need as GeoTIFF."
        super().__init__(path, reason)
        self.subdatasets, self.left_out = found.subdatasets, found.left_out


class Handle:
    """A dataset that is opened anew after every failed read.

    GDAL remembers a failure and hides the next one: a second read of a cut-off JPEG gives grey, one of a
    virtual raster whose file is missing gives zeros, both without an error. Belongs to one thread.

    Raises:
        SourceError: as :func:`open_dataset` does, at once and whenever the file has gone since.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._dataset: DatasetReader | None
        self._dataset, self._virtual = _open(self.path)
        self._decoded: decoded.Decoded | None = None
        self._is_decoded = False
        self._is_refused = False
        self._is_closed = False
        self._lost: tuple[float, str] | None = None
        self._far: Sequence[Path] = ()

    @property
    def dataset(self) -> DatasetReader:
        """The open dataset. Raises ValueError after :meth:`close`."""
        if self._is_closed:
            raise ValueError("the raster was closed")
        if self._dataset is None:
            self._dataset, self._virtual = _open(self.path)
        return self._dataset

    @property
    def is_virtual(self) -> bool:
        """True for a raster made of others' pixels: it has no blocks of its own."""
        return self._virtual is not None and self._virtual.kind == "VRT"

    def check_window(self, box: Rectangle) -> None:
        """Of a virtual raster, look at the files that a window needs; of any other, whether one failed above it.

        Args:
            box: x0, y0, x1, y1 in pixels.

        Raises:
            MosaicFault: one is missing or damaged, and GDAL would invent its pixels (:mod:`.mosaic_sources` says why).
            RasterioIOError: as the read above did.
        """
        if self._lost is not None and box[3] >= self._lost[0]:
            raise RasterioIOError(self._lost[1])
        if self._virtual is not None:
            self._far = mosaic_sources.check_window(self.path, self._virtual, box)

    @property
    def pixels(self) -> DatasetReader:
        """The dataset to read values from: the file's, or its picture as Pillow decodes it, made at first use."""
        dataset = self.dataset
        if not self._is_decoded:
            try:
                self._decoded = decoded.decode(dataset, self.path)
            except decoded.Refused:
                self._is_refused = True
            self._is_decoded = True
        return self._decoded.dataset if self._decoded is not None else dataset

    def strictly(self) -> contextlib.AbstractContextManager[object]:
        """Within the block GDAL takes for an error what libjpeg finds corrupt, in a JPEG that Pillow refused.

        Otherwise it goes on with grey or with what stood there before, and only warns. In a sound JPEG such a warning
        may be harmless (bytes too many before a marker, as some cameras leave).

        It may open the addresses that a virtual raster names in the window that was checked last.
        """
        if self._is_refused:
            return rasterio.Env(GDAL_ERROR_ON_LIBJPEG_WARNING="YES")
        return remote.reading_named(self._far)

    def failed(self, box: Rectangle, error: BaseException) -> None:
        """Note that a window could not be read, and :meth:`renew`.

        A PNG or JPEG is decoded from its top: below the row where that fails no window can be read, and trying each
        would take hours (a kilobyte can claim to be 50,000 x 50,000 pixels).
        """
        dataset = self._dataset
        is_from_top = dataset is not None and dataset.driver in ("PNG", "JPEG") and not dataset.overviews(1)
        if is_from_top and (self._lost is None or box[3] < self._lost[0]):
            self._lost = box[3], gdal_words(error)
        self.renew()

    def waited(self) -> bool:
        """After a read that failed: whether its server asked to wait, which was done; it may be read once more then."""
        if not location.of(self.path).waited():
            return False
        self._lost = None
        self.renew()
        return True

    def renew(self) -> None:
        """Forget the dataset after an error; the next use opens the file again."""
        if self._decoded is not None:
            self._decoded.close()
        self._decoded, self._is_decoded = None, False
        if self._dataset is not None:
            self._dataset.close()
            self._dataset = None

    def close(self) -> None:
        """Give the file back for good."""
        self.renew()
        self._is_closed = True


@contextmanager
def gdal_reading(path: Path | str, what: str) -> Iterator[None]:
    """Turn GDAL's errors inside the block into a :class:`SourceError` that says ``what`` failed."""
    try:
        yield
    except MemoryError as error:
        raise SourceError(path, f"There is not enough memory to read {what}.") from error
    except (*GDAL_ERRORS, OSError, ValueError) as error:
        raise SourceError(path, f"Reading {what} failed: {fault_of(path, error)}.") from error


def fault_of(path: Path | str, error: BaseException) -> str:
    """What is wrong with a file that opened but cannot be read, with GDAL's words."""
    is_virtual = isinstance(error, mosaic_sources.MosaicFault) or Path(path).suffix.lower() == ".vrt"
    fault = "a file it names is missing or damaged" if is_virtual else "it is damaged"
    return f"{fault} ({gdal_words(error)})"


def gdal_words(error: BaseException) -> str:
    """GDAL's message with folders taken off the files it names; the sentence around it says the rest."""
    cause = error.__cause__ if error.__cause__ is not None else error
    words = str(getattr(cause, "errmsg", "") or cause).strip().rstrip(".")
    words = re.sub(r"[^\s']*[/\\]([^\s'/\\]+)", r"\1", network.without_secrets(words))
    words = re.sub(r"\s*\(this error can be turned.*?\)", "", words)
    return words[:200] or type(error).__name__


def _check_file(path: Path) -> None:
    """Ask the file system first: its reasons are clearer than GDAL's "not recognized"."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            # Opening a pipe that nobody writes to waits for ever.
            raise SourceError(path, "This is a device or a pipe, not a file.")
        if path.suffix.lower() == ".vrt":
            zips.check_virtual(path)
        if zips.check(path):
            return
        if path.is_dir():
            raise SourceError(path, "This is a folder, not a raster.")
        if name := waiting.waiting_beside(path):
            raise SourceError(
                path, f"Beside it lies {name}, a device or a pipe, for which GDAL would wait: move it."
            )
        with path.open("rb") as stream:
            if not stream.read(1):
                raise SourceError(path, "The file is empty (0 bytes).")
    except FileNotFoundError as error:
        raise SourceError(path, "There is no such file.") from error
    except PermissionError as error:
        raise SourceError(path, "There is no permission to read it: check the file's permissions.") from error
    except (OSError, ValueError) as error:
        raise SourceError(path, f"It cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def _open_reason(path: Path, error: BaseException) -> str:
    if isinstance(error, UnicodeEncodeError):  # GDAL takes names as UTF-8 only
        return "Its name, or that of a folder above it, is not valid Unicode (UTF-8): rename it."
    words = gdal_words(error)
    if reason := unread_formats.codec_reason(str(error)):
        return reason
    if reason := foreign_names.system_in(str(error).replace(location.gdal_name(path), "")):
        return f"It names {reason}."
    if isinstance(error, RasterioIOError) and "not recognized as being in a supported" in str(error):
        return unread_formats.format_reason(path, _head(path))
    if path.suffix.lower() == ".vrt":
        return f"The virtual raster cannot be opened, or a file it names is missing ({words})."
    return f"The file is damaged or incomplete ({words})."


def _head(path: Path) -> bytes:
    try:
        with location.of(path).open_bytes() as stream:
            return stream.read(unread_formats.HEAD_BYTES)
    except OSError:
        return b""


def _driver_reason(dataset: DatasetReader, virtual: Virtual | None) -> str:
    if dataset.driver not in drivers.READABLE:
        reason = drivers.LEFT_OUT.get(
            dataset.driver, "Nobody has looked yet at what it may do besides reading."
        )
        return f"Its format, {dataset.driver}, is not read. {reason}"
    if virtual is not None:
        return ""
    if reason := mosaic_sources.own_names_reason(dataset):
        return reason
    if dataset.driver in ("VRT", "MRF"):
        return f"It is taken for {dataset.driver}, but does not say so in its first bytes."
    with quiet():
        names = dataset.files
    reasons = (foreign_names.refusal_of(name) for name in names)
    return next((f"It names {reason}." for reason in reasons if reason), "")


def _shape_reason(dataset: DatasetReader) -> str:
    if dataset.count == 0:
        return "" if dataset.subdatasets else "It has no bands: there are no pixels to read."
    if dataset.width < 1 or dataset.height < 1 or dataset.width * dataset.height > _MAX_PIXELS:
        return f"Its header is damaged: {dataset.width} x {dataset.height} pixels."
    return ""
