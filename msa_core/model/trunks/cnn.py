"""Convolutional networks as trunks. Each function takes sizes and gives a trunk with random weights, and the whole
network, whose state dict pretrained weights fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from torch import nn

from msa_core.model.trunks.trunk import Trunk


def mobilenet_v2(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """See :mod:`msa_core.model.trunks.mobilenet_v2`."""
    from msa_core.model.trunks.mobilenet_v2 import MobileNetV2

    net = MobileNetV2(**options)
    f = net.features
    stages = [f[0:4], f[4:7], f[7:14], f[14:19]]
    return Trunk(stages, tuple(_last_conv(stage).out_channels for stage in stages)), net


def mobilenet_v3(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """``name`` of torchvision's function; ``cuts``: where its features are cut so that strides are 4, 8, 16, 32."""
    from torchvision import models

    net = getattr(models, options["name"])(weights=None)
    cuts = options["cuts"]
    stages = [net.features[a:b] for a, b in pairwise(cuts)]
    return Trunk(stages, tuple(_last_conv(stage).out_channels for stage in stages)), net


def _last_conv(stage: nn.Module) -> nn.Conv2d:
    return [module for module in stage.modules() if isinstance(module, nn.Conv2d)][-1]


def resnet(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """He et al. 2015, arXiv 1512.03385; ``name`` of torchvision's function."""
    from torchvision import models

    net = getattr(models, options["name"])(weights=None)
    stem = nn.Sequential(net.conv1, net.bn1, net.relu, net.maxpool, net.layer1)
    widths = tuple(net.fc.in_features // 2**halvings for halvings in (3, 2, 1, 0))
    return Trunk([stem, net.layer2, net.layer3, net.layer4], widths), net


def convnext(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """Liu et al. 2022, arXiv 2201.03545."""
    from torchvision.models import ConvNeXt
    from torchvision.models.convnext import CNBlockConfig

    dims = tuple(int(d) for d in options["dims"])
    rows = zip(dims, (*dims[1:], None), options["depths"], strict=True)
    blocks = [CNBlockConfig(*row) for row in rows]
    net = ConvNeXt(blocks, stochastic_depth_prob=options.get("stochastic_depth_prob", 0.0))
    f = net.features
    return Trunk([f[0:2], f[2:4], f[4:6], f[6:8]], dims), net


def efficientnet_lite(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """See :mod:`msa_core.model.trunks.efficientnet_lite`."""
    from msa_core.model.trunks.efficientnet_lite import EfficientNetLite

    net = EfficientNetLite(**options)
    return Trunk(*net.stages()), net


def tiny(options: Mapping[str, Any]) -> tuple[Trunk, nn.Module]:
    """Four convolutions: for tests and for trying the machinery."""
    dims = (4, 6, 8, 12)
    stages: list[nn.Module] = []
    for before, after, step in zip((3, *dims), dims, (4, 2, 2, 2), strict=False):
        conv = nn.Conv2d(before, after, 3, stride=step, padding=1, bias=False)
        stages.append(nn.Sequential(conv, nn.BatchNorm2d(after), nn.ReLU6()))
    trunk = Trunk(stages, dims, **options)
    return trunk, trunk
