"""A SigLIP (Zhai et al. 2023) or SigLIP 2 (Tschannen et al. 2025) of transformers' naming as two towers.

NaFlex, the SigLIP 2 that takes pictures of any shape, is read at its own square grid (256 px in patches of 16), where
its positions need no resampling; there its patches, cut out and multiplied, are a convolution.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from msa_core.errors import CheckpointError
from msa_core.model.config.text_table import SIGLIP_TEXT
from msa_core.model.convert import model_files
from msa_core.model.convert.two_towers import TwoTowers
from msa_core.model.network.text_encoder import text_settings
from msa_core.model.state_dicts import StateDict
from msa_core.model.trunks.siglip_trunk import SiglipTrunk
from msa_core.model.trunks.trunk_table import Preprocess

VISION_KEYS = (
    "image_size", "patch_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
    "hidden_act", "layer_norm_eps",
)  # fmt: skip
USUAL = Preprocess(224, (0.5,) * 3, (0.5,) * 3)
_PATCHES = "vision_model.embeddings.patch_embedding.weight"
_POSITIONS = "vision_model.embeddings.position_embedding.weight"


def read_siglip(folder: Path, settings: Mapping[str, Any] | None = None) -> TwoTowers:
    """A SigLIP in a local folder of transformers' layout; ``settings`` is its ``config.json``, if that was read.

    Raises:
        CheckpointError: the folder holds none, only a part of one, or one that cannot be read exactly.
    """
    data = dict(settings or model_files.read_settings(folder, model_files.CONFIG) or {})
    try:
        state = model_files.read_weights(folder)
        model_files.check_layers(data, state)
        usual = USUAL
        if data.get("model_type") == "siglip2":
            data, state = _square(data, state)
            usual = Preprocess(224, USUAL.mean, USUAL.std, "bilinear")
        elif data.get("model_type") != "siglip":
            raise CheckpointError(f"its model_type is {data.get('model_type')!r}")
        towers = siglip_of(data, state, usual)
        side = int(towers.vision["image_size"])
        return replace(towers, preprocess=model_files.read_preprocess(folder, side, usual))
    except CheckpointError as error:
        raise CheckpointError(
            f"{folder} does not hold a SigLIP that can be read ({str(error).rstrip('.')})."
        ) from error


def siglip_of(data: Mapping[str, Any], state: Mapping[str, Tensor], preprocess: Preprocess) -> TwoTowers:
    """A SigLIP from transformers' configuration of it and a state dict in transformers' naming.

    Raises:
        CheckpointError: they do not fit, or describe what a trunk cannot be made of.
    """
    from transformers import SiglipConfig, SiglipModel

    try:
        config = SiglipConfig.from_dict(dict(data))
    except Exception as error:  # a configuration that no network can have, whatever transformers raises
        raise CheckpointError(f"its settings describe no model ({' '.join(str(error).split())})") from error
    vision, text = config.vision_config, config.text_config
    if not isinstance(vision.image_size, int) or not isinstance(vision.patch_size, int):
        raise CheckpointError("its pictures or patches are not squares")
    if not vision.vision_use_head or vision.num_channels != 3:
        raise CheckpointError("its image tower has no pooling head, or does not read three channels")
    if text.projection_size != vision.hidden_size:
        raise CheckpointError(
            f"its text vectors have {text.projection_size} numbers and its image vectors {vision.hidden_size}"
        )
    network = model_files.fill(lambda: SiglipModel(config), state)
    try:
        trunk = SiglipTrunk(network.vision_model)
    except ValueError as error:
        raise CheckpointError(f"no trunk can be made of this SigLIP: {error}") from error
    sizes = {key: getattr(vision, key) for key in VISION_KEYS}
    side = int(sizes["image_size"])
    return TwoTowers(
        family="siglip",
        vision=sizes,
        text=text_settings(text, SIGLIP_TEXT),
        trunk=trunk,
        text_network=network.text_model,
        projection=torch.eye(vision.hidden_size),
        logit_scale=float(network.logit_scale.detach()),
        preprocess=Preprocess(side, preprocess.mean, preprocess.std, preprocess.interpolation),
    )


def _square(data: Mapping[str, Any], state: StateDict) -> tuple[dict[str, Any], StateDict]:
    """Configuration and weights of a NaFlex SigLIP 2 as those of a SigLIP of its square grid."""
    vision = dict(data["vision_config"]) if isinstance(data.get("vision_config"), dict) else {}
    patch, patches, positions = vision.get("patch_size", 16), state.get(_PATCHES), state.get(_POSITIONS)
    if patches is None or positions is None:
        raise CheckpointError("the weights lack its patches or positions")
    side = math.isqrt(len(positions))
    wrong_grid = side * side != len(positions) or vision.get("num_patches", 256) != len(positions)
    if not isinstance(patch, int) or patches.shape[1:] != (3 * patch * patch,) or wrong_grid:
        raise CheckpointError(
            f"patches of {tuple(patches.shape)} and {len(positions)} positions are not those of its settings"
        )
    # A patch is flattened row by row, the three channels of a pixel beside each other.
    square = patches.unflatten(1, (patch, patch, 3)).permute(0, 3, 1, 2).contiguous()
    vision = {key: value for key, value in vision.items() if key not in ("num_patches", "model_type")}
    text = dict(data["text_config"]) if isinstance(data.get("text_config"), dict) else {}
    text.pop("model_type", None)
    sizes = {"vision_config": {**vision, "image_size": side * patch}, "text_config": text}
    return sizes, {**state, _PATCHES: square}
