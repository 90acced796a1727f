"""A CLIP (Radford et al. 2021) of transformers' naming as two towers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from msa_core.errors import CheckpointError
from msa_core.model.config.text_table import CLIP_TEXT
from msa_core.model.convert import model_files
from msa_core.model.convert.two_towers import TwoTowers
from msa_core.model.network.text_encoder import text_settings
from msa_core.model.trunks.clip_trunk import ClipTrunk
from msa_core.model.trunks.trunk_table import CLIP_MEAN, CLIP_STD, Preprocess

VISION_KEYS = (
    "image_size", "patch_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
    "projection_dim", "hidden_act", "layer_norm_eps",
)  # fmt: skip
USUAL = Preprocess(224, CLIP_MEAN, CLIP_STD)


def read_clip(folder: Path, settings: Mapping[str, Any] | None = None) -> TwoTowers:
    """A CLIP in a local folder of transformers' layout.

    Args:
        settings: its ``config.json``, if that was read.

    Raises:
        CheckpointError: the folder holds none, or only a part of one.
    """
    from transformers import CLIPConfig

    data = dict(settings or model_files.read_settings(folder, model_files.CONFIG) or {})
    try:
        if data.get("model_type") != "clip":
            raise CheckpointError(f"its model_type is {data.get('model_type')!r}")
        state = model_files.read_weights(folder)
        model_files.check_layers(data, state)
        return _towers(_configured(CLIPConfig, data), state, folder)
    except CheckpointError as error:
        raise CheckpointError(
            f"{folder} does not hold a CLIP that can be read ({str(error).rstrip('.')})."
        ) from error


def clip_of(
    vision: Mapping[str, Any],
    text: Mapping[str, Any],
    state: Mapping[str, Tensor],
    preprocess: Preprocess | None = None,
) -> TwoTowers:
    """A CLIP of these sizes from a state dict in transformers' naming. Raises CheckpointError unless it fits."""
    from transformers import CLIPConfig

    data = {
        "text_config": dict(text),
        "vision_config": dict(vision),
        "projection_dim": vision["projection_dim"],
    }
    return _towers(_configured(CLIPConfig, data), state, None, preprocess)


def _configured(kind: Any, data: Mapping[str, Any]) -> Any:
    try:
        return kind.from_dict(dict(data))
    except Exception as error:  # a configuration that no network can have, whatever transformers raises
        raise CheckpointError(f"its settings describe no model ({' '.join(str(error).split())})") from error


def _towers(
    config: Any, state: Mapping[str, Tensor], folder: Path | None, preprocess: Preprocess | None = None
) -> TwoTowers:
    from transformers import CLIPModel, CLIPTextModelWithProjection

    network = model_files.fill(lambda: CLIPModel(config), state)
    text_config = config.text_config
    text_config.projection_dim = config.vision_config.projection_dim = config.projection_dim
    with torch.device("meta"):
        text_network = CLIPTextModelWithProjection(text_config)
    text_network.text_model = network.text_model
    text_network.text_projection = network.text_projection
    try:
        trunk = ClipTrunk(network.vision_model)
    except ValueError as error:
        raise CheckpointError(f"no trunk can be made of this CLIP: {error}") from error
    vision = {key: getattr(config.vision_config, key) for key in VISION_KEYS}
    side = int(vision["image_size"])
    if preprocess is None:
        preprocess = Preprocess(side, CLIP_MEAN, CLIP_STD)
        preprocess = model_files.read_preprocess(folder, side, USUAL) if folder else preprocess
    return TwoTowers(
        family="clip",
        vision=vision,
        text=text_settings(text_config, CLIP_TEXT),
        trunk=trunk,
        text_network=text_network,
        projection=network.visual_projection.weight.detach(),
        logit_scale=float(network.logit_scale.detach()),
        preprocess=preprocess,
    )
