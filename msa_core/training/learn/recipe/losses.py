"""The three losses of MSA in their published form (``paper``) and the form that acts (``msa``).

Symbols as in Yang et al. 2024: B images, J texts (J = B in the paper), S^s = sigmoid(z^s) the matching matrix of
scale s with images in rows and texts in columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from msa_core.model.trunks.trunk_table import SCALES
from msa_core.training.learn.recipe.soft_losses import Beliefs, Objective, believed_ce

CrossEntropy = Callable[[Tensor, Tensor], Tensor]
"""Of logits (I, J) and positive pairs bool (I, J)."""


@dataclass(frozen=True, slots=True)
class LossWeights:
    """How the parts are added: L = alignment + mscma * L_MSCMA + csmmc * L_CSMMC."""

    mscma: float
    csmmc: float


WEIGHTS = {"paper": LossWeights(15.0, 10.0), "msa": LossWeights(0.25, 0.1)}


def triplet_loss(v: Tensor, g: Tensor, margin: float = 0.5, trust: Tensor | None = None) -> Tensor:
    """L_tri as published: hardest in-batch negative, margin 0.5, distance 2 - cos, both directions, summed.

    Args:
        v: unit image embeddings (B, D); ``g`` unit text embeddings (B, D), pair i on row i.
        trust: (B,) weight of each pair, 0..1 (not published); it is scaled to mean 1, so that the sum stays in
            proportion to the other losses.
    """
    distance = 2.0 - v @ g.T
    positive = distance.diagonal()
    other = distance + torch.eye(len(v), device=v.device) * 1e4
    to_text = F.relu(positive - other.amin(dim=1) + margin)
    to_image = F.relu(positive - other.amin(dim=0) + margin)
    if trust is not None:
        weight = trust / trust.mean().clamp(min=1e-12)
        return (weight * (to_text + to_image)).sum()
    return to_text.sum() + to_image.sum()


def paper_mscma(z: Tensor, trust: Tensor | None = None) -> Tensor:
    """L_MSCMA as published: sum over scales of CE of the rows of sigmoid(z) (B, B, 4) against the diagonal.

    With ``trust`` (B,) each scale's mean over the rows is weighted by it (not published).
    """
    target = torch.arange(len(z), device=z.device)
    if trust is not None:
        rows = [F.cross_entropy(torch.sigmoid(z[..., s]), target, reduction="none") for s in range(SCALES)]
        return (torch.stack(rows) * trust).sum() / trust.sum().clamp(min=1e-12)
    return torch.stack([F.cross_entropy(torch.sigmoid(z[..., s]), target) for s in range(SCALES)]).sum()


def paper_csmmc(z: Tensor) -> Tensor:
    """L_CSMMC as published: (1/B^2) sum_{s<=3} sum_ij q^s (log q^s - log q^4), q = softmax over images of S/2."""
    log_q = F.log_softmax(torch.sigmoid(z) / 2.0, dim=0)
    teacher = log_q[..., 3].detach()
    parts = [(log_q[..., s].exp() * (log_q[..., s] - teacher)).sum() for s in range(SCALES - 1)]
    return torch.stack(parts).sum() / z.shape[0] ** 2


def multi_positive_ce(logits: Tensor, positive: Tensor) -> Tensor:
    """Symmetric cross-entropy of logits (I, J) against all true pairs, each row's target shared equally.

    ``positive`` bool (I, J): True where text j describes image i (same picture or the same sentence). Rows and
    columns without a positive are left out.
    """
    total = logits.new_zeros(())
    for scores, truth in ((logits, positive), (logits.T, positive.T)):
        usable = truth.any(dim=1)
        target = truth[usable].float()
        target = target / target.sum(dim=1, keepdim=True)
        total = total - (target * F.log_softmax(scores[usable], dim=1)).sum(dim=1).mean()
    return total / 2


def contrastive_loss(
    v: Tensor, g: Tensor, positive: Tensor, logit_scale: Tensor, ce: CrossEntropy = multi_positive_ce
) -> Tensor:
    """Global alignment: temperature-scaled, symmetric, multi-positive InfoNCE on cosines (I, J)."""
    return ce(v @ g.T * logit_scale.exp().clamp(max=100.0), positive)


def msa_mscma(z: Tensor, positive: Tensor, ce: CrossEntropy = multi_positive_ce) -> Tensor:
    """L_MSCMA that acts: mean over scales of symmetric multi-positive CE on the logits z (I, J, 4)."""
    return torch.stack([ce(z[..., s], positive) for s in range(SCALES)]).mean()


def msa_csmmc(z: Tensor, tau: float = 2.0) -> Tensor:
    """L_CSMMC that acts: KL(teacher || student) on logits / tau, scale 4 detached teaches 1..3, both directions."""
    total = z.new_zeros(())
    for dim in (0, 1):
        log_q = F.log_softmax(z / tau, dim=dim)
        teacher = log_q[..., 3].detach()
        for s in range(SCALES - 1):
            kl = (teacher.exp() * (teacher - log_q[..., s])).sum(dim=dim)
            total = total + kl.mean()
    return total * tau**2 / (2 * (SCALES - 1))


def total_loss(
    preset: str,
    v: Tensor,
    g: Tensor,
    z: Tensor | None,
    positive: Tensor,
    logit_scale: Tensor,
    weights: LossWeights,
    beliefs: Beliefs = Beliefs(),  # noqa: B008 -- immutable
    objective: Objective = Objective(),  # noqa: B008 -- immutable
) -> dict[str, Tensor]:
    """All parts and their weighted sum, keyed ``loss``, ``align``, ``mscma``, ``csmmc``. ``z`` None: global only.

    Of ``beliefs`` the preset ``paper`` heeds the trust alone; L_CSMMC compares scales and needs no captions.
    """
    if preset == "paper":
        parts = {"align": triplet_loss(v, g, trust=beliefs.trust)}
        if z is not None:
            parts |= {"mscma": paper_mscma(z, beliefs.trust), "csmmc": paper_csmmc(z)}
    else:
        plain = beliefs.is_empty and objective == Objective()
        ce = multi_positive_ce if plain else partial(believed_ce, beliefs=beliefs, objective=objective)
        parts = {"align": contrastive_loss(v, g, positive, logit_scale, ce)}
        if z is not None:
            parts |= {"mscma": msa_mscma(z, positive, ce), "csmmc": msa_csmmc(z)}
    loss = parts["align"]
    if z is not None:
        loss = loss + weights.mscma * parts["mscma"] + weights.csmmc * parts["csmmc"]
    return {"loss": loss, **parts}
