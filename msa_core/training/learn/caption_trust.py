"""How surely each picture's captions are its own, found without training on them.

Pictures that look alike have captions that read alike, unless the captions are wrong. Both likenesses can be had from
encoders that never saw the pairing, so wrong pairs stand out before they can be learnt by heart:

1. a ridge regression predicts every picture's mean caption vector from its visual features, leaving the picture
   itself out (closed form);
2. the score of a picture is the cosine between that prediction and its own captions, and what scores would be without
   any relation is known exactly: the same cosines with captions dealt out at random;
3. trust is one minus the local false discovery rate, 1 - pi0 f0(s) / f(s), with the empirical null f0 of step 2 and
   pi0 by Storey's estimate. Nobody has to say how many captions are wrong.

Sources: Efron, "Large-Scale Inference" (2010), ch. 5 (local false discovery rate) and ch. 6 (empirical null); Storey
2002, "A direct approach to false discovery rates"; leave-one-out ridge: Hastie, Tibshirani, Friedman, "The Elements of
Statistical Learning", eq. 7.64.
"""

from __future__ import annotations

import numpy as np
import torch
from scipy.optimize import isotonic_regression
from torch import Tensor
from torch.nn import functional as F

COMPONENTS = 256  # principal components of the visual features that the regression reads
RIDGES = (1e-3, 1e-2, 1e-1, 1.0)  # times the mean eigenvalue; the best by leave-one-out error is taken
ROUNDS = 2  # the regression is fitted again with the trust of the round before
DEALS = 4  # random deals of the captions that make up the null
FLOOR = 0.02  # least weight in the second regression
MIN_SHARE = 0.05  # fewer right pairs than this cannot be told from none


def standardise(features: Tensor) -> Tensor:
    """Features (n, C) -> (n, C) float64, each column with mean 0 and variance 1 (constant columns 0)."""
    x = features.double()
    x = x - x.mean(dim=0)
    return x / x.std(dim=0, correction=0).clamp(min=1e-9 * float(x.abs().max().clamp(min=1e-30)))


def principal_components(features: Tensor, most: int = COMPONENTS) -> Tensor:
    """The first principal components (n, K) of standardised features (n, C), K = min(most, n - 1, C)."""
    count = min(most, len(features) - 1, features.shape[1])
    _, vectors = torch.linalg.eigh(features.T @ features / len(features))
    return features @ vectors[:, -count:]


def predict_left_out(components: Tensor, captions: Tensor, weight: Tensor) -> Tensor:
    """Weighted ridge prediction (n, D) of each row of ``captions`` from the others' rows.

    Args:
        components: (n, K), ``captions`` (n, D), both float64 with mean 0.
        weight: (n,) at least 0, not all 0.
    """
    weighted = components * weight[:, None]
    values, vectors = torch.linalg.eigh(weighted.T @ components)
    basis = components @ vectors
    moments = basis.T @ (captions * weight[:, None])
    best, least = captions, float("inf")
    for ridge in RIDGES:
        shrunk = 1.0 / (values.clamp(min=0.0) + ridge * values.mean() + 1e-12)
        own = (weight * (basis.square() @ shrunk)).clamp(max=1.0 - 1e-6)[:, None]
        left_out = (basis @ (shrunk[:, None] * moments) - own * captions) / (1.0 - own)
        error = float((weight * (left_out - captions).square().sum(dim=1)).sum())
        if error < least:
            best, least = left_out, error
    return best


def trust_from_scores(scores: np.ndarray, null: np.ndarray) -> tuple[np.ndarray, float]:
    """1 - local false discovery rate of each score (n,), 0..1, and pi0, the estimated share without relation.

    The ratio of the densities f / f0 is taken as monotone in the score and fitted by isotonic regression.
    """
    median = float(np.median(null))
    pi0 = min(1.0, float((scores <= median).mean()) / float((null <= median).mean()))
    both = np.concatenate([scores, null])
    order = np.argsort(both, kind="stable")
    fitted = np.empty(len(both))
    fitted[order] = isotonic_regression((order < len(scores)).astype(float)).x
    observed = fitted[: len(scores)].clip(1e-9, 1 - 1e-9)
    ratio = observed / (1.0 - observed) * len(null) / len(scores)
    return (1.0 - pi0 / ratio).clip(0.0, 1.0), pi0


def estimate_trust(features: Tensor, captions: Tensor, seed: int) -> tuple[Tensor, float]:
    """Trust (n,) float32 in each picture's captions, and the estimated share of right pairs, 0..1.

    Where no relation can be seen at all (under 5 % of right pairs), all trust is 1: the features then say nothing.

    Args:
        features: (n, C) visual features of an encoder that was not trained on these pairs.
        captions: (n, D) mean sentence vector of each picture, by a text encoder likewise.
        seed: of the random deals.
    """
    count = len(features)
    if count < 3:
        return torch.ones(count), 1.0
    components = principal_components(standardise(features))
    centred = captions.double() - captions.double().mean(dim=0)
    rng = np.random.default_rng(seed)
    deals = [torch.from_numpy(rng.permutation(count)) for _ in range(DEALS)]
    unit = F.normalize(centred, dim=1)
    trust, pi0 = np.ones(count), 0.0
    for _ in range(ROUNDS):
        weight = torch.from_numpy(trust.clip(min=FLOOR))
        predicted = F.normalize(predict_left_out(components, unit, weight), dim=1)
        scores = (predicted * unit).sum(dim=1).numpy()
        null = np.concatenate([(predicted * unit[deal]).sum(dim=1).numpy() for deal in deals])
        trust, pi0 = trust_from_scores(scores, null)
        if 1.0 - pi0 < MIN_SHARE:
            return torch.ones(count), 1.0 - pi0
    return torch.from_numpy(trust).float(), 1.0 - pi0
