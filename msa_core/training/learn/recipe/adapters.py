"""Training a small part of a model: frozen halves, and low-rank adapters for a few hundred captions.

Adapters (Hu et al. 2022, "LoRA: Low-rank adaptation of large language models", equation 3) replace a frozen matrix W
by W + (alpha / r) B A, with B beginning at 0. Saved, the product is added to W: a checkpoint is of the same form
however it was trained. Weight decay on A and B draws the sum back to W: L2 to the start (Li et al.
2018, L2-SP).
"""

from __future__ import annotations

import copy
import math

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from msa_core.errors import UsageError
from msa_core.model.network.msa import MSA

RANK = 8
ALPHA = 16.0
FREEZE = ("none", "early", "trunk", "text", "all-but-heads", "all-but-fusion", "all-but-match")
FUSION, MATCH = "all-but-fusion", "all-but-match"
"""What :mod:`msa_core.training.learn.kept.kept_training` trains."""
_MARK = ".parametrizations.weight.0."


class LowRank(nn.Module):
    """The parametrisation W (out, in) -> W + (alpha / r) B A, with A (r, in) and B (out, r)."""

    def __init__(self, shape: torch.Size, rank: int) -> None:
        super().__init__()
        rank = min(rank, *shape)
        self.a = nn.Parameter(torch.empty(rank, shape[1]))
        self.b = nn.Parameter(torch.zeros(shape[0], rank))
        self.scale = ALPHA / rank
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))

    def forward(self, weight: Tensor) -> Tensor:
        """The adapted matrix; the sum is made in float32, as it is when merged."""
        with torch.autocast(weight.device.type, enabled=False):
            return weight + self.scale * (self.b @ self.a)


def freeze(model: MSA, what: str) -> None:
    """Hold parts of ``model`` as they are: ``none``, the ``trunk``, the ``text`` encoder, or ``all-but-heads`` (both).

    The heads are fusion and gate, MSCMAT and the temperature; ``all-but-fusion`` leaves fusion and gate alone to train,
    ``all-but-match`` MSCMAT alone.
    ``early`` holds what every picture and every sentence has in common: the first half of the trunk's stages, the word
    embeddings and the first third of the text layers. On the large maps of the first stages most of a step's time is
    spent, so it goes two to four times as fast.

    Raises:
        UsageError: there is no such part.
    """
    if what not in FREEZE:
        raise UsageError(f"--freeze must be one of {', '.join(FREEZE)}, not {what}.")
    if what == FUSION:
        model.requires_grad_(False)
        image = model.image_encoder
        for layer in (*image.fuse, image.w1, image.w2, image.w3):
            layer.requires_grad_(True)
    if what == MATCH:
        model.requires_grad_(False)
        model.mscmat.requires_grad_(True)
    if what in ("trunk", "all-but-heads"):
        model.image_encoder.trunk.requires_grad_(False)
    if what in ("text", "all-but-heads"):
        model.text_encoder.requires_grad_(False)
    if what == "early":
        stages = model.image_encoder.trunk.stages
        stages[: len(stages) // 2].requires_grad_(False)
        for part in model.text_encoder.first_layers(1 / 3):
            part.requires_grad_(False)


def add_adapters(model: MSA, rank: int = RANK) -> int:
    """Freeze all of ``model`` and put adapters on the linear layers of text encoder, fusion, gate and MSCMAT.

    The model computes what it did before; its statistics (BatchNorm) stay, see :func:`hold_still`.

    Returns:
        How many numbers are left to train.
    """
    model.requires_grad_(False)
    image = model.image_encoder
    heads = (image.fuse, image.fuse_class or nn.Identity(), image.w1, image.w2, image.w3, model.mscmat)
    for room in (model.text_encoder, *heads):
        for layer in [m for m in room.modules() if isinstance(m, nn.Linear)]:
            adapter = LowRank(layer.weight.shape, rank).to(layer.weight.device)
            parametrize.register_parametrization(layer, "weight", adapter)
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def is_adapter(name: str) -> bool:
    """True for the names of adapters among a model's parameters."""
    return _MARK in name


def hold_still(model: nn.Module) -> None:
    """After ``model.train()``: frozen BatchNorms back to eval mode, or the batches would change their statistics."""
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm) and not any(
            p.requires_grad for p in module.parameters()
        ):
            module.eval()


def merged(model: MSA) -> MSA:
    """A copy of ``model`` with each product added to its matrix, of plain form; without adapters ``model`` itself."""
    if not any(is_adapter(name) for name, _ in model.named_parameters()):
        return model
    plain = copy.deepcopy(model)
    for parent in list(plain.modules()):
        for name, layer in list(parent.named_children()):
            if parametrize.is_parametrized(layer, "weight"):
                setattr(parent, name, _plain_linear(layer))
    return plain


def _plain_linear(layer: nn.Module) -> nn.Linear:
    # remove_parametrizations would take the weight off the class, which the copy shares with its original.
    weight, bias = layer.weight, layer.bias
    assert isinstance(weight, Tensor)
    plain = nn.Linear(weight.shape[1], weight.shape[0], bias is not None, device=weight.device)
    with torch.no_grad():
        plain.weight.copy_(weight)
        if isinstance(bias, Tensor):
            plain.bias.copy_(bias)
    return plain
