"""The arrows of ARCHITECTURE.md hold, and the check that says so catches a wrong one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_LINT = "from importlinter.cli import lint_imports_command as run; run()"


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _LINT, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)


@pytest.fixture
def source_copy(tmp_path: Path) -> Path:
    """The code and its contracts, to be spoilt."""
    for package in ("app", "msa_core"):
        shutil.copytree(_ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(_ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_room_imports_only_what_it_may() -> None:
    result = _lint(_ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    "room, line",
    [
        ("app/settings.py", "import app.jobs"),
        ("app/paths.py", "import msa_core.retrieval"),
        ("app/logs.py", "import torch"),
        ("app/paths.py", "import rasterio"),
        ("msa_core/records.py", "import msa_core.config"),
        ("msa_core/errors.py", "import PySide6"),
        ("msa_core/config.py", "import app"),
        ("msa_core/model/preprocess.py", "import rasterio"),
        ("msa_core/model/msa.py", "import msa_core.raster"),
        ("msa_core/model/msa.py", "import transformers"),
        ("msa_core/training/learn/losses.py", "import msa_core.raster"),
        ("msa_core/training/learn/losses.py", "import torchvision"),
        ("msa_core/raster/pixels/reader.py", "import msa_core.model"),
        ("msa_core/indexing/folder/manifest.py", "import faiss"),
        ("msa_core/progress.py", "import rasterio"),
    ],
)
def test_an_arrow_that_points_up_is_found(source_copy: Path, room: str, line: str) -> None:
    path = source_copy / room
    path.write_text(f"{path.read_text('utf-8')}\n{line}\n", "utf-8")
    result = _lint(source_copy)
    assert result.returncode == 1, result.stdout + result.stderr
    assert room.removesuffix(".py").replace("/", ".") in result.stdout


def test_a_new_file_must_choose_its_room(source_copy: Path) -> None:
    (source_copy / "msa_core" / "helpers.py").write_text('"""Whatever."""\n', "utf-8")
    result = _lint(source_copy)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "helpers" in result.stdout
