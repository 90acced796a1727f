"""What is said of a source when all its tiles are dealt with."""

from __future__ import annotations

from msa_core.indexing.build.file_signature import file_signature, names_others
from msa_core.indexing.build.shard_sink import SourceProgress
from msa_core.indexing.folder.manifest.report_lines import number_of
from msa_core.raster.gdal.locations import location


def why_empty(source: SourceProgress) -> str:
    """Why a raster gives no tile, as a sentence."""
    planned = source.opened.tiles
    if source.failed:
        return f"0 of {planned} tiles can be read: {source.reason}"
    return f"It holds no picture: {number_of(planned, 'tile')} of nothing but nodata, or nearly so."


def note_change(source: SourceProgress) -> None:
    """Mark a source whose file was written while it was read: its tiles are of two states, the next run's of one."""
    job = source.opened.job
    try:
        if location.of(job.path).kind is location.Kind.ADDRESS:  # whose time holds its tag
            changed = file_signature(job.path) != (job.size, job.mtime_ns)
        else:
            size, mtime_ns = location.of(job.path).stat()
            changed = size != job.size or mtime_ns > job.mtime_ns
            if not changed and names_others(job.path):
                changed = file_signature(job.path) != (job.size, job.mtime_ns)
    except OSError:
        changed = job.size > 0
    if changed:
        source.opened.digest = ""  # equal to that of no file
        source.reason = source.reason or "it changed while it was read; the next run makes it again"
