"""BERT without its pooler (Devlin et al. 2019, arXiv 1810.04805), written on torch's building blocks.

The names and shapes of its state dict are those of transformers' ``BertModel``, and it computes the same numbers (a
test holds it to that). It stands here because the shipped model's text encoder is one: importing transformers' networks
brings torch's compiler into the process that answers questions, which never compiles, and keeps it in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {"gelu": F.gelu, "relu": F.relu}
"""``hidden_act`` of transformers' configuration -> function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BertSizes:
    """A BERT as transformers' configuration has it, with its names and defaults; what else it says is not read here."""

    vocab_size: int = 30522
    hidden_size: int = 768
    num_hidden_layers: int = 12
    num_attention_heads: int = 12
    intermediate_size: int = 3072
    hidden_act: str = "gelu"
    hidden_dropout_prob: float = 0.1
    attention_probs_dropout_prob: float = 0.1
    max_position_embeddings: int = 512
    type_vocab_size: int = 2
    initializer_range: float = 0.02
    layer_norm_eps: float = 1e-12
    pad_token_id: int | None = 0


class Encoded(NamedTuple):
    """What a BERT makes of a text: hidden states of the last layer, (B, T, D)."""

    last_hidden_state: Tensor


def is_plain(settings: Mapping[str, Any]) -> bool:
    """Whether :class:`Bert` is all that this configuration asks for."""
    return (
        set(settings) <= set(BertSizes.__dataclass_fields__)
        and settings.get("hidden_act", "gelu") in ACTIVATIONS
    )


class _Embeddings(nn.Module):
    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        width = sizes.hidden_size
        self.word_embeddings = nn.Embedding(sizes.vocab_size, width, padding_idx=sizes.pad_token_id)
        self.position_embeddings = nn.Embedding(sizes.max_position_embeddings, width)
        self.token_type_embeddings = nn.Embedding(sizes.type_vocab_size, width)
        self.LayerNorm = nn.LayerNorm(width, eps=sizes.layer_norm_eps)
        self.dropout = nn.Dropout(sizes.hidden_dropout_prob)

    def forward(self, ids: Tensor) -> Tensor:
        """Rows of the vocabulary (B, T) -> (B, T, D); all of the first kind of sentence."""
        positions = self.position_embeddings.weight[: ids.shape[1]]
        x = self.word_embeddings(ids) + self.token_type_embeddings.weight[0] + positions
        embedded: Tensor = self.dropout(self.LayerNorm(x))
        return embedded


class _SelfAttention(nn.Module):
    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        width = sizes.hidden_size
        self.heads = sizes.num_attention_heads
        if width % self.heads:
            raise ValueError(f"{self.heads} heads do not share a width of {width} evenly")
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.dropout = nn.Dropout(
            sizes.attention_probs_dropout_prob
        )  # a module, so that whoever sets them all finds it

    def forward(self, x: Tensor, attended: Tensor | None) -> Tensor:
        """(B, T, D) and bool (B, 1, 1, T) or None for all -> (B, T, D)."""
        q, k, v = (
            layer(x).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        dropout = self.dropout.p if self.training else 0.0
        return F.scaled_dot_product_attention(q, k, v, attended, dropout).transpose(1, 2).flatten(2)


class _Added(nn.Module):
    """A linear layer whose result is added to what a block began with, and normed."""

    def __init__(self, before: int, sizes: BertSizes) -> None:
        super().__init__()
        self.dense = nn.Linear(before, sizes.hidden_size)
        self.LayerNorm = nn.LayerNorm(sizes.hidden_size, eps=sizes.layer_norm_eps)
        self.dropout = nn.Dropout(sizes.hidden_dropout_prob)

    def forward(self, x: Tensor, begun_with: Tensor) -> Tensor:
        """(B, T, D') and (B, T, D) -> (B, T, D)."""
        added: Tensor = self.LayerNorm(self.dropout(self.dense(x)) + begun_with)
        return added


class _Attention(nn.Module):
    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.self = _SelfAttention(sizes)
        self.output = _Added(sizes.hidden_size, sizes)

    def forward(self, x: Tensor, attended: Tensor | None) -> Tensor:
        """As :class:`_SelfAttention`."""
        y: Tensor = self.output(self.self(x, attended), x)
        return y


class _Intermediate(nn.Module):
    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.dense = nn.Linear(sizes.hidden_size, sizes.intermediate_size)
        self.activation = ACTIVATIONS[sizes.hidden_act]

    def forward(self, x: Tensor) -> Tensor:
        """(B, T, D) -> (B, T, D')."""
        return self.activation(self.dense(x))


class _Layer(nn.Module):
    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.attention = _Attention(sizes)
        self.intermediate = _Intermediate(sizes)
        self.output = _Added(sizes.intermediate_size, sizes)

    def forward(self, x: Tensor, attended: Tensor | None) -> Tensor:
        """As :class:`_SelfAttention`."""
        x = self.attention(x, attended)
        y: Tensor = self.output(self.intermediate(x), x)
        return y


class _Encoder(nn.Module):
    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.layer = nn.ModuleList(_Layer(sizes) for _ in range(sizes.num_hidden_layers))

    def forward(self, x: Tensor, attended: Tensor | None) -> Tensor:
        """As :class:`_SelfAttention`."""
        for layer in self.layer:
            x = layer(x, attended)
        return x


class Bert(nn.Module):
    """Embeddings and layers, with random weights of ``initializer_range``."""

    def __init__(self, sizes: BertSizes) -> None:
        super().__init__()
        self.embeddings = _Embeddings(sizes)
        self.encoder = _Encoder(sizes)
        for module in self.modules():
            if isinstance(module, nn.Linear | nn.Embedding):
                nn.init.normal_(module.weight, std=sizes.initializer_range)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)
        padding = self.embeddings.word_embeddings
        if padding.padding_idx is not None:
            with torch.no_grad():
                padding.weight[padding.padding_idx].zero_()

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Encoded:
        """Rows of the vocabulary (B, T), and which are words rather than padding, (B, T)."""
        # Without padding torch may choose a quicker kernel. (Whether there is any is not known while torch compiles.)
        is_full = not torch.compiler.is_compiling() and bool(attention_mask.all())
        attended = None if is_full else attention_mask.bool()[:, None, None, :]
        return Encoded(self.encoder(self.embeddings(input_ids), attended))
