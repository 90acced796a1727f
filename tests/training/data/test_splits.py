"""Splits: no picture and no ground on both sides, the same every time, about the share that was asked for."""

from __future__ import annotations

from math import cos, hypot, radians

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msa_core.errors import UsageError
from msa_core.training.data.splits import EARTH, Item, Location, split_items


def gap_m(a: Location, b: Location) -> float:
    """Metres between two boxes, by the smaller measure of longitude; written without the code under test."""
    if a.frame != b.frame:
        return float("inf")
    if a.frame != EARTH:
        dx = max(b.box[0] - a.box[2], a.box[0] - b.box[2], 0.0)
        return hypot(dx, max(b.box[1] - a.box[3], a.box[1] - b.box[3], 0.0))
    spans = []
    for west, _, east, _ in (a.box, b.box):
        spans.append((west, east if east >= west else east + 360.0))
    (w1, e1), (w2, e2) = spans
    dx = min(max(w2 + turn - e1, w1 - e2 - turn, 0.0) for turn in (-360.0, 0.0, 360.0))
    dy = max(b.box[1] - a.box[3], a.box[1] - b.box[3], 0.0)
    farthest = max(abs(v) for p in (a, b) for v in (p.box[1], p.box[3]))
    return 111_320.0 * hypot(dx * cos(radians(min(farthest, 89.9))), dy)


def check(items: list[Item], guard: float) -> tuple[list[int], list[int]]:
    """Split, and hold against the promises; returns val and left out."""
    made = split_items(items, 0.1)
    val, left = made.val.tolist(), made.left_out.tolist()
    train = sorted(set(range(len(items))) - {*val, *left})
    assert val
    assert train
    assert not set(val) & set(left)
    assert not {items[i].content for i in val} & {items[i].content for i in train}
    for i in val:
        for j in train:
            a, b = items[i].location, items[j].location
            if a is not None and b is not None:
                assert gap_m(a, b) >= guard * 0.999
    return val, left


@given(st.lists(st.integers(0, 30), min_size=2, max_size=120).filter(lambda c: len(set(c)) > 1))
@settings(deadline=None, max_examples=60)
def test_equal_pictures_stay_on_one_side(contents: list[int]) -> None:
    _, left = check([Item(str(c)) for c in contents], 0.0)
    assert not left


@given(st.integers(2, 400), st.floats(0.05, 0.5))
@settings(deadline=None, max_examples=40)
def test_different_pictures_without_places_give_just_the_share(count: int, share: float) -> None:
    made = split_items([Item(f"{i}") for i in range(count)], share)
    assert len(made.val) == max(1, round(count * share))
    assert not len(made.left_out)


box = st.tuples(
    st.floats(-180, 179.9),
    st.floats(-85, 84.9),
    st.sampled_from([0.001, 0.004, 0.05]),
    st.sampled_from([0.001, 0.004]),
)


@given(st.lists(box, min_size=2, max_size=40), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_ground_stays_on_one_side_anywhere_on_earth(boxes: list[tuple[float, ...]], random: object) -> None:
    items = []
    for i, (west, south, width, height) in enumerate(boxes):
        for k in range(3):  # neighbours that overlap by a quarter
            w = west + 0.75 * k * width
            e = w + width
            place = Location(EARTH, ((w + 180) % 360 - 180, south, (e + 180) % 360 - 180, south + height))
            items.append(Item(f"{i} {k}", place))
    try:
        check(items, 0.0)
    except UsageError:
        # Right where there is no more than one place or two, however many tiles show it.
        places = {((west + 180) % 360 // 1, south // 1) for west, south, _, _ in boxes}
        assert len(boxes) <= 2 or len(places) <= 2


def grid(frame: str, columns: int, rows: int, side: float, step: float) -> list[Item]:
    return [
        Item(
            f"{frame} {side} {x} {y}", Location(frame, (x * step, y * step, x * step + side, y * step + side))
        )
        for y in range(rows)
        for x in range(columns)
    ]


@given(st.integers(8, 30), st.integers(4, 20), st.floats(0.5, 1.5))
@settings(deadline=None, max_examples=30)
def test_overlapping_tiles_of_one_raster_are_parted_into_blocks(columns: int, rows: int, step: float) -> None:
    items = grid("scene.tif", columns, rows, 1.0, step)
    val, left = check(items, 0.5)
    if len(items) >= 200:
        assert 0.04 * len(items) <= len(val) <= 0.2 * len(items)
        assert len(left) <= 0.5 * len(items)


def test_large_tiles_over_a_whole_raster_do_not_swallow_it() -> None:
    items = grid("a", 20, 20, 1.0, 0.75) + grid("a", 6, 6, 4.0, 3.0) + grid("a", 1, 1, 16.0, 12.0)
    val, left = check(items, 0.5)
    assert 0.03 * len(items) <= len(val) <= 0.2 * len(items)
    assert len(left) < 0.3 * len(items)


def test_separate_rasters_are_put_whole_on_a_side() -> None:
    items = [item for raster in range(20) for item in grid(f"{raster}.tif", 3, 3, 1.0, 0.75)]
    val, left = check(items, 0.5)
    assert not left
    assert len(val) == 18
    assert len({items[i].location.frame for i in val if items[i].location}) == 2  # type: ignore[union-attr]


def test_tiles_across_the_antimeridian_are_neighbours() -> None:
    east = Item("east", Location(EARTH, (179.99, 0.0, 180.0, 0.01)))
    west = Item("west", Location(EARTH, (-180.0, 0.0, -179.99, 0.01)))
    over = Item("over", Location(EARTH, (179.995, 0.0, -179.995, 0.01)))
    far = [Item(f"far {i}", Location(EARTH, (i, 10.0, i + 0.01, 10.01))) for i in range(20)]
    made = split_items([east, west, over, *far], 0.3)
    sides = {i in made.val for i in range(3)}
    assert len(sides) == 1


def test_every_class_gives_its_share() -> None:
    items = [Item(f"{group} {i}", None, group) for group in "abc" for i in range(50)]
    val = split_items(items, 0.1).val
    assert [sum(items[i].group == group for i in val) for group in "abc"] == [5, 5, 5]


def test_the_order_of_the_pictures_does_not_matter() -> None:
    items = grid("a", 12, 12, 1.0, 0.75) + [Item(f"plain {i}") for i in range(50)]
    order = np.random.default_rng(0).permutation(len(items))
    first = {items[i].content for i in split_items(items).val}
    shuffled = [items[i] for i in order]
    assert first == {shuffled[i].content for i in split_items(shuffled).val}


def test_a_guard_in_metres_is_kept() -> None:
    items = [Item(str(i), Location(EARTH, (i * 0.01, 0.0, i * 0.01 + 0.001, 0.001))) for i in range(60)]
    made = split_items(items, 0.1, guard_m=5000.0)
    train = set(range(60)) - {*made.val.tolist(), *made.left_out.tolist()}
    assert made.guard_m == 5000.0
    assert min(gap_m(items[i].location, items[j].location) for i in made.val for j in train) >= 5000.0  # type: ignore[arg-type]


def test_what_cannot_be_parted_is_said() -> None:
    for items in (
        [Item("a")],
        [Item("a"), Item("a")],
        [Item(str(i), Location("x", (0, 0, 10, 10))) for i in range(5)],
    ):
        with pytest.raises(UsageError, match="cannot be"):
            split_items(items)
