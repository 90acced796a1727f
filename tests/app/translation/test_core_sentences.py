"""What msa_core says is told in German: every sentence it has for people, and what real files are refused with."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import language
from app.models.archive.archive_row import ArchiveRow, describe, details
from app.models.words.core_words import MAX_LENGTH, in_own_language
from app.translation import tr
from app.wiring.wiring import Wiring
from msa_core.config import resource_path
from msa_core.errors import MsaError
from msa_core.files import storage_error
from msa_core.raster.find import archive
from msa_core.records import SourceFacts
from msa_core.retrieval.query.areas.area import parse_wkt
from msa_core.retrieval.query.parsing import parse_bbox
from msa_core.source_states import SourceState

LONG = 120_000


@pytest.fixture(autouse=True)
def german(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """German, as it is installed at the start."""
    before = QLocale()
    monkeypatch.setenv(language.LANGUAGE_VARIABLE, "de")
    language.install(qapp, "system")
    yield
    language.remove(qapp)
    QLocale.setDefault(before)


def templates() -> list[str]:
    return json.loads(resource_path("translations", "core.json").read_text("utf-8"))  # type: ignore[no-any-return]


def filled(template: str) -> tuple[str, dict[str, str]]:
    """The sentence with a value in each of its places."""
    import string

    names = [name for _, name, _, _ in string.Formatter().parse(template) if name]
    values = {name: f"«{number}»" for number, name in enumerate(dict.fromkeys(names))}
    return template.format(**values), values


def test_the_window_knows_every_sentence_that_the_core_has_for_people(tool: ModuleType) -> None:
    assert len(templates()) > 500
    assert templates() == json.loads(tool.core_json()), "make translation CODE=de takes them in"


def test_each_sentence_is_known_again_with_its_values_and_told_in_german() -> None:
    wrong = []
    for template in templates():
        sentence, values = filled(template)
        told = tr(template, **values) if values else tr(template).replace("{{", "{").replace("}}", "}")
        if in_own_language(sentence) != told:
            wrong.append((sentence, in_own_language(sentence), told))
    assert not wrong


def test_what_real_files_are_refused_with_is_told_in_german(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "empty.tif").touch()
    (folder / "text.tif").write_text("not a raster at all")
    (folder / "half.tif").write_bytes(b"II*\0\x08\0\0\0")
    (folder / "bomb.zip").write_bytes(b"PK\x03\x04 and nothing else")
    with zipfile.ZipFile(folder / "document.zip", "w") as packed:
        packed.writestr("letter.tif", b"")
    (folder / "points.las").write_bytes(b"LASF" + bytes(200))
    refused = archive.scan([folder]).refused
    assert len(refused) >= 4
    for report in refused:
        told = in_own_language(report.reason)
        assert told != report.reason, report.reason
        row = ArchiveRow(
            name=report.name, path=report.path, info=None, state=SourceState.REFUSED, reason=report.reason
        )
        assert details(row) == told
        assert told in describe(row)


@pytest.mark.parametrize(
    "sentence, told",
    [
        ("The file is empty (0 bytes).", "Die Datei ist leer (0 Bytes)."),
        ("/data/a: b.tif: The file is empty (0 bytes).", "/data/a: b.tif: Die Datei ist leer (0 Bytes)."),
        ("3 of 4 tiles; 1 unreadable: it is damaged", "3 von 4 Kacheln; 1 unlesbar: es ist beschädigt"),
        (
            "It holds no picture: 12 tiles of nothing but nodata, or nearly so.",
            "Es enthält kein Bild: 12 Kacheln aus nichts als Nodata, oder fast nichts anderem.",
        ),
        (
            "None of the 3 sources could be indexed. The first, a.tif: It is not JSON (done).",
            "Keines von 3 Rastern konnte indexiert werden. Das erste, a.tif: Es ist kein JSON (fertig).",
        ),
        ("loading the model", "das Modell wird geladen"),
        ("Nobody knows this.", "Nobody knows this."),
        ("x" * (MAX_LENGTH + 1), "x" * (MAX_LENGTH + 1)),
    ],
)
def test_reasons_hold_other_reasons_names_stay_and_unknown_text_stays_as_it_is(
    sentence: str, told: str
) -> None:
    assert in_own_language(sentence) == told


def test_errors_that_are_really_raised_are_told_in_german(tmp_path: Path) -> None:
    def raised(work: Callable[[], object]) -> str:
        with pytest.raises(MsaError) as caught:
            work()
        return str(caught.value)

    for sentence in (
        raised(lambda: parse_bbox("1,2,3")),
        raised(lambda: parse_wkt("POLYGON EMPTY")),
        raised(lambda: parse_wkt("nonsense")),
        str(storage_error(OSError(28, "No space left on device"), tmp_path / "index")),
        str(storage_error(PermissionError(13, "Permission denied"), tmp_path / "index")),
    ):
        told = in_own_language(sentence)
        assert told != sentence, sentence
        assert str(tmp_path / "index") in told or "index" not in sentence


def test_what_was_taken_of_a_raster_is_told_in_german() -> None:
    facts = SourceFacts(
        bands=(3, 2, 1),
        bands_why="as the file declares them",
        stretch="lowest and highest",
        ends=((0.0, 3000.0),),
        nodata="0",
        nodata_percent=1.5,
        datetime="2021-06-01T00:00:00Z",
        datetime_from="from its STAC item",
    )
    row = ArchiveRow(name="a.tif", path="/a.tif", info=None, state=SourceState.INDEXED, tiles=2, taken=facts)
    assert describe(row).splitlines()[2:] == [
        "Kanäle 3, 2, 1 als Rot, Grün, Blau (wie die Datei sie angibt)",
        "Streckung 0 bis 3000 (niedrigster und höchster)",
        "Ohne Daten: 0, 1,5 % davon",
        "Datum 2021-06-01 (aus seinem STAC-Item)",
    ]


def test_the_message_of_a_refused_folder_is_german_and_the_log_stays_english(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "nothing").mkdir()
    wiring = make_wiring()
    wiring.session.open_paths([str(tmp_path / "nothing")])
    messages = wiring.window.messages
    qtbot.waitUntil(lambda: "Raster" in messages.text, timeout=LONG)
    assert "Dort wurden keine Raster gefunden: Der Ordner ist leer." in messages.text
    wiring.session.archive.open_index(str(tmp_path / "nothing"))
    qtbot.waitUntil(lambda: "manifest.json" in messages.text, timeout=LONG)
    assert "is not an index" in caplog.text
