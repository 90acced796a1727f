"""Kinds of networks, and building a trunk by name. The room is the one door to torchvision's networks.

A function of :data:`FAMILIES` takes the options of a row of :data:`msa_core.model.trunks.trunk_table.TRUNKS`, builds
the network with random weights and cuts it into four stages. A new architecture is one more such function and one
more row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from torch import nn

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.state_dicts import StateDict, read_state_dicts
from msa_core.model.trunks import cnn, vision_transformers
from msa_core.model.trunks.trunk import Trunk
from msa_core.model.trunks.trunk_table import find_trunk


def _clip(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    from msa_core.model.trunks.clip_trunk import build_clip_trunk

    return build_clip_trunk(options)


def _siglip(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    from msa_core.model.trunks.siglip_trunk import build_siglip_trunk

    return build_siglip_trunk(options)


FAMILIES: dict[str, Callable[[Mapping[str, Any]], tuple[Trunk, nn.Module]]] = {
    "mobilenet_v2": cnn.mobilenet_v2,
    "mobilenet_v3": cnn.mobilenet_v3,
    "efficientnet_lite": cnn.efficientnet_lite,
    "resnet": cnn.resnet,
    "swin": vision_transformers.swin,
    "convnext": cnn.convnext,
    "vit": vision_transformers.vit,
    "clip": _clip,
    "siglip": _siglip,
    "tiny": cnn.tiny,
}
"""Kind of network -> function: options -> the trunk, and the network whose state dict pretrained weights fit."""


def build_trunk(name: str, weights: Path | None = None, options: Mapping[str, Any] | None = None) -> Trunk:
    """A trunk by name; ``weights`` is a file with torchvision's state dict of that network (.safetensors, .pth, .pt).

    ``options`` override those of the row of :data:`msa_core.model.config.presets.TRUNKS`.

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
    from msa_core.model.trunks.efficientnet_lite import EfficientNetLite

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
