"""What changed since the last run: files found against the sources of the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from msa_core.errors import IndexFolderError
from msa_core.indexing.build.file_signature import Signatures
from msa_core.indexing.build.tile_reading import OpenedSource, SourceJob
from msa_core.indexing.folder.manifest import SHARD_FOLDER, Manifest, ShardRecord, SourceEntry
from msa_core.indexing.folder.schema import difference
from msa_core.indexing.folder.shards import shard_facts
from msa_core.raster.find.archive import SourcePath
from msa_core.raster.gdal import zips

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
        self._names.add(entry.name)
        if entry.shard:
            self._by_id[entry.id] = entry
            self._sound.pop(entry.shard, None)

    def drop(self, entry: SourceEntry | None) -> None:
        """Forget an entry."""
        if entry is None:
            return
        self._by_path.pop(self.path_of(entry), None)
        if self._by_id.get(entry.id) is entry:
            del self._by_id[entry.id]

    def is_sound(self, entry: SourceEntry) -> bool:
        """True when the shard of an entry is there, whole and of this model (judged by its size and footer)."""
        if not entry.shard:
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
            and any(path.is_relative_to(scope) for scope in scopes)
            and not zips.exists(path)
        ):
            result.missing.append(entry)
    gone = {entry.id for entry in result.missing if entry.shard}
    signatures = Signatures()
    for source in found:
        known = catalogue.at(source.path)
        try:
            size, mtime_ns = signatures.of(source.path)
        except OSError:
            size, mtime_ns = 0, 0
        orphaned = known is not None and known.state == "copy" and known.id in gone
        again = retry and known is not None and known.state in ("partial", "refused")
        if known is not None and not orphaned and not again:
            if _is_unchanged(known, size, mtime_ns, source.path, catalogue):
                known.state = state_again(known)
                result.unchanged.append(known)
                continue
            if _is_given_up(known, size, mtime_ns, source.path):
                result.given_up.append(known)
                continue
        root, name = catalogue.place(source)
        result.jobs.append(SourceJob(name, source.path, root, size, mtime_ns, again))
    return result


def _is_unchanged(entry: SourceEntry, size: int, mtime_ns: int, path: Path, catalogue: Catalogue) -> bool:
    if (entry.size, entry.mtime_ns) != (size, mtime_ns):
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
