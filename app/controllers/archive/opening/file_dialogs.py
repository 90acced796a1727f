"""Opening and saving: dialogs, recent archives, and what an opened archive changes on screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog

from app.controllers.calls import call
from app.map.projection.geometry import WEB_MERCATOR, projection_for
from app.models.archive.archive_model import ArchiveModel
from app.models.hits.hits_model import HitsModel
from app.models.words.plain_text import plain_caption
from app.session.session import Session
from app.settings import Settings
from app.short_turns import Turns, slices
from app.translation import mark, tr, tr_n
from app.widgets.frame.main_window import MainWindow
from msa_core.messages import ArchiveListing
from msa_core.records import IndexInfo

RASTER_FILTER = mark(
    "Rasters, zips, lists and STAC catalogues (*.tif *.tiff *.vrt *.jp2 *.img *.png *.jpg *.jpeg *.zip "
    "*.txt *.lst *.json);;All files (*)"
)
PICTURE_FILTER = mark("Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff *.jp2);;All files (*)")


class Files(QObject):
    """Asks for files, and shows what was opened."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        archive: ArchiveModel,
        similar: HitsModel,
    ) -> None:
        super().__init__()
        self._window = window
        self._session = session
        self._settings = settings
        self._archive = archive
        self._similar = similar
        self._turns = Turns(self)

    @Slot()
    def choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Open a folder of rasters"))
        if folder:
            self._session.open_paths([folder])

    @Slot()
    def choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self._window, tr("Open rasters"), "", tr(RASTER_FILTER))
        if files:
            self._session.archive.open(tuple(files))

    @Slot()
    def choose_address(self) -> None:
        """Ask for the address of a raster or a zip; typing it is asking for the network."""
        address, is_given = QInputDialog.getText(
            self._window,
            tr("Open an address"),
            tr("Address of a raster or a zip (https, s3, gs or az). It is fetched from the network."),
        )
        if is_given and address.strip():
            self.open_one(address.strip())

    @Slot()
    def choose_folder_to_add(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Add a folder of rasters"))
        if folder:
            self._session.add_paths([folder])

    @Slot()
    def choose_files_to_add(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self._window, tr("Add rasters"), "", tr(RASTER_FILTER))
        if files:
            self._session.add_paths(files)

    @Slot()
    def choose_index(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Open an index folder"))
        if folder:
            self._session.archive.open_index(folder)

    @Slot()
    def choose_index_too(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, tr("Search another index too"))
        if folder:
            self._session.archive.search_too((folder,))

    @Slot()
    def choose_picture(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self._window, tr("Describe a picture"), "", tr(PICTURE_FILTER))
        if file:
            self._session.picture.caption(file)

    @Slot(str)
    def open_one(self, path: str) -> None:
        self._session.open_paths([path])

    @Slot()
    def fill_recent(self) -> None:
        menu = self._window.recent_menu
        menu.clear()
        for path in self._settings.recent:
            menu.addAction(plain_caption(path)).triggered.connect(call(self.open_one, path))
        menu.setEnabled(True)
        if menu.isEmpty():
            menu.addAction(tr("Nothing opened yet")).setEnabled(False)

    @Slot(object)
    def show_archive(self, listing: ArchiveListing) -> None:
        canvas = self._window.canvas
        self._turns.begin(self._suggest_projection(listing), len(listing.rasters))
        canvas.rasters.set_rasters(listing.rasters)
        self._archive.set_listing(listing)  # after the map, which is then told how they are drawn
        chosen = self._session.archive.paths
        several = tr_n(len(chosen), "%n file or folder", "%n files and folders") if chosen else ""
        self._window.set_archive_name(Path(chosen[0]).name if len(chosen) == 1 else several)
        self.show_scanning(False)
        if not listing.rasters:
            self._similar.set_hits(())
        elif self._session.shown.selected < 0:
            canvas.show_everything()

    def _suggest_projection(self, listing: ArchiveListing) -> Iterator[None]:
        """What fits one raster after the other; of very many the map is drawn meanwhile as it was."""
        found = WEB_MERCATOR
        for infos in slices(listing.rasters):
            found = projection_for(info.footprint_lonlat for info in infos)
            if found is not WEB_MERCATOR:
                break
            yield
        self._window.canvas.suggest_projection(found)

    @Slot(bool)
    def show_scanning(self, scanning: bool) -> None:
        """The card of an empty window gives way while something is looked through."""
        is_open = self._session.archive.is_open
        self._window.map_area.set_welcome(not is_open and not scanning)
        self._window.drop_zone.set_open(is_open)

    @Slot(object)
    def show_index(self, info: IndexInfo | None) -> None:
        self._archive.set_reports(*((info.sources, info.origin) if info is not None else ((), "")))
        archive, canvas = self._session.archive, self._window.canvas
        canvas.asked.set_extents([box for _, box in info.extents] if info is not None else ())
        if info is not None and not archive.paths and archive.index_path is not None:
            self._window.set_archive_name(archive.index_path.name)
        if info is not None and info.extents and self._session.shown.selected < 0:
            canvas.show_everything()
