"""What the guide says of menus, buttons and keys is so in the window."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from app.wiring.wiring import Wiring
from msa_core.config import resource_path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(resource_path("guide").glob("*.md")), ROOT / "README.md"]
OF_QGIS = {"Layer > Add Layer > Add WFS Layer", "Settings > Options > GDAL"}
IN_OTHER_WORDS = {
    "...", "+",  # pictures
    "Back and forward", "Coordinate system", "For QGIS", "Little", "Only the accepted",
}  # fmt: skip
"""What is called so in the guide stands in the window as a picture, or as a part of a sentence."""
_NAME = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*`]+?)(?<=[^\s*])\1(?![\w*])")
_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def tidy(words: str) -> str:
    """Words of a menu or a button without letters that are underlined, and without the marks at their end."""
    return words.replace("&", "").replace("…", "").replace("\n", " ").strip().casefold()


def named(page: Path) -> Iterator[str]:
    """What a page sets in bold or italics: names of the window."""
    text = _BLOCK.sub("", page.read_text("utf-8"))
    # Not the points of lists: a star and a blank at the beginning of a line.
    text = re.sub(r"^\* ", "", text, flags=re.MULTILINE)
    for _, name in _NAME.findall(text):
        yield " ".join(name.split())


def ways() -> list[tuple[str, str]]:
    """Ways through menus, with the page that names them."""
    found = [(page.name, name) for page in PAGES for name in named(page) if " > " in name]
    return [(page, way) for page, way in found if way not in OF_QGIS]


def entries(menu: QMenu) -> dict[str, QAction]:
    return {tidy(action.text()): action for action in menu.actions() if not action.isSeparator()}


def test_every_way_through_a_menu_that_the_guide_names_is_there(make_wiring: Callable[..., Wiring]) -> None:
    window = make_wiring().window
    menus = {tidy(action.text()): action.menu() for action in window.menuBar().actions()}
    more = [window.overlays.more.menu(), window.captions.more.menu()]
    wrong = []
    for page, way in ways():
        first, second, *rest = map(tidy, way.split(" > "))
        if first == "settings":
            continue  # pages of a dialog, told below by their names
        places = more if first == "..." else [menus.get(first)]
        if rest or not any(isinstance(menu, QMenu) and second in entries(menu) for menu in places):
            wrong.append(f"{page}: {way}")
    assert wrong == []
    assert len(ways()) > 10, "the search finds them"


def test_the_project_has_the_entries_that_the_guide_tells(make_wiring: Callable[..., Wiring]) -> None:
    project = entries(make_wiring().window.project.menu_)
    assert {"models", "index options", "settings", "new project", "open project"} <= project.keys()


def spoken() -> set[str]:
    """All sentences of the window."""
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "tr_n", "mark"):
                found.update(
                    arg.value
                    for arg in node.args
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                )
    return {re.sub(r" \([^)]*\)$", "", tidy(words)) for words in found}


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "README.md"], ids=lambda page: page.stem
)
def test_what_a_page_of_the_guide_names_is_called_so_in_the_window(page: Path) -> None:
    known = spoken() | {tidy(words) for words in IN_OTHER_WORDS}
    unknown = [
        name
        for name in named(page)
        if name not in OF_QGIS
        and name[:1].isupper()
        and not all(tidy(part) in known for part in name.split(" > "))
    ]
    assert unknown == []


def keys_told() -> list[str]:
    """The keys of the table at the end of the page on the window."""
    rows = (resource_path("guide") / "window.md").read_text("utf-8").partition("## Keys")[2].splitlines()
    cells = [
        row.split("|")[1] for row in rows if row.startswith("| ") and "---" not in row and "| key " not in row
    ]
    return [key for cell in cells for key in re.findall(r"Ctrl\+,|[A-Z][\w+]*|\d", cell)]


def test_the_keys_of_the_guide_do_something(make_wiring: Callable[..., Wiring]) -> None:
    window = make_wiring().window
    bound = {
        key.toString(QKeySequence.SequenceFormat.PortableText)
        for action in window.findChildren(QAction)
        for key in action.shortcuts()
    }
    elsewhere = {"Down", "Space", "Alt+Right", "Ctrl+C"}  # keys of the box, the map, the lists
    told = set(keys_told())
    assert {"Ctrl+S", "F1", "R", "0", "Ctrl+,"} <= told
    assert sorted(told - bound - elsewhere) == []
