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
_NOT_SHOWN = re.compile(
    # Verbs that the window never starts, and the options of those it does.
    "commands/(asking|first_steps)/|commands/indexes/(export_stac|import_files|index_report|merge|stac_options|verify)"
    "|commands/judging/reproduce|commands/learning/(average|eval/|train/(recipe_file|train_recipe|trained_layers))"
    "|commands/options/(option_groups|options)|demo/|diagnostics|serving/"
    # What only those verbs do.
    "|indexing/build/(cluster/|partition)|indexing/care/(merging|stac_|verifying)"
    "|model/convert/scratch|retrieval/evidence/(comparison|evidence_record)|training/combine/averaging"
    "|training/data/changes/|training/data/datasets/(class_captions|forms/(folders|table))"
    "|training/learn/(compiling|distributed|recipe/soft_losses)|training/measure/(mistakes/|zero_shot)"
    # What is written into files, and tables of names.
    "|raster/gdal/(writer|start/registering)|raster/position/(turns|gdal_points)|raster/find/product_names|raster/pixels/band_names"
    "|retrieval/exports/(geopackage|hit_layer|styles/|told/(columns|count_table|report))"
    "|retrieval/why/(heatmap_grid|sentence_words|sheet)|training/learn/run/curves"
)
"""What never comes to the window: all else of the core is taken in, a new room as well."""
_NO_WORDS = re.compile(r"[<>|]|%[sd.]|=\?|^[\w/.-]+$")
_NOT_SAID = {
    *("can't allocate memory", "cannot allocate memory", "failed to map segment", "not enough memory"),
    *("out of memory", "not recognized as being in a supported", "not allowed by ruleset"),  # what others say
    *("timed out", "imed out", "General SOCKS server failure", '"file" disabled', "can't start new thread"),
    *("a place seen from above", "source and date", "the model does not know", "a picture from above"),
    "{device} batch {batch} threads {threads} torch {version} folded",
    *("preset {preset}, trunk {trunk}, D = {dim}", "float16 and float32"),
    *("WGS84 (EPSG:4326), longitude and latitude of each tile's middle", "scales 1 to 4:", "no position"),
    *(
        ", {z} spreads from the middle",
        "{searched} of {index} tiles of {index2} rasters",
        "{side} m of ground",
    ),
    *("pixels {x0}, {y0} to {x1}, {y1}", "{middle}, {middle2} (latitude, longitude)"),  # a page of evidence
    *("{name} is {value}", "{key} is {values}", "{name} is not {what}"),  # too much is like these
}
"""What is compared with, read by a model, or kept in a file."""
_MIN_WORDS = 2
_TELLS = re.compile("Error$|^_?progress$|^StepOfRun$|^_?report$")
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
    """Every sentence, or part of one, that the core may say in the window, with the files that say it.

    A text of a word or two is taken where it is handed to an error or tells how far work is. What stands in the
    braces of an f-string is named after it: ``f"{path.name} is damaged"`` is ``{name} is damaged``; a text that has a
    name in the file stands there itself, and a choice between two texts makes two sentences.
    """
    found: dict[str, list[str]] = {}
    for file in sorted(root.rglob("*.py")):
        name = file.relative_to(root).as_posix()
        if _NOT_SHOWN.match(name):
            continue
        tree = ast.parse(file.read_text("utf-8"))
        passed_over, constants, told = _passed_over(tree), _constants(tree), _told(tree)
        for node in ast.walk(tree):
            for text in () if id(node) in passed_over else _templates(node, constants):
                is_taken = _is_sentence(text) or (id(node) in told and _is_word(text))
                if is_taken and text.strip() not in _NOT_SAID:
                    files = found.setdefault(text.strip(), [])
                    if f"{root.name}/{name}" not in files:
                        files.append(f"{root.name}/{name}")
    return found


def _is_sentence(text: str) -> bool:
    words = _WORD.findall(re.sub(r"\{\w+\}", " ", text))
    is_plain = not _NO_WORDS.search(text) and not re.search(r"[\n\t]", text.strip())
    return len(words) >= _MIN_WORDS and is_plain and " " in text.strip()


def _is_word(text: str) -> bool:
    return bool(_WORD.search(re.sub(r"\{\w+\}", " ", text)))


def _told(tree: ast.AST) -> set[int]:
    """What is handed to an error or to progress as it stands."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            owner = node.func
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if _TELLS.search(name):
                given = [*node.args, *(word.value for word in node.keywords)]
                found |= {id(text) for value in given for text in _choices(value)}
    return found


def _choices(node: ast.expr) -> list[ast.expr]:
    """What an expression gives: itself, or either side of a choice."""
    return [*_choices(node.body), *_choices(node.orelse)] if isinstance(node, ast.IfExp) else [node]


def _passed_over(tree: ast.AST) -> set[int]:
    """Docstrings, what is logged, helps of options, and pieces of f-strings, which are taken whole."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            found |= {id(piece) for piece in node.values if isinstance(piece, ast.Constant)}
        elif isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _is_not_told(node)):
            found |= {id(inner) for inner in ast.walk(node)}
    return found


def _is_not_told(call: ast.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in ("_LOG", "_log", "logging", "re", "typer", "app")


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
                templates = _templates(text, found)
                if isinstance(name, ast.Name) and len(templates) == 1:
                    found[name.id] = templates[0]
    return found


def _templates(node: ast.AST, constants: dict[str, str]) -> list[str]:
    """The sentences that a text of the source can become: one, or one for each side of a choice in it."""
    if not isinstance(node, ast.JoinedStr):
        text = _literal(node) if isinstance(node, ast.expr) else None
        return [] if text is None else [text.replace("{", "{{").replace("}", "}}")]
    found, used = [""], dict[str, int]()
    for piece in node.values:
        value = piece.value if isinstance(piece, ast.FormattedValue) else None
        if isinstance(value, ast.Name) and value.id in constants:
            texts = [constants[value.id]]
        elif isinstance(value, ast.expr) and (chosen := _chosen(value)):
            texts = chosen
        elif isinstance(value, ast.expr):
            name = _name_of(value)
            used[name] = used.get(name, 0) + 1
            texts = [f"{{{name}{used[name] if used[name] > 1 else ''}}}"]
        else:
            texts = [(_literal(piece) or "").replace("{", "{{").replace("}", "}}")]
        found = [before + text for before in found for text in texts]
    return found


def _chosen(value: ast.expr) -> list[str]:
    """Both texts of ``a if one else b``, or of ``"s" * (count != 1)``; empty where a side is no text."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
        text = _literal(value.left)
        return [] if text is None else ["", text]
    if not isinstance(value, ast.IfExp):
        return []
    texts = [_literal(side) for side in (value.body, value.orelse)]
    return [] if None in texts else [text for text in texts if text is not None]


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
