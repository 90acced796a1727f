"""The rows of the tree of layers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import overload

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
NOTHING = np.zeros(0, dtype=np.int64)


class Children(Sequence["Node"]):
    """The nodes below one; those of rasters are made when they are asked for."""

    def __init__(self, codes: np.ndarray = NOTHING, made: Callable[[int], Node] | None = None) -> None:
        self.codes, self._made = codes, made

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> Node: ...
    @overload
    def __getitem__(self, at: slice) -> list[Node]: ...
    def __getitem__(self, at: int | slice) -> Node | list[Node]:
        found = self.codes[at]
        assert self._made is not None
        return (
            [self._made(code) for code in found.tolist()] if isinstance(at, slice) else self._made(int(found))
        )


@dataclass(slots=True, eq=False, kw_only=True)
class Node:
    """A row of the tree.

    Attributes:
        kind: what it is.
        name: what is shown; of a raster without its folders.
        key: the same for the same row after the tree was built anew.
        code: what its parent knows it by: of a raster the row of the archive's model, of others below 0.
        at: its place among its siblings.
        children: what lies right below it.
        told: of which of its children, by their places, the view has been told.
        count: how many rasters there are at or below it; ``is_on_map`` whether any of them lies on the map.
        own: numbers of the rasters right below it, of a raster its own, ascending.
    """

    kind: Kind
    name: str
    key: str
    code: int
    parent: Node | None = None
    at: int = 0
    children: Children = field(default_factory=Children)
    told: range = range(0)
    count: int = 0
    is_on_map: bool = False
    own: np.ndarray = field(default_factory=lambda: NOTHING)
    _rows: np.ndarray | None = None

    @property
    def number(self) -> int:
        """Row of the archive's model, -1 unless it is a raster."""
        return self.code if self.kind is Kind.RASTER else -1

    @property
    def folders(self) -> list[Node]:
        """The nodes below it that are no rasters."""
        return [self.children[at] for at in np.flatnonzero(self.children.codes < 0).tolist()]

    @property
    def rows(self) -> np.ndarray:
        """Numbers of all rasters at or below it, ascending (count,); found once, when they are first asked for."""
        if self._rows is None:
            below = [self.own, *(node.rows for node in self.folders)]
            self._rows = np.sort(np.concatenate(below), kind="stable") if len(below) > 1 else self.own
        return self._rows


def rows_of(nodes: Sequence[Node]) -> np.ndarray:
    """Numbers of all rasters at or below some nodes, each once, ascending."""
    if len(nodes) == 1:
        return nodes[0].rows
    return np.unique(np.concatenate([NOTHING, *(node.rows for node in nodes)]))


def leaves(node: Node) -> np.ndarray:
    """Numbers of the rasters below a node, in the order of the tree."""
    codes = node.children.codes
    found, start = [NOTHING], 0
    for at in np.flatnonzero(codes < 0).tolist():
        found += [codes[start:at], leaves(node.children[at])]
        start = at + 1
    return np.concatenate([*found, codes[start:]])


def patterns_of(nodes: list[Node], archive: ArchiveModel) -> list[str]:
    """What ``--source`` would be given: names of rasters, folders as ``folder/*``."""
    patterns = []
    for node in nodes:
        if node.kind is Kind.FOLDER:
            patterns.append(f"{node.key}*")
        elif node.kind is Kind.RASTER:
            patterns.append(archive.row(node.number).name)
    return patterns
