"""An index of three scenes made with the tiny model."""

from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index
from tests.support.scenes import write_archive


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Path:
    """Folder of the index; the archive lies beside it."""
    folder = tmp_path_factory.mktemp("engine")
    archive = write_archive(folder / "archive", 3)
    build_index(
        [archive],
        folder / "index",
        IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu"),
    )
    return folder / "index"
