"""What changed since the last run: files found against the sources of the manifest."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from msa_core.addresses import is_address
from msa_core.indexing.build.asking_servers import Answers, ask_servers
from msa_core.indexing.build.file_signature import Signatures
from msa_core.indexing.build.tile_reading import OpenedSource, SourceJob
from msa_core.indexing.folder.cached.catalogue import Catalogue
from msa_core.indexing.folder.manifest.manifest import SourceEntry
from msa_core.progress import Progress
from msa_core.raster.find.archive import SourcePath
from msa_core.raster.find.dates import parse_tag
from msa_core.raster.gdal.locations import inner, network, zips
from msa_core.raster.gdal.locations.location import is_gone
from msa_core.source_states import SourceState

_Signature = tuple[int, int]

# A file on a drive that hiccuped deserves another chance; one that is damaged is damaged the third time, too.
MAX_ATTEMPTS = 3


@dataclass(slots=True, kw_only=True)
class Survey:
    """The files of this run against the manifest.

    Attributes:
        jobs: rasters to open, because they are new or changed, were refused before, or cannot be judged by date.
        unchanged: entries that stay as they are; ``missing`` those whose file is gone since the last run.
        given_up: entries refused in ``MAX_ATTEMPTS`` runs, whose files are the same still.
        unreached: entries with tiles whose server did not answer, and why: they stay as they are.
    """

    jobs: list[SourceJob] = field(default_factory=list)
    unchanged: list[SourceEntry] = field(default_factory=list)
    missing: list[SourceEntry] = field(default_factory=list)
    given_up: list[SourceEntry] = field(default_factory=list)
    unreached: list[tuple[SourceEntry, str]] = field(default_factory=list)


def survey(
    found: Sequence[SourcePath],
    scopes: Sequence[Path],
    catalogue: Catalogue,
    retry: bool = False,
    add_thumbnails: bool = False,
    progress: Progress | None = None,
) -> Survey:
    """Sort the files found into work and what needs none.

    Args:
        found: rasters of this run.
        scopes: the folders and files asked for; entries below them that are not found are missing.
        catalogue: the index so far.
        retry: look again at files that were read in part, or refused in ``MAX_ATTEMPTS`` runs.
        add_thumbnails: make tiles again that have no thumbnails.
        progress: shown how many servers have answered; may raise ``Cancelled``.
    """
    result = Survey()
    known = [
        s.path for s in found if is_address(s.path) and (catalogue.at(s.path) or catalogue.inside(s.path))
    ]
    there = {source.path for source in found}
    lost = [path for path in map(catalogue.path_of, catalogue.entries) if _is_lost(path, there, scopes)]
    answers = ask_servers(known + lost, progress or Progress())
    for entry in catalogue.entries:
        path = catalogue.path_of(entry)
        if (
            path not in there
            and any(inner.file_of(path).is_relative_to(scope) for scope in scopes)
            and not is_address(path)
            and not zips.exists(path)
        ):
            result.missing.append(entry)
    result.missing += [
        e for path, said in answers.items() if is_gone(said) and (e := catalogue.at(path)) and e.shard
    ]
    result.unreached += [
        (e, said.strerror or str(said))
        for path in lost
        if isinstance(said := answers[path], OSError)
        and not is_gone(said)
        and (e := catalogue.at(path))
        and e.shard
    ]
    gone = {entry.id for entry in result.missing if entry.shard}
    sorter = _Sorter(result, catalogue, retry, gone, add_thumbnails, answers)
    for source in found:
        sorter.sort(source)
    return result


def _is_lost(path: Path, there: Set[Path], scopes: Sequence[Path]) -> bool:
    """True for a file in a zip at an address that was named in this run, and did not show in it."""
    if path in there or not is_address(path) or zips.split(path) is None or not network.is_asked(path):
        return False
    return any(inner.file_of(path).is_relative_to(scope) for scope in scopes)


class _Sorter:
    """Puts files, and the rasters inside files, into a survey."""

    def __init__(
        self,
        result: Survey,
        catalogue: Catalogue,
        retry: bool,
        gone: set[str],
        add_thumbnails: bool,
        answers: Answers,
    ) -> None:
        self._result, self._catalogue, self._retry, self._gone = result, catalogue, retry, gone
        self._add_thumbnails, self._answers = add_thumbnails, answers
        self._signatures = Signatures()

    def sort(self, source: SourcePath) -> None:
        """Sort a file. What is inside one that is opened shows then; of an unchanged one the index knows it."""
        known = self._catalogue.at(source.path)
        within = self._catalogue.inside(source.path) if known is None else []
        answer = self._answers.get(source.path)
        if known is not None and known.shard and isinstance(answer, OSError):
            if not is_gone(answer):
                self._result.unreached.append((known, answer.strerror or str(answer)))
            return
        if known is not None:
            if self._is_done(source, known):
                for subdataset in known.parts or ():
                    self._sort_inside(source, subdataset)
                return
        elif within and self._are_done(source, within):
            return
        self._to_do(source)

    def _sort_inside(self, source: SourcePath, subdataset: str) -> None:
        inside = SourcePath(
            f"{source.name}#{subdataset}", inner.path_of(source.path, subdataset), source.item
        )
        known = self._catalogue.at(inside.path)
        if known is None or not self._is_done(inside, known):
            self._to_do(inside)

    def _are_done(self, source: SourcePath, within: Sequence[SourceEntry]) -> bool:
        """True when all rasters inside a file that is none itself are there and unchanged; they are booked then."""
        subdatasets = within[0].parts or ()
        known = {self._catalogue.path_of(entry): entry for entry in within}
        entries = [known.get(inner.path_of(source.path, subdataset)) for subdataset in subdatasets]
        seen = self._signature(source.path)
        done = [
            e
            for e in entries
            if e
            and (self._is_unchanged(e, seen) or self._is_given_up(e, seen))
            and not _says_otherwise(source, e)
        ]
        if not subdatasets or len(done) < len(entries):
            return False
        for entry in done:
            self._is_done(SourcePath(entry.name, self._catalogue.path_of(entry), source.item), entry)
        return True

    def _is_done(self, source: SourcePath, known: SourceEntry) -> bool:
        """True when a known source needs no work; it is booked then."""
        seen = self._signature(source.path)
        if self._is_unchanged(known, seen) and not _says_otherwise(source, known):
            known.state = state_again(known)
            self._result.unchanged.append(known)
        elif self._is_given_up(known, seen):
            self._result.given_up.append(known)
        else:
            return False
        return True

    def _is_unchanged(self, known: SourceEntry, seen: _Signature) -> bool:
        is_orphan = known.state == SourceState.COPY and known.id in self._gone
        if is_orphan or self._is_tried_again(known):
            return False
        return _is_unchanged(known, seen, self._catalogue)

    def _is_given_up(self, known: SourceEntry, seen: _Signature) -> bool:
        return not self._is_tried_again(known) and _is_given_up(known, seen)

    def _is_tried_again(self, known: SourceEntry) -> bool:
        """True for what was not read, or not all of it, or has no thumbnails, where the user asked for that."""
        if self._add_thumbnails and known.tiles and not known.thumbnails:
            return True
        return self._retry and known.state in (SourceState.PARTIAL, SourceState.REFUSED)

    def _signature(self, path: Path) -> _Signature:
        """Size in bytes and time of change in ns; zeros when it is not there, and of an address that is new."""
        if is_address(path):
            answer = self._answers.get(path if inner.band_files(path) else inner.file_of(path))
            return (0, 0) if answer is None or isinstance(answer, OSError) else answer
        try:
            return self._signatures.of(path)
        except OSError:
            return 0, 0

    def _to_do(self, source: SourcePath) -> None:
        known = self._catalogue.at(source.path)
        again = known is not None and self._is_tried_again(known)
        root, name = self._catalogue.name_of(source)
        size, mtime_ns = self._signature(source.path)
        self._result.jobs.append(
            SourceJob(
                name=name,
                path=source.path,
                root=root,
                size=size,
                mtime_ns=mtime_ns,
                again=again,
                item=source.item,
            )
        )


def _is_unchanged(entry: SourceEntry, seen: _Signature, catalogue: Catalogue) -> bool:
    if (entry.size, entry.mtime_ns) != seen or entry.state == SourceState.REFUSED:
        return False
    if entry.parts is None:  # nobody looked yet what else the file holds
        return False
    if entry.state == SourceState.COPY:
        owner = catalogue.with_id(entry.id)
        # Filters ask for the date of a copy; an older index did not keep it.
        is_told = owner is not None and owner.searchable and entry.taken is not None
        return owner is not None and is_told and catalogue.is_sound(owner)
    return catalogue.is_sound(entry)


def _says_otherwise(source: SourcePath, known: SourceEntry) -> bool:
    """True when the STAC item that led to a source says other than the index keeps of it."""
    item = source.item
    if item is None:
        return False
    kept = known.taken if isinstance(known.taken, dict) else {}
    when = parse_tag(item.datetime) if item.datetime else None
    said = (item.item, item.cloud_percent, item.platform)
    is_same = said == (kept.get("item", ""), kept.get("cloud_percent"), kept.get("platform", ""))
    return not is_same or (when is not None and when != known.when)


def _is_given_up(entry: SourceEntry, seen: _Signature) -> bool:
    same = (entry.size, entry.mtime_ns) == seen != (0, 0)  # a server that did not answer may another time
    return same and entry.state == SourceState.REFUSED and entry.attempts >= MAX_ATTEMPTS


def state_again(entry: SourceEntry) -> SourceState:
    """The state of a file that is there, be it back from ``missing``."""
    if entry.state == SourceState.COPY:
        return SourceState.COPY
    return entry.facts().state


def same_content(entry: SourceEntry, opened: OpenedSource) -> bool:
    """True when an opened raster is what an entry was made of."""
    return entry.content_id == opened.content_id and entry.digest == opened.digest
