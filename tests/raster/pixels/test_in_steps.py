"""Giants without overviews are read a step at a time: a coarse picture at once, in the end the exact one."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.windows import Window

from msa_core.errors import SourceError
from msa_core.raster.draw import warp
from msa_core.raster.pixels.in_steps import InSteps, _coarse_first, _middle_first, _spans
from msa_core.raster.pixels.reader import RasterReader

SIDE, BLOCK, CELLS = 12_288, 512, 96
BLOCKS = SIDE // BLOCK


def colours() -> np.ndarray:
    """Of each block: brighter to the east and, less so, to the south."""
    rows, columns = np.mgrid[0:BLOCKS, 0:BLOCKS]
    return (20 + 6 * columns + 3 * rows).astype(np.uint8)


@pytest.fixture(scope="module")
def giant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """150 million pixels in blocks of one colour each, in UTM."""
    path = tmp_path_factory.mktemp("giant") / "giant.tif"
    options = {"tiled": True, "blockxsize": BLOCK, "blockysize": BLOCK, "compress": "deflate", "zlevel": 1}
    with rasterio.open(
        path, "w", driver="GTiff", width=SIDE, height=SIDE, count=1, dtype="uint8", crs="EPSG:32633",
        transform=Affine(0.5, 0.0, 400_000.0, 0.0, -0.5, 5_800_000.0), **options,
    ) as made:  # fmt: skip
        for (row, column), colour in np.ndenumerate(colours()):
            block = np.full((BLOCK, BLOCK), colour, np.uint8)
            made.write(block, 1, window=Window(column * BLOCK, row * BLOCK, BLOCK, BLOCK))
    return path


def exact() -> np.ndarray:
    return np.kron(colours(), np.ones((CELLS // BLOCKS, CELLS // BLOCKS), np.uint8))


def test_the_first_step_shows_all_of_it_coarsely_and_the_last_exactly(giant: Path) -> None:
    steps, whole = InSteps(seconds=0.02), (0, 0, SIDE, SIDE)
    wrong = []
    with RasterReader(giant) as reader:
        assert reader.stretch.identity
        while not (steps.is_begun and steps.is_whole):
            read = steps.read(reader, whole, (CELLS, CELLS))
            assert read is not None
            rgb, valid = read
            if not (wrong or steps.is_fair):  # a busy machine: too little of it was read in this moment
                continue
            assert valid.all()
            wrong.append(np.abs(rgb[..., 0].astype(int) - exact())[valid].mean())
    assert len(wrong) > 3
    assert wrong[0] < 45
    assert wrong[-1] == 0
    assert max(np.diff(wrong)) <= 3, (
        "each step comes nearer, or a little less near where it begins a closer look"
    )


def test_a_first_step_of_the_usual_length_has_a_colour_for_every_cell_in_a_moment(giant: Path) -> None:
    steps = InSteps()
    with RasterReader(giant) as reader:
        reader.stretch  # noqa: B018 (measured here, and not in what is timed)
        begun = time.thread_time()
        read = steps.read(reader, (0, 0, SIDE, SIDE), (CELLS, CELLS))
        assert time.thread_time() - begun < 1.0
    assert read is not None
    rgb, valid = read
    assert valid.all()
    assert np.abs(rgb[..., 0].astype(int) - exact()).mean() < 12


def test_without_filling_what_was_read_is_exact_and_the_rest_is_not_there(giant: Path) -> None:
    steps = InSteps(fills=False, seconds=0.0)
    with RasterReader(giant) as reader:
        for _ in range(5):
            read = steps.read(reader, (0, 0, SIDE, SIDE), (CELLS, CELLS))
    assert read is not None
    rgb, valid = read
    assert np.count_nonzero(valid) == 5 * (CELLS // BLOCKS) ** 2
    assert valid[CELLS // 2, CELLS // 2]
    assert (rgb[valid][:, 0] == exact()[valid]).all()


def test_ordinary_windows_are_read_at_once(giant: Path) -> None:
    steps = InSteps()
    with RasterReader(giant) as reader:
        assert steps.read(reader, (0, 0, 2000, 2000), (CELLS, CELLS)) is None
        assert not steps.is_begun
        assert steps.is_whole


def test_a_window_of_a_few_seconds_ends_with_the_averages_of_all_its_pixels(giant: Path) -> None:
    steps, box = InSteps(seconds=0.0), (100, 100, 6300, 6300)
    with RasterReader(giant) as reader:
        first = steps.read(reader, box, (CELLS, CELLS))
        assert not steps.is_whole
        last = steps.read(reader, box, (CELLS, CELLS))
        assert steps.is_whole
        rgb, valid = reader.read(box, (CELLS, CELLS), quick=True)
    assert first is not None
    assert last is not None
    assert (last[0] == rgb).all()
    assert (last[1] == valid).all()


def test_damaged_blocks_stay_empty_and_a_file_damaged_all_over_is_told(giant: Path, tmp_path: Path) -> None:
    data = bytearray(giant.read_bytes())
    broken = tmp_path / "broken.tif"
    with rasterio.open(giant) as source:
        place = int(source.get_tag_item("BLOCK_OFFSET_12_12", "TIFF", bidx=1))
        first = int(source.get_tag_item("BLOCK_OFFSET_0_0", "TIFF", bidx=1))
    data[place : place + 40] = bytes(40)
    broken.write_bytes(data)
    steps = InSteps(seconds=60.0)
    with RasterReader(broken) as reader:
        read = steps.read(reader, (0, 0, SIDE, SIDE), (CELLS, CELLS))
    assert read is not None
    valid = np.ones((BLOCKS, BLOCKS), bool)
    valid[12, 12] = False
    assert (read[1] == np.kron(valid, np.ones((CELLS // BLOCKS,) * 2, bool))).all()
    data[first:] = bytes(len(data) - first)
    broken.write_bytes(data)
    with RasterReader(broken) as reader, pytest.raises(SourceError):
        InSteps(seconds=60.0).read(reader, (0, 0, SIDE, SIDE), (CELLS, CELLS))


def test_the_map_draws_it_a_step_at_a_time(giant: Path) -> None:
    steps = InSteps(seconds=0.0)
    with RasterReader(giant) as reader:
        (ring,) = reader.info.footprint_lonlat
        (west, south), (east, north) = np.min(ring, axis=0), np.max(ring, axis=0)
        bounds = (float(west), float(south), float(east), float(north))
        begun = warp.render(reader, "EPSG:4326", bounds, 80, 50, steps)
        assert np.count_nonzero(begun[..., 3]) > 0
        assert not steps.is_whole
        while not steps.is_whole:
            drawn = warp.render(reader, "EPSG:4326", bounds, 80, 50, steps)
        at_once = warp.render(reader, "EPSG:4326", bounds, 80, 50)
    assert (drawn[..., 3] == at_once[..., 3]).mean() > 0.99
    seen = (drawn[..., 3] > 0) & (at_once[..., 3] > 0)
    assert np.abs(drawn[seen].astype(int) - at_once[seen]).mean() < 3


@pytest.mark.parametrize("count", [(1, 1), (1, 900), (117, 117), (300, 2), (40, 7)])
def test_each_part_is_read_once(count: tuple[int, int]) -> None:
    for order in (_coarse_first(*count), _middle_first(*count)):
        assert sorted(map(tuple, order[:, :2].tolist())) == [
            (y, x) for y in range(count[0]) for x in range(count[1])
        ]
    strides = _coarse_first(*count)[:, 2:].max(axis=1)
    assert (np.diff(strides) <= 0).all()
    assert np.count_nonzero(strides == strides[0]) <= max(64, count[0], count[1]) or strides[0] == 1


@pytest.mark.parametrize(
    "start, end, cells, block",
    [(0, 12_288, 96, 512), (77, 5000, 300, 256), (5, 9000, 40, 16), (3, 900, 60, 30_000)],
)
def test_parts_lie_side_by_side_and_hold_whole_blocks(start: int, end: int, cells: int, block: int) -> None:
    spans = _spans(start, end, cells, block)
    assert [span[0] for span in spans] == [0, *(span[1] for span in spans[:-1])]
    assert spans[-1][1] == cells
    for first, last, low, high in spans:
        assert first < last
        assert start <= low < high <= end
        assert low == start or low % block == 0
        assert high == end or high % block == 0


def test_strips_show_their_rows_from_the_start(tmp_path: Path) -> None:
    """Each strip is as wide as the raster: what it shows is known, and only what lies between strips is not."""
    path = tmp_path / "strips.tif"
    values = np.tile((np.arange(SIDE) * 200 // SIDE).astype(np.uint8), (512, 1))
    with rasterio.open(
        path, "w", driver="GTiff", width=SIDE, height=SIDE, count=1, dtype="uint8", compress="deflate", zlevel=1,
        blockysize=512, crs="EPSG:32633", transform=Affine(0.5, 0.0, 400_000.0, 0.0, -0.5, 5_800_000.0),
    ) as made:  # fmt: skip
        for top in range(0, SIDE, 512):
            made.write(values, 1, window=Window(0, top, SIDE, 512))
    steps = InSteps(seconds=0.0)
    with RasterReader(path) as reader:
        read = steps.read(reader, (0, 0, SIDE, SIDE), (CELLS, CELLS))
    assert read is not None
    rgb, valid = read
    shown = rgb[valid.any(axis=1)][..., 0].astype(int)
    assert len(shown)
    assert np.abs(shown - np.arange(CELLS) * 200 // CELLS).max() <= 4
