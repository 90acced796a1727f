"""The status bar: what the engine does, where the mouse points, the map's scale and CRS."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QStatusBar, QToolButton

from app.map.scales import decimal_label, dms_label, scale_label
from app.widgets.parts import PlainLabel


class StatusLine(QObject):
    """Fills the window's status bar and keeps it true."""

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._dms = False
        self._pointer: tuple[float, float] | None = None
        self.engine = PlainLabel("Starting …")
        self.engine.setToolTip("The engine: a process of its own that searches, describes and explains")
        self.coordinates = QToolButton()
        self.coordinates.setToolTip("Click to change between decimal degrees and degrees, minutes, seconds")
        self.coordinates.clicked.connect(self._on_coordinates)
        self.coordinates.setMinimumWidth(240)
        self.scale = PlainLabel()
        self.scale.setToolTip("Scale of the map on a screen of 96 pixels an inch")
        self.map_crs = PlainLabel()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.engine)
        for widget in (self.coordinates, self.scale, self.map_crs):
            bar.addPermanentWidget(widget)

    def set_pointer(self, place: tuple[float, float] | None) -> None:
        """Longitude and latitude under the mouse, None when it has left the map."""
        self._pointer = place
        label = dms_label if self._dms else decimal_label
        inside = place is not None and abs(place[0]) <= 180 and abs(place[1]) <= 90
        self.coordinates.setText(label(*place) if place is not None and inside else "—")

    def set_map(self, ground_m_per_px: float, crs: str) -> None:
        """The map's scale and CRS."""
        self.scale.setText(scale_label(ground_m_per_px))
        self.map_crs.setText(crs)

    @Slot()
    def _on_coordinates(self) -> None:
        self._dms = not self._dms
        self.set_pointer(self._pointer)
