"""The commands of the window: one QAction each, shared by menus, buttons and shortcuts."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from app.map.canvas.drawing import AREA, BOX
from app.map.canvas.map_tool import IDENTIFY, MEASURE
from app.map.overlays.overlay import ALL_SCALES, SCALES
from app.settings import THEMES
from app.translation import mark, tr
from msa_core.records import RANKING

THEME_NAMES = {"system": mark("Follow the System"), "light": mark("Light"), "dark": mark("Dark")}


class Actions:
    """Made once for a window; menus are filled from it."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        make = self._make
        self.new_project = make(tr("New Project"))
        self.open_project = make(tr("Open Project …"))
        self.save_project = make(tr("Save Project As …"), "Ctrl+S")
        self._make_opening()
        self.reload = make(tr("Look for New Files"), "F5")
        self.caption = make(tr("Describe a Picture …"), "Ctrl+P")
        self.paste_picture = make(tr("Describe the Picture on the Clipboard"), "Ctrl+V")
        self.export = make(tr("Save Places …"), "Ctrl+E")
        self.evidence = make(tr("Save Evidence …"), "Ctrl+Shift+E")
        self.settings = make(tr("Settings …"), "Ctrl+,")
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.quit = make(tr("Quit"), "Ctrl+Q")
        self.undo = make(tr("Undo"), "Ctrl+Z", repeats=True)
        self.redo = make(tr("Redo"), "Ctrl+Shift+Z", "Ctrl+Y", repeats=True)
        self.focus_query = make(tr("Find …"), "Ctrl+F", "Ctrl+K")
        self.search = make(tr("Search"))
        self.stop = make(tr("Stop"), "Esc")
        self.index = make(tr("Index Archive"), "Ctrl+I")
        self.index_options = make(tr("Index Options …"))
        self.models = make(tr("Models …"))
        self.next_hit = make(tr("Next Place"), "Ctrl+Down", "N", repeats=True)
        self.previous_hit = make(tr("Previous Place"), "Ctrl+Up", "B", repeats=True)
        self.copy_place = make(tr("Copy Coordinates of the Place"), "Ctrl+Shift+C")
        self.everything = make(tr("Show Everything"), "Ctrl+0")
        self.all_hits = make(tr("Show All Places"), "Ctrl+1")
        self.this_hit = make(tr("Show This Place"), "Ctrl+2")
        self.go_to = make(tr("Go to Coordinates …"), "Ctrl+G")
        self.map_tools = {
            BOX: make(tr("Search in a Box"), "Ctrl+B"),
            AREA: make(tr("Search in an Area"), "Ctrl+Shift+B"),
            MEASURE: make(tr("Measure"), "Ctrl+M"),
            IDENTIFY: make(tr("What Lies Here"), "Ctrl+Shift+I"),
        }
        self.basemap = make(tr("Basemap …"))
        self.overlay = make(tr("Overlay"), "V", checkable=True)
        self.overlay.setChecked(True)
        self._make_review()
        self.archive_panel = make(tr("Archive Panel"), "F7", checkable=True)
        self.side_panel = make(tr("Places Panel"), "F8", checkable=True)
        self.drawer = make(tr("Drawer Under the Map"), "Ctrl+T", checkable=True)
        self.drawer.setEnabled(False)  # until it has a page
        self.add_condition = make(tr("Add to the Question …"), "Ctrl+Shift+F")
        self.save_search = make(tr("Save This Question"), "Ctrl+D")
        self.go_back = make(tr("Back to the Question Before"), "Alt+Left")
        self.go_back.setEnabled(False)  # until there is one
        self._make_help()
        for action in (self.archive_panel, self.side_panel):
            action.setChecked(True)
        self.scales = self._scales()
        self.themes, self.theme_group = self._choices(THEME_NAMES, THEMES)

    def _make_opening(self) -> None:
        """What opens rasters and indexes, and what is opened beside."""
        make = self._make
        self.open_folder = make(tr("Open Folder …"), "Ctrl+O")
        self.open_files = make(tr("Open Files …"), "Ctrl+Shift+O")
        self.open_address = make(tr("Open Address …"))
        self.search_catalogue = make(tr("Search STAC Catalogue …"))
        self.open_index = make(tr("Open Index …"))
        self.search_too = make(tr("Search Another Index Too …"))
        self.import_embeddings = make(tr("Import Embeddings …"))
        self.add_folder = make(tr("Add Folder …"))
        self.add_files = make(tr("Add Files …"))

    def _make_help(self) -> None:
        """What the window tells about itself."""
        self.guide = self._make(tr("Guide"), "F1")
        self.diagnostics = self._make(tr("Diagnostics …"))
        self.log = self._make(tr("Log …"), "F9")
        self.restart_engine = self._make(tr("Start the Engine Again"))
        self.about = self._make(tr("About MSA Analyst"))

    def _make_review(self) -> None:
        """What is said of places; nothing before there are any."""
        self.review = self._make(tr("Review Places"), "R", checkable=True)
        self.accept = self._make(tr("Accept This Place"), "A")
        self.reject = self._make(tr("Reject This Place"), "X")
        self.unsure = self._make(tr("Unsure About This Place"), "U")
        self.take_back = self._make(tr("Take Back What Was Said of This Place"))
        self.votes = [self.accept, self.reject, self.unsure]
        for action, name in zip(self.votes, (tr("Accept"), tr("Reject"), tr("Unsure")), strict=True):
            action.setIconText(name)
        for action in (self.review, *self.votes, self.take_back):
            action.setEnabled(False)

    def _make(
        self, text: str, *shortcuts: str | QKeySequence, checkable: bool = False, repeats: bool = False
    ) -> QAction:
        """``repeats``: a key that is held does it again; a vote is given once, or it fell on place after place."""
        action = QAction(text, self._window)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        action.setCheckable(checkable)
        action.setAutoRepeat(repeats)
        # Also when the menu bar is hidden or native.
        self._window.addAction(action)
        return action

    def _scales(self) -> dict[int, QAction]:
        names = {scale: (tr("Scale {scale}", scale=scale), str(scale)) for scale in SCALES}
        names[ALL_SCALES] = (tr("All Scales"), "5")
        names[RANKING] = (tr("Ranking Map"), "0")
        return {scale: self._make(name, key) for scale, (name, key) in names.items()}

    def _choices(
        self, names: dict[str, str], keys: tuple[str, ...]
    ) -> tuple[dict[str, QAction], QActionGroup]:
        group = QActionGroup(self._window)
        actions = {}
        for key in keys:
            action = self._make(tr(names[key]), checkable=True)
            action.setData(key)
            group.addAction(action)
            actions[key] = action
        return actions, group

    def fill(self, bar: QMenuBar) -> QMenu:
        """Build the menus; returns the one for recent archives, which is filled as they come."""
        file = bar.addMenu(tr("&File"))
        file.addActions([self.new_project, self.open_project])
        self.recent_projects = file.addMenu(tr("Recent Projects"))
        file.addActions([self.save_project])
        file.addSeparator()
        file.addActions([self.open_folder, self.open_files, self.open_address, self.search_catalogue])
        file.addActions([self.open_index, self.search_too, self.import_embeddings])
        recent = file.addMenu(tr("Open Recent"))
        file.addActions([self.add_folder, self.add_files])
        file.addSeparator()
        file.addActions([self.reload, self.caption, self.paste_picture])
        file.addSeparator()
        file.addActions([self.export, self.evidence])
        file.addSeparator()
        file.addActions([self.settings, self.quit])
        edit = bar.addMenu(tr("&Edit"))
        edit.addActions([self.undo, self.redo])
        search = bar.addMenu(tr("&Search"))
        search.addActions([self.focus_query, self.search, self.stop, self.add_condition, self.go_back])
        search.addActions([self.save_search])
        search.addSeparator()
        search.addActions([self.next_hit, self.previous_hit, self.copy_place])
        search.addSeparator()
        search.addActions([self.review, *self.votes, self.take_back])
        search.addSeparator()
        search.addActions([self.index, self.index_options, self.models])
        view = bar.addMenu(tr("&View"))
        view.addActions([self.everything, self.all_hits, self.this_hit, self.go_to])
        view.addAction(self.basemap)
        view.addMenu(self._submenu(tr("Map Tools"), list(self.map_tools.values())))
        view.addSeparator()
        view.addActions([self.overlay, *self.scales.values()])
        view.addSeparator()
        view.addActions([self.archive_panel, self.side_panel, self.drawer])
        view.addMenu(self._submenu(tr("Theme"), list(self.themes.values())))
        help_menu = bar.addMenu(tr("&Help"))
        help_menu.addAction(self.guide)
        help_menu.addSeparator()
        help_menu.addActions([self.diagnostics, self.log, self.restart_engine])
        help_menu.addSeparator()
        help_menu.addActions([self.about])
        return recent

    def _submenu(self, name: str, actions: list[QAction]) -> QMenu:
        menu = QMenu(name, self._window)
        menu.addActions(actions)
        return menu
