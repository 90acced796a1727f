"""Older formats of ``manifest.json``, brought up to the present one step by step; newer ones are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msa_core.errors import IndexFolderError
from msa_core.source_states import SourceState

FORMAT = 4


class NewerFormatError(IndexFolderError):
    """A newer program wrote the index: it is sound, and not for this one."""


def migrated(data: Any, path: Path) -> tuple[int, dict[str, Any]]:
    """The content of a manifest as the present format has it, and the format that it was in.

    Nothing on the disk changes: the next run that writes the manifest writes the present format.

    Raises:
        NewerFormatError: a newer program wrote it; the sentence names ``path`` and both formats.
        KeyError, TypeError, ValueError: it has no format, or one that never was.
    """
    version = data["format"]
    if type(version) is not int or version < 1:
        raise ValueError(f"format is {version!r}")
    if version > FORMAT:
        raise NewerFormatError(
            f"{path} has format {version}; this program reads up to {FORMAT}. Update MSA Analyst."
        )
    for older in range(version, FORMAT):
        data = _STEPS[older](dict(data))
    return version, data


def _from_1(data: dict[str, Any]) -> dict[str, Any]:
    """Format 2 added checksums of shards, parts of an archive, and how often a source was refused."""
    sources = [
        {**source, "attempts": int(source["state"] == SourceState.REFUSED)} for source in data["sources"]
    ]
    return {**data, "part": "", "shards": {}, "sources": sources}


def _from_2(data: dict[str, Any]) -> dict[str, Any]:
    """Format 3 can keep hubness apart from the embeddings; shards made before stay as they are."""
    return {**data, "model": {"hubness": False, **data["model"]}}


def _from_3(data: dict[str, Any]) -> dict[str, Any]:
    """Format 4 can keep thumbnails; an index made before has none, and makes none unless it is asked to."""
    return {"thumbnails": False, **data}


_STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1, 2: _from_2, 3: _from_3}
