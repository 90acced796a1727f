"""Cross-entropy over a batch's pairs when truth comes in degrees: trust, likeness, hard negatives, pairs left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from msa_core.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """How pairs are weighed; the defaults are plain multi-positive cross-entropy.

    Attributes:
        soft: share of each target that goes to all texts (pictures) by the likeness of captions, 0..1.
        soft_tau: temperature of that share; likenesses are cosines.
        hard: beta of the negatives' weights, proportional to exp(beta * logit) with mean 1 over the negatives of
            a row; 0 weighs all alike. Source: Robinson et al. 2021, "Contrastive Learning with Hard Negative
            Samples", eq. 4, without their correction for false negatives (those are known here).
        same: captions whose likeness to one of a picture's captions reaches this cosine are not negatives of
            the picture. 1: only equal sentences are spared.
        forgive: q of the generalised cross-entropy (1 - p^q) / q, which pairs that will not be learnt cannot
            dominate; p is the probability of the true texts (pictures) together. 0: -log p, shared equally by the
            true ones. Source: Zhang & Sabuncu 2018, "Generalized Cross Entropy Loss", eq. 6, q = 0.7 there.
    """

    soft: float = 0.0
    soft_tau: float = 0.1
    hard: float = 0.0
    same: float = 1.0
    forgive: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.soft <= 1.0 or not 0.0 < self.same <= 1.0:
            raise UsageError(
                f"The soft share of the targets must be 0 to 1 and the likeness of same captions above 0 up to 1, "
                f"not {self.soft} and {self.same}."
            )
        if not 0.0 <= self.forgive <= 1.0:
            raise UsageError(f"q of the generalised cross-entropy must be 0 to 1, not {self.forgive}.")
        if not self.soft_tau > 0.0 or not self.hard >= 0.0:
            raise UsageError(
                f"The soft targets' temperature must be above 0 and the weight of hard negatives at least 0, "
                f"not {self.soft_tau} and {self.hard}."
            )

    @property
    def needs_likeness(self) -> bool:
        """Whether :attr:`Beliefs.alike` or near-equal captions must be known."""
        return self.soft > 0.0 or self.same < 1.0


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is known of a batch's pairs (I pictures, J texts) beyond which captions belong to which picture.

    Attributes:
        trust: (I,) how surely the captions of a picture are its own, 0..1.
        ignore: bool (I, J), pairs that are neither positive nor negative.
        alike: (I, J) cosine of the picture's captions with the text, by a text encoder that is not trained.
    """

    trust: Tensor | None = None
    ignore: Tensor | None = None
    alike: Tensor | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known beyond the captions."""
        return self.trust is None and self.ignore is None and self.alike is None

    def transposed(self) -> Beliefs:
        """``ignore`` and ``alike`` seen from the texts; trust belongs to the pictures and is left out."""
        return replace(
            self,
            trust=None,
            ignore=None if self.ignore is None else self.ignore.T,
            alike=None if self.alike is None else self.alike.T,
        )


def believed_ce(logits: Tensor, positive: Tensor, beliefs: Beliefs, objective: Objective) -> Tensor:
    """Symmetric cross-entropy of logits (I, J) in which pairs count by how far they are believed.

    The belief in a pair is T_ij = positive_ij * trust_i. Row i has the target T_i. / sum_j T_ij, mixed with
    softmax(alike_i. / tau) by the soft share, and the weight max_j T_ij, so that a picture whose captions are
    probably wrong teaches little but remains a negative for the others; columns likewise. Each direction is the
    weighted mean of its rows: equal trust in all, however small, is plain training.

    Args:
        positive: bool (I, J), True where text j is one of picture i's captions.
    """
    belief = positive.to(logits.dtype)
    if beliefs.trust is not None:
        belief = belief * beliefs.trust[:, None]
    there = _directed(logits, belief, positive, beliefs, objective)
    return (there + _directed(logits.T, belief.T, positive.T, beliefs.transposed(), objective)) / 2


def _directed(
    logits: Tensor, belief: Tensor, positive: Tensor, beliefs: Beliefs, objective: Objective
) -> Tensor:
    ignore = torch.zeros_like(positive) if beliefs.ignore is None else beliefs.ignore & ~positive
    if objective.hard:
        logits = logits + _hardness(logits.detach(), ~positive & ~ignore, objective.hard)
    log_p = F.log_softmax(logits.masked_fill(ignore, float("-inf")), dim=1)
    weight = belief.amax(dim=1)
    tiny = torch.finfo(belief.dtype).tiny
    if objective.forgive:
        share = belief / weight[:, None].clamp(min=tiny)
        # log-sum-exp of log (share p): the power of a probability that underflows has no gradient otherwise.
        log_true = (share.clamp(min=tiny).log() + log_p.masked_fill(belief == 0, float("-inf"))).logsumexp(
            dim=1
        )
        log_true = torch.where(weight > 0, log_true, torch.zeros_like(log_true))
        hard = -torch.expm1(objective.forgive * log_true) / objective.forgive
    else:
        target = belief / belief.sum(dim=1, keepdim=True).clamp(min=tiny)
        hard = -(target * log_p.masked_fill(ignore, 0.0)).sum(dim=1)
    rows = hard
    if objective.soft:
        assert beliefs.alike is not None, "soft targets need the likeness of captions"
        likeness = (beliefs.alike.to(logits.dtype) / objective.soft_tau).masked_fill(ignore, float("-inf"))
        soft = -(likeness.softmax(dim=1) * log_p.masked_fill(ignore, 0.0)).sum(dim=1)
        rows = (1 - objective.soft) * hard + objective.soft * soft
    return (weight * rows).sum() / weight.sum().clamp(min=tiny)


def _hardness(logits: Tensor, negative: Tensor, beta: float) -> Tensor:
    """log w (R, C): w over a row's negatives proportional to exp(beta * logit) with mean 1; 0 elsewhere."""
    scores = (beta * logits).masked_fill(~negative, float("-inf"))
    log_w = scores - scores.logsumexp(dim=1, keepdim=True) + negative.sum(dim=1, keepdim=True).log()
    return torch.where(negative, log_w, torch.zeros_like(log_w))
