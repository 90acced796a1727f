"""An archive in N parts, for N machines that know nothing of each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from msa_core.raster.find.archive import SourcePath


def part_of(name: str, count: int) -> int:
    """The part, 1 to ``count``, of the source called ``name`` (relative to its archive).

    It follows from the name alone, by sha256: files that are added or removed meanwhile move no other, and each
    machine may see the archive under another path. The parts are even as chance makes them: of 3,000 sources in
    3 parts each has 1,000, give or take 80.
    """
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()
    return int.from_bytes(digest[:8], "big") % count + 1


def sources_of_part(found: Iterable[SourcePath], part: tuple[int, int]) -> list[SourcePath]:
    """Those of ``found`` that belong to ``part`` (i, N), in their order."""
    number, count = part
    return [source for source in found if part_of(source.name, count) == number]
