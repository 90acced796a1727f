"""The status bar: what the engine does, where the mouse points, the map's scale and CRS."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton

from app.map.projection.geometry import Projection
from app.map.projection.scales import scale_label
from app.models.words.plain_text import plain_caption, plain_tip
from app.translation import tr, with_minus
from app.widgets.small_widgets import PlainLabel
from msa_core.coordinates import FORM_NAMES, FORMS, text_of

MAX_NAME_LENGTH = 34


class StatusLine(QObject):
    """Fills the window's status bar and keeps it up to date. A click on one of its three buttons lets it be changed.

    Signals:
        coordinates_clicked: the coordinates; others are to be typed, or their form changed.
        scale_clicked: the scale.
        crs_clicked: the map's CRS.
    """

    coordinates_clicked = Signal()
    scale_clicked = Signal()
    crs_clicked = Signal()

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self.form = FORMS[0]
        self._crs = "EPSG:3857"
        self._pointer: tuple[float, float] | None = None
        self._middle = (0.0, 0.0)
        self.engine = PlainLabel(tr("Starting …"))
        self.engine.setToolTip(tr("The engine: a process of its own that searches, describes and explains"))
        self.coordinates = QToolButton()
        self.coordinates.clicked.connect(self.coordinates_clicked)
        self.coordinates.setMinimumWidth(240)
        self.scale = QToolButton()
        self.scale.setToolTip(tr("Scale of the map on a screen of 96 pixels an inch. Click to type one."))
        self.scale.clicked.connect(self.scale_clicked)
        self.map_crs = QToolButton()
        self.map_crs.clicked.connect(self.crs_clicked)
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.engine)
        for widget in (self.coordinates, self.scale, self.map_crs):
            bar.addPermanentWidget(widget)

    def set_form(self, form: str) -> None:
        """Write coordinates in one of ``FORMS`` from now on."""
        self.form = form
        self._show()

    def text_of(self, lon: float, lat: float) -> str:
        """A place in the form chosen, as it is typed and copied."""
        return text_of(self.form, lon, lat, self._crs)

    def shown(self, lon: float, lat: float) -> str:
        """The same as it is read."""
        return with_minus(self.text_of(lon, lat))

    def set_pointer(self, lonlat: tuple[float, float] | None) -> None:
        """Longitude and latitude under the mouse, None when it has left the map: then the middle is shown."""
        self._pointer = lonlat
        self._show()

    def set_map(self, ground_m_per_px: float, projection: Projection, middle: tuple[float, float]) -> None:
        """The map's scale, CRS, and the longitude and latitude of its middle."""
        self.scale.setText(scale_label(ground_m_per_px))
        name = projection.name
        self._crs, self._middle = projection.crs, middle
        short = name if len(name) <= MAX_NAME_LENGTH else f"{name[: MAX_NAME_LENGTH - 1]}…"
        self.map_crs.setText(plain_caption(projection.crs if len(projection.crs) < 16 else short))
        self.map_crs.setToolTip(
            plain_tip(tr("The map is drawn in {name}. Click for another coordinate system.", name=name))
        )
        self._show()

    def _show(self) -> None:
        where = self._pointer if self._pointer is not None else self._middle
        words = self.shown(*where)
        self.coordinates.setText(words if self._pointer is not None else tr("Middle  {place}", place=words))
        form = tr(FORM_NAMES[self.form])
        if self._pointer is not None:
            tip = tr(
                "{form} under the mouse. Click to type a place to go to, or for another form.", form=form
            )
        else:
            tip = tr(
                "{form} of the map's middle. Click to type a place to go to, or for another form.", form=form
            )
        self.coordinates.setToolTip(tip)
        self.coordinates.setAccessibleName(f"{words}, {tip}")
