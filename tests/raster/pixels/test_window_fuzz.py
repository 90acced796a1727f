"""Windows of random rasters against the arrays they were made of, decimated by numpy: no kind of file is special."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from rasterio.enums import ColorInterp

from msa_core.pictures.decoding import NEUTRAL_RGB
from msa_core.raster.pixels.reader import RasterReader

DTYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64", "complex64")


@dataclass(frozen=True)
class Profile:
    """A raster to be made. ``gap``: none, nodata, nan, mask, alpha, or nodata and alpha together."""

    dtype: str
    bands: int
    width: int
    height: int
    gap: str
    nodata: float
    tiled: bool
    block: int
    compress: str | None
    interleave: str
    transform: tuple[float, ...]
    crs: str | None
    seed: int


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    dtype = draw(st.sampled_from(DTYPES))
    kind = np.dtype(dtype).kind
    gaps = (
        ["none", "nodata", "mask"]
        + ["nan"] * (kind == "f")
        + ["alpha", "both"] * (dtype in ("uint8", "uint16"))
    )
    nodata = draw(st.sampled_from([0.0, 1.0, 7.0, 100.0] + ([-9999.0, 1e20] if kind == "f" else [])))
    turn = draw(st.sampled_from([0.0, 0.0, 0.3, 1.6, 3.1]))
    step = draw(st.sampled_from([0.05, 1.0, 30.0])) * draw(st.sampled_from([1.0, -1.0]))
    transform = (
        abs(step) * np.cos(turn), step * np.sin(turn), 5e5, abs(step) * np.sin(turn), -step * np.cos(turn), 5e6,
    )  # fmt: skip
    return Profile(
        dtype,
        draw(st.sampled_from([1, 1, 2, 3, 3, 4, 7])),
        draw(st.integers(1, 150)),
        draw(st.integers(1, 150)),
        draw(st.sampled_from(gaps)),
        nodata,
        draw(st.booleans()),
        draw(st.sampled_from([16, 64, 128])),
        draw(st.sampled_from([None, "deflate", "lzw", "zstd"])),
        draw(st.sampled_from(["pixel", "band"])),
        transform,
        draw(st.sampled_from(["EPSG:32633", "EPSG:3857", None])),
        draw(st.integers(0, 10_000)),
    )


def make(path: Path, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    """Write the raster. Returns values (bands, h, w) without alpha, and validity (bands, h, w)."""
    generator = np.random.default_rng(profile.seed)
    shape = profile.bands, profile.height, profile.width
    values = generator.integers(0, 120, shape).astype(profile.dtype)
    gap = np.broadcast_to(generator.random(shape[1:]) < 0.3, shape)
    valid = np.ones(shape, bool)
    if profile.gap == "nan":
        values[gap] = np.nan
        valid = ~gap
    if profile.gap in ("nodata", "both"):
        values[gap] = profile.nodata
        real = np.abs(values).astype(np.float32) if values.dtype.kind == "c" else values
        valid = real != np.array(profile.nodata).astype(real.dtype)
    hidden = generator.random(shape[1:]) < 0.2
    if profile.gap in ("mask", "alpha", "both"):
        valid = valid & ~hidden
    has_alpha = profile.gap in ("alpha", "both")
    options = (
        {"tiled": True, "blockxsize": profile.block, "blockysize": profile.block} if profile.tiled else {}
    )
    if profile.compress is not None:
        options["compress"] = profile.compress
    with rasterio.open(
        path, "w", driver="GTiff", width=profile.width, height=profile.height, count=profile.bands + has_alpha,
        dtype=profile.dtype, interleave=profile.interleave, crs=profile.crs, photometric="minisblack",
        transform=rasterio.Affine(*profile.transform),
        nodata=profile.nodata if profile.gap in ("nodata", "both") else None, **options,
    ) as dataset:  # fmt: skip
        if has_alpha:  # before the pixels: GDAL forgets it of a file whose header is written already
            dataset.colorinterp = [*dataset.colorinterp[:-1], ColorInterp.alpha]
        dataset.write(values, list(range(1, profile.bands + 1)))
        if has_alpha:
            dataset.write(
                np.where(hidden, 0, np.iinfo(profile.dtype).max).astype(profile.dtype), profile.bands + 1
            )
        if profile.gap == "mask":
            dataset.write_mask(~hidden)
    return values, valid


def compare(folder: Path, profile: Profile, data: st.DataObject) -> None:
    path = folder / "a.tif"
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        values, valid = make(path, profile)
    with RasterReader(path, stretching="0,119") as reader:
        assert not reader.bands.palette
        shown = [number - 1 for number in reader.bands.indexes]
        assert shown == list(range(3 if profile.bands >= 3 else 1))
        measured = (
            np.abs(values).astype(np.float64) if values.dtype.kind == "c" else values.astype(np.float64)
        )
        grey = np.clip(measured[shown], 0, 119) * (255 / 119)
        ok = valid[shown].any(axis=0)
        # Several windows of one open reader: inside, over the edge, at full size and reduced by whole factors.
        for _ in range(3):
            factor = data.draw(st.integers(1, 4))
            x0, y0 = (
                data.draw(st.integers(-20, profile.width - 1)),
                data.draw(st.integers(-20, profile.height - 1)),
            )
            columns, rows = data.draw(st.integers(1, 60)), data.draw(st.integers(1, 60))
            box = (x0, y0, x0 + columns * factor, y0 + rows * factor)
            rgb, seen = reader.read(box, (rows, columns))
            if factor == 1:
                check_exact(rgb, seen, grey, ok, valid[shown], box)
            elif box[0] >= 0 and box[1] >= 0 and box[2] <= profile.width and box[3] <= profile.height:
                check_reduced(rgb, seen, grey, valid[shown], box, factor, values.dtype.kind == "c")
        assert len(reader.content_id()) == 16
        x_px, y_px = reader.georef.lonlat_to_pixel(
            *reader.georef.pixel_to_lonlat(profile.width, profile.height)
        )
        if profile.crs is not None:
            assert np.allclose([x_px, y_px], [profile.width, profile.height], atol=1e-3)


def check_exact(
    rgb: np.ndarray, seen: np.ndarray, grey: np.ndarray, ok: np.ndarray, valid: np.ndarray, box: tuple
) -> None:
    x0, y0, x1, y1 = box
    height, width = ok.shape
    inside = np.zeros((y1 - y0, x1 - x0), bool)
    left, top, right, bottom = max(x0, 0), max(y0, 0), min(x1, width), min(y1, height)
    if left >= right or top >= bottom:
        assert not seen.any()
        assert (rgb == NEUTRAL_RGB).all()
        return
    part = np.s_[top - y0 : bottom - y0, left - x0 : right - x0]
    source = np.s_[top:bottom, left:right]
    inside[part] = ok[source]
    assert np.array_equal(seen, inside)
    assert (rgb[~seen] == NEUTRAL_RGB).all()
    expected = np.where(valid, grey, 0.0)[:, top:bottom, left:right]
    close = np.abs(np.moveaxis(rgb[part], 2, 0).astype(float) - expected) <= 0.5 + 1e-4
    assert close[:, ok[source]].all()


def check_reduced(
    rgb: np.ndarray,
    seen: np.ndarray,
    grey: np.ndarray,
    valid: np.ndarray,
    box: tuple,
    factor: int,
    nearest: bool,
) -> None:
    """Averages of the valid pixels of each cell; single pixels of complex rasters, whose phases cannot be averaged."""
    x0, y0, x1, y1 = box
    shape = len(grey), (y1 - y0) // factor, factor, (x1 - x0) // factor, factor
    cells, good = (a[:, y0:y1, x0:x1].reshape(shape) for a in (np.nan_to_num(grey), valid))
    any_good, all_good = good.any(axis=(0, 2, 4)), good.all(axis=(0, 2, 4))
    assert seen[all_good].all()
    assert not seen[~any_good].any()
    low = np.where(good, cells, np.inf).min(axis=(2, 4))
    high = np.where(good, cells, -np.inf).max(axis=(2, 4))
    picture = np.moveaxis(rgb, 2, 0).astype(float)
    for band in range(len(grey)):
        assert (picture[band][all_good] >= low[band][all_good] - 1).all()
        assert (picture[band][all_good] <= high[band][all_good] + 1).all()
    if not nearest:
        mean = cells.mean(axis=(2, 4))
        # Integers are rounded once before the stretch, which makes 2.1 of 1.
        assert (np.abs(picture[: len(grey)] - mean)[:, all_good] <= 1.6 * 255 / 119).all()


quick = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(data=st.data())
def test_windows_of_any_raster_are_what_rasterio_reads(tmp_path: Path, data: st.DataObject) -> None:
    compare(tmp_path, data.draw(profiles()), data)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_minutes_of_windows() -> None:
    """New seeds each time; a failure prints its example."""

    end_s, rounds = time.monotonic() + 120.0, 0
    while time.monotonic() < end_s:

        @seed(time.time_ns())
        @settings(quick, derandomize=False)
        @given(data=st.data())
        def windows(data: st.DataObject) -> None:
            with tempfile.TemporaryDirectory() as folder:
                compare(Path(folder), data.draw(profiles()), data)

        windows()
        rounds += 1
    assert rounds
