"""An MSA model made of a whole CLIP or SigLIP, which ranks exactly as that one before any training.

MSA's image embedding is o = W3 (e * sigmoid(W2 e + b2)) + b3 with e = W1 f + b1 and f = A_0 x^0 + sum_s A_s x^s,
where x^0 is CLIP's class vector (:mod:`msa_core.model.trunks.clip_trunk`) or the vector of SigLIP's pooling head
(:mod:`msa_core.model.trunks.siglip_trunk`). With A_0 = CLIP's projection (SigLIP has none: I), A_1..A_4 = 0, W1 = I,
W2 = 0 (a gate of 1/2) and W3 = 2 I it is o = A_0 x^0, the image vector; g is the text vector. So cos(v, g) is CLIP's
cosine to float rounding, and every matrix has a gradient to begin training from.

MSCMAT begins as the same comparison at scale 4: P_4 = A_0, m = 1, W_o = 0 make z^4 = g . A_0 x^4, the mean over the
patches of how well each fits the text. Scales 1..3 begin with m = 0, so z = 0: before training they know nothing and
say nothing, and no word has a share of its own.

A SigLIP's probability is sigmoid(exp(t) cos + b). Its bias b is left out: the same for every pair, it changes no order,
and scores are cosines here, told against the background.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn

from msa_core.errors import CheckpointError, UsageError
from msa_core.model.config import presets
from msa_core.model.network.msa import MSA
from msa_core.model.network.mscmat import ScaleAttention
from msa_core.model.network.text_encoder import special_tokens_of
from msa_core.model.trunks.trunk import Trunk
from msa_core.model.trunks.trunk_table import TRUNKS, Preprocess


@dataclass(frozen=True, kw_only=True)
class TwoTowers:
    """A CLIP or SigLIP taken apart.

    Attributes:
        family: of the trunk, one of ``trunk_table.TOWER_FAMILIES``.
        vision: sizes of the image tower, values of transformers' configuration of it.
        text: configuration of the text tower, as ``ModelConfig.text`` keeps it.
        trunk: the image tower.
        text_network: the text tower with its projection.
        projection: the image tower's projection A_0 (D, C).
        logit_scale: logarithm of the inverse temperature.
        preprocess: how pictures are prepared.
        cleaning: what open_clip does to texts before the tokenizer, as its settings call it; ``""``: nothing.
    """

    family: str
    vision: dict[str, Any]
    text: dict[str, Any]
    trunk: Trunk
    text_network: nn.Module
    projection: Tensor
    logit_scale: float
    preprocess: Preprocess
    cleaning: str = ""

    @property
    def trunk_name(self) -> str:
        """The row of ``trunk_table.TRUNKS`` of exactly these sizes, else that of any size of the family."""
        for name, spec in TRUNKS.items():
            if (
                spec.family == self.family == "clip"
                and {**spec.options, "layer_norm_eps": 1e-5} == self.vision
            ):
                return name
        return self.family


def build_model(
    towers: TwoTowers, tokenizer: Any, preset: str = "msa", padding_side: str = "right", **changes: Any
) -> MSA:
    """The model of the module's first lines, in eval mode on the CPU.

    Args:
        towers: its modules are taken over.
        tokenizer: of these towers, a transformers fast tokenizer.
        preset: ``msa`` or ``paper``.
        padding_side: where a SigLIP's texts are padded.
        changes: other values of ``ModelConfig``.

    Raises:
        CheckpointError: the tokenizer is not of these towers.
    """
    has_end = tokenizer.eos_token_id is not None
    pieces, kind = towers.text["vocab_size"], {"clip": "CLIP", "siglip": "SigLIP"}[towers.family]
    if len(tokenizer) > pieces or not has_end:
        raise CheckpointError(
            f"The tokenizer ({len(tokenizer)} pieces, end of text {tokenizer.eos_token!r}) is not that of this {kind}, "
            f"whose text tower knows {pieces} pieces."
        )
    name = towers.trunk_name
    settings = {
        "trunk_options": towers.vision if name == towers.family else {},
        "special_tokens": special_tokens_of(tokenizer),
        "preprocess": towers.preprocess,
        "padding_side": padding_side,
        **changes,
    }
    make = presets.paper if preset == "paper" else presets.msa
    config = make(name, towers.text, **settings)
    try:
        model = MSA(config, tokenizer, towers.trunk, towers.text_network)
    except UsageError as error:
        raise CheckpointError(f"No model can be made of these towers: {error}.") from error
    begin_as(model, towers)
    return model.eval()


@torch.no_grad()
def begin_as(model: MSA, towers: TwoTowers) -> None:
    """Set the new layers of ``model``, which has both towers, so that it ranks as they do; see the first lines."""
    encoder, projection = model.image_encoder, towers.projection
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
    model.logit_scale.fill_(towers.logit_scale)
    for scale in cast("list[ScaleAttention]", list(model.mscmat.scales)):
        scale.match.weight.zero_()
        scale.match.bias.zero_()
    last = cast("ScaleAttention", model.mscmat.scales[-1])
    last.image.weight.copy_(projection)
    last.match.weight.fill_(1.0)
    for tensor in (last.image.bias, last.out.weight, last.out.bias):
        tensor.zero_()
