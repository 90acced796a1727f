"""What travels between rooms and processes: frozen dataclasses that know neither torch nor Qt.

Conventions: bounds are west, south, east, north; pixel boxes are x0, y0, x1, y1 with x1 and y1 exclusive; arrays are
(row, col); ``lonlat`` is WGS84 degrees; a scale is 1..4 (a stage of the trunk).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from msa_core.source_states import SourceState

Bounds = tuple[float, float, float, float]
PixelBox = tuple[int, int, int, int]
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RasterInfo:
    """One raster of an archive, as learned from its header (no pixels are read for it).

    Attributes:
        path: absolute path of the file; ``name``: relative to the archive's root, with ``/``.
        width_px, height_px, bands: size of the full-resolution grid; ``dtype``: numpy name of the first band's type.
        crs: authority code (``EPSG:32633``), else WKT, else None.
        gsd_m: ground metres per pixel at the centre, None without a position on Earth.
        footprint_lonlat: closed outer rings (two when split at the antimeridian), empty without position.
        position: ``affine``, ``gcps``, ``rpcs``, ``none`` or ``off-earth``.
        note: a sentence when something should be known (approximate position, no CRS ...), else ``""``.
    """

    path: str
    name: str
    width_px: int
    height_px: int
    bands: int
    dtype: str
    crs: str | None
    gsd_m: float | None
    footprint_lonlat: tuple[Ring, ...]
    position: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What was taken of one raster, and what was not: the facts that the report of an index names.

    Attributes:
        bands: numbers from 1 of the bands shown: red, green, blue, or one (grey, or a palette).
        bands_why: how they were chosen, in words (``as the file says``, ``by the bands' names``).
        stretch: how values become 8 bits, in words; ``ends`` the low and high of each band shown, in stored values.
        nodata: what marks pixels without data, in words, ``""`` when nothing does.
        nodata_percent: how much of the raster that is, 0..100, by a sample; None when it was not looked at.
        datetime: when it was taken, ISO 8601 in UTC; None when nothing says so.
        datetime_from: what says so, in words; without a date why what looks like one was not taken.
        position: as in :class:`RasterInfo`; ``position_note`` its sentence, ``""`` when all is as usual.
        left_out: what the file also holds and was not taken, a phrase each (``2 of 3 pages``).
        cloud_percent: cloud cover of the scene, 0..100, ``platform`` what took it, as the STAC ``item`` says.
    """

    bands: tuple[int, ...] = ()
    bands_why: str = ""
    stretch: str = ""
    ends: tuple[tuple[float, float], ...] = ()
    nodata: str = ""
    nodata_percent: float | None = None
    datetime: str | None = None
    datetime_from: str = ""
    position: str = ""
    position_note: str = ""
    left_out: tuple[str, ...] = ()
    cloud_percent: float | None = None
    platform: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """How one source fared; ``taken``: what was taken of it, None if unknown; ``id``: how its tiles' ids begin."""

    name: str
    path: str
    state: SourceState
    tiles: int
    reason: str = ""
    taken: SourceFacts | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files of an archive that were not taken for rasters, counted: ``kinds`` pairs of (kind, how many).

    A kind is an ending (``.pdf``) or words (``without an ending``), the most frequent first.
    """

    kinds: tuple[tuple[str, int], ...] = ()

    @property
    def files(self) -> int:
        """How many there are of all kinds."""
        return sum(count for _, count in self.kinds)

    @property
    def words(self) -> str:
        """``12 .pdf, 3 .shp``; the kinds beyond the first dozen are counted together. ``""`` for none."""
        told, rest = [f"{count:,} {kind}" for kind, count in self.kinds[:12]], self.kinds[12:]
        told += [f"{sum(count for _, count in rest):,} of {len(rest)} other kinds"] if rest else []
        return ", ".join(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A window of a raster at one ground size.

    Attributes:
        id: ``<source_id>/<level>/<row>/<col>``, stable across runs.
        source: path relative to the archive's root, with ``/``.
        path: where the file was when the index was opened (absolute), ``""`` when unknown, or where there is no raster.
        level: index of the ground size in the manifest, 0 the smallest.
        pixel_bbox: the window in full-resolution source pixels.
        gsd_m: ground metres per pixel as read for the model, None without position.
        crs: authority code, else WKT, else None; ``datetime``: ISO 8601 in UTC, or None.
        footprint_lonlat: closed counter-clockwise rings, empty without a position on Earth.
    """

    id: str
    source: str
    path: str
    level: int
    pixel_bbox: PixelBox
    gsd_m: float | None
    crs: str | None
    footprint_lonlat: tuple[Ring, ...]
    datetime: str | None = None
    nodata_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One signed part of a query: ``text``, ``image`` (a file's path), ``tile`` (its id) or ``spot`` (degrees)."""

    kind: str
    value: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Terms whose embeddings are summed by weight; filters are applied inside the search.

    Attributes:
        terms: what is looked for.
        bbox: tiles that touch it pass; west > east crosses 180 degrees.
        min_score: hits below it are left out; it does not change what is searched.
        area: WKT in WGS84 degrees; tiles that touch it pass. Longitudes beyond 180 go on around the Earth.
        period: from (inclusive) and to (exclusive), aware datetimes, None for an open end.
        sources: patterns of source names, of which one must fit.
        cloud_below: percentage that cloud cover has to be below; ``platforms`` patterns, of which one must fit.
        ground_m: smallest and largest ground side of a tile in metres, both inclusive, None for no bound.
        only_ids, without_ids: tiles to search alone (None: all), and tiles to leave out, e.g. those reviewed.
        accepted, rejected: tiles voted on, whose votes move the ranking (:mod:`msa_core.retrieval.search.votes`).

    A tile without a position passes no ``bbox``, ``area`` or ``ground_m``; one without a date passes no ``period``,
    one of whose raster no STAC item tells cloud cover or platform none of these.
    """

    terms: tuple[QueryTerm, ...]
    bbox: Bounds | None = None
    min_score: float | None = None
    area: str | None = None
    period: tuple[dt.datetime | None, dt.datetime | None] = (None, None)
    sources: tuple[str, ...] = ()
    ground_m: tuple[float | None, float | None] = (None, None)
    only_ids: frozenset[str] | None = None
    without_ids: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()
    cloud_below: float | None = None
    platforms: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The positive words, joined: what explanations and scale scores are made for."""
        return " ".join(t.value for t in self.terms if t.kind == "text" and t.weight > 0)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which of the ranked tiles become hits, and in what order.

    Attributes:
        every_tile: list overlapping tiles of a raster too; else those that show the ground of a better one are left
            out, unless they are of very different size.
        nms: leave out a tile that shares more than this part (0..1) of the smaller one with a better one of its
            raster, whatever their sizes; overrules ``every_tile``.
        one_per_place: of tiles of several rasters that show the same ground, list the best alone.
    """

    every_tile: bool = False
    nms: float | None = None
    one_per_place: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TileHit:
    """A tile and how it was found.

    Attributes:
        rank: from 1; ``score``: weighted sum of cosines, each less hubness where the model makes up for hubs.
        scale_scores: the logits z1..z4 of the text, None without text.
        z: how many spreads of the :class:`Background` the score lies above its middle, None without one.
        ground_group: number from 1 of the hits that show the same ground. None when not grouped.
        review: what was said of it in a review: ``accepted``, ``rejected`` or ``unsure``; None for nothing.
    """

    tile: Tile
    rank: int
    score: float
    scale_scores: tuple[float, float, float, float] | None = None
    z: float | None = None
    ground_group: int | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """How all tiles of the index score for a query, whatever the filters: what a hit is measured against.

    Attributes:
        tiles: how many were scored; all of the index unless ``sampled``.
        sampled: True when ``tiles`` are an even sample, in an index too large to score whole.
        error: the largest error of the scores that it is made of; those of hits, and ``above_cut``, are exact.
        low, high: ends of the histogram, the lowest and the highest score.
        counts: tiles in each of its bins of equal width.
        passing: of those, the ones that pass the filters.
        mean, sd: of all scores.
        middle, spread: median, and root mean square distance from it of the scores below, which no match has lifted.
        cut: suggested least score: above it background is expected to be a small share of what is found. When nothing
            stands out, the score that a single tile would have to reach. None when there are too few tiles to tell.
        above_cut: tiles that pass the filters and score the cut or more.
        stands_out: whether there are any; None when it cannot be told.
    """

    tiles: int
    sampled: bool
    low: float
    high: float
    counts: tuple[int, ...]
    passing: tuple[int, ...]
    mean: float
    sd: float
    middle: float
    spread: float
    cut: float | None
    above_cut: int
    stands_out: bool | None
    error: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Hits best first, and what they were found in.

    Attributes:
        searched: tiles that passed the filters; ``background`` the distribution of all scores.
        without_content: tiles that passed the filters and show nothing (one colour, a handful of pixels): they are
            listed after all others, and not at all where a least score is asked for.
        unknown_words: words and signs that the model does not know; ``negated`` what a text negates, which it cannot.
        notes: sentences about what should be known about this result.
    """

    query: Query
    hits: tuple[TileHit, ...]
    model: str
    searched: int
    seconds: float
    background: Background | None = None
    without_content: int = 0
    unknown_words: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaptionHit:
    """A caption for a picture; ``score`` is that of a search for its words."""

    text: str
    rank: int
    score: float


NOTHING_FITS = "No description fits this picture well."
"""What is said in place of a caption when nothing stands out."""
RANKING = 0
"""In place of a scale: the heatmap of the retrieval score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heatmap:
    """Signed values over a tile, rows from the top.

    Attributes:
        scale: 1..4 for the match logit of that stage, 0 for the ranking score.
        word: the word it belongs to, ``""`` for all words and the sentence together.
        values: float32 (h, w). In logit units for scales, units of the score for the ranking map.
        constant: what no position explains: with ``values.sum()`` it makes ``total``, the match logit z or the score.
    """

    scale: int
    word: str
    values: np.ndarray
    constant: float
    total: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a term of the query gives to a tile's score; all contributions to a tile's score add up to it.

    Attributes:
        kind: ``text``, ``image``, ``hubness`` or ``votes``.
        value: as in :class:`QueryTerm`, ``""`` for hubness and votes.
        weight: of the term; 1 for hubness and votes.
        amount: weight times cosine; what hubness takes off (or puts on) for all texts together, or what votes do.
    """

    kind: str
    value: str
    weight: float
    amount: float


SENTENCE = "*"
"""In place of a word: the sentence as a whole, with the words that mean nothing by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All heatmaps of one text on one tile, and what the score is made of.

    Attributes:
        tile: what is explained; ``text``: the words it is explained with, ``""`` for none.
        words: those that have heatmaps of their own.
        heatmaps: for each scale the whole, each word, and the sentence (:data:`SENTENCE`); and the ranking map. Without
            words the ranking map alone. Words and sentence add up to the whole.
        in_sentence: words of the text without heatmaps of their own: they are part of the sentence.
        contributions: what each term of the query gives to the score; empty when no query was given.
        usual: mean and standard deviation of the match logit of each scale over an even sample of the index, for this
            text; empty without words.
    """

    tile: Tile
    text: str
    words: tuple[str, ...]
    heatmaps: tuple[Heatmap, ...]
    in_sentence: tuple[str, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    usual: tuple[tuple[float, float], ...] = ()

    def find(self, scale: int, word: str = "") -> Heatmap:
        """The heatmap of ``scale`` (0: ranking) and ``word`` (``""``: all). Raises KeyError if absent."""
        for heatmap in self.heatmaps:
            if heatmap.scale == scale and heatmap.word == word:
                return heatmap
        raise KeyError((scale, word))

    @property
    def score(self) -> float | None:
        """The score that the contributions add up to; None without any."""
        return sum(contribution.amount for contribution in self.contributions) if self.contributions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexInfo:
    """What an index folder holds; rules and tiling as ``BandRules``, ``Tiling``; ``folders``: all searched as one.

    ``origin``: the model of another program that made the embeddings, else ``""``; ``extents``: then a box by file.
    """

    path: str
    roots: tuple[str, ...]
    tiles: int
    dim: int
    model: str
    ground_sizes_m: tuple[float, ...]
    sources: tuple[SourceReport, ...] = field(default=())
    bands: tuple[str, ...] = ()
    stretch: tuple[str, ...] = ()
    thumbnails: int = 0
    folders: tuple[str, ...] = ()
    tiling: tuple[tuple[float, ...] | None, int | None, float] = (None, None, 0.25)
    model_folder: str = ""
    origin: str = ""
    extents: tuple[tuple[str, Bounds], ...] = ()
