"""What a virtual raster (VRT) or an MRF says about other files, read without GDAL.

GDAL opens what these name without asking anybody. So their XML is read here first, without entities or includes, in one
pass that keeps the names and where in the raster each counts.
"""

from __future__ import annotations

import io
import xml.parsers.expat
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from msa_core import addresses
from msa_core.raster.gdal.locations import zips
from msa_core.raster.gdal.mosaics import foreign_names

MAX_BYTES = 1 << 26
# A GeoPackage or MBTiles in SQLite's mode WAL: GDAL makes files beside it, and may write into it, to read it.
WAL = "WAL"
WAL_REFUSED = (
    "It is a database in write-ahead mode (WAL), which cannot be read without writing beside it. Close the program "
    "that has it open; if none has, run: sqlite3 FILE 'PRAGMA journal_mode=delete'."
)
_HEAD_BYTES = 1024  # as much as GDAL looks at
NAME_TAGS = {"sourcefilename", "sourcedataset", "dempath", "datafile", "indexfile", "source"}
NAME_KEYS = {"x_dataset", "y_dataset", "overview_file"}
SOURCED = {"", "vrtsourcedrasterband", "vrtderivedrasterband"}
Rectangle = tuple[float, float, float, float]
ANYWHERE: Rectangle = (-np.inf, -np.inf, np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class MosaicSource:
    """One use of another file.

    Attributes:
        name: as GDAL opens it; ``inline`` when it is the XML of another virtual raster instead of a name.
        to, of: x0, y0, x1, y1 of the pixels it fills, and of the file's own pixels; without both, pixel by pixel, and
            with ``ANYWHERE`` in a way that only GDAL knows.
        role: ``raster``; ``raw`` for bytes that are pixels without being a raster; ``aside`` for what GDAL does without
            when it is missing, as a reduced copy.
    """

    name: str
    to: Rectangle | None = None
    of: Rectangle | None = None
    role: str = "raster"

    @property
    def inline(self) -> bool:
        """True when it holds XML in place of a name."""
        return self.name.lstrip().startswith("<")


@dataclass(frozen=True)
class Virtual:
    """What the XML says: its kind (``VRT``, ``MRF``), the other files, and what this program does not do."""

    kind: str
    sources: tuple[MosaicSource, ...]
    refused: str = ""

    @cached_property
    def _rectangles(self) -> np.ndarray:
        """(sources, 4) float64, infinite where a source may count anywhere."""
        return np.array([source.to or ANYWHERE for source in self.sources], float).reshape(-1, 4)

    def sources_in(self, box: Rectangle) -> list[MosaicSource]:
        """The sources that fill a part of a box; those aside are left out."""
        x0, y0, x1, y1 = box
        r = self._rectangles
        found = np.flatnonzero((r[:, 0] < x1) & (r[:, 2] > x0) & (r[:, 1] < y1) & (r[:, 3] > y0))
        return [self.sources[i] for i in found if self.sources[i].role != "aside"]


def kind_of(head: bytes) -> str:
    """``VRT``, ``MRF``, ``WAL`` or ``""``, judged by the first bytes of a file as GDAL does."""
    if b"<VRTDataset" in head[:_HEAD_BYTES].split(b"\0")[0]:
        return "VRT"
    if head.startswith(b"<MRF_META>"):
        return "MRF"
    if head.startswith(b"SQLite format 3\0") and 2 in head[18:20]:
        return WAL
    in_tar = head[257:262] == b"ustar" and head[512:522] == b"<MRF_META>"
    return "MRF in a tar" if in_tar else ""


def virtual_at(path: Path) -> Virtual | None:
    """What a file on disk or in a zip says, None when it is neither VRT nor MRF, or at an address. Raises OSError."""
    if addresses.is_address(path):
        return None
    if not zips.is_file(path):
        raise OSError(0, "it is missing, or no file")
    size, mtime_ns = zips.stat(path)
    return _virtual_at(str(path), size, mtime_ns)


@lru_cache(maxsize=1 << 16)
def _virtual_at(path: str, size: int, mtime_ns: int) -> Virtual | None:
    del size, mtime_ns  # the key: a file that was written anew is read anew
    with zips.open_bytes(Path(path)) as stream:
        head = stream.read(_HEAD_BYTES)
        kind = kind_of(head)
        if not kind:
            return None
        text = head + stream.read(MAX_BYTES)
    folder = zips.gdal_name(Path(path)).rpartition("/")[0] if zips.split(path) else str(Path(path).parent)
    return parse(kind, text, folder)


def parse(kind: str, text: bytes, folder: str) -> Virtual:
    """What the XML of a VRT or an MRF says; names relative to ``folder``, as GDAL writes it."""
    if len(text) > MAX_BYTES:
        return Virtual(kind, (), f"It is larger than {MAX_BYTES >> 20} MB, too large for a list of files.")
    if kind == WAL:
        return Virtual(kind, (), WAL_REFUSED)
    if kind == "MRF in a tar":
        return Virtual(kind, (), "It is an MRF inside a tar: unpack it first.")
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:  # GDAL writes names as the system has them
        text = text.decode("latin-1").encode("utf-8")
    reading = _Reading(kind, folder)
    try:
        reading.run(text)
    except xml.parsers.expat.ExpatError as error:
        return Virtual(kind, (), f"Its XML is damaged ({error}).")
    return Virtual(kind, tuple(dict.fromkeys(reading.sources)), reading.refused)


@dataclass(slots=True, kw_only=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)
    name: str = ""
    to: Rectangle | None = None
    of: Rectangle | None = None


class _Reading:
    """One pass over the XML. Tags and attributes count in any case of letters, as in GDAL."""

    def __init__(self, kind: str, folder: str) -> None:
        self.kind, self.folder = kind, folder
        self.sources: list[MosaicSource] = []
        self.refused = ""
        self._open: list[_Element] = []
        self._is_plain = kind == "VRT"

    def run(self, text: bytes) -> None:
        # The encoding is settled here because GDAL does not look at what the XML declares.
        parser = xml.parsers.expat.ParserCreate(encoding="utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ParseFile(io.BytesIO(text))

    def _refuse(self, sentence: str) -> None:
        self.refused = self.refused or sentence

    def _doctype(self, *_: object) -> None:
        raise xml.parsers.expat.ExpatError("it declares entities, which such a file does not need")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag, attributes = tag.lower(), {key.lower(): value for key, value in attributes.items()}
        self._open.append(_Element(tag=tag, attributes=attributes))
        if tag in ("vrtdataset", "vrtrasterband") and attributes.get("subclass", "").lower() not in SOURCED:
            self._is_plain = False
        if tag == "cachedsource":
            self._refuse(
                "It is a cache that GDAL fills from another raster whenever it is read, and reading writes nothing "
                "here. Convert it to GeoTIFF first (gdal_translate)."
            )
        for value in attributes.values():
            self._find_addresses(value)

    def _characters(self, text: str) -> None:
        self._open[-1].text.append(text)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        text = "".join(element.text).strip()
        self._find_addresses(text)
        if element.tag == "pixelfunctionlanguage" and text.lower() != "c":
            self._refuse(
                f"Its pixels come from a function in {text or 'another language'} inside it, and running code from a "
                "file is off. Run gdal_translate where you trust it, and index the GeoTIFF."
            )
        parent = self._open[-1] if self._open else _Element(tag="", attributes={})
        if element.tag == "srcrect":
            parent.of = _rectangle(element.attributes)
        elif element.tag == "dstrect":
            parent.to = _rectangle(element.attributes)
        elif text and self._names_a_file(element, parent):
            self._take_name(element, parent, text)
        if element.name:
            self._add(element)

    def _names_a_file(self, element: _Element, parent: _Element) -> bool:
        if element.tag == "source":
            return parent.tag == "cachedsource"
        is_key = element.tag == "mdi" and element.attributes.get("key", "").lower() in NAME_KEYS
        return is_key or element.tag in NAME_TAGS

    def _take_name(self, element: _Element, parent: _Element, text: str) -> None:
        if text.startswith("<"):
            if not text.lower().startswith(("<vrtdataset", "<?xml")):
                self._refuse(
                    "It holds the description of a service in place of a file's name, which is not a file."
                )
                return
        else:
            if reason := foreign_names.refusal_of(text):
                self._refuse(f"It names {reason}.")
                return
            if self.kind == "MRF" or element.attributes.get("relativetovrt", "0").strip() not in ("", "0"):
                text = foreign_names.joined(self.folder, text)
        if element.tag in ("sourcefilename", "sourcedataset") and not parent.name:
            parent.name = text
        else:
            self.sources.append(MosaicSource(text, role="raw" if self.kind == "MRF" else "aside"))

    def _add(self, element: _Element) -> None:
        role = "aside" if any(outer.tag == "overview" for outer in (*self._open, element)) else "raster"
        if element.attributes.get("subclass", "").lower() == "vrtrawrasterband":
            role = "raw"
        rectangles = (element.to, element.of) if self._is_plain else (ANYWHERE, None)
        self.sources.append(MosaicSource(element.name, *rectangles, role))

    def _find_addresses(self, text: str) -> None:
        if "vsi" not in text.lower() or foreign_names.is_asked(text):
            return
        if reason := foreign_names.system_in(text):
            self._refuse(f"It names {reason}.")


def _rectangle(attributes: dict[str, str]) -> Rectangle | None:
    try:
        x, y, width, height = (float(attributes[key]) for key in ("xoff", "yoff", "xsize", "ysize"))
    except (KeyError, ValueError):
        return None
    return (x, y, x + width, y + height) if width > 0 and height > 0 else None
