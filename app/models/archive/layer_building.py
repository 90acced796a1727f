"""The tree of layers is built of the rows of an archive, of very many in steps."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.models.archive.archive_row import ArchiveRow
from app.models.archive.coverage import Gap, gap_of
from app.models.archive.layer_nodes import MAX_TOLD, Kind, Node
from app.short_turns import slices
from app.translation import tr


@dataclass(kw_only=True)
class Tree:
    """Nodes by their ids, the root first.

    Attributes:
        counts: how many there are of each layer that is there when there are any.
        words, only_gaps: which rasters are left out.
        rank: the order given by hand, by path; empty without one.
        has_coverage: whether there is a row for what is searched.
    """

    counts: Mapping[Kind, int]
    words: str = ""
    only_gaps: bool = False
    rank: Mapping[str, int] = field(default_factory=dict)
    has_coverage: bool = False
    nodes: list[Node] = field(default_factory=list)
    folders: list[Node] = field(default_factory=list)
    of_number: dict[int, Node] = field(default_factory=dict)

    @property
    def root(self) -> Node:
        """Above all others, and not seen."""
        return self.nodes[0]

    def built(self, rows: Sequence[ArchiveRow]) -> Iterator[None]:
        """Build it of these rows, a step for each value."""
        self._node(Kind.ROOT, "", "", None)
        for kind in (Kind.PLACES, Kind.AREAS):
            if self.counts[kind]:
                self._layer(kind)
        if rows:
            yield from self._rasters(self._layer(Kind.RASTERS), rows)
        below = {Kind.COVERAGE: self.has_coverage, Kind.BASEMAP: bool(self.counts[Kind.BASEMAP])}
        for kind in (kind for kind, is_there in below.items() if is_there):
            self._layer(kind)
        for part in slices(self.nodes):
            self.folders += [node for node in part if node.children]
            yield
        for folder in self.folders:
            folder.told = min(len(folder.children), MAX_TOLD)
            at = 0
            for part in slices(folder.children):
                for node in part:
                    node.at, at = at, at + 1
                yield

    def _layer(self, kind: Kind) -> Node:
        return self._node(kind, tr(kind), str(kind), self.root)

    def _node(self, kind: Kind, name: str, key: str, parent: Node | None) -> Node:
        node = Node(kind=kind, name=name, key=key, id=len(self.nodes), parent=parent)
        self.nodes.append(node)
        if parent is not None:
            parent.children.append(node)
        return node

    def _rasters(self, top: Node, rows: Sequence[ArchiveRow]) -> Iterator[None]:
        folders: dict[str, Node] = {"": top}
        numbers = itertools.count()
        for part in slices(rows):
            for row in part:
                number = next(numbers)
                if self._passes(row):
                    self._raster(number, row, folders)
            yield
        for folder in folders.values():
            inner = [node for node in folder.children if node.kind is Kind.FOLDER]
            if self.rank:
                folder.children.sort(key=lambda node: self._order_of(node, rows))
            elif inner:
                # Rows come by name, so the rasters of a folder lie in order.
                inner.sort(key=lambda node: node.name.casefold())
                folder.children = inner + [node for node in folder.children if node.kind is Kind.RASTER]
            yield

    def _raster(self, number: int, row: ArchiveRow, folders: dict[str, Node]) -> None:
        folder, _, name = row.name.rpartition("/")
        node = self._node(Kind.RASTER, name or row.name, row.path or row.name, self._folder(folder, folders))
        node.number, node.numbers = number, [number]
        self.of_number[number] = node
        above = node.parent
        while above is not None and above is not self.root:
            above.numbers.append(number)
            above = above.parent

    def _folder(self, path: str, folders: dict[str, Node]) -> Node:
        if path not in folders:
            above, _, name = path.rpartition("/")
            folders[path] = self._node(Kind.FOLDER, name or "/", f"{path}/", self._folder(above, folders))
        return folders[path]

    def _order_of(self, node: Node, rows: Sequence[ArchiveRow]) -> tuple[int, bool, str]:
        """By hand where that was done; else folders first, by name."""
        last = len(self.rank)
        rank = min(self.rank.get(rows[number].path, last) for number in node.numbers)
        return rank, node.kind is Kind.RASTER, node.name.casefold()

    def _passes(self, row: ArchiveRow) -> bool:
        if self.words and self.words not in row.name.casefold():
            return False
        return not self.only_gaps or gap_of(row) not in (Gap.NONE, Gap.WAITING)
