"""The drawer under the map: shut until it is asked for, one page at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.widgets.frame.pages.paged_column import PagedColumn

OPEN_HEIGHT_PX = 220
MIN_HEIGHT_PX = 120


class Drawer(PagedColumn):
    """Pages such as the table of hits; the map gives way while it is open.

    Signals:
        open_changed: whether it is open now.
    """

    open_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages.currentChanged.connect(lambda _page: self.updateGeometry())
        self.hide()

    def minimumSizeHint(self) -> QSize:
        """As low as the page in front may be, whatever those behind it need."""
        all_pages, page = super().minimumSizeHint(), self.pages.currentWidget()
        if page is None:
            return QSize(all_pages.width(), MIN_HEIGHT_PX)
        around_px = all_pages.height() - self.pages.minimumSizeHint().height()
        needs_px = max(page.minimumHeight(), page.minimumSizeHint().height())
        if (column := page.layout()) is not None and column.hasHeightForWidth():
            # Words that wrap are higher in a narrow drawer than a hint, which knows no width, has them.
            needs_px = max(needs_px, column.totalMinimumHeightForWidth(self.width()))
        return QSize(all_pages.width(), max(MIN_HEIGHT_PX, around_px + needs_px))

    @Slot(bool)
    def set_open(self, is_open: bool) -> None:
        """Open or shut it; without pages it stays shut."""
        is_open = is_open and self.pages.count() > 0
        if is_open == self.isHidden():
            self.setVisible(is_open)
            self.open_changed.emit(is_open)

    def open_page(self, page: QWidget) -> None:
        """Open it with this page in front."""
        self.show_page(page)
        self.set_open(True)
