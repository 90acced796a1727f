"""Every sentence of the window goes through translation, and German has all of them."""

from __future__ import annotations

import ast
import re
import shutil
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

_ROOT = Path(__file__).resolve().parents[3]
_GERMAN = _ROOT / "resources" / "translations" / "msa_de.ts"
# Calls whose text somebody reads.
_SINKS = {
    *("setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription", "setTitle"),
    *("setPlaceholderText", "setInformativeText", "setIconText", "setStatusTip", "setWhatsThis", "showText"),
    *("addAction", "addMenu", "addTab", "add_page", "addRow", "addButton", "QAction", "QMenu", "drawText"),
    *("QLabel", "PlainLabel", "muted", "title", "QPushButton", "QCheckBox", "CheckBox", "QRadioButton"),
    *("IconButton", "EmptyState", "BarButton", "ChoiceBox", "Choice", "plain_tip", "plain_caption", "say"),
    *("emit", "_say", "UsageError", "_make", "make", "getExistingDirectory", "question"),
}
# Names, examples and keys: the same in every language. The command line of bootstrap is English.
_SAME = re.compile(
    r"MSA Analyst|PNG|(Ctrl|Alt|Shift)\+.+|F\d+|Esc|[A-Z]|EPSG:\d+|Web Mercator \(EPSG:3857\)|https?://\S+"
    r"|[·×px%+ ]+|Python , PySide6 , Qt "
)
# What these take beside a sentence is the name of an icon, of a kind of message or of what it offers.
_TAKE_NAMES = ("IconButton", "EmptyState", "emit", "_say")
_NAME = re.compile(r"[a-z_-]+")
_EXCUSED = ("bootstrap.py", "__main__.py")


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _bare(node: ast.AST) -> Iterator[str]:
    """Texts that reach a call as they stand, be it through a choice or a piece of an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(v.value for v in node.values if isinstance(v, ast.Constant))
    elif not isinstance(node, ast.Call | ast.Subscript | ast.Compare):
        for child in ast.iter_child_nodes(node):
            yield from _bare(child)


def _untranslated(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node) in _SINKS:
            texts = [
                text for given in [*node.args, *(k.value for k in node.keywords)] for text in _bare(given)
            ]
            texts = [text for text in texts if re.search("[A-Za-z]{2}", text) and not _SAME.fullmatch(text)]
            takes_names = _called(node) in _TAKE_NAMES
            found += [text for text in texts if not (takes_names and _NAME.fullmatch(text))]
    return found


def test_every_text_that_somebody_reads_goes_through_translation() -> None:
    files = [file for file in (_ROOT / "app").rglob("*.py") if file.name not in _EXCUSED]
    missed = {file.name: texts for file in files if (texts := _untranslated(file.read_text("utf-8")))}
    assert not missed


def test_a_text_that_does_not_would_be_found() -> None:
    assert _untranslated('label.setText("Nothing found")') == ["Nothing found"]
    assert _untranslated('label.setText(f"{n} places found" if n else tr("No"))') == [" places found"]
    assert not _untranslated('label.setText(tr("Nothing found"))')


def test_the_german_file_has_every_sentence_and_no_other_and_all_are_translated(
    tool: ModuleType, tmp_path: Path
) -> None:
    fresh = tmp_path / _GERMAN.name
    shutil.copy(_GERMAN, fresh)
    tool.update("de", fresh)
    held, found = _keys(_GERMAN), _keys(fresh)
    assert len(found) > 700
    assert held == found, "make translation CODE=de takes in the sentences"
    assert not tool.unfinished(_GERMAN)


def test_what_the_window_reads_is_made_of_that_file(tool: ModuleType, tmp_path: Path) -> None:
    tool.compile_to(_GERMAN, tmp_path / "made.qm")
    assert (tmp_path / "made.qm").read_bytes() == _GERMAN.with_suffix(".qm").read_bytes()


def test_a_call_without_a_literal_is_refused(tool: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text('tr(f"{name} is there")', "utf-8")
    with pytest.raises(SystemExit, match="literal"):
        tool.sentences(tmp_path)


def test_values_and_counts_of_a_translation_are_those_of_the_sentence() -> None:
    wrong = []
    for source, forms in _pairs(_GERMAN):
        for form in forms:
            same_values = (
                _places(source) >= _places(form) if "%n" in source else _places(source) == _places(form)
            )
            if not form or not same_values or source.count("\n") != form.count("\n"):
                wrong.append((source, form))
        if "%n" in source and ("%n" not in forms[-1] or len(forms) != 2):
            wrong.append((source, forms))
    assert not wrong


def test_a_letter_for_alt_stays_one() -> None:
    assert not [
        source for source, forms in _pairs(_GERMAN) if any(_letters(f) != _letters(source) for f in forms)
    ]


def _letters(text: str) -> int:
    return len(re.findall(r"&\w", text))


def _places(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return {"cannot be read"}


def _keys(file: Path) -> set[tuple[str, str, str]]:
    messages = ElementTree.parse(file).iter("message")
    return {
        (m.findtext("source", ""), m.findtext("comment", ""), m.findtext("extracomment", ""))
        for m in messages
    }


def _pairs(file: Path) -> Iterator[tuple[str, list[str]]]:
    for message in ElementTree.parse(file).iter("message"):
        forms = [form.text or "" for form in message.iter("numerusform")]
        yield message.findtext("source", ""), forms or [message.findtext("translation", "")]
