"""Tiles of a basemap from a web server. Nothing is asked before the first call of :meth:`WebTiles.want`."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkDiskCache, QNetworkReply, QNetworkRequest

from app.map.basemap.tile_grid import TileId, check_template
from app.translation import tr
from msa_core import __version__
from msa_core.names import visible

_LOG = logging.getLogger(__name__)
TIMEOUT_MS = 15_000
CACHE_BYTES = 200 * 1024 * 1024
AT_ONCE = 12
WAIT_AFTER_FAULT_S = 10.0
_MISSING = (QNetworkReply.NetworkError.ContentNotFoundError, QNetworkReply.NetworkError.ContentGoneError)


class WebTiles(QObject):
    """Asks a server for tiles in view, gives up those that are no longer, keeps what came on disk (200 MB at most).

    Signals:
        arrived: (TileId, QImage or None where the server has no such tile).
        failed: a sentence; told once until a tile comes again.
    """

    arrived = Signal(object, object)
    failed = Signal(str)

    def __init__(self, template: str, cache_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._template = check_template(template)
        self._network = QNetworkAccessManager(self)
        self._network.setTransferTimeout(TIMEOUT_MS)
        cache = QNetworkDiskCache(self._network)
        cache.setCacheDirectory(str(cache_folder))
        cache.setMaximumCacheSize(CACHE_BYTES)
        self._network.setCache(cache)
        self._waiting: list[TileId] = []
        self._running: dict[TileId, QNetworkReply] = {}
        self._has_complained = False
        self._pause_until_s = 0.0

    def want(self, tiles: tuple[TileId, ...]) -> None:
        """These are in view and missing; what else was asked for is given up."""
        wanted = set(tiles)
        for tile in [tile for tile in self._running if tile not in wanted]:
            self._running.pop(tile).abort()
        self._waiting = [tile for tile in tiles if tile not in self._running]
        self._start()

    def close(self) -> None:
        """Give up everything."""
        self.want(())

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._running and not self._waiting

    def _start(self) -> None:
        if time.monotonic() < self._pause_until_s:
            self._waiting = []
        while self._waiting and len(self._running) < AT_ONCE:
            tile = self._waiting.pop(0)
            request = QNetworkRequest(QUrl(self._address(tile)))
            request.setRawHeader(b"User-Agent", f"MSA-Analyst/{__version__}".encode())
            request.setAttribute(
                QNetworkRequest.Attribute.CacheLoadControlAttribute,
                QNetworkRequest.CacheLoadControl.PreferCache,
            )
            reply = self._network.get(request)
            self._running[tile] = reply
            reply.finished.connect(lambda tile=tile, reply=reply: self._on_finished(tile, reply))

    def _address(self, tile: TileId) -> str:
        flipped = 2**tile.zoom - 1 - tile.y
        values = {"{z}": tile.zoom, "{x}": tile.x, "{y}": tile.y, "{-y}": flipped}
        address = self._template.replace("{s}", "abc"[(tile.x + tile.y) % 3])
        for name, value in values.items():
            address = address.replace(name, str(value))
        return address

    def _on_finished(self, tile: TileId, reply: QNetworkReply) -> None:
        reply.deleteLater()
        if self._running.get(tile) is not reply:
            return  # given up
        del self._running[tile]
        error = reply.error()
        if error in _MISSING:
            self.arrived.emit(tile, None)
        elif error != QNetworkReply.NetworkError.NoError:
            self._complain(reply.errorString())
        else:
            image = QImage.fromData(bytes(reply.readAll().data()))
            if image.isNull():
                self._complain(tr("what it sent is not a picture"))
            else:
                self._has_complained = False
                self.arrived.emit(tile, image)
        self._start()

    def _complain(self, reason: str) -> None:
        """Once; and the server is left alone for a while."""
        self._pause_until_s = time.monotonic() + WAIT_AFTER_FAULT_S
        self._waiting = []
        host = QUrl(self._template.replace("{", "").replace("}", "")).host()
        _LOG.warning("basemap %s: %s", host, reason)
        if not self._has_complained:
            self._has_complained = True
            self.failed.emit(
                tr(
                    "The basemap from {host} does not come: {reason}. Move the map to try "
                    "again, or switch it off.",
                    host=visible(host),
                    reason=visible(reason),
                )
            )
