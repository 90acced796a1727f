"""Image trunks: four stage maps X^1..X^4 from fine to coarse. The one door to torchvision's networks.

A function of :data:`FAMILIES` takes the options of a row of :data:`msa_core.model.presets.TRUNKS`, builds the network
with random weights and cuts it into four stages. A new architecture is one more such function and one more row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.presets import CNN_STRIDES, SCALES, find_trunk
from msa_core.model.state_dicts import StateDict, read_state_dicts


class Trunk(nn.Module):
    """Four stages in a row.

    Attributes:
        dims: channels C_1..C_4 of the stage maps.
        strides: input pixels per cell of each stage map.
        class_dim: length of the class vector; 0 for a trunk without one.
    """

    class_dim = 0

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
    side = math.isqrt(positions.shape[1] - 1)
    if (side, side) == grid:
        return positions
    table = tokens_to_map(positions[:, 1:].float(), (side, side))
    table = F.interpolate(table, grid, mode="bicubic", align_corners=False)
    return torch.cat([positions[:, :1], table.flatten(2).transpose(1, 2).to(positions.dtype)], dim=1)


def _mobilenet_v2(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    from torchvision.models import mobilenet_v2

    net = mobilenet_v2(weights=None, **options)
    f = net.features
    stages = [f[0:4], f[4:7], f[7:14], f[14:19]]
    return Trunk(stages, tuple(_last_conv(stage).out_channels for stage in stages)), net


def _mobilenet_v3(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """``name`` of torchvision's function; ``cuts``: where its features are cut so that strides are 4, 8, 16, 32."""
    from torchvision import models

    net = getattr(models, options["name"])(weights=None)
    cuts = options["cuts"]
    stages = [net.features[a:b] for a, b in pairwise(cuts)]
    return Trunk(stages, tuple(_last_conv(stage).out_channels for stage in stages)), net


def _last_conv(stage: nn.Module) -> nn.Conv2d:
    return [module for module in stage.modules() if isinstance(module, nn.Conv2d)][-1]


def _resnet(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    from torchvision import models

    net = getattr(models, options["name"])(weights=None)
    stem = nn.Sequential(net.conv1, net.bn1, net.relu, net.maxpool, net.layer1)
    widths = tuple(net.fc.in_features // 2**halvings for halvings in (3, 2, 1, 0))
    return Trunk([stem, net.layer2, net.layer3, net.layer4], widths), net


def _swin(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """Swin (Liu et al. 2021): positions come before channels inside; its last norm belongs to stage 4."""
    from torchvision.models import SwinTransformer

    settings = {"patch_size": [4, 4], "window_size": [7, 7], **options}
    lists = {key: list(value) for key, value in settings.items() if isinstance(value, Sequence)}
    net = SwinTransformer(**{**settings, **lists})
    f = net.features
    stages = [f[0:2], f[2:4], f[4:6], nn.Sequential(f[6], f[7], net.norm)]
    dims = tuple(int(options["embed_dim"]) * 2**s for s in range(SCALES))
    return Trunk(stages, dims, channels_last=True), net


def _convnext(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    from torchvision.models import ConvNeXt
    from torchvision.models.convnext import CNBlockConfig

    dims = tuple(int(d) for d in options["dims"])
    rows = zip(dims, (*dims[1:], None), options["depths"], strict=True)
    blocks = [CNBlockConfig(*row) for row in rows]
    net = ConvNeXt(blocks, stochastic_depth_prob=options.get("stochastic_depth_prob", 0.0))
    f = net.features
    return Trunk([f[0:2], f[2:4], f[4:6], f[6:8]], dims), net


def _vit(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    from torchvision.models import VisionTransformer

    net = VisionTransformer(**options)
    return TokenTrunk(net, options["patch_size"], options["hidden_dim"]), net


def _clip(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    from msa_core.model.clip_trunk import build_clip_trunk

    return build_clip_trunk(options)


def _efficientnet_lite(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    from msa_core.model.efficientnet_lite import EfficientNetLite

    net = EfficientNetLite(**options)
    return Trunk(*net.stages()), net


def _tiny(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    dims = (4, 6, 8, 12)
    stages: list[nn.Module] = []
    for before, after, step in zip((3, *dims), dims, (4, 2, 2, 2), strict=False):
        conv = nn.Conv2d(before, after, 3, stride=step, padding=1, bias=False)
        stages.append(nn.Sequential(conv, nn.BatchNorm2d(after), nn.ReLU6()))
    trunk = Trunk(stages, dims, **options)
    return trunk, trunk


FAMILIES: dict[str, Callable[[Mapping[str, Any]], tuple[Trunk, nn.Module]]] = {
    "mobilenet_v2": _mobilenet_v2,
    "mobilenet_v3": _mobilenet_v3,
    "efficientnet_lite": _efficientnet_lite,
    "resnet": _resnet,
    "swin": _swin,
    "convnext": _convnext,
    "vit": _vit,
    "clip": _clip,
    "tiny": _tiny,
}
"""Kind of network -> function: options -> the trunk, and the network whose state dict pretrained weights fit."""


def build_trunk(name: str, weights: Path | None = None, options: Mapping[str, Any] | None = None) -> Trunk:
    """A trunk by name; ``weights`` is a file with torchvision's state dict of that network (.safetensors, .pth, .pt).

    ``options`` override those of the row of :data:`msa_core.model.presets.TRUNKS`.

    Raises:
        UsageError: there is no such trunk, or no such size of it.
        CheckpointError: the weights file is missing, damaged, or of another network.
    """
    spec = find_trunk(name)
    settings = {**spec.options, **(options or {})}
    try:
        trunk, net = FAMILIES[spec.family](settings)
    except (KeyError, TypeError, ValueError, AssertionError) as error:
        raise UsageError(f"There is no trunk {name} of the sizes {settings} ({error}).") from error
    if weights is not None:
        _load_weights(net, name, weights)
    return trunk


def _load_weights(net: nn.Module, name: str, path: Path) -> None:
    from msa_core.model.efficientnet_lite import EfficientNetLite

    states = read_state_dicts(path)
    state = states[0] if len(states) == 1 else max(states, key=partial(_overlap, net.state_dict()))
    if isinstance(net, EfficientNetLite):
        state = net.own_names(state)
    full = {key: value.float() if value.is_floating_point() else value for key, value in state.items()}
    wanted = net.state_dict()
    head = ("classifier.", "fc.", "head.", "heads.")
    missing = [k for k in wanted if k not in full and not k.startswith(head) and "num_batches" not in k]
    wrong = [k for k in full if k in wanted and full[k].shape != wanted[k].shape and not k.startswith(head)]
    if missing or wrong:
        raise CheckpointError(
            f"{path} does not hold the weights of {name}: {len(missing)} tensors are missing and {len(wrong)} have "
            f"another shape, first {(missing + wrong)[0]}."
        )
    net.load_state_dict(
        {k: v for k, v in full.items() if k in wanted and not k.startswith(head)}, strict=False
    )


def _overlap(wanted: StateDict, state: StateDict) -> int:
    return len(wanted.keys() & state.keys())


def pool(stage_map: Tensor, kind: str) -> Tensor:
    """Global pooling of (B, C, h, w) to (B, C); ``kind`` is ``max`` or ``avg``. Any size of map."""
    if kind == "max":
        # Not amax: as published, of equal maxima the first one has the gradient, not a share for each.
        return F.adaptive_max_pool2d(stage_map, 1).flatten(1)
    return stage_map.mean(dim=(2, 3))
