"""Sentences of the window -> resources/translations/msa_LANGUAGE.ts -> msa_LANGUAGE.qm, which the window reads.

So is what reading, indexing and searching say, which ``msa_core`` writes in English: ``core_sentences`` collects it,
and ``core.json`` tells the window which sentences there are, for it knows them by their English alone.

    python packaging/translations.py de

New sentences come in unfinished, those that are gone are dropped, and what is translated is kept. Qt's own lupdate does
not know the forms of ``app.translation``, hence this; the file is Qt's, for Qt Linguist, and lrelease compiles it.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
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
CORE = ROOT / "msa_core"
CORE_FILE = FOLDER / "core.json"
"""The sentences of the core, as templates, for ``app.models.words.core_words``."""
SHOWN_ROOMS = (
    "raster",
    "indexing/build",
    "indexing/folder",
    *("retrieval/query", "retrieval/search", "retrieval/captions", "retrieval/why/overlays.py"),
    *(
        "retrieval/exports/hit_files.py",
        "retrieval/exports/target_crs.py",
        "retrieval/exports/told/hit_order.py",
    ),
    *("model/stored", "model/running", "engine.py", "engine_process.py", "files.py", "memory.py", "pictures"),
    *("addresses.py", "coordinates.py", "config.py"),
)
"""Whose sentences come to the window: reasons of rasters, of the index, of questions, of exports, of the engine."""
_NOT_SHOWN = re.compile(
    "indexing/build/(cluster|foreign_files|import_embeddings|partition)|raster/gdal/(writer|start/registering)"
    "|raster/position/(turns|gdal_points)|retrieval/query/meaning/stop_words|raster/find/product_names"
)
"""Of those what only the command line says, and tables of names."""
_NO_WORDS = re.compile(r"[<>|]|%[sd.]|=\?|^[\w/.-]+$")
_NOT_SAID = {
    *("can't allocate memory", "cannot allocate memory", "failed to map segment", "not enough memory"),
    *("out of memory", "not recognized as being in a supported", "not allowed by ruleset"),  # what others say
    *("a place seen from above", "source and date", "the model does not know"),
    "{device} batch {batch} threads {threads} torch {version} folded",
}
"""What is compared with, read by a model, or kept in a file."""
_MIN_WORDS = 3
_WORD = re.compile(r"(?<![A-Za-z_.\-/])[a-z]{2,}(?![A-Za-z_/])|(?<![A-Za-z])[A-Z][a-z]+(?= [a-z])")


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


def core_sentences(root: Path = CORE) -> dict[str, list[str]]:
    """Every sentence, or part of one, that a room of ``SHOWN_ROOMS`` holds, with the files that say it.

    What stands in the braces of an f-string is named after it: ``f"{path.name} is damaged"`` is ``{name} is damaged``;
    a text that has a name in the file stands there itself.
    """
    found: dict[str, list[str]] = {}
    for file in sorted(root.rglob("*.py")):
        name = file.relative_to(root).as_posix()
        if not any(name == room or name.startswith(f"{room}/") for room in SHOWN_ROOMS):
            continue
        if _NOT_SHOWN.match(name):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        passed_over, constants = _passed_over(tree), _constants(tree)
        for node in ast.walk(tree):
            text = None if id(node) in passed_over else _template(node, constants)
            if text and " " in text.strip() and _is_sentence(text) and text.strip() not in _NOT_SAID:
                files = found.setdefault(text.strip(), [])
                if f"{root.name}/{name}" not in files:
                    files.append(f"{root.name}/{name}")
    return found


def _is_sentence(text: str) -> bool:
    words = _WORD.findall(re.sub(r"\{\w+\}", " ", text))
    return len(words) >= _MIN_WORDS and not _NO_WORDS.search(text) and "\n" not in text.strip()


def _passed_over(tree: ast.AST) -> set[int]:
    """Docstrings, what is logged, and pieces of f-strings, which are taken whole."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            found |= {id(piece) for piece in node.values if isinstance(piece, ast.Constant)}
        elif isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _is_of_log(node)):
            found |= {id(inner) for inner in ast.walk(node)}
    return found


def _is_of_log(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("_LOG", "logging", "re")


def _constants(tree: ast.Module) -> dict[str, str]:
    """The texts that have names in a file, as templates."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=False))
            for name, text in pairs:
                template = _template(text, found)
                if isinstance(name, ast.Name) and template is not None:
                    found[name.id] = template
    return found


def _template(node: ast.AST, constants: dict[str, str]) -> str | None:
    if not isinstance(node, ast.JoinedStr):
        text = _literal(node) if isinstance(node, ast.expr) else None
        return None if text is None else text.replace("{", "{{").replace("}", "}}")
    parts, used = [], dict[str, int]()
    for piece in node.values:
        value = piece.value if isinstance(piece, ast.FormattedValue) else None
        if isinstance(value, ast.Name) and value.id in constants:
            parts.append(constants[value.id])
        elif isinstance(value, ast.expr):
            name = _name_of(value)
            used[name] = used.get(name, 0) + 1
            parts.append(f"{{{name}{used[name] if used[name] > 1 else ''}}}")
        else:
            parts.append((_literal(piece) or "").replace("{", "{{").replace("}", "}}"))
    return "".join(parts)


def _name_of(node: ast.expr) -> str:
    """A name for what an expression gives."""
    if isinstance(node, ast.Name | ast.Attribute):
        return (node.id if isinstance(node, ast.Name) else node.attr).strip("_") or "value"
    if isinstance(node, ast.Call):
        return _name_of(node.args[0] if node.args else node.func)
    if isinstance(node, ast.Subscript):
        return _name_of(node.value)
    return _name_of(node.values[0]) if isinstance(node, ast.BoolOp) else "value"


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
    own, core = sentences(), core_sentences()
    known = {sentence.text for sentence in own}
    said = own | {Sentence(text, "", None): files for text, files in core.items() if text not in known}
    for sentence, files in sorted(said.items(), key=lambda item: (item[1][0], item[0].text)):
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


def core_json() -> str:
    """What ``CORE_FILE`` holds."""
    return json.dumps(sorted(core_sentences()), ensure_ascii=False, indent=0) + "\n"


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
    CORE_FILE.write_text(core_json(), "utf-8")
    compile_to(file, file.with_suffix(".qm"))
    left = unfinished(file)
    sys.stdout.write(f"{file.relative_to(ROOT)}: {len(_kept(file))} sentences, {len(left)} unfinished\n")


if __name__ == "__main__":
    main()
