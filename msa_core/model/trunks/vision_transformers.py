"""Vision transformers as trunks: Swin and ViT. Functions as in :mod:`msa_core.model.trunks.cnn`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.model.trunks.trunk import Trunk, quarters, resample_positions, tokens_to_map
from msa_core.model.trunks.trunk_table import SCALES


class TokenTrunk(Trunk):
    """A Vision Transformer (Dosovitskiy et al. 2021) of torchvision: the patch tokens after a quarter, half, three
    quarters and all of its blocks, each on its grid, take the place of X^1..X^4.

    Tokens are layer-normed before they become a map: their size grows from block to block, and a few channels would
    drown the others. That is done per position, before the pooling; what follows the pooling stays affine. Positions
    are interpolated when the picture is not of the size the network was trained at.
    """

    def __init__(self, net: Any, patch_px: int, width: int) -> None:
        blocks = list(net.encoder.layers)
        stages = [nn.ModuleList(group) for group in quarters(blocks)]
        super().__init__(stages, (width,) * SCALES, (patch_px,) * SCALES)
        self.patches = net.conv_proj
        self.class_token = net.class_token
        self.positions = net.encoder.pos_embedding
        self.dropout = net.encoder.dropout
        self.norm = net.encoder.ln

    def forward(self, images: Tensor) -> list[Tensor]:
        """Normalised images (B, 3, H, W) -> four maps (B, C, H // patch, W // patch)."""
        x = self.patches(images)
        grid = (x.shape[2], x.shape[3])
        x = torch.cat([self.class_token.expand(len(x), -1, -1), x.flatten(2).transpose(1, 2)], dim=1)
        x = self.dropout(x + resample_positions(self.positions, grid))
        maps = []
        for number, stage in enumerate(self.stages, 1):
            assert isinstance(stage, nn.ModuleList)
            for block in stage:
                x = block(x)
            normed = self.norm(x) if number == SCALES else F.layer_norm(x, x.shape[-1:])
            maps.append(tokens_to_map(normed[:, 1:], grid))
        return maps


def swin(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """Swin (Liu et al. 2021): positions come before channels inside; its last norm belongs to stage 4."""
    from torchvision.models import SwinTransformer

    settings = {"patch_size": [4, 4], "window_size": [7, 7], **options}
    lists = {key: list(value) for key, value in settings.items() if isinstance(value, Sequence)}
    net = SwinTransformer(**{**settings, **lists})
    f = net.features
    stages = [f[0:2], f[2:4], f[4:6], nn.Sequential(f[6], f[7], net.norm)]
    dims = tuple(int(options["embed_dim"]) * 2**s for s in range(SCALES))
    return Trunk(stages, dims, channels_last=True), net


def vit(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """Dosovitskiy et al. 2020, arXiv 2010.11929; see :class:`TokenTrunk`."""
    from torchvision.models import VisionTransformer

    net = VisionTransformer(**options)
    return TokenTrunk(net, options["patch_size"], options["hidden_dim"]), net
