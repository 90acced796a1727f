"""What changed since the last run: files found against the sources of the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msa_core.indexing.build.file_signature import Signatures
from msa_core.indexing.build.tile_reading import OpenedSource, SourceJob
from msa_core.indexing.folder.catalogue import Catalogue
from msa_core.indexing.folder.manifest import SourceEntry
from msa_core.raster.find.archive import SourcePath
from msa_core.raster.gdal import inner, zips

# A file on a drive that hiccuped deserves another chance; one that is damaged is damaged the third time, too.
MOST_ATTEMPTS = 3


@dataclass(slots=True)
class Survey:
    """The files of this run against the manifest.

    Attributes:
        jobs: rasters to open, because they are new or changed, were refused before, or cannot be judged by date.
        unchanged: entries that stay as they are; ``missing`` those whose file is gone since the last run.
        given_up: entries refused in ``MOST_ATTEMPTS`` runs, whose files are the same still.
    """

    jobs: list[SourceJob] = field(default_factory=list)
    unchanged: list[SourceEntry] = field(default_factory=list)
    missing: list[SourceEntry] = field(default_factory=list)
    given_up: list[SourceEntry] = field(default_factory=list)


def survey(
    found: Sequence[SourcePath], scopes: Sequence[Path], catalogue: Catalogue, retry: bool = False
) -> Survey:
    """Sort the files found into work and what needs none.

    Args:
        found: rasters of this run.
        scopes: the folders and files asked for; entries below them that are not found are missing.
        catalogue: the index so far.
        retry: look again at files that were read in part, or refused in ``MOST_ATTEMPTS`` runs.
    """
    result = Survey()
    there = {source.path for source in found}
    for entry in catalogue.entries:
        path = catalogue.path_of(entry)
        if (
            path not in there
            and any(inner.file_of(path).is_relative_to(scope) for scope in scopes)
            and not zips.exists(path)
        ):
            result.missing.append(entry)
    gone = {entry.id for entry in result.missing if entry.shard}
    sorter = _Sorter(result, catalogue, retry, gone)
    for source in found:
        sorter.sort(source)
    return result


class _Sorter:
    """Puts files, and the rasters inside files, into a survey."""

    def __init__(self, result: Survey, catalogue: Catalogue, retry: bool, gone: set[str]) -> None:
        self._result, self._catalogue, self._retry, self._gone = result, catalogue, retry, gone
        self._signatures = Signatures()

    def sort(self, source: SourcePath) -> None:
        """Sort a file. What is inside one that is opened shows then; of an unchanged one the index knows it."""
        known = self._catalogue.at(source.path)
        within = self._catalogue.inside(source.path) if known is None else []
        if known is not None:
            if self._is_done(source, known):
                for part in known.parts or ():
                    self._sort_part(source, part)
                return
        elif within and self._are_done(source, within):
            return
        self._to_do(source)

    def _sort_part(self, source: SourcePath, part: str) -> None:
        inside = SourcePath(f"{source.name}#{part}", inner.path_of(source.path, part))
        known = self._catalogue.at(inside.path)
        if known is None or not self._is_done(inside, known):
            self._to_do(inside)

    def _are_done(self, source: SourcePath, within: Sequence[SourceEntry]) -> bool:
        """True when all rasters inside a file that is none itself are there and unchanged; they are booked then."""
        parts = within[0].parts or ()
        known = {self._catalogue.path_of(entry): entry for entry in within}
        entries = [known.get(inner.path_of(source.path, part)) for part in parts]
        size, mtime_ns = self._signature(source.path)
        states = [e is not None and self._state(e, size, mtime_ns, source.path) for e in entries]
        if not parts or not all(states):
            return False
        for entry in entries:
            assert entry is not None
            self._is_done(SourcePath(entry.name, self._catalogue.path_of(entry)), entry)
        return True

    def _is_done(self, source: SourcePath, known: SourceEntry) -> bool:
        """True when a known source needs no work; it is booked then."""
        state = self._state(known, *self._signature(source.path), source.path)
        if state == "unchanged":
            known.state = state_again(known)
            self._result.unchanged.append(known)
        elif state == "given up":
            self._result.given_up.append(known)
        return bool(state)

    def _state(self, known: SourceEntry, size: int, mtime_ns: int, path: Path) -> str:
        orphaned = known.state == "copy" and known.id in self._gone
        if orphaned or (self._retry and known.state in ("partial", "refused")):
            return ""
        if _is_unchanged(known, size, mtime_ns, path, self._catalogue):
            return "unchanged"
        return "given up" if _is_given_up(known, size, mtime_ns, path) else ""

    def _signature(self, path: Path) -> tuple[int, int]:
        try:
            return self._signatures.of(path)
        except OSError:
            return 0, 0

    def _to_do(self, source: SourcePath) -> None:
        known = self._catalogue.at(source.path)
        again = self._retry and known is not None and known.state in ("partial", "refused")
        root, name = self._catalogue.place(source)
        size, mtime_ns = self._signature(source.path)
        self._result.jobs.append(
            SourceJob(name=name, path=source.path, root=root, size=size, mtime_ns=mtime_ns, again=again)
        )


def _is_unchanged(entry: SourceEntry, size: int, mtime_ns: int, path: Path, catalogue: Catalogue) -> bool:
    if (entry.size, entry.mtime_ns) != (size, mtime_ns):
        return False
    if entry.parts is None and entry.state != "refused":  # nobody looked yet what else the file holds
        return False
    if entry.state == "copy":
        owner = catalogue.with_id(entry.id)
        # Filters ask for the date of a copy; an older index did not keep it.
        is_told = owner is not None and owner.searchable and entry.taken is not None
        return owner is not None and is_told and catalogue.is_sound(owner)
    return entry.state in ("indexed", "partial", "missing") and catalogue.is_sound(entry)


def _is_given_up(entry: SourceEntry, size: int, mtime_ns: int, path: Path) -> bool:
    same = (entry.size, entry.mtime_ns) == (size, mtime_ns)
    return same and entry.state == "refused" and entry.attempts >= MOST_ATTEMPTS


def state_again(entry: SourceEntry) -> str:
    """The state of a file that is there, be it back from ``missing``."""
    if entry.state == "copy":
        return "copy"
    return "partial" if entry.failed or entry.reason else "indexed"


def same_content(entry: SourceEntry, opened: OpenedSource) -> bool:
    """True when an opened raster is what an entry was made of."""
    return entry.content_id == opened.content_id and entry.digest == opened.digest
