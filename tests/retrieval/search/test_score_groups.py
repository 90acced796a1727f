"""Scores apart by ground size and by source, against the hits of a search that lists every tile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from msa_core.config import IndexOptions, Tiling
from msa_core.engine import Engine
from msa_core.errors import UsageError
from msa_core.indexing.build.index_archive import build_index
from msa_core.records import Listing, Query, QueryTerm
from tests.support.scenes import write_scene


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> Engine:
    """Two rasters at two ground sizes."""
    folder = tmp_path_factory.mktemp("groups")
    (folder / "archive").mkdir()
    for seed, name in enumerate(["a.tif", "b.tif"]):
        write_scene(folder / "archive" / name, seed, 600, 600, east_m=5e5 + 2000 * seed)
    options = IndexOptions(tiling=Tiling(tile_m=(100.0, 200.0)), model=tiny_checkpoint, device="cpu")
    build_index([folder / "archive"], folder / "index", options)
    return Engine(folder / "index", device="cpu")


@pytest.mark.parametrize("by", ["ground", "source"])
@pytest.mark.parametrize("sources", [(), ("b.tif",)])
def test_groups_hold_the_scores_of_their_tiles(engine: Engine, by: str, sources: tuple[str, ...]) -> None:
    query = Query(terms=(QueryTerm("text", "a river"),), sources=sources)
    found = engine.search(query, 10_000, Listing(every_tile=True))
    told = engine.group_scores(query, by)
    background = found.background
    assert background is not None
    assert (told.low, told.high, told.others) == (background.low, background.high, 0)
    naive: dict[str, list[float]] = {}
    for hit in found.hits:
        name = hit.tile.source if by == "source" else f"{(100, 200)[hit.tile.level]} m"
        naive.setdefault(name, []).append(hit.score)
    assert {group.name: group.tiles for group in told.groups} == {n: len(s) for n, s in naive.items()}
    for group in told.groups:
        scores = np.array(naive[group.name])
        assert group.best == pytest.approx(scores.max(), abs=0.002), "half precision"
        assert sum(group.counts) == len(scores)
        if background.cut is not None:
            assert group.above_cut is not None
        else:
            assert group.above_cut is None
    names = [group.name for group in told.groups]
    if by == "ground":
        assert names == ["100 m", "200 m"]
    else:
        bests = [group.best for group in told.groups]
        assert bests == sorted(bests, reverse=True)


def test_another_grouping_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="ground or source"):
        engine.group_scores(Query(terms=(QueryTerm("text", "a river"),)), "colour")
