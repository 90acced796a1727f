"""The window in German: no English word in it, everything fits, plurals and letters for Alt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from laid_out import clipped, cut_short, out_of_bounds, overlapping
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QScrollArea,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app import language
from app.jobs.command_job import JobProgress
from app.models.choices.lesson import DONE, Lesson
from app.models.hits.hit_columns import COLUMNS
from app.models.words.core_words import FORMS_OF_COORDINATES, in_own_language
from app.session.learning.teaching import TeachingState
from app.translation import tr, tr_n
from app.wiring.wiring import Wiring
from msa_core.coordinates import FORM_NAMES
from msa_core.retrieval.query.meaning.wording import Wording

LONG = 120_000
_FILE = Path(__file__).resolve().parents[3] / "resources" / "translations" / "msa_de.ts"


@pytest.fixture
def window(german: None, make_wiring: Callable[..., Wiring], qtbot: QtBot, indexed: Path) -> Wiring:
    """A German window with the answer to a question and its best place explained."""
    wiring = make_wiring()
    wiring.window.resize(900, 560)
    wiring.session.open_paths([str(indexed)])
    qtbot.waitUntil(lambda: wiring.session.archive.index is not None, timeout=LONG)
    with qtbot.waitSignal(wiring.session.search.search_finished, timeout=LONG):
        wiring.building.search_for("clear water")
    qtbot.waitUntil(lambda: "Score" in wiring.window.overlays._facts.text(), timeout=LONG)
    wiring.window.actions_.review.trigger()
    QTest.qWait(100)
    return wiring


def _english() -> tuple[set[str], list[re.Pattern[str]]]:
    """Sentences whose German reads otherwise, as they stand and as patterns of what they become with values."""
    exact, patterns = set(), []
    for message in ElementTree.parse(_FILE).iter("message"):
        source = message.findtext("source", "")
        forms = [form.text or "" for form in message.iter("numerusform")] or [
            message.findtext("translation", "")
        ]
        if source in forms:
            continue
        one = message.findtext("extracomment", "").removeprefix("For one: ")
        for text in filter(None, (source, one)):
            fixed = re.split(r"\{\w+(?::[^}]*)?\}|%n", text)
            if len(fixed) == 1:
                exact.add(text.replace("&", ""))
            elif len(re.findall("[A-Za-z]", "".join(fixed))) >= 8:  # less may well be found in German, too
                patterns.append(re.compile(".+?".join(map(re.escape, fixed)), re.DOTALL))
    return exact, patterns


def _told(root: QWidget) -> set[str]:
    """All that the visible widgets below ``root``, and its menus, say to eyes and to a screen reader."""
    texts: list[str] = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisibleTo(root) and not isinstance(widget, QMenu):
            continue
        texts += [
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.windowTitle(),
        ]
        if hasattr(widget, "text") and not isinstance(widget, QLineEdit):
            texts.append(widget.text() if callable(widget.text) else widget.text)
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            texts += [widget.itemText(row) for row in range(widget.count())]
        if isinstance(widget, QTabBar):
            texts += [widget.tabText(tab) for tab in range(widget.count())]
    texts += [action.text() for action in root.findChildren(QAction)]
    # The table's columns are named as in files.
    return {text.replace("&", "").strip() for text in texts if text.strip()} - {c.name for c in COLUMNS}


def _english_in(root: QWidget) -> list[str]:
    exact, patterns = _english()
    told = _told(root)
    assert len(told) > 5
    return sorted(
        text for text in told if text in exact or any(pattern.fullmatch(text) for pattern in patterns)
    )


def test_the_open_window_says_nothing_in_english_and_all_of_it_fits(window: Wiring) -> None:
    assert not _english_in(window.window)
    for part in (window.window.hits, window.window.overlays, window.window.archive, window.window.header):
        assert not [found for found in clipped(part) if "needs" in found]
    assert not cut_short(window.window)
    assert not overlapping(window.window.header)


def test_review_drawer_and_lesson_fit_in_the_least_window(window: Wiring, qtbot: QtBot) -> None:
    window.window.actions_.drawer.setChecked(True)
    drawer = window.window.drawer
    pages = (window.drawer_pages.table, window.drawer_pages.histogram, window.counting.page)
    for page in pages[2:]:
        drawer.add_page(tr("Counts"), page)
    for page in pages:
        drawer.open_page(page)
        _check_fits(window)
    window.comparing.page.show_problem("There is only one index of these rasters.")
    drawer.add_page(tr("Models"), window.comparing.page)
    drawer.open_page(window.comparing.page)
    _check_fits(window)
    window.teaching._open_page()
    lesson = Lesson(name="Felder am Dorf", folder="", index="", archive=(), new_index="", model="")
    progress = JobProgress(0.45, "epoch 3/30, validating on taught", 65.0)
    for state in (
        TeachingState(lesson=lesson, is_running=True, progress=progress),
        TeachingState(lesson=lesson, problem="There is not enough memory."),
        TeachingState(lesson=replace(lesson, step=DONE)),
    ):
        window.teaching.show_state(state)
        _check_fits(window)
    words = window.teaching.page.words
    assert words.width() > 240, "words that are elided beside buttons stand above them"


def _check_fits(wiring: Wiring) -> None:
    QTest.qWait(60)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert not [found for found in clipped(wiring.window) if "needs" in found]
    assert not overlapping(wiring.window.drawer.pages)
    assert not out_of_bounds(wiring.window)


def test_english_that_is_left_would_be_found(window: Wiring) -> None:
    window.window.open_button.setToolTip("Open a folder of rasters (Ctrl+O)")
    window.window.open_button.setText("12 places found")
    assert "Open a folder of rasters (Ctrl+O)" in _english_in(window.window)


def test_the_dialogs_are_german_and_fit(window: Wiring, qtbot: QtBot) -> None:
    actions = window.window.actions_
    for action in (
        actions.settings, actions.about, actions.basemap, actions.export, actions.index_options, actions.models
    ):  # fmt: skip
        action.trigger()
        qtbot.waitUntil(lambda: bool(_dialogs()), timeout=LONG)
        (dialog,) = _dialogs()
        QTest.qWait(50)
        assert not _english_in(dialog), action.text()
        assert not [found for found in clipped(dialog) if "needs" in found]
        assert not cut_short(dialog)
        for area in dialog.findChildren(QScrollArea):
            if area.widget() is not None:
                assert area.widget().minimumSizeHint().width() <= area.viewport().width(), action.text()
        dialog.reject()
        qtbot.waitUntil(lambda: not _dialogs(), timeout=LONG)


def _dialogs() -> list[QDialog]:
    return [top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()]


@pytest.mark.parametrize("code", ["en", "de"])
def test_each_menu_has_a_letter_of_its_own(
    code: str, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, make_wiring: Callable[..., Wiring]
) -> None:
    before = QLocale()
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, code)
    language.install(qapp, "system")
    try:
        wiring = make_wiring()
        texts = [action.text() for action in wiring.window.menuBar().actions()]
        texts.append(wiring.window.review_keys.ranking.text())
        letters = [text.split("&")[1][0].casefold() for text in texts]
        assert len(set(letters)) == len(letters) >= 6
    finally:
        language.remove(qapp)
        QLocale.setDefault(before)


@pytest.mark.usefixtures("german")
def test_none_one_and_many_have_their_german_forms() -> None:
    assert [tr_n(n, "%n tile", "%n tiles") for n in (0, 1, 2, 1234)] == [
        "0 Kacheln",
        "1 Kachel",
        "2 Kacheln",
        "1.234 Kacheln",
    ]


@pytest.mark.usefixtures("german")
def test_the_forms_of_coordinates_are_known_in_german() -> None:
    assert set(FORM_NAMES.values()) == set(FORMS_OF_COORDINATES)
    assert tr(FORM_NAMES["decimal"]) == "Dezimalgrad"


@pytest.mark.usefixtures("german")
def test_hints_about_words_and_the_progress_of_indexing_are_told_in_german() -> None:
    lost, unknown = Wording(lost=("Flughäfen",)).sentences(), Wording(unknown=("空港",)).sentences()
    for sentence, said in (
        (_begun(lost[0]), 'In "Flughäfen" kennt das Modell kein Wort'),
        (_begun(unknown[0]), 'Das Modell kennt "空港" nicht'),
        (
            "east, 5%.tif 45%, 1:05 left of it  312 tiles, 12/s",
            "east, 5%.tif 45 %, noch 1:05  312 Kacheln, 12/s",
        ),
        ("loading the model", "das Modell wird geladen"),
        ("nobody knows this sentence", "nobody knows this sentence"),
    ):
        assert in_own_language(sentence).startswith(said)


def _begun(words: str) -> str:
    """As a hint begins."""
    return words[:1].upper() + words[1:]
