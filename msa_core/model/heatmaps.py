"""Exact heatmaps: which places of a picture, at which scale and by which word, made it match a text.

For a fixed attended context c the match logit is linear in the pooled feature, z = G . x + const with
G = P^T (m * (c + g)), so an average-pooled scale decomposes over positions, M(p) = G . X(p) / (h w), without
remainder; and c = b_o + sum_l U_l decomposes over words. A max-pooled scale is shown as the dense G . X(p),
rescaled so that it too sums to G . x: the exact contribution is a few dots, which no eye can read.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from msa_core.errors import UsageError
from msa_core.model.msa import MSA
from msa_core.model.mscmat import ScaleAttention
from msa_core.model.text_encoder import TextFeatures
from msa_core.model.trunks.clip_trunk import ClipTrunk
from msa_core.model.trunks.trunk import tokens_to_map
from msa_core.model.trunks.trunk_table import SCALES
from msa_core.model.word_pieces import PieceMarks, merge_pieces
from msa_core.records import RANKING, Heatmap

SENTENCE = "*"
"""The word under which the part of the sentence as a whole (global vector and bias) is kept."""

"""The scale number of the ranking map."""


def explain(model: MSA, image: np.ndarray, text: str) -> tuple[tuple[str, ...], tuple[Heatmap, ...]]:
    """All heatmaps of ``text`` on one picture uint8 (H, W, 3).

    Returns:
        The words in order (a repeated word as ``word (2)``), and the heatmaps: for every scale 1..4 the whole
        (word ``""``), each word, and the sentence as a whole (word ``"*"``), in logit units, with
        ``values.sum() + constant == total`` and words + sentence = whole; and the ranking map (scale 0), gradient
        x activation of the retrieval score summed over the stages, in its units. A model with a class token ranks
        through it as well: its share is taken where the last block's attention reads the patches.

    Raises:
        UsageError: the text is empty.
    """
    if not text.strip():
        raise UsageError("There is nothing to explain: the text is empty.")
    with torch.no_grad():
        texts = model.encode_texts([text])
        maps, tokens = model.look(model.prepare([image]))
        maps = [m.float() for m in maps]
        words = name_words(texts.tokens[0], model.text_encoder.marks)
        heatmaps = []
        for scale in range(1, SCALES + 1):
            heatmaps += _scale_heatmaps(model, maps[scale - 1], texts, scale, words)
    heatmaps.append(_ranking_heatmap(model, maps, tokens, texts.embedding[0]))
    return tuple(name for name, _ in words), tuple(heatmaps)


def name_words(tokens: list[str], marks: PieceMarks) -> list[tuple[str, list[int]]]:
    """Words of a row of word pieces with the positions of their pieces; repetitions numbered apart."""
    seen: dict[str, int] = {}
    named = []
    for word, positions in merge_pieces(tokens, marks):
        seen[word] = seen.get(word, 0) + 1
        named.append((word if seen[word] == 1 else f"{word} ({seen[word]})", positions))
    return named


def _scale_heatmaps(
    model: MSA, stage_map: Tensor, texts: TextFeatures, scale: int, words: list[tuple[str, list[int]]]
) -> list[Heatmap]:
    attention = cast("ScaleAttention", model.mscmat.scales[scale - 1])
    kind = model.config.pooling[scale - 1]
    x = stage_map.mean(dim=(2, 3)) if kind == "avg" else stage_map.amax(dim=(2, 3))
    weight, shift = _affine(model.image_encoder.norms[scale - 1], x)
    x_normed = x * weight + shift
    u = attention.image(x_normed)
    contexts = _word_contexts(attention, model, u, texts)  # (T, D): U_l of each token
    m = attention.match.weight[0]
    taken: set[int] = set()
    parts: list[tuple[str, Tensor, float]] = []
    for name, positions in words:
        taken.update(positions)
        parts.append((name, contexts[positions].sum(dim=0), 0.0))
    # What no word owns (the bias, and in preset paper PAD and SEP) belongs to the sentence as a whole.
    rest = [row for row in range(len(contexts)) if row not in taken]
    g = model.globals_of(texts.embedding)[0]
    whole = g + attention.out.bias + contexts[rest].sum(dim=0)
    parts.append((SENTENCE, whole, float(attention.match.bias)))
    everything = torch.stack([part for _, part, _ in parts]).sum(dim=0)
    parts.insert(0, ("", everything, float(attention.match.bias)))
    heatmaps = []
    for name, context, bias in parts:
        mc = m * context
        direction = (mc @ attention.image.weight) * weight  # G, through the affine normalisation
        constant = float((mc @ attention.image.weight) @ shift + mc @ attention.image.bias) + bias
        total = float(direction @ x[0]) + constant
        values = torch.einsum("c,chw->hw", direction, stage_map[0]) / (
            stage_map.shape[2] * stage_map.shape[3]
        )
        if kind == "max":
            values = _rescale(values, total - constant)
        heatmaps.append(
            Heatmap(
                scale=scale,
                word=name,
                values=values.cpu().numpy().astype(np.float32),
                constant=constant,
                total=total,
            )
        )
    return heatmaps


def _rescale(values: Tensor, wanted: float) -> Tensor:
    """Shift a dense map so that it sums to ``wanted``, the exact contribution of the max-pooled feature."""
    return values + (wanted - values.sum()) / values.numel()


def _affine(norm: torch.nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    """weight and shift (C,) with norm(x) = weight * x + shift, in eval mode."""
    if isinstance(norm, torch.nn.BatchNorm1d):
        assert norm.running_var is not None
        assert norm.running_mean is not None
        weight = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        return weight, norm.bias - norm.running_mean * weight
    return torch.ones_like(x[0]), torch.zeros_like(x[0])


def _word_contexts(attention: ScaleAttention, model: MSA, u: Tensor, texts: TextFeatures) -> Tensor:
    """U_l = W_o [alpha_hl V_hl]_h for every token l: (T, D)."""
    words_normed = model.mscmat.norm_words(texts.words)
    alpha = attention.attention(model.mscmat.norm_image(u), words_normed, texts.mask)[0, 0]  # (heads, T)
    value = attention.split_heads(attention.value(words_normed))[0]  # (T, heads, D / heads)
    weighted = (value * alpha.T.unsqueeze(-1)).flatten(1)
    return weighted @ attention.out.weight.T


def _ranking_heatmap(model: MSA, maps: list[Tensor], tokens: Tensor | None, text: Tensor) -> Heatmap:
    """Gradient x activation of the score with a text's embedding, every stage spread over the finest grid, summed."""
    encoder = model.image_encoder
    with torch.enable_grad():
        leaves = [m.detach().requires_grad_(True) for m in maps]
        grids = list(leaves)
        class_vector = None
        if tokens is not None:
            trunk = cast("ClipTrunk", encoder.trunk)
            # Not at the tokens themselves: the norm before the attention ignores their size, so gradient x
            # activation would be zero there.
            attended = trunk.attended(tokens).detach().requires_grad_(True)
            class_vector = trunk.class_vector(tokens.detach(), attended).float()
            leaves.append(attended)
        scored = model.embed_scales(encoder.split(encoder.pool(grids)), class_vector)[0] @ text.detach()
        gradients = torch.autograd.grad(scored, leaves)
    height, width = maps[0].shape[2:]
    total = torch.zeros(height, width, device=text.device)
    for leaf, gradient in zip(leaves, gradients, strict=True):
        share = leaf.detach() * gradient
        if share.ndim == 4:
            share = share.sum(dim=1, keepdim=True)
        else:  # tokens; the class token's own share is no place and stays in the constant
            share = tokens_to_map(share.sum(dim=2, keepdim=True)[:, 1:], (height, width))
        cells = share.shape[2] * share.shape[3] / (height * width)
        total += F.interpolate(share, (height, width), mode="nearest-exact")[0, 0] * cells
    score = float(scored.detach())
    values = total.cpu().numpy().astype(np.float32)
    return Heatmap(scale=RANKING, word="", values=values, constant=score - float(values.sum()), total=score)
