"""The window: header, message, archive, map, places, footer. It arranges; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.map.canvas.drawing import Drawing
from app.map.canvas.map_tool import MapTool
from app.map.canvas.view_history import ViewHistory
from app.models.archive.archive_model import ArchiveModel
from app.models.hits.captions_model import CaptionsModel
from app.models.hits.hits_model import HitsModel
from app.models.question.history_model import HistoryModel
from app.models.words.plain_text import plain_window_title
from app.translation import tr
from app.widgets import theme
from app.widgets.frame.around_map.drop_zone import DropZone
from app.widgets.frame.around_map.map_area import MapArea
from app.widgets.frame.bars.actions import Actions
from app.widgets.frame.bars.job_bar import JobBar
from app.widgets.frame.bars.message_bar import MessageBar
from app.widgets.frame.bars.project_button import ProjectButton
from app.widgets.frame.bars.status_line import StatusLine
from app.widgets.frame.pages.drawer import OPEN_HEIGHT_PX, Drawer
from app.widgets.frame.pages.paged_column import PagedColumn
from app.widgets.frame.side_splitter import SideSplitter
from app.widgets.layers.layers_panel import LayersPanel
from app.widgets.picture.caption_panel import CaptionPanel
from app.widgets.places.hit_list.hit_drag import HitDrag
from app.widgets.places.hit_list.hits_panel import HitsPanel
from app.widgets.places.hit_list.review_keys import ReviewKeys
from app.widgets.question.history_list import HistoryList
from app.widgets.question.search_bar import SearchBar
from app.widgets.small_widgets import IconButton, divider
from app.widgets.why.overlay_controls import OverlayControls

TITLE = "MSA Analyst"
TITLE_BAR_PX = 40
ORIGINS = ("search", "picture")


class MainWindow(QMainWindow):
    """Everything the user sees.

    Signals:
        origin_chosen: ``search`` or ``picture``, the tab that was opened.
        closing: the window is about to close.
    """

    origin_chosen = Signal(str)
    closing = Signal()

    def __init__(
        self,
        archive: ArchiveModel,
        hits: HitsModel,
        similar: HitsModel,
        captions: CaptionsModel,
        history: HistoryModel,
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setWindowIcon(theme.app_icon())
        room = self.screen().availableSize() if self.screen() is not None else QSize(1360, 860)
        self.resize(QSize(1440, 900).boundedTo(room - QSize(0, TITLE_BAR_PX)))
        self.setMinimumSize(900, 560)
        self.actions_ = Actions(self)
        self.recent_menu = self.actions_.fill(self.menuBar())
        self.recent_projects = self.actions_.recent_projects
        self.project = ProjectButton()
        self.project.fill(
            [
                self.actions_.new_project,
                self.actions_.open_project,
                self.actions_.save_project,
                self.actions_.index_options,
                self.actions_.models,
                self.actions_.settings,
            ],
            self.recent_projects,
        )
        self.search_bar = SearchBar()
        self.messages = MessageBar()
        self.archive = LayersPanel(archive)
        self.map_area = MapArea()
        self.canvas = self.map_area.canvas
        self.hit_drag = HitDrag(self.canvas)
        self.drawing = Drawing(self.canvas, self.canvas.asked)
        self.map_tool = MapTool(self.canvas, self.canvas.measure)
        self.views = ViewHistory(self.canvas)
        self.hits = HitsPanel(hits)
        self.review_keys = ReviewKeys(self.actions_.votes, self.actions_.undo, self.actions_.review)
        self.hits.add_below(self.review_keys)
        self.captions = CaptionPanel(captions, similar)
        self.overlays = OverlayControls()
        self.jobs = JobBar()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.left = PagedColumn()
        self.left.add_page(tr("Layers"), self.archive)
        self.drawer = Drawer()
        self.status = StatusLine(self.statusBar())
        self.may_close: Callable[[], bool] = lambda: True
        self._build()
        self.history = HistoryList(history, self)
        self.drop_zone = DropZone(self, self.drop_area)

    def _build(self) -> None:
        self.side = self._build_side()
        self.centre = QSplitter(Qt.Orientation.Vertical)
        self.centre.addWidget(self.map_area)
        self.centre.addWidget(self.drawer)
        self.centre.setStretchFactor(0, 1)
        self.centre.setSizes([680, OPEN_HEIGHT_PX])
        for splitter in (self.splitter, self.centre):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        for widget in (self.left, self.centre, self.side):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([272, 700, 376])
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_header())
        column.addWidget(self.messages)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.jobs)
        self.setCentralWidget(centre)

    def _build_header(self) -> QWidget:
        header = QFrame()
        header.setObjectName("header")
        self.header = header
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(8)
        self.open_button = IconButton(
            "folder-open", tr("Open a folder of rasters (Ctrl+O)"), text=f" {tr('Open')}"
        )
        self.theme_button = IconButton("contrast", tr("Light or dark"))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.project, 0, top)
        row.addWidget(self.open_button, 0, top)
        row.addSpacing(8)
        row.addWidget(self.search_bar, 1)
        row.addSpacing(8)
        row.addWidget(self.theme_button, 0, top)
        return header

    def _build_side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("panel")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = QTabBar()
        self.tabs.addTab(tr("Places"))
        self.tabs.addTab(tr("Picture"))
        self.tabs.setExpanding(False)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.hits)
        self._pages.addWidget(self.captions)
        self.tabs.currentChanged.connect(self._on_tab)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(divider())
        self.side_splitter = SideSplitter(self._pages, self.overlays, self.hits.give_way)
        column.addWidget(self.side_splitter, 1)
        side.setMinimumWidth(340)
        return side

    # Setters

    def set_origin(self, origin: str) -> None:
        """Show the tab of a search's or a picture's places."""
        blocked = self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(ORIGINS.index(origin))
        self._pages.setCurrentIndex(ORIGINS.index(origin))
        self.tabs.blockSignals(blocked)

    def show_review(self, on: bool) -> None:
        """Show the keys under the list."""
        self.review_keys.setVisible(on)
        self.hits.set_reviewing(on)
        self.side_splitter.set_reviewing(on)

    @Slot(float, float)
    def set_pointer(self, lon: float, lat: float) -> None:
        """Where the mouse points, in degrees."""
        self.status.set_pointer((lon, lat))

    @Slot()
    def clear_pointer(self) -> None:
        """The mouse has left the map."""
        self.status.set_pointer(None)

    @Slot()
    def show_scale(self) -> None:
        """The map's scale and CRS have changed."""
        canvas = self.canvas
        self.status.set_map(canvas.ground_m_per_px, canvas.projection, canvas.middle_lonlat)

    @Slot(str)
    def set_engine_words(self, words: str) -> None:
        """What the engine is doing."""
        self.status.engine.setText(tr("Engine: {words}", words=words))

    def set_archive_name(self, name: str) -> None:
        """The archive in the title bar."""
        self.setWindowTitle(f"{plain_window_title(name)} – {TITLE}" if name else TITLE)

    def refresh_theme(self) -> None:
        """Take the theme's colours everywhere."""
        for part in (
            self.search_bar,
            self.messages,
            self.left,
            self.map_area,
            self.hits,
            self.review_keys,
            self.captions,
            self.overlays,
            self.drop_zone,
            self.project,
            self.open_button,
            self.theme_button,
        ):
            part.refresh_theme()
        self.theme_button.set_icon_name("sun" if theme.is_dark() else "moon")
        self.theme_button.setToolTip(
            tr("Use the light theme") if theme.is_dark() else tr("Use the dark theme")
        )

    def drop_area(self) -> QRect:
        """All but menus and header: what falls on the query box is for the question."""
        rect = self.rect()
        rect.setTop(self.header.mapTo(self, QPoint(0, self.header.height())).y())
        return rect

    # Events

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self.origin_chosen.emit(ORIGINS[number])

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.drop_zone_ready:
            self.drop_zone.setGeometry(self.drop_area())
            self.messages.fit()
        return super().event(event)

    @property
    def drop_zone_ready(self) -> bool:
        """Whether the window is complete; events arrive while it is being built."""
        return hasattr(self, "drop_zone")
