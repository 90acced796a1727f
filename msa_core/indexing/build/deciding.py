"""Whether the tiles of an opened raster are in the index already, and what is done with it then."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from msa_core.errors import IndexFolderError
from msa_core.indexing.build.ledger import Ledger, entry_of
from msa_core.indexing.build.survey import same_content, state_again
from msa_core.indexing.build.tile_reading import Container, OpenedSource, SourceJob
from msa_core.indexing.folder.cached.packing import relabel_shard
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, SourceEntry
from msa_core.indexing.folder.manifest.manifest_entries import copy_reason
from msa_core.indexing.folder.manifest.report_lines import counts
from msa_core.indexing.folder.manifest.shard_facts import ShardFacts, own_shard
from msa_core.indexing.folder.rows.schema import difference
from msa_core.indexing.folder.rows.shards import record_of, shard_footer
from msa_core.names import printable
from msa_core.raster.find.archive import SourcePath
from msa_core.raster.gdal.locations import inner, location
from msa_core.raster.pixels import taken
from msa_core.source_states import SourceState


class Decider:
    """Decides about opened rasters, and books those whose tiles need not be made.

    Args:
        ledger: where they are booked.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._catalogue = ledger.catalogue
        # Ids given in this run: such a source may be with the writer, neither in hand nor booked yet.
        self._claimed: dict[str, OpenedSource] = {}

    def id_to_make(self, opened: OpenedSource) -> str:
        """The id under which the tiles of a raster are to be made; ``""`` when they are there, and booked now."""
        source_id = self._id_for(opened)
        owner = self._catalogue.with_id(source_id)
        claim = self._claimed.get(source_id)
        if claim is not None and (owner is None or not self._catalogue.is_sound(owner)):
            self._book_copy(opened, source_id, claim.job.name)
        elif owner is not None and self._is_there(owner, opened):
            self._book_known(opened, owner)
        elif not opened.job.again and (facts := self._orphan(source_id, opened)) is not None:
            self._adopt(opened, facts)
        else:
            self._claimed[source_id] = opened
            return source_id
        return ""

    def give_back(self, source_id: str) -> None:
        """A source turned out to have no tiles: another of the same id may have some."""
        self._claimed.pop(source_id, None)

    def jobs_inside(self, opened: OpenedSource | Container) -> list[SourceJob]:
        """The rasters inside a file that was opened, to be looked at next; those it no longer holds are missing."""
        job = opened.job
        paths = {inner.path_of(job.path, subdataset): subdataset for subdataset in opened.subdatasets}
        if inner.split(job.path) is None:
            lost = [e for e in self._catalogue.inside(job.path) if self._catalogue.path_of(e) not in paths]
            self._ledger.book_missing(lost)
        siblings = opened.subdatasets if isinstance(opened, Container) else ()
        jobs = []
        for path, subdataset in paths.items():
            root, name = self._catalogue.name_of(SourcePath(f"{job.name}#{subdataset}", path))
            jobs.append(
                SourceJob(
                    name=name,
                    path=path,
                    root=root,
                    size=job.size,
                    mtime_ns=job.mtime_ns,
                    again=job.again,
                    siblings=siblings,
                    item=job.item,
                )
            )
        if isinstance(opened, Container):
            self._catalogue.drop(self._catalogue.at(job.path))
            self._ledger.tell_container(opened)
        return jobs

    def _id_for(self, opened: OpenedSource) -> str:
        """The content's id; another one when a raster that only looks alike in the sparse read has that already."""
        owner = self._catalogue.with_id(opened.content_id)
        claim = self._claimed.get(opened.content_id)
        is_taken = claim is not None and claim.digest != opened.digest
        if owner is not None and self._catalogue.path_of(owner) != opened.job.path:
            is_taken = is_taken or not same_content(owner, opened)
        if not is_taken:
            return opened.content_id
        return hashlib.sha256(f"{opened.content_id}{opened.digest}".encode()).hexdigest()[:16]

    def _is_there(self, owner: SourceEntry, opened: OpenedSource) -> bool:
        """True when the tiles of a raster are in the index and need not be made again."""
        if not same_content(owner, opened) or not self._catalogue.is_sound(owner):
            return False
        return not (opened.job.again and self._catalogue.path_of(owner) == opened.job.path)

    def _book_known(self, opened: OpenedSource, owner: SourceEntry) -> None:
        """Tiles of this content are in the index: the same file touched, moved here, or a copy."""
        job = opened.job
        old_path = self._catalogue.path_of(owner)
        if old_path != job.path and location.of(old_path).exists():
            self._book_copy(opened, owner.id, owner.name)
            return
        moved_from, dated = owner.name if old_path != job.path else "", owner.when
        had_date = owner.taken is not None
        self._catalogue.drop(owner)
        owner.name, owner.root, owner.size, owner.mtime_ns = job.name, job.root, job.size, job.mtime_ns
        owner.state = state_again(owner)
        owner.taken, owner.parts = taken.to_json(opened.taken), opened.others_inside
        record = None
        if (moved_from and moved_from != job.name) or (had_date and dated != owner.when):
            record = relabel_shard(self._catalogue.folder, owner)
        self._catalogue.put(owner, record)
        moved = f"; moved from {printable(moved_from)}" if moved_from else ""
        self._ledger.tell(SourceState.UNCHANGED, owner, counts(owner) + moved)

    def _book_copy(self, opened: OpenedSource, source_id: str, original: str) -> None:
        """Note a file whose tiles are another's: it adds none of its own."""
        job = opened.job
        entry = SourceEntry(
            id=source_id, name=job.name, root=job.root, size=job.size, mtime_ns=job.mtime_ns, state=SourceState.COPY,
            content_id=opened.content_id, digest=opened.digest, reason=copy_reason(original),
            taken=taken.to_json(opened.taken), parts=opened.others_inside,
        )  # fmt: skip
        self._catalogue.put(entry)
        self._ledger.tell(SourceState.UNCHANGED, entry, entry.reason)

    def _orphan(self, source_id: str, opened: OpenedSource) -> ShardFacts | None:
        """Facts of a shard that a killed run finished without booking it, when it fits this raster and model."""
        path = self._catalogue.folder / SHARD_FOLDER / own_shard(source_id)
        manifest = self._catalogue.manifest
        # A shard that the manifest tells of and that is no longer sound was damaged, not left by a killed run.
        if not path.exists() or path.name in manifest.shards:
            return None
        try:
            footer = shard_footer(path)
        except IndexFolderError:
            return None
        facts = footer.facts
        if facts is None or difference(footer.schema, manifest.model, manifest.tiling):
            return None
        if manifest.thumbnails and not facts.thumbnails:
            return None
        if (facts.content_id, facts.digest, facts.tiles) != (opened.content_id, opened.digest, footer.rows):
            return None
        # Plan and stretch follow from content and tiling, so that a footer need not be trusted for them.
        return replace(facts, source_id=source_id, planned=opened.tiles, stretch=opened.stretch.to_json())

    def _adopt(self, opened: OpenedSource, facts: ShardFacts) -> None:
        entry = entry_of(opened, facts)
        path = self._catalogue.folder / SHARD_FOLDER / entry.shard
        record = relabel_shard(self._catalogue.folder, entry) or record_of(path)
        self._catalogue.put(entry, record)
        self._ledger.tell(SourceState.UNCHANGED, entry, counts(entry) + "; finished by an interrupted run")
