"""What a process really loads, proven by importing every module of a room in a process of its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "torch", "torchvision", "transformers", "tokenizers", "faiss", "numkong", "pyarrow", "scipy", "tensorboardX",
}  # fmt: skip
_IMPORT_ALL = """
import importlib, pkgutil, sys
def modules(name):
    yield name
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(package, "__path__", []), name + "."):
        yield found.name
imported = [importlib.import_module(n) for room in sys.argv[1:] for n in modules(room) if "__main__" not in n]
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def _loaded_by(*rooms: str) -> set[str]:
    """Names of the top-level modules that are loaded after importing every module of ``rooms``."""
    command = [sys.executable, "-c", _IMPORT_ALL, *rooms]
    result = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=500, check=False)
    assert result.returncode == 0, result.stderr
    return set(result.stdout.splitlines()[-1].split())


def test_the_window_never_loads_the_heavy_libraries() -> None:
    loaded = _loaded_by("app")
    assert "PySide6" in loaded
    assert not loaded & HEAVY


def test_nothing_of_the_core_that_the_window_names_loads_a_heavy_library() -> None:
    # Also what its functions import when they are called.
    named = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for path in (_ROOT / "app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    core = sorted(name for name in named if name and name.startswith("msa_core."))
    assert "msa_core.retrieval.query.parsing" in core
    assert not _loaded_by("app", *core) & {*HEAVY, "typer", "rich"}


def test_what_travels_between_processes_loads_no_library_but_numpy() -> None:
    loaded = _loaded_by("msa_core.records", "msa_core.messages", "msa_core.errors", "msa_core.progress")
    assert not loaded & {
        "torch",
        "transformers",
        "faiss",
        "rasterio",
        "pyarrow",
        "PySide6",
        "scipy",
        "shapely",
    }


def test_the_rasters_load_neither_torch_nor_qt() -> None:
    loaded = _loaded_by("msa_core.raster")
    assert "rasterio" in loaded
    assert not loaded & {"torch", "transformers", "faiss", "PySide6"}


def test_model_and_training_stand_without_rasters_window_and_faiss() -> None:
    loaded = _loaded_by("msa_core.model", "msa_core.training")
    assert "torch" in loaded
    assert not loaded & {"rasterio", "PySide6", "faiss", "pyarrow"}


@pytest.mark.parametrize("door", ["msa_core.cli", "msa_core.train_cli"])
def test_a_command_line_that_only_helps_loads_nothing_heavy(door: str) -> None:
    script = f"import sys, {door}; print(*sorted({{n.split('.')[0] for n in sys.modules}}))"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=_ROOT, capture_output=True, text=True, timeout=500, check=False
    )
    assert result.returncode == 0, result.stderr
    assert not set(result.stdout.split()) & {"torch", "transformers", "faiss", "PySide6"}
