"""The left column: pages behind tabs. With one page there are no tabs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.widgets.small_widgets import divider


class _Tabs(QTabBar):
    """Tabs of which the one in front is always whole.

    Where all of them are a single pixel wider than the bar Qt shows its arrows over the last, and does not scroll.
    """

    def tabSizeHint(self, index: int) -> QSize:
        hint = super().tabSizeHint(index)
        if index == self.count() - 1:
            before_px = sum(super(_Tabs, self).tabSizeHint(n).width() for n in range(index))
            hint.setWidth(hint.width() - (before_px + hint.width() == self.width() + 1))
        return hint


class PagedColumn(QWidget):
    """Pages of which one is seen; tabs appear with the second page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs = _Tabs()
        self.tabs.setExpanding(False)
        self.tabs.currentChanged.connect(self._on_tab)
        self._line = divider()
        self.pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.tabs, self._line):
            widget.hide()
            column.addWidget(widget)
        column.addWidget(self.pages, 1)

    def add_page(self, title: str, page: QWidget) -> None:
        """One more page, behind the tab ``title``; one that is there already stays as it is."""
        if self.has_page(page):
            return
        self.pages.addWidget(page)
        self.tabs.addTab(title)
        several = self.pages.count() > 1
        self.tabs.setVisible(several)
        self._line.setVisible(several)

    def has_page(self, page: QWidget) -> bool:
        """Whether the page is here, seen or behind another."""
        return self.pages.indexOf(page) >= 0

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self.tabs.setCurrentIndex(self.pages.indexOf(page))

    def refresh_theme(self) -> None:
        """Let the pages take the theme's colours."""
        for number in range(self.pages.count()):
            refresh = getattr(self.pages.widget(number), "refresh_theme", None)
            if refresh is not None:
                refresh()

    @Slot(int)
    def _on_tab(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
