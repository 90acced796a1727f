"""The parts of a running window, connected story by story: one file each, one line per connection."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.controllers.archive.band_controls import Bands
from app.controllers.archive.index_planning import IndexPlanning
from app.controllers.archive.job_controls import JobControls
from app.controllers.archive.layers import Layers
from app.controllers.archive.opening.catalogue_search import CatalogueSearch
from app.controllers.archive.opening.file_dialogs import Files
from app.controllers.archive.opening.import_controls import ImportControls
from app.controllers.archive.project_files import ProjectFiles
from app.controllers.found.listing_controls import ListingControls
from app.controllers.found.overlay_files import Blink, OverlayFiles
from app.controllers.found.picture_pane import PicturePane
from app.controllers.found.places import Places
from app.controllers.found.reviewing import Reviewing
from app.controllers.found.saving import PlaceSaving
from app.controllers.map.basemap import Basemap
from app.controllers.map.map_position import MapPosition
from app.controllers.map.map_tool_controls import MapToolControls
from app.controllers.question.counting import Counting
from app.controllers.question.earlier_questions import EarlierQuestions
from app.controllers.question.evidence_files import EvidenceFiles
from app.controllers.question.model_comparing import ModelComparing
from app.controllers.question.query_building import QueryBuilding
from app.controllers.question.search_keeping import SearchKeeping
from app.controllers.window.appearance import Appearance
from app.controllers.window.availability import Availability
from app.controllers.window.drawer_pages import DrawerPages
from app.controllers.window.preferences import Preferences
from app.controllers.window.teaching_controls import TeachingControls
from app.controllers.window.undoing import Undoing
from app.jobs.engine_client import EngineClient
from app.jobs.pixels_lane import PixelsLane
from app.models.archive.archive_model import ArchiveModel
from app.models.hits.captions_model import CaptionsModel
from app.models.hits.hits_model import HitsModel
from app.models.question.history_model import HistoryModel
from app.session.session import Session
from app.settings import Settings
from app.widgets import theme
from app.widgets.frame.main_window import MainWindow
from app.wiring import (
    wire_appearance,
    wire_availability,
    wire_drawer,
    wire_help,
    wire_indexing,
    wire_layers,
    wire_map,
    wire_messages,
    wire_opening,
    wire_overlays,
    wire_pictures,
    wire_pixels,
    wire_places,
    wire_project,
    wire_review,
    wire_searches,
    wire_searching,
    wire_settings,
    wire_teaching,
)

STORIES = (
    wire_opening,
    wire_messages,
    wire_indexing,
    wire_searching,
    wire_places,
    wire_overlays,
    wire_pictures,
    wire_pixels,
    wire_map,
    wire_layers,
    wire_drawer,
    wire_searches,
    wire_project,
    wire_review,
    wire_teaching,
    wire_appearance,
    wire_settings,
    wire_help,
    wire_availability,
)


class Wiring(QObject):
    """Owns the parts of a running window and their connections."""

    def __init__(self, settings: Settings, engine: EngineClient | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.engine = engine or EngineClient(device=settings.device)
        self.lane = PixelsLane()
        # Of their own: a slow disk must not hold up a click on a word.
        self.overlay_lane = PixelsLane(threads=1, name="overlays")
        self.session = Session(self.engine, settings)
        self.archive_model, self.captions_model = ArchiveModel(), CaptionsModel()
        self.hits_model, self.similar_model = HitsModel(), HitsModel()
        theme.apply(settings.theme)
        self.history_model = HistoryModel()
        self.window = MainWindow(
            self.archive_model, self.hits_model, self.similar_model, self.captions_model, self.history_model
        )
        self.files = Files(self.window, self.session, settings, self.archive_model, self.similar_model)
        models = (self.archive_model, self.hits_model, self.similar_model, self.captions_model)
        self.places = Places(self.window, self.session, self.lane, *models)
        self.listing = ListingControls(
            self.window, self.session, settings, self.hits_model, self.similar_model
        )
        self.picture_pane = PicturePane(self.window, self.session)
        self.overlay_files, self.blink = OverlayFiles(self.window, self.session), Blink(self.window)
        self.building = QueryBuilding(self.window, self.session, self.lane)
        self.earlier = EarlierQuestions(self.window, self.session, self.building, self.history_model)
        self.drawer_pages = DrawerPages(self.window, self.session, settings)
        self.reviewing = Reviewing(self.window, self.session, self.hits_model)
        self.teaching = TeachingControls(self.window, self.session, settings)
        self.saving = PlaceSaving(self.window, self.session, settings)
        self.counting = Counting(self.window, self.session, settings, self.building, self.lane)
        self.comparing = ModelComparing(self.window, self.session)
        self.keeping = SearchKeeping(self.window, self.session, self.building, self.counting)
        self.undoing = Undoing(self.window.actions_, self.keeping.panel, self.session.steps)
        self.project_files = ProjectFiles(
            self.window, self.session, settings, self.session.project, self.building, self.archive_model
        )
        self.evidence = EvidenceFiles(self.window, self.session, settings)
        self.appearance = Appearance(self.window, self.session, settings)
        self.catalogues = CatalogueSearch(self.window, self.session)
        self.importing = ImportControls(self.window, self.session)
        self.planning = IndexPlanning(self.window, self.session, settings)
        self.jobs = JobControls(self.window, self.session, self.engine, self.planning)
        self.layers = Layers(self.window, self.session, self.archive_model)
        self.basemap = Basemap(self.window, self.session, settings, self.lane)
        self.preferences = Preferences(
            self.window, self.session, settings, self.engine, self.appearance, self.basemap
        )
        self.map_tools = MapToolControls(self.window, self.session, self.lane)
        self.map_position = MapPosition(self.window, self.session, settings)
        self.bands = Bands(self.window, self.session, self.lane, self.archive_model)
        self.window.may_close = self.jobs.may_close
        self.availability = Availability(self.window, self.session)
        self._closed = False
        for story in STORIES:
            story.connect(self)
        self.appearance.restore()
        self.listing.restore()
        self.basemap.restore()
        self.session.teaching.find_unfinished()

    @Slot()
    def close(self) -> None:
        """Remember the window and end what runs. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.appearance.remember()
        self.window.hide()
        self.session.close()
        self.evidence.close()
        self.counting.close()
        self.preferences.close()
        self.lane.close()
        self.overlay_lane.close()
