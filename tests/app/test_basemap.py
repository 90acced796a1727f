"""The basemap against a real server on this machine and a real MBTiles file."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.archive.layer_nodes import Kind
from app.wiring.wiring import Wiring
from tests.app.test_map_position import wait_for_crs

GREEN, RED = QColor("#20a040"), QColor("#c02020")


def png(colour: QColor) -> bytes:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(colour)
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(store.data())


class Server(ThreadingHTTPServer):
    """Serves one green picture for every tile; counts what it is asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.status, self.delay_s, self.body = 200, 0.0, png(GREEN)

    @property
    def template(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{{z}}/{{x}}/{{y}}.png"


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        time.sleep(self.server.delay_s)
        try:
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(self.server.body)))
            self.send_header("Cache-Control", "max-age=3600")
            self.end_headers()
            self.wfile.write(self.server.body)
        except ConnectionError:
            pass  # the window gave it up

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def wiring(make_wiring: Callable[..., Wiring]) -> Wiring:
    wiring = make_wiring()
    wiring.window.map_area.set_welcome(False)
    wiring.window.canvas.center_on(15.0, 48.0, 100.0)
    return wiring


def choose_web(wiring: Wiring, address: str) -> None:
    wiring.window.actions_.basemap.trigger()
    dialog = wiring.basemap.dialog
    assert dialog is not None
    dialog.web.click()
    dialog.address.setText(address)
    dialog.attribution.setText("© who drew it")
    QTest.mouseClick(dialog.buttons.button(dialog.buttons.StandardButton.Ok), Qt.MouseButton.LeftButton)


def middle(wiring: Wiring) -> QColor:
    canvas = wiring.window.canvas
    return canvas.grab().toImage().pixelColor(canvas.width() // 2 + 3, canvas.height() // 2 + 3)


def said(wiring: Wiring) -> list[str]:
    sentences: list[str] = []
    wiring.session.message_posted.connect(lambda _kind, sentence, _action: sentences.append(sentence))
    return sentences


def test_no_request_leaves_before_it_is_switched_on_and_none_after_it_is_off(
    wiring: Wiring, server: Server, qtbot: QtBot
) -> None:
    wiring.settings.basemap_kind, wiring.settings.basemap_address = "web", server.template
    wiring.basemap.restore()
    wiring.window.canvas.center_on(15.1, 48.0, 100.0)
    QTest.qWait(400)
    assert server.asked == []
    layers = wiring.window.archive.layers
    layers.set_layer_shown(Kind.BASEMAP, True)
    qtbot.waitUntil(lambda: middle(wiring) == GREEN, timeout=20_000)
    qtbot.waitUntil(lambda: wiring.basemap.web is not None and wiring.basemap.web.is_idle, timeout=20_000)
    layers.set_layer_shown(Kind.BASEMAP, False)
    count = len(server.asked)
    wiring.window.canvas.center_on(16.0, 49.0, 100.0)
    QTest.qWait(400)
    assert len(server.asked) == count > 0
    assert middle(wiring) != GREEN


def test_tiles_in_view_are_asked_once_drawn_and_kept_on_disk(
    wiring: Wiring, server: Server, qtbot: QtBot, home: Path
) -> None:
    choose_web(wiring, server.template)
    qtbot.waitUntil(lambda: wiring.window.canvas.tiles.is_settled, timeout=20_000)
    assert middle(wiring) == GREEN
    assert len(set(server.asked)) == len(server.asked) < 60
    first = len(server.asked)
    layers = wiring.window.archive.layers
    layers.set_layer_shown(Kind.BASEMAP, False)
    layers.set_layer_shown(Kind.BASEMAP, True)
    qtbot.waitUntil(lambda: wiring.window.canvas.tiles.is_settled, timeout=20_000)
    assert len(server.asked) == first, "they come from the disk"
    assert any((home / "cache" / "tiles").rglob("*.d"))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32633", "EPSG:3035"])
def test_tiles_are_drawn_in_any_crs(wiring: Wiring, server: Server, qtbot: QtBot, crs: str) -> None:
    wiring.map_position.set_crs(crs)
    wait_for_crs(wiring, qtbot, crs)
    choose_web(wiring, server.template)
    qtbot.waitUntil(lambda: wiring.window.canvas.tiles.is_settled, timeout=20_000)
    picture = wiring.window.canvas.grab().toImage()
    ratio, width = picture.devicePixelRatio(), wiring.window.canvas.width()
    row = [picture.pixelColor(round(x * ratio), round(250 * ratio)) for x in range(60, width - 60, 3)]
    assert sum(colour != GREEN for colour in row) <= len(row) * 0.02


def test_a_server_in_trouble_is_told_once_and_left_alone_for_a_while(
    wiring: Wiring, server: Server, qtbot: QtBot
) -> None:
    server.status = 500
    sentences = said(wiring)
    choose_web(wiring, server.template)
    qtbot.waitUntil(lambda: bool(sentences), timeout=20_000)
    qtbot.waitUntil(lambda: wiring.basemap.web is not None and wiring.basemap.web.is_idle, timeout=20_000)
    asked = len(server.asked)
    wiring.window.canvas.center_on(20.0, 48.0, 100.0)
    QTest.qWait(400)
    assert len(server.asked) == asked
    assert (
        len([sentence for sentence in sentences if "The basemap from 127.0.0.1 does not come" in sentence])
        == 1
    )


def test_no_server_and_no_picture_are_sentences(wiring: Wiring, server: Server, qtbot: QtBot) -> None:
    sentences = said(wiring)
    choose_web(wiring, "http://127.0.0.1:9/{z}/{x}/{y}.png")
    qtbot.waitUntil(lambda: any("does not come" in sentence for sentence in sentences), timeout=20_000)
    server.body = b"<html>"
    choose_web(wiring, server.template)
    qtbot.waitUntil(lambda: any("not a picture" in sentence for sentence in sentences), timeout=20_000)


def test_a_tile_that_the_server_does_not_have_is_no_fault_and_not_asked_again(
    wiring: Wiring, server: Server, qtbot: QtBot
) -> None:
    server.status = 404
    sentences = said(wiring)
    choose_web(wiring, server.template)
    qtbot.waitUntil(lambda: wiring.window.canvas.tiles.is_settled, timeout=20_000)
    asked = len(server.asked)
    assert len(set(server.asked)) == asked
    wiring.window.canvas.set_view(wiring.window.canvas.view.panned(1, 1))
    QTest.qWait(400)
    assert len(server.asked) == asked
    assert sentences == []


def test_what_is_out_of_view_is_given_up(wiring: Wiring, server: Server, qtbot: QtBot) -> None:
    server.delay_s = 2.0
    choose_web(wiring, server.template)
    qtbot.waitUntil(lambda: len(server.asked) > 0, timeout=20_000)
    web = wiring.basemap.web
    assert web is not None
    before = set(web._running)
    wiring.window.canvas.center_on(-100.0, 40.0, 100.0)
    qtbot.waitUntil(lambda: not before & set(web._running), timeout=1_900)


def test_an_address_without_places_for_the_numbers_is_refused_in_the_dialog(wiring: Wiring) -> None:
    choose_web(wiring, "https://example.org/tiles")
    dialog = wiring.basemap.dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert "lacks {z}, {x}, {y}" in dialog.problem
    dialog.reject()
    assert wiring.basemap.kind == "off"


def write_mbtiles(path: Path, kind: str = "png") -> None:
    """Zooms 0 to 2: green in the northern half, red in the southern."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE metadata (name text, value text)")
        base.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
        )
        base.executemany(
            "INSERT INTO metadata VALUES (?, ?)",
            [("format", kind), ("attribution", '<a href="https://a.org">A. Mapper</a>')],
        )
        for zoom in range(1, 3):
            for x in range(2**zoom):
                for row in range(2**zoom):
                    colour = GREEN if row >= 2 ** (zoom - 1) else RED
                    base.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (zoom, x, row, png(colour)))


def choose_file(wiring: Wiring, path: Path) -> None:
    wiring.basemap.open_dialog()
    dialog = wiring.basemap.dialog
    assert dialog is not None
    dialog.file.click()
    dialog.path.setText(str(path))
    QTest.mouseClick(dialog.buttons.button(dialog.buttons.StandardButton.Ok), Qt.MouseButton.LeftButton)


def test_an_mbtiles_file_is_drawn_the_right_way_up_with_its_attribution(
    wiring: Wiring, tmp_path: Path, qtbot: QtBot
) -> None:
    write_mbtiles(tmp_path / "base.mbtiles")
    choose_file(wiring, tmp_path / "base.mbtiles")
    assert wiring.basemap.kind == "file"
    qtbot.waitUntil(lambda: middle(wiring) == GREEN, timeout=20_000)  # 48 degrees north
    wiring.window.canvas.center_on(15.0, -48.0, 100.0)
    qtbot.waitUntil(lambda: middle(wiring) == RED, timeout=20_000)
    assert wiring.window.canvas.tiles.attribution == "A. Mapper"


def test_where_a_file_has_no_fine_tile_its_coarser_one_is_drawn(
    wiring: Wiring, tmp_path: Path, qtbot: QtBot
) -> None:
    write_mbtiles(tmp_path / "base.mbtiles")
    with closing(sqlite3.connect(tmp_path / "base.mbtiles")) as base, base:
        base.execute("DELETE FROM tiles WHERE zoom_level = 2 AND tile_column > 0")
    choose_file(wiring, tmp_path / "base.mbtiles")
    qtbot.waitUntil(lambda: middle(wiring) == GREEN, timeout=20_000)


@pytest.mark.parametrize(
    "kind, words", [("vector", "vector tiles"), ("text", "not an MBTiles file"), ("none", "not there")]
)
def test_a_file_that_is_no_basemap_is_refused_in_a_sentence(
    wiring: Wiring, tmp_path: Path, kind: str, words: str
) -> None:
    path = tmp_path / "base.mbtiles"
    if kind == "vector":
        write_mbtiles(path, "pbf")
    elif kind == "text":
        path.write_text("no database, only words" * 100)
    choose_file(wiring, path)
    dialog = wiring.basemap.dialog
    assert dialog is not None
    assert words in dialog.problem
    dialog.reject()


def test_the_basemap_is_a_row_of_the_tree_once_there_is_one(opened: Wiring, tmp_path: Path) -> None:
    layers = opened.window.archive.layers
    assert Kind.BASEMAP not in {node.kind for node in layers.nodes()}
    write_mbtiles(tmp_path / "base.mbtiles")
    choose_file(opened, tmp_path / "base.mbtiles")
    assert Kind.BASEMAP in {node.kind for node in layers.nodes()}
    assert layers.is_layer_shown(Kind.BASEMAP)
