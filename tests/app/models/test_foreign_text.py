"""Names and captions of others are shown letter by letter: not as HTML, and with nothing hidden in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.jobs.command_job import JobProgress
from app.models.question.conditions import Picture, Raster
from app.wiring.wiring import Wiring
from msa_core.records import CaptionHit
from tests.app.conftest import write_raster

HTML = "<b>bold</b> <img src='file:///x.png'> & [*]"
ACTS = "a\x1b[31mred \x9b31m \u202ecod.exe\u2066 \u200bz\u2028end\ufeff"
SHOWN = (
    "<b>bold</b> <img src='file:///x.png'> & [*]",
    "a\\x1b[31mred \\x9b31m \\u202ecod.exe\\u2066 \\u200bz\\u2028end\\ufeff",
)
# One name for files: no slash may be in it.
NAME = "<b>q</b".replace("/", "\u2215") + "> & \x1b[31m\u202egnp \u2028.tif"
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.StatusTipRole,
)


def as_seen(text: str) -> str:
    """What a reader sees of a text in which Qt looks for HTML."""
    if not QtGui.Qt.mightBeRichText(text):
        return text
    page = QTextDocument()
    page.setHtml(text)
    return page.toPlainText()


def texts_of(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Everything a widget shows or announces, and where."""
    yield "tip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    yield "title", widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield "text", widget.text()
    if isinstance(widget, QMenu):
        yield from (("entry", action.text()) for action in widget.actions())


def texts_of_items(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for role in ROLES:
            text = model.index(row, 0).data(role)
            if text is not None:
                yield str(text)


def hidden_in(text: str) -> list[str]:
    return [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@pytest.fixture
def hostile(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Wiring:
    """A window in which every foreign text is hostile: archive, hits, captions, picture, job, message, recent."""
    folder = tmp_path / HTML.replace("/", "\u2215") / "a"
    write_raster(folder / NAME, 32633, 500_000.0, 5_000_000.0, 10.0)
    (folder / f"broken{NAME}").write_bytes(b"no raster")
    (folder / ".msa-index").mkdir()
    (folder / ".msa-index" / "manifest.json").write_text("{}")
    wiring = make_wiring()
    session, window = wiring.session, wiring.window
    session.open_paths([str(folder)])
    qtbot.waitUntil(
        lambda: session.archive.index is not None and bool(session.archive.listing.rasters), timeout=120_000
    )
    with qtbot.waitSignal(session.search.search_finished, timeout=120_000):
        window.search_bar.field.setText("<u>x</u> & \u202eharbour")
        window.search_bar.search_requested.emit()
    qtbot.waitUntil(lambda: len(window.overlays._words.buttons()) > 1, timeout=120_000)  # of the explanation
    wiring.similar_model.set_hits(session.shown.hits)
    window.captions.begin(str(folder / NAME))
    wiring.captions_model.set_captions(
        [CaptionHit(HTML, 1, 0.3), CaptionHit(ACTS, 2, 0.2), CaptionHit("many\nlines", 3, 0.1)]
    )
    session.search.asking.add(Picture(str(folder / NAME)))
    session.search.asking.add(Raster(f"{HTML} {ACTS}"))
    wiring.archive_model.set_problem(str(folder / NAME), f"GDAL said {HTML} {ACTS}")
    window.jobs.begin("Indexing")
    window.jobs.update_progress(JobProgress(0.5, f"{HTML} {ACTS}", None))
    window.map_area.welcome.set_recent([str(folder), f"{HTML} {ACTS}"])
    window.messages.say("bad", f"{HTML} {ACTS}")
    window.set_archive_name(f"{HTML} {ACTS}")
    window.overlays._show_words([HTML, ACTS])
    window.recent_menu.aboutToShow.emit()
    QApplication.processEvents()
    return wiring


def test_no_text_of_the_window_hides_or_turns_anything(hostile: Wiring) -> None:
    window = hostile.window
    for widget in [window, *window.findChildren(QWidget)]:
        for where, text in texts_of(widget):
            assert not hidden_in(text), (widget, where, text)
    for model in (
        hostile.archive_model,
        hostile.hits_model,
        hostile.similar_model,
        hostile.captions_model,
    ):
        assert model.rowCount()
        for text in texts_of_items(model):
            assert not hidden_in(text), text


def test_every_label_is_plain_text(hostile: Wiring) -> None:
    labels = hostile.window.findChildren(QLabel)
    assert len(labels) > 20
    assert [
        label.text() for label in labels if label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ] == []


def test_what_looks_like_html_is_shown_as_it_is_written(hostile: Wiring) -> None:
    window = hostile.window
    assert window.messages.text == " ".join(SHOWN)
    tip = window.jobs._text.toolTip()
    assert tip != as_seen(tip)  # Qt would have looked for HTML in it
    assert as_seen(tip) == " ".join(SHOWN)
    captions = hostile.captions_model
    assert [captions.index(row).data() for row in range(3)] == [*SHOWN, "many\\nlines"]
    assert as_seen(captions.index(0).data(Qt.ItemDataRole.ToolTipRole)) == f"{SHOWN[0]}\nScore 0.300"
    assert "<b>bold" in as_seen(hostile.archive_model.index(0).data(Qt.ItemDataRole.ToolTipRole))


def test_buttons_menus_and_the_title_keep_their_ampersands_and_stars(hostile: Wiring) -> None:
    window = hostile.window
    assert "[*][*]" in window.windowTitle()  # Qt shows one [*] of it
    chips = [button.text().replace("&&", "&") for button in window.overlays._words.buttons()]
    assert chips == ["All words", *SHOWN, "sentence"]
    entries = [action.text() for action in window.recent_menu.actions()]
    assert any("&&" in entry for entry in entries)


def test_everything_can_be_painted(hostile: Wiring) -> None:
    assert not hostile.window.grab().isNull()
