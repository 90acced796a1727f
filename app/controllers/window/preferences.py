"""The settings: the dialog, and what each of them changes at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QAbstractItemView

from app import units
from app.controllers.map.basemap import Basemap
from app.controllers.window.appearance import Appearance
from app.jobs.engine_client import EngineClient
from app.jobs.files_lane import FilesLane
from app.jobs.kept_caches import Emptied, empty_caches, kept_caches
from app.models.choices.settings_choices import size_words
from app.session.session import Session
from app.settings import PROXY_OWN, Settings
from app.translation import tr, tr_n
from app.widgets.frame.dialogs.settings_dialog import SettingsDialog
from app.widgets.frame.main_window import MainWindow
from msa_core.errors import UsageError
from msa_core.messages import ComputeDevice

COUNT, EMPTY = "counting the cache", "emptying the cache"


class Preferences(QObject):
    """Opens the dialog, keeps what is chosen, and lets it take effect."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        engine: EngineClient,
        appearance: Appearance,
        basemap: Basemap,
    ) -> None:
        super().__init__()
        self._window, self._session, self._settings, self._engine = window, session, settings, engine
        self._appearance, self._basemap = appearance, basemap
        self._lane = FilesLane(self)
        self._lane.finished.connect(self._on_counted)
        self._lane.failed.connect(self._on_not_counted)
        self.dialog: SettingsDialog | None = None
        units.use(settings.units)

    @Slot()
    def open_dialog(self) -> None:
        """Show the settings, or bring them to the front."""
        if self.dialog is None:
            self.dialog = SettingsDialog(self._settings, self._window)
            self.dialog.changed.connect(self.change)
            self.dialog.emptying_wanted.connect(self.empty)
            self.dialog.basemap_wanted.connect(self._basemap.open_dialog)
            self.dialog.finished.connect(self._forget)
            self._session.devices.ask()
            self._lane.run(COUNT, kept_caches)
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    @Slot()
    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        problem = self._settings.save()
        if problem:
            self._session.message_posted.emit("bad", problem, "")

    @Slot(object)
    def show_devices(self, found: tuple[ComputeDevice, ...]) -> None:
        """What the engine found to compute on."""
        if self.dialog is not None:
            self.dialog.set_devices(found)

    @Slot()
    def say_problem(self) -> None:
        """What was wrong with the settings file at the start."""
        if self._settings.problem:
            self._session.message_posted.emit("warn", self._settings.problem, "")

    @Slot(str, object)
    def change(self, name: str, value: object) -> None:
        """Keep a setting under its name, and let it take effect."""
        if name == "proxy_address" and not self._is_proxy(str(value)):
            return
        setattr(self._settings, name, value)
        if name == "theme":
            self._appearance.set_theme(str(value))
        elif name == "units":
            self._use_units(str(value))
        elif name in ("device", "vram_limit_gb"):
            self._engine.device = self._settings.device
            self._session.devices.use(self._settings.device, self._settings.vram_limit_gb)
        elif name == "may_ask_servers" or (name in ("proxy", "proxy_address") and self._is_proxy_complete()):
            self._basemap.apply_network()

    def _use_units(self, system: str) -> None:
        units.use(system)
        window = self._window
        window.canvas.viewport().update()
        window.map_tool.refresh()
        for view in window.findChildren(QAbstractItemView):
            view.viewport().update()

    def _is_proxy(self, address: str) -> bool:
        from app.map.basemap.proxies import parse_proxy  # Qt's network, when it is needed

        try:
            parse_proxy(address)
        except UsageError as error:
            self._say_proxy(str(error))
            return False
        self._say_proxy("")
        return True

    def _is_proxy_complete(self) -> bool:
        """Whether all is said that is needed to ask through the proxy chosen."""
        if self._settings.proxy != PROXY_OWN:
            self._say_proxy("")
            return True
        return self._is_proxy(self._settings.proxy_address)

    def _say_proxy(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.refuse_proxy(sentence)

    # The cache

    @Slot()
    def empty(self) -> None:
        """Empty the caches, but that of the index that is open."""
        if self.dialog is not None:
            self.dialog.empty.setEnabled(False)
        in_use = self._session.archive.index_path
        self._lane.run(EMPTY, lambda: empty_caches(in_use))

    @Slot(str, object)
    def _on_counted(self, _key: str, value: object) -> None:
        if self.dialog is None:
            return
        if isinstance(value, Emptied):
            self.dialog.set_caches(value.left)
            told = [tr("{size} became free.", size=_sentence(size_words(value.freed_bytes)))]
            if value.refused:
                told.append(
                    tr_n(
                        value.refused,
                        "%n file is in use and was left.",
                        "%n files are in use and were left.",
                    )
                )
            if any(c.size_bytes for c in value.left):
                told.append(tr("That of the open index is kept."))
            self.dialog.say_emptied(" ".join(told))
        elif isinstance(value, tuple):
            self.dialog.set_caches(value)

    @Slot(str, str)
    def _on_not_counted(self, _key: str, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.say_emptied(sentence)

    def close(self) -> None:
        """Wait for what is being emptied."""
        self._lane.close()


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
