"""One line per connection, grouped by story."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from app.controllers.appearance import Appearance
from app.controllers.calls import call
from app.controllers.file_dialogs import Files
from app.controllers.places import Places
from app.jobs.engine_client import EngineClient
from app.jobs.pixels_lane import PixelsLane
from app.models.archive_model import ArchiveModel
from app.models.captions_model import CaptionsModel
from app.models.hits_model import HitsModel
from app.session.session import Session
from app.settings import Settings
from app.widgets import theme
from app.widgets.main_window import MainWindow


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
        self.files = Files(self.window, self.session, settings, self.archive_model, self.similar_model)
        models = (self.archive_model, self.hits_model, self.similar_model, self.captions_model)
        self.places = Places(self.window, self.session, self.lane, *models)
        self.appearance = Appearance(self.window, self.session, settings)
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
            self._connect_appearance,
            self._connect_help,
        ):
            connect()
        self.appearance.restore()

    # Stories

    def _connect_opening(self) -> None:
        window, session, actions = self.window, self.session, self.window.actions_
        window.drop_zone.opened.connect(session.open_paths)
        window.open_button.clicked.connect(self.files.choose_folder)
        window.archive.open_clicked.connect(self.files.choose_folder)
        window.map_area.welcome.open_clicked.connect(self.files.choose_folder)
        window.map_area.welcome.recent_chosen.connect(self.files.open_one)
        actions.open_folder.triggered.connect(self.files.choose_folder)
        actions.open_files.triggered.connect(self.files.choose_files)
        actions.open_index.triggered.connect(self.files.choose_index)
        actions.reload.triggered.connect(session.archive.reload)
        actions.quit.triggered.connect(window.close)
        window.recent_menu.aboutToShow.connect(self.files.fill_recent)
        window.closing.connect(self.close)
        session.archive.archive_changed.connect(self.files.show_archive)
        session.archive.scanning_changed.connect(window.archive.set_scanning)
        session.archive.index_changed.connect(self.files.show_index)
        session.message_posted.connect(window.messages.say)
        session.engine_status_changed.connect(window.set_engine_words)
        window.messages.action_chosen.connect(self._on_message_action)

    def _connect_indexing(self) -> None:
        window, session = self.window, self.session
        window.archive.index_clicked.connect(session.archive.start_indexing)
        window.actions_.index.triggered.connect(session.archive.start_indexing)
        window.jobs.cancel_clicked.connect(session.archive.indexing.cancel)
        session.archive.indexing.started.connect(self._on_job_started)
        session.archive.indexing.progressed.connect(window.jobs.update_progress)
        session.archive.indexing.finished.connect(self._on_job_finished)
        session.archive.indexing.source_finished.connect(self.archive_model.set_state)

    def _connect_searching(self) -> None:
        window, session, actions = self.window, self.session, self.window.actions_
        for asked in (
            window.search_bar.search_requested,
            window.filters.search_requested,
            actions.search.triggered,
        ):
            asked.connect(self.places.search)
        window.search_bar.stop_requested.connect(session.stop)
        actions.stop.triggered.connect(self.places.stop)
        actions.focus_query.triggered.connect(window.search_bar.focus)
        window.search_bar.filters_toggled.connect(window.filters.setVisible)
        window.search_bar.filters_toggled.connect(actions.filters.setChecked)
        actions.filters.toggled.connect(window.search_bar.filters.setChecked)
        session.search.searching_changed.connect(window.search_bar.set_busy)
        session.search.searching_changed.connect(window.messages.retire_advice)
        session.search.searching_changed.connect(window.hits.set_searching)
        session.search.search_finished.connect(window.hits.set_result)
        session.archive.index_changed.connect(window.hits.set_index)

    def _connect_places(self) -> None:
        window, session, actions = self.window, self.session, self.window.actions_
        session.shown.hits_shown.connect(self.places.show_hits)
        session.shown.hit_selected.connect(self.places.show_selected)
        window.hits.list.row_chosen.connect(session.shown.select)
        window.captions.list.row_chosen.connect(session.shown.select)
        window.canvas.hit_clicked.connect(self.places.choose_on_map)
        for places in (window.hits.list, window.captions.list):
            places.row_opened.connect(window.canvas.show_hit)
            places.menu_requested.connect(self.places.open_hit_menu)
        window.origin_chosen.connect(session.show_origin)
        window.hits.export_clicked.connect(self.files.choose_export)
        window.hits.show_all_clicked.connect(window.canvas.show_hits)
        actions.export.triggered.connect(self.files.choose_export)
        actions.next_hit.triggered.connect(self.places.select_next)
        actions.previous_hit.triggered.connect(self.places.select_previous)
        actions.copy_place.triggered.connect(self.places.copy_place)
        actions.this_hit.triggered.connect(self.places.show_this)
        actions.all_hits.triggered.connect(window.canvas.show_hits)

    def _connect_overlays(self) -> None:
        window, session, actions = self.window, self.session, self.window.actions_
        session.shown.explanation_changed.connect(window.overlays.set_explanation)
        session.shown.explaining_changed.connect(window.overlays.set_busy)
        window.overlays.overlay_changed.connect(window.canvas.heatmap.set_image)
        window.overlays.strength_changed.connect(window.canvas.heatmap.set_strength)
        window.canvas.heatmap.set_strength(window.overlays.opacity.value() / 100)
        actions.overlay.toggled.connect(window.overlays.eye.setChecked)
        window.overlays.eye.toggled.connect(actions.overlay.setChecked)
        for scale, action in actions.scales.items():
            action.triggered.connect(call(window.overlays.choose_scale, scale))

    def _connect_pictures(self) -> None:
        window, session = self.window, self.session
        window.drop_zone.captioned.connect(session.picture.caption)
        window.captions.picture_wanted.connect(self.files.choose_picture)
        window.actions_.caption.triggered.connect(self.files.choose_picture)
        window.filters.picture_wanted.connect(self.files.choose_like)
        window.captions.caption_chosen.connect(session.picture.explain_with)
        window.captions.search_wanted.connect(self.places.search_for)
        session.picture.picture_started.connect(self.places.begin_picture)
        session.picture.picture_finished.connect(self.places.show_picture)

    def _connect_pixels(self) -> None:
        window, lane = self.window, self.lane
        window.canvas.rasters.render_wanted.connect(lane.run)
        self.hits_model.thumbnail_wanted.connect(lane.run)
        self.similar_model.thumbnail_wanted.connect(lane.run)
        lane.finished.connect(window.canvas.rasters.on_rendered)
        lane.finished.connect(self.hits_model.on_pixels)
        lane.finished.connect(self.similar_model.on_pixels)
        lane.finished.connect(self.places.take_pixels)
        lane.failed.connect(window.canvas.rasters.on_failed)
        lane.failed.connect(self.hits_model.on_failed)
        lane.failed.connect(self.similar_model.on_failed)
        lane.failed.connect(self.places.take_failure)

    def _connect_map(self) -> None:
        window, actions = self.window, self.window.actions_
        self.archive_model.shown_changed.connect(window.canvas.rasters.set_shown)
        window.archive.raster_chosen.connect(window.canvas.show_raster)
        window.canvas.view_changed.connect(window.show_scale)
        window.canvas.pointer_moved.connect(window.set_pointer)
        window.canvas.pointer_left.connect(window.clear_pointer)
        window.canvas.menu_requested.connect(self.places.open_map_menu)
        actions.everything.triggered.connect(window.canvas.show_everything)

    def _connect_appearance(self) -> None:
        window, actions = self.window, self.window.actions_
        actions.theme_group.triggered.connect(self.appearance.choose_theme)
        actions.device_group.triggered.connect(self.appearance.choose_device)
        window.theme_button.clicked.connect(self.appearance.flip_theme)
        actions.archive_panel.toggled.connect(window.archive.setVisible)
        actions.side_panel.toggled.connect(window.side.setVisible)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.appearance.follow_system)

    def _connect_help(self) -> None:
        actions = self.window.actions_
        actions.guide.triggered.connect(self.appearance.show_guide)
        actions.diagnostics.triggered.connect(self.appearance.show_diagnostics)
        actions.about.triggered.connect(self.appearance.show_about)
        actions.open_log.triggered.connect(self.appearance.open_log)
        actions.restart_engine.triggered.connect(self._restart_engine)

    @Slot(str)
    def _on_message_action(self, action: str) -> None:
        if action == "index":
            self.session.archive.start_indexing()
        elif action == "engine":
            self._restart_engine()

    @Slot(str)
    def _on_job_started(self, title: str) -> None:
        self.window.jobs.begin(title)
        self.window.archive.set_indexing(True)

    @Slot()
    def _on_job_finished(self) -> None:
        self.window.jobs.end()
        self.window.archive.set_indexing(False)

    @Slot()
    def _restart_engine(self) -> None:
        self.engine.restart()
        self.session.archive.open_again()

    @Slot()
    def close(self) -> None:
        """Remember the window and end what runs. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.appearance.remember()
        self.window.hide()
        self.session.close()
        self.lane.close()
