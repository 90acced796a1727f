"""From open_clip's names of tensors to transformers' names, of a CLIP and of a SigLIP (whose image tower is timm's)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import torch
from torch import Tensor

from msa_core.errors import CheckpointError
from msa_core.model.state_dicts import StateDict

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
_TIMM_BLOCK = {
    "norm1.": "layer_norm1.",
    "norm2.": "layer_norm2.",
    "attn.proj.": "self_attn.out_proj.",
    "mlp.fc1.": "mlp.fc1.",
    "mlp.fc2.": "mlp.fc2.",
}
_TIMM_SINGLE = {
    "patch_embed.proj.weight": "embeddings.patch_embedding.weight",
    "patch_embed.proj.bias": "embeddings.patch_embedding.bias",
    "norm.weight": "post_layernorm.weight",
    "norm.bias": "post_layernorm.bias",
    "attn_pool.latent": "head.probe",
    "attn_pool.proj.weight": "head.attention.out_proj.weight",
    "attn_pool.proj.bias": "head.attention.out_proj.bias",
    "attn_pool.norm.weight": "head.layernorm.weight",
    "attn_pool.norm.bias": "head.layernorm.bias",
    "attn_pool.mlp.fc1.weight": "head.mlp.fc1.weight",
    "attn_pool.mlp.fc1.bias": "head.mlp.fc1.bias",
    "attn_pool.mlp.fc2.weight": "head.mlp.fc2.weight",
    "attn_pool.mlp.fc2.bias": "head.mlp.fc2.bias",
}
_TIMM_RESBLOCK = re.compile(r"blocks\.(\d+)\.(.+)")
_TRUNK = "visual.trunk."


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


def siglip_to_transformers(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The same weights of a SigLIP under transformers' names. Raises CheckpointError for a tensor it does not have."""
    renamed: dict[str, Tensor] = {}
    for key, value in state.items():
        if key.startswith(_TRUNK):
            renamed |= _timm_tensor(key.removeprefix(_TRUNK), value)
        elif found := _RESBLOCK.fullmatch(key):
            renamed |= _block_tensor(f"text_model.encoder.layers.{found[2]}.", found[3], value)
        elif key in ("logit_scale", "logit_bias"):
            renamed[key] = value.reshape(1)
        elif key.startswith("text_projection."):
            renamed["text_model.head." + key.removeprefix("text_projection.")] = value
        elif key in _SINGLE:
            renamed[_SINGLE[key]] = value
        elif key not in _NO_WEIGHTS:
            raise CheckpointError(f"SigLIP has no tensor {key}")
    for kind in ("weight", "bias"):
        names = [f"{_TRUNK}attn_pool.{part}.{kind}" for part in ("q", "kv")]
        if all(name in state for name in names):
            stacked = torch.cat([state[name] for name in names])
            renamed[f"vision_model.head.attention.in_proj_{kind}"] = stacked
    return renamed


def _timm_tensor(name: str, value: Tensor) -> dict[str, Tensor]:
    """A tensor of timm's image tower."""
    if name in _TIMM_SINGLE:
        return {"vision_model." + _TIMM_SINGLE[name]: value}
    if name == "pos_embed":
        return {"vision_model.embeddings.position_embedding.weight": value.reshape(-1, value.shape[-1])}
    if name.startswith(("attn_pool.q.", "attn_pool.kv.")):
        return {}  # stacked by the caller
    found = _TIMM_RESBLOCK.fullmatch(name)
    if found is not None:
        prefix, inside = f"vision_model.encoder.layers.{found[1]}.", found[2]
        if inside.startswith("attn.qkv."):
            kind = inside.removeprefix("attn.qkv.")
            thirds = zip("qkv", value.chunk(3), strict=True)
            return {f"{prefix}self_attn.{letter}_proj.{kind}": third for letter, third in thirds}
        for theirs, ours in _TIMM_BLOCK.items():
            if inside.startswith(theirs):
                return {prefix + ours + inside.removeprefix(theirs): value}
    raise CheckpointError(f"SigLIP's image tower has no tensor {name}")
