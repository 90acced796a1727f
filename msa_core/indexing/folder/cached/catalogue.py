"""The sources of an index by place and by content, kept up to date while a run changes them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from msa_core.errors import IndexFolderError
from msa_core.indexing.folder.cached.cache import damaged_sources
from msa_core.indexing.folder.manifest.manifest import SHARD_FOLDER, Manifest, ShardRecord, SourceEntry
from msa_core.indexing.folder.rows.schema import difference
from msa_core.indexing.folder.rows.shards import shard_footer
from msa_core.raster.find.archive import SourcePath
from msa_core.raster.gdal.locations import inner
from msa_core.source_states import SourceState


class Catalogue:
    """The sources of a manifest by place and by content, kept up to date while a run changes them.

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
            for known in self._by_path:
                self._note_inside(known)
        return [self._by_path[found] for found in self._inside.get(path, {}) if found in self._by_path]

    def _note_inside(self, path: Path) -> None:
        if self._inside is not None and (parts := inner.split(path)):
            self._inside.setdefault(parts[0], {})[path] = None

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
        if before.state == SourceState.MISSING:
            self.drop(before)
            return
        before.become_copy(owner.id, owner.name)

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
        footer = shard_footer(path)
        fits = not difference(footer.schema, self.manifest.model, self.manifest.tiling)
        return fits and footer.rows >= entry.tiles

    def name_of(self, source: SourcePath) -> tuple[int, str]:
        """Root and name for a file: those it has, or new ones that no other file of the index has."""
        known = self.at(source.path)
        if known is not None:
            return known.root, known.name
        return self.name_new(*_split(source))

    def name_new(self, root: Path, name: str) -> tuple[int, str]:
        """Root and name for a file that is not in the index; folders are put before a name that is taken."""
        while name in self._names and root.parent != root:
            root, name = root.parent, f"{root.name}/{name}"
        self._names.add(name)
        if root not in self._roots:
            self.manifest.add_root(root, self.folder)
            self._roots.append(root)
        return self._roots.index(root), name


def _split(source: SourcePath) -> tuple[Path, str]:
    """Root folder and name of a file that a listing found; the name is the end of its path."""
    parts = PurePosixPath(source.name).parts
    if source.path.parts[-len(parts) :] == parts:
        return Path(*source.path.parts[: -len(parts)]), source.name
    return source.path.parent, source.path.name
