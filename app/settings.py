"""Preferences that outlive the window. What defines a result lies with the result, never here."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from app import paths
from app.paths import user_index_location
from msa_core.coordinates import FORMS
from msa_core.retrieval.exports.hit_order import ORDERS

THEMES = ("system", "light", "dark")
DEVICES = ("auto", "cpu", "cuda", "mps")
BASEMAP_OFF, BASEMAP_WEB, BASEMAP_FILE = BASEMAPS = ("off", "web", "file")
INDEX_LOCATIONS = ("beside", "own")
MAX_RECENT = 8


class Settings:
    """Typed access to one INI file."""

    def __init__(self, file: str | None = None) -> None:
        self._store = QSettings(file or str(paths.settings_file()), QSettings.Format.IniFormat)

    def _text(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    @property
    def theme(self) -> str:
        """``system``, ``light`` or ``dark``."""
        value = self._text("look/theme", "system")
        return value if value in THEMES else "system"

    @theme.setter
    def theme(self, value: str) -> None:
        self._store.setValue("look/theme", value)

    @property
    def language(self) -> str:
        """``system``, or the code of a language: ``en``, ``de`` ..."""
        return self._text("look/language", "system")

    @language.setter
    def language(self, value: str) -> None:
        self._store.setValue("look/language", value)

    @property
    def device(self) -> str:
        """Where indexing runs: ``auto``, ``cpu``, ``cuda`` or ``mps``."""
        value = self._text("engine/device", "auto")
        return value if value in DEVICES else "auto"

    @device.setter
    def device(self, value: str) -> None:
        self._store.setValue("engine/device", value)

    @property
    def index_location(self) -> str:
        """Where new indexes lie: ``beside`` the rasters, in the user's ``own`` data folder, ``""`` until asked."""
        value = self._text("index/place", "")
        return value if value in INDEX_LOCATIONS else ""

    @index_location.setter
    def index_location(self, value: str) -> None:
        self._store.setValue("index/place", value)

    def index_of(self, archive_paths: tuple[str, ...]) -> str:
        """The index folder used last for files and folders where that is not their usual place, else ``""``."""
        return self._text(f"index/of/{user_index_location(archive_paths).name}", "")

    def use_index(self, archive_paths: tuple[str, ...], folder: str) -> None:
        """Open this index with these files and folders from now on."""
        self._store.setValue(f"index/of/{user_index_location(archive_paths).name}", folder)

    @property
    def model(self) -> str | None:
        """Checkpoint folder, None for the starter."""
        return self._text("engine/model", "") or None

    @model.setter
    def model(self, value: str | None) -> None:
        self._store.setValue("engine/model", value or "")

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window as Qt wrote it, empty at the first start."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("window/geometry", value)

    @property
    def splitter(self) -> QByteArray:
        """Widths of the panels as Qt wrote them, empty at the first start."""
        value = self._store.value("window/splitter")
        return value if isinstance(value, QByteArray) else QByteArray()

    @splitter.setter
    def splitter(self, value: QByteArray) -> None:
        self._store.setValue("window/splitter", value)

    @property
    def grid(self) -> bool:
        """Whether places are listed as a grid of pictures."""
        return self._text("places/list", "rows") == "grid"

    @grid.setter
    def grid(self, value: bool) -> None:
        self._store.setValue("places/list", "grid" if value else "rows")

    @property
    def order(self) -> str:
        """How places are sorted, as ``msa search --sort`` has it."""
        value = self._text("places/order", "rank")
        return value if value in ORDERS else "rank"

    @order.setter
    def order(self, value: str) -> None:
        self._store.setValue("places/order", value)

    @property
    def export_folder(self) -> str:
        """Where places were saved last, ``""`` before the first time."""
        return self._text("places/folder", "")

    @export_folder.setter
    def export_folder(self, value: str) -> None:
        self._store.setValue("places/folder", value)

    @property
    def table_columns(self) -> list[str]:
        """Columns of the table of hits, empty for the usual ones."""
        return [name for name in self._text("places/columns", "").split(",") if name]

    @table_columns.setter
    def table_columns(self, value: list[str]) -> None:
        self._store.setValue("places/columns", ",".join(value))

    @property
    def coordinates(self) -> str:
        """How coordinates are written: one of ``msa_core.coordinates.FORMS``."""
        value = self._text("map/coordinates", FORMS[0])
        return value if value in FORMS else FORMS[0]

    @coordinates.setter
    def coordinates(self, value: str) -> None:
        self._store.setValue("map/coordinates", value)

    @property
    def basemap_kind(self) -> str:
        """Where the basemap chosen last comes from: ``web``, ``file``, or ``off`` before the first."""
        value = self._text("basemap/kind", BASEMAP_OFF)
        return value if value in BASEMAPS else BASEMAP_OFF

    @basemap_kind.setter
    def basemap_kind(self, value: str) -> None:
        self._store.setValue("basemap/kind", value)

    @property
    def basemap_address(self) -> str:
        """The address of its tiles, with ``{z}``, ``{x}``, ``{y}``."""
        return self._text("basemap/address", "")

    @basemap_address.setter
    def basemap_address(self, value: str) -> None:
        self._store.setValue("basemap/address", value)

    @property
    def basemap_attribution(self) -> str:
        """Whom the service asks to name."""
        return self._text("basemap/attribution", "")

    @basemap_attribution.setter
    def basemap_attribution(self, value: str) -> None:
        self._store.setValue("basemap/attribution", value)

    @property
    def basemap_file(self) -> str:
        """An MBTiles file."""
        return self._text("basemap/file", "")

    @basemap_file.setter
    def basemap_file(self, value: str) -> None:
        self._store.setValue("basemap/file", value)

    @property
    def recent(self) -> list[str]:
        """Archives opened lately, the newest first."""
        value = self._store.value("archive/recent", [])
        items = value if isinstance(value, list) else [value]
        return [str(item) for item in items if item][:MAX_RECENT]

    def add_recent(self, path: str) -> None:
        """Put ``path`` first in the list of recent archives."""
        self._store.setValue("archive/recent", [path, *(p for p in self.recent if p != path)][:MAX_RECENT])

    @property
    def last_project(self) -> str:
        """The project that was open last, ``""`` when it had no name."""
        return self._text("project/last", "")

    @last_project.setter
    def last_project(self, value: str) -> None:
        self._store.setValue("project/last", value)

    @property
    def recent_projects(self) -> list[str]:
        """Projects opened lately, the newest first."""
        value = self._store.value("project/recent", [])
        items = value if isinstance(value, list) else [value]
        return [str(item) for item in items if item][:MAX_RECENT]

    def add_recent_project(self, path: str) -> None:
        """Put ``path`` first in the list of recent projects."""
        rest = (item for item in self.recent_projects if item != path)
        self._store.setValue("project/recent", [path, *rest][:MAX_RECENT])

    def save(self) -> None:
        """Write to disk now."""
        self._store.sync()
