"""The arrows of ARCHITECTURE.md hold, and the check that says so catches wrong ones.

Linting the tree takes seconds, so it is done three times: as it is, with one wrong line in many files, and with a file
that chose no room.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_LINT = "from importlinter.cli import lint_imports_command as run; run()"
WRONG = [
    ("app/settings.py", "app.jobs"),
    ("app/session/questions.py", "app.controllers.found.places"),
    ("app/paths.py", "msa_core.engine"),
    ("app/map/projection/geometry.py", "msa_core.model.running.heatmaps"),
    ("app/map/projection/scales.py", "msa_core.indexing.folder.opened.tile_index"),
    ("app/map/painting/layer.py", "app.map.hits.hits_layer"),
    ("app/logs.py", "torch"),
    ("app/models/hits/captions_model.py", "rasterio"),
    ("msa_core/records.py", "msa_core.config"),
    ("msa_core/errors.py", "PySide6"),
    ("msa_core/config.py", "app"),
    ("msa_core/model/network/preprocess.py", "rasterio"),
    ("msa_core/model/network/hubness.py", "msa_core.raster"),
    ("msa_core/model/network/mscmat.py", "transformers"),
    ("msa_core/model/trunks/cnn.py", "msa_core.model.convert.scratch"),
    ("msa_core/training/learn/recipe/losses.py", "msa_core.indexing"),
    ("msa_core/training/learn/recipe/recipe.py", "msa_core.training.learn.step"),
    ("msa_core/training/measure/scores/metrics.py", "torchvision"),
    ("msa_core/training/data/changes/degrade.py", "msa_core.training.learn.loop"),
    ("msa_core/raster/pixels/reader.py", "msa_core.model"),
    ("msa_core/raster/gdal/locations/zips.py", "msa_core.raster.find.archive"),
    ("msa_core/retrieval/query/review/reviews.py", "msa_core.retrieval.search.overlap"),
    ("msa_core/indexing/folder/manifest/manifest.py", "faiss"),
    ("msa_core/progress.py", "rasterio"),
]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _LINT, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=500, check=False)


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


def test_every_arrow_that_points_up_is_found(source_copy: Path) -> None:
    for file, module in WRONG:
        path = source_copy / file
        path.write_text(f"{path.read_text('utf-8')}\nimport {module}\n", "utf-8")
    result = _lint(source_copy)
    assert result.returncode == 1, result.stdout + result.stderr
    told = " ".join(result.stdout.split())
    missed = [f"{file}: {module}" for file, module in WRONG if not _tells(told, file, module)]
    assert not missed, result.stdout


def _tells(told: str, file: str, module: str) -> bool:
    importer = file.removesuffix(".py").replace("/", ".")
    return f"{importer} -> {module}" in told


def test_a_new_file_must_choose_its_room(source_copy: Path) -> None:
    (source_copy / "msa_core" / "helpers.py").write_text('"""Whatever."""\n', "utf-8")
    result = _lint(source_copy)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "helpers" in result.stdout
