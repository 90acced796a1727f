"""Where the map is and how it is drawn: coordinates, scale and CRS, chosen or typed in the status bar."""

from __future__ import annotations

import threading

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from app.map.projection.chosen_projection import projection_of
from app.map.projection.geometry import Projection
from app.map.projection.scales import ground_of_scale
from app.session.session import Session
from app.settings import Settings
from app.short_turns import NEXT_TURN_MS
from app.translation import numeral, tr
from app.widgets.frame.around_map.entry_popover import Choice, EntryPopover
from app.widgets.frame.main_window import MainWindow
from msa_core.coordinates import (
    FORM_NAMES,
    FORMS,
    UTM_NORTH,
    UTM_SOUTH,
    for_qgis,
    lonlat_of,
    scale_of,
    utm_crs,
    utm_zone,
)
from msa_core.errors import UsageError

COPY, COPY_QGIS = "copy", "copy for QGIS"
FITTING, MERCATOR, DEGREES, OF_RASTER, UTM = "fitting", "EPSG:3857", "EPSG:4326", "of the raster", "utm"
USUAL_SCALES = (1_000, 5_000, 25_000, 100_000, 1_000_000, 10_000_000)


class MapPosition(QObject):
    """The steps between the status bar and the map."""

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__()
        self._window, self._session, self._settings = window, session, settings
        self.popover: EntryPopover | None = None
        window.status.set_form(settings.coordinates)

    def _open(self, heading: str, placeholder: str, hint: str) -> EntryPopover:
        self.popover = EntryPopover(self._window, heading, placeholder, hint)
        return self.popover

    # Coordinates

    @Slot()
    def open_coordinates(self) -> None:
        """Type a place to go to, or choose how places are written."""
        status = self._window.status
        popover = self._open(
            tr("Go to"),
            "52.7513, 15.58",
            tr(
                "Latitude first, then longitude; also 52°45′05″ N 15°34′48″ E, UTM, MGRS, or "
                "x, y of the map while its coordinates are shown."
            ),
        )
        middle = self._window.canvas.middle_lonlat
        words = status.text_of(*middle)
        popover.line.setText(words)
        popover.set_choices(
            tr("Shown as"), [Choice(form, tr(FORM_NAMES[form])) for form in FORMS], status.form
        )
        is_place = abs(middle[0]) <= 180 and abs(middle[1]) <= 90
        popover.set_actions(
            tr("Copy the middle of the map"),
            [
                Choice(COPY, words, is_place),
                Choice(
                    COPY_QGIS,
                    tr("{place}  (longitude, latitude, for QGIS)", place=for_qgis(*middle)),
                    is_place,
                ),
            ],
        )
        popover.entered.connect(self.go_to)
        popover.chosen.connect(self._on_coordinates)
        popover.open_above(status.coordinates)

    @Slot(str)
    def go_to(self, text: str) -> None:
        """Go to a place that was typed."""
        canvas = self._window.canvas
        try:
            lon, lat = lonlat_of(text, canvas.projection.crs, self._window.status.form)
            self._check_shown(lon, lat)
        except UsageError as error:
            self._refuse(str(error))
            return
        self._close()
        self._window.map_area.show_map()
        canvas.go_to(lon, lat)
        canvas.hud.set_mark((lon, lat))
        canvas.setFocus()

    def _check_shown(self, lon: float, lat: float) -> None:
        projection = self._window.canvas.projection
        (x, y), *_ = projection.forward(np.array([[lon, lat]])).tolist()
        west, south, east, north = projection.world
        if not (west <= x <= east and south <= y <= north):
            raise UsageError(
                tr(
                    "This map ({name}) does not reach that place. Choose another coordinate system.",
                    name=projection.name,
                )
            )

    @Slot(str)
    def _on_coordinates(self, key: str) -> None:
        middle = self._window.canvas.middle_lonlat
        if key in (COPY, COPY_QGIS):
            words = for_qgis(*middle) if key == COPY_QGIS else self._window.status.text_of(*middle)
            QGuiApplication.clipboard().setText(words)
            return
        self._settings.coordinates = key
        self._window.status.set_form(key)

    # Scale

    @Slot()
    def open_scale(self) -> None:
        """Type a scale, or choose a usual one."""
        status = self._window.status
        popover = self._open(tr("Scale"), "1:25,000", tr("On a screen of 96 pixels an inch."))
        popover.line.setText(status.scale.text())
        popover.set_actions("", [Choice(str(scale), f"1 : {numeral(scale)}") for scale in USUAL_SCALES])
        popover.entered.connect(self.set_scale)
        popover.chosen.connect(self.set_scale)
        popover.open_above(status.scale)

    @Slot(str)
    def set_scale(self, text: str) -> None:
        """Show the map at a scale that was typed."""
        try:
            denominator = scale_of(text)
        except UsageError as error:
            self._refuse(str(error))
            return
        self._close()
        self._window.canvas.set_ground_scale(ground_of_scale(denominator))
        self._window.canvas.setFocus()

    # CRS

    @Slot()
    def open_crs(self) -> None:
        """Choose the map's coordinate system, or type one."""
        # It takes 100 ms to load what knows them: meanwhile one chooses.
        threading.Thread(target=_load_proj, daemon=True).start()
        canvas, status = self._window.canvas, self._window.status
        popover = self._open(
            tr("Coordinate system of the map"), "EPSG:32633", tr("An EPSG code, WKT or a PROJ string.")
        )
        raster, zone = self.raster_crs, self._utm_here
        choices = [
            Choice(FITTING, tr("What fits the rasters")),
            Choice(MERCATOR, "Web Mercator (EPSG:3857)"),
            Choice(OF_RASTER, _with_name(tr("That of the chosen raster"), raster[:24]), bool(raster)),
            Choice(UTM, _with_name(tr("UTM here"), zone), bool(zone)),
            Choice(DEGREES, tr("Degrees (EPSG:4326)")),
        ]
        current = FITTING
        if canvas.has_chosen_projection:
            known = {MERCATOR: MERCATOR, DEGREES: DEGREES, raster: OF_RASTER, zone: UTM}
            current = known.get(canvas.projection.crs, "")
        popover.set_choices("", choices, current)
        popover.entered.connect(self.set_crs)
        popover.chosen.connect(self._on_crs)
        popover.open_above(status.map_crs)

    @Slot(str)
    def _on_crs(self, key: str) -> None:
        if key == FITTING:
            self._window.canvas.choose_projection(None)
        else:
            self.set_crs({OF_RASTER: self.raster_crs, UTM: self._utm_here}.get(key, key))

    @Slot(str)
    def set_crs(self, text: str) -> None:
        """Draw the map in a coordinate system, in turns of its own: what PROJ needs to know of one may take 90 ms."""
        QTimer.singleShot(NEXT_TURN_MS, self, lambda: self._find_crs(text))

    def _find_crs(self, text: str) -> None:
        try:
            projection = projection_of(text)
        except UsageError as error:
            self._refuse(str(error))
            return
        self._close()
        QTimer.singleShot(NEXT_TURN_MS, self, lambda: self._use_crs(projection))

    def _use_crs(self, projection: Projection) -> None:
        self._window.canvas.choose_projection(projection)
        self._window.canvas.setFocus()

    @property
    def raster_crs(self) -> str:
        """The CRS of the raster chosen in the tree, else of the place chosen, ``""`` without."""
        shown = self._session.shown
        for info in self._window.canvas.rasters.selected:
            if info.crs:
                return info.crs
        return (shown.hits[shown.selected].tile.crs or "") if shown.selected >= 0 else ""

    @property
    def _utm_here(self) -> str:
        lon, lat = self._window.canvas.middle_lonlat
        return utm_crs(utm_zone(lon, lat), lat) if UTM_SOUTH <= lat <= UTM_NORTH and abs(lon) <= 180 else ""

    @Slot()
    def forget_crs(self) -> None:
        """Another archive is open: the map is drawn in what fits it."""
        self._window.canvas.choose_projection(None)

    def _refuse(self, sentence: str) -> None:
        """Under the line that was typed; a choice that cannot be taken is told at the top of the window."""
        if self.popover is not None and self._is_open():
            self.popover.refuse(sentence)
        else:
            self._session.message_posted.emit("warn", sentence, "")

    def _is_open(self) -> bool:
        try:
            return self.popover is not None and self.popover.isVisible()
        except RuntimeError:  # deleted when it was closed
            return False

    def _close(self) -> None:
        if self.popover is not None and self._is_open():
            self.popover.close()


def _with_name(words: str, name: str) -> str:
    return f"{words} ({name})" if name else words


def _load_proj() -> None:
    """On a thread of its own: an import holds nobody up but who asks for the same."""
    import pyproj  # noqa: F401
