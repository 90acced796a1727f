"""Options that several verbs share, and the query made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from msa_core.config import MANIFEST_NAME
from msa_core.errors import UsageError
from msa_core.names import visible
from msa_core.records import Listing, Query

DEVICES = ("auto", "cpu", "cuda", "mps")

Device = Annotated[
    str,
    typer.Option(
        help="Where the model runs: auto, cpu, cuda (of several GPUs one by its number: cuda:1) or mps."
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(help="Checkpoint folder. Default: the index's own model, else the bundled starter."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Network = Annotated[
    bool,
    typer.Option(
        "--network",
        help="Also read rasters from addresses that an index, a list or a virtual raster names. An address that you "
        "give yourself needs no switch.",
    ),
]
IndexFolder = Annotated[Path, typer.Argument(help="Folder that msa index made.")]
IndexesAndText = Annotated[
    list[str],
    typer.Argument(
        metavar="INDEX... [TEXT]",
        help="One or more folders that msa index made with one model, searched as one; then what to look for, for "
        'example "boats in a harbour". A weight may follow: ^0.5.',
    ),
]
MoreText = Annotated[
    list[str] | None,
    typer.Option("--text", help="More words to look for, weight +1 unless given; repeatable."),
]
NotText = Annotated[
    list[str] | None, typer.Option("--not", help="Words to avoid, weight -0.5 unless given; repeatable.")
]
Like = Annotated[
    list[str] | None, typer.Option("--like", help="Picture or GeoTIFF to resemble, weight +1; repeatable.")
]
Unlike = Annotated[
    list[str] | None, typer.Option("--unlike", help="Picture or GeoTIFF not to resemble, -0.5; repeatable.")
]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What to look for."""

    given: IndexesAndText
    more: MoreText = None
    avoid: NotText = None
    like: Like = None
    unlike: Unlike = None
    like_spot: Annotated[
        list[str] | None,
        typer.Option(
            help="To resemble what the index holds at LON,LAT or in W,S,E,N (WGS84 degrees), weight +1; repeatable.",
            metavar="LON,LAT|W,S,E,N",
        ),
    ] = None
    like_tile: Annotated[
        list[str] | None,
        typer.Option(help="To resemble a tile of the index, by its id; repeatable.", metavar="ID"),
    ] = None

    @property
    def indexes(self) -> list[Path]:
        """The folders: the first argument, and those after it that are indexes."""
        return [Path(folder) for folder in self.given[: len(self.given) - (self.text is not None)]]

    @property
    def text(self) -> str | None:
        """The last argument, where it names no index. Raises UsageError when another one before it does not, either."""
        others = [word for word in self.given[1:] if not _is_index(word)]
        if others and others != self.given[-1:]:
            word = visible(next(word for word in self.given[1:] if not _is_index(word)))
            raise UsageError(
                f"{word} is not an index (it has no {MANIFEST_NAME}), and only the last word of the line is a text to "
                "look for: put a text of several words in quotes, more texts after --text."
            )
        return others[0] if others else None

    def check_order(self) -> None:
        """Raise UsageError where the text stands in the index's place."""
        first, is_asked = self.given[0], any((self.more, self.like, self.like_spot, self.like_tile))
        if self.text is None and not is_asked and not _is_index(first):
            raise UsageError(
                f"{visible(first)} is not an index (it has no {MANIFEST_NAME}). Name first a folder that msa index "
                'made, then what to look for, for example: demo/index "a harbour".'
            )


def _is_index(word: str) -> bool:
    try:
        return (Path(word) / MANIFEST_NAME).is_file()
    except (OSError, ValueError):  # a text that no name of a file can be
        return False


@dataclass(frozen=True, kw_only=True)
class Filtering:
    """Which tiles to search."""

    min_score: Annotated[float | None, typer.Option(help="Leave out hits below this score.")] = None
    bbox: Annotated[
        str | None,
        typer.Option(
            help="Only tiles that touch this box: west,south,east,north in WGS84 degrees; west > east crosses 180."
        ),
    ] = None
    area: Annotated[
        str | None,
        typer.Option(
            help="Only tiles that touch this area: a file (GeoJSON, WKT, GeoPackage, KML), or the text itself."
        ),
    ] = None
    since: Annotated[
        str | None,
        typer.Option("--from", help="Only tiles taken on or after this date: 2021, 2021-06 or 2021-06-30."),
    ] = None
    until: Annotated[
        str | None, typer.Option("--to", help="Only tiles taken up to the end of this year, month or day.")
    ] = None
    source: Annotated[
        list[str] | None,
        typer.Option(
            help="Only rasters whose name matches this pattern (*, ?, [..]); case-sensitive; repeatable, any may "
            "match."
        ),
    ] = None
    cloud_below: Annotated[
        float | None,
        typer.Option(
            help="Only rasters with less cloud cover than this percentage, as their STAC items tell it."
        ),
    ] = None
    platform: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Only rasters of a platform that matches, such as sentinel-2*, as their STAC items tell; repeatable.",
        ),
    ] = None
    min_ground: Annotated[
        float | None, typer.Option(help="Only tiles at least this many metres wide on the ground.")
    ] = None
    max_ground: Annotated[
        float | None, typer.Option(help="Only tiles at most this many metres wide on the ground.")
    ] = None
    reviews: Annotated[
        Path | None,
        typer.Option(
            help="GeoJSON of hits marked as accepted, rejected or unsure; see --review-state and msa review."
        ),
    ] = None
    review_state: Annotated[
        list[str] | None,
        typer.Option(
            help="With --reviews: search accepted, rejected, unsure or unreviewed tiles; repeatable. Default: "
            "unreviewed."
        ),
    ] = None
    rank_by_reviews: Annotated[
        bool,
        typer.Option(
            "--rank-by-reviews",
            help="Let the hits that --reviews accepts and rejects steer the ranking of this search (a light probe on "
            "the embeddings).",
        ),
    ] = False


@dataclass(frozen=True)
class Choosing:
    """Which of the ranked tiles to list."""

    every_tile: Annotated[
        bool,
        typer.Option(
            "--every-tile",
            help="Also list overlapping tiles; by default only the best of them is listed.",
        ),
    ] = False
    nms: Annotated[
        float | None,
        typer.Option(
            help="Of tiles of one raster that overlap by more than this share (0..1) of the smaller one, list only the "
            "best, whatever their sizes."
        ),
    ] = None
    one_per_place: Annotated[
        bool,
        typer.Option(
            "--one-per-place",
            help="Where several rasters show the same ground (other years), list only the best hit.",
        ),
    ] = False

    def listing(self) -> Listing:
        """As the engine takes it. Raises UsageError."""
        from msa_core.retrieval.search.overlap import Apart

        if self.nms is not None:
            Apart.at_any_size(self.nms)
        return Listing(self.every_tile, self.nms, self.one_per_place)


@dataclass(frozen=True)
class Running:
    """The model."""

    model: Model = None
    device: Device = "auto"
    network: Network = False

    def __post_init__(self) -> None:
        if self.network:
            from msa_core.raster.gdal.locations import network

            network.allow_all()


def make_query(asked: Asked, filtering: Filtering) -> Query:
    """The query of the options. Raises UsageError."""
    from msa_core.retrieval.query.areas.area import parse_area
    from msa_core.retrieval.query.parsing import (
        parse_bbox,
        parse_clouds,
        parse_ground,
        parse_period,
        parse_terms,
    )

    if filtering.min_score is not None and filtering.min_score != filtering.min_score:
        raise UsageError("--min-score must be a number.")
    asked.check_order()
    texts = ([] if asked.text is None else [asked.text]) + (asked.more or [])
    terms = parse_terms(
        texts,
        asked.avoid or (),
        asked.like or (),
        asked.unlike or (),
        asked.like_spot or (),
        asked.like_tile or (),
    )
    reviews = _reviews(filtering)
    only_ids, without_ids = _reviewed(filtering, reviews)
    query = Query(
        terms=terms,
        bbox=parse_bbox(filtering.bbox),
        min_score=filtering.min_score,
        area=parse_area(filtering.area),
        period=parse_period(filtering.since, filtering.until),
        sources=tuple(filtering.source or ()),
        ground_m=parse_ground(filtering.min_ground, filtering.max_ground),
        cloud_below=parse_clouds(filtering.cloud_below),
        platforms=tuple(filtering.platform or ()),
        only_ids=only_ids,
        without_ids=without_ids,
    )
    return _with_votes(query, reviews) if filtering.rank_by_reviews else query


def _reviews(filtering: Filtering) -> dict[str, str]:
    from msa_core.retrieval.query.review.reviews import read_reviews

    if filtering.reviews is not None:
        return read_reviews(filtering.reviews)
    for option, value in (
        ("--review-state", filtering.review_state),
        ("--rank-by-reviews", filtering.rank_by_reviews),
    ):
        if value:
            raise UsageError(f"{option} needs --reviews FILE, which says what was accepted and rejected.")
    return {}


def _reviewed(filtering: Filtering, reviews: dict[str, str]) -> tuple[frozenset[str] | None, frozenset[str]]:
    from msa_core.retrieval.query.review.reviews import UNREVIEWED, ids_to_search

    if filtering.reviews is None:
        return None, frozenset()
    return ids_to_search(reviews, filtering.review_state or (UNREVIEWED,))


def _with_votes(query: Query, reviews: dict[str, str]) -> Query:
    from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED

    accepted, rejected = (
        frozenset(tile for tile, state in reviews.items() if state == wanted)
        for wanted in (ACCEPTED, REJECTED)
    )
    return replace(query, accepted=accepted, rejected=rejected)


def check_device(device: str) -> str:
    """Raise UsageError for an unknown device, before anything heavy is loaded."""
    if device not in DEVICES and not re.fullmatch(r"cuda:[0-9]{1,3}", device):
        raise UsageError(f"--device must be one of {', '.join(DEVICES)}, or cuda:1, not {device!r}.")
    return device
