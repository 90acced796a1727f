from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices, QTextDocument, QTextTable
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets import theme
from app.widgets.frame.help.guide import FIRST_PAGE, GuidePage, GuideWindow, pages
from app.widgets.markdown_page import NO_PICTURE
from app.wiring.wiring import Wiring
from msa_core.config import resource_path

MARKDOWN = QTextDocument.ResourceType.MarkdownResource.value
PICTURE = QTextDocument.ResourceType.ImageResource.value
FILES = sorted(resource_path("guide").glob("*.md"))


@pytest.fixture
def guide(qtbot: QtBot, qapp: QApplication) -> Iterator[GuideWindow]:
    """The guide, open and in front."""
    theme.apply("light")
    window = GuideWindow()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield window
    theme.apply("light")


def link_to(page: GuidePage, target: str) -> QPoint:
    """Where a link is on screen, in the coordinates of the page's viewport; it is scrolled to."""
    cursor = page.textCursor()
    for position in range(page.document().characterCount()):
        cursor.setPosition(position)
        if cursor.charFormat().anchorHref() == target:
            cursor.setPosition(position + 2)  # the first may stand before the link
            page.setTextCursor(cursor)
            page.ensureCursorVisible()
            return page.cursorRect(cursor).center() - QPoint(2, 0)
    raise AssertionError(f"no link to {target}")


def click(page: GuidePage, target: str) -> None:
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=link_to(page, target))


def test_the_first_page_leads_to_every_page_there_is() -> None:
    assert sorted(pages()) == [file.name for file in FILES]
    assert len(set(pages().values())) == len(FILES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_page_begins_with_its_title_and_every_link_in_it_leads_somewhere(file: Path) -> None:
    text = file.read_text("utf-8")
    assert re.match(r"# \S", text)
    for target in re.findall(r"\]\(([^)]*)\)", text):
        assert target.startswith("https://") or target in pages(), target


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_page_has_a_form_that_the_window_can_show(file: Path) -> None:
    text = file.read_text("utf-8")
    # Qt lets two blocks of code run into one, and a table take on the form of the code above it.
    assert not re.findall(r"^```\n\n(?:```|\|)", text, re.MULTILINE)
    for block in re.findall(r"^```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        assert max(len(line) for line in block.splitlines()) <= 96, "longer lines of code break"


@pytest.mark.parametrize("name", list(pages()))
def test_every_page_is_shown_with_its_headings_and_its_tables(guide: GuideWindow, name: str) -> None:
    guide.page.show_page(name)
    text = guide.page.toPlainText()
    source = (resource_path("guide") / name).read_text("utf-8")
    for heading in re.findall(r"^#+ (.*)", source, re.MULTILINE):
        assert heading in text
    frames = guide.page.document().rootFrame().childFrames()
    tables = [frame for frame in frames if isinstance(frame, QTextTable)]
    assert len(tables) == len(re.findall(r"^\|[-|]+\|$", source, re.MULTILINE))
    assert "](" not in text
    assert guide.list.currentItem().text() == pages()[name]
    room = guide.page.viewport().width()
    assert guide.page.document().size().width() <= room, "nothing has to be scrolled sideways"


def test_a_page_is_chosen_in_the_list(guide: GuideWindow) -> None:
    row = list(pages()).index("searching.md")
    guide.list.setFocus()
    place = guide.list.visualItemRect(guide.list.item(row)).center()
    QTest.mouseClick(guide.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert guide.page.page == "searching.md"
    QTest.keyClick(guide.list, Qt.Key.Key_Down)
    assert guide.page.page == "training.md"


def test_a_link_leads_to_its_page_and_alt_left_back(guide: GuideWindow) -> None:
    assert not guide.back.isEnabled()
    click(guide.page, "searching.md")
    assert guide.page.page == "searching.md"
    assert guide.list.currentRow() == list(pages()).index("searching.md")
    QTest.keyClick(guide, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert guide.page.page == FIRST_PAGE
    assert guide.list.currentRow() == 0
    assert not guide.back.isEnabled()


def test_the_button_goes_back_as_well(guide: GuideWindow) -> None:
    guide.page.show_page("training.md")
    guide.back.click()
    assert guide.page.page == FIRST_PAGE


class Browser(QObject):
    """Stands where the user's browser would, as Qt lets a program do, and notes what it is asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open_page(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_a_link_to_the_web_opens_outside_and_only_when_it_is_clicked(guide: GuideWindow) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open_page")
    try:
        guide.page.setMarkdown(
            "[elsewhere](https://example.org/a) and ![a picture](https://example.org/b.png)"
        )
        QApplication.processEvents()
        assert browser.opened == []
        click(guide.page, "https://example.org/a")
        assert browser.opened == ["https://example.org/a"]
    finally:
        QDesktopServices.unsetUrlHandler("https")


@pytest.mark.parametrize(
    "target", ["file:///etc/hosts", "../window.qss", "no-such-page.md", "ftp://example.org/"]
)
def test_a_link_to_anything_else_is_not_followed(guide: GuideWindow, target: str) -> None:
    guide.page.setMarkdown(f"[there]({target})")
    before = guide.page.toPlainText()
    click(guide.page, target)
    assert guide.page.toPlainText() == before


def test_nothing_but_pages_of_the_guide_is_ever_read(
    guide: GuideWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("the guide asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for address in ("https://example.org/page.md", "file:///etc/hosts", "https://example.org/index.md"):
        assert guide.page.loadResource(MARKDOWN, QUrl(address)) is None
        assert guide.page.loadResource(PICTURE, QUrl(address)) is NO_PICTURE
    assert guide.page.loadResource(MARKDOWN, QUrl("index.md")) == (
        resource_path("guide") / FIRST_PAGE
    ).read_text("utf-8")


def test_links_and_code_take_the_colours_of_the_theme_and_the_reader_keeps_his_place(
    guide: GuideWindow,
) -> None:
    guide.page.show_page("searching.md")
    source = (resource_path("guide") / "searching.md").read_text("utf-8")
    bar = guide.page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at = bar.value()
    assert at > 0
    for choice in ("dark", "light"):
        theme.apply(choice)
        guide.refresh_theme()
        assert guide.page.page == "searching.md"
        assert abs(bar.value() - at) <= 2
        frames = guide.page.document().rootFrame().childFrames()
        code = [frame for frame in frames if not isinstance(frame, QTextTable)]
        assert len(code) == len(re.findall(r"^```\w", source, re.MULTILINE))
        grounds = {frame.frameFormat().background().color().name() for frame in code}
        assert grounds == {theme.colour("sunken").name()}
        paper = guide.page.viewport().grab().toImage().pixelColor(4, 4)
        assert paper == QColor(theme.colour("surface"))
        cursor = guide.page.textCursor()
        hrefs = set()
        for position in range(guide.page.document().characterCount()):
            cursor.setPosition(position)
            if cursor.charFormat().anchorHref():
                hrefs.add(cursor.charFormat().foreground().color().name())
        assert hrefs == {theme.colour("accent").name()}
    assert not guide.back.isHidden()


def test_f1_opens_the_guide_beside_the_window_and_esc_closes_it(
    make_wiring: Callable[..., Wiring], qtbot: QtBot
) -> None:
    wiring = make_wiring()
    help_menu = next(action for action in wiring.window.menuBar().actions() if action.text() == "&Help")
    assert wiring.window.actions_.guide in help_menu.menu().actions()
    assert wiring.window.actions_.guide.shortcut().toString() == "F1"
    wiring.window.activateWindow()
    qtbot.waitUntil(wiring.window.isActiveWindow, timeout=120_000)
    QTest.keyClick(wiring.window, Qt.Key.Key_F1)
    (guide,) = wiring.window.findChildren(GuideWindow)
    assert guide.isVisible()
    assert not guide.isModal()
    qtbot.waitUntil(guide.isActiveWindow, timeout=120_000)
    guide.page.show_page("searching.md")
    wiring.appearance.set_theme("dark")
    assert guide.page.page == "searching.md"
    QTest.keyClick(guide, Qt.Key.Key_Escape)
    assert not guide.isVisible()
    wiring.window.actions_.guide.trigger()
    assert wiring.window.findChildren(GuideWindow) == [guide]
    assert guide.isVisible()
    assert guide.page.page == "searching.md"
