"""Connects session, lanes and widgets: one line per connection, grouped by story."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu

from app import paths
from app.jobs.command_job import CommandJob
from app.jobs.engine_client import EngineClient
from app.jobs.pixels_lane import PixelsLane
from app.map.geometry import projection_for
from app.map.heatmap_layer import CornersRequest
from app.map.pixmaps import image_from_rgb
from app.map.scales import decimal_label
from app.models import geojson
from app.models.archive_model import ArchiveModel
from app.models.captions_model import CaptionsModel, PictureRequest
from app.models.hits_model import HitsModel, Thumbnail, ThumbnailRequest, place_label
from app.session import PICTURE, SEARCH, Session
from app.settings import Settings
from app.widgets import theme
from app.widgets.dialogs import AboutDialog, DiagnosticsDialog
from app.widgets.main_window import MainWindow
from msa_core.messages import ArchiveListing, PictureAnswer
from msa_core.records import IndexInfo, Query, TileHit

RASTER_FILTER = "Rasters (*.tif *.tiff *.vrt *.jp2 *.img *.png *.jpg *.jpeg);;All files (*)"
PICTURE_FILTER = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.jp2);;All files (*)"


class Wiring(QObject):
    """Owns the parts of a running window and their connections."""

    def __init__(self, settings: Settings, engine: EngineClient | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.engine = engine or EngineClient(device=settings.device)
        self.lane = PixelsLane()
        self.session = Session(self.engine, settings)
        self.archive_model, self.captions_model = ArchiveModel(), CaptionsModel()
        self.hits_model, self.similar_model = HitsModel(), HitsModel()
        theme.apply(settings.theme)
        self.window = MainWindow(self.archive_model, self.hits_model, self.similar_model, self.captions_model)
        self._fitted = False
        self._closed = False
        for connect in (
            self._connect_opening,
            self._connect_indexing,
            self._connect_searching,
            self._connect_places,
            self._connect_overlays,
            self._connect_pictures,
            self._connect_pixels,
            self._connect_map,
            self._connect_looks,
            self._connect_help,
        ):
            connect()
        self._restore()

    # Stories

    def _connect_opening(self) -> None:
        window, session, actions = self.window, self.session, self.window.actions_
        window.drop_zone.opened.connect(session.open_paths)
        window.open_button.clicked.connect(self.choose_folder)
        window.archive.open_clicked.connect(self.choose_folder)
        window.map_area.welcome.open_clicked.connect(self.choose_folder)
        window.map_area.welcome.recent_chosen.connect(self._open_one)
        actions.open_folder.triggered.connect(self.choose_folder)
        actions.open_files.triggered.connect(self.choose_files)
        actions.open_index.triggered.connect(self.choose_index)
        actions.quit.triggered.connect(window.close)
        window.recent_menu.aboutToShow.connect(self._fill_recent)
        window.closing.connect(self.close)
        session.archive_changed.connect(self._on_archive)
        session.scanning_changed.connect(window.archive.set_scanning)
        session.index_changed.connect(self._on_index)
        session.said.connect(window.messages.say)
        session.engine_said.connect(window.set_engine_words)
        window.messages.action_chosen.connect(self._on_message_action)

    def _connect_indexing(self) -> None:
        window, session = self.window, self.session
        window.archive.index_clicked.connect(session.start_indexing)
        window.actions_.index.triggered.connect(session.start_indexing)
        window.jobs.cancel_clicked.connect(session.cancel_job)
        session.job_started.connect(self._on_job_started)
        session.job_progressed.connect(window.jobs.update_progress)
        session.job_finished.connect(self._on_job_finished)
        session.source_changed.connect(self.archive_model.set_state)

    def _connect_searching(self) -> None:
        window, session, actions = self.window, self.session, self.window.actions_
        for asked in (
            window.search_bar.search_requested,
            window.filters.search_requested,
            actions.search.triggered,
        ):
            asked.connect(self.search)
        window.search_bar.stop_requested.connect(session.stop)
        actions.stop.triggered.connect(self._on_stop)
        actions.focus_query.triggered.connect(window.search_bar.focus)
        window.search_bar.filters_toggled.connect(window.filters.setVisible)
        window.search_bar.filters_toggled.connect(actions.filters.setChecked)
        actions.filters.toggled.connect(window.search_bar.filters.setChecked)
        session.searching_changed.connect(window.search_bar.set_busy)
        session.searching_changed.connect(window.hits.set_searching)
        session.search_finished.connect(window.hits.set_result)
        session.index_changed.connect(window.hits.set_index)

    def _connect_places(self) -> None:
        window, session, actions = self.window, self.session, self.window.actions_
        session.hits_shown.connect(self._on_hits_shown)
        session.hit_selected.connect(self._on_hit_selected)
        window.hits.list.row_chosen.connect(session.select_hit)
        window.captions.list.row_chosen.connect(session.select_hit)
        window.canvas.hit_clicked.connect(self._on_map_click)
        for places in (window.hits.list, window.captions.list):
            places.row_opened.connect(window.canvas.show_hit)
            places.menu_requested.connect(self._on_hit_menu)
        window.origin_chosen.connect(session.show_origin)
        window.hits.export_clicked.connect(self.choose_export)
        window.hits.show_all_clicked.connect(window.canvas.show_hits)
        actions.export.triggered.connect(self.choose_export)
        actions.next_hit.triggered.connect(self._select_next)
        actions.previous_hit.triggered.connect(self._select_previous)
        actions.copy_place.triggered.connect(self._copy_place)
        actions.this_hit.triggered.connect(self._show_this)
        actions.all_hits.triggered.connect(window.canvas.show_hits)

    def _connect_overlays(self) -> None:
        window, session, actions = self.window, self.session, self.window.actions_
        session.explanation_changed.connect(window.overlays.set_explanation)
        session.explaining_changed.connect(window.overlays.set_busy)
        window.overlays.overlay_changed.connect(window.canvas.heatmap.set_image)
        window.overlays.strength_changed.connect(window.canvas.heatmap.set_strength)
        window.canvas.heatmap.set_strength(window.overlays.opacity.value() / 100)
        actions.overlay.toggled.connect(window.overlays.eye.setChecked)
        window.overlays.eye.toggled.connect(actions.overlay.setChecked)
        for scale, action in actions.scales.items():
            action.triggered.connect(_call(window.overlays.choose_scale, scale))

    def _connect_pictures(self) -> None:
        window, session = self.window, self.session
        window.drop_zone.captioned.connect(session.caption_picture)
        window.captions.picture_wanted.connect(self.choose_picture)
        window.actions_.caption.triggered.connect(self.choose_picture)
        window.filters.picture_wanted.connect(self.choose_like)
        window.captions.caption_chosen.connect(session.explain_with)
        window.captions.search_wanted.connect(self.search_for)
        session.picture_started.connect(self._on_picture_started)
        session.picture_finished.connect(self._on_picture_finished)

    def _connect_pixels(self) -> None:
        window, lane = self.window, self.lane
        window.canvas.rasters.render_wanted.connect(lane.run)
        self.hits_model.thumbnail_wanted.connect(lane.run)
        self.similar_model.thumbnail_wanted.connect(lane.run)
        lane.finished.connect(window.canvas.rasters.on_rendered)
        lane.finished.connect(self.hits_model.on_pixels)
        lane.finished.connect(self.similar_model.on_pixels)
        lane.finished.connect(self._on_pixels)
        lane.failed.connect(window.canvas.rasters.on_failed)
        lane.failed.connect(self.hits_model.on_failed)
        lane.failed.connect(self.similar_model.on_failed)

    def _connect_map(self) -> None:
        window, actions = self.window, self.window.actions_
        self.archive_model.shown_changed.connect(window.canvas.rasters.set_shown)
        window.archive.raster_chosen.connect(window.canvas.show_raster)
        window.canvas.view_changed.connect(window.show_scale)
        window.canvas.pointer_moved.connect(window.set_pointer)
        window.canvas.pointer_left.connect(window.clear_pointer)
        window.canvas.menu_requested.connect(self._on_map_menu)
        actions.everything.triggered.connect(window.canvas.show_everything)

    def _connect_looks(self) -> None:
        window, actions = self.window, self.window.actions_
        actions.theme_group.triggered.connect(self._on_theme_action)
        actions.device_group.triggered.connect(self._on_device_action)
        window.theme_button.clicked.connect(self._flip_theme)
        actions.archive_panel.toggled.connect(window.archive.setVisible)
        actions.side_panel.toggled.connect(window.side.setVisible)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_theme)

    def _connect_help(self) -> None:
        actions = self.window.actions_
        actions.diagnostics.triggered.connect(self.show_diagnostics)
        actions.about.triggered.connect(self.show_about)
        actions.open_log.triggered.connect(self._open_log)
        actions.restart_engine.triggered.connect(self._restart_engine)

    # Opening

    @Slot()
    def choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window, "Open a folder of rasters")
        if folder:
            self.session.open_paths([folder])

    @Slot()
    def choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self.window, "Open rasters", "", RASTER_FILTER)
        if files:
            self.session.open_archive(tuple(files))

    @Slot()
    def choose_index(self) -> None:
        folder = QFileDialog.getExistingDirectory(self.window, "Open an index folder")
        if folder:
            self.session.open_index(folder)

    @Slot()
    def choose_picture(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self.window, "Describe a picture", "", PICTURE_FILTER)
        if file:
            self.session.caption_picture(file)

    @Slot()
    def choose_like(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self.window, "Places like this picture", "", PICTURE_FILTER)
        if file:
            self.window.filters.set_like(file)
            self.search()

    @Slot(str)
    def _open_one(self, path: str) -> None:
        self.session.open_paths([path])

    @Slot()
    def _fill_recent(self) -> None:
        menu = self.window.recent_menu
        menu.clear()
        for path in self.settings.recent:
            menu.addAction(path).triggered.connect(_call(self._open_one, path))
        menu.setEnabled(True)
        if menu.isEmpty():
            menu.addAction("Nothing opened yet").setEnabled(False)

    @Slot(object)
    def _on_archive(self, listing: ArchiveListing) -> None:
        canvas = self.window.canvas
        self.archive_model.set_listing(listing)
        canvas.set_projection(projection_for(info.footprint_lonlat for info in listing.rasters))
        canvas.rasters.set_rasters(listing.rasters)
        chosen = self.session.archive_paths
        self.window.set_archive_name(
            Path(chosen[0]).name if len(chosen) == 1 else f"{len(chosen)} files" if chosen else ""
        )
        self.window.map_area.set_welcome(not chosen and self.session.index_path is None)
        if listing.rasters and self.session.selected < 0:
            canvas.show_everything()

    @Slot(object)
    def _on_index(self, info: IndexInfo | None) -> None:
        self.archive_model.set_reports(info.sources if info is not None else ())

    @Slot(str)
    def _on_message_action(self, action: str) -> None:
        if action == "index":
            self.session.start_indexing()
        elif action == "engine":
            self._restart_engine()

    # Indexing

    @Slot(str)
    def _on_job_started(self, title: str) -> None:
        self.window.jobs.begin(title)
        self.window.archive.set_indexing(True)

    @Slot()
    def _on_job_finished(self) -> None:
        self.window.jobs.end()
        self.window.archive.set_indexing(False)

    # Searching

    @Slot()
    def search(self) -> None:
        """Ask what stands in the query box and the filters."""
        filters = self.window.filters
        terms = filters.terms(self.window.search_bar.text)
        bbox = self.window.canvas.view_lonlat() if filters.in_view.isChecked() else None
        self.session.search(Query(terms, bbox, filters.min_score), filters.count.value())

    @Slot(str)
    def search_for(self, words: str) -> None:
        """Put words into the query box and search."""
        self.window.search_bar.field.setText(words)
        self.search()

    @Slot()
    def _on_stop(self) -> None:
        if not self.window.canvas.cancel_band():
            self.session.stop()

    # Places

    @Slot(object, str)
    def _on_hits_shown(self, hits: tuple[TileHit, ...], origin: str) -> None:
        model = self.hits_model if origin == SEARCH else self.similar_model
        if model.hits() != hits:
            model.set_hits(hits)
        if origin == SEARCH and self.session.result is None:
            self.window.hits.set_result(None)
        self.window.set_origin(origin)
        self.window.canvas.hits.set_hits(hits)

    @Slot(int)
    def _on_hit_selected(self, row: int) -> None:
        window, session = self.window, self.session
        hit = session.hits[row] if row >= 0 else None
        window.canvas.hits.set_selected(row)
        (window.hits if session.origin == SEARCH else window.captions).list.set_row(row)
        window.overlays.set_hit(hit)
        window.canvas.heatmap.set_corners(None)
        if hit is None:
            return
        window.canvas.show_hit(row)
        if hit.tile.path and hit.tile.footprint_lonlat:
            self.lane.run(CornersRequest(hit.tile))
        model = self.hits_model if session.origin == SEARCH else self.similar_model
        thumbnail = model.thumbnail(hit.tile)
        if thumbnail is not None:
            window.overlays.preview.set_thumbnail(thumbnail)
        elif hit.tile.path:
            self.lane.run(ThumbnailRequest(hit.tile))

    @Slot(int)
    def _on_map_click(self, row: int) -> None:
        if row >= 0:
            self.session.select_hit(row)

    @Slot()
    def _select_next(self) -> None:
        self.session.select_hit(min(self.session.selected + 1, len(self.session.hits) - 1))

    @Slot()
    def _select_previous(self) -> None:
        self.session.select_hit(max(self.session.selected - 1, 0))

    @Slot()
    def _show_this(self) -> None:
        self.window.canvas.show_hit(self.session.selected)

    @Slot()
    def _copy_place(self) -> None:
        if self.session.selected >= 0:
            QGuiApplication.clipboard().setText(place_label(self.session.hits[self.session.selected].tile))

    @Slot(QPoint, int)
    def _on_hit_menu(self, at: QPoint, row: int) -> None:
        hit = self.session.hits[row] if 0 <= row < len(self.session.hits) else None
        if hit is None:
            return
        menu = QMenu(self.window)
        menu.addAction("Show on the map").triggered.connect(_call(self.window.canvas.show_hit, row))
        copy = QGuiApplication.clipboard().setText
        menu.addAction("Copy coordinates").triggered.connect(_call(copy, place_label(hit.tile)))
        menu.addAction("Copy file path").triggered.connect(_call(copy, hit.tile.path))
        menu.addSeparator()
        menu.addAction("Save all places as GeoJSON …").triggered.connect(self.choose_export)
        menu.popup(at)

    @Slot()
    def choose_export(self) -> None:
        """Ask where to save the places, and save them."""
        if self.session.result is None or not self.session.result.hits:
            self.session.said.emit("info", "There are no places to save yet: search first.", "")
            return
        file, _ = QFileDialog.getSaveFileName(
            self.window, "Save places", "hits.geojson", "GeoJSON (*.geojson)"
        )
        if file:
            self.export(Path(file))

    def export(self, file: Path) -> None:
        """Save the places found as GeoJSON; a sentence tells how it went."""
        assert self.session.result is not None
        text = json.dumps(
            geojson.collection(self.session.result), ensure_ascii=False, allow_nan=False, indent=1
        )
        try:
            file.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            self.session.said.emit("bad", f"{file} could not be written: {error.strerror or error}.", "")
        else:
            self.session.said.emit("good", f"{len(self.session.result.hits)} places saved to {file}.", "")

    # Pictures

    @Slot(str)
    def _on_picture_started(self, path: str) -> None:
        self.window.captions.begin(path)
        self.window.set_origin(PICTURE)
        self.lane.run(PictureRequest(path))

    @Slot(object)
    def _on_picture_finished(self, answer: PictureAnswer) -> None:
        self.captions_model.set_captions(answer.captions)
        self.window.captions.set_answer(answer)

    # Pixels

    @Slot(object, object)
    def _on_pixels(self, request: object, value: object) -> None:
        window, row = self.window, self.session.selected
        tile = self.session.hits[row].tile if row >= 0 else None
        if isinstance(request, PictureRequest) and isinstance(value, Thumbnail):
            window.captions.set_picture(image_from_rgb(value.rgb, value.valid))
        elif isinstance(request, CornersRequest) and request.tile == tile:
            window.canvas.heatmap.set_corners(value)  # type: ignore[arg-type]
        elif isinstance(request, ThumbnailRequest) and request.tile == tile and isinstance(value, Thumbnail):
            window.overlays.preview.set_thumbnail(value)

    # Map

    @Slot(QPoint, float, float, int)
    def _on_map_menu(self, at: QPoint, lon: float, lat: float, row: int) -> None:
        menu = QMenu(self.window)
        copy = QGuiApplication.clipboard().setText
        menu.addAction(f"Copy {decimal_label(lon, lat)}").triggered.connect(
            _call(copy, f"{lat:.6f}, {lon:.6f}")
        )
        if row >= 0:
            menu.addAction("Choose this place").triggered.connect(_call(self.session.select_hit, row))
        menu.addSeparator()
        menu.addActions([self.window.actions_.everything, self.window.actions_.all_hits])
        menu.popup(at)

    # Looks

    def set_theme(self, choice: str) -> None:
        """Use and remember a theme."""
        self.settings.theme = choice
        self.window.actions_.themes[choice].setChecked(True)
        theme.apply(choice)
        self.window.refresh_theme()

    @Slot(object)
    def _on_theme_action(self, action: object) -> None:
        self.set_theme(str(action.data()))  # type: ignore[attr-defined]

    @Slot()
    def _flip_theme(self) -> None:
        self.set_theme("light" if theme.is_dark() else "dark")

    @Slot()
    def _on_system_theme(self) -> None:
        if self.settings.theme == "system":
            # Not within the signal: applying a theme sets the scheme again.
            QTimer.singleShot(0, self, self._apply_system_theme)

    @Slot()
    def _apply_system_theme(self) -> None:
        if self.settings.theme == "system" and not self._closed:
            theme.apply("system")
            self.window.refresh_theme()

    @Slot(object)
    def _on_device_action(self, action: object) -> None:
        self.settings.device = str(action.data())  # type: ignore[attr-defined]
        self.session.said.emit("info", "Indexing uses this from now on, searching from the next start.", "")

    def _restore(self) -> None:
        window, settings = self.window, self.settings
        window.actions_.themes[settings.theme].setChecked(True)
        window.actions_.devices[settings.device].setChecked(True)
        if not settings.geometry.isEmpty():
            window.restoreGeometry(settings.geometry)
        if not settings.splitter.isEmpty():
            window.splitter.restoreState(settings.splitter)
        window.map_area.welcome.set_recent(settings.recent)
        window.refresh_theme()
        window.show_scale()
        window.clear_pointer()
        window.search_bar.focus()

    # Help and end

    @Slot()
    def show_about(self) -> None:
        dialog = AboutDialog(self.window)
        dialog.diagnostics_wanted.connect(dialog.accept)
        dialog.diagnostics_wanted.connect(self.show_diagnostics)
        dialog.open()

    @Slot()
    def show_diagnostics(self) -> None:
        """Run the doctor in a child process and show its words as they come."""
        dialog = DiagnosticsDialog(self.window)
        job = CommandJob(parent=dialog)
        job.finished.connect(
            lambda code, words: dialog.set_report(job.output or words or f"The doctor ended with {code}.")
        )
        job.start(["doctor"])
        dialog.open()

    @Slot()
    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(paths.log_file().parent)))

    @Slot()
    def _restart_engine(self) -> None:
        self.engine.restart()
        self.session.restart_engine()

    @Slot()
    def close(self) -> None:
        """Remember the window and end what runs. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.settings.geometry = self.window.saveGeometry()
        self.settings.splitter = self.window.splitter.saveState()
        self.settings.save()
        self.window.hide()
        self.session.close()
        self.lane.close()


def _call(function: Callable[..., object], *args: object) -> Callable[..., None]:
    """A slot that ignores what the signal carries."""

    def run(*_ignored: object) -> None:
        function(*args)

    return run
