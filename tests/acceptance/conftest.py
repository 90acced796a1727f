"""The shipped model on archives: the demo archive made once, and the real scenes when they are there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msa_core.config import IndexOptions, resource_path
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.progress import Progress


@pytest.fixture(scope="session")
def starter() -> Path:
    """The shipped checkpoint; these tests are about it, so its absence is a failure."""
    return resource_path("models", "starter")


def index_archive(folder: Path, out: Path, model: Path) -> Engine:
    build_index([folder], out, IndexOptions(model=model, device="cpu"), Progress())
    return Engine(out, model, "cpu")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo archive (seed 7, as a user gets it), made by code."""
    from msa_core.demo.archive import make_archive

    folder = tmp_path_factory.mktemp("demo") / "archive"
    make_archive(folder, 7, Progress())
    return folder


@pytest.fixture(scope="session")
def demo_truth(demo: Path) -> list[dict]:
    """What is where: the features of the demo's ground truth, WGS84."""
    return json.loads((demo / "truth.geojson").read_text())["features"]


@pytest.fixture(scope="session")
def demo_engine(demo: Path, starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return index_archive(demo, tmp_path_factory.mktemp("demo-index") / "index", starter)


@pytest.fixture(scope="session")
def scenes_engine(shared_data: Path, starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Real rasters: drone mosaics, NAIP, Landsat, an airport."""
    return index_archive(
        shared_data / "geotiff" / "scenes", tmp_path_factory.mktemp("scenes") / "index", starter
    )
