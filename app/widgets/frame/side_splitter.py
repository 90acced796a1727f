"""The right column: places above, why one was found below."""

from __future__ import annotations

from collections.abc import Callable

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

    def __init__(self, places: QWidget, why: OverlayControls, give_way: Callable[[int], int]) -> None:
        """``give_way``: told how many pixels the places lack, it leaves out what they can do without, and says how many
        pixels that gives them.
        """
        super().__init__(Qt.Orientation.Vertical)
        self._give_way = give_way
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
        given_px = self._give_way(max(0, places_px - self.height()))
        # What is still lacking the list gives, which is scrolled.
        self._places.setMinimumHeight(min(places_px - given_px, self.height()))
        room_px = self.height() - places_px - self.handleWidth()
        self._why.give_way(self._is_reviewing or room_px < self._why.ROOM_PX)
        self._why.setVisible(self._why.is_wanted and room_px >= self._why.minimumHeight())
