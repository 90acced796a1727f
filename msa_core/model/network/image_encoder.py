"""From stage maps to pooled features, and from those to the image embedding."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.model.config.model_config import ModelConfig
from msa_core.model.trunks.trunk import Trunk, pool


class ImageEncoder(nn.Module):
    """The multi-scale image encoder: trunk, pooling, fusion f = sum_s A_s x^s + a_s, and self-gate.

    With ``pool_norm="batch"`` each pooled x^s passes a BatchNorm first (affine in eval mode): the four stages
    differ by orders of magnitude, and the finest would vanish in the sum.

    With ``class_token`` the trunk's class vector x^0 joins the sum through a matrix of its own, A_0 x^0 + a_0. MSCMAT
    does not see it: it has no place in the picture.
    """

    def __init__(self, config: ModelConfig, trunk: Trunk) -> None:
        super().__init__()
        self.trunk = trunk
        self.pooling = config.pooling
        make = nn.BatchNorm1d if config.pool_norm == "batch" else nn.Identity
        self.norms = nn.ModuleList([make(c) for c in trunk.dims])
        self.fuse = nn.ModuleList([nn.Linear(c, config.dim) for c in trunk.dims])
        self.fuse_class = nn.Linear(trunk.class_dim, config.dim) if config.class_token else None
        self.w1 = nn.Linear(config.dim, config.dim)
        self.w2 = nn.Linear(config.dim, config.dim)
        self.w3 = nn.Linear(config.dim, config.dim)

    def pool(self, maps: list[Tensor]) -> Tensor:
        """Four maps (B, C_s, h_s, w_s) -> raw pooled features side by side (B, C_1+..+C_4), float32."""
        return torch.cat([pool(m, kind).float() for m, kind in zip(maps, self.pooling, strict=True)], dim=1)

    def split(self, pooled: Tensor) -> list[Tensor]:
        """Raw pooled features (B, C_1+..+C_4) -> four normalised x^s (B, C_s)."""
        parts = pooled.split(list(self.trunk.dims), dim=1)
        return [norm(part) for norm, part in zip(self.norms, parts, strict=True)]

    def embed(self, scales: list[Tensor], class_vector: Tensor | None = None) -> Tensor:
        """Four x^s (B, C_s) -> unit embeddings v (B, D): o = W3 (e * sigmoid(W2 e + b2)) + b3, v = o / |o|.

        ``class_vector`` x^0 (B, C_0) is needed where the configuration has ``class_token``, and unused elsewhere.
        """
        parts = [layer(x) for layer, x in zip(self.fuse, scales, strict=True)]
        if self.fuse_class is not None:
            assert class_vector is not None, (
                "this model ranks by the class token as well: give its class vector"
            )
            parts.append(self.fuse_class(class_vector))
        fused = torch.stack(parts).sum(dim=0)
        e = self.w1(fused)
        return F.normalize(self.w3(e * torch.sigmoid(self.w2(e))), dim=-1)
