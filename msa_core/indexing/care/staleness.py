"""Which files of an index are not what they were when they were indexed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msa_core.addresses import is_address, shown
from msa_core.indexing.build.file_signature import Signatures
from msa_core.indexing.folder.manifest.manifest import Manifest, SourceEntry
from msa_core.raster.gdal.locations import location


def stale_sources(manifest: Manifest, folder: Path) -> Iterator[tuple[SourceEntry, str, OSError | None]]:
    """Searched sources whose file has changed, or (with the error) cannot be looked at. No file is opened.

    Args:
        manifest: of the index.
        folder: the index folder.

    Yields:
        The entry, the path of its file, and why it could not be looked at. Sources of archives that are not there at
        all are left out, and addresses that nobody asked for.
    """
    roots, signatures = manifest.root_folders(folder), Signatures()
    gone = {number for number, root in enumerate(roots) if not is_address(root) and not root.exists()}
    for entry in manifest.sources:
        if entry.root in gone or entry.state.is_unusable:
            continue
        path = roots[entry.root] / entry.name
        if not location.of(path).may_be_asked():
            continue
        try:
            found = signatures.of(path)
        except OSError as error:
            yield entry, shown(path), error
            continue
        if found != (entry.size, entry.mtime_ns):
            yield entry, shown(path), None
