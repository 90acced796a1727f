"""The method as published, written so that it can be read against the equations: B^2 copies, one sample at a time.

Only for tests. It shares nothing with ``msa_core`` but the values of the weights, taken by name from a state dict, and
the networks that are other people's (torchvision's ResNet, transformers' BERT).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

Weights = Mapping[str, Tensor]


@dataclass
class Naive:
    """What a batch gives: v (B, D), g (B, D), z (B, B, 4), the three losses and their sum."""

    v: Tensor
    g: Tensor
    z: Tensor
    tri: Tensor
    mscma: Tensor
    csmmc: Tensor
    total: Tensor


def linear(weights: Weights, name: str, x: Tensor) -> Tensor:
    """W x + b of one vector, or of each row."""
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def layer_norm(weights: Weights, name: str, x: Tensor) -> Tensor:
    """LN of one vector, or of each row, eps 1e-5."""
    centred = x - x.mean(dim=-1, keepdim=True)
    variance = (centred**2).mean(dim=-1, keepdim=True)
    return centred / torch.sqrt(variance + 1e-5) * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def pooled(stage_maps: list[Tensor]) -> list[Tensor]:
    """x^s (B, C_s): global max pool of scales 1..3, global average of scale 4, of maps (B, C_s, h_s, w_s)."""
    scales = []
    for stage_map in stage_maps[:3]:
        height, width = stage_map.shape[2:]
        scales.append(F.max_pool2d(stage_map, kernel_size=(height, width)).reshape(stage_map.shape[:2]))
    scales.append(stage_maps[3].sum(dim=(2, 3)) / (stage_maps[3].shape[2] * stage_maps[3].shape[3]))
    return scales


def image_embedding(weights: Weights, x: list[Tensor]) -> Tensor:
    """v of one image from its four x^s (C_s)."""
    f = sum((linear(weights, f"image_encoder.fuse.{s}", x[s]) for s in range(4)), torch.zeros(()))
    e = linear(weights, "image_encoder.w1", f)
    gate = torch.sigmoid(linear(weights, "image_encoder.w2", e))
    o = linear(weights, "image_encoder.w3", e * gate)
    return o / torch.sqrt((o**2).sum())


def match_logits(weights: Weights, s: int, heads: int, x: Tensor, hidden: Tensor) -> Tensor:
    """z^s (B, B) of x^s (B, C_s) and texts (B, 31, D) with [CLS] first: B^2 copies into torch's own attention."""
    size = len(x)
    image = torch.cat([x[i].expand(size, -1) for i in range(size)])  # row i * B + j is the pair (i, j)
    text = torch.cat([hidden for _ in range(size)])
    scale = f"mscmat.scales.{s}"
    g = text[:, 0] / torch.sqrt((text[:, 0] ** 2).sum(dim=1, keepdim=True))
    u = linear(weights, f"{scale}.image", image)
    query = layer_norm(weights, "mscmat.norm_image", u)
    words = layer_norm(weights, "mscmat.norm_words", text[:, 1:])
    projections = [f"{scale}.{name}" for name in ("query", "key", "value")]
    c, _ = F.multi_head_attention_forward(
        query[None],
        words.transpose(0, 1),
        words.transpose(0, 1),
        u.shape[1],
        heads,
        torch.cat([weights[f"{name}.weight"] for name in projections]),
        torch.cat([weights[f"{name}.bias"] for name in projections]),
        bias_k=None,
        bias_v=None,
        add_zero_attn=False,
        dropout_p=0.0,
        out_proj_weight=weights[f"{scale}.out.weight"],
        out_proj_bias=weights[f"{scale}.out.bias"],
    )
    return linear(weights, f"{scale}.match", (c[0] + g) * u).reshape(size, size)


def losses(v: Tensor, g: Tensor, z: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """L_tri, L_MSCMA, L_CSMMC and L = L_tri + 15 L_MSCMA + 10 L_CSMMC of v (B, D), g (B, D), z (B, B, 4)."""
    size = len(v)
    tri, mscma, csmmc = (torch.zeros((), dtype=v.dtype) for _ in range(3))

    def distance(i: int, j: int) -> Tensor:
        return 2 - F.cosine_similarity(v[i], g[j], dim=0)

    with torch.no_grad():
        distances = [[float(distance(i, j)) for j in range(size)] for i in range(size)]
    for i in range(size):
        others = [j for j in range(size) if j != i]
        hardest_text = min(others, key=distances[i].__getitem__)
        hardest_image = min(others, key=[row[i] for row in distances].__getitem__)
        tri = tri + F.relu(0.5 + distance(i, i) - distance(i, hardest_text))
        tri = tri + F.relu(0.5 + distance(i, i) - distance(hardest_image, i))
    match = [1 / (1 + torch.exp(-z[..., s])) for s in range(4)]
    for s in range(4):
        for i in range(size):
            row = match[s][i]
            mscma = mscma - torch.log(torch.exp(row[i]) / torch.exp(row).sum()) / size
    for s in range(3):
        for j in range(size):
            small, large = torch.exp(match[s][:, j] / 2), torch.exp(match[3][:, j].detach() / 2)
            q, q4 = small / small.sum(), large / large.sum()
            csmmc = csmmc + (q * (torch.log(q) - torch.log(q4))).sum() / size**2
    return tri, mscma, csmmc, tri + 15 * mscma + 10 * csmmc


def from_features(weights: Weights, heads: int, scales: list[Tensor], hidden: Tensor) -> Naive:
    """Everything behind the two networks, from four x^s (B, C_s) and BERT's last hidden states (B, 31, D)."""
    v = torch.stack([image_embedding(weights, [x[i] for x in scales]) for i in range(len(hidden))])
    g = torch.stack([text[0] / torch.sqrt((text[0] ** 2).sum()) for text in hidden])
    z = torch.stack([match_logits(weights, s, heads, scales[s], hidden) for s in range(4)], dim=-1)
    return Naive(v, g, z, *losses(v, g, z))
