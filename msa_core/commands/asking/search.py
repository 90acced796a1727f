"""``msa search``."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import (
    Asked,
    Choosing,
    Filtering,
    Json,
    Running,
    check_device,
    make_query,
)
from msa_core.errors import UsageError
from msa_core.lonlat import middle_of_rings, side_m
from msa_core.memory import check_address_space
from msa_core.messages import GROUPINGS, ScoreGroups, Search
from msa_core.names import visible
from msa_core.records import Query, SearchResult, TileHit

if TYPE_CHECKING:
    from msa_core.engine import Engine

_HEADINGS = ("rank", "score", "source", "ground_m", "lon", "lat", "date", "pixel_bbox")


@dataclass(frozen=True)
class Shown:
    """What to print."""

    k: Annotated[
        int | None, typer.Option("-k", min=1, help="How many hits to list at most.  [default: 20]")
    ] = None
    as_json: Json = False
    by: Annotated[
        str | None,
        typer.Option(
            "--scores-by",
            help="Tell after the hits how all tiles that pass the filters score: by ground size or by source.",
            metavar="ground|source",
        ),
    ] = None

    def check(self) -> None:
        """Raise UsageError for an unknown grouping."""
        if self.by is not None and self.by not in GROUPINGS:
            raise UsageError(f"--scores-by must be {' or '.join(GROUPINGS)}, not {self.by!r}.")


@dataclass(frozen=True)
class Writing:
    """A file for GIS."""

    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the hits to FILE, which ends in .gpkg (with a style inside and beside it), .geojson, "
            ".csv, .kml or .parquet.",
        ),
    ] = None
    crs: Annotated[
        str | None,
        typer.Option(
            help="CRS of --out: EPSG:..., WKT, or archive for the rasters' own. Default: WGS84, which KML and GeoJSON "
            "always have."
        ),
    ] = None
    evidence: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write an evidence pack: a page with map, pictures and overlays, and evidence.json with question, "
            "model and data hashes, for msa reproduce.",
        ),
    ] = None
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Replace what --out, --evidence and --save-query wrote before."),
    ] = False

    def check(self, saves_query: bool = False) -> None:
        """What can be known before the search. Raises UsageError, StorageError."""
        if self.out is not None:
            from msa_core.retrieval.exports.hit_files import check_target

            check_target(self.out, self.crs, self.overwrite)
        elif self.crs is not None or (self.overwrite and not saves_query and self.evidence is None):
            option = "--overwrite" if self.crs is None else "--crs"
            raise UsageError(f"{option} needs --out FILE; what is printed is always in WGS84.")
        if self.evidence is not None:
            from msa_core.retrieval.evidence.pack import check_folder

            check_folder(self.evidence, self.overwrite)


@dataclass(frozen=True)
class Picking:
    """Which of the hits to print and write, in what order."""

    above_cut: Annotated[
        bool,
        typer.Option(
            "--above-cut",
            help="Only those that stand out: at the cut that the background suggests, or above.",
        ),
    ] = False
    ranks: Annotated[str | None, typer.Option(help="Only those of these ranks, such as 1,4-7.")] = None
    sort: Annotated[
        str, typer.Option(help="Order: rank, score, raster, ground (smallest first) or date (newest first).")
    ] = "rank"

    def check(self) -> None:
        """What can be known before the search. Raises UsageError."""
        from msa_core.retrieval.exports.told.hit_order import ordered

        ordered((), self.sort)

    def pick(self, result: SearchResult) -> SearchResult:
        """The hits that were asked for, their ranks kept. Raises UsageError."""
        from msa_core.retrieval.exports.told.hit_order import above_cut, in_order, of_ranks

        if self.ranks is not None:
            result = of_ranks(result, self.ranks)
        return in_order(above_cut(result) if self.above_cut else result, self.sort)


@dataclass(frozen=True)
class Keeping:
    """The question in a file."""

    query: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json",
            help="Repeat a search that --save-query or the window saved, instead of giving words, filters and choices "
            "here.",
        ),
    ] = None
    save_query: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help="Save this search to a file, to repeat it with --query."),
    ] = None

    def check(self, overwrite: bool) -> None:
        """Raise UsageError for a file to be written that is there."""
        if self.save_query is not None and self.save_query.exists() and not overwrite:
            raise UsageError(f"{self.save_query} exists already: choose another name, or give --overwrite.")

    def save(self, question: Search) -> None:
        """Write the question where that is wanted. Raises StorageError."""
        if self.save_query is not None:
            from msa_core.files import make_folder, write_whole
            from msa_core.retrieval.query.saved.query_json import as_text

            make_folder(self.save_query.parent)
            write_whole(self.save_query, as_text(question).encode())
            terminal.note(f"the question is kept in {visible(str(self.save_query))}")


def make_question(
    asked: Asked, shown: Shown, filtering: Filtering, choosing: Choosing, file: Path | None
) -> Search:
    """The question of the options, or that in ``file``. Raises UsageError."""
    if file is None:
        k = 20 if shown.k is None else shown.k
        return Search(make_query(asked, filtering), k, choosing.listing())
    from msa_core.retrieval.query.saved.query_json import read_query

    if _is_given(asked) or _is_given(filtering) or _is_given(choosing):
        raise UsageError(
            "--query FILE holds the whole question: leave out words, filters and choices beside it, or write them "
            "without --query. Only -k may be given with it."
        )
    question = read_query(file)
    return question if shown.k is None else replace(question, k=shown.k)


def _is_given(group: Asked | Filtering | Choosing) -> bool:
    """Whether any option of a group was given; one that may be repeated is None or empty when it was not."""
    if isinstance(group, Asked) and group.text is not None:
        return True
    options = [field for field in fields(group) if field.name != "given"]
    return any(getattr(group, field.name) not in (field.default, []) for field in options)


@takes(Asked, Shown, Picking, Keeping, Writing, Filtering, Choosing, Running)
def search(
    asked: Asked,
    shown: Shown,
    picking: Picking,
    keeping: Keeping,
    writing: Writing,
    filtering: Filtering,
    choosing: Choosing,
    running: Running,
) -> None:
    """Find places by words and pictures, best first.

    The score is the cosine between query and tile, or the weighted sum of several; tiles that resemble everything
    score a little lower where the model corrects for such hubs. To judge a score, compare it with the background, the
    scores of all tiles of the index: z says how many standard deviations above it a hit stands.
    """
    check_address_space()
    question = make_question(asked, shown, filtering, choosing, keeping.query)
    writing.check(keeping.save_query is not None)
    picking.check()
    shown.check()
    keeping.check(writing.overwrite)
    from msa_core.engine import Engine

    with terminal.stoppable():
        engine = Engine(asked.indexes, running.model, check_device(running.device))
        result = engine.search(question.query, question.k, question.listing, terminal.Bar())
    terminal.end_bar()
    note_unread(engine, question.query)
    for sentence in result.notes:
        terminal.note(sentence)
    found, result = len(result.hits), _reviewed(picking.pick(result), filtering)
    if writing.out is not None:
        for sentence in engine.export(result, writing.out, writing.crs, writing.overwrite).sentences():
            terminal.note(sentence)
    if writing.evidence is not None:
        page = engine.write_evidence(question, result, writing.evidence, overwrite=writing.overwrite)
        terminal.note(f"the evidence is in {visible(str(page))}")
    keeping.save(question)
    groups = None if shown.by is None else engine.group_scores(question.query, shown.by)
    if shown.as_json:
        from msa_core.retrieval.exports.told.columns import PROPERTIES, REVIEW
        from msa_core.retrieval.exports.told.geojson import to_geojson

        columns = PROPERTIES if filtering.reviews is None else (*PROPERTIES, REVIEW)
        told = {} if groups is None else {"scores_by": asdict(groups)}
        terminal.say_json({**to_geojson(result, columns), **told})
    else:
        _print_table(result, found)
        if groups is not None:
            _print_groups(groups)


def _reviewed(result: SearchResult, filtering: Filtering) -> SearchResult:
    """Each hit with what --reviews says of it."""
    if filtering.reviews is None:
        return result
    from msa_core.retrieval.query.review.reviews import read_reviews, with_reviews

    return with_reviews(result, read_reviews(filtering.reviews))


def note_unread(engine: Engine, query: Query) -> None:
    """Say so when a text of the query is longer than what the model reads."""
    for term in query.terms:
        unread = engine.load().unread_words(term.value) if term.kind == "text" else 0
        if unread:
            read = engine.load().max_words
            terminal.note(
                f"the model reads only the first {read} word pieces of a text; {unread} of them were left out of "
                f"{term.value[:40]!r}…"
            )


def _print_table(result: SearchResult, found: int) -> None:
    """``found``: how many hits there were before some were picked."""
    rows = [tuple(map(visible, _cells(hit))) for hit in result.hits]
    if found and not rows:
        terminal.note(f"none of the {found} hits is at the cut or above.")
    elif not rows:
        if result.searched:
            terminal.note(f"none of the {result.searched} tiles searched reaches the least score.")
        else:
            terminal.note("no tile passes the filters.")
    elif sys.stdout.isatty():
        _print_rich(rows)
    else:
        for row in (_HEADINGS, *rows):
            sys.stdout.write("\t".join(row) + "\n")
    hits, tiles = "hit" if len(rows) == 1 else "hits", "tile" if result.searched == 1 else "tiles"
    terminal.note(f"{len(rows)} {hits} among {result.searched} {tiles} in {result.seconds:.2f} s")
    if found and result.background is not None:
        from msa_core.retrieval.exports.told.report import verdict

        terminal.note(verdict(result.background))


def _print_groups(groups: ScoreGroups) -> None:
    """One line a group: its name, tiles, those at the cut or above, and the best score."""
    sys.stdout.write(f"\n{groups.by}\ttiles\tabove_cut\tbest\n")
    for group in groups.groups:
        above = "-" if group.above_cut is None else group.above_cut
        sys.stdout.write(f"{visible(group.name)}\t{group.tiles}\t{above}\t{group.best:.4f}\n")
    if groups.others:
        terminal.note(f"{groups.others} more with lower best scores are not listed.")


def _print_rich(rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in _HEADINGS:
        table.add_column(heading, justify="left" if heading in ("source", "date", "pixel_bbox") else "right")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, markup=False).print(table)


def _cells(hit: TileHit) -> tuple[str, ...]:
    tile = hit.tile
    x0, y0, x1, y1 = tile.pixel_bbox
    lon, lat = _centre(hit)
    return (
        str(hit.rank),
        f"{hit.score:.4f}",
        tile.source,
        _ground(hit),
        lon,
        lat,
        (tile.datetime or "-")[:10],
        f"{x0},{y0},{x1},{y1}",
    )


def _ground(hit: TileHit) -> str:
    """Ground side of the tile in metres, from its outline: the root of its area."""
    side = side_m(hit.tile.footprint_lonlat)
    return "-" if side is None else f"{side:.0f}"


def _centre(hit: TileHit) -> tuple[str, str]:
    middle = middle_of_rings(hit.tile.footprint_lonlat)
    return ("-", "-") if middle is None else (f"{middle[0]:.5f}", f"{middle[1]:.5f}")
