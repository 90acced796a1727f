"""Unit vectors with the mean of a training set taken off, so that no vector is near to all queries.

In high dimensions the vectors nearest to the mean are among the nearest of most queries (hubs), whatever is asked.
Source: Suzuki et al. 2013, "Centering Similarity Measures to Reduce Hubs" (EMNLP), there for inner products; here each
kind of vectors, of pictures and of texts, has a mean of its own, and is a unit vector again afterwards.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.errors import UsageError

LONGEST = 0.999  # of a mean of unit vectors; of nearer ones nothing but rounding would be left


class Centre(nn.Module):
    """y = (x - c) / |x - c| of unit vectors x (..., D) for a mean c (D,) with |c| < 1; zero until :meth:`set_mean`."""

    mean: Tensor

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(dim))

    def set_mean(self, mean: Tensor) -> None:
        """Take ``mean`` (D,) off from now on. Raises UsageError when it is too long, see :attr:`is_sound`."""
        self.mean.copy_(mean)
        if not self.is_sound:
            raise UsageError(
                f"These vectors cannot be centred: they all point the same way (their mean is {float(mean.norm()):.4f} "
                f"long; at most {LONGEST}). The model is not trained, or all pictures or all texts are alike."
            )

    @property
    def is_sound(self) -> bool:
        """Whether the mean is one that unit vectors can have, and short enough to leave something of them."""
        return float(self.mean.norm()) <= LONGEST

    def forward(self, x: Tensor) -> Tensor:
        """Unit vectors (..., D) -> unit vectors (..., D)."""
        return F.normalize(x - self.mean, dim=-1)

    def undo(self, y: Tensor) -> Tensor:
        """The unit vectors x of which ``y`` (..., D) were made: x = r y + c, where r > 0 follows from |x| = 1."""
        along = y @ self.mean
        r = torch.sqrt(along.square() + 1.0 - self.mean.square().sum()) - along
        return r.unsqueeze(-1) * y + self.mean
