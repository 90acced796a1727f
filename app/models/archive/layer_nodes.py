"""The rows of the tree of layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from app.models.archive.archive_model import ArchiveModel
from app.translation import mark

MAX_TOLD = 500
"""Of so many rows of a folder the view is told at once, for it asks about each; of more when they are looked for."""


class Kind(StrEnum):
    """What a row of the tree is."""

    ROOT = "root"
    PLACES = mark("Places")
    AREAS = mark("Areas")
    RASTERS = mark("Rasters")
    FOLDER = "folder"
    RASTER = "raster"
    COVERAGE = mark("Coverage")
    BASEMAP = mark("Basemap")


LAYERS = (Kind.PLACES, Kind.AREAS, Kind.COVERAGE, Kind.BASEMAP)
"""Rows that are one layer of the map each, with an eye of their own."""


@dataclass(slots=True, eq=False, kw_only=True)
class Node:
    """A row of the tree.

    Attributes:
        kind: what it is.
        name: what is shown; of a raster without its folders.
        key: the same for the same row after the tree was built anew.
        number: row of the archive's model, -1 unless it is a raster.
        numbers: those of all rasters at or below it.
        at: its place among its siblings.
        told: of how many of its children the view has been told.
    """

    kind: Kind
    name: str
    key: str
    id: int
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    number: int = -1
    numbers: list[int] = field(default_factory=list)
    at: int = 0
    told: int = 0
    _rows: np.ndarray | None = None

    @property
    def rows(self) -> np.ndarray:
        """``numbers`` as an array (n,); made once, when it is first asked for."""
        if self._rows is None:
            self._rows = np.array(self.numbers, dtype=np.int64)
        return self._rows


def leaves(node: Node) -> Iterator[int]:
    """Numbers of the rasters below a node, in the order of the tree."""
    if node.kind is Kind.RASTER:
        yield node.number
    for child in node.children:
        yield from leaves(child)


def patterns_of(nodes: list[Node], archive: ArchiveModel) -> list[str]:
    """What ``--source`` would be given: names of rasters, folders as ``folder/*``."""
    patterns = []
    for node in nodes:
        if node.kind is Kind.FOLDER:
            patterns.append(f"{node.key}*")
        elif node.kind is Kind.RASTER:
            patterns.append(archive.row(node.number).name)
    return patterns
