"""Where the map has been: back and forth between its views, as in a browser."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.map.canvas.view import MapView

SETTLE_MS = 500
MAX_VIEWS = 100


class ViewHistory(QObject):
    """Remembers a view once the map has rested on it.

    Signals:
        changed: (whether there is a view before, whether there is one after).
    """

    changed = Signal(bool, bool)

    def __init__(self, canvas: MapView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._views: list[tuple[float, float, float]] = []
        self._at = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.keep)
        canvas.view_changed.connect(self._timer.start)

    @Slot()
    def keep(self) -> None:
        """Remember the view there is now; views after it are forgotten."""
        self._timer.stop()
        lon, lat = self._canvas.middle_lonlat
        view = (lon, lat, self._canvas.ground_m_per_px)
        if not (abs(lon) <= 180 and abs(lat) <= 90) or (
            self._at >= 0 and _is_near(view, self._views[self._at])
        ):
            return
        self._views = [*self._views[: self._at + 1], view][-MAX_VIEWS:]
        self._at = len(self._views) - 1
        self._tell()

    @Slot()
    def back(self) -> None:
        """Show the view before."""
        if self._timer.isActive():
            self.keep()
        self._go(self._at - 1)

    @Slot()
    def forward(self) -> None:
        """Show the view after."""
        self._go(self._at + 1)

    def _go(self, at: int) -> None:
        if 0 <= at < len(self._views):
            self._at = at
            self._canvas.stop_flight()
            self._canvas.center_on(*self._views[at])
            self._timer.stop()
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(self._at > 0, self._at + 1 < len(self._views))


def _is_near(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Whether two views show the same to the eye: within a pixel, a thousandth of the scale."""
    degrees_per_px = one[2] / 111_320
    is_there = abs(one[0] - other[0]) < degrees_per_px and abs(one[1] - other[1]) < degrees_per_px
    return is_there and abs(one[2] / other[2] - 1) < 1e-3
