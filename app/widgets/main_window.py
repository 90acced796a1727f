"""The window: header, message, archive, map, places, footer. It arranges; it decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.map.scales import decimal_label, dms_label, scale_label
from app.models.archive_model import ArchiveModel
from app.models.captions_model import CaptionsModel
from app.models.hits_model import HitsModel
from app.models.plain_text import plain_window_title
from app.widgets import theme
from app.widgets.actions import Actions
from app.widgets.archive_panel import ArchivePanel
from app.widgets.caption_panel import CaptionPanel
from app.widgets.drop_zone import DropZone
from app.widgets.hits_panel import HitsPanel
from app.widgets.job_bar import JobBar
from app.widgets.map_area import MapArea
from app.widgets.message_bar import MessageBar
from app.widgets.overlay_controls import OverlayControls
from app.widgets.parts import IconButton, PlainLabel, divider
from app.widgets.search_bar import FilterBar, SearchBar

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
        self, archive: ArchiveModel, hits: HitsModel, similar: HitsModel, captions: CaptionsModel
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setWindowIcon(theme.app_icon())
        room = self.screen().availableSize() if self.screen() is not None else QSize(1360, 860)
        self.resize(QSize(1440, 900).boundedTo(room - QSize(0, TITLE_BAR_PX)))
        self.setMinimumSize(900, 560)
        self.actions_ = Actions(self)
        self.recent_menu = self.actions_.fill(self.menuBar())
        self.search_bar = SearchBar()
        self.filters = FilterBar()
        self.messages = MessageBar()
        self.archive = ArchivePanel(archive)
        self.map_area = MapArea()
        self.canvas = self.map_area.canvas
        self.hits = HitsPanel(hits)
        self.captions = CaptionPanel(captions, similar)
        self.overlays = OverlayControls()
        self.jobs = JobBar()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._dms = False
        self._pointer: tuple[float, float] | None = None
        self._build()
        self._build_status()
        self.drop_zone = DropZone(self)

    def _build(self) -> None:
        self.side = self._build_side()
        for widget in (self.archive, self.map_area, self.side):
            self.splitter.addWidget(widget)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([272, 700, 376])
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_header())
        for widget in (self.filters, self.messages):
            column.addWidget(widget)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.jobs)
        self.setCentralWidget(centre)

    def _build_header(self) -> QWidget:
        header = QFrame()
        header.setObjectName("header")
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(8)
        self.open_button = IconButton("folder-open", "Open a folder of rasters (Ctrl+O)", text=" Open")
        self.theme_button = IconButton("contrast", "Light or dark")
        row.addWidget(self.open_button)
        row.addSpacing(8)
        row.addWidget(self.search_bar, 1)
        row.addSpacing(8)
        row.addWidget(self.theme_button)
        return header

    def _build_side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("panel")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = QTabBar()
        self.tabs.addTab("Places")
        self.tabs.addTab("Picture")
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
        # The places give way first when the window is low: a list of two rows is still a list.
        self._pages.setMinimumHeight(230)
        column.addWidget(self._pages, 1)
        column.addWidget(divider())
        column.addWidget(self.overlays)
        side.setMinimumWidth(340)
        return side

    def _build_status(self) -> None:
        self.engine_label = PlainLabel("Starting …")
        self.engine_label.setToolTip("The engine: a process of its own that searches, describes and explains")
        self.coordinates = QToolButton()
        self.coordinates.setToolTip("Click to change between decimal degrees and degrees, minutes, seconds")
        self.coordinates.clicked.connect(self._on_coordinates)
        self.coordinates.setMinimumWidth(240)
        self.scale = PlainLabel()
        self.scale.setToolTip("Scale of the map on a screen of 96 pixels an inch")
        self.map_crs = PlainLabel()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.engine_label)
        for widget in (self.coordinates, self.scale, self.map_crs):
            self.statusBar().addPermanentWidget(widget)

    # Setters

    def set_origin(self, origin: str) -> None:
        """Show the tab of a search's or a picture's places."""
        blocked = self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(ORIGINS.index(origin))
        self._pages.setCurrentIndex(ORIGINS.index(origin))
        self.tabs.blockSignals(blocked)

    @Slot(float, float)
    def set_pointer(self, lon: float, lat: float) -> None:
        """Where the mouse points, in degrees."""
        self._pointer = (lon, lat)
        self._show_pointer()

    @Slot()
    def clear_pointer(self) -> None:
        """The mouse has left the map."""
        self._pointer = None
        self._show_pointer()

    @Slot()
    def show_scale(self) -> None:
        """The map's scale and CRS have changed."""
        self.scale.setText(scale_label(self.canvas.ground_m_per_px))
        self.map_crs.setText(self.canvas.projection.name)

    @Slot(str)
    def set_engine_words(self, words: str) -> None:
        """What the engine is doing."""
        self.engine_label.setText(f"Engine: {words}")

    def set_archive_name(self, name: str) -> None:
        """The archive in the title bar."""
        self.setWindowTitle(f"{plain_window_title(name)} – {TITLE}" if name else TITLE)

    def refresh_theme(self) -> None:
        """Take the theme's colours everywhere."""
        for part in (
            self.search_bar,
            self.messages,
            self.archive,
            self.map_area,
            self.hits,
            self.captions,
            self.overlays,
            self.drop_zone,
            self.open_button,
            self.theme_button,
        ):
            part.refresh_theme()
        self.theme_button.set_icon_name("sun" if theme.is_dark() else "moon")
        self.theme_button.setToolTip("Use the light theme" if theme.is_dark() else "Use the dark theme")

    # Events

    def _show_pointer(self) -> None:
        label = dms_label if self._dms else decimal_label
        inside = self._pointer is not None and abs(self._pointer[0]) <= 180 and abs(self._pointer[1]) <= 90
        self.coordinates.setText(label(*self._pointer) if self._pointer is not None and inside else "—")

    @Slot()
    def _on_coordinates(self) -> None:
        self._dms = not self._dms
        self._show_pointer()

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self.origin_chosen.emit(ORIGINS[number])

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.drop_zone_ready:
            self.drop_zone.setGeometry(self.rect())
        return super().event(event)

    @property
    def drop_zone_ready(self) -> bool:
        """Whether the window is complete; events arrive while it is being built."""
        return hasattr(self, "drop_zone")
