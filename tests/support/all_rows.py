"""What a user does with all rasters of an archive at once, in the real window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.models.archive.layer_nodes import Kind, Node
from app.wiring.wiring import Wiring
from msa_core.messages import ArchiveListing
from msa_core.records import RasterInfo, SourceReport
from msa_core.source_states import SourceState

PAGES = 60


class AllRows:
    """Steps on the tree of layers; each goes on in turns of the event loop until ``is_whole``."""

    def __init__(self, wiring: Wiring, infos: Sequence[RasterInfo]) -> None:
        self.wiring, self.infos = wiring, infos
        self._reports = [
            SourceReport(name=info.name, path=info.path, state=SourceState.INDEXED, tiles=3) for info in infos
        ]
        self.rows, self.panel = wiring.archive_model, wiring.window.archive
        self.tree, self.layers, self.canvas = self.panel.tree, self.panel.layers, wiring.window.canvas

    def is_whole(self) -> bool:
        """Whether nothing is under way any more."""
        on_map = self.canvas.rasters.is_settled and self.canvas.coverage.is_settled
        is_listed = not self.rows.is_listing and not self.rows._release.is_running
        return is_listed and self.panel.is_whole and on_map

    @property
    def top(self) -> Node:
        """The row of all rasters."""
        return next(node for node in self.layers.folders() if node.kind is Kind.RASTERS)

    def list_all(self) -> None:
        """As the session does once the engine has looked through a folder."""
        archive = self.wiring.session.archive
        archive.paths, archive.listing = ("/none",), ArchiveListing(tuple(self.infos), ())
        archive.archive_changed.emit(archive.listing)

    def flip_the_eye(self) -> None:
        """That of all rasters."""
        self.tree.flip_eye(self.layers.index_of(self.top))

    def make_translucent(self) -> None:
        """As the slider of the menu does when it is let go."""
        before = self.rows.opacities(self.rows.placed(self.top.rows))
        self.rows.set_opacity(before.numbers, 0.5)
        self.wiring.layers._keep_opacity(before)

    def undo(self) -> None:
        """Take the newest step back."""
        self.wiring.session.steps.undo()

    def select(self) -> None:
        """All rasters by the row above them."""
        self.tree.setCurrentIndex(self.layers.index_of(self.top))

    def open_menu(self) -> None:
        """That of all rasters."""
        self.wiring.layers.open_menu(QPoint(5, 5), [self.top])
        for menu in self.wiring.window.findChildren(QMenu):
            menu.close()

    def unfold(self) -> None:
        """The last folder."""
        self.tree.setFocus()
        self.tree.expand(self.layers.reveal(self.top.children[-1]))

    def press(self, key: Qt.Key) -> None:
        """A key in the tree."""
        QTest.keyClick(self.tree, key)

    def scroll_up(self) -> None:
        """By a page."""
        bar = self.tree.verticalScrollBar()
        bar.setValue(bar.value() - self.tree.height())

    def drag(self) -> None:
        """The last folder above all others."""
        data = self.layers.mimeData([self.layers.reveal(self.top.children[-1])])
        top = self.layers.index_of(self.top)
        self.layers.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, top)

    def report(self) -> None:
        """All are in the index."""
        self.rows.set_reports(self._reports)
        self._reports = []

    def close(self) -> None:
        """The archive; nobody holds its rasters any more."""
        self.infos = ()
        self.wiring.session.archive.close()

    def steps(self) -> list[tuple[str, Callable[[], object]]]:
        """All of them one after the other, each with what it is called; some several times."""
        return [
            ("listed, with the tree of layers", self.list_all),
            ("all hidden", self.flip_the_eye),
            ("all shown again", self.flip_the_eye),
            ("all made translucent", self.make_translucent),
            ("opacity taken back", self.undo),
            ("all selected", self.select),
            ("menu of all opened", self.open_menu),
            ("half of them unfolded", self.unfold),
            ("key End", lambda: self.press(Qt.Key.Key_End)),
            *[("scrolled up by a page", self.scroll_up)] * PAGES,
            ("key Home", lambda: self.press(Qt.Key.Key_Home)),
            ("put in order by hand", self.drag),
            ("order taken back", self.undo),
            ("known to be indexed", self.report),
            ("known to be new again", lambda: self.rows.set_reports(())),
            ("hatched by the eye of the layer", lambda: self.layers.set_layer_shown(Kind.COVERAGE, True)),
            ("gathered for the project", self.wiring.project_files.gather),
            ("filtered", lambda: self.panel.filter.setText("77")),
            ("closed", self.close),
        ]
