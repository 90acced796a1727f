"""What can go wrong, as sentences for a person: what happened, to which file, and what to do.

Raised where the fault is found; caught in three places only (the job runner, the command line, the
exception hook). ``exit_code`` is what the command line returns (contract: 0 done, 2 usage, 3 nothing
usable, 4 disk or I/O, 130 cancelled).
"""

from __future__ import annotations

from pathlib import Path

from msa_core.addresses import shown


class MsaError(Exception):
    """Base of every error the project raises on purpose. ``str(error)`` is a sentence for the user."""

    exit_code = 4


class UsageError(MsaError):
    """The request itself makes no sense: an empty query, a bounding box of three numbers."""

    exit_code = 2


class NothingUsableError(MsaError):
    """Everything that was offered had to be refused: a folder without rasters, an empty index."""

    exit_code = 3


class SourceError(MsaError):
    """One raster or picture cannot be used. ``path`` says which, ``reason`` why, without the name."""

    exit_code = 3

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = shown(path)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class CheckpointError(MsaError):
    """A model folder is missing, damaged or of another kind."""

    exit_code = 3


class IndexFolderError(MsaError):
    """An index folder is missing, damaged, locked, newer than this program, or made with another model."""

    exit_code = 3


class StorageError(MsaError):
    """The disk is full, read-only, or failing. What was written before stays valid."""

    exit_code = 4


class Cancelled(MsaError):
    """The user stopped the work; what was finished is kept."""

    exit_code = 130

    def __init__(self, message: str = "Cancelled. What was finished is kept.") -> None:
        super().__init__(message)
