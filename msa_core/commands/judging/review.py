"""``msa review``."""

from __future__ import annotations

import functools
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from msa_core.commands.options import terminal
from msa_core.commands.options.option_groups import takes
from msa_core.commands.options.options import IndexFolder, Json
from msa_core.errors import NothingUsableError, UsageError
from msa_core.memory import check_address_space
from msa_core.names import visible

if TYPE_CHECKING:
    from msa_core.indexing.folder.opened.tile_index import TileIndex
    from msa_core.records import Tile
    from msa_core.retrieval.exports.reviewed.review_file import Feature

_UNKNOWN_QUERY = "(not known what was looked for)"


@dataclass(frozen=True)
class Reviewed:
    """The review."""

    index: IndexFolder
    file: Annotated[
        Path, typer.Argument(help="GeoJSON of reviewed tiles; made if it is not there and votes are given.")
    ]
    as_json: Json = False


@dataclass(frozen=True)
class Voting:
    """Votes to add or change."""

    accept: Annotated[list[str] | None, typer.Option(help="Id of a tile that is right; repeatable.")] = None
    reject: Annotated[list[str] | None, typer.Option(help="Id of a tile that is wrong; repeatable.")] = None
    unsure: Annotated[
        list[str] | None, typer.Option(help="Id of a tile of which you are unsure; repeatable.")
    ] = None
    words: Annotated[
        str | None,
        typer.Option("--query", help="What was looked for, for the votes given here: also their caption."),
    ] = None

    def votes(self) -> dict[str, str]:
        """State by tile. Raises UsageError for a tile with two."""
        from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, UNSURE

        found: dict[str, str] = {}
        for state, ids in ((ACCEPTED, self.accept), (REJECTED, self.reject), (UNSURE, self.unsure)):
            for tile in ids or ():
                if found.setdefault(tile, state) != state:
                    raise UsageError(f"The tile {visible(tile)} is voted on twice, differently.")
        if self.words is not None and not found:
            raise UsageError("--query says what votes are about: give --accept, --reject or --unsure too.")
        return found


@dataclass(frozen=True)
class Teaching:
    """Training data."""

    export_training: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.geojson",
            help="Write the accepted tiles with their captions for msa-train --captions.",
        ),
    ] = None
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file of --export-training.")] = (
        False
    )
    rehearse: Annotated[
        int,
        typer.Option(
            min=0,
            help="With --export-training: also write this many other tiles of the index, and the rejected ones, with "
            "what the model says of them today, so that training on the file does not make it forget.",
        ),
    ] = 0

    def check(self) -> None:
        """Raise UsageError for a file that is there, and for tiles that nothing is exported of."""
        if self.rehearse and self.export_training is None:
            raise UsageError("--rehearse is about training data: give --export-training too.")
        if self.export_training is not None and self.export_training.exists() and not self.overwrite:
            raise UsageError(
                f"{visible(str(self.export_training))} exists already: choose another name, or add --overwrite."
            )


@takes(Reviewed, Voting, Teaching)
def review(given: Reviewed, voting: Voting, teaching: Teaching) -> None:
    """Sum up what was accepted and rejected, change it, and make training data of it.

    Prints for each query how many tiles were accepted, rejected and unsure, and how many of the places are right, with
    the 95 % interval (Wilson). The file is the one that msa search --reviews takes.
    """
    check_address_space()
    from msa_core.indexing.folder.opened.tile_index import TileIndex
    from msa_core.retrieval.exports.reviewed.review_file import write_collection
    from msa_core.retrieval.query.review.reviews import read_reviewed

    votes = voting.votes()
    teaching.check()
    with terminal.stoppable():
        index = TileIndex(given.index, terminal.Bar())
        terminal.end_bar()
        is_new = not given.file.exists() and bool(votes)
        collection: dict[str, Any] = {"features": []} if is_new else read_reviewed(given.file)
        if votes:
            collection["features"] = list(_voted(collection, votes, voting.words, index))
            write_collection(given.file, collection["features"], collection)
            terminal.note(f"{len(votes)} vote{'s' * (len(votes) != 1)} kept in {visible(str(given.file))}")
        if teaching.export_training is not None:
            _export(collection, index, teaching.export_training, teaching.rehearse)
    _tell(collection, index, given.as_json)


def _voted(
    collection: Feature, votes: dict[str, str], words: str | None, index: TileIndex
) -> Iterator[Feature]:
    """The features with these votes; all entries of a tile change, or those of the query that is given.

    Raises:
        UsageError: a tile is neither in the file nor in the index.
    """
    from msa_core.retrieval.exports.reviewed.review_file import feature, query_of

    left = dict(votes)
    for item in collection["features"]:
        tile = str(item.get("id"))
        if tile in votes and words in (None, query_of(item, collection)):
            left.pop(tile, None)
            item = {**item, "properties": {**(item.get("properties") or {}), "review": votes[tile]}}
        yield item
    for tile, state in left.items():
        row = index.row_of(tile) if tile.isprintable() else None
        if row is None:
            raise UsageError(f"No tile of {visible(str(index.folder))} has the id {visible(tile)}.")
        yield feature(index.tile(row), state, words or "", words or "")


def _export(collection: Feature, index: TileIndex, out: Path, rehearse: int) -> None:
    """Write training data. Raises NothingUsableError when there would be none."""
    from msa_core.addresses import is_address
    from msa_core.raster.gdal.locations import zips
    from msa_core.retrieval.exports.reviewed.review_file import write_collection
    from msa_core.retrieval.exports.reviewed.review_training import training_data, with_rehearsal

    @functools.cache
    def is_there(path: str) -> bool:
        return bool(path) and (is_address(path) or zips.exists(Path(path)))

    def tile_of(tile: str) -> Any:
        row = index.row_of(tile)
        found = None if row is None else index.tile(row)
        return found if found is None or is_there(found.path) else replace(found, path="")

    data = training_data(collection["features"], tile_of, collection)
    if not data.features:
        raise NothingUsableError(f"There is nothing to teach: {' '.join(data.sentences())}")
    if rehearse:
        rejected = _rejected(collection)
        taught = {str(item["id"]) for item in data.features}
        data = with_rehearsal(data, _own_words(index, taught, rejected, rehearse), rejected)
    write_collection(out, data.features)
    terminal.note(f"training data in {visible(str(out))}: {' '.join(data.sentences())}")


def _rejected(collection: Feature) -> dict[str, str]:
    """What was looked for, all questions together, by id of rejected tiles."""
    from msa_core.retrieval.exports.reviewed.review_file import query_of
    from msa_core.retrieval.query.review.reviews import REJECTED, state_of

    found: dict[str, str] = {}
    for item in collection["features"]:
        if state_of(item) == REJECTED:
            tile = str(item["id"])
            found[tile] = f"{found.get(tile, '')} {query_of(item, collection)}".strip()
    return found


def _own_words(
    index: TileIndex, taught: set[str], rejected: dict[str, str], count: int
) -> list[tuple[Tile, str]]:
    """Tiles with captions of the index's own model."""
    from msa_core.indexing.folder.manifest.index_model import check_model, model_of_index
    from msa_core.model.running.embedder import Embedder
    from msa_core.retrieval.captions.rehearsal import rehearsed

    embedder = Embedder(model_of_index(index.manifest, None), "cpu")
    check_model(index.manifest, embedder.fingerprint, index.folder)
    return rehearsed(index, embedder, taught, rejected, count, progress=terminal.Bar())


def _tell(collection: Feature, index: TileIndex, as_json: bool) -> None:
    """One line a query, and one for all."""
    from msa_core.retrieval.exports.reviewed.review_file import query_of
    from msa_core.retrieval.query.review.precision import precision
    from msa_core.retrieval.query.review.reviews import ACCEPTED, REJECTED, UNREVIEWED, UNSURE, state_of

    found: dict[str, Counter[str]] = {}
    missing = 0
    for item in collection["features"]:
        state = state_of(item)
        found.setdefault(query_of(item, collection), Counter())[state] += 1
        missing += state != UNREVIEWED and index.row_of(str(item["id"])) is None
    rows = []
    for query, count in [*sorted(found.items()), ("", sum(found.values(), Counter()))]:
        told = precision(count[ACCEPTED], count[REJECTED])
        rows.append((query, count[ACCEPTED], count[REJECTED], count[UNSURE], count[UNREVIEWED], told))
    names = ("query", "accepted", "rejected", "unsure", "unreviewed", "precision")
    objects = [
        {**dict(zip(names, row[:5], strict=False)), "precision": None if row[5] is None else asdict(row[5])}
        for row in rows
    ]
    if as_json:
        terminal.say_json({"queries": objects[:-1], "all": objects[-1], "not_in_index": missing})
        return
    lines: list[tuple[str, ...]] = [(*names[:-1], "right")]
    for query, *counts, told in rows[:-1]:
        lines.append((query or _UNKNOWN_QUERY, *map(str, counts), told.in_words() if told else "-"))
    _, *counts, told = rows[-1]
    lines.append(("all", *map(str, counts), told.in_words() if told else "-"))
    for line in lines:
        sys.stdout.write("\t".join(map(visible, line)) + "\n")
    if missing:
        terminal.note(f"{missing} of the votes are on tiles that this index does not have.")
