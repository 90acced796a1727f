"""Pictures for training: a cache of decoded pictures and augmentation for views from above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageEnhance
from torch import Tensor

from msa_core.errors import NothingUsableError
from msa_core.model.network.preprocess import to_tensor
from msa_core.pictures.plain import read_plain
from msa_core.training.data.changes.degrade import Degrade

Loader = Callable[[Path], np.ndarray]


def load_picture(path: Path) -> np.ndarray:
    """A picture of 8 bits as uint8 (H, W, 3), with Pillow alone (:mod:`msa_core.pictures.plain`).

    Raises:
        SourceError: it cannot be read, or not without GDAL as search would read it.
    """
    return read_plain(path)


def none_readable(count: int, first: str) -> NothingUsableError:
    """The fault of ``count`` pictures that all cannot be read; ``first`` is the first one's path and fault."""
    return NothingUsableError(f"None of the {count} pictures can be read (first: {first})")


class PictureCache:
    """Decoded pictures in memory, bounded: those above ``side_px`` are reduced, the rest kept as they are."""

    def __init__(self, load: Loader = load_picture, side_px: int = 256, limit_bytes: int = 4 << 30) -> None:
        self._load = load
        self._side_px = side_px
        self._left = limit_bytes
        self._pictures: dict[Path, np.ndarray] = {}

    def __call__(self, path: Path) -> np.ndarray:
        """The picture at ``path``, uint8 (H, W, 3)."""
        picture = self._pictures.get(path)
        if picture is None:
            picture = self._load(path)
            if max(picture.shape[:2]) > self._side_px:
                scale = self._side_px / max(picture.shape[:2])
                size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
                picture = np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))
            if picture.nbytes < self._left:
                self._left -= picture.nbytes
                self._pictures[path] = picture
        return picture


def augment(
    picture: np.ndarray, size_px: int, rng: np.random.Generator, crop: float, degrade: Degrade | None = None
) -> np.ndarray:
    """One random view: crop of ``crop``..1 of the area, quarter turn, flip, mild colour; uint8 (size, size, 3).

    From above there is no up: all eight symmetries of the square are as likely. Cropping also shifts the ground
    resolution, by up to ``crop ** -0.5``; ``degrade`` goes the other way and blurs.
    """
    h, w = picture.shape[:2]
    area = rng.uniform(crop, 1.0)
    aspect = np.exp(rng.uniform(-0.18, 0.18))
    bw = min(w, w * (area * aspect) ** 0.5)
    bh = min(h, h * (area / aspect) ** 0.5)
    x = rng.uniform(0, w - bw)
    y = rng.uniform(0, h - bh)
    image = Image.fromarray(picture)
    image = image.resize((size_px, size_px), Image.Resampling.BICUBIC, box=(x, y, x + bw, y + bh))
    for enhance, span in (
        (ImageEnhance.Brightness, 0.2),
        (ImageEnhance.Contrast, 0.2),
        (ImageEnhance.Color, 0.3),
    ):
        if rng.random() < 0.5:
            image = enhance(image).enhance(rng.uniform(1 - span, 1 + span))
    view = np.rot90(np.asarray(image), int(rng.integers(4)))
    view = np.ascontiguousarray(view[:, ::-1] if rng.random() < 0.5 else view)
    return view if degrade is None else degrade(view, rng)


def load_batch(
    paths: Sequence[Path],
    load: Loader,
    size_px: int,
    pool: ThreadPoolExecutor,
    seed: tuple[int, ...] | None = None,
    crop: float = 0.6,
    degrade: Degrade | None = None,
    interpolation: str = "bicubic",
) -> Tensor:
    """Pictures as a uint8 tensor (B, 3, size, size); augmented from ``seed``, or plainly resized without one."""

    def one(job: tuple[int, Path]) -> np.ndarray:
        row, path = job
        if seed is None:
            resampling = Image.Resampling[interpolation.upper()]
            return np.asarray(Image.fromarray(load(path)).resize((size_px, size_px), resampling))
        return augment(load(path), size_px, np.random.default_rng((*seed, row)), crop, degrade)

    batch = to_tensor(list(pool.map(one, enumerate(paths))), size_px, interpolation)
    return batch.contiguous(memory_format=torch.channels_last)
