"""Gradients of a large batch with the memory of a small one.

A contrastive loss needs all vectors of a batch, but not all activations. The batch goes through the model in chunks
without gradient; the loss of all vectors gives each vector its gradient; then each chunk goes through again, and its
vectors' gradients go back into the weights. The gradient is that of the whole batch, for one forward pass more.
Source: Gao et al. 2021, "Scaling Deep Contrastive Learning Batch Size under Memory Limited Setup" (arXiv 2101.06983).

One thing differs from a batch in one go: BatchNorms of the trunk see a chunk at a time, as in any step of that size.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.model.network.msa import MSA, ImageFeatures
from msa_core.model.network.text_encoder import TextFeatures

Encode = Callable[[slice], tuple[ImageFeatures, TextFeatures]]
"""Pictures of a chunk of the batch, and their texts -> what the model makes of them."""


@dataclass(frozen=True)
class _Chunk:
    """What a chunk of the batch gave, and the random numbers before it."""

    rows: slice
    images: ImageFeatures
    texts: TextFeatures
    random: list[Tensor]


def backward_in_chunks(
    model: MSA,
    chunks: Sequence[slice],
    encode: Encode,
    losses_of: Callable[[ImageFeatures, TextFeatures], dict[str, Tensor]],
) -> dict[str, Tensor]:
    """Add the gradient of the whole batch's ``loss`` to the weights; returns the losses.

    Args:
        model: in training.
        chunks: rows of the batch, in order.
        encode: called twice for each chunk, with the same random numbers.
        losses_of: losses by name of all vectors together, among them ``loss``; NaN or infinite ones raise there.
    """
    done: list[_Chunk] = []
    with torch.no_grad(), _statistics_kept(model):
        for rows in chunks:
            random = _random_state(model.device)
            done.append(_Chunk(rows, *encode(rows), random))
    images, texts = _joined(done)
    leaves = [
        leaf.requires_grad_() for leaf in (images.embedding, images.pooled, texts.embedding, texts.words)
    ]
    losses = losses_of(images, texts)
    losses["loss"].backward()
    gradients = [leaf.grad for leaf in leaves]
    first_row = first_text = 0
    for chunk in done:
        _set_random_state(chunk.random, model.device)
        again = encode(chunk.rows)
        vectors = (again[0].embedding, again[0].pooled, again[1].embedding, again[1].words)
        starts = (first_row, first_row, first_text, first_text)
        parts = [
            (vector * gradient[start : start + len(vector), *map(slice, vector.shape[1:])]).sum()
            for vector, gradient, start in zip(vectors, gradients, starts, strict=True)
            if gradient is not None
        ]
        torch.stack(parts).sum().backward()
        first_row, first_text = first_row + len(vectors[0]), first_text + len(vectors[2])
    return losses


def _joined(done: Sequence[_Chunk]) -> tuple[ImageFeatures, TextFeatures]:
    """The chunks side by side; words of shorter chunks are filled up with what no one attends."""
    images = ImageFeatures(
        *(torch.cat([getattr(p.images, k) for p in done]) for k in ("embedding", "pooled"))
    )
    longest = max(p.texts.words.shape[1] for p in done)
    missing = [longest - p.texts.words.shape[1] for p in done]
    words = torch.cat([F.pad(p.texts.words, (0, 0, 0, more)) for p, more in zip(done, missing, strict=True)])
    mask = torch.cat([F.pad(p.texts.mask, (0, more)) for p, more in zip(done, missing, strict=True)])
    tokens = [tokens for p in done for tokens in p.texts.tokens]
    return images, TextFeatures(torch.cat([p.texts.embedding for p in done]), words, mask, tokens)


@contextlib.contextmanager
def _statistics_kept(model: nn.Module) -> Iterator[None]:
    """The running statistics of BatchNorms stay: a batch that goes through twice must not count twice."""
    norms = [m for m in model.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)]
    before = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 0.0
    try:
        yield
    finally:
        for norm, momentum in zip(norms, before, strict=True):
            norm.momentum = momentum


def _random_state(device: torch.device) -> list[Tensor]:
    states = [torch.get_rng_state()]
    return [*states, torch.cuda.get_rng_state(device)] if device.type == "cuda" else states


def _set_random_state(states: list[Tensor], device: torch.device) -> None:
    torch.set_rng_state(states[0])
    if device.type == "cuda":
        torch.cuda.set_rng_state(states[1], device)
