"""What training, importing and the verbs of the window's jobs say is told in German, from real faults and real jobs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.jobs.command_job import CommandJob, JobProgress
from app.models.choices.lesson import TRAIN, Lesson
from app.models.words.core_words import in_own_language, kinds_in_own_language
from app.session.learning.teaching import TeachingState
from app.widgets.frame.dialogs.dialogs import DiagnosticsDialog
from app.wiring.wiring import Wiring
from msa_core.commands.options.faults import in_words
from msa_core.errors import Cancelled, MsaError
from msa_core.records import PassedOver

LONG = 120_000


def told(work: Callable[[], object]) -> str:
    """What the window says of an error that is really raised."""
    with pytest.raises((MsaError, OSError)) as caught:
        work()
    sentence = str(in_words(caught.value))
    german = in_own_language(sentence)
    assert german != sentence, sentence
    return german


@pytest.mark.usefixtures("german")
def test_models_that_cannot_be_imported_are_refused_in_german(tmp_path: Path) -> None:
    from msa_core.commands.learning.models import weights_in
    from msa_core.model.convert import any_clip
    from msa_core.model.state_dicts import read_state_dicts

    empty, two = tmp_path / "leer", tmp_path / "zwei"
    for folder in (empty, two):
        folder.mkdir()
    for name in ("a.pt", "b.pt"):
        (two / name).write_bytes(b"no weights")
    resnet = tmp_path / "resnet"
    resnet.mkdir()
    (resnet / "config.json").write_text('{"model_type": "resnet"}')
    (resnet / "model.safetensors").write_bytes(b"")
    assert "enthält kein Modell: weder eines von MSA noch Gewichte" in told(lambda: weights_in(empty))
    assert "enthält 2 Dateien mit Gewichten (a.pt, b.pt)" in told(lambda: weights_in(two))
    assert "enthält ein Modell der Art 'resnet'" in told(lambda: any_clip.convert(resnet))
    assert "ist beschädigt oder enthält mehr als Gewichte" in told(lambda: read_state_dicts(two / "a.pt"))


@pytest.mark.usefixtures("german")
def test_what_cannot_be_trained_on_is_refused_in_german(tmp_path: Path) -> None:
    from msa_core.training.data.datasets.read import read_dataset

    file = tmp_path / "taught.geojson"
    file.write_text("{")
    assert "ist keine Datei mit Beschreibungen: kein JSON" in told(lambda: read_dataset(file))
    feature = {"type": "Feature", "properties": {"source": "a.tif", "caption": "a lake"}}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert f"Keines der Bilder von {file} (1) ist da (das erste: " in told(lambda: read_dataset(file))
    assert "Es gibt keine Datei" in told(lambda: read_dataset(tmp_path / "nirgends"))


@pytest.mark.usefixtures("german")
def test_faults_of_the_system_are_told_in_german(tmp_path: Path) -> None:
    assert told((tmp_path / "nicht da").read_bytes) == (
        f"{tmp_path / 'nicht da'}: Lesen oder Schreiben ist gescheitert (Datei oder Ordner nicht gefunden)."
    )
    assert in_own_language(str(Cancelled())) == "Abgebrochen. Was fertig war, bleibt erhalten."
    full = in_own_language(str(in_words(OSError(28, "No space left on device", "/a"))))
    assert full.startswith("/a: Die Festplatte ist voll")


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "sentence, said",
    [
        (
            (
                "There is nothing to teach: 1 tile with 4 captions. 2 left out, rejected. 1 left out, of which you "
                "were unsure."
            ),
            (
                "Es gibt nichts zu lehren: 1 Kachel mit 4 Beschreibungen. 2 weggelassen, abgelehnt. 1 weggelassen, mit "
                "dem Urteil „unsicher“."
            ),
        ),
        (
            (
                "3 hits are in /a/hits.gpkg, in WGS 84, with hits.qml beside it. 2 hits are without a position: in the "
                "file, but with no outline."
            ),
            (
                "3 Treffer sind in /a/hits.gpkg, in WGS 84, mit hits.qml daneben. 2 Treffer sind ohne Position: in der "
                "Datei, aber ohne Umriss."
            ),
        ),
        (
            "epoch 3/30, step 4/10, in 2 parts, loss 0.5",
            "Epoche 3/30, Schritt 4/10, in 2 Teilen, Verlust 0,5",
        ),
        ("epoch 3/30, step 4/10", "Epoche 3/30, Schritt 4/10"),
        ("reading 12 sentences", "12 Sätze werden gelesen"),
        (
            "Too many files are open at once: raise the limit and try again.",
            "Zu viele Dateien sind zugleich offen: die Grenze anheben und es noch einmal versuchen.",
        ),
        ("processor, 1 thread", "Prozessor, 1 Thread"),
        (
            "mobilenet_v2, 384 numbers a tile, pictures of 224 pixels, 75 to 5,000 m of ground",
            "mobilenet_v2, 384 Zahlen je Kachel, Bilder von 224 Pixeln, 75 bis 5.000 m am Boden",
        ),
        ("--min-ground 0.5 is above --max-ground 0.25.", "--min-ground 0.5 liegt über --max-ground 0.25."),
        ("Nobody knows this. 2 hits are new to it.", "Nobody knows this. 2 hits are new to it."),
    ],
)
def test_several_sentences_empty_places_and_both_numbers_are_known_again(sentence: str, said: str) -> None:
    assert in_own_language(sentence) == said


@pytest.mark.usefixtures("german")
def test_what_was_passed_over_is_counted_in_german() -> None:
    kinds = ((".pdf", 3), ("without an ending", 2), ("inside a zip", 1))
    assert kinds_in_own_language(PassedOver(kinds).words) == "3 .pdf, 2 ohne eine Endung, 1 in einem Zip"


@pytest.mark.usefixtures("german")
def test_an_import_says_its_end_and_its_refusal_in_german(
    make_wiring: Callable[..., Wiring], qtbot: QtBot, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    wiring = make_wiring()
    wiring.window.actions_.models.trigger()
    dialog = wiring.planning.models
    assert dialog is not None
    with qtbot.waitSignal(wiring.session.models.import_ended, timeout=LONG):
        dialog.import_wanted.emit(str(tiny_checkpoint), "")
    assert dialog.note.text() == "model ist importiert."
    (tmp_path / "nichts").mkdir()
    with qtbot.waitSignal(wiring.session.models.import_ended, timeout=LONG):
        dialog.import_wanted.emit(str(tmp_path / "nichts"), "")
    assert "enthält kein Modell" in dialog.note.text()
    dialog.show_progress(JobProgress(0.5, "copying", None))
    assert "wird kopiert" in dialog.note.text()


@pytest.mark.usefixtures("german")
def test_the_page_of_training_is_german_while_it_runs_and_when_it_fails(
    make_wiring: Callable[..., Wiring], tmp_path: Path
) -> None:
    teaching = make_wiring().teaching
    lesson = Lesson(
        name="Teiche", folder=str(tmp_path), index="", archive=(), new_index="", model="", step=TRAIN
    )
    running = JobProgress(0.45, "epoch 3/30, validating on taught", 65.0)
    teaching.show_state(TeachingState(lesson=lesson, is_running=True, progress=running))
    assert "45 % · Epoche 3/30, Validierung auf taught" in teaching.page.words.text()
    failed = "The loss became nan. No checkpoint had been saved yet. Try a smaller --rate."
    teaching.show_state(TeachingState(lesson=lesson, problem=failed))
    assert "Der Verlust wurde nan. Noch war kein Stand gespeichert." in teaching.page.words.text()


@pytest.mark.usefixtures("german")
def test_a_step_that_ends_without_a_word_is_named_in_german(
    make_wiring: Callable[..., Wiring], tmp_path: Path
) -> None:
    wiring = make_wiring()
    teaching = wiring.session.teaching
    lesson = Lesson(name="Teiche", folder=str(tmp_path), index="", archive=(), new_index="", model="")
    teaching._set(TeachingState(lesson=lesson, is_running=True))
    teaching._job = CommandJob(parent=teaching)
    teaching._on_step_done(4, "")
    assert wiring.window.messages.text.startswith("„Sammeln, was gelehrt wird“ ist fehlgeschlagen.")


# How they are collected


def test_a_new_room_of_the_core_is_taken_in_and_both_sides_of_a_choice(
    tool: ModuleType, tmp_path: Path
) -> None:
    room = tmp_path / "msa_core" / "something" / "new.py"
    room.parent.mkdir(parents=True)
    room.write_text(
        '"""Words of a docstring are for nobody."""\n'
        "def work(count, progress, typer, _LOG, Fault):\n"
        '    progress(0.5, f"turning {count}")\n'
        '    typer.Option(help="What the command line says alone.")\n'
        '    _LOG.info("what is written into the log")\n'
        "    raise FaultError(f\"{count} page{'s' * (count != 1)} of it {'is' if count == 1 else 'are'} torn\")\n",
        "utf-8",
    )
    assert set(tool.core_sentences(tmp_path / "msa_core")) == {
        "turning {count}",
        *(f"{{count}} {pages} of it {are} torn" for pages in ("page", "pages") for are in ("is", "are")),
    }


def test_what_is_left_out_is_there_and_no_verb_that_the_window_starts(tool: ModuleType) -> None:
    names = [file.relative_to(tool.CORE).as_posix() for file in tool.CORE.rglob("*.py")]
    out = [name for name in names if tool._NOT_SHOWN.match(name)]
    assert len(out) > 50
    started = ("indexes/index", "indexes/reembed", "judging/compare", "judging/review", "learning/models")
    for verb in started:
        assert f"commands/{verb}.py" in names
        assert f"commands/{verb}.py" not in out
    for one in _alternatives(tool._NOT_SHOWN.pattern):
        assert any(re.match(one, name) for name in names), f"{one} is gone"


def _alternatives(pattern: str) -> list[str]:
    """``a/(b|c)|d`` as ``a/b``, ``a/c`` and ``d``, one level deep or two."""
    found, depth, begun = [], 0, 0
    for at, letter in enumerate(f"{pattern}|"):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            found.append(pattern[begun:at])
            begun = at + 1
    return [one for each in found for one in _opened(each)]


def _opened(each: str) -> list[str]:
    """The alternatives of the first bracket, each with what stands before it."""
    before, bracket, inside = each.partition("(")
    return [before + one for one in _alternatives(inside.removesuffix(")"))] if bracket else [each]


@pytest.mark.usefixtures("german")
def test_diagnostics_say_in_german_why_they_are_in_english(qtbot: QtBot) -> None:
    dialog = DiagnosticsDialog()
    qtbot.addWidget(dialog)
    assert any("auf Englisch" in label.text() for label in dialog.findChildren(QLabel))
