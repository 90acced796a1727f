"""The guide: the pages of ``resources/guide`` in a small window, read beside the map."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.translation import tr
from app.widgets.markdown_page import MarkdownPage
from app.widgets.small_widgets import IconButton
from msa_core.config import resource_path

FIRST_PAGE = "index.md"
READING_MARGIN_PX = 28
ROW_PX = 32
BACK = QKeySequence("Alt+Left")
_LINK = re.compile(r"\]\(([a-z-]+\.md)\)")
_WEB = ("http", "https")


@cache
def pages() -> dict[str, str]:
    """File name -> title of every page, in the order in which the first page links to them."""
    folder = resource_path("guide")
    files = [FIRST_PAGE, *_LINK.findall((folder / FIRST_PAGE).read_text(encoding="utf-8"))]
    return {file: _title(folder / file) for file in files}


def _title(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("#").strip()


class GuidePage(MarkdownPage):
    """One page of Markdown in the colours of the theme. Nothing is fetched: only pages of the guide are read.

    Signals:
        web_link_clicked: address of a link to the web, when it is clicked.
    """

    web_link_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guidePage")
        self.setAccessibleName(tr("Page of the guide"))
        self.document().setDocumentMargin(READING_MARGIN_PX)
        self.anchorClicked.connect(self._on_link)
        self.sourceChanged.connect(self.dress)

    def show_page(self, file: str) -> None:
        """Show a page by its file name."""
        self.setSource(QUrl(file))

    @property
    def page(self) -> str:
        """File name of the page shown."""
        return self.source().fileName()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        url = QUrl(name)
        # A picture or page from elsewhere would be a request that nobody asked for.
        if url.scheme() not in ("", "file") or url.fileName() not in pages():
            return super().loadResource(kind, name)
        return resource_path("guide", url.fileName()).read_text(encoding="utf-8")

    def refresh_theme(self) -> None:
        """Take the theme's colours; the reader stays where he is."""
        at = self.verticalScrollBar().value()
        self.reload()
        self.verticalScrollBar().setValue(at)

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        if url.scheme() in _WEB:
            self.web_link_clicked.emit(url.toString())
        elif url.fileName() in pages():
            self.show_page(url.fileName())


class GuideWindow(QDialog):
    """The list of pages, and the page that is read. Esc closes, Alt+Left goes back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Guide"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(QSize(980, 720))
        self.list = QListWidget()
        self.list.setObjectName("guideList")
        self.list.setAccessibleName(tr("Pages of the guide"))
        for name in pages().values():
            row = QListWidgetItem(name, self.list)
            row.setSizeHint(QSize(0, ROW_PX))
        self.page = GuidePage()
        self.back = IconButton("back", tr("Back (Alt+Left)"))
        self.back.setEnabled(False)
        self._build()
        self._go_back = QAction(tr("Back"), self)
        usual = QKeySequence.keyBindings(QKeySequence.StandardKey.Back)
        # A key that is named twice is ambiguous to Qt, and does nothing.
        self._go_back.setShortcuts([BACK, *(key for key in usual if key != BACK)])
        self.addAction(self._go_back)
        self._go_back.triggered.connect(self.page.backward)
        self.back.clicked.connect(self.page.backward)
        self.list.currentRowChanged.connect(self._on_row)
        self.page.sourceChanged.connect(self._on_page)
        self.page.backwardAvailable.connect(self.back.setEnabled)
        self.page.web_link_clicked.connect(self._on_web_link)
        self.page.show_page(FIRST_PAGE)

    def _build(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(8, 8, 8, 8)
        side.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self.list, 1)
        self.list.setFixedWidth(216)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(side)
        row.addWidget(self.page, 1)

    def refresh_theme(self) -> None:
        """Take the theme's colours."""
        self.back.refresh_theme()
        self.page.refresh_theme()

    @Slot(int)
    def _on_row(self, row: int) -> None:
        self.page.show_page(list(pages())[row])

    @Slot(QUrl)
    def _on_page(self, url: QUrl) -> None:
        # Told by the signal: Qt emits it before source() answers with the new page.
        blocked = self.list.blockSignals(True)
        self.list.setCurrentRow(list(pages()).index(url.fileName()))
        self.list.blockSignals(blocked)

    @Slot(str)
    def _on_web_link(self, address: str) -> None:
        QDesktopServices.openUrl(QUrl(address))
