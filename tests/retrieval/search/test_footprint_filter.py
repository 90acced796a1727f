from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from msa_core.indexing.folder.rows.shards import bounds_of, wkb_of
from msa_core.retrieval.search.footprint_filter import FootprintFilter


def square(west: float, south: float, side: float = 1.0) -> Any:
    ring = (
        (west, south),
        (west + side, south),
        (west + side, south + side),
        (west, south + side),
        (west, south),
    )
    return (ring,)


DIAMOND = (((10.0, 0.0), (20.0, 10.0), (10.0, 20.0), (0.0, 10.0), (10.0, 0.0)),)
SPLIT = (
    ((179.5, 0.0), (180.0, 0.0), (180.0, 1.0), (179.5, 1.0), (179.5, 0.0)),
    ((-180.0, 0.0), (-179.5, 0.0), (-179.5, 1.0), (-180.0, 1.0), (-180.0, 0.0)),
)
TILES = (DIAMOND, SPLIT, square(178.0, 0.0), square(-179.0, 0.0), (), square(5.0, 50.0))


@pytest.fixture
def index() -> Any:
    wkb = wkb_of(TILES)

    class Index(SimpleNamespace):
        def __len__(self) -> int:
            return len(TILES)

    return Index(
        rows=SimpleNamespace(bounds=bounds_of(TILES), source=np.zeros(len(TILES), np.int32)),
        geometry=lambda rows: [wkb[row] for row in rows],
    )


@pytest.mark.parametrize(
    "box, found",
    [
        ((-180, -90, 180, 90), [0, 1, 2, 3, 5]),  # the whole Earth, but not what has no place on it
        ((0, 0, 2, 2), []),  # inside the diamond's bounds, outside the diamond
        ((9, 9, 11, 11), [0]),
        ((179, 0, -179, 1), [1, 2, 3]),  # across the antimeridian
        ((179.6, 0.2, 179.7, 0.3), [1]),
        ((-179.7, 0.2, -179.6, 0.3), [1]),
        ((0.0, 0.2, 1.0, 0.3), []),  # the split tile is not everywhere between its halves
        ((5.5, 50.5, 5.6, 50.6), [5]),
        ((6, 51, 7, 52), [5]),  # touching counts
        ((7, 0, 6, 1), [1, 2, 3, 0]),  # nearly all the way round
    ],
)
def test_which_tiles_touch_a_box(
    index: Any, box: tuple[float, float, float, float], found: list[int]
) -> None:
    assert np.flatnonzero(FootprintFilter(index).in_bbox(box)).tolist() == sorted(found)
