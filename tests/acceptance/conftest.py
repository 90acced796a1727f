"""The shipped model on archives: the demo archive made once, and the real scenes when they are there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from filelock import FileLock

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
def shared_demo(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo archive (seed 7, as a user gets it) and its index, made once for all workers of a run."""
    from msa_core.demo.archive import make_archive

    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "ready").exists():
            make_archive(folder / "archive", 7, Progress())
            index_archive(folder / "archive", folder / "index", starter)
            (folder / "ready").touch()
    return folder


@pytest.fixture(scope="session")
def demo(shared_demo: Path) -> Path:
    """The demo archive."""
    return shared_demo / "archive"


@pytest.fixture(scope="session")
def demo_truth(demo: Path) -> list[dict]:
    """What is where: the features of the demo's ground truth, WGS84."""
    return json.loads((demo / "truth.geojson").read_text())["features"]


@pytest.fixture(scope="session")
def demo_engine(shared_demo: Path, starter: Path) -> Engine:
    return Engine(shared_demo / "index", starter, "cpu")


@pytest.fixture(scope="session")
def scenes_engine(shared_data: Path, starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Real rasters: drone mosaics, NAIP, Landsat, an airport."""
    return index_archive(
        shared_data / "geotiff" / "scenes", tmp_path_factory.mktemp("scenes") / "index", starter
    )
