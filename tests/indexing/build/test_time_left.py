"""How far a source is and how long it will take, beside the whole run's time left."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from msa_core.config import IndexOptions, Tiling
from msa_core.indexing.build.index_archive import build_index
from msa_core.indexing.build.shard_sink import SourceProgress
from msa_core.progress import Progress
from tests.support.scenes import write_archive


class Texts(Progress):
    def __init__(self) -> None:
        super().__init__(interval_s=0.0)
        self.shown: list[tuple[float, str, float | None]] = []

    def show(self, fraction: float, text: str, eta_s: float | None) -> None:
        self.shown.append((fraction, text, eta_s))


def test_the_time_left_of_a_source_is_told_from_its_own_tiles() -> None:
    opened: Any = SimpleNamespace(tiles=100)
    source = SourceProgress(opened=opened, source_id="0" * 16, tiles=20, empty=4, failed=1, began_s=100.0)
    assert source.left_s(110.0) == 30.0
    source.tiles = 95
    assert source.left_s(200.0) == 0.0
    assert SourceProgress(opened=opened, source_id="0" * 16, tiles=1, began_s=100.0).left_s(110.0) is None
    assert SourceProgress(opened=opened, source_id="0" * 16).left_s(110.0) is None


def test_progress_tells_of_the_source_in_hand_and_of_the_whole(tmp_path: Path, tiny_checkpoint: Path) -> None:
    archive, progress = write_archive(tmp_path / "archive", 2), Texts()
    options = IndexOptions(
        tiling=Tiling(tile_m=(40.0,)), model=tiny_checkpoint, device="cpu", batch=8, dtype="float32"
    )
    build_index([archive], tmp_path / "out", options, progress)
    told = [
        t
        for _, t, _ in progress.shown
        if re.fullmatch(r"scene\d\.tif \d+%, \d+:\d\d left of it  \d+ tiles, \d+/s", t)
    ]
    assert {t.split()[0] for t in told} == {"scene0.tif", "scene1.tif"}
    assert len({t.split()[1] for t in told}) > 5
    fractions = [fraction for fraction, _, _ in progress.shown]
    assert fractions == sorted(fractions)
    assert any(eta_s is not None for fraction, _, eta_s in progress.shown if 0.1 < fraction < 0.9)
