"""Projects: new, open, save as, recent; what is gathered for the file, and how one is shown again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.controllers.calls import call
from app.controllers.question.query_building import QueryBuilding
from app.map.projection.chosen_projection import projection_of
from app.models.archive.archive_model import ArchiveModel
from app.models.archive.layer_nodes import LAYERS
from app.models.choices.index_plan import plan_of
from app.models.question.conditions import Area
from app.models.words.plain_text import plain_caption
from app.session.project.project_session import ProjectSession
from app.session.session import Session
from app.settings import Settings
from app.translation import mark, tr
from app.widgets.frame.main_window import MainWindow
from msa_core.errors import UsageError
from msa_core.messages import ArchiveListing
from msa_core.retrieval.query.saved.planned_index import PlannedIndex
from msa_core.retrieval.query.saved.project_file import SUFFIX, MapView, Project

FILTER = mark("MSA projects (*{ending})")


class ProjectFiles(QObject):
    """Between the project and what the window shows."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        project: ProjectSession,
        building: QueryBuilding,
        archive: ArchiveModel,
    ) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._settings = settings
        self._project = project
        self._building = building
        self._archive = archive
        self._showing: Project | None = None
        self._view_after: MapView | None = None
        project.snapshot = self.gather

    # Menu

    @Slot()
    def begin_new(self) -> None:
        """Close what is open; the project before is saved."""
        if not self._session.archive.indexing.is_running:
            self._project.begin_new()
            self._session.review.carry({})
            self._project.hold(True)
            self._session.archive.close()
            self._session.search.asking.set("", ())
            self._project.hold(False)
        else:
            sentence = tr("Indexing is still running. Stop it before you begin another project.")
            self._session.message_posted.emit("warn", sentence, "")

    @Slot()
    def choose(self) -> None:
        """Ask which project to open."""
        start = str(self._project.file.parent) if self._project.file else ""
        file, _ = QFileDialog.getOpenFileName(
            self._window, tr("Open a project"), start, tr(FILTER, ending=SUFFIX)
        )
        if file:
            self.open(file)

    @Slot(str)
    def open(self, file: str) -> None:
        """Open a project in place of what is open."""
        if self._session.archive.indexing.is_running:
            sentence = tr("Indexing is still running. Stop it before you open another project.")
            self._session.message_posted.emit("warn", sentence, "")
        else:
            self._project.open(Path(file))

    @Slot()
    def choose_name(self) -> None:
        """Ask for a file; the project saves itself there from now on."""
        chosen = self._session.archive.paths
        name = self._project.name or (Path(chosen[0]).stem if len(chosen) == 1 else "project")
        folder = self._project.file.parent if self._project.file else Path.home()
        file, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Save the project as"),
            str(folder / f"{name}{SUFFIX}"),
            tr(FILTER, ending=SUFFIX),
        )
        if file and self._may_replace(Path(file)):
            self._project.save_as(Path(file))

    def _may_replace(self, file: Path) -> bool:
        """The dialog asks about the name as typed, not about the one with the ending added."""
        if file.suffix.lower() == SUFFIX or not file.with_name(file.name + SUFFIX).exists():
            return True
        there = file.with_name(file.name + SUFFIX)
        answer = QMessageBox.question(
            self._window, tr("Replace the project?"), tr("{file} is there. Replace it?", file=there)
        )
        return answer == QMessageBox.StandardButton.Yes

    @Slot()
    def fill_recent(self) -> None:
        """The projects opened lately."""
        menu = self._window.recent_projects
        menu.clear()
        for path in self._settings.recent_projects:
            menu.addAction(plain_caption(Path(path).stem)).triggered.connect(call(self.open, path))
        if menu.isEmpty():
            menu.addAction(tr("No project yet")).setEnabled(False)

    @Slot(str)
    def show_name(self, name: str) -> None:
        """The project's name in the header."""
        self._window.project.set_name(name, str(self._project.file or ""))

    # What is saved

    def gather(self) -> Project:
        """The project as it stands now."""
        archive, search, base = self._session.archive, self._session.search, self._project.base
        now = replace(
            base, searches=self._project.searches, areas=self._project.areas, model=self._settings.model
        )
        if not archive.is_open:
            return now
        area = next((found.name for found in search.asking.conditions if isinstance(found, Area)), "")
        asked = search.asked
        return replace(
            now,
            archive=archive.paths,
            index=str(archive.index_path) if archive.index_path is not None else base.index,
            more_indexes=archive.more_indexes,
            plan=archive.plan.kept,
            question=asked if asked is not None else base.question,
            area_name=area if asked is not None else base.area_name,
            view=self._view(),
            hidden=self._archive.hidden(),
            votes={**base.votes, **self._session.review.all_votes()},
            order=self._window.archive.layers.order(),
            opacities=self._archive.opacities(),
            layers={str(kind): self._window.archive.layers.is_layer_shown(kind) for kind in LAYERS},
        )

    def _view(self) -> MapView:
        canvas = self._window.canvas
        lon, lat = canvas.middle_lonlat
        crs = canvas.projection.crs if canvas.has_chosen_projection else ""
        return MapView(lon=lon, lat=lat, ground_m_per_px=canvas.ground_m_per_px, crs=crs)

    # What is shown

    @Slot(object)
    def show(self, project: Project) -> None:
        """Open the archive of a project; its question is asked as soon as the index is there."""
        found = tuple(path for path in project.archive if Path(path).exists())
        index = Path(project.index) if project.index and Path(project.index).exists() else None
        if project.model and Path(project.model).exists():
            self._settings.model = project.model
        self._project.hold(True)
        self._showing = project
        self._session.review.carry(project.votes)
        more = tuple(path for path in project.more_indexes if index is not None and Path(path).exists())
        lost = len(project.archive) - len(found) + (project.index is not None and index is None)
        lost += len(project.more_indexes) - len(more) if index is not None else 0
        if found:
            self._session.archive.open(found, index, more)
        elif index is not None:
            self._session.archive.open_index(str(index), more)
        else:
            self._session.archive.close()
            self._end()
        if lost:
            self._say_lost(project, found)

    def _say_lost(self, project: Project, found: tuple[str, ...]) -> None:
        lost = next((path for path in project.archive if path not in found), None)
        indexes = (
            path for path in (project.index, *project.more_indexes) if path and not Path(path).exists()
        )
        lost = lost or next(indexes, project.index)
        sentence = tr(
            "{lost} is not where it was, nor beside the project. The project keeps "
            "its place; nothing is lost.",
            lost=lost,
        )
        self._session.message_posted.emit("warn", sentence, "")

    @Slot(object)
    def show_rest(self, listing: ArchiveListing) -> None:
        """The rasters are listed: put the map and the question as they were."""
        if self._showing is None or self._session.archive.is_changing or not self._session.archive.is_open:
            return
        if listing.rasters or not self._session.archive.paths:
            QTimer.singleShot(0, self, self._show_rest)

    @Slot()
    def _show_rest(self) -> None:
        project, archive = self._showing, self._session.archive
        if project is None:
            return
        if self._archive.is_listing:
            self._archive.listed.connect(self._show_rest, Qt.ConnectionType.SingleShotConnection)
            return
        self._show_plan(project.plan)
        self._archive.hide(project.hidden)
        for kind in LAYERS:
            self._window.archive.layers.set_layer_shown(
                kind, project.layers.get(str(kind), kind != LAYERS[-1])
            )
        self._archive.show_opacities(project.opacities)
        self._window.archive.layers.set_order(project.order)
        self._show_view(project.view)
        if project.question is not None:
            self._session.search.asking.take(project.question, project.area_name)
            if archive.index_path is not None:
                self._view_after = project.view
                self._building.search()
        self._end()

    def _show_plan(self, kept: PlannedIndex) -> None:
        """How the next index is made; a model that is gone is not planned with."""
        if kept.model is not None and not Path(kept.model).is_dir():
            sentence = tr(
                "The next index was to be made with the model in {folder}, which is not there: it is made with the "
                "usual one unless another is chosen.",
                folder=kept.model,
            )
            self._session.message_posted.emit("warn", sentence, "models")
            kept = replace(kept, model=None, fingerprint="")
        self._session.archive.plan = plan_of(kept)

    def _show_view(self, view: MapView | None) -> None:
        if view is None:
            return
        canvas = self._window.canvas
        canvas.stop_flight()
        if view.crs:
            try:
                canvas.choose_projection(projection_of(view.crs))
            except UsageError as error:
                self._session.message_posted.emit("warn", str(error), "")
        canvas.center_on(view.lon, view.lat, view.ground_m_per_px)

    @Slot()
    def keep_view(self) -> None:
        """The question of the project was answered: the map stays where it was left."""
        view, self._view_after = self._view_after, None
        if view is not None:
            self._after_this(lambda: self._show_view(view))

    def _after_this(self, work: Callable[[], None]) -> None:
        QTimer.singleShot(0, self, work)

    @Slot()
    def give_up(self) -> None:
        """What the project names cannot be opened: the project stays as it is in its file."""
        self._end()

    def _end(self) -> None:
        self._showing = None
        self._project.hold(False)

    @Slot()
    def leave(self) -> None:
        """Something else was opened by hand: a project with a name stays as it is, and a new one begins."""
        opened, base = self._session.archive.paths, self._project.base
        if self._showing is not None or (not opened and self._session.archive.index_path is None):
            return
        self._session.review.carry({})
        if self._project.file is None:
            kept = self._project.searches
            self._project.base = Project()
            self._project.change_searches(
                tuple(replace(one, seen=None, floor=None, found=None, above_cut=None, new=0) for one in kept)
            )
        elif opened == base.archive:
            self._session.archive.plan = plan_of(base.plan)
        else:
            name = self._project.name
            self._project.forget_changes()
            self._project.begin_new()
            self._session.message_posted.emit(
                "info", tr("“{name}” is saved as it was; this is a new project.", name=name), ""
            )
