"""The project's name, with all that can be done about projects."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.models.words.plain_text import plain_caption, plain_tip
from app.translation import mark, tr
from app.widgets import theme

MAX_WIDTH_PX = 170
NO_NAME = mark("Project")


class ProjectButton(QToolButton):
    """Shows the name; a click opens the menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("projectButton")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(18, 18))
        self.menu_ = QMenu(self)
        self.setMenu(self.menu_)
        self.set_name("", "")
        self.refresh_theme()

    def fill(self, actions: list[QAction], recent: QMenu) -> None:
        """The entries of the menu, the recent projects after the second one."""
        self.menu_.addActions(actions[:2])
        self.menu_.addMenu(recent)
        self.menu_.addActions(actions[2:])

    @Slot(str, str)
    def set_name(self, name: str, file: str) -> None:
        """The project's name and its file, both ``""`` before it has one."""
        shown = self.fontMetrics().elidedText(name or tr(NO_NAME), Qt.TextElideMode.ElideMiddle, MAX_WIDTH_PX)
        self.setText(f" {plain_caption(shown)}")
        tip = (
            plain_tip(tr("{file}\nSaved by itself.", file=file))
            if name
            else tr("Not saved under a name yet; kept as your last session.")
        )
        self.setToolTip(tip)
        self.setAccessibleName(tr("Project {name}", name=name) if name else tr("Project without a name"))

    def refresh_theme(self) -> None:
        """Take the icon in the theme's colour."""
        self.setIcon(theme.icon("layers", "text"))
