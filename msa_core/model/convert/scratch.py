"""A new model of pretrained halves: a trunk and a text encoder, each found by name or path, and new layers between."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.config import presets
from msa_core.model.config.model_config import ModelConfig
from msa_core.model.config.text_table import TOWERS
from msa_core.model.convert.any_clip import read_towers
from msa_core.model.convert.siglip_words import load_siglip_tokenizer
from msa_core.model.convert.two_towers import TwoTowers, begin_as
from msa_core.model.convert.weights import find_text, find_trunk_weights
from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import load_tokenizer, read_pretrained, special_tokens_of
from msa_core.model.trunks.families import build_trunk
from msa_core.model.trunks.trunk import Trunk
from msa_core.model.trunks.trunk_table import TOWER_FAMILIES, find_trunk

_SIZES = ("patch_size", "hidden_size", "num_hidden_layers")


def build(
    preset: str,
    trunk: str,
    trunk_weights: str | None,
    text: str | None,
    input_px: int | None = None,
    download: bool = False,
) -> MSA:
    """A model to train, on the CPU.

    A CLIP or SigLIP trunk brings its own text tower unless ``text`` names another; with the two of one CLIP the model
    begins as that CLIP ranks (:mod:`msa_core.model.convert.two_towers`).

    Args:
        preset: ``msa`` or ``paper``.
        trunk: a row of ``trunk_table.TRUNKS``.
        trunk_weights: path, ``imagenet``, ``openai`` or a repository of the hub; None: random weights.
        text: folder, a name of ``text_table.TEXTS``, or a repository of the hub.
        input_px: side of the square the model reads, pixels; None: that of the trunk's weights.
        download: fetch what is in no cache.

    Raises:
        UsageError: a name is unknown, or no text encoder was named.
        CheckpointError: weights are not on this machine, damaged, or of another network.
    """
    if preset not in ("msa", "paper"):
        raise UsageError(f"--preset must be msa or paper, not {preset}.")
    spec = find_trunk(trunk)
    weights = None if trunk_weights is None else find_trunk_weights(trunk, trunk_weights, download)
    is_clip = spec.family in TOWER_FAMILIES
    if text is None and not (is_clip and weights):
        raise UsageError("--init scratch needs --text, the folder or the name of a text encoder.")
    folder = weights if text is None else find_text(text, download)
    assert folder is not None
    if trunk in TOWER_FAMILIES and weights is None:
        raise UsageError(f"--trunk {trunk} needs --trunk-weights: its sizes are those of the weights.")
    clip = _read_towers(weights, trunk) if is_clip and weights else None
    changes: dict[str, Any] = {}
    if clip is not None and folder == weights:
        settings, network = clip.text, clip.text_network
        if clip.family == "siglip":
            tokenizer, changes["padding_side"] = load_siglip_tokenizer(folder)
        else:
            tokenizer = load_tokenizer(folder)
    else:
        settings, network, tokenizer = read_pretrained(folder)
    if len(tokenizer) > settings["vocab_size"]:
        raise CheckpointError(f"The tokenizer in {folder} has more word pieces than the text encoder there.")
    changes["special_tokens"] = special_tokens_of(tokenizer)
    config = _configure(preset, trunk, settings, clip, changes, input_px)
    model = MSA(config, tokenizer, _trunk(trunk, weights, clip), network)
    if clip is not None and settings.get("model_type") in TOWERS and config.dim == len(clip.projection):
        begin_as(model, clip)
    return model


def _read_towers(weights: Path, trunk: str) -> TwoTowers:
    if weights.is_file():
        raise CheckpointError(
            f"{weights} is a file; a CLIP trunk is read from a folder of transformers' layout. Make a checkpoint of it "
            "with msa convert --kind open_clip, and begin from that with --init."
        )
    clip = read_towers(weights)
    spec = find_trunk(trunk)
    other = any(spec.options.get(key, size) != size for key, size in clip.vision.items() if key in _SIZES)
    if other or clip.family != spec.family:
        raise CheckpointError(
            f"{weights} does not hold the weights of {trunk}; --trunk {clip.family} takes any size of its kind."
        )
    return clip


def _trunk(name: str, weights: Path | None, clip: TwoTowers | None) -> Trunk:
    return build_trunk(name, weights) if clip is None else clip.trunk


def _configure(
    preset: str,
    trunk: str,
    text: dict[str, Any],
    clip: TwoTowers | None,
    changes: dict[str, Any],
    input_px: int | None,
) -> ModelConfig:
    make = presets.paper if preset == "paper" else presets.msa
    if clip is not None:
        trunk = clip.trunk_name
        if trunk in TOWER_FAMILIES:
            changes["trunk_options"] = clip.vision
        changes["preprocess"] = clip.preprocess
    config = make(trunk, text, **changes)
    side = input_px or (config.preprocess.input_px if clip is None else int(clip.vision["image_size"]))
    return replace(config, preprocess=replace(config.preprocess, input_px=side))
