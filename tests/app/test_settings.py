"""The settings dialog: each setting takes effect, or says when."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from laid_out import clipped, overlapping, scrollers
from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import units
from app.map.basemap.tiles_layer import TilesLayer
from app.models.archive.layers_model import Kind
from app.models.choices.settings_choices import language_words
from app.models.hits.hits_model import ground_label
from app.session.archive.indexing import LITTLE_MEMORY
from app.settings import Settings
from app.widgets import theme
from app.widgets.frame.dialogs.settings_dialog import SettingsDialog
from app.wiring.wiring import Wiring
from msa_core.messages import UseDevice

LONG = 60_000


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """What holds for the whole process is put back."""
    yield
    units.use(units.METRIC)
    QNetworkProxyFactory.setUseSystemConfiguration(False)
    QNetworkProxy.setApplicationProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))


@pytest.fixture
def wiring(make_wiring: Callable[..., Wiring]) -> Wiring:
    return make_wiring()


def opened_dialog(wiring: Wiring) -> SettingsDialog:
    wiring.window.activateWindow()
    QTest.qWaitForWindowActive(wiring.window)
    QTest.keyClick(wiring.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = wiring.preferences.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def test_the_theme_changes_at_once_and_is_kept(wiring: Wiring, qtbot: QtBot) -> None:
    dialog = opened_dialog(wiring)
    for choice in ("Dark", "Light"):
        dialog.theme.setCurrentText(choice)
        qtbot.waitUntil(lambda choice=choice: theme.is_dark() == (choice == "Dark"), timeout=LONG)
        qtbot.waitUntil(dialog.updatesEnabled, timeout=LONG)
    dialog.accept()
    assert Settings().theme == "light"


def test_of_themes_chosen_in_a_row_the_last_is_worn_though_a_dialog_is_closed_meanwhile(
    wiring: Wiring, qtbot: QtBot
) -> None:
    dialog = opened_dialog(wiring)
    for _ in range(3):
        wiring.window.theme_button.click()
    dialog.close()
    assert wiring.settings.theme == "dark"
    qtbot.waitUntil(wiring.window.updatesEnabled, timeout=LONG)
    qtbot.waitUntil(theme.is_dark, timeout=LONG)
    QTest.qWait(50)
    assert theme.is_dark()
    wiring.appearance.set_theme("light")
    qtbot.waitUntil(lambda: not theme.is_dark() and wiring.window.updatesEnabled(), timeout=LONG)


def test_sizes_in_the_list_follow_the_units(opened: Wiring, qtbot: QtBot) -> None:
    opened.building.search_for("a river")
    qtbot.waitUntil(lambda: bool(opened.session.shown.hits), timeout=LONG)
    tile = next(hit.tile for hit in opened.session.shown.hits if hit.tile.footprint_lonlat)
    assert ground_label(tile).endswith("m across")
    opened_dialog(opened).units.setCurrentIndex(1)
    assert ground_label(tile).endswith(("ft across", "mi across"))
    assert opened.settings.units == "imperial"


def test_what_is_measured_is_told_in_the_new_units(wiring: Wiring) -> None:
    canvas = wiring.window.canvas
    wiring.window.map_area.set_welcome(False)
    canvas.center_on(15.0, 48.0, 10.0)
    wiring.window.actions_.map_tools["measure"].trigger()
    for x in (200, 300):
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 300))
    assert canvas.measure.words.endswith(" m")
    opened_dialog(wiring).units.setCurrentIndex(1)
    assert canvas.measure.words.endswith(" ft")


def test_the_devices_are_those_that_the_engine_finds_and_one_is_used_at_once(
    wiring: Wiring, qtbot: QtBot
) -> None:
    dialog = opened_dialog(wiring)
    qtbot.waitUntil(lambda: dialog.device.count() == 4, timeout=LONG)
    assert [dialog.device.itemText(row) for row in range(4)] == [
        "Automatic (now: Big GPU, 80 GB)",
        "Big GPU, 80 GB",
        "Small GPU, 8 GB",
        "Processor, 2 threads",
    ]
    asked: list[object] = []
    wiring.engine.replied.connect(lambda _reply, body: asked.append(body))
    dialog.device.setCurrentIndex(2)
    qtbot.waitUntil(lambda: UseDevice("cuda:1") in asked, timeout=LONG)
    dialog.vram.setText("6.5")
    dialog.vram.editingFinished.emit()
    qtbot.waitUntil(lambda: UseDevice("cuda:1", 6.5) in asked, timeout=LONG)
    assert wiring.settings.device == wiring.engine.device == "cuda:1"
    for wrong in ("81", "0", "much"):
        dialog.vram.setText(wrong)
        dialog.vram.editingFinished.emit()
        assert "from 0.1 to 80" in dialog.vram_problem.text()
    assert wiring.settings.vram_limit_gb == 6.5
    dialog.vram.setText("")
    dialog.vram.editingFinished.emit()
    assert wiring.settings.vram_limit_gb is None


def test_indexing_takes_the_device_and_the_memory_that_are_set(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from app.session.archive import indexing

    asked: list[list[str]] = []  # a real job would index
    monkeypatch.setattr(indexing.CommandJob, "start", lambda _job, arguments: asked.append(arguments))
    dialog = opened_dialog(wiring)
    dialog.memory.setCurrentIndex(1)
    wiring.preferences.change("vram_limit_gb", 4.0)
    wiring.preferences.change("device", "cpu")
    wiring.session.archive.indexing.start((str(tmp_path),), tmp_path / "out")
    words = " ".join(asked[0])
    assert "--device cpu --vram-limit 4" in words
    assert " ".join(LITTLE_MEMORY) in words


def test_a_device_that_is_gone_is_named_so(wiring: Wiring, qtbot: QtBot) -> None:
    wiring.settings.device = "cuda:7"
    dialog = opened_dialog(wiring)
    qtbot.waitUntil(lambda: dialog.device.count() == 5, timeout=LONG)
    assert dialog.device.currentText() == "NVIDIA GPU 8 (not found here)"


def test_the_cache_has_its_true_size_and_is_emptied_but_for_the_open_index(
    wiring: Wiring, qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MSA_CACHE", str(home / "made again"))
    tiles, one, two = home / "cache" / "tiles", home / "indexes" / "one", home / "indexes" / "two"
    for folder, size in ((tiles, 2_000_000), (one / "cache" / "x", 300_000), (two / "cache" / "y", 700_000)):
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(bytes(size))
    (one / "manifest.json").write_text("{}")
    wiring.session.archive.index_path = two
    dialog = opened_dialog(wiring)
    dialog.pages.setCurrentIndex(2)
    qtbot.waitUntil(dialog.empty.isEnabled, timeout=LONG)
    assert f"Tiles of basemaps: 2.0 MB\n{tiles}" in dialog.caches.text()
    assert "gathered for opening: 1.0 MB" in dialog.caches.text()
    QTest.mouseClick(dialog.empty, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.emptied.isVisible, timeout=LONG)
    assert dialog.emptied.text() == "2.3 MB became free. That of the open index is kept."
    assert not tiles.exists()
    assert not (one / "cache").exists()
    assert (one / "manifest.json").exists(), "an index itself is not a cache"
    assert (two / "cache" / "y" / "file").exists()
    wiring.session.archive.index_path = None


def test_a_setting_that_waits_for_the_next_start_says_so(wiring: Wiring) -> None:
    dialog = opened_dialog(wiring)
    assert dialog.language.itemText(0) == "That of the system"
    assert list(language_words().items())[:3] == [
        ("system", "That of the system"),
        ("en", "English"),
        ("de", "Deutsch"),
    ]
    assert any(label.text() == "After restart." for label in dialog.findChildren(QLabel))
    dialog.language.setCurrentIndex(1)
    assert wiring.settings.language == "en"


# Network


class Proxy(ThreadingHTTPServer):
    """Answers every request for a whole address with a green tile, as a proxy would."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Relay)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Relay(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        image, buffer = QImage(256, 256, QImage.Format.Format_RGB32), QBuffer()
        image.fill(QColor("#00c000"))
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        body = bytes(buffer.data().data())
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    server = Proxy()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def show_basemap(wiring: Wiring) -> None:
    wiring.settings.basemap_kind = "web"
    wiring.settings.basemap_address = "http://tiles.invalid/{z}/{x}/{y}.png"
    wiring.window.map_area.set_welcome(False)
    wiring.window.canvas.center_on(15.0, 48.0, 100.0)
    wiring.basemap.restore()
    wiring.window.archive.layers.set_layer_shown(Kind.BASEMAP, True)


def test_tiles_come_through_the_proxy_of_the_system(
    wiring: Wiring, proxy: Proxy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", proxy.address)
    if os.name == "nt":
        pytest.skip("Windows keeps the system's proxy in the registry")
    show_basemap(wiring)
    qtbot.waitUntil(lambda: bool(proxy.asked), timeout=LONG)
    assert proxy.asked[0].startswith("http://tiles.invalid/")


def test_ones_own_proxy_is_used_at_once_and_a_wrong_address_is_a_sentence(
    wiring: Wiring, proxy: Proxy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    show_basemap(wiring)
    dialog = opened_dialog(wiring)
    dialog.pages.setCurrentIndex(3)
    dialog.proxy.setCurrentText("This one")
    assert "A proxy is named like" in dialog.problem.text()
    dialog.address.setText("ftp://nowhere")
    dialog.address.editingFinished.emit()
    assert "not ftp://nowhere" in dialog.problem.text()
    assert wiring.settings.proxy_address == ""
    dialog.address.setText(proxy.address)
    dialog.address.editingFinished.emit()
    assert dialog.problem.text() == ""
    qtbot.waitUntil(lambda: bool(proxy.asked), timeout=LONG)


def test_where_servers_may_not_be_asked_none_is(
    wiring: Wiring, proxy: Proxy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring.settings.proxy, wiring.settings.proxy_address = "own", proxy.address
    show_basemap(wiring)
    qtbot.waitUntil(lambda: wiring.basemap.web is not None and wiring.basemap.web.is_idle, timeout=LONG)
    dialog = opened_dialog(wiring)
    dialog.servers.setChecked(False)
    assert wiring.basemap.kind == "off"
    count = len(proxy.asked)
    sentences: list[str] = []
    wiring.session.message_posted.connect(lambda _kind, sentence, _action: sentences.append(sentence))
    wiring.window.archive.layers.set_layer_shown(Kind.BASEMAP, False)
    wiring.window.archive.layers.set_layer_shown(Kind.BASEMAP, True)
    assert "the settings say so" in sentences[0]
    QTest.qWait(300)
    assert len(proxy.asked) == count


def test_on_a_fine_screen_the_finer_tiles_are_asked_for(
    wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiring.window.canvas.center_on(15.0, 48.0, 100.0)
    layer = wiring.window.canvas.tiles
    plain = layer._needed()
    monkeypatch.setattr(TilesLayer, "_pixel_ratio", lambda _layer: 2.0)
    fine = layer._needed()
    assert fine[0].zoom == plain[0].zoom + 1
    assert len(fine) > 2 * len(plain)


# The file


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02", b"\xff\xfe broken", b"hello, no settings", b"[look\ntheme=dark\n"]
)
def test_a_damaged_settings_file_is_put_aside_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "s.ini"
    file.write_bytes(content)
    settings = Settings(str(file))
    assert settings.theme == "system"
    assert "were damaged; the usual ones are used" in settings.problem
    assert (tmp_path / "s.ini.damaged").read_bytes() == content
    settings.theme = "dark"
    settings.save()
    assert Settings(str(file)).theme == "dark"
    assert Settings(str(file)).problem == ""


def test_values_that_nobody_knows_are_named_and_not_used(tmp_path: Path) -> None:
    file = tmp_path / "s.ini"
    file.write_text("[look]\ntheme=purple\nunits=leagues\n")
    settings = Settings(str(file))
    assert (settings.theme, settings.units) == ("system", "metric")
    assert "look/theme = purple, look/units = leagues" in settings.problem


def test_the_window_says_at_the_start_what_was_wrong(
    make_wiring: Callable[..., Wiring], home: Path, qtbot: QtBot
) -> None:
    home.mkdir(parents=True)
    (home / "settings.ini").write_bytes(b"\x00nonsense")
    wiring = make_wiring()
    qtbot.waitUntil(lambda: "The settings were damaged" in wiring.window.messages.text, timeout=LONG)


def test_settings_that_cannot_be_written_are_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(str(tmp_path / "file" / "s.ini"))
    settings.theme = "dark"
    assert "cannot be written" in settings.save()


# The dialog


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_pages_fit_and_every_field_has_a_name(wiring: Wiring, qtbot: QtBot, choice: str) -> None:
    wiring.preferences.change("theme", choice)
    wiring.window.resize(900, 560)
    dialog = opened_dialog(wiring)
    qtbot.waitUntil(lambda: "GPU" in dialog.device.currentText(), timeout=LONG)
    for page in range(dialog.pages.count()):
        dialog.pages.setCurrentIndex(page)
        QTest.qWait(20)
        assert not overlapping(dialog)
        assert not clipped(dialog.pages.currentWidget())
        assert not scrollers(dialog)
    fields = [
        w for w in dialog.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled()
    ]
    nameless = [w for w in fields if not w.accessibleName() and not getattr(w, "text", lambda: "")()]
    assert not [
        type(w).__name__ for w in nameless if type(w).__name__ in ("ChoiceBox", "QLineEdit", "CheckBox")
    ]
    letters = [dialog.pages.tabText(page) for page in range(dialog.pages.count())]
    assert all("&" in text for text in letters)
