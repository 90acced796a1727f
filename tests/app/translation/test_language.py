"""Which language the window speaks, and how a sentence finds its translation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app import language, translation
from app.translation import ENGLISH, Translation, numeral, tr, tr_n

_FORMS = {
    ("%n places", 1): "%n Ort",
    ("%n places", 2): "%n Orte",
    ("{name} is there.", -1): "{name} gibt es.",
}


@pytest.fixture
def other() -> Iterator[None]:
    """A language of three sentences."""
    find = lambda text, _about, count: _FORMS.get((text, min(count, 2)), "")  # noqa: E731
    translation.use(Translation("xx", find, ".", ","))
    yield
    translation.use(ENGLISH)


def test_in_english_a_sentence_is_as_it_stands_with_its_values() -> None:
    assert tr("{name} is there.", name="a{b}") == "a{b} is there."
    assert tr("https://server/{z}/{x}/{y}.png") == "https://server/{z}/{x}/{y}.png"
    assert [tr_n(n, "%n place", "%n places") for n in (0, 1, 2, 12345)] == [
        "0 places",
        "1 place",
        "2 places",
        "12,345 places",
    ]


@pytest.mark.usefixtures("other")
def test_a_translated_sentence_takes_its_values_and_its_plural() -> None:
    assert tr("{name} is there.", name="a.tif") == "a.tif gibt es."
    assert [tr_n(n, "%n place", "%n places") for n in (1, 2, 12345)] == ["1 Ort", "2 Orte", "12.345 Orte"]


@pytest.mark.usefixtures("other")
def test_what_has_no_translation_stays_english() -> None:
    assert tr("Nothing of the kind") == "Nothing of the kind"
    assert tr_n(1, "%n tile", "%n tiles") == "1 tile"


@pytest.mark.usefixtures("other")
def test_numbers_have_the_signs_of_the_language() -> None:
    assert (numeral(12345.678, 2), numeral(-0.5, 1), numeral(0.25, 2, plus=True)) == (
        "12.345,68",
        "−0,5",
        "+0,25",
    )


@pytest.mark.parametrize(
    "environment, setting, code",
    [("de", "en", "de"), ("", "de", "de"), ("xx", "en", "en"), ("", "nonsense", "en")],
)
def test_the_environment_goes_before_the_preference_and_an_unknown_language_is_the_systems_or_english(
    environment: str, setting: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, environment)
    monkeypatch.setenv("LANG", "C")
    assert language.chosen(setting) == code


def test_german_brings_qts_own_buttons_and_the_locale(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(language.LANGUAGE_VARIABLE)
    before = QLocale()
    try:
        assert language.install(qapp, "de") == "de"
        assert qapp.translate("QPlatformTheme", "Cancel") == "Abbrechen"
        assert QLocale().language() == QLocale.Language.German
        assert numeral(1234.5, 1) == "1.234,5"
    finally:
        language.remove(qapp)
        QLocale.setDefault(before)
    assert numeral(1234.5, 1) == "1,234.5"
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"
