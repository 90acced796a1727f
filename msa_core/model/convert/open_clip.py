"""Models of open_clip's naming: RemoteCLIP, GeoRSCLIP, OpenAI's own, SigLIP, and what is fine-tuned from them.

A weights file alone: sizes follow from the shapes. Two things it does not tell: the width of an attention head (64 but
for the huge models, whose widths are known), and the activation: OpenAI's models and those fine-tuned from them under
open_clip's ``pretrained="openai"`` (GeoRSCLIP) compute QuickGELU, models trained or evaluated under a plain open_clip
name (``ViT-B-32``: RemoteCLIP) compute GELU.

A folder with ``open_clip_config.json`` tells both. What it asks for beyond a CLIP with a Vision Transformer or a SigLIP
is refused by name: nothing is read that would rank differently.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from msa_core.errors import CheckpointError
from msa_core.model.convert import model_files, open_clip_names
from msa_core.model.convert.clip import clip_of
from msa_core.model.convert.siglip import USUAL as SIGLIP_USUAL
from msa_core.model.convert.siglip import siglip_of
from msa_core.model.convert.two_towers import TwoTowers
from msa_core.model.state_dicts import StateDict, read_state_dicts

HEAD_WIDTHS = {1280: 80, 1408: 88, 1664: 104}
"""Width of an image tower -> width of its heads, for ViT-H/14, g/14 and bigG/14; 64 for all others."""

_SIGLIP = re.compile(r"vit_(base|large|so400m|giantopt)_patch\d+_siglip_\d+")
_SIGLIP_TANH = re.compile(r"vit_(base_patch32_.*|large_patch16_siglip_512|so400m_patch16_.*|giantopt_.*)")
"""timm's names of SigLIP's image towers, and which of them compute GELU by tanh."""
_SIGLIP_HEADS = {768: 12, 1024: 16, 1152: 16, 1536: 16}
_DEFAULTS_VISION = {
    "ls_init_value": None, "attentional_pool": False, "no_ln_pre": False, "pos_embed_type": "learnable",
    "final_ln_after_pool": False, "pool_type": "tok", "act_kwargs": None,
}  # fmt: skip
_DEFAULTS_TEXT = {
    "ls_init_value": None, "embed_cls": False, "no_causal_mask": False, "final_ln_after_pool": False,
    "pool_type": "argmax", "proj_bias": False, "proj_type": "linear", "act_kwargs": None,
}  # fmt: skip
"""What open_clip takes where a setting is absent, and what a CLIP is computed with here."""
_SIGLIP_VISION = {"timm_pool": "map", "timm_proj": "none"}
_SIGLIP_TEXT = {**_DEFAULTS_TEXT, "no_causal_mask": True, "pool_type": "last", "proj_bias": True}
_FREE = {
    "image_size", "layers", "width", "head_width", "heads", "mlp_ratio", "patch_size", "norm_kwargs", "context_length",
    "vocab_size", "hf_tokenizer_name", "tokenizer_kwargs", "tokenizer_mode", "pad_id", "eos_id", "patch_dropout",
    "timm_model_name", "timm_model_pretrained", "timm_drop", "timm_drop_path", "output_tokens", "hf_model_pretrained",
    "hf_proj_type", "hf_pooler_type", "attn_pooler_queries", "attn_pooler_heads",
}  # fmt: skip
"""Settings that are read elsewhere, that the weights' shapes tell, or that matter in training alone."""


def guess_activation(source: Path) -> str:
    """``quick_gelu`` for files named as GeoRSCLIP's (``RS5M_*``) or OpenAI's own are, else ``gelu``."""
    return "quick_gelu" if re.search(r"rs5m|georsclip|openai|quickgelu", source.name.lower()) else "gelu"


def read_open_clip(source: Path, activation: str | None = None) -> TwoTowers:
    """The CLIP in a file, whatever wraps its state dict (``state_dict``, ``module.``). Raises CheckpointError."""
    states = [_without_prefix(state) for state in read_state_dicts(source)]
    state = next((state for state in states if "token_embedding.weight" in state), states[0])
    try:
        _check_kind(state)
        if any(key.startswith("visual.trunk.") for key in state):
            raise CheckpointError(
                "its image tower is timm's, and the weights alone do not tell which: name a folder that holds its "
                f"{model_files.OPEN_CLIP_CONFIG}, too"
            )
        vision, text = sizes(state)
        for tower in (vision, text):
            tower["hidden_act"] = activation or guess_activation(source)
        return clip_of(vision, text, open_clip_names.to_transformers(state))
    except CheckpointError as error:
        raise CheckpointError(f"{source} cannot be converted: {str(error).rstrip('.')}.") from error


def read_open_clip_folder(folder: Path, activation: str | None = None) -> TwoTowers:
    """The CLIP or SigLIP in a folder with ``open_clip_config.json``. Raises CheckpointError."""
    data = model_files.read_settings(folder, model_files.OPEN_CLIP_CONFIG) or {}
    model = data.get("model_cfg", data)
    vision, text = (model.get(key) if isinstance(model, dict) else None for key in ("vision_cfg", "text_cfg"))
    if not isinstance(vision, dict) or not isinstance(text, dict):
        raise CheckpointError(f"{folder / model_files.OPEN_CLIP_CONFIG} names no two towers: it is damaged.")
    try:
        _check_towers(model, vision, text)
        state = _without_prefix(model_files.read_weights(folder, model_files.OPEN_CLIP_WEIGHTS))
        _check_kind(state)
        if vision.get("timm_model_name"):
            towers = _siglip(vision, text, state)
        else:
            towers = _clip(model, vision, text, state, activation)
    except CheckpointError as error:
        raise CheckpointError(f"{folder} cannot be converted: {str(error).rstrip('.')}.") from error
    except (TypeError, ValueError, ZeroDivisionError) as error:
        raise CheckpointError(f"{folder / model_files.OPEN_CLIP_CONFIG} is damaged ({error}).") from error
    usual, wanted = towers.preprocess, data.get("preprocess_cfg")
    wanted = wanted if isinstance(wanted, dict) else {}
    mean, std = wanted.get("mean", usual.mean), wanted.get("std", usual.std)
    interpolation = wanted.get("interpolation", usual.interpolation)
    prepared = model_files.checked_preprocess(folder, usual.input_px, mean, std, interpolation)
    cleaning = (text.get("tokenizer_kwargs") or {}).get("clean") or ""
    return replace(towers, preprocess=prepared, cleaning=str(cleaning))


def _check_kind(state: StateDict) -> None:
    """Raise CheckpointError for models of other kinds, known by the names of their tensors."""
    kinds = {
        "text_decoder.": "it is a CoCa, whose captioning half has no place here",
        "image_encoder.model.": "it is a MobileCLIP, whose image tower (FastViT) this program does not have",
        "transformer.embeddings.": "its text tower is a Hugging Face encoder with a projection behind it, which this "
        "program does not have",
        "transformer.encoder.": "its text tower is a Hugging Face encoder with a projection behind it, which this "
        "program does not have",
    }
    for prefix, sentence in kinds.items():
        if any(key.startswith(prefix) for key in state):
            raise CheckpointError(sentence)


def _check_towers(model: Mapping[str, Any], vision: Mapping[str, Any], text: Mapping[str, Any]) -> None:
    """Raise CheckpointError for settings under which a model would compute differently from this program."""
    if "multimodal_cfg" in model:
        raise CheckpointError("it is a CoCa, whose captioning half has no place here")
    name = vision.get("timm_model_name")
    if name is not None and not _SIGLIP.fullmatch(str(name)):
        known = "a MobileCLIP's" if re.search("mci|fastvit", str(name)) else "timm's"
        raise CheckpointError(
            f"its image tower is {known} {name}, which this program does not have; of timm's towers it reads SigLIP's"
        )
    if text.get("hf_model_name"):
        raise CheckpointError(
            f"its text tower is {text['hf_model_name']} with a projection behind it, which this program does not have"
        )
    for key, value in (text.get("tokenizer_kwargs") or {}).items():
        if key != "clean" and value:
            raise CheckpointError(f"its tokenizer wants {key} = {value!r}, which this program does not do")
    _check_settings("vision_cfg", vision, _SIGLIP_VISION if name else _DEFAULTS_VISION, _DEFAULTS_VISION)
    text_free = {"act_kwargs"} if name else set()
    _check_settings("text_cfg", text, _SIGLIP_TEXT if name else _DEFAULTS_TEXT, _DEFAULTS_TEXT, text_free)


def _check_settings(
    name: str,
    settings: Mapping[str, Any],
    wanted: Mapping[str, Any],
    defaults: Mapping[str, Any],
    free: Collection[str] = (),
) -> None:
    for key in {**wanted, **settings}:
        value = settings.get(key, defaults.get(key))
        # A setting that this program has never heard of is harmless when it is off.
        right = value == wanted[key] if key in wanted else not value
        if not right and key not in _FREE and key not in free:
            raise CheckpointError(f"its {name} has {key} = {value!r}, which this program does not compute")


def _clip(
    model: Mapping[str, Any],
    vision: Mapping[str, Any],
    text: Mapping[str, Any],
    state: StateDict,
    activation: str | None,
) -> TwoTowers:
    image, words = sizes(state)
    own = "quick_gelu" if model.get("quick_gelu") else "gelu"
    for tower, settings in ((image, vision), (words, text)):
        tower["hidden_act"] = activation or own
        tower["layer_norm_eps"] = float((settings.get("norm_kwargs") or {}).get("eps", 1e-5))
    image["num_attention_heads"] = image["hidden_size"] // int(vision.get("head_width", 64))
    words["num_attention_heads"] = int(text.get("heads", 8))
    return clip_of(image, words, open_clip_names.to_transformers(state))


def _siglip(vision: Mapping[str, Any], text: Mapping[str, Any], state: StateDict) -> TwoTowers:
    patches, positions = (
        state.get(f"visual.trunk.{key}") for key in ("patch_embed.proj.weight", "pos_embed")
    )
    embedding, places = state.get("token_embedding.weight"), state.get("positional_embedding")
    if patches is None or positions is None or embedding is None or places is None:
        raise CheckpointError("the weights lack patches, positions or word embeddings")
    width, patch = patches.shape[0], patches.shape[-1]
    if width not in _SIGLIP_HEADS:
        raise CheckpointError(f"its image tower is {width} numbers wide, as none of the published ones is")
    approximate = (text.get("act_kwargs") or {}).get("approximate")
    image = {
        "hidden_size": width,
        "patch_size": patch,
        "image_size": _side(vision.get("image_size", 224)),
        "num_hidden_layers": _depth(state, "visual.trunk.blocks"),
        "num_attention_heads": _SIGLIP_HEADS[width],
        "intermediate_size": _rows(state, "visual.trunk.blocks.0.mlp.fc1.weight"),
        "hidden_act": "gelu_pytorch_tanh" if _SIGLIP_TANH.fullmatch(vision["timm_model_name"]) else "gelu",
    }
    words = {
        "hidden_size": embedding.shape[1],
        "vocab_size": embedding.shape[0],
        "max_position_embeddings": places.shape[0],
        "num_hidden_layers": _depth(state, "transformer.resblocks"),
        "num_attention_heads": int(text.get("heads", 8)),
        "intermediate_size": _rows(state, "transformer.resblocks.0.mlp.c_fc.weight"),
        "projection_size": _rows(state, "text_projection.weight"),
        "hidden_act": "gelu_pytorch_tanh" if approximate == "tanh" else "gelu",
        "layer_norm_eps": float((text.get("norm_kwargs") or {}).get("eps", 1e-5)),
    }
    renamed = open_clip_names.siglip_to_transformers(state)
    return siglip_of({"vision_config": image, "text_config": words}, renamed, SIGLIP_USUAL)


def _side(size: Any) -> int:
    """The side of square pictures, given as a number or as two."""
    sides = {int(side) for side in (size if isinstance(size, list) else [size])}
    if len(sides) != 1:
        raise CheckpointError(f"its pictures are not squares ({size})")
    return sides.pop()


def _rows(state: StateDict, key: str) -> int:
    if key not in state:
        raise CheckpointError(f"the weights lack {key}")
    return state[key].shape[0]


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
        "num_hidden_layers": _depth(state, "visual.transformer.resblocks"),
        "num_attention_heads": _heads(width),
        "intermediate_size": shape("visual.transformer.resblocks.0.mlp.c_fc.weight", 0),
        "projection_dim": dim,
    }
    vocabulary = shape("token_embedding.weight", 0)
    text = {
        "hidden_size": text_width,
        "vocab_size": vocabulary,
        "max_position_embeddings": shape("positional_embedding", 0),
        "num_hidden_layers": _depth(state, "transformer.resblocks"),
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
    pattern = re.compile(rf"{re.escape(prefix)}\.(\d+)\.")
    return len({found[1] for key in state if (found := pattern.match(key))})


def _heads(width: int) -> int:
    return max(1, width // HEAD_WIDTHS.get(width, 64))
