"""The presets ``msa`` and ``paper``: settings of a model. Trunk and text encoder are chosen separately."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msa_core.model.config.model_config import ModelConfig
from msa_core.model.config.text_table import TOWERS, text_dim, text_poolings
from msa_core.model.trunks.trunk_table import TOWER_FAMILIES, Preprocess, find_trunk, preprocess_of


def msa(trunk: str = "mobilenet_v2", text: dict[str, Any] | None = None, **changes: Any) -> ModelConfig:
    """The improved preset: padding masked, mean-pooled text, dense average pooling, normalised features."""
    return _make("msa", trunk, text or {}, 384, {}, changes)


def paper(trunk: str = "resnet50", text: dict[str, Any] | None = None, **changes: Any) -> ModelConfig:
    """As published (Yang et al. 2024): CLS text, PAD and SEP attended, max pooling for scales 1..3.

    31 tokens ([CLS], 29 word pieces, [SEP]; padded), 224 px resized bilinear, nothing between x^s and A_s or P_s.
    """
    settings: dict[str, Any] = {
        "text_pooling": "cls",
        "max_tokens": 31,
        "pooling": ("max", "max", "max", "avg"),
        "pool_norm": "none",
        "attend_padding": True,
        "preprocess": replace(preprocess_of(trunk), interpolation="bilinear"),
    }
    return _make("paper", trunk, text or {}, 768, settings, changes)


def _make(
    preset: str, trunk: str, text: dict[str, Any], dim: int, settings: dict[str, Any], changes: dict[str, Any]
) -> ModelConfig:
    """The preset's settings, what trunk and text force, then the caller's changes; the later wins."""
    dim = text_dim(text, dim)
    forced: dict[str, Any] = {
        "dim": dim,
        "heads": next(heads for heads in (12, 8, 6, 4, 3, 2, 1) if dim % heads == 0),
    }
    kind = text.get("model_type", "bert")
    if kind in TOWERS:
        (forced["text_pooling"],) = text_poolings(kind)
        if preset == "msa" or forced["text_pooling"] == "last":  # a converted CLIP reads what CLIP read
            forced["max_tokens"] = int(text.get("max_position_embeddings", 77))
    if find_trunk(trunk).family in TOWER_FAMILIES:
        # Its maps come layer-normed, and its own image embedding is that of the class token.
        forced |= {"class_token": True, "pool_norm": "none"}
    values = {"preprocess": preprocess_of(trunk), **settings, **forced, **changes}
    return ModelConfig(preset=preset, trunk=trunk, text=text, **values)


def tiny(vocabulary_size: int = 400, **changes: Any) -> ModelConfig:
    """A model of a few thousand weights: for tests and for trying the machinery without any download."""
    text = {
        "vocab_size": vocabulary_size,
        "hidden_size": 24,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 48,
        "max_position_embeddings": 64,
    }
    settings: dict[str, Any] = {"heads": 4, "preprocess": Preprocess(input_px=64)}
    return msa(trunk="tiny", text=text, **{**settings, **changes})
