"""MSCMAT, the Multi-scale Cross-Modal Alignment Transformer (Yang et al. 2024), in an exact factorised form."""

from __future__ import annotations

import math
from typing import cast

import torch
from torch import Tensor, nn

from msa_core.model.config.model_config import ModelConfig
from msa_core.model.trunks.trunk_table import SCALES


class ScaleAttention(nn.Module):
    """One scale s of MSCMAT: z_ij = m . ((c_ij + g_j) * u_i) + beta.

    u_i = P x_i + p (D); c_ij = MHA(query LN_q(u_i), keys = values = LN_kv(W_j)) (D): one query token, no residual, no
    feed-forward part, no dropout. The published code makes c for all B x B pairs. The head is linear in c, so W_o is
    folded into the image side, with mu_i = u_i * m and r_i = W_o^T mu_i split into heads h:

        z_ij = sum_h sum_l alpha_ijhl (V_jhl . r_ih) + mu_i . g_j + mu_i . b_o + beta

    No tensor of size B^2 x D exists; the result is the same to rounding. For a single text (searching) W_q and W_o are
    folded into its words, which are fewer than D even times the heads.

    Attributes:
        image: P, p: Linear(C_s, D).
        query: W_q, b_q of the attention: Linear(D, D); likewise ``key``, ``value`` and ``out`` (W_o, b_o).
        match: m, beta: Linear(D, 1).

    Args:
        channels: C_s, length of the pooled x^s.
        dim: D.
        heads: number of heads; divides D.
    """

    def __init__(self, channels: int, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.head_dim = dim // heads
        self.image = nn.Linear(channels, dim)
        self.query = nn.Linear(dim, dim)
        self.key = nn.Linear(dim, dim)
        self.value = nn.Linear(dim, dim)
        self.out = nn.Linear(dim, dim)
        self.match = nn.Linear(dim, 1)

    def split_heads(self, x: Tensor) -> Tensor:
        """(..., D) -> (..., heads, D / heads)."""
        return x.unflatten(-1, (self.heads, self.head_dim))

    def attention(self, u_normed: Tensor, words_normed: Tensor, mask: Tensor) -> Tensor:
        """alpha (images, texts, heads, words) of LN_q(u) (I, D) on LN_kv(W) (J, T, D) under ``mask`` (J, T)."""
        q = self.split_heads(self.query(u_normed)) / math.sqrt(self.head_dim)
        k = self.split_heads(self.key(words_normed))
        scores = torch.einsum("ihd,jlhd->ijhl", q, k)
        scores = scores.masked_fill(~mask[None, :, None, :], float("-inf"))
        return scores.softmax(dim=-1)

    def _attention_of_few(self, u_normed: Tensor, words_normed: Tensor, mask: Tensor) -> Tensor:
        """:meth:`attention` where heads x words are fewer than D: W_q is folded into the words instead.

        q_ih . k_jlh = LN_q(u_i) . (W_q,h^T k_jlh) + b_q,h . k_jlh: per image a product with every word and head, not
        with D rows.
        """
        k = self.split_heads(self.key(words_normed)) / math.sqrt(self.head_dim)
        weight = self.query.weight.unflatten(0, (self.heads, self.head_dim))
        folded = torch.einsum("hkd,jlhk->jhld", weight, k)
        scores = torch.einsum("id,jhld->ijhl", u_normed, folded)
        scores = scores + torch.einsum("hk,jlhk->jhl", self.split_heads(self.query.bias), k)
        return scores.masked_fill(~mask[None, :, None, :], float("-inf")).softmax(dim=-1)

    def forward(self, u: Tensor, u_normed: Tensor, g: Tensor, words_normed: Tensor, mask: Tensor) -> Tensor:
        """Match logits z (I, J) of every image with every text.

        Args:
            u: P x + p (I, D); ``u_normed`` its LN_q.
            g: unit global text vectors (J, D).
            words_normed: LN_kv of the words (J, T, D); ``mask`` bool (J, T) of those attended.
        """
        mu = u * self.match.weight[0]
        v = self.split_heads(self.value(words_normed))
        if mask.numel() * self.heads < u.shape[1]:
            alpha = self._attention_of_few(u_normed, words_normed, mask)
            out = self.out.weight.unflatten(1, (self.heads, self.head_dim))
            along = torch.einsum("id,jhld->ijhl", mu, torch.einsum("dhk,jlhk->jhld", out, v))
        else:
            alpha = self.attention(u_normed, words_normed, mask)
            along = torch.einsum("ihd,jlhd->ijhl", self.split_heads(mu @ self.out.weight), v)
        context = (alpha * along).sum(dim=(2, 3))
        return context + mu @ g.T + (mu @ self.out.bias + self.match.bias)[:, None]


class Mscmat(nn.Module):
    """The Multi-scale Cross-Modal Alignment Transformer: the match logits z^s_ij of every pair at four scales.

    The layer norms are shared by the scales, everything else is per scale. S^s = sigmoid(z^s) is the matching matrix
    of Yang et al. 2024.

    Attributes:
        norm_image: LN_q of the image query u_i (D).
        norm_words: LN_kv of the words W_j (D).
        scales: one :class:`ScaleAttention` per scale 1..4.

    Args:
        config: D, the heads, and the preset (``paper`` also begins with the published random weights).
        dims: C_1..C_4 of the pooled features.
    """

    def __init__(self, config: ModelConfig, dims: tuple[int, ...]) -> None:
        super().__init__()
        self.norm_image = nn.LayerNorm(config.dim)
        self.norm_words = nn.LayerNorm(config.dim)
        self.scales = nn.ModuleList([ScaleAttention(c, config.dim, config.heads) for c in dims])
        if config.preset == "paper":
            self._begin_as_published(config.dim)

    def _begin_as_published(self, dim: int) -> None:
        """Attention weights from a normal distribution, its biases 0; the other layers as torch begins them."""
        for module in self.scales:
            scale = cast("ScaleAttention", module)
            for layer in (scale.query, scale.key, scale.value, scale.out):
                nn.init.normal_(layer.weight, std=dim**-0.5 if layer is not scale.out else (2 * dim) ** -0.5)
                nn.init.zeros_(layer.bias)

    def forward(self, pooled: list[Tensor], g: Tensor, words: Tensor, mask: Tensor) -> Tensor:
        """Logits (images, texts, 4) from the four x^s (I, C_s), g (J, D), words (J, T, D), mask (J, T)."""
        words_normed = self.norm_words(words)
        logits = []
        for module, x in zip(self.scales, pooled, strict=True):
            scale = cast("ScaleAttention", module)
            u = scale.image(x)
            logits.append(scale(u, self.norm_image(u), g, words_normed, mask))
        assert len(logits) == SCALES
        return torch.stack(logits, dim=-1)
