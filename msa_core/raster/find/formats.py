"""Which files of a folder are rasters: by their endings, else by their first bytes, without opening any with GDAL.

A listing has to stay quick for 100,000 files, and nothing may be passed over in silence. So files that are called like
documents are never touched, files called like a raster are tried when their turn comes, and of the rest the first
bytes decide. What belongs to a raster beside it (headers, world files, overviews) is not a raster of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from msa_core.raster.find import endings

HEAD_BYTES = 1024


class Peek(Protocol):
    """A look into the files of one folder."""

    def head(self, name: str) -> bytes:
        """The first bytes of a file, at most ``HEAD_BYTES``; empty for what is not an ordinary file or unreadable."""

    def holds_pictures(self, name: str) -> bool:
        """Whether an SQLite file (GeoPackage, MBTiles) holds pictures, not only outlines."""


@dataclass(slots=True, kw_only=True)
class Sorted:
    """The files of one folder: names of rasters, of zips, of what must be unpacked first, and kinds of the rest.

    ``beside`` counts the files that belong to others: headers, world files, overviews, parts of shapefiles.
    ``numbered`` has the names of the bands of each scene whose sensor is not known, by number: rasters all of them.
    """

    rasters: list[str] = field(default_factory=list)
    zips: list[str] = field(default_factory=list)
    packed: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    beside: int = 0
    numbered: list[list[str]] = field(default_factory=list)


def sort_folder(names: Iterable[str], peek: Peek) -> Sorted:
    """Sort the files of one folder. ``names`` without folders and without hidden files."""
    names = sorted(names)
    found = Sorted()
    unclear: list[str] = []
    for name in names:
        end = ending(name)
        if end == endings.ZIP_ENDING:
            found.zips.append(name)
        elif end in endings.RASTER_ENDINGS:
            found.rasters.append(name)
        elif end in endings.PACKED and (end in endings.PACKS_MANY or _is_packed_raster(name)):
            found.packed.append(name)
        else:
            unclear.append(name)
    # Pairs first: the header of one file may be called like another raster.
    unclear = _take_pairs(unclear, found, peek)
    belongs = _Beside(found.rasters, names)
    for name in [name for name in unclear if not belongs(name)]:
        if ending(name) not in endings.OTHER_ENDINGS and _is_raster(name, peek):
            found.rasters.append(name)
        else:
            found.others.append(name)
    # Only now it is known which of the rest belong to the rasters that their bytes gave away.
    belongs = _Beside(found.rasters, names)
    kept = [name for name in found.others if not belongs(name)]
    found.rasters.sort()
    found.beside = len(names) - len(found.rasters) - len(found.zips) - len(found.packed) - len(kept)
    found.others = [kind_of(name) for name in kept]
    return found


def ending(name: str) -> str:
    """The ending in small letters with its dot, ``""`` without one."""
    stem, dot, end = name.rpartition(".")
    return f".{end.lower()}" if dot and stem else ""


def kind_of(name: str) -> str:
    """What a file is counted as: its ending, or words."""
    end = ending(name)
    if end == ".bil":
        return ".bil without a header (.hdr)"
    if end == ".hdr":
        return ".hdr without its data"
    if end in (".gpkg", ".mbtiles", ".db", ".sqlite"):
        return f"{end} without pictures"
    plain = end[1:].isascii() and end[1:].isalnum() and len(end) <= 12
    return end if plain else "with an odd ending" if end else "without an ending"


def _is_packed_raster(name: str) -> bool:
    """True for ``scene.tif.gz`` and ``scenes.tar.gz``."""
    inner = ending(name.rpartition(".")[0])
    return inner in endings.RASTER_ENDINGS or inner == ".tar"


class _Beside:
    """Knows which files belong to a raster (or to a shapefile) of the same folder."""

    def __init__(self, rasters: Iterable[str], names: Iterable[str]) -> None:
        self._whole = {name.lower() for name in rasters}
        self._stems = {name.rpartition(".")[0] or name for name in self._whole}
        self._shapes = {n.lower()[:-4] for n in names if n.lower().endswith(".shp")}

    def __call__(self, name: str) -> bool:
        lower = name.lower()
        for end in endings.APPENDED:
            if lower.endswith(end) and lower[: -len(end)] in self._whole:
                return True
        stem, _, end = lower.rpartition(".")
        end = f".{end}"
        if end in endings.BESIDE_SHAPEFILES and stem.removesuffix(".shp") in self._shapes:
            return True
        if end in endings.BESIDE or _is_world_file(end):
            return stem in self._stems or stem.removesuffix("_rpc") in self._stems
        return False


def _is_world_file(end: str) -> bool:
    """``.tfw``, ``.jgw``, ``.tifw``, ``.jpgw`` ...: short, and ends in w (or x, for a format of more digits)."""
    return 4 <= len(end) <= 6 and (end.endswith("w") or end == ".tfwx")


def _take_pairs(names: list[str], found: Sorted, peek: Peek) -> list[str]:
    """Move data files that have a header (ENVI, ESRI's BIL and GRIDFLOAT) to the rasters; returns the rest."""
    left = dict.fromkeys(names)
    for header in [name for name in names if ending(name) == ".hdr"]:
        if not _is_header(peek.head(header)):
            continue
        data = _data_of(header, list(left))
        if data is not None:
            found.rasters.append(data)
            del left[data], left[header]
    return list(left)


def _is_header(head: bytes) -> bool:
    words = head.lower()
    return head.startswith(b"ENVI") or (b"ncols" in words and (b"nrows" in words or b"nbands" in words))


def _data_of(header: str, names: list[str]) -> str | None:
    """The file that a header describes: ``a.dat`` for ``a.dat.hdr``, else the likeliest of its stem."""
    stem = header[:-4]
    if stem in names:
        return stem
    same = {ending(name): name for name in names if (name.rpartition(".")[0] or name) == stem}
    for end in endings.RAW:
        if end in same:
            return same[end]
    known = endings.OTHER_ENDINGS | endings.BESIDE
    rest = [name for end, name in same.items() if end not in known]
    return rest[0] if len(rest) == 1 else None


def _is_raster(name: str, peek: Peek) -> bool:
    head = peek.head(name)
    if head.startswith(endings.SQLITE_MAGIC):
        return peek.holds_pictures(name)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return head.startswith(endings.MAGIC) or text.startswith(endings.TEXT_MAGIC)
