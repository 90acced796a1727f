"""Preferences that outlive the window. What defines a result lies with the result, never here."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app import paths, units
from app.paths import user_index_location
from msa_core.coordinates import FORMS
from msa_core.files import put_aside
from msa_core.names import visible
from msa_core.retrieval.exports.told.hit_order import ORDERS

THEMES = ("system", "light", "dark")
DEVICES = ("auto", "cpu", "cuda", "mps")
PROXY_SYSTEM, PROXY_NONE, PROXY_OWN = PROXIES = ("system", "none", "own")
BASEMAP_OFF, BASEMAP_WEB, BASEMAP_FILE = BASEMAPS = ("off", "web", "file")
INDEX_LOCATIONS = ("beside", "own")
MAX_RECENT = 8


class Settings:
    """Typed access to one INI file.

    Attributes:
        problem: what was wrong with the file, a sentence; ``""`` when nothing was.
    """

    def __init__(self, file: str | None = None) -> None:
        place = Path(file) if file else paths.settings_file()
        self.problem = _put_aside_if_damaged(place)
        self._store = QSettings(str(place), QSettings.Format.IniFormat)
        self.problem = self.problem or self._strange_values(place)

    def _strange_values(self, place: Path) -> str:
        """A sentence about values that no version of this program writes; they count as not set."""
        strange = [
            f"{key} = {value}"
            for key, choices in _CHOICES.items()
            if (value := str(self._store.value(key, "") or "")) and value not in choices
        ]
        if not strange:
            return ""
        named = visible(", ".join(strange)[:200])
        return f"The settings in {visible(str(place))} hold what is not known ({named}); the usual is used instead."

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
        """Where the model runs: ``auto``, ``cpu``, ``cuda``, one of several GPUs (``cuda:1``) or ``mps``."""
        value = self._text("engine/device", "auto")
        return value if value in DEVICES or re.fullmatch(r"cuda:\d{1,3}", value) else "auto"

    @device.setter
    def device(self, value: str) -> None:
        self._store.setValue("engine/device", value)

    @property
    def vram_limit_gb(self) -> float | None:
        """Most GPU memory that may be used, GB (10^9 bytes); None for all there is."""
        try:
            limit = float(self._text("engine/vram_limit_gb", ""))
        except ValueError:
            return None
        return limit if 0.0 < limit < 1e6 else None

    @vram_limit_gb.setter
    def vram_limit_gb(self, value: float | None) -> None:
        self._store.setValue("engine/vram_limit_gb", "" if value is None else f"{value:g}")

    @property
    def saves_memory(self) -> bool:
        """Whether indexing takes little memory, and more time."""
        return self._text("engine/memory", "usual") == "little"

    @saves_memory.setter
    def saves_memory(self, value: bool) -> None:
        self._store.setValue("engine/memory", "little" if value else "usual")

    @property
    def units(self) -> str:
        """``metric`` or ``imperial``, for lengths and areas that are shown."""
        value = self._text("look/units", units.METRIC)
        return value if value in units.SYSTEMS else units.METRIC

    @units.setter
    def units(self, value: str) -> None:
        self._store.setValue("look/units", value)

    @property
    def may_ask_servers(self) -> bool:
        """Whether a basemap of a web server may be shown. Rasters at addresses are fetched when they are opened."""
        return self._text("network/basemap", "allowed") != "forbidden"

    @may_ask_servers.setter
    def may_ask_servers(self, value: bool) -> None:
        self._store.setValue("network/basemap", "allowed" if value else "forbidden")

    @property
    def proxy(self) -> str:
        """Through what web servers are asked: the ``system``'s proxy, ``none``, or one's ``own``."""
        value = self._text("network/proxy", PROXY_SYSTEM)
        return value if value in PROXIES else PROXY_SYSTEM

    @proxy.setter
    def proxy(self, value: str) -> None:
        self._store.setValue("network/proxy", value)

    @property
    def proxy_address(self) -> str:
        """One's own proxy: ``http://host:port`` or ``socks5://host:port``, ``""`` before one was named."""
        return self._text("network/proxy_address", "")

    @proxy_address.setter
    def proxy_address(self, value: str) -> None:
        self._store.setValue("network/proxy_address", value)

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

    def save(self) -> str:
        """Write to disk now; a sentence when that cannot be."""
        self._store.sync()
        if self._store.status() != QSettings.Status.AccessError:
            return ""
        place = visible(self._store.fileName())
        return f"The settings cannot be written to {place}: check the folder and the free space."


_CHOICES = {
    "look/theme": THEMES,
    "look/units": units.SYSTEMS,
    "network/proxy": PROXIES,
    "network/basemap": ("allowed", "forbidden"),
    "engine/memory": ("usual", "little"),
    "index/place": INDEX_LOCATIONS,
    "places/order": ORDERS,
    "map/coordinates": FORMS,
    "basemap/kind": BASEMAPS,
}


def _put_aside_if_damaged(place: Path) -> str:
    """Move a file that is not a settings file out of the way, and say so; ``""`` when it is one, or not there."""
    try:
        text = place.read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"The settings in {visible(str(place))} cannot be read ({error.strerror}); the usual ones are used."
    if not _is_damaged(text):
        return ""
    try:
        aside = put_aside(place)
    except OSError as error:
        return (
            f"The settings in {visible(str(place))} are damaged ({error.strerror}); the usual ones are used."
        )
    return f"The settings were damaged; the usual ones are used. The damaged file is kept as {visible(str(aside))}."


def _is_damaged(content: bytes) -> bool:
    """Whether a line is neither empty, a comment, a ``[section]`` nor ``key=value``. Qt reads what it can, silently."""
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return True
    kept = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith((";", "#"))]
    if "\0" in "".join(kept):
        return True
    return not all("=" in line or (line.startswith("[") and line.endswith("]")) for line in kept)
