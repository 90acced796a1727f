from __future__ import annotations

from pathlib import Path

import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.engine_process import refresh_index
from msa_core.errors import NothingUsableError
from msa_core.indexing.build.index_archive import build_index
from msa_core.progress import Progress
from msa_core.records import Query, QueryTerm, SourceReport
from tests.support.scenes import write_archive

RIVER = Query(terms=(QueryTerm("text", "a river"),))


class Searching(Progress):
    """At each finished source searches what is there, as the window does."""

    def __init__(self, engine: Engine, out: Path) -> None:
        super().__init__()
        self.engine, self.out = engine, out
        self.tiles: list[int] = []

    def source(self, state: str, name: str, detail: str, report: SourceReport | None = None) -> None:
        info = refresh_index(self.engine, self.out)
        assert info is not None
        self.tiles.append(info.tiles)
        if info.tiles:
            assert self.engine.search(RIVER, 500).searched == info.tiles


def test_what_is_finished_is_searched_while_the_index_is_written(
    tmp_path: Path, tiny_checkpoint: Path
) -> None:
    out = tmp_path / "index"
    engine = Engine(model=tiny_checkpoint, device="cpu")
    assert refresh_index(engine, out) is None
    probe = Searching(engine, out)
    options = IndexOptions(tiling=Tiling(tile_m=(100.0,)), model=tiny_checkpoint, device="cpu", batch=4)
    build_index([write_archive(tmp_path / "archive", 3)], out, options, probe)
    assert probe.tiles == sorted(probe.tiles)
    assert 0 <= probe.tiles[0] < 48
    info = refresh_index(engine, out)
    assert info is not None
    assert info.tiles == 48
    assert len(list((out / "cache").iterdir())) == 1, "caches of earlier states are removed"


def test_an_index_that_was_stopped_at_once_says_so(tmp_path: Path, index: Path) -> None:
    import json

    manifest = json.loads((index / "manifest.json").read_text())
    manifest["sources"], manifest["shards"] = [], {}
    (tmp_path / "shards").mkdir()
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(NothingUsableError, match="before the first source was finished"):
        Engine(tmp_path, device="cpu").search(RIVER)
