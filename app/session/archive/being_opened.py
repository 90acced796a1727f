"""What is being opened, and what the listing of an archive says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.models.question.file_kinds import EMBEDDINGS_SUFFIXES
from app.models.words.core_words import in_own_language
from app.models.words.foreign_words import opened
from app.translation import numeral, tr
from msa_core.addresses import is_address
from msa_core.messages import ArchiveListing, OpenIndex, counted
from msa_core.raster.gdal.locations import network
from msa_core.records import IndexInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What is being opened, in place of what is open or (``is_added``) beside it, once it is known to be sound.

    ``is_of_more``: the rasters of another index that is searched too; ``more_indexes``: to be searched with this one.
    ``is_network_asked``: a person asked for the rasters at addresses that lists, catalogues and virtual rasters name.
    """

    paths: tuple[str, ...] = ()
    index_path: Path | None = None
    is_added: bool = False
    is_of_more: bool = False
    more_indexes: tuple[str, ...] = ()
    is_network_asked: bool = False


def nothing_found(listing: ArchiveListing) -> str:
    """What is said when nothing under the given paths is a raster: the first reason, if there is one."""
    told = [tr("No raster that can be opened was found here.")]
    told += [f"{report.name}: {in_own_language(report.reason)}" for report in listing.refused[:1]]
    if any(kind in EMBEDDINGS_SUFFIXES for kind, _ in listing.passed_over.kinds):
        told.append(tr("Embeddings in Parquet files are taken in by Import Embeddings … in the File menu."))
    return " ".join(told)


def joined(first: ArchiveListing, second: ArchiveListing) -> ArchiveListing:
    """Two listings as one; what is in both is listed once."""
    known = {info.path for info in first.rasters} | {report.path for report in first.refused}
    kinds = Counter(dict(first.passed_over.kinds)) + Counter(dict(second.passed_over.kinds))
    return ArchiveListing(
        (*first.rasters, *(info for info in second.rasters if info.path not in known)),
        (*first.refused, *(report for report in second.refused if report.path not in known)),
        counted(kinds),
        first.is_network_left_out or second.is_network_left_out,
    )


def left_out() -> str:
    """What is said of an archive of which something was left out because it lies on a network."""
    return tr("Some of it lies on a network, and nothing is fetched from there unless you ask.")


def without_rasters(info: IndexInfo, asked: OpenIndex) -> tuple[tuple[str, str, str], ...]:
    """(kind, sentence, action) about an index none of whose archives is there; nothing when another only joined it."""
    if asked.more:
        return ()
    if info.origin:
        return (("info", opened(info), ""),)
    if info.sources and all(is_address(source.path) for source in info.sources):
        sentence = tr(
            "The rasters of this index lie on a network, and nothing is fetched from there unless you ask: places are "
            "shown without."
        )
        return (("warn", sentence, "network"),)
    if info.thumbnails:
        sentence = tr("The rasters of this index are not where they were; its thumbnails are shown.")
    else:
        sentence = tr("The rasters of this index are not where they were; places are shown without.")
    return (("warn", sentence, ""),)


def searched_as_one(info: IndexInfo, more: tuple[str, ...]) -> str:
    """What is said when other indexes join the one that is open."""
    indexes, tiles = numeral(len(more) + 1), numeral(info.tiles)
    return tr("{indexes} indexes are searched as one: {tiles} tiles.", indexes=indexes, tiles=tiles)


def roots_beside(info: IndexInfo, known: tuple[str, ...]) -> tuple[str, ...]:
    """Archives of an index that are there and lie in none of the folders ``known``, and its addresses asked for.

    Where embeddings came from that were made elsewhere there are no rasters.
    """
    if info.origin:
        return ()
    there = [root for root in info.roots if Path(root).exists()]
    there += network.asked_among(source.path for source in info.sources)
    return tuple(root for root in there if not any(Path(root).is_relative_to(path) for path in known))
