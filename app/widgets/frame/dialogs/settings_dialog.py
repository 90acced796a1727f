"""Settings: four pages; what is changed holds at once, or says when."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.jobs.kept_caches import KeptCache
from app.models.choices.settings_choices import (
    LOCATION_WORDS,
    MEMORY_WORDS,
    PROXY_WORDS,
    THEME_WORDS,
    UNIT_WORDS,
    device_choices,
    language_words,
    size_words,
)
from app.models.words.core_words import in_own_language
from app.settings import PROXY_OWN, Settings
from app.translation import number_of, numeral, tr, typed_numeral
from app.widgets.small_widgets import CheckBox, ChoiceBox, PlainLabel, form_page, muted, problem_label
from msa_core.messages import ComputeDevice

WIDTH_PX, HEIGHT_PX = 580, 440


class SettingsDialog(QDialog):
    """Shows the settings as they are, and tells what is changed.

    Signals:
        changed: (name of a property of :class:`~app.settings.Settings`, its new value).
        emptying_wanted: the caches are to be emptied.
        basemap_wanted: the basemap is to be chosen.
    """

    changed = Signal(str, object)
    emptying_wanted = Signal()
    basemap_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._settings = settings
        self._most_gb = 0.0
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.addTab(self._general(), tr("&General"))
        self.pages.addTab(self._computing(), tr("&Computing"))
        self.pages.addTab(self._storage(), tr("&Storage"))
        self.pages.addTab(self._network(), tr("&Network"))
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 14)
        column.setSpacing(10)
        column.addWidget(self.pages, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(WIDTH_PX, HEIGHT_PX)

    # Pages

    def _general(self) -> QWidget:
        settings = self._settings
        self.theme = self._choice("theme", tr("Theme"), THEME_WORDS, settings.theme)
        self.units = self._choice("units", tr("Units"), UNIT_WORDS, settings.units)
        self.language = self._choice("language", tr("Language"), language_words(), settings.language)
        return form_page(
            (tr("&Theme"), self.theme, ""),
            (
                tr("&Units"),
                self.units,
                tr("Of distances, areas and sizes that are shown. Files and conditions stay in metres."),
            ),
            (tr("&Language"), self.language, tr("After restart.")),
        )

    def _computing(self) -> QWidget:
        settings = self._settings
        self.device = self._choice(
            "device", tr("Device"), device_choices(None, settings.device), settings.device
        )
        self.vram = QLineEdit("" if settings.vram_limit_gb is None else typed_numeral(settings.vram_limit_gb))
        self.vram.setAccessibleName(tr("Most GPU memory in GB, empty for all there is"))
        self.vram.setPlaceholderText(tr("All there is; or a number of GB"))
        self.vram.editingFinished.connect(self._on_vram)
        self.vram_problem = problem_label()
        memory = "little" if settings.saves_memory else "usual"
        self.memory = ChoiceBox(tr("Memory for indexing"), [tr(words) for words in MEMORY_WORDS.values()])
        self.memory.setCurrentText(tr(MEMORY_WORDS[memory]))
        self.memory.currentIndexChanged.connect(lambda row: self.changed.emit("saves_memory", row == 1))
        return form_page(
            (
                tr("&Device"),
                self.device,
                tr(
                    "Searching moves there at once. Indexing that runs stays where it is; the "
                    "next one uses it."
                ),
            ),
            (tr("GPU &memory"), self.vram, tr("The most that searching, and indexing beside it, take each.")),
            ("", self.vram_problem, ""),
            (
                tr("M&emory for indexing"),
                self.memory,
                tr(
                    "Little: 8 tiles at a time instead of 32, and one raster read ahead. From "
                    "the next indexing on."
                ),
            ),
        )

    def _storage(self) -> QWidget:
        self.index_location = self._choice(
            "index_location", tr("Where new indexes lie"), LOCATION_WORDS, self._settings.index_location
        )
        self.caches = PlainLabel(tr("Looking …"))
        self.caches.setWordWrap(True)
        self.caches.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.caches.setAccessibleName(tr("What is kept and can be made again"))
        self.caches.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.empty = QPushButton(tr("&Empty"))
        self.empty.setAccessibleName(tr("Empty the cache"))
        self.empty.setEnabled(False)
        self.empty.clicked.connect(self.emptying_wanted)
        self.emptied = muted()
        self.emptied.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.emptied.hide()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.caches)
        column.addWidget(self.emptied)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignLeft)
        return form_page(
            (
                tr("New &indexes"),
                self.index_location,
                tr("A folder that cannot be written to keeps none in any case."),
            ),
            (
                tr("Cache"),
                holder,
                tr(
                    "All of it is made again when it is needed. Indexes, votes, projects and "
                    "models are not a cache."
                ),
            ),
        )

    def _network(self) -> QWidget:
        settings = self._settings
        self.servers = CheckBox(tr("&Basemaps of web servers may be shown"))
        self.servers.setChecked(settings.may_ask_servers)
        self.servers.toggled.connect(lambda on: self.changed.emit("may_ask_servers", on))
        self.basemap = QPushButton(tr("Choose the basemap …"))
        self.basemap.clicked.connect(self.basemap_wanted)
        self.proxy = self._choice("proxy", tr("Proxy"), PROXY_WORDS, settings.proxy)
        self.proxy.currentIndexChanged.connect(self._refresh)
        self.address = QLineEdit(settings.proxy_address)
        self.address.setAccessibleName(tr("Address of the proxy"))
        self.address.setPlaceholderText(tr("http://host:8080 or socks5://host:1080"))
        self.address.editingFinished.connect(self._on_address)
        self.problem = problem_label()
        page = form_page(
            (
                "",
                self.servers,
                tr(
                    "They are asked for while they are shown. Of rasters only those are fetched whose address you open."
                ),
            ),
            ("", self.basemap, ""),
            (
                tr("&Proxy"),
                self.proxy,
                tr("A password in the address is kept in the settings file as it is typed."),
            ),
            (tr("&Address"), self.address, ""),
            ("", self.problem, ""),
        )
        self._refresh()
        return page

    def _choice(self, name: str, title: str, words: dict[str, str], now: str) -> ChoiceBox:
        """A list of what a setting can be; a choice is told with the value it stands for."""
        box = ChoiceBox(title, [])
        for value, text in words.items():
            box.addItem(tr(text), value)
        box.setCurrentIndex(max(0, box.findData(now)))
        box.currentIndexChanged.connect(lambda _row: self.changed.emit(name, box.currentData()))
        return box

    # What others know

    @Slot(object)
    def set_devices(self, found: tuple[ComputeDevice, ...]) -> None:
        """What the engine found to compute on."""
        blocker = QSignalBlocker(self.device)
        now = self._settings.device
        self.device.clear()
        for value, text in device_choices(found, now).items():
            self.device.addItem(text, value)
        self.device.setCurrentIndex(self.device.findData(now))
        blocker.unblock()
        memories = [device.memory_gb for device in found if device.memory_gb is not None]
        self._most_gb = max(memories, default=0.0)
        self.vram.setEnabled(bool(memories))
        if not memories:
            self.vram.setPlaceholderText(tr("No GPU with memory of its own was found"))

    @Slot(object)
    def set_caches(self, caches: tuple[KeptCache, ...]) -> None:
        """How large the caches are."""
        lines = [f"{cache.what}: {size_words(cache.size_bytes)}\n{cache.place}" for cache in caches]
        self.caches.setText("\n".join(lines))
        self.empty.setEnabled(any(cache.size_bytes for cache in caches))

    def say_emptied(self, sentence: str) -> None:
        """What came of emptying."""
        self.emptied.setText(sentence)
        self.emptied.show()

    def refuse_proxy(self, sentence: str) -> None:
        """Why an address is no proxy's, ``""`` when it is one."""
        self.problem.setText(in_own_language(sentence))

    @Slot()
    def _refresh(self) -> None:
        self.address.setEnabled(self.proxy.currentData() == PROXY_OWN)

    @Slot()
    def _on_vram(self) -> None:
        text = self.vram.text().strip().removesuffix("GB").strip()
        most = math.floor(10 * self._most_gb) / 10 if self._most_gb else 1000.0
        try:
            limit = number_of(text) if text else None
        except ValueError:
            limit = -1.0
        if limit is not None and not 0.1 <= limit <= most:
            self.vram_problem.setText(
                tr("A number of GB from 0.1 to {most}, or nothing for all there is.", most=numeral(most, 1))
            )
            return
        self.vram_problem.setText("")
        if limit != self._settings.vram_limit_gb:
            self.changed.emit("vram_limit_gb", limit)

    @Slot()
    def _on_address(self) -> None:
        self.problem.setText("")
        if self.address.text().strip() != self._settings.proxy_address:
            self.changed.emit("proxy_address", self.address.text().strip())
