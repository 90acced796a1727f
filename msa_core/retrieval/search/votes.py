"""Votes on tiles move the ranking: a logistic probe on the embeddings, fitted in milliseconds.

The query's own score is the starting point, and stays the ranking while nobody has voted. Each vote says of one tile
whether it is what was looked for; a logistic regression (Cox 1958) with that score as its offset learns a correction
u of the query's vector, which is small unless votes ask for it (a Gaussian prior, i.e. an L2 penalty on u):

    minimise  sum_i c_i log(1 + exp(-y_i (s_i + u . x_i + b)))  +  |u|^2 / (2 P)

with y_i = +1 for accepted and -1 for rejected tiles, x_i their embeddings less the mean of all, and s_i how many
spreads of the background a tile's score lies above the middle. Tiles drawn from the whole archive count as rejected
with a small weight c, since most of an archive is not what one looks for. The penalty makes u a sum of the
embeddings voted on (representer theorem), so that the fit is Newton's method in as many unknowns as there are
votes, whatever the size of the archive. This is a probe: it knows nothing of words and holds for this query and
these embeddings alone. It is not training.
"""

from __future__ import annotations

import numpy as np

PRIOR = 32.0
"""P: variance of each number of u beforehand, in squared spreads per squared unit of embedding."""

BACKDROP_TILES = 128
"""Tiles of the whole archive that stand for what is not looked for."""

BACKDROP_WEIGHT = 8.0
"""What all of those weigh together, in votes."""

MAX_VOTES = 2000
"""More than these are thinned evenly: the fit is cubic in their number."""

_STEPS = 30
_TOLERANCE = 1e-10


def correction(
    voted: np.ndarray,
    wanted: np.ndarray,
    offset: np.ndarray,
    backdrop: np.ndarray,
    backdrop_offset: np.ndarray,
) -> np.ndarray:
    """The correction u of a query's vector, in spreads of the background.

    Args:
        voted: float (V, D), embeddings of the tiles voted on, V of 1 or more.
        wanted: bool (V,), True for accepted.
        offset: float (V,), how many spreads each scores above the middle for the query alone.
        backdrop: float (B, D), embeddings of tiles of the whole archive; B of 1 or more.
        backdrop_offset: float (B,), their scores likewise.

    Returns:
        float64 (D,), at right angles to the backdrop's mean: the archive as a whole scores no higher and no lower.
    """
    mean = backdrop.mean(axis=0, dtype=np.float64)
    x = np.concatenate([voted, backdrop]).astype(np.float64) - mean
    y = np.concatenate([np.where(wanted, 1.0, -1.0), -np.ones(len(backdrop))])
    weight = np.concatenate([np.ones(len(voted)), np.full(len(backdrop), BACKDROP_WEIGHT / len(backdrop))])
    start = np.concatenate([offset, backdrop_offset]).astype(np.float64)
    u = x.T @ _fit(x @ x.T * PRIOR, y, weight, start) * PRIOR
    length = float(mean @ mean)
    return u - mean * (float(u @ mean) / length) if length > 0 else u


def _fit(kernel: np.ndarray, y: np.ndarray, weight: np.ndarray, offset: np.ndarray) -> np.ndarray:
    """Coefficients a (N,) of a kernel logistic regression with a free constant: f = offset + kernel a + b.

    Newton's method with halved steps; the objective is convex, so what it ends at is the one minimum.
    """
    at = np.zeros(len(y) + 1)  # a, then b
    loss = _loss(kernel, at, y, weight, offset)
    for _ in range(_STEPS):
        step = _newton_step(kernel, at, y, weight, offset)
        tried = [
            (_loss(kernel, at + share * step, y, weight, offset), share) for share in (1.0, 0.5, 0.25, 0.0625)
        ]
        best, share = min(tried)
        if not best < loss - _TOLERANCE * (1.0 + abs(loss)):
            break
        at, loss = at + share * step, best
    return at[:-1]


def _newton_step(
    kernel: np.ndarray, at: np.ndarray, y: np.ndarray, weight: np.ndarray, offset: np.ndarray
) -> np.ndarray:
    """Where the gradient vanishes to first order: slope + a = 0 (times the kernel) and sum(slope) = 0."""
    margin = y * (offset + kernel @ at[:-1] + at[-1])
    p = 1.0 / (1.0 + np.exp(np.clip(margin, -500, 500)))
    slope, bend = -weight * y * p, np.maximum(weight * p * (1 - p), 1e-10)
    system = np.zeros((len(at), len(at)))
    system[:-1, :-1] = kernel * bend[:, None] + np.eye(len(y))
    system[:-1, -1] = bend
    system[-1, :-1] = bend @ kernel
    system[-1, -1] = bend.sum()
    step: np.ndarray = np.linalg.solve(system, -np.concatenate([slope + at[:-1], [slope.sum()]]))
    return step


def _loss(kernel: np.ndarray, at: np.ndarray, y: np.ndarray, weight: np.ndarray, offset: np.ndarray) -> float:
    images = kernel @ at[:-1]
    return float(weight @ np.logaddexp(0.0, -y * (offset + images + at[-1])) + 0.5 * at[:-1] @ images)
