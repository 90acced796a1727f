"""Sentences of the window -> resources/translations/msa_LANGUAGE.ts -> msa_LANGUAGE.qm, which the window reads.

    python packaging/translations.py de

New sentences come in unfinished, those that are gone are dropped, and what is translated is kept. Qt's own lupdate does
not know the forms of ``app.translation``, hence this; the file is Qt's, for Qt Linguist, and lrelease compiles it.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import PySide6
from PySide6.QtCore import QLibraryInfo

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
_MARKS = {"tr": 0, "mark": 0, "tr_n": 2}


@dataclass(frozen=True)
class Sentence:
    """One sentence of the window; ``one`` is its English form for one, None where it has no number."""

    text: str
    about: str
    one: str | None


def sentences(root: Path = ROOT / "app") -> dict[Sentence, list[str]]:
    """Every sentence under ``root`` with the files that say it.

    Raises:
        SystemExit: a call whose sentence is not a literal, or one text both with and without a number.
    """
    found: dict[Sentence, list[str]] = {}
    for file in sorted(root.rglob("*.py")):
        for sentence in _sentences_of(file):
            files = found.setdefault(sentence, [])
            name = file.relative_to(root.parent).as_posix()
            if name not in files:
                files.append(name)
    keys = [(sentence.text, sentence.about) for sentence in found]
    twice = {text for text, about in keys if keys.count((text, about)) > 1}
    if twice:
        raise SystemExit(f"With and without a number, or with two forms for one: {sorted(twice)}")
    return found


def _sentences_of(file: Path) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if (
            not isinstance(node, ast.Call)
            or not isinstance(node.func, ast.Name)
            or node.func.id not in _MARKS
        ):
            continue
        position = _MARKS[node.func.id]
        texts = [_literal(argument) for argument in node.args]
        about = next((_literal(word.value) for word in node.keywords if word.arg == "about"), "")
        if len(texts) <= position or about is None:
            raise SystemExit(f"{file}:{node.lineno}: say the sentence itself, as one literal")
        text, one = texts[position], texts[1] if position else None
        if text is not None and (one is not None or not position):
            yield Sentence(text, about, one)
        elif position or isinstance(node.args[0], ast.JoinedStr):
            # tr(CONSTANT) is fine: the constant was marked where it stands.
            raise SystemExit(f"{file}:{node.lineno}: say the sentence itself, as one literal")


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _kept(file: Path) -> dict[tuple[str, str], ElementTree.Element]:
    """Translation of each (text, about) in a .ts file."""
    if not file.exists():
        return {}
    messages = ElementTree.parse(file).iter("message")
    return {
        (m.findtext("source", ""), m.findtext("comment", "")): t
        for m in messages
        if (t := m.find("translation")) is not None
    }


def update(language: str, file: Path) -> None:
    """Write ``file`` with every sentence, with what it held of their translations."""
    kept = _kept(file)
    tree = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(tree, "context")
    ElementTree.SubElement(context, "name").text = "msa"
    for sentence, files in sorted(sentences().items(), key=lambda item: (item[1][0], item[0].text)):
        message = ElementTree.SubElement(
            context, "message", {} if sentence.one is None else {"numerus": "yes"}
        )
        for name in files:
            ElementTree.SubElement(message, "location", filename=f"../../{name}")
        ElementTree.SubElement(message, "source").text = sentence.text
        if sentence.about:
            ElementTree.SubElement(message, "comment").text = sentence.about
        if sentence.one is not None:
            ElementTree.SubElement(message, "extracomment").text = f"For one: {sentence.one}"
        old = kept.get((sentence.text, sentence.about))
        if old is not None and (old.find("numerusform") is None) == (sentence.one is None):
            message.append(old)
        else:
            new = ElementTree.SubElement(message, "translation", type="unfinished")
            if sentence.one is not None:
                ElementTree.SubElement(new, "numerusform")
    ElementTree.indent(tree, "    ")
    text = ElementTree.tostring(tree, "unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', "utf-8")


def compile_to(file: Path, compiled: Path) -> None:
    """Make the file that Qt reads of a .ts file."""
    tool = Path(PySide6.__file__).parent / "lrelease"
    if not tool.exists():
        tool = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibraryExecutablesPath)) / "lrelease"
    subprocess.run([str(tool), "-silent", str(file), "-qm", str(compiled)], check=True)


def unfinished(file: Path) -> list[str]:
    """Sentences of a .ts file that still lack a translation."""
    messages = ElementTree.parse(file).iter("message")
    return [
        m.findtext("source", "") for m in messages if m.find("translation[@type='unfinished']") is not None
    ]


def main() -> None:
    """Update, compile, and say what is left to do."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("language", help="the code of a language, such as de")
    language = parser.parse_args().language
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"msa_{language}.ts"
    update(language, file)
    compile_to(file, file.with_suffix(".qm"))
    left = unfinished(file)
    sys.stdout.write(f"{file.relative_to(ROOT)}: {len(_kept(file))} sentences, {len(left)} unfinished\n")


if __name__ == "__main__":
    main()
