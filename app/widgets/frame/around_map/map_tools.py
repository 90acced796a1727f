"""The small toolbar of the map: what the mouse does on it, and back and forth between its views."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from app.map.canvas.drawing import AREA, BOX
from app.map.canvas.map_tool import IDENTIFY, MEASURE
from app.translation import mark, tr
from app.widgets.small_widgets import IconButton

MOVE = "move"
TOOLS = (
    (MOVE, "move", mark("Move the map")),
    (BOX, "box", mark("Search in a box: drag it on the map (Ctrl+B)")),
    (AREA, "area", mark("Search in an area: click its corners (Ctrl+Shift+B)")),
    (MEASURE, "ruler", mark("Measure lengths and areas (Ctrl+M)")),
    (IDENTIFY, "info", mark("What lies here: rasters, places, values (Ctrl+Shift+I)")),
)


class MapTools(QFrame):
    """One tool is chosen at a time.

    Signals:
        tool_chosen: ``move``, ``box``, ``area``, ``measure`` or ``identify``.
    """

    tool_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("floating")
        self._group = QButtonGroup(self)
        self.buttons: dict[str, IconButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for name, icon, tip in TOOLS:
            button = IconButton(icon, tr(tip))
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, name=name: self.tool_chosen.emit(name))
            self._group.addButton(button)
            self.buttons[name] = button
            row.addWidget(button)
        self.buttons[MOVE].setChecked(True)
        row.addSpacing(6)
        self.back = IconButton("back", tr("Back to the view before (Alt+Left on the map)"))
        self.forward = IconButton("forward", tr("Forward to the view after (Alt+Right on the map)"))
        for button in (self.back, self.forward):
            button.setEnabled(False)
            row.addWidget(button)
        for button in self.findChildren(IconButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_tool(self, name: str) -> None:
        """The tool in use."""
        self.buttons[name].setChecked(True)

    def set_views(self, has_before: bool, has_after: bool) -> None:
        """Whether there are views to go back and forward to."""
        self.back.setEnabled(has_before)
        self.forward.setEnabled(has_after)

    def refresh_theme(self) -> None:
        """Take the icons in the theme's colour."""
        for button in self.findChildren(IconButton):
            button.refresh_theme()
