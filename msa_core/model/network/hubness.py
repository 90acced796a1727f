"""Embeddings that make up for hubs: pictures that are near to every text, and texts that are near to every picture.

How near a vector is to the other kind in general is its hubness r, the mean of its K largest cosines with a bank of
vectors of the other kind. The score takes a share w of both off the cosine,

    s(v, g) = cos(v, g) - w (r(v) - c_v) - w (r(g) - c_g),

with constants c, the mean hubness of each kind, that leave scores about where cosines are. Ranked by it with w = 1/2 is
ranked by CSLS (Conneau et al. 2018, "Word Translation Without Parallel Data", eq. 4), there for words of two languages.
A smaller w trusts the banks less: what is near to many texts of a bank may be what was asked for.

s is an inner product again, so that an index needs to know nothing of it: with d = r - c, cut to -1/2..1/2,

    embedding of a picture  (v, d_v, 1/2, sqrt(1/4 - d_v^2)) / Z,   a unit vector, Z = sqrt(3/2)
    embedding of a text     (g, -w, -2 w d_g, 0) * Z,               (the last number fills the picture's up to length Z)

followed by zeros up to D + 8, so that rows of an index stay as aligned as without.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.model.network.hub_layout import LENGTH, MAX_HUBNESS, MORE

NEIGHBOURS = 10
"""K, as in the published experiments."""


class Hubs(nn.Module):
    """Banks of unit vectors, pictures (M_v, D) and texts (M_g, D), and the mean hubness (2,) of both kinds.

    Args:
        dim: D.
        pictures: M_v; ``texts``: M_g.
        weight: w, the share of hubness that is taken off, above 0 to 1.
    """

    pictures: Tensor
    texts: Tensor
    means: Tensor

    def __init__(self, dim: int, pictures: int, texts: int, weight: float = 0.5) -> None:
        super().__init__()
        self.dim = dim
        self.weight = weight
        self.register_buffer("pictures", torch.zeros(pictures, dim))
        self.register_buffer("texts", torch.zeros(texts, dim))
        self.register_buffer("means", torch.zeros(2))

    def fill(self, pictures: Tensor, texts: Tensor) -> None:
        """Take these banks of unit vectors, (M_v, D) and (M_g, D), and what their mean hubness is."""
        self.pictures.copy_(pictures)
        self.texts.copy_(texts)
        means = [_hubness(self.pictures, self.texts).mean(), _hubness(self.texts, self.pictures).mean()]
        self.means.copy_(torch.stack(means))

    def of_pictures(self, v: Tensor) -> Tensor:
        """Unit vectors (B, D) of pictures -> unit embeddings (B, D + 8)."""
        d = (_hubness(v, self.texts) - self.means[0]).clamp(-MAX_HUBNESS, MAX_HUBNESS)
        rest = (MAX_HUBNESS**2 - d.detach().square()).clamp(min=0.0).sqrt()
        return _beside(v, d, torch.full_like(d, 0.5), rest) / LENGTH

    def of_texts(self, g: Tensor) -> Tensor:
        """Unit vectors (B, D) of texts -> embeddings (B, D + 8), whose inner products with pictures' are the scores."""
        d = (_hubness(g, self.pictures) - self.means[1]).clamp(-MAX_HUBNESS, MAX_HUBNESS)
        return _beside(g, torch.full_like(d, -self.weight), -2.0 * self.weight * d) * LENGTH

    def plain_texts(self, embeddings: Tensor) -> Tensor:
        """The unit vectors (B, D) of which :meth:`of_texts` made ``embeddings``."""
        return embeddings[..., : self.dim] / LENGTH

    def as_query(self, embeddings: Tensor) -> Tensor:
        """Embeddings of pictures (B, D + 8) -> (B, D + 8), whose inner products with such embeddings are cosines."""
        return torch.cat(
            [embeddings[..., : self.dim] * LENGTH**2, torch.zeros_like(embeddings[..., self.dim :])], dim=-1
        )


def _beside(x: Tensor, *columns: Tensor) -> Tensor:
    """(B, D) and columns (B,), followed by zeros: (B, D + 8)."""
    return F.pad(torch.cat([x, torch.stack(columns, dim=1)], dim=1), (0, MORE - len(columns)))


def _hubness(x: Tensor, bank: Tensor) -> Tensor:
    """r (B,) of unit vectors (B, D)."""
    return (x @ bank.T).topk(min(NEIGHBOURS, len(bank)), dim=1).values.mean(dim=1)
