"""The image tower of CLIP (Radford et al. 2021) as a trunk. A door to transformers, beside ``text_encoder``.

CLIP is trained through one vector only: the class token of the last block. Two decisions follow:

* The class token is a part of its own beside X^1..X^4 (``class_dim``), so that a model can rank exactly as the CLIP
  it was made from.
* CLIP's loss never saw what the last block makes of a patch token. X^4 is therefore the last block with every patch
  attending to itself alone: the vector that the class token would become if it attended only there, which lies
  where CLIP's texts lie (MaskCLIP: Zhou, Loy, Dai 2022, "Extract free dense labels from CLIP").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.model.trunks.trunk import Trunk, quarters, resample_positions, tokens_to_map
from msa_core.model.trunks.trunk_table import SCALES


class ClipTrunk(Trunk):
    """Patch tokens after a quarter, half and three quarters of the blocks, layer-normed, are X^1..X^3; X^4 as above.

    Args:
        tower: transformers' ``CLIPVisionModel``; its modules are taken over.
    """

    def __init__(self, tower: Any) -> None:
        width, patch = tower.config.hidden_size, tower.config.patch_size
        stages = [nn.ModuleList(group) for group in quarters(list(tower.encoder.layers))]
        super().__init__(stages, (width,) * SCALES, (patch,) * SCALES)
        self.class_dim = width
        self.class_token = tower.embeddings.class_embedding
        self.patches = tower.embeddings.patch_embedding
        self.positions = tower.embeddings.position_embedding
        self.norm_before = tower.pre_layrnorm
        self.norm = tower.post_layernorm

    @property
    def _last(self) -> Any:
        return blocks_of(self.stages[-1])[-1]

    def forward(self, images: Tensor) -> list[Tensor]:
        """Normalised images (B, 3, H, W) -> four maps (B, C, h, w), h = H // patch, and what the last block reads.

        That fifth tensor is all tokens (B, 1 + h * w, C) that enter it, the class token first.
        """
        x = self.patches(images)
        grid = (x.shape[2], x.shape[3])
        x = torch.cat([self.class_token.expand(len(x), 1, -1), x.flatten(2).transpose(1, 2)], dim=1)
        x = self.norm_before(x + resample_positions(self.positions.weight[None], grid))
        maps = []
        for stage in self.stages[:-1]:
            for block in blocks_of(stage):
                x = run_block(block, x)
            maps.append(tokens_to_map(F.layer_norm(x, x.shape[-1:])[:, 1:], grid))
        for block in blocks_of(self.stages[-1])[:-1]:
            x = run_block(block, x)
        maps.append(tokens_to_map(self._patch_vectors(x[:, 1:]), grid))
        return [*maps, x]

    def attended(self, tokens: Tensor) -> Tensor:
        """What the last block's attention reads of the tokens (B, 1 + n, C) that enter it: their norm."""
        y: Tensor = self._last.layer_norm1(tokens)
        return y

    def class_vector(self, tokens: Tensor, attended: Tensor | None = None) -> Tensor:
        """CLIP's image vector before its projection, (B, C), from the tokens that enter the last block.

        ``attended`` replaces :meth:`attended` of the tokens: a leaf to take gradients at.
        """
        y = self.attended(tokens) if attended is None else attended
        x = tokens[:, :1] + attend(self._last.self_attn, y[:, :1], y)
        x = x + self._last.mlp(self._last.layer_norm2(x))
        vector: Tensor = self.norm(x[:, 0])
        return vector

    def _patch_vectors(self, tokens: Tensor) -> Tensor:
        """Every patch token (B, n, C) through the last block, attending to itself alone."""
        attention = self._last.self_attn
        x = tokens + attention.out_proj(attention.v_proj(self.attended(tokens)))
        x = x + self._last.mlp(self._last.layer_norm2(x))
        vectors: Tensor = self.norm(x)
        return vectors


def blocks_of(stage: nn.Module) -> list[nn.Module]:
    """The blocks of a stage, in order."""
    assert isinstance(stage, nn.ModuleList)
    return list(stage)


def run_block(block: Any, x: Tensor) -> Tensor:
    """A pre-norm transformer block on tokens (B, n, C)."""
    y = block.layer_norm1(x)
    x = x + attend(block.self_attn, y, y)
    return x + block.mlp(block.layer_norm2(x))


def attend(attention: Any, queries: Tensor, context: Tensor) -> Tensor:
    """Multi-head attention of queries (B, m, C) on context (B, n, C)."""
    heads = attention.num_heads

    def split(x: Tensor) -> Tensor:
        return x.unflatten(-1, (heads, -1)).transpose(1, 2)

    read = F.scaled_dot_product_attention(
        split(attention.q_proj(queries)), split(attention.k_proj(context)), split(attention.v_proj(context))
    )
    out: Tensor = attention.out_proj(read.transpose(1, 2).flatten(2))
    return out


def build_clip_trunk(options: Mapping[str, Any]) -> tuple[ClipTrunk, nn.Module]:
    """A trunk with random weights, and the transformers tower it shares them with.

    Args:
        options: values of transformers' ``CLIPVisionConfig``.
    """
    from transformers import CLIPVisionConfig, CLIPVisionModel

    missing = [key for key in ("hidden_size", "patch_size", "num_hidden_layers") if key not in options]
    if missing:
        raise ValueError(f"trunk_options lacks {', '.join(missing)}")
    tower = CLIPVisionModel(CLIPVisionConfig(**options))
    return ClipTrunk(tower), tower
