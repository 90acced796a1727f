"""Embeddings as the starter model makes them, in any number, and queries: around the pictures and texts that it keeps.

The model keeps embeddings of 2,048 training pictures and as many texts. Rows are made scene by scene: a scene of 500
tiles draws a few of the pictures, tiles lie between one of them and a neighbour of it and vary as neighbours differ
(their principal directions, and a little in all others). Some pictures are drawn often and most seldom. Hubness is what
a linear fit on the pictures says. So half the variance lies in 10 dimensions and 95 % in 54, as with the pictures
(10 and 53), and clusters differ in size.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from msa_core.config import starter_model
from msa_core.model.network.hub_layout import MAX_HUBNESS, joined, parted
from msa_core.model.running.embedder import Embedder

SCENE_TILES = 500
_SCENES_AT_ONCE = 100
_NEIGHBOURS = 8
_KINDS = 6  # of ground in a scene
_DIRECTIONS = 64


class MadeEmbeddings:
    """Rows and queries like those of the starter model."""

    def __init__(self) -> None:
        hubs = Embedder(starter_model()).model.hubs
        assert hubs is not None
        self._hubs = hubs
        self._pictures: np.ndarray = hubs.pictures.numpy()
        cosines = self._pictures @ self._pictures.T
        np.fill_diagonal(cosines, -1.0)
        self._near = np.argsort(-cosines, axis=1)[:, :_NEIGHBOURS]
        generator = np.random.default_rng(5)
        weight = 1.0 / np.arange(1, len(self._pictures) + 1) ** 0.7
        self._weight = generator.permutation(weight / weight.sum())
        differences = (self._pictures[:, None] - self._pictures[self._near]).reshape(
            -1, self._pictures.shape[1]
        )
        _, sizes, directions = np.linalg.svd(differences, full_matrices=False)
        scale = sizes / np.sqrt(len(differences))
        self._directions = (scale[:_DIRECTIONS, None] * directions[:_DIRECTIONS]).astype(np.float32)
        self._rest = float(np.sqrt((scale[_DIRECTIONS:] ** 2).mean()))
        _, hubness = parted(hubs.of_pictures(hubs.pictures).numpy())
        self._slope, *_ = np.linalg.lstsq(np.c_[self._pictures, np.ones(len(hubness))], hubness, rcond=None)

    @property
    def dim(self) -> int:
        """Numbers of the unit vectors."""
        return int(self._pictures.shape[1])

    @property
    def width(self) -> int:
        """Numbers of a row."""
        return self.dim + 8

    def rows(self, count: int, seed: int = 0) -> Iterator[np.ndarray]:
        """``count`` rows float32 (M, D + 8), some scenes at a time."""
        generator = np.random.default_rng(seed)
        while count > 0:
            block = self._scenes(generator)[:count]
            count -= len(block)
            yield block

    def _scenes(self, generator: np.random.Generator) -> np.ndarray:
        tiles = _SCENES_AT_ONCE * SCENE_TILES
        first = generator.choice(len(self._pictures), _SCENES_AT_ONCE, p=self._weight)
        others = generator.choice(len(self._pictures), (_SCENES_AT_ONCE, _KINDS), p=self._weight)
        # Half of a scene is of one kind of ground and what is near to it, the rest of some other kinds.
        kinds = np.concatenate([np.repeat(first[:, None], _KINDS, 1), others], axis=1)
        anchor = np.take_along_axis(
            kinds, generator.integers(0, 2 * _KINDS, (_SCENES_AT_ONCE, SCENE_TILES)), 1
        ).ravel()
        near = self._near[anchor, generator.integers(0, _NEIGHBOURS, tiles)]
        part = generator.random((tiles, 1), np.float32) * np.float32(0.8)
        v = (1 - part) * self._pictures[anchor] + part * self._pictures[near]
        v += generator.standard_normal((tiles, _DIRECTIONS), np.float32) @ self._directions * np.float32(0.6)
        v += generator.standard_normal(v.shape, np.float32) * np.float32(0.6 * self._rest)
        v /= np.linalg.norm(v, axis=1, keepdims=True)
        d = v @ self._slope[:-1].astype(np.float32) + np.float32(self._slope[-1])
        return joined(v, np.clip(d, -MAX_HUBNESS, MAX_HUBNESS).astype(np.float32))

    def text_queries(self, count: int, seed: int = 1) -> np.ndarray:
        """Queries (count, D + 8) of texts."""
        chosen = np.random.default_rng(seed).choice(len(self._hubs.texts), count, replace=False)
        with torch.inference_mode():
            queries: np.ndarray = self._hubs.of_texts(self._hubs.texts[chosen]).numpy()
        return queries

    def picture_queries(self, count: int, seed: int = 99) -> np.ndarray:
        """Queries (count, D + 8) of pictures that are none of the rows."""
        some = next(self.rows(SCENE_TILES * _SCENES_AT_ONCE, seed))[
            :: SCENE_TILES * _SCENES_AT_ONCE // count
        ][:count]
        with torch.inference_mode():
            queries: np.ndarray = self._hubs.as_query(torch.from_numpy(some)).numpy()
        return queries
