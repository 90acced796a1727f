"""What changed since the last run: files found against the sources of the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from msa_core.errors import IndexFolderError
from msa_core.indexing.build.file_signature import Signatures
from msa_core.indexing.build.tile_reading import OpenedSource, SourceJob
from msa_core.indexing.folder.cache import damaged_sources
from msa_core.indexing.folder.manifest import SHARD_FOLDER, Manifest, ShardRecord, SourceEntry
from msa_core.indexing.folder.schema import difference
from msa_core.indexing.folder.shards import shard_facts
from msa_core.names import printable
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


class Catalogue:
    """The sources of a manifest by place and by content, kept true while a run changes them.

    Args:
        manifest: its ``sources`` are changed in place.
        folder: the index folder, whose shards are checked before an entry is believed.
    """

    def __init__(self, manifest: Manifest, folder: Path) -> None:
        self.manifest = manifest
        self.folder = folder
        self._roots = manifest.root_folders(folder)
        self._by_path = {self.path_of(entry): entry for entry in manifest.sources}
        self._by_id = {entry.id: entry for entry in manifest.sources if entry.shard}
        self._names = {entry.name for entry in manifest.sources}
        self._sound: dict[str, bool] = {}
        # By file, the places of entries inside it; made when it is first asked for.
        self._inside: dict[Path, dict[Path, None]] | None = None
        # Sources with damaged rows, which the size and the footer of their shard do not show.
        self._damaged = damaged_sources(folder, manifest)

    @property
    def entries(self) -> list[SourceEntry]:
        """All entries."""
        return list(self._by_path.values())

    def save(self) -> None:
        """Write the manifest. Raises StorageError."""
        self.manifest.sources = self.entries
        used = {entry.shard for entry in self.entries}
        self.manifest.shards = {k: v for k, v in sorted(self.manifest.shards.items()) if k in used}
        self.manifest.save(self.folder)

    def path_of(self, entry: SourceEntry) -> Path:
        """Where the file of an entry is expected."""
        return self._roots[entry.root] / entry.name

    def at(self, path: Path) -> SourceEntry | None:
        """The entry of the file at ``path``."""
        return self._by_path.get(path)

    def inside(self, path: Path) -> list[SourceEntry]:
        """The entries of rasters inside the file at ``path``, the file's own not among them."""
        if self._inside is None:
            self._inside = {}
            for place in self._by_path:
                self._note_inside(place)
        places = self._inside.get(path, {})
        return [self._by_path[place] for place in places if place in self._by_path]

    def _note_inside(self, place: Path) -> None:
        if self._inside is not None and (parts := inner.split(place)):
            self._inside.setdefault(parts[0], {})[place] = None

    def with_id(self, source_id: str) -> SourceEntry | None:
        """The entry that owns the shard of ``source_id``."""
        return self._by_id.get(source_id)

    def put(self, entry: SourceEntry, record: ShardRecord | None = None) -> None:
        """Add an entry, in place of the one of the same file; ``record`` when its shard was just written."""
        if record is not None:
            self.manifest.shards[entry.shard] = record
        path = self.path_of(entry)
        self.drop(self._by_path.get(path))
        self._by_path[path] = entry
        self._note_inside(path)
        self._names.add(entry.name)
        if entry.shard:
            self._hand_over(self._by_id.get(entry.id), entry)
            self._by_id[entry.id] = entry
            self._damaged -= {entry.id} if record is not None else set()
            self._sound.pop(entry.shard, None)

    def _hand_over(self, before: SourceEntry | None, owner: SourceEntry) -> None:
        """Of two files of one content the one whose tiles were made last has them; the other is a copy of it."""
        if before is None or before is owner or self._by_path.get(self.path_of(before)) is not before:
            return
        if before.state == "missing":
            self.drop(before)
            return
        before.state, before.shard, before.stretch, before.note = "copy", "", None, ""
        before.tiles = before.planned = before.empty = before.failed = before.blank = 0
        before.reason = f"the same content as {printable(owner.name)}, found under that name"

    def drop(self, entry: SourceEntry | None) -> None:
        """Forget an entry."""
        if entry is None:
            return
        self._by_path.pop(self.path_of(entry), None)
        if self._by_id.get(entry.id) is entry:
            del self._by_id[entry.id]

    def is_sound(self, entry: SourceEntry) -> bool:
        """True when the shard of an entry is there, whole and of this model (judged by its size and footer)."""
        if not entry.shard or entry.id in self._damaged:
            return False
        if entry.shard not in self._sound:
            try:
                self._sound[entry.shard] = self._fits(entry)
            except (IndexFolderError, OSError):
                self._sound[entry.shard] = False
        return self._sound[entry.shard]

    def _fits(self, entry: SourceEntry) -> bool:
        path = self.folder / SHARD_FOLDER / entry.shard
        record = self.manifest.shards.get(entry.shard)
        if record is not None and path.stat().st_size != record.bytes:
            return False
        footer = shard_facts(path)
        fits = not difference(footer.schema, self.manifest.model, self.manifest.tiling)
        return fits and footer.rows >= entry.tiles

    def place(self, source: SourcePath) -> tuple[int, str]:
        """Root and name for a file: those it has, or new ones that no other file of the index has."""
        known = self.at(source.path)
        if known is not None:
            return known.root, known.name
        return self.place_new(*_split(source))

    def place_new(self, root: Path, name: str) -> tuple[int, str]:
        """Root and name for a file that is not in the index; folders are put before a name that is taken."""
        while name in self._names and root.parent != root:
            root, name = root.parent, f"{root.name}/{name}"
        self._names.add(name)
        if root not in self._roots:
            self.manifest.add_root(root, self.folder)
            self._roots.append(root)
        return self._roots.index(root), name


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
        job = SourceJob(name, source.path, root, *self._signature(source.path), again)
        self._result.jobs.append(job)


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


def _split(source: SourcePath) -> tuple[Path, str]:
    """Root folder and name of a file that a listing found; the name is the end of its path."""
    parts = PurePosixPath(source.name).parts
    if source.path.parts[-len(parts) :] == parts:
        return Path(*source.path.parts[: -len(parts)]), source.name
    return source.path.parent, source.path.name
