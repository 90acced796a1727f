"""State dicts of open_clip's naming (RemoteCLIP, GeoRSCLIP, OpenAI's own, and what is fine-tuned from them).

Sizes follow from the shapes. Two things the weights do not tell: the width of an attention head (64 but for the huge
models, whose widths are known), and the activation: OpenAI's models and those fine-tuned from them under open_clip's
``pretrained="openai"`` (GeoRSCLIP) compute QuickGELU, models trained or evaluated under a plain open_clip name
(``ViT-B-32``: RemoteCLIP) compute GELU.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from msa_core.errors import CheckpointError
from msa_core.model.convert.clip import ClipModel, build_from_clip, clip_of
from msa_core.model.convert.weights import find_clip_tokenizer
from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import load_tokenizer
from msa_core.model.state_dicts import StateDict, read_state_dicts

HEAD_WIDTHS = {1280: 80, 1408: 88, 1664: 104}
"""Width of an image tower -> width of its heads, for ViT-H/14, g/14 and bigG/14; 64 for all others."""

_BLOCK = {
    "ln_1.": "layer_norm1.",
    "ln_2.": "layer_norm2.",
    "attn.out_proj.": "self_attn.out_proj.",
    "mlp.c_fc.": "mlp.fc1.",
    "mlp.c_proj.": "mlp.fc2.",
}
_SINGLE = {
    "visual.class_embedding": "vision_model.embeddings.class_embedding",
    "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
    "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
    "visual.ln_pre.weight": "vision_model.pre_layrnorm.weight",
    "visual.ln_pre.bias": "vision_model.pre_layrnorm.bias",
    "visual.ln_post.weight": "vision_model.post_layernorm.weight",
    "visual.ln_post.bias": "vision_model.post_layernorm.bias",
    "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
    "positional_embedding": "text_model.embeddings.position_embedding.weight",
    "ln_final.weight": "text_model.final_layer_norm.weight",
    "ln_final.bias": "text_model.final_layer_norm.bias",
    "logit_scale": "logit_scale",
}
_TRANSPOSED = {"visual.proj": "visual_projection.weight", "text_projection": "text_projection.weight"}
_NO_WEIGHTS = {"input_resolution", "context_length", "vocab_size", "attn_mask"}
_RESBLOCK = re.compile(r"(visual\.)?transformer\.resblocks\.(\d+)\.(.+)")


def convert(
    source: Path,
    tokenizer: Path | None = None,
    activation: str | None = None,
    ground_range_m: tuple[float, float] | None = None,
) -> MSA:
    """A model of preset ``msa`` in eval mode that ranks as the CLIP in ``source`` does.

    Args:
        source: .pt, .pth, .bin or .safetensors file with the state dict.
        tokenizer: folder with CLIP's ``tokenizer.json``; None: beside ``source``, else a CLIP in the hub's cache.
        activation: ``gelu`` or ``quick_gelu``; None: :func:`guess_activation`.
        ground_range_m: smallest and largest ground side of the training pictures, metres; not in the weights.

    Raises:
        CheckpointError: the file holds no such state dict, or no tokenizer was found.
    """
    clip = read_open_clip(source, activation)
    folder = tokenizer or find_clip_tokenizer(source)
    changes: dict[str, Any] = {} if ground_range_m is None else {"ground_range_m": ground_range_m}
    return build_from_clip(clip, load_tokenizer(folder), **changes)


def guess_activation(source: Path) -> str:
    """``quick_gelu`` for files named as GeoRSCLIP's (``RS5M_*``) or OpenAI's own are, else ``gelu``."""
    return "quick_gelu" if re.search(r"rs5m|georsclip|openai|quickgelu", source.name.lower()) else "gelu"


def read_open_clip(source: Path, activation: str | None = None) -> ClipModel:
    """The CLIP in a file, whatever wraps its state dict (``state_dict``, ``module.``). Raises CheckpointError."""
    states = [_without_prefix(state) for state in read_state_dicts(source)]
    state = next((state for state in states if "token_embedding.weight" in state), states[0])
    try:
        vision, text = sizes(state)
        for tower in (vision, text):
            tower["hidden_act"] = activation or guess_activation(source)
        return clip_of(vision, text, to_transformers(state))
    except CheckpointError as error:
        raise CheckpointError(f"{source} cannot be converted: {error}.") from error


def _without_prefix(state: StateDict) -> StateDict:
    """open_clip's models with a text tower of their own keep it under ``text.``."""
    return {key.removeprefix("text."): value for key, value in state.items()}


def sizes(state: StateDict) -> tuple[dict[str, Any], dict[str, Any]]:
    """Sizes of image and text tower, values of transformers' ``CLIPVisionConfig`` and ``CLIPTextConfig``.

    Raises:
        CheckpointError: a tensor that tells them is missing.
    """
    if any(key.startswith("visual.layer1.") for key in state):
        raise CheckpointError("its image tower is a ResNet; only Vision Transformers can be converted")

    def shape(key: str, axis: int) -> int:
        tensor = state.get(key)
        if tensor is None or tensor.ndim <= axis:
            raise CheckpointError(f"it has no {key}, so it is not of open_clip's naming")
        return tensor.shape[axis]

    width, patch = shape("visual.conv1.weight", 0), shape("visual.conv1.weight", 2)
    side = round((shape("visual.positional_embedding", 0) - 1) ** 0.5)
    text_width = shape("token_embedding.weight", 1)
    dim = shape("text_projection", 1)
    vision = {
        "hidden_size": width,
        "patch_size": patch,
        "image_size": side * patch,
        "num_hidden_layers": _depth(state, "visual."),
        "num_attention_heads": _heads(width),
        "intermediate_size": shape("visual.transformer.resblocks.0.mlp.c_fc.weight", 0),
        "projection_dim": dim,
    }
    vocabulary = shape("token_embedding.weight", 0)
    text = {
        "hidden_size": text_width,
        "vocab_size": vocabulary,
        "max_position_embeddings": shape("positional_embedding", 0),
        "num_hidden_layers": _depth(state, ""),
        "num_attention_heads": _heads(text_width),
        "intermediate_size": shape("transformer.resblocks.0.mlp.c_fc.weight", 0),
        "projection_dim": dim,
        # CLIP's two marks are the last of its vocabulary.
        "bos_token_id": vocabulary - 2,
        "eos_token_id": vocabulary - 1,
        "pad_token_id": vocabulary - 1,
    }
    return vision, text


def _depth(state: StateDict, prefix: str) -> int:
    pattern = re.compile(rf"{re.escape(prefix)}transformer\.resblocks\.(\d+)\.")
    return len({found[1] for key in state if (found := pattern.match(key))})


def _heads(width: int) -> int:
    return max(1, width // HEAD_WIDTHS.get(width, 64))


def to_transformers(state: StateDict) -> dict[str, Tensor]:
    """open_clip's state dict under the names of transformers' ``CLIPModel``.

    Raises:
        CheckpointError: it holds a tensor that CLIP does not have.
    """
    renamed: dict[str, Tensor] = {}
    for key, value in state.items():
        if found := _RESBLOCK.fullmatch(key):
            tower = "vision_model" if found[1] else "text_model"
            renamed |= _block_tensor(f"{tower}.encoder.layers.{found[2]}.", found[3], value)
        elif key in _SINGLE:
            renamed[_SINGLE[key]] = value.reshape(()) if key == "logit_scale" else value
        elif key in _TRANSPOSED:
            renamed[_TRANSPOSED[key]] = value.T.contiguous()
        elif key not in _NO_WEIGHTS:
            raise CheckpointError(f"CLIP has no tensor {key}")
    if "logit_scale" not in renamed:
        renamed["logit_scale"] = torch.tensor(2.659)
    return renamed


def _block_tensor(prefix: str, name: str, value: Tensor) -> dict[str, Tensor]:
    """A tensor of a block; torch's attention stacks the projections of query, key and value."""
    if name.startswith("attn.in_proj_"):
        kind = name.removeprefix("attn.in_proj_")
        thirds = zip("qkv", value.chunk(3), strict=True)
        return {f"{prefix}self_attn.{letter}_proj.{kind}": third for letter, third in thirds}
    for theirs, ours in _BLOCK.items():
        if name.startswith(theirs):
            return {prefix + ours + name.removeprefix(theirs): value}
    raise CheckpointError(f"CLIP has no tensor {name} in its blocks")
