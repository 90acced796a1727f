"""The shipped model on archives: the demo archive made once, and the real scenes when they are there."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from msa_core.config import IndexOptions, Tiling, resource_path
from msa_core.engine import Engine
from msa_core.indexing.build.index_archive import build_index
from msa_core.progress import Progress


@pytest.fixture(scope="session")
def starter() -> Path:
    """The shipped checkpoint; these tests are about it, so its absence is a failure."""
    return resource_path("models", "starter")


# Of the tiles of the demo archive four in five are smaller, and what is asked for fills those of 320 m.
LARGE = Tiling(tile_m=(320.0, 640.0, 1280.0, 2560.0))


def index_archive(
    folder: Path, out: Path, model: Path, tiling: Tiling | None = None, dtype: str = "auto"
) -> Engine:
    options = IndexOptions(model=model, device="cpu", tiling=tiling or Tiling(), dtype=dtype)
    build_index([folder], out, options, Progress())
    return Engine(out, model, "cpu")


@pytest.fixture(scope="session")
def shared_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once for all workers of a run, within :func:`once`."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"


def once(made: Path, make: Callable[[], object]) -> Path:
    """``made``, by the first worker that asks for it."""
    made.parent.mkdir(exist_ok=True)
    ready = made.with_name(f"{made.name}.ready")
    with FileLock(made.with_name(f"{made.name}.lock")):
        if not ready.exists():
            make()
            ready.touch()
    return made


@pytest.fixture(scope="session")
def demo(shared_demo: Path) -> Path:
    """The demo archive (seed 7, as a user gets it)."""
    from msa_core.demo.archive import make_archive

    archive = shared_demo / "archive"
    return once(archive, lambda: make_archive(archive, 7, Progress()))


@pytest.fixture(scope="session")
def demo_truth(demo: Path) -> list[dict]:
    """What is where: the features of the demo's ground truth, WGS84."""
    return json.loads((demo / "truth.geojson").read_text())["features"]


@pytest.fixture(scope="session")
def whole_index(demo: Path, shared_demo: Path, starter: Path) -> Path:
    """Index of the demo archive as a user makes it; takes minutes, hence for slow tests."""
    folder = shared_demo / "index"
    return once(folder, lambda: index_archive(demo, folder, starter))


@pytest.fixture(scope="session")
def large_index(demo: Path, shared_demo: Path, starter: Path) -> Path:
    """The same in large tiles alone."""
    folder = shared_demo / "large"
    return once(folder, lambda: index_archive(demo, folder, starter, LARGE))


@pytest.fixture(scope="session")
def harbour_index(demo: Path, shared_demo: Path, starter: Path) -> Path:
    """Of the one raster that README's hits lie in, with tiles as small as theirs, in the format of README's index."""
    folder, alone = shared_demo / "harbour_index", shared_demo / "harbour"

    def make() -> None:
        alone.mkdir()
        shutil.copy(demo / "harbour_town.tif", alone)
        index_archive(alone, folder, starter, Tiling(tile_m=(160.0, 320.0)), "float32")

    return once(folder, make)


@pytest.fixture(scope="session", params=["large_index", pytest.param("whole_index", marks=pytest.mark.slow)])
def demo_engine(request: pytest.FixtureRequest, starter: Path) -> Engine:
    """With the demo archive open."""
    return Engine(request.getfixturevalue(request.param), starter, "cpu")


@pytest.fixture(scope="session", params=["float32", "bfloat16"])
def scenes_engine(
    request: pytest.FixtureRequest, shared_data: Path, starter: Path, tmp_path_factory: pytest.TempPathFactory
) -> Engine:
    """Real rasters: drone mosaics, NAIP, Landsat, an airport.

    In both formats of a CPU: an index takes the quicker one, which differs between machines, and so do close scores.
    """
    scenes = shared_data / "geotiff" / "scenes"
    out = tmp_path_factory.mktemp("scenes") / "index"
    return index_archive(scenes, out, starter, dtype=request.param)
