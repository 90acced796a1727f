"""The map with what floats over it: zoom buttons, and a card while nothing is open."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.map.canvas.canvas import MapCanvas
from app.models.words.plain_text import plain_caption, plain_tip
from app.translation import tr
from app.widgets import theme
from app.widgets.frame.around_map.map_tools import MapTools
from app.widgets.picture.picture_view import PictureView
from app.widgets.small_widgets import IconButton, PlainLabel, let_go, muted
from msa_core.names import visible
from msa_core.records import PixelBox

INSET_PX = 12
CARD_PX, MIN_CARD_PX, CARD_SIDE_PX = 420, 230, 32


class WelcomeCard(QFrame):
    """The first thing a newcomer reads.

    Signals:
        open_clicked: the button that opens a folder.
        recent_chosen: the path that was chosen.
    """

    open_clicked = Signal()
    recent_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._logo = PlainLabel()
        heading = PlainLabel(tr("Search your imagery by words"))
        heading.setObjectName("cardTitle")
        heading.setWordWrap(True)
        text = muted(
            tr(
                "Open a folder of GeoTIFFs, index it once, and describe what you look for. "
                "Nothing leaves this computer."
            )
        )
        self.open_button = QPushButton(tr("Open folder …"))
        self.open_button.setObjectName("primary")
        self.open_button.setMinimumHeight(34)
        self.open_button.clicked.connect(self.open_clicked)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(CARD_SIDE_PX, 28, CARD_SIDE_PX, 28)
        column.setSpacing(12)
        for widget in (self._logo, heading, text):
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignCenter)
        hint = muted(tr("or drop files, folders or a picture anywhere"))
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(hint)
        column.addLayout(self._recent)
        self._buttons: dict[str, QPushButton] = {}
        self._logo.setPixmap(theme.logo(56, self.devicePixelRatioF()))

    def set_recent(self, recent: list[str]) -> None:
        """Archives opened lately, at most three."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                let_go(widget)
        self._buttons = {}
        for path in recent[:3]:
            button = QPushButton()
            button.setObjectName("link")
            button.setToolTip(plain_tip(visible(path)))
            self._buttons[path] = button
            button.clicked.connect(lambda _checked=False, chosen=path: self.recent_chosen.emit(chosen))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        self.fit(self.width())

    def fit(self, room_px: int) -> None:
        """Be as wide as there is room, up to what reads well; long paths lose their middle."""
        margin = CARD_SIDE_PX if room_px >= CARD_PX else INSET_PX
        self._column.setContentsMargins(margin, 28, margin, 28)
        self.setFixedWidth(min(CARD_PX, max(MIN_CARD_PX, room_px)))
        for path, button in self._buttons.items():
            room = self.width() - 2 * margin - 16
            words = button.fontMetrics().elidedText(visible(path), Qt.TextElideMode.ElideMiddle, room)
            button.setText(plain_caption(words))
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))


class MapArea(QWidget):
    """Holds the canvas and places the floating parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = MapCanvas()
        self.setMinimumSize(240, 200)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.picture = PictureView()
        self.picture.closed.connect(self.show_map)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.canvas)
        self._pages.addWidget(self.picture)
        layout.addWidget(self._pages)
        self.welcome = WelcomeCard(self)
        self._tools = QFrame(self)
        self._tools.setObjectName("floating")
        column = QVBoxLayout(self._tools)
        column.setContentsMargins(3, 3, 3, 3)
        column.setSpacing(2)
        self.zoom_in = IconButton("plus", tr("Zoom in (+)"))
        self.zoom_out = IconButton("minus", tr("Zoom out (−)"))
        self.everything = IconButton("fit", tr("Show everything (Home)"))
        for button, slot in (
            (self.zoom_in, self._zoom_in),
            (self.zoom_out, self._zoom_out),
            (self.everything, self._show_all),
        ):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
            column.addWidget(button)
        self._tools.adjustSize()
        self.tools = MapTools(self)
        self.tools.adjustSize()
        self.setMinimumWidth(self.tools.width() + 8)
        self._pages.currentChanged.connect(self._arrange)

    @Slot()
    def show_map(self) -> None:
        """Show the map again."""
        self._pages.setCurrentWidget(self.canvas)

    def show_picture(self, path: str, name: str, box: PixelBox | None = None) -> None:
        """Show a picture in place of the map; ``box`` is the part of it that was chosen."""
        self.picture.show_picture(path, name, box)
        self._pages.setCurrentWidget(self.picture)
        self._tools.raise_()

    @property
    def shows_picture(self) -> bool:
        """Whether a picture is in the map's place."""
        return self._pages.currentWidget() is self.picture

    @Slot()
    def _zoom_in(self) -> None:
        (self.picture if self.shows_picture else self.canvas).zoom_in()

    @Slot()
    def _zoom_out(self) -> None:
        (self.picture if self.shows_picture else self.canvas).zoom_out()

    @Slot()
    def _show_all(self) -> None:
        if self.shows_picture:
            self.picture.fit()
        else:
            self.canvas.show_everything()

    def set_welcome(self, shown: bool) -> None:
        """Whether the card is there."""
        self.welcome.setVisible(shown)
        self._arrange()

    def refresh_theme(self) -> None:
        """Take the theme's colours."""
        self.canvas.set_ink(theme.ink())
        self.picture.refresh_theme()
        self.tools.refresh_theme()
        for button in (self.zoom_in, self.zoom_out, self.everything):
            button.refresh_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @Slot()
    def _arrange(self) -> None:
        self.welcome.fit(self.width() - 8)
        size = self.welcome.size()
        self.welcome.move((self.width() - size.width()) // 2, max(8, (self.height() - size.height()) // 2))
        # Where both do not fit beside each other the buttons for zooming lie below the tools.
        beside = self.tools.width() + self._tools.width() + 3 * INSET_PX <= self.width() or self.shows_picture
        self.tools.move(min(INSET_PX, max(0, self.width() - self.tools.width()) // 2), INSET_PX)
        self.tools.setVisible(not self.shows_picture)
        self.tools.raise_()
        top = INSET_PX if beside else INSET_PX + self.tools.height() + 6
        self._tools.move(self.width() - self._tools.width() - INSET_PX, top)
        self._tools.raise_()
        floating = [part for part in (self.tools, self._tools, self.welcome) if not part.isHidden()]
        self.canvas.basemap.set_covered([QRectF(part.geometry()) for part in floating])
