"""The basemap: off until it is switched on, from a web server or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app import paths
from app.jobs.pixels_lane import PixelsLane
from app.map.basemap.mbtiles import MbTileRequest, MbTiles, open_mbtiles
from app.map.basemap.tile_grid import TileId, check_template
from app.models.archive.layer_nodes import Kind
from app.session.session import Session
from app.settings import BASEMAP_FILE, BASEMAP_OFF, BASEMAP_WEB, Settings
from app.translation import mark, tr
from app.widgets.frame.dialogs.servers.basemap_dialog import BasemapDialog
from app.widgets.frame.main_window import MainWindow
from msa_core.errors import UsageError

if TYPE_CHECKING:
    from app.map.basemap.web_tiles import WebTiles

MAX_WEB_ZOOM = 19
FORBIDDEN = mark("Web servers may not be asked for a basemap: the settings say so, under Network.")


class Basemap(QObject):
    """The steps between dialog, tree, map and where tiles come from. Each start begins without one."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings, lane: PixelsLane) -> None:
        super().__init__()
        self._window, self._session, self._settings, self._lane = window, session, settings, lane
        self._layer = window.canvas.tiles
        self.web: WebTiles | None = None
        self._file: MbTiles | None = None
        self.dialog: BasemapDialog | None = None

    @property
    def kind(self) -> str:
        """Where tiles come from now: ``off``, ``web`` or ``file``."""
        return (
            BASEMAP_WEB if self.web is not None else BASEMAP_FILE if self._file is not None else BASEMAP_OFF
        )

    def restore(self) -> None:
        """The basemap chosen last is in the tree, shut."""
        is_known = self._settings.basemap_kind != BASEMAP_OFF
        self._window.archive.layers.set_count(Kind.BASEMAP, int(is_known))

    @Slot()
    def open_dialog(self) -> None:
        """Choose a basemap, or none."""
        settings = self._settings
        self.dialog = BasemapDialog(
            self._window,
            settings.basemap_address,
            settings.basemap_attribution,
            settings.basemap_file,
            self.kind,
        )
        self.dialog.decided.connect(self.decide)
        self.dialog.open()

    @Slot(str, str, str)
    def decide(self, kind: str, where: str, attribution: str) -> None:
        """Use what was chosen in the dialog, which stays open with a sentence where that cannot be."""
        try:
            self._check(kind, where, self._settings.may_ask_servers)
        except UsageError as error:
            if self.dialog is not None:
                self.dialog.refuse(str(error))
            return
        settings = self._settings
        if kind == BASEMAP_WEB:
            settings.basemap_address, settings.basemap_attribution = where, attribution
        elif kind == BASEMAP_FILE:
            settings.basemap_file = where
        settings.basemap_kind = kind
        if self.dialog is not None:
            self.dialog.accept()
        self._window.archive.layers.set_count(Kind.BASEMAP, int(kind != BASEMAP_OFF))
        self._window.archive.layers.set_layer_shown(Kind.BASEMAP, False)
        self._stop()
        if kind != BASEMAP_OFF:
            self._window.archive.layers.set_layer_shown(Kind.BASEMAP, True)

    @staticmethod
    def _check(kind: str, where: str, may_ask_servers: bool) -> None:
        if kind == BASEMAP_WEB and not may_ask_servers:
            raise UsageError(tr(FORBIDDEN))
        if kind == BASEMAP_WEB:
            check_template(where)
        elif kind == BASEMAP_FILE:
            open_mbtiles(where)

    @Slot(str, bool)
    def show_layer(self, kind: str, shown: bool) -> None:
        """The eye of the tree."""
        if kind == Kind.BASEMAP:
            self._stop()
            if shown:
                self._start()

    def _start(self) -> None:
        settings = self._settings
        try:
            if settings.basemap_kind == BASEMAP_FILE:
                self._file = open_mbtiles(settings.basemap_file)
                self._layer.begin(self._file.attribution, self._file.lowest_zoom, self._file.highest_zoom)
                return
            if not settings.may_ask_servers:
                raise UsageError(tr(FORBIDDEN))
            # Qt's network is loaded when there is somebody to ask.
            from app.map.basemap.proxies import use_proxy
            from app.map.basemap.web_tiles import WebTiles

            use_proxy(settings.proxy, settings.proxy_address)
            self.web = WebTiles(settings.basemap_address, paths.web_tiles_folder(), self)
        except UsageError as error:
            self._session.message_posted.emit("warn", str(error), "")
            return
        self.web.arrived.connect(self._layer.take)
        self.web.failed.connect(self._say)
        self._layer.begin(settings.basemap_attribution, 0, MAX_WEB_ZOOM)

    @Slot()
    def apply_network(self) -> None:
        """The settings of the network have changed: what is shown from a server is asked anew, or no more."""
        if self.web is not None:
            layers = self._window.archive.layers
            layers.set_layer_shown(Kind.BASEMAP, False)
            if self._settings.may_ask_servers:
                layers.set_layer_shown(Kind.BASEMAP, True)

    def _stop(self) -> None:
        if self.web is not None:
            self.web.close()
            self.web.deleteLater()
        self.web = self._file = None
        self._layer.end()

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._session.message_posted.emit("warn", sentence, "")

    # Tiles

    @Slot(object)
    def want(self, tiles: tuple[TileId, ...]) -> None:
        """What is in view and missing."""
        if self.web is not None:
            self.web.want(tiles)
        elif self._file is not None and tiles:
            self._lane.run(MbTileRequest(self._file.path, tiles))

    @Slot(object, object)
    def take(self, request: object, answer: object) -> None:
        """Tiles of the file have come."""
        if isinstance(request, MbTileRequest) and isinstance(answer, list) and self._file is not None:
            for tile, image in answer:
                self._layer.take(tile, image)

    @Slot(object, str)
    def take_failure(self, request: object, sentence: str) -> None:
        """The file cannot be read any more."""
        if isinstance(request, MbTileRequest):
            self._say(sentence)
