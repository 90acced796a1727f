"""Places found: shown, chosen and explained on list and map alike."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.controllers.calls import call, passing_menu
from app.jobs.pixels_lane import PixelsLane
from app.map.overlays.heatmap_layer import CornersRequest
from app.map.painting.pixmaps import image_from_rgb
from app.map.rasters.rendering import RenderRequest
from app.models.archive.archive_model import ArchiveModel
from app.models.hits.captions_model import CaptionsModel, PictureRequest
from app.models.hits.hit_pictures import Thumbnail, ThumbnailRequest
from app.models.hits.hits_model import HitsModel, place_label
from app.session.search.shown_hits import PICTURE, SEARCH
from app.session.session import Session
from app.translation import tr, tr_n
from app.widgets.frame.main_window import MainWindow
from app.widgets.places.hit_list.hits_list import HitsList
from msa_core.colours import ScoreScale
from msa_core.coordinates import for_qgis
from msa_core.messages import PictureAnswer
from msa_core.names import visible
from msa_core.records import TileHit


class Places(QObject):
    """The steps between the session's places and the widgets that show them.

    Signals:
        similar_wanted: numbers of places; others like them are to be found.
        example_wanted: numbers of places that are to be part of the question.
        spot_wanted: longitude and latitude; places like what lies there are to be found.
        spot_example_wanted: likewise, to be part of the question.
        box_example_wanted: a box is to be drawn whose content is to be part of the question.
    """

    similar_wanted = Signal(object)
    example_wanted = Signal(object)
    spot_wanted = Signal(float, float)
    spot_example_wanted = Signal(float, float)
    box_example_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        lane: PixelsLane,
        archive: ArchiveModel,
        hits: HitsModel,
        similar: HitsModel,
        captions: CaptionsModel,
    ) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._lane = lane
        self._archive = archive
        self._hits = hits
        self._similar = similar
        self._captions = captions
        self._is_fresh = False

    @Slot(object, str)
    def show_hits(self, hits: tuple[TileHit, ...], origin: str) -> None:
        model = self._hits if origin == SEARCH else self._similar
        if model.hits() != hits:
            model.set_hits(hits)
        if origin == SEARCH and self._session.search.result is None:
            self._window.hits.set_result(None)
        self._window.set_origin(origin)
        self._window.canvas.hits.set_hits(hits)

    @property
    def _model(self) -> HitsModel:
        """The model of the list in front."""
        return self._hits if self._session.shown.origin == SEARCH else self._similar

    @property
    def _list(self) -> HitsList:
        return (self._window.hits if self._session.shown.origin == SEARCH else self._window.captions).list

    @Slot(object)
    def show_scale(self, scale: ScoreScale) -> None:
        self._model.set_scale(scale)
        self._window.canvas.hits.set_scale(scale)
        if self._session.shown.origin == SEARCH:
            self._window.hits.set_scale(scale)

    @Slot(object)
    def show_chosen(self, numbers: tuple[int, ...]) -> None:
        self._list.set_chosen(numbers)
        self._window.canvas.hits.set_chosen(numbers)

    @Slot(int)
    def show_hovered(self, number: int) -> None:
        """The mouse points at a hit, here or there: both sides show it."""
        self._window.canvas.hits.set_hovered(number)
        self._model.set_hovered(number)

    @Slot(object)
    def expect_fresh(self, _result: object) -> None:
        """The next hit to be chosen is the best of a fresh answer."""
        self._is_fresh = True

    def _bring_into_view(self, number: int) -> None:
        """Bring a hit into view; a fresh answer whose best place is elsewhere is shown whole."""
        canvas, is_fresh = self._window.canvas, self._is_fresh
        self._is_fresh = False
        if is_fresh and not canvas.is_in_view(number):
            canvas.show_hits()
        else:
            canvas.bring_hit_into_view(number)

    @Slot(int)
    def show_selected(self, number: int) -> None:
        window, session = self._window, self._session
        hit = session.shown.hits[number] if number >= 0 else None
        window.canvas.hits.set_selected(number)
        self._list.set_current(number)
        window.overlays.set_hit(hit)
        window.canvas.heatmap.set_corners(None)
        if hit is None:
            self._show_described()
            return
        self._bring_into_view(number)
        if hit.tile.path and hit.tile.footprint_lonlat:
            self._lane.run(CornersRequest(hit.tile))
        thumbnail = self._model.thumbnail(hit.tile)
        if thumbnail is not None:
            window.overlays.preview.set_thumbnail(thumbnail)
        if (thumbnail is None or thumbnail.is_kept) and hit.tile.path:
            self._lane.run(ThumbnailRequest(hit.tile))

    def _show_described(self) -> None:
        """No place is chosen: of a picture that was described its own words are explained."""
        picture, overlays = self._session.picture, self._window.overlays
        if self._session.shown.origin == PICTURE and picture.path and picture.text:
            overlays.set_picture(visible(Path(picture.path).name))
            self._lane.run(PictureRequest(picture.path))

    @Slot(int)
    def choose_on_map(self, row: int) -> None:
        if row >= 0:
            self._session.shown.select(row)

    @Slot()
    def select_next(self) -> None:
        self._step(1)

    @Slot()
    def select_previous(self) -> None:
        self._step(-1)

    def _step(self, rows: int) -> None:
        """To the next row of the list, whatever its order."""
        model = self._model
        row = model.row_of(self._session.shown.selected) + rows
        self._session.shown.select(model.number_at(min(max(row, 0), model.rowCount() - 1)))

    @Slot()
    def show_this(self) -> None:
        self._window.canvas.show_hit(self._session.shown.selected)

    @Slot()
    def copy_place(self) -> None:
        if self._session.shown.selected >= 0:
            QGuiApplication.clipboard().setText(
                place_label(self._session.shown.hits[self._session.shown.selected].tile)
            )

    @Slot(QPoint, int)
    def open_hit_menu(self, at: QPoint, row: int) -> None:
        hit = self._session.shown.hits[row] if 0 <= row < len(self._session.shown.hits) else None
        if hit is None:
            return
        menu = passing_menu(self._window)
        self._offer_examples(menu, row)
        actions = self._window.actions_
        if self._session.shown.origin == SEARCH:
            menu.addSeparator()
            menu.addActions([actions.review, *actions.votes, actions.take_back])
        menu.addSeparator()
        menu.addAction(tr("Show on the map")).triggered.connect(call(self._window.canvas.show_hit, row))
        copy = QGuiApplication.clipboard().setText
        menu.addAction(tr("Copy coordinates")).triggered.connect(call(copy, place_label(hit.tile)))
        path = menu.addAction(tr("Copy file path"))
        path.triggered.connect(call(copy, hit.tile.path))
        path.setEnabled(bool(hit.tile.path))
        menu.addSeparator()
        menu.addAction(self._window.actions_.export)
        menu.popup(at)

    def _offer_examples(self, menu: QMenu, row: int) -> None:
        """Places like this one, or like all that are chosen when this is one of them."""
        chosen = self._session.shown.chosen
        numbers = chosen if row in chosen else (row,)
        several = len(numbers) > 1
        similar = tr_n(len(numbers), "Find places like this one", "Find places like these %n")
        add = tr_n(len(numbers), "Add this place to the question", "Add these %n places to the question")
        for words, signal in (
            (similar if several else tr("Find similar places"), self.similar_wanted),
            (add if several else tr("Add to the question"), self.example_wanted),
        ):
            menu.addAction(words).triggered.connect(call(signal.emit, numbers))

    @Slot(str)
    def begin_picture(self, path: str) -> None:
        self._window.captions.begin(path)
        self._window.set_origin(PICTURE)
        self._lane.run(PictureRequest(path))

    @Slot(object)
    def show_picture(self, answer: PictureAnswer) -> None:
        self._captions.set_captions(answer.captions)
        self._window.captions.set_answer(answer)

    @Slot(object, object)
    def take_pixels(self, request: object, value: object) -> None:
        window, row = self._window, self._session.shown.selected
        tile = self._session.shown.hits[row].tile if row >= 0 else None
        if isinstance(request, PictureRequest) and isinstance(value, Thumbnail):
            window.captions.set_picture(image_from_rgb(value.rgb, value.valid))
            if row < 0 and request.path == self._session.picture.path:
                window.overlays.preview.set_thumbnail(value)
        elif isinstance(request, CornersRequest) and request.tile == tile:
            window.canvas.heatmap.set_corners(value)  # type: ignore[arg-type]
        elif isinstance(request, ThumbnailRequest) and request.tile == tile and isinstance(value, Thumbnail):
            window.overlays.preview.set_thumbnail(value)

    @Slot(object)
    def take_kept(self, _pictures: object) -> None:
        """The index keeps a small picture of the chosen hit: shown until its pixels are read."""
        row = self._session.shown.selected
        kept = self._model.thumbnail(self._session.shown.hits[row].tile) if row >= 0 else None
        if kept is not None and kept.is_kept:
            self._window.overlays.preview.set_thumbnail(kept)

    @Slot(QPoint, float, float, int)
    def open_map_menu(self, at: QPoint, lon: float, lat: float, row: int) -> None:
        menu = passing_menu(self._window)
        copy = QGuiApplication.clipboard().setText
        if abs(lon) <= 180 and abs(lat) <= 90:
            words = self._window.status.text_of(lon, lat)
            menu.addAction(tr("Copy {words}", words=words)).triggered.connect(call(copy, words))
            qgis = for_qgis(lon, lat)
            menu.addAction(tr("Copy for QGIS: {qgis} (longitude, latitude)", qgis=qgis)).triggered.connect(
                call(copy, qgis)
            )
        if row >= 0:
            menu.addSeparator()
            menu.addAction(tr("Choose this place")).triggered.connect(call(self._session.shown.select, row))
            self._offer_examples(menu, row)
        menu.addSeparator()
        self._offer_spot(menu, lon, lat)
        menu.addSeparator()
        menu.addActions([self._window.actions_.everything, self._window.actions_.all_hits])
        menu.popup(at)

    def _offer_spot(self, menu: QMenu, lon: float, lat: float) -> None:
        """Places like what lies where the menu was opened, or in a box around it; grey without an index."""
        index = self._session.archive.index
        can = index is not None and index.tiles > 0
        is_on_earth = abs(lon) <= 180 and abs(lat) <= 90
        for words, is_possible, chosen in (
            (tr("Find places like here"), is_on_earth, call(self.spot_wanted.emit, lon, lat)),
            (
                tr("Add what lies here to the question"),
                is_on_earth,
                call(self.spot_example_wanted.emit, lon, lat),
            ),
            (tr("Add what lies in a box to the question …"), True, call(self.box_example_wanted.emit)),
        ):
            action = menu.addAction(words)
            action.triggered.connect(chosen)
            action.setEnabled(can and is_possible)

    @Slot(object, str)
    def take_failure(self, request: object, sentence: str) -> None:
        """A raster that cannot be drawn says so in the archive panel."""
        if isinstance(request, RenderRequest):
            self._archive.set_problem(request.path, sentence)
