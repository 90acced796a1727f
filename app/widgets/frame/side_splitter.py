"""The right column: places above, why one was found below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.widgets.why.overlay_controls import OverlayControls

PLACES_PX, REVIEWED_PLACES_PX = 230, 290
"""Least heights of the places: while they are reviewed, with the keys under them."""


class SideSplitter(QSplitter):
    """Where the window is low the places keep a row at least: what is below gives way, and goes where even its heading
    has no room.
    """

    def __init__(self, places: QWidget, why: OverlayControls) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._places, self._why = places, why
        self._is_reviewing = False
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.addWidget(places)
        self.addWidget(why)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setSizes([480, 350])
        self._fit()

    def set_reviewing(self, on: bool) -> None:
        """Whether keys stand under the list."""
        self._is_reviewing = on
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        places_px = REVIEWED_PLACES_PX if self._is_reviewing else PLACES_PX
        self._places.setMinimumHeight(places_px)
        room_px = self.height() - places_px - self.handleWidth()
        self._why.give_way(self._is_reviewing or room_px < self._why.ROOM_PX)
        self._why.setVisible(self._why.is_wanted and room_px >= self._why.minimumHeight())
