"""A trunk: four stage maps X^1..X^4 from fine to coarse, their pooling, and what trunks of tokens share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.model.trunks.trunk_table import CNN_STRIDES, SCALES


class Trunk(nn.Module):
    """Four stages in a row.

    Attributes:
        dims: channels C_1..C_4 of the stage maps.
        strides: input pixels per cell of each stage map.
        class_dim: length of the class vector; 0 for a trunk without one.
        leaves_rest: where the side of a picture is not a multiple of the stride, the pixels at the right and at the
            bottom that fill no cell are not read.
    """

    class_dim = 0
    leaves_rest = False

    def __init__(
        self,
        stages: Sequence[nn.Module],
        dims: tuple[int, ...],
        strides: tuple[int, ...] = CNN_STRIDES,
        channels_last: bool = False,
    ) -> None:
        super().__init__()
        self.stages = nn.ModuleList(stages)
        self.dims = dims
        self.strides = strides
        self._channels_last = channels_last

    def forward(self, images: Tensor) -> list[Tensor]:
        """Normalised images (B, 3, H, W) -> four maps (B, C_s, H / stride_s, W / stride_s).

        A trunk with ``class_dim`` gives a fifth tensor: what its class vector is made of.
        """
        maps = []
        x = images
        for stage in self.stages:
            x = stage(x)
            maps.append(x.permute(0, 3, 1, 2) if self._channels_last else x)
        return maps


def quarters(blocks: Sequence[nn.Module]) -> list[list[nn.Module]]:
    """Blocks of a transformer in four groups of equal depth, in order. Raises ValueError for fewer than four."""
    if len(blocks) < SCALES:
        raise ValueError(f"a transformer trunk needs at least {SCALES} blocks, not {len(blocks)}")
    ends = [round(len(blocks) * part / SCALES) for part in range(SCALES + 1)]
    return [list(blocks[a:b]) for a, b in pairwise(ends)]


def tokens_to_map(tokens: Tensor, grid: tuple[int, int]) -> Tensor:
    """Patch tokens (B, h * w, C), row by row and without the class token -> map (B, C, h, w)."""
    return tokens.transpose(1, 2).unflatten(2, grid)


def resample_positions(positions: Tensor, grid: tuple[int, int]) -> Tensor:
    """Position embeddings (1, 1 + n * n, C) of a class token and a square grid, for another grid: (1, 1 + h * w, C).

    Bicubic, as transformers does for CLIP; the same grid comes back untouched.
    """
    if math.isqrt(positions.shape[1] - 1) == grid[0] == grid[1]:
        return positions
    return torch.cat([positions[:, :1], resample_grid(positions[:, 1:], grid)], dim=1)


def resample_grid(positions: Tensor, grid: tuple[int, int]) -> Tensor:
    """Position embeddings (1, n * n, C) of a square grid, for another one: (1, h * w, C)."""
    side = math.isqrt(positions.shape[1])
    if (side, side) == grid:
        return positions
    table = tokens_to_map(positions.float(), (side, side))
    table = F.interpolate(table, grid, mode="bicubic", align_corners=False)
    return table.flatten(2).transpose(1, 2).to(positions.dtype)


def pool(stage_map: Tensor, kind: str) -> Tensor:
    """Global pooling of (B, C, h, w) to (B, C); ``kind`` is ``max`` or ``avg``. Any size of map."""
    if kind == "max":
        # Not amax: as published, of equal maxima the first one has the gradient, not a share for each.
        return F.adaptive_max_pool2d(stage_map, 1).flatten(1)
    return stage_map.mean(dim=(2, 3))
