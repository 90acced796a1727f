"""Rules of the tree that no linter knows: sizes, names, and that ARCHITECTURE.md names what is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ("app", "msa_core")
_SOURCES = sorted(path for name in _PACKAGES for path in (_ROOT / name).rglob("*.py"))
_TESTS = sorted((_ROOT / "tests").rglob("*.py"))
_DOCUMENTS = sorted(_ROOT.glob("*.md"))


def _name(path: Path) -> str:
    return path.relative_to(_ROOT).as_posix()


def test_no_file_is_longer_than_400_lines() -> None:
    long = {_name(p): n for p in _SOURCES + _TESTS if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_no_file_is_a_drawer_for_leftovers() -> None:
    drawers = {"utils", "util", "helpers", "common", "manager", "misc"}
    assert not [_name(p) for p in _SOURCES if drawers & {*p.relative_to(_ROOT).parent.parts, p.stem}]


def test_no_two_product_files_have_the_same_name() -> None:
    # But landscapes, whose parts are drawn and painted under one name.
    named = [p for p in _SOURCES if p.name not in ("__init__.py", "__main__.py") and "demo" not in p.parts]
    count = Counter(path.name for path in named)
    assert not [_name(path) for path in named if count[path.name] > 1]


@pytest.mark.parametrize("path", [p for p in _SOURCES if p.name == "__init__.py"], ids=_name)
def test_an_init_holds_a_docstring_and_at_most_the_version(path: Path) -> None:
    docstring, *rest = ast.parse(path.read_text("utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert [ast.unparse(node).split(" = ")[0] for node in rest] in ([], ["__version__"])


def test_packaging_and_resources_are_no_packages() -> None:
    # An __init__.py in packaging/ would shadow the library of that name, as the checkout is on the path.
    assert not list((_ROOT / "packaging").rglob("__init__.py"))
    assert not list((_ROOT / "resources").rglob("*.py"))


@pytest.mark.parametrize("package", _PACKAGES)
def test_architecture_names_every_room(package: str) -> None:
    text = (_ROOT / "ARCHITECTURE.md").read_text("utf-8")
    section = text.split("## Rooms and arrows")[1].split("\n## ")[0]
    rooms = {p.stem for p in (_ROOT / package).glob("*.py") if p.stem != "__init__"}
    rooms |= {p.parent.name for p in (_ROOT / package).glob("*/__init__.py")}
    assert not rooms - set(re.findall(r"\w+", section))


def test_architecture_names_no_room_that_is_not_there() -> None:
    text = (_ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|---")]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)} - {*_PACKAGES, "paper", "msa"}
    assert named
    core = _ROOT / "msa_core"
    assert not [n for n in named if not (core / f"{n}.py").exists() and not (core / n).is_dir()]


@pytest.mark.parametrize("document", _DOCUMENTS, ids=_name)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert not [link for link in local if not (document.parent / link).exists()]


Defined = list[tuple[Path, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]


@pytest.fixture(scope="module")
def defined() -> Defined:
    """All classes and functions of the packages: reading them takes longer than what is asked of them."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    walks = ((path, ast.walk(ast.parse(path.read_text("utf-8")))) for path in _SOURCES)
    return [(path, node) for path, walk in walks for node in walk if isinstance(node, kinds)]


def test_every_class_with_signals_lists_them_with_what_they_carry(defined: Defined) -> None:
    missing = []
    for path, node in defined:
        if "app" in path.relative_to(_ROOT).parts and isinstance(node, ast.ClassDef):
            told = ast.get_docstring(node) or ""
            missing += [f"{_name(path)}: {node.name}.{s}" for s in _signals(node) if f"{s}: " not in told]
    assert not missing


def _signals(node: ast.ClassDef) -> list[str]:
    """Names of the public signals of a class."""
    assigned = [statement for statement in node.body if isinstance(statement, ast.Assign)]
    calls = [s for s in assigned if isinstance(s.value, ast.Call) and ast.unparse(s.value.func) == "Signal"]
    names = [ast.unparse(statement.targets[0]) for statement in calls]
    return [name for name in names if not name.startswith("_")]


def test_records_of_five_fields_and_more_take_keywords_only(defined: Defined) -> None:
    classes = [(path, node) for path, node in defined if isinstance(node, ast.ClassDef)]
    records = [(path, n, strict) for path, n in classes if (strict := _is_keyword_only(n)) is not None]
    assert len(records) > 100, "the search for records finds them"
    loose = [f"{_name(path)}: {n.name}" for path, n, strict in records if _fields(n) >= 5 and not strict]
    assert not loose


def _is_keyword_only(node: ast.ClassDef) -> bool | None:
    """Whether a dataclass takes keywords only; None for a class that is not a dataclass."""
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if ast.unparse(called).rpartition(".")[2] == "dataclass":
            return "kw_only=True" in ast.unparse(decorator)
    return None


def _fields(node: ast.ClassDef) -> int:
    """How many fields a dataclass declares itself."""
    declared = [statement for statement in node.body if isinstance(statement, ast.AnnAssign)]
    return len([statement for statement in declared if "ClassVar" not in ast.unparse(statement.annotation)])


def test_no_function_is_longer_than_60_lines(defined: Defined) -> None:
    functions = [(path, node) for path, node in defined if not isinstance(node, ast.ClassDef)]
    assert len(functions) > 1000, "the search for functions finds them"
    lines = {f"{_name(p)}: {n.name}": (n.end_lineno or n.lineno) - n.lineno + 1 for p, n in functions}
    assert not {name: count for name, count in lines.items() if count > 60}
