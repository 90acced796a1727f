"""The tree of layers is built of the rows of an archive, of very many in steps."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.models.archive.archive_row import ArchiveRow
from app.models.archive.coverage import Gap, gap_of
from app.models.archive.layer_nodes import MAX_TOLD, Children, Kind, Node
from app.short_turns import slices
from app.translation import tr


@dataclass(kw_only=True)
class Tree:
    """Layers and folders are nodes from the start; of very many rasters there are only numbers until they are seen.

    Attributes:
        counts: how many there are of each layer that is there when there are any.
        words, only_gaps: which rasters are left out.
        order: the paths as they were put by hand, the topmost first; empty without.
        has_coverage: whether there is a row for what is searched.
        named: all nodes that are no rasters, the root first; a node's ``code`` is -1 less its place.
        heading: what the rasters are called together, where they are none.
    """

    counts: Mapping[Kind, int]
    words: str = ""
    only_gaps: bool = False
    order: Sequence[str] = ()
    has_coverage: bool = False
    heading: str = ""
    named: list[Node] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rows: Sequence[ArchiveRow] = ()
        self._rasters: dict[int, Node] = {}
        self._below: list[list[int]] = []
        self._own: list[array[int]] = []
        self._folder_of, self._at_of = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._ranks = np.zeros(0, np.int64)

    @property
    def root(self) -> Node:
        """Above all others, and not seen."""
        return self.named[0]

    def node(self, code: int) -> Node:
        """The node with a code."""
        if code < 0:
            return self.named[-1 - code]
        if code not in self._rasters:
            row = self._rows[code]
            self._rasters[code] = Node(
                kind=Kind.RASTER,
                name=row.name.rpartition("/")[2] or row.name,
                key=row.path or row.name,
                code=code,
                parent=self.named[self._folder_of[code]],
                at=int(self._at_of[code]),
                count=1,
                own=np.array([code], dtype=np.int64),
            )
        return self._rasters[code]

    def parent_of(self, code: int) -> Node | None:
        """What the node with a code lies right below."""
        return self.named[self._folder_of[code]] if code >= 0 else self.named[-1 - code].parent

    def has(self, number: int) -> bool:
        """Whether a raster is in the tree."""
        return number < len(self._folder_of) and self._folder_of[number] >= 0

    def built(self, rows: Sequence[ArchiveRow]) -> Iterator[None]:
        """Build it of these rows, a step for each value."""
        self._rows = rows
        self._named(Kind.ROOT, "", "", None)
        for kind in (Kind.PLACES, Kind.AREAS):
            if self.counts[kind]:
                self._layer(kind)
        if rows:
            top = self._layer(Kind.RASTERS)
            top.name = self.heading or top.name
            yield from self._add(top, rows)
        below = {Kind.COVERAGE: self.has_coverage, Kind.BASEMAP: bool(self.counts[Kind.BASEMAP])}
        for kind in (kind for kind, is_there in below.items() if is_there):
            self._layer(kind)
        yield from self._rank(rows)
        # From below, as a folder comes after the one it lies in.
        for place in range(len(self.named) - 1, -1, -1):
            self._put_in_order(place)
            yield

    def _layer(self, kind: Kind) -> Node:
        return self._named(kind, tr(kind), str(kind), self.root)

    def _named(self, kind: Kind, name: str, key: str, parent: Node | None) -> Node:
        node = Node(kind=kind, name=name, key=key, code=-1 - len(self.named), parent=parent)
        self.named.append(node)
        self._below.append([])
        self._own.append(array("q"))
        if parent is not None:
            self._below[-1 - parent.code].append(node.code)
        return node

    def _add(self, top: Node, rows: Sequence[ArchiveRow]) -> Iterator[None]:
        folders: dict[str, Node] = {"": top}
        numbers = itertools.count()
        self._folder_of, self._at_of = np.full(len(rows), -1, np.int64), np.zeros(len(rows), np.int64)
        for part in slices(rows):
            for row in part:
                number = next(numbers)
                if self._passes(row):
                    folder = self._folder(row.name.rpartition("/")[0], folders)
                    self._own[-1 - folder.code].append(number)
            yield

    def _folder(self, path: str, folders: dict[str, Node]) -> Node:
        if path not in folders:
            above, _, name = path.rpartition("/")
            folders[path] = self._named(Kind.FOLDER, name or "/", f"{path}/", self._folder(above, folders))
        return folders[path]

    def _rank(self, rows: Sequence[ArchiveRow]) -> Iterator[None]:
        """The place of each raster in the order by hand; of those that have none it is the last."""
        if not self.order:
            return
        places: dict[str, int] = {}
        count = itertools.count()
        for paths in slices(self.order):
            places.update(zip(paths, count, strict=False))
            yield
        ranks, last = array("q"), len(self.order)
        for part in slices(rows):
            ranks.extend(places.get(row.path, last) for row in part)
            yield
        self._ranks = np.frombuffer(ranks, np.int64)

    def _put_in_order(self, place: int) -> None:
        """Folders first, by name; rows come by name, so the rasters of a folder lie in order. By hand where that was
        done.
        """
        node, inner = self.named[place], self._below[place]
        node.own = np.frombuffer(self._own[place], np.int64)
        node.count = len(node.own) + sum(self.node(code).count for code in inner)
        node.is_on_map = any(self.node(code).is_on_map for code in inner)
        node.is_on_map = node.is_on_map or any(self._rows[n].is_placed for n in node.own.tolist())
        if node.kind in (Kind.RASTERS, Kind.FOLDER):
            inner = sorted(inner, key=lambda code: self.node(code).name.casefold())
        codes = np.concatenate([np.array(inner, np.int64), node.own])
        if len(self._ranks) and node.kind is not Kind.ROOT:
            least = [int(self._ranks[self.node(code).rows].min()) for code in inner]
            ranks = np.concatenate([np.array(least, np.int64), self._ranks[node.own]])
            codes = codes[np.argsort(ranks, kind="stable")]
        self.put(node, codes)
        node.told = range(min(len(codes), MAX_TOLD))

    def put(self, node: Node, codes: np.ndarray) -> None:
        """These lie right below a node, in this order."""
        node.children = Children(codes, self.node)
        for at in np.flatnonzero(codes < 0).tolist():
            self.node(int(codes[at])).at = at
        places = np.flatnonzero(codes >= 0)
        self._at_of[codes[places]] = places
        self._folder_of[codes[places]] = -1 - node.code
        for raster in self._rasters.values():
            raster.at = int(self._at_of[raster.code])

    def _passes(self, row: ArchiveRow) -> bool:
        if self.words and self.words not in row.name.casefold():
            return False
        return not self.only_gaps or gap_of(row) not in (Gap.NONE, Gap.WAITING)
