"""An MSA model made of a whole CLIP (Radford et al. 2021), which ranks exactly as that CLIP before any training.

MSA's image embedding is o = W3 (e * sigmoid(W2 e + b2)) + b3 with e = W1 f + b1 and f = A_0 x^0 + sum_s A_s x^s,
where x^0 is CLIP's class vector (:mod:`msa_core.model.trunks.clip_trunk`). With A_0 = CLIP's projection, A_1..A_4 =
0, W1 = I, W2 = 0 (a gate of 1/2) and W3 = 2 I it is o = A_0 x^0, CLIP's image vector; g is CLIP's text vector. So
cos(v, g) is CLIP's cosine to float rounding, and every matrix has a gradient to begin training from.

MSCMAT begins as the same comparison at scale 4: P_4 = A_0, m = 1, W_o = 0 make z^4 = g . A_0 x^4, the mean over the
patches of how well each fits the text. Scales 1..3 begin with m = 0, so z = 0: before training they know nothing and
say nothing, and no word has a share of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.config import presets
from msa_core.model.config.text_table import CLIP_TEXT
from msa_core.model.network.msa import MSA
from msa_core.model.network.mscmat import ScaleAttention
from msa_core.model.network.text_encoder import special_tokens_of, text_settings
from msa_core.model.trunks import trunk_table
from msa_core.model.trunks.clip_trunk import ClipTrunk
from msa_core.model.trunks.trunk_table import TRUNKS, Preprocess

VISION_KEYS = (
    "image_size", "patch_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
    "projection_dim", "hidden_act", "layer_norm_eps",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ClipModel:
    """A CLIP taken apart.

    Attributes:
        vision: sizes of the image tower, values of transformers' ``CLIPVisionConfig``.
        text: configuration of the text tower, as ``ModelConfig.text`` keeps it.
        trunk: the image tower.
        text_network: the text tower with its projection.
        projection: the image tower's projection A_0 (D, C).
        logit_scale: logarithm of CLIP's inverse temperature.
    """

    vision: dict[str, Any]
    text: dict[str, Any]
    trunk: ClipTrunk
    text_network: nn.Module
    projection: Tensor
    logit_scale: float

    @property
    def trunk_name(self) -> str:
        """The row of ``trunk_table.TRUNKS`` of exactly these sizes, else ``clip``."""
        for name, spec in TRUNKS.items():
            if spec.family == "clip" and {**spec.options, "layer_norm_eps": 1e-5} == self.vision:
                return name
        return "clip"


def read_clip(folder: Path) -> ClipModel:
    """A CLIP in a local folder of transformers' layout. Raises CheckpointError when it holds none."""
    from transformers import CLIPModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        network = CLIPModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    except (OSError, ValueError, RuntimeError, AttributeError) as error:
        raise CheckpointError(f"{folder} does not hold a CLIP that can be read ({error}).") from error
    return _take_apart(network)


def clip_of(vision: Mapping[str, Any], text: Mapping[str, Any], state: Mapping[str, Tensor]) -> ClipModel:
    """A CLIP of these sizes from a state dict in transformers' naming. Raises CheckpointError unless it fits."""
    from transformers import CLIPConfig, CLIPModel

    dim = vision["projection_dim"]
    config = CLIPConfig(text_config=dict(text), vision_config=dict(vision), projection_dim=dim)
    with torch.device("meta"):
        network = CLIPModel(config)
    network = network.to_empty(device="cpu")
    for name, buffer in network.named_buffers():
        if name.endswith("position_ids"):
            buffer.copy_(torch.arange(buffer.shape[-1]).expand_as(buffer))
    try:
        network.load_state_dict({key: value.float() for key, value in state.items()}, strict=True)
    except RuntimeError as error:
        raise CheckpointError(
            f"the weights are not those of a CLIP of their sizes ({' '.join(str(error).split())})"
        ) from error
    return _take_apart(network)


def _take_apart(network: Any) -> ClipModel:
    from transformers import CLIPTextModelWithProjection

    config = network.config
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
    return ClipModel(
        vision=vision,
        text=text_settings(text_config, CLIP_TEXT),
        trunk=trunk,
        text_network=text_network,
        projection=network.visual_projection.weight.detach(),
        logit_scale=float(network.logit_scale.detach()),
    )


def build_from_clip(clip: ClipModel, tokenizer: Any, preset: str = "msa", **changes: Any) -> MSA:
    """The model of the module's first lines, in eval mode on the CPU.

    Args:
        parts: from :func:`read_clip` or :func:`msa_core.model.convert.open_clip.read_open_clip`; its modules are
            taken over.
        tokenizer: CLIP's, a transformers fast tokenizer.
        preset: ``msa`` or ``paper``.
        changes: other values of ``ModelConfig``.

    Raises:
        CheckpointError: the tokenizer is not of this CLIP.
    """
    if len(tokenizer) > clip.text["vocab_size"] or tokenizer.eos_token_id is None:
        raise CheckpointError(
            f"The tokenizer ({len(tokenizer)} pieces, end of text {tokenizer.eos_token!r}) is not that of this CLIP, "
            f"whose text tower knows {clip.text['vocab_size']} pieces."
        )
    name = clip.trunk_name
    plain = Preprocess(int(clip.vision["image_size"]), trunk_table.CLIP_MEAN, trunk_table.CLIP_STD)
    settings = {
        "trunk_options": clip.vision if name == "clip" else {},
        "special_tokens": special_tokens_of(tokenizer),
        "preprocess": plain,
        **changes,
    }
    make = presets.paper if preset == "paper" else presets.msa
    config = make(name, clip.text, **settings)
    try:
        model = MSA(config, tokenizer, clip.trunk, clip.text_network)
    except UsageError as error:
        raise CheckpointError(f"No model can be made of this CLIP: {error}.") from error
    begin_as_clip(model, clip.projection, clip.logit_scale)
    return model.eval()


@torch.no_grad()
def begin_as_clip(model: MSA, projection: Tensor, logit_scale: float) -> None:
    """Set the new layers of ``model`` so that it ranks as CLIP; see the module's first lines.

    Args:
        model: with a CLIP trunk and a CLIP text tower.
        projection: A_0 (D, C), the image tower's.
        logit_scale: logarithm of CLIP's inverse temperature.
    """
    encoder = model.image_encoder
    assert encoder.fuse_class is not None
    zeroed = [*encoder.fuse, encoder.w2]
    for layer in (*zeroed, encoder.w1, encoder.w3, encoder.fuse_class):
        assert isinstance(layer, nn.Linear)
        layer.bias.zero_()
    for layer in zeroed:
        assert isinstance(layer, nn.Linear)
        layer.weight.zero_()
    encoder.fuse_class.weight.copy_(projection)
    nn.init.eye_(encoder.w1.weight)
    nn.init.eye_(encoder.w3.weight).mul_(2.0)
    model.logit_scale.fill_(logit_scale)
    for scale in cast("list[ScaleAttention]", list(model.mscmat.scales)):
        scale.match.weight.zero_()
        scale.match.bias.zero_()
    last = cast("ScaleAttention", model.mscmat.scales[-1])
    last.image.weight.copy_(projection)
    last.match.weight.fill_(1.0)
    for tensor in (last.image.bias, last.out.weight, last.out.bias):
        tensor.zero_()
