"""Exact heatmaps: which places of a picture, at which scale and by which word, made it match a text.

For a fixed attended context c the match logit is linear in the pooled feature, z = G . x + const with
G = P^T (m * (c + g)), so an average-pooled scale decomposes over positions, M(p) = G . X(p) / (h w), without
remainder; and c = b_o + sum_l U_l decomposes over words. A max-pooled scale is shown as the dense G . X(p),
rescaled so that it too sums to G . x: the exact contribution is a few dots, which no eye can read.

The ranking score is not a linear function; it is taken apart by integrated gradients from the same start, features of
0, so that its map has the same signs.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from msa_core.errors import UsageError
from msa_core.model.network.msa import MSA
from msa_core.model.network.mscmat import ScaleAttention
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.model.network.tokens.word_pieces import PieceMarks, merge_pieces
from msa_core.model.trunks.clip_trunk import ClipTrunk
from msa_core.model.trunks.trunk import pool, tokens_to_map
from msa_core.model.trunks.trunk_table import SCALES
from msa_core.records import RANKING, SENTENCE, Heatmap

_STEPS = 64
"""Of the way to the score: the parts of a score of 0.6 of the starter then err by 0.0003 in all, with 32 by 0.001."""


def explain(
    model: MSA, image: np.ndarray, text: str, scored: np.ndarray | None = None
) -> tuple[tuple[str, ...], tuple[Heatmap, ...]]:
    """All heatmaps of ``text`` on one picture uint8 (H, W, 3).

    Args:
        scored: the vector float32 (D,) whose inner product with the picture's embedding the ranking map explains; None:
            that of ``text``. With it the text may be empty, and there is the ranking map alone.

    Returns:
        The words in order (a repeated word as ``word (2)``), and the heatmaps: for every scale 1..4 the whole
        (word ``""``), each word, and the sentence as a whole (word ``"*"``), in logit units, with
        ``values.sum() + constant == total`` and words + sentence = whole; and the ranking map (scale 0), integrated
        gradients of the score summed over the stages, in its units. A model with a class token ranks
        through it as well: its share is taken where the last block's attention reads the patches.

    Raises:
        UsageError: the text is empty.
    """
    if not text.strip() and scored is None:
        raise UsageError("There is nothing to explain: the text is empty.")
    words: list[tuple[str, list[int]]] = []
    heatmaps: list[Heatmap] = []
    vector = None if scored is None else torch.from_numpy(scored).to(model.device)
    with torch.no_grad():
        maps, tokens = model.trunk_output(model.prepare([image]))
        maps = [m.float() for m in maps]
        if text.strip():
            texts = model.encode_texts([text])
            vector = texts.embedding[0] if vector is None else vector
            words = name_words(texts.tokens[0], model.text_encoder.marks)
            for scale in range(1, SCALES + 1):
                heatmaps += _scale_heatmaps(model, maps[scale - 1], texts, scale, words)
    assert vector is not None
    heatmaps.append(_ranking_heatmap(model, maps, tokens, vector))
    trunk = model.image_encoder.trunk
    if trunk.leaves_rest and model.input_px % trunk.strides[0]:
        heatmaps = [
            replace(each, values=_whole_picture(each.values, trunk.strides[0], model.input_px))
            for each in heatmaps
        ]
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


def _ranking_heatmap(model: MSA, maps: list[Tensor], tokens: Tensor | None, query: Tensor) -> Heatmap:
    """What each place gives to the score with a query's vector, every stage spread over the finest grid, summed.

    The score s is not linear in the pooled features x, so each counts by its mean gradient on the way to them, g =
    mean over t in 0..1 of grad s(t x): integrated gradients (Sundararajan et al. 2017, eq. 1): g . x = s(x) - s(0).
    From there on it is as for the scales. The gradient at x alone says what would change a score that is high already,
    which is often the opposite of what made it.
    """
    encoder = model.image_encoder
    pooled = [pool(m, kind) for m, kind in zip(maps, encoder.pooling, strict=True)]
    slopes, of_tokens, score = _slopes(model, pooled, tokens, query)
    height, width = maps[0].shape[2:]
    total = torch.zeros(height, width, device=query.device)
    for stage_map, x, kind, slope in zip(maps, pooled, encoder.pooling, slopes, strict=True):
        rows, columns = stage_map.shape[2:]
        share = torch.einsum("c,chw->hw", slope, stage_map[0]) / (rows * columns)
        if kind == "max":
            share = _rescale(share, float(slope @ x[0]))
        total += _spread(share[None, None], (height, width))
    if of_tokens is not None:  # the class token's own share is not a place and stays in the constant
        of_patches = of_tokens[:, of_tokens.shape[1] - height * width :]
        total += _spread(tokens_to_map(of_patches, (height, width)), (height, width))
    values = total.cpu().numpy().astype(np.float32)
    return Heatmap(scale=RANKING, word="", values=values, constant=score - float(values.sum()), total=score)


def _slopes(
    model: MSA, pooled: list[Tensor], tokens: Tensor | None, query: Tensor
) -> tuple[list[Tensor], Tensor | None, float]:
    """Mean gradients (C_s,) of the score on the way to ``pooled``, what the tokens give (1, T, 1), and the score."""
    steps = (torch.arange(_STEPS, device=query.device) + 0.5) / _STEPS
    attended = None
    with torch.enable_grad():
        leaves = [(steps[:, None] * x.detach()).requires_grad_(True) for x in pooled]
        if tokens is not None:
            trunk = cast("ClipTrunk", model.image_encoder.trunk)
            # Not at the tokens themselves: the norm before the attention ignores their size, so gradient x
            # activation would be zero there.
            attended = trunk.attended(tokens).detach()
            leaves.append((steps[:, None, None] * attended).requires_grad_(True))
        scored = _score(model, leaves, tokens, query)
        slopes = [gradient.mean(dim=0) for gradient in torch.autograd.grad(scored.sum(), leaves)]
    with torch.no_grad():
        own = pooled if attended is None else [*pooled, attended]
        score = float(_score(model, own, tokens, query)[0])
    if attended is None:
        return slopes, None, score
    return slopes[:SCALES], (attended * slopes[SCALES]).sum(dim=2, keepdim=True), score


def _score(model: MSA, features: list[Tensor], tokens: Tensor | None, query: Tensor) -> Tensor:
    """Scores (B,) of four pooled features (B, C_s), and with a class token of what its attention reads."""
    encoder = model.image_encoder
    class_vector = None
    if tokens is not None:
        attended = features[SCALES]
        every = tokens.detach().expand(len(attended), -1, -1)
        class_vector = cast("ClipTrunk", encoder.trunk).class_vector(every, attended).float()
    scales = [norm(x) for norm, x in zip(encoder.norms, features[:SCALES], strict=True)]
    scored: Tensor = model.embed_scales(scales, class_vector) @ query.detach()
    return scored


def _whole_picture(values: np.ndarray, stride_px: int, side_px: int) -> np.ndarray:
    """Cells of ``stride_px`` from the top left corner on, as a grid over the whole picture: what no cell reads is 0.

    Its cells are the largest that patches and picture are both made of; the sum stays.
    """
    cell_px = math.gcd(stride_px, side_px)
    times = stride_px // cell_px
    small = np.repeat(np.repeat(values, times, axis=0), times, axis=1) / times**2
    whole = np.zeros((side_px // cell_px, side_px // cell_px), np.float32)
    whole[: small.shape[0], : small.shape[1]] = small
    return whole


def _spread(share: Tensor, shape: tuple[int, int]) -> Tensor:
    """Cells (1, 1, h, w) spread evenly over a grid of ``shape``, their sum kept: (height, width)."""
    cells = share.shape[2] * share.shape[3] / (shape[0] * shape[1])
    return F.interpolate(share, shape, mode="nearest-exact")[0, 0] * cells
