"""The image tower of SigLIP (Zhai et al. 2023) and SigLIP 2 (Tschannen et al. 2025) as a trunk. A door to transformers.

A SigLIP has no class token. Its image vector is that of a pooling head: a learned probe attends to what the last
block makes of the patches, after a norm. As with CLIP (:mod:`msa_core.model.trunks.clip_trunk`) the vector is a part
of its own beside X^1..X^4, so that a model can rank exactly as the SigLIP it was made from, and X^4 is the pooling head
attending to each patch alone: the vector that a picture would have if the probe looked only there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.model.trunks.clip_trunk import blocks_of, run_block
from msa_core.model.trunks.trunk import Trunk, quarters, resample_grid, tokens_to_map
from msa_core.model.trunks.trunk_table import SCALES


class SiglipTrunk(Trunk):
    """Patch tokens after a quarter, half and three quarters of the blocks, layer-normed, are X^1..X^3; X^4 as above.

    A picture whose side is not a multiple of the patch (384 px in patches of 14) is read from its top left corner, as
    published: the last few rows and columns of pixels are in no patch.

    Args:
        tower: transformers' ``SiglipVisionModel`` with its head; its modules are taken over.
    """

    leaves_rest = True

    def __init__(self, tower: Any) -> None:
        width, patch = tower.config.hidden_size, tower.config.patch_size
        stages = [nn.ModuleList(group) for group in quarters(list(tower.encoder.layers))]
        super().__init__(stages, (width,) * SCALES, (patch,) * SCALES)
        self.class_dim = width
        self.patches = tower.embeddings.patch_embedding
        self.positions = tower.embeddings.position_embedding
        self.norm = tower.post_layernorm
        self.head = tower.head

    def forward(self, images: Tensor) -> list[Tensor]:
        """Normalised images (B, 3, H, W) -> four maps (B, C, h, w), h = H // patch, and what the pooling head reads.

        That fifth tensor is all patch tokens (B, h * w, C) after the last block and its norm.
        """
        x = self.patches(images)
        grid = (x.shape[2], x.shape[3])
        x = x.flatten(2).transpose(1, 2) + resample_grid(self.positions.weight[None], grid)
        maps: list[Tensor] = []
        for stage in self.stages:
            for block in blocks_of(stage):
                x = run_block(block, x)
            if len(maps) < SCALES - 1:
                maps.append(tokens_to_map(F.layer_norm(x, x.shape[-1:]), grid))
        tokens = self.norm(x)
        return [*maps, tokens_to_map(self._patch_vectors(tokens), grid), tokens]

    def attended(self, tokens: Tensor) -> Tensor:
        """What the pooling head's attention reads of the tokens (B, n, C): themselves."""
        return tokens

    def class_vector(self, tokens: Tensor, attended: Tensor | None = None) -> Tensor:
        """SigLIP's image vector, (B, C), from what the pooling head reads.

        ``attended`` takes the place of ``tokens``: a leaf to take gradients at.
        """
        y = self.attended(tokens) if attended is None else attended
        attention = self.head.attention
        query, key, value = (_Third(attention, number) for number in range(3))

        def split(x: Tensor) -> Tensor:
            return x.unflatten(-1, (attention.num_heads, -1)).transpose(1, 2)

        probe = query(self.head.probe).expand(len(y), -1, -1)
        read = F.scaled_dot_product_attention(split(probe), split(key(y)), split(value(y)))
        vector: Tensor = self._finish(attention.out_proj(read.transpose(1, 2).flatten(2)))[:, 0]
        return vector

    def _patch_vectors(self, tokens: Tensor) -> Tensor:
        """The pooling head on each patch token (B, n, C) alone."""
        attention = self.head.attention
        return self._finish(attention.out_proj(_Third(attention, 2)(tokens)))

    def _finish(self, x: Tensor) -> Tensor:
        """What the head does with what its attention has read."""
        vectors: Tensor = x + self.head.mlp(self.head.layernorm(x))
        return vectors


class _Third:
    """The projection of query, key or value (0, 1, 2), which torch's attention keeps stacked."""

    def __init__(self, attention: Any, number: int) -> None:
        self.weight = attention.in_proj_weight.chunk(3)[number]
        self.bias = attention.in_proj_bias.chunk(3)[number]

    def __call__(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias)


def build_siglip_trunk(options: Mapping[str, Any]) -> tuple[SiglipTrunk, nn.Module]:
    """A trunk with random weights, and the transformers tower it shares them with.

    Args:
        options: values of transformers' ``SiglipVisionConfig``.
    """
    from transformers import SiglipVisionConfig, SiglipVisionModel

    missing = [
        key for key in ("hidden_size", "patch_size", "num_hidden_layers", "image_size") if key not in options
    ]
    if missing:
        raise ValueError(f"trunk_options lacks {', '.join(missing)}")
    tower = SiglipVisionModel(SiglipVisionConfig(**options))
    return SiglipTrunk(tower), tower
