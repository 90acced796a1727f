"""Image trunks: four stage maps X^1..X^4 from fine to coarse. The one door to torchvision's networks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from msa_core.errors import CheckpointError, UsageError


class Trunk(nn.Module):
    """Four stages in a row.

    Attributes:
        dims: channels C_1..C_4 of the stage maps.
        strides: input pixels per cell of each stage map.
    """

    def __init__(self, stages: list[nn.Module], dims: tuple[int, ...], strides: tuple[int, ...]) -> None:
        super().__init__()
        self.stages = nn.ModuleList(stages)
        self.dims = dims
        self.strides = strides

    def forward(self, images: Tensor) -> list[Tensor]:
        """Normalised images (B, 3, H, W) -> four maps (B, C_s, H / stride_s, W / stride_s)."""
        maps = []
        x = images
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        return maps


def _mobilenet_v2() -> tuple[Trunk, nn.Module]:
    from torchvision.models import mobilenet_v2

    net = mobilenet_v2(weights=None)
    f = net.features
    trunk = Trunk([f[0:4], f[4:7], f[7:14], f[14:19]], (24, 32, 96, 1280), (4, 8, 16, 32))
    return trunk, net


def _resnet(name: str) -> Callable[[], tuple[Trunk, nn.Module]]:
    def build() -> tuple[Trunk, nn.Module]:
        from torchvision import models

        net = getattr(models, name)(weights=None)
        stem = nn.Sequential(net.conv1, net.bn1, net.relu, net.maxpool, net.layer1)
        dims = (64, 128, 256, 512) if name in ("resnet18", "resnet34") else (256, 512, 1024, 2048)
        return Trunk([stem, net.layer2, net.layer3, net.layer4], dims, (4, 8, 16, 32)), net

    return build


def _tiny() -> tuple[Trunk, nn.Module]:
    dims = (4, 6, 8, 12)
    stages: list[nn.Module] = []
    for before, after, step in zip((3, *dims), dims, (4, 2, 2, 2), strict=False):
        conv = nn.Conv2d(before, after, 3, stride=step, padding=1, bias=False)
        stages.append(nn.Sequential(conv, nn.BatchNorm2d(after), nn.ReLU6()))
    trunk = Trunk(stages, dims, (4, 8, 16, 32))
    return trunk, trunk


TRUNKS: dict[str, Callable[[], tuple[Trunk, nn.Module]]] = {
    "mobilenet_v2": _mobilenet_v2,
    "resnet18": _resnet("resnet18"),
    "resnet50": _resnet("resnet50"),
    "tiny": _tiny,
}


def build_trunk(name: str, weights: Path | None = None) -> Trunk:
    """A trunk by name; ``weights`` is a safetensors file in the layout of torchvision's state dict.

    Raises:
        UsageError: there is no such trunk.
        CheckpointError: the weights file is missing, damaged, or of another network.
    """
    if name not in TRUNKS:
        raise UsageError(f"There is no trunk {name!r}; there are {', '.join(TRUNKS)}.")
    trunk, net = TRUNKS[name]()
    if weights is not None:
        _load_weights(net, name, weights)
    return trunk


def _load_weights(net: nn.Module, name: str, path: Path) -> None:
    try:
        state = {
            key: value.float() if value.is_floating_point() else value
            for key, value in load_file(path).items()
        }
    except (OSError, SafetensorError) as error:
        raise CheckpointError(f"The trunk weights {path} cannot be read ({error}).") from error
    wanted = net.state_dict()
    head = ("classifier.", "fc.", "head.")
    missing = [k for k in wanted if k not in state and not k.startswith(head) and "num_batches" not in k]
    wrong = [k for k in state if k in wanted and state[k].shape != wanted[k].shape and not k.startswith(head)]
    if missing or wrong:
        raise CheckpointError(
            f"{path} does not hold the weights of {name}: {len(missing)} tensors are missing and {len(wrong)} have "
            f"another shape, first {(missing + wrong)[0]}."
        )
    net.load_state_dict(
        {k: v for k, v in state.items() if k in wanted and not k.startswith(head)}, strict=False
    )


def pool(stage_map: Tensor, kind: str) -> Tensor:
    """Global pooling of (B, C, h, w) to (B, C); ``kind`` is ``max`` or ``avg``. Any size of map."""
    if kind == "max":
        return torch.amax(stage_map, dim=(2, 3))
    return stage_map.mean(dim=(2, 3))
