"""Weights of the published MSA code (github yr666666/MSA) as a model of preset ``paper``.

That code keeps four state dicts. ``img_model``: a ResNet and A_1..A_4; ``img_map``: the self-gate; ``text_model``:
a BERT; ``crossatt``: MSCMAT. Some names mislead: ``fc1..4`` are A_s in ``img_model`` and P_s in ``crossatt``;
``ln_pre_t`` normalises the image query and ``ln_pre_i`` the words. Layers that its forward pass never reaches are
left behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from msa_core.errors import CheckpointError
from msa_core.model.config import presets
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import load_tokenizer
from msa_core.model.state_dicts import StateDict, read_state_dicts
from msa_core.model.trunks.trunk_table import SCALES, TRUNKS

HEADS = 12
"""Heads of MSCMAT and of BERT-base: the one number that the state dicts do not tell."""

SIGNS = {
    "img_model": r"feature_extractor\.",
    "img_map": r"att\.(weight|bias)",
    "text_model": r"bert_model\.",
    "crossatt": r"cross_attn\d\.",
}
"""By which names a state dict is recognised, whatever its file is called."""

IGNORED = {
    "img_model": r"feature_extractor\.fc\.|norm_layer\.|image_channel_reduce\.|image_patch_proj\.",
    "img_map": r"(?!)",
    "text_model": r"bert_model\.(pooler\.|embeddings\.position_ids)",
    "crossatt": r"ln_post\.",
}
"""Layers that the published forward pass never reaches, and buffers that are not weights."""

RESNETS: dict[tuple[bool, tuple[int, ...]], str] = {
    (False, (2, 2, 2, 2)): "resnet18",
    (False, (3, 4, 6, 3)): "resnet34",
    (True, (3, 4, 6, 3)): "resnet50",
    (True, (3, 4, 23, 3)): "resnet101",
    (True, (3, 8, 36, 3)): "resnet152",
}
"""Trunks by bottleneck or not, and blocks of each layer."""


def _names() -> dict[str, tuple[str, str, int | None]]:
    layers = {"0.0": "conv1", "0.1": "bn1", "0.4": "layer1", "1": "layer2", "2": "layer3", "3": "layer4"}
    names: dict[str, tuple[str, str, int | None]] = {
        f"image_encoder.trunk.stages.{ours}.": ("img_model", f"feature_extractor.{theirs}.", None)
        for ours, theirs in layers.items()
    }
    names["image_encoder.w1."] = ("img_map", "fc.", None)
    names["image_encoder.w2."] = ("img_map", "att.", None)
    names["image_encoder.w3."] = ("img_map", "fc2.", None)
    names["text_encoder.bert."] = ("text_model", "bert_model.", None)
    names["mscmat.norm_image."] = ("crossatt", "ln_pre_t.", None)
    names["mscmat.norm_words."] = ("crossatt", "ln_pre_i.", None)
    for s in range(SCALES):
        names[f"image_encoder.fuse.{s}."] = ("img_model", f"fc{s + 1}.", None)
        scale = f"mscmat.scales.{s}."
        names[f"{scale}image."] = ("crossatt", f"fc{s + 1}.", None)
        names[f"{scale}out."] = ("crossatt", f"cross_attn{s + 1}.out_proj.", None)
        names[f"{scale}match."] = ("crossatt", f"match_fc{s + 1}.", None)
        for third, projection in enumerate(("query", "key", "value")):
            names[f"{scale}{projection}."] = ("crossatt", f"cross_attn{s + 1}.in_proj_", third)
    return names


NAMES = _names()
"""How our tensors' names begin: the published part, how theirs begin, and which third of the tensor it is
(torch.nn.MultiheadAttention stacks the projections of query, key and value)."""


def convert(sources: Sequence[Path], text: Path, ground_range_m: tuple[float, float] | None = None) -> MSA:
    """A model in eval mode with the published weights: the same embeddings and match logits.

    Args:
        sources: files that together hold the four state dicts, one each or several in a dictionary.
        text: folder of the BERT that the training began from: ``tokenizer.json`` or ``vocab.txt``, and
            ``config.json`` where it is not a BERT-base.
        ground_range_m: smallest and largest ground side of the training pictures, metres; not in the weights.

    Raises:
        CheckpointError: a file cannot be read, a state dict is missing, twice there, or of another model.
    """
    networks, origins = _find_networks(sources)
    tokenizer = load_tokenizer(text)
    config = _configuration(networks, origins, text, ground_range_m)
    if len(tokenizer) != config.text["vocab_size"]:
        raise CheckpointError(
            f"{text} belongs to another text encoder: its tokenizer knows {len(tokenizer)} word pieces, "
            f"text_model in {origins['text_model']} has {config.text['vocab_size']}."
        )
    model = MSA(config, tokenizer)
    model.load_state_dict(_renamed(networks, origins, model.state_dict()))
    return model.eval()


def _find_networks(sources: Sequence[Path]) -> tuple[dict[str, StateDict], dict[str, Path]]:
    """The four state dicts and the file of each, both by the published name."""
    networks: dict[str, StateDict] = {}
    origins: dict[str, Path] = {}
    for path in sources:
        for state in (network for found in read_state_dicts(path) for network in _split(found)):
            names = [name for name, sign in SIGNS.items() if any(re.match(sign, key) for key in state)]
            if len(names) != 1:
                raise CheckpointError(
                    f"{path} holds a state dict that is none of {', '.join(SIGNS)} of the published code "
                    f"(its first tensor is {next(iter(state))})."
                )
            name = names[0]
            if name in networks:
                raise CheckpointError(f"{name} is there twice: in {origins[name]} and in {path}. Name one.")
            networks[name], origins[name] = state, path
    missing = [name for name in SIGNS if name not in networks]
    if missing:
        hint = ""
        if "crossatt" in missing:
            hint = " The published code does not save crossatt by itself: add torch.save(crossatt.state_dict(), ...)."
        raise CheckpointError(f"No file holds the state dict of {' or of '.join(missing)}.{hint}")
    return networks, origins


def _split(state: StateDict) -> list[StateDict]:
    """The four parts of a state dict in which each name begins with its part; any other comes back whole."""
    if not all(key.partition(".")[0] in SIGNS for key in state):
        return [state]
    networks: dict[str, StateDict] = {}
    for key, value in state.items():
        network, _, rest = key.partition(".")
        networks.setdefault(network, {})[rest] = value
    return list(networks.values())


def _configuration(
    networks: dict[str, StateDict],
    origins: dict[str, Path],
    text: Path,
    ground_range_m: tuple[float, float] | None,
) -> ModelConfig:
    def rows(network: str, key: str, axis: int = 0) -> int:
        """Length of a tensor along ``axis``."""
        tensor = networks[network].get(key)
        if tensor is None or tensor.ndim <= axis:
            raise CheckpointError(
                f"{origins[network]}: {network} has no {key}: it is incomplete, or of another model."
            )
        return tensor.shape[axis]

    bert = "bert_model.embeddings."
    layers = {
        m[1] for key in networks["text_model"] if (m := re.match(r"bert_model\.encoder\.layer\.(\d+)\.", key))
    }
    shapes = {
        "vocab_size": rows("text_model", f"{bert}word_embeddings.weight"),
        "hidden_size": rows("text_model", f"{bert}word_embeddings.weight", 1),
        "num_hidden_layers": len(layers),
        "intermediate_size": rows("text_model", "bert_model.encoder.layer.0.intermediate.dense.weight"),
        "max_position_embeddings": rows("text_model", f"{bert}position_embeddings.weight"),
        "type_vocab_size": rows("text_model", f"{bert}token_type_embeddings.weight"),
    }
    changes: dict[str, Any] = {} if ground_range_m is None else {"ground_range_m": ground_range_m}
    settings = {"num_attention_heads": HEADS, **_untold(text, shapes), **shapes}
    return presets.paper(
        _trunk(networks["img_model"], origins["img_model"]), settings, heads=HEADS, **changes
    )


def _untold(text: Path, shapes: dict[str, int]) -> dict[str, Any]:
    """What a BERT's ``config.json`` adds to the ``shapes`` of its weights; nothing for a folder without one."""
    file = text / "config.json"
    if not file.is_file():
        return {}
    try:
        settings = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{file} cannot be read ({error}).") from error
    if not isinstance(settings, dict):
        raise CheckpointError(f"{file} is not the configuration of a BERT.")
    for key, value in shapes.items():
        if settings.get(key, value) != value:
            raise CheckpointError(f"{file} is of another BERT: {key} {settings[key]}, in text_model {value}.")
    keep = ("num_attention_heads", "hidden_act", "layer_norm_eps", "pad_token_id")
    return {key: settings[key] for key in keep if key in settings}


def _trunk(state: StateDict, origin: Path) -> str:
    blocks: dict[int, set[str]] = {layer: set() for layer in range(1, SCALES + 1)}
    for key in state:
        if found := re.match(r"feature_extractor\.layer([1-4])\.(\d+)\.", key):
            blocks[int(found[1])].add(found[2])
    bottleneck = "feature_extractor.layer1.0.conv3.weight" in state
    counts = tuple(len(blocks[layer]) for layer in sorted(blocks))
    name = RESNETS.get((bottleneck, counts))
    if name not in TRUNKS:
        known = ", ".join(sorted(trunk for trunk in RESNETS.values() if trunk in TRUNKS))
        raise CheckpointError(
            f"{origin}: the trunk of img_model has {', '.join(map(str, counts))} blocks in its layers, which is none "
            f"of {known}."
        )
    return name


def _renamed(networks: dict[str, StateDict], origins: dict[str, Path], wanted: StateDict) -> StateDict:
    """The published tensors under the names of ``wanted``; raises CheckpointError unless they fit exactly."""
    state: StateDict = {}
    taken: set[tuple[str, str]] = set()
    for name, like in wanted.items():
        if name == "logit_scale":  # the published losses have no temperature
            state[name] = like
            continue
        network, key, third = _published_name(name)
        value = networks[network].get(key)
        taken.add((network, key))
        if value is None and key.endswith("num_batches_tracked"):  # torch before 0.4.1 did not keep it
            state[name] = like
            continue
        where = f"{origins[network]}: {key} of {network}"
        if value is None:
            raise CheckpointError(f"{where} is missing: the state dict is incomplete, or of another model.")
        shape = (like.shape[0] * (1 if third is None else 3), *like.shape[1:]) if like.ndim else ()
        if value.shape != shape:
            raise CheckpointError(
                f"{where} is {_by(value.shape)} and not {_by(shape)}: it is of another model."
            )
        if value.is_floating_point() and not torch.isfinite(value).all():
            raise CheckpointError(f"{where} holds values that are not numbers: the file is damaged.")
        state[name] = value if third is None else value.chunk(3)[third]
    for network, tensors in networks.items():
        for key in tensors:
            if (network, key) not in taken and not re.match(IGNORED[network], key):
                raise CheckpointError(
                    f"{origins[network]}: {key} of {network} is not a layer of the published model, so its embeddings "
                    "cannot be reproduced."
                )
    return state


def _published_name(name: str) -> tuple[str, str, int | None]:
    """Part and published name of one of our tensors, and which third of it (None: all of it)."""
    for ours, (network, theirs, third) in NAMES.items():
        if name.startswith(ours):
            return network, theirs + name.removeprefix(ours), third
    raise AssertionError(f"preset paper has a tensor that the published model lacks: {name}")


def _by(shape: Sequence[int]) -> str:
    return " x ".join(map(str, shape)) or "a single number"
