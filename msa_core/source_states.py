"""How a source of an archive fares, in one word."""

from __future__ import annotations

from enum import StrEnum


class SourceState(StrEnum):
    """How a source of an archive fares; the values are those of manifest, JSON lines and command line.

    Attributes:
        INDEXED: all its tiles are in the index.
        PARTIAL: some are; others could not be read, or the file changed meanwhile.
        UNCHANGED: a run found it as the index has it; in reports of a run, never in a manifest.
        REFUSED: it cannot be used.
        MISSING: its file is gone; its tiles are kept, and not searched.
        COPY: its content is that of another source, which has the tiles.
        NEW: it is in no index yet; only the window says so.
    """

    INDEXED = "indexed"
    PARTIAL = "partial"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    MISSING = "missing"
    COPY = "copy"
    NEW = "new"

    @property
    def is_searchable(self) -> bool:
        """True when the tiles it has take part in searches."""
        return self in (SourceState.INDEXED, SourceState.PARTIAL, SourceState.UNCHANGED)

    @property
    def is_indexed(self) -> bool:
        """True when a search finds what it shows, be it under another source's name."""
        return self.is_searchable or self is SourceState.COPY

    @property
    def is_unusable(self) -> bool:
        """True when there is no file that could be read."""
        return self in (SourceState.REFUSED, SourceState.MISSING)
