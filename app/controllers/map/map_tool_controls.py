"""The tools of the map: which one is in use, and what lies at a place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QGuiApplication

from app.jobs.pixels_lane import PixelsLane
from app.map.canvas.drawing import AREA, BOX
from app.models.asked_of_map.point_request import PointAnswer, PointRequest
from app.models.asked_of_map.point_words import raster_words
from app.session.session import Session
from app.translation import numeral, tr, tr_n
from app.widgets.frame.around_map.map_tools import MOVE
from app.widgets.frame.around_map.point_popover import PointPopover
from app.widgets.frame.main_window import MainWindow
from msa_core.names import visible
from msa_core.records import TileHit

MAX_RASTERS, MAX_HITS = 12, 8


class MapToolControls(QObject):
    """The steps between the toolbar, the map and what is read of rasters."""

    def __init__(self, window: MainWindow, session: Session, lane: PixelsLane) -> None:
        super().__init__()
        self._window, self._session, self._lane = window, session, lane
        self._asked: PointRequest | None = None
        self._at = QPoint()
        self.popover: PointPopover | None = None

    # Which tool

    @Slot(str)
    def choose(self, name: str) -> None:
        """Use a tool from now on; the one before is given up."""
        window = self._window
        window.map_area.show_map()
        window.drawing.cancel()
        window.map_tool.choose("" if name in (MOVE, BOX, AREA) else name)
        if name in (BOX, AREA):
            window.drawing.begin(name)
        window.map_area.tools.show_tool(name)
        window.canvas.setFocus()

    @Slot(str)
    def show_drawing(self, kind: str) -> None:
        """Something is being drawn, by whatever way it began, or no more."""
        if kind:
            self._window.map_tool.choose("")
        if kind or not self._window.map_tool.kind:
            self._window.map_area.tools.show_tool(kind or MOVE)

    @Slot()
    def leave(self) -> None:
        """Esc: the mouse moves the map again."""
        self.choose(MOVE)

    # What lies here

    @Slot(float, float)
    def identify(self, lon: float, lat: float) -> None:
        """Show what lies at a place: at once what is known, then what is read of the rasters."""
        canvas, status = self._window.canvas, self._window.status
        (x, y), *_ = canvas.projection.forward(np.array([[lon, lat]])).tolist()
        (view_x, view_y), *_ = canvas.view.to_view(np.array([[x, y]])).tolist()
        self._at = canvas.viewport().mapToGlobal(QPoint(round(view_x), round(view_y)))
        paths = canvas.rasters.paths_at(x, y)
        popover = self.popover = PointPopover(self._window, status.shown(lon, lat))
        popover.hit_chosen.connect(self._session.shown.select)
        popover.copy_wanted.connect(lambda text: QGuiApplication.clipboard().setText(text))
        numbers = canvas.hits.hits_around(x, y)
        hits = self._session.shown.hits
        popover.add_hits([(number, _hit_words(hits[number])) for number in numbers[:MAX_HITS]])
        if len(numbers) > MAX_HITS:
            popover.add("", tr_n(len(numbers) - MAX_HITS, "and %n more place", "and %n more places"))
        if not paths:
            popover.add("", tr("No raster lies here."))
        else:
            popover.set_waiting(tr("Reading …"))
            self._asked = PointRequest(paths[:MAX_RASTERS], lon, lat)
            self._lane.run(self._asked)
        if len(paths) > MAX_RASTERS:
            popover.add(
                "",
                tr(
                    "{all} rasters lie here; the upper {few} are read.",
                    all=numeral(len(paths)),
                    few=MAX_RASTERS,
                ),
            )
        popover.open_at(self._at)

    @Slot(object, object)
    def take_pixels(self, request: object, answers: object) -> None:
        """What was read, unless something else was asked since or it was closed."""
        if request != self._asked or self._asked is None or not isinstance(answers, list):
            return
        self._asked = None
        popover = self.popover
        try:
            if popover is None or not popover.isVisible():
                return
        except RuntimeError:  # deleted when it was closed
            return
        popover.set_waiting("")
        found = [answer for answer in answers if isinstance(answer, PointAnswer)]
        shown = [answer for answer in found if answer.values is not None or answer.problem]
        paths = {answer.path for answer in shown}
        infos = {info.path: info for info in self._session.archive.listing.rasters if info.path in paths}
        for answer in shown:
            info = infos.get(answer.path)
            popover.add(visible(info.name if info is not None else answer.path), raster_words(answer, info))
        if not shown:
            popover.add("", tr("No raster has a pixel here."))
        popover.open_at(self._at)


def _hit_words(hit: TileHit) -> str:
    return tr(
        "Place {rank}  ·  {score}  ·  {source}",
        rank=hit.rank,
        score=numeral(hit.score, 3),
        source=visible(hit.tile.source),
    )
