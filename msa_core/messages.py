"""What the window and the engine process say to each other: plain records over a pipe.

The window sends :class:`Request`; the engine answers with any number of :class:`Progressed` and exactly
one :class:`Reply` of the same id. Bodies and their answers:

=================  ==========================================
body               ``Reply.value``
=================  ==========================================
ScanArchive        :class:`ArchiveListing`
FindItems          :class:`~msa_core.stac_search.KeptItems`
OpenIndex          :class:`~msa_core.records.IndexInfo`
RefreshIndex       :class:`~msa_core.records.IndexInfo`, None when nothing can be read yet
CheckFiles         paths of files that have changed since they were indexed, a tuple
Search             :class:`~msa_core.records.SearchResult`
CaptionPicture     :class:`PictureAnswer`
Explain            :class:`~msa_core.records.Explanation`
SaveOverlays       :class:`SavedOverlays`
ExportHits         :class:`ExportedHits`
WriteEvidence      :class:`WrittenEvidence`
GroupScores        :class:`ScoreGroups`
CountSearches      a tuple of :class:`SearchCount`, search by search
CountInAreas       a tuple of :class:`SearchCount`, search by search, area by area
ListDevices        a tuple of :class:`ComputeDevice`, the processor last
UseDevice          None (the next question loads the model there)
ReadThumbnails     :class:`TileThumbnails`
WarmUp             None (imports and loads the model so that the first query is quick)
Shutdown           None, then the process ends
=================  ==========================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msa_core.records import (
    Background,
    CaptionHit,
    IndexInfo,
    Listing,
    PassedOver,
    Query,
    RasterInfo,
    SearchResult,
    SourceReport,
    Tile,
    TileHit,
)
from msa_core.stac_search import FindItems


@dataclass(frozen=True, slots=True)
class ScanArchive:
    """List the rasters under files and folders by reading headers only.

    ``asked`` are addresses that may be read; ``network``: all may be that lists, catalogues and virtual rasters name.
    """

    paths: tuple[str, ...]
    asked: tuple[str, ...] = ()
    network: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveListing:
    """Rasters that can be shown, files that cannot, each with its reason, and counts of those that are not rasters.

    ``is_network_left_out``: something was refused because it lies at an address, and nobody asked for the network.
    """

    rasters: tuple[RasterInfo, ...]
    refused: tuple[SourceReport, ...]
    passed_over: PassedOver = field(default_factory=PassedOver)
    is_network_left_out: bool = False


def counted(kinds: Mapping[str, int]) -> PassedOver:
    """What was passed over, the most frequent kind first."""
    return PassedOver(tuple(sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))))


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """Open an index folder; ``model`` is a checkpoint folder, None for the starter.

    ``more``: index folders of the same model, searched with it as one.
    """

    path: str
    model: str | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshIndex:
    """Open what is finished of an index while another process writes it; what is open stays when that fails.

    ``more``: as for :class:`OpenIndex`.
    """

    path: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckFiles:
    """Look which files of the open index have changed since, without opening any."""


@dataclass(frozen=True, slots=True)
class Search:
    """Rank the open index's tiles for ``query``; the best ``k`` come back, chosen by ``listing`` (None: as usual)."""

    query: Query
    k: int = 20
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class CaptionPicture:
    """Caption a picture or GeoTIFF, and find similar tiles when an index is open.

    ``bank`` is a file of sentences to choose from, as ``msa caption --bank`` takes it; None: the program's own words.
    """

    path: str
    captions: int = 5
    similar: int = 12
    bank: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureAnswer:
    """Captions best first, similar tiles (empty without an open index), and the background of their scores.

    ``note`` says why there is no caption, where none fits.
    """

    path: str
    captions: tuple[CaptionHit, ...] = ()
    similar: tuple[TileHit, ...] = ()
    background: Background | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explain:
    """Make the heatmaps of ``text`` on ``tile``; with the query that found it, tell what the score is made of too."""

    tile: Tile
    text: str
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class SaveOverlays:
    """Write the overlays of a hit, or of a described picture, into a folder; files of the same names are replaced."""

    hit: TileHit
    text: str
    query: Query | None
    folder: str


@dataclass(frozen=True, slots=True)
class SavedOverlays:
    """The files that were written."""

    files: tuple[str, ...]


GROUPINGS = ("ground", "source")
"""What scores are told apart by: the ground size of the tiles, or their source."""


@dataclass(frozen=True, slots=True)
class GroupScores:
    """How the tiles of each group of ``GROUPINGS`` score for a query."""

    query: Query
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGroup:
    """The scores of some tiles of an index.

    Attributes:
        name: the ground size, or the source.
        tiles: that pass the filters and show something.
        best: their highest score.
        above_cut: those at the cut of the background or above, None without a cut.
        counts: of them in bins of equal width.
    """

    name: str
    tiles: int
    best: float
    above_cut: int | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGroups:
    """Groups of one kind, on one axis from ``low`` to ``high``; ``others`` counts those that are left out."""

    by: str
    low: float
    high: float
    groups: tuple[ScoreGroup, ...]
    others: int


@dataclass(frozen=True, slots=True)
class CountSearches:
    """What several searches find everywhere."""

    searches: tuple[Search, ...]


@dataclass(frozen=True, slots=True)
class CountInAreas:
    """What several searches find in each of several areas (WKT in WGS84); one without searches stops the counting."""

    searches: tuple[Search, ...] = ()
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchCount:
    """What one search finds in one area.

    Attributes:
        search, area: their places among what was asked.
        searched: tiles that pass the filters.
        ids: of the tiles found, best first, as many as the search lists; ``scores`` are theirs.
        above_cut: tiles at the suggested cut or above, None when there is none.
        cut: that cut, of all tiles whatever the area.
        best: the best score, None when nothing was found.
        problem: why it could not be asked, ``""`` when it could.
    """

    search: int
    area: int
    searched: int = 0
    ids: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    above_cut: int | None = None
    cut: float | None = None
    best: float | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ExportHits:
    """Write the hits of a search for GIS, in place of a file that is there.

    The name's ending says the format; ``crs`` is a code, WKT, ``archive`` for that of the rasters, or None for WGS84.
    The result holds the hits to be written alone, in the order wanted (``exports.told.hit_order``).
    """

    result: SearchResult
    path: str
    crs: str | None = None


@dataclass(frozen=True, slots=True)
class ExportedHits:
    """What was written, in sentences."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WriteEvidence:
    """Write a search as a folder of evidence, as ``msa search --evidence`` does; the folder is new or empty."""

    asked: Search
    result: SearchResult
    folder: str


@dataclass(frozen=True, slots=True)
class WrittenEvidence:
    """The page of the evidence that was written."""

    page: str


@dataclass(frozen=True, slots=True)
class ListDevices:
    """What a model can run on here."""


@dataclass(frozen=True, slots=True)
class ComputeDevice:
    """What a model can run on: its ``name`` for ``--device``, what it is called, and its memory in GB (10^9 bytes)."""

    name: str
    words: str
    memory_gb: float | None = None


@dataclass(frozen=True, slots=True)
class UseDevice:
    """Run the model on another device from now on, with at most so much GPU memory (GB, None: all there is)."""

    device: str
    vram_limit_gb: float | None = None


@dataclass(frozen=True, slots=True)
class ReadThumbnails:
    """The small pictures that the open index keeps of tiles."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TileThumbnails:
    """WebP by tile id, of those that have one."""

    pictures: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Load the model now."""

    model: str | None = None


@dataclass(frozen=True, slots=True)
class Shutdown:
    """End the engine process."""


Body = (
    ScanArchive
    | FindItems
    | OpenIndex
    | RefreshIndex
    | CheckFiles
    | Search
    | CaptionPicture
    | Explain
    | SaveOverlays
    | ExportHits
    | WriteEvidence
    | GroupScores
    | CountSearches
    | CountInAreas
    | ListDevices
    | UseDevice
    | ReadThumbnails
    | WarmUp
    | Shutdown
)
Value = ArchiveListing | IndexInfo | object | None


@dataclass(frozen=True, slots=True)
class Request:
    """A numbered question; ids grow, and an answer to an older question of the same kind may be dropped."""

    id: int
    body: Body


@dataclass(frozen=True, slots=True)
class Progressed:
    """Progress on request ``id``: ``fraction`` in 0..1, a short text, seconds left or None."""

    id: int
    fraction: float
    text: str
    eta_s: float | None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to request ``id``: ``value``, or the sentence in ``error`` when it failed.

    ``superseded`` is True when a newer request of the same kind arrived before this one was begun.
    """

    id: int
    value: Value = None
    error: str | None = None
    superseded: bool = False
