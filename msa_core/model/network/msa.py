"""The MSA model assembled: what the rest of the program calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn

from msa_core.model.config.model_config import ModelConfig
from msa_core.model.network.hub_layout import MORE
from msa_core.model.network.hubness import Hubs
from msa_core.model.network.image_encoder import ImageEncoder
from msa_core.model.network.mscmat import Mscmat
from msa_core.model.network.preprocess import to_tensor
from msa_core.model.network.text_encoder import TextEncoder, TextFeatures
from msa_core.model.trunks.clip_trunk import ClipTrunk
from msa_core.model.trunks.families import build_trunk
from msa_core.model.trunks.trunk import Trunk
from msa_core.model.trunks.trunk_table import SCALES


@dataclass(frozen=True)
class ImageFeatures:
    """Encoded images: unit ``embedding`` (B, D) and raw ``pooled`` features (B, C_1+..+C_4), float32."""

    embedding: Tensor
    pooled: Tensor


class MSA(nn.Module):
    """Multi-Scale Alignment (Yang et al. 2024, arXiv 2405.18959): a dual encoder trained and explained by MSCMAT.

    The retrieval score of image i and text j is the inner product of their embeddings: ``cos(v_i, g_j)``, or with
    ``hub_bank`` the cosine less the hubness of both (:mod:`msa_core.model.network.hubness`). MSCMAT's four match logits
    z^s_ij shape the training and explain a match scale by scale. README.md of this package says for each symbol of the
    paper where it is.

    Attributes:
        image_encoder: images (B, 3, S, S) -> X^1..X^4 -> x^1..x^4 -> v (B, D).
        text_encoder: sentences -> g (J, D) and words W (J, T, D).
        mscmat: x^1..x^4 (I, C_s), g, W -> z (I, J, 4).
        hubs: makes the embeddings of v and g; None: they are the embeddings.
        logit_scale: logarithm of the inverse temperature of the cosines; the published losses do not use it.

    Args:
        config: everything that defines the model besides its weights.
        tokenizer: a transformers fast tokenizer of the text encoder's vocabulary.
        trunk: pretrained image trunk; made with random weights when None.
        bert: pretrained text network; made with random weights when None.

    Raises:
        UsageError: settings of ``config`` contradict each other.
    """

    mean: Tensor
    std: Tensor

    def __init__(
        self, config: ModelConfig, tokenizer: Any, trunk: Trunk | None = None, bert: nn.Module | None = None
    ) -> None:
        super().__init__()
        config.check()
        self.config = config
        if trunk is None:
            trunk = build_trunk(config.trunk, options=config.trunk_options)
        self.image_encoder = ImageEncoder(config, trunk)
        self.text_encoder = TextEncoder(config, tokenizer, bert)
        self.mscmat = Mscmat(config, self.image_encoder.trunk.dims)
        self.hubs = Hubs(config.dim, *config.hub_bank, config.hub_weight) if any(config.hub_bank) else None
        self.logit_scale = nn.Parameter(torch.tensor(2.659))  # exp -> 14.3, the usual temperature 0.07
        # From the configuration, so not among the weights, and there on the meta device, too.
        for name in ("mean", "std"):
            values = torch.tensor(getattr(config.preprocess, name), device="cpu")[:, None, None] * 255.0
            self.register_buffer(name, values, persistent=False)

    @property
    def embedding_dim(self) -> int:
        """The length of embeddings: D, with ``hub_bank`` D + 8."""
        return self.config.dim + (0 if self.hubs is None else MORE)

    @property
    def input_px(self) -> int:
        """Side of the square the trunk reads, pixels."""
        return self.config.preprocess.input_px

    @property
    def ground_range_m(self) -> tuple[float, float]:
        """Smallest and largest ground side of the pictures it was trained on, metres."""
        return self.config.ground_range_m

    @property
    def pooled_dims(self) -> tuple[int, ...]:
        """C_1..C_4: how ``pooled`` splits into scales."""
        return self.image_encoder.trunk.dims

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        return self.mean.device

    def prepare(self, images: Sequence[np.ndarray]) -> Tensor:
        """Pictures uint8 (H, W, 3) -> uint8 (B, 3, S, S) on the model's device; normalised inside the model."""
        return to_tensor(images, self.input_px, self.config.preprocess.interpolation).to(self.device)

    def stage_maps(self, images: Tensor) -> list[Tensor]:
        """uint8 images (B, 3, H, W) in 0..255 -> the four stage maps X^1..X^4."""
        return self.trunk_output(images)[0]

    def trunk_output(self, images: Tensor) -> tuple[list[Tensor], Tensor | None]:
        """uint8 images (B, 3, H, W) -> the stage maps, and with ``class_token`` what the class vector is made of."""
        x = ((images.float() - self.mean) / self.std).contiguous(memory_format=torch.channels_last)
        maps: list[Tensor] = self.image_encoder.trunk(x)
        return maps[:SCALES], maps[SCALES] if self.config.class_token else None

    def encode_images(self, images: Tensor) -> ImageFeatures:
        """uint8 images (B, 3, H, W) as :meth:`prepare` makes them -> embeddings and pooled features."""
        maps, tokens = self.trunk_output(images)
        pooled = self.image_encoder.pool(maps)
        class_vector = None
        if tokens is not None:
            class_vector = cast("ClipTrunk", self.image_encoder.trunk).class_vector(tokens).float()
        with torch.autocast(images.device.type, enabled=False):
            scales = self.image_encoder.split(pooled)
            return ImageFeatures(self.embed_scales(scales, class_vector), pooled)

    def embed_scales(self, scales: list[Tensor], class_vector: Tensor | None = None) -> Tensor:
        """Four normalised pooled features x^s (B, C_s), and the class vector where there is one -> unit embeddings."""
        v = self.image_encoder.embed(scales, class_vector)
        return v if self.hubs is None else self.hubs.of_pictures(v)

    def encode_texts(self, texts: Sequence[str]) -> TextFeatures:
        """Texts -> embeddings and words."""
        features: TextFeatures = self.text_encoder(list(texts))
        return (
            features
            if self.hubs is None
            else replace(features, embedding=self.embed_globals(features.embedding))
        )

    def embed_globals(self, g: Tensor) -> Tensor:
        """Unit global vectors g (B, D) of texts -> their embeddings."""
        if self.hubs is None:
            return g
        with torch.autocast(g.device.type, enabled=False):
            return self.hubs.of_texts(g.float())

    def globals_of(self, embeddings: Tensor) -> Tensor:
        """The unit global vectors g (B, D) of which :meth:`embed_globals` made ``embeddings``."""
        return embeddings if self.hubs is None else self.hubs.plain_texts(embeddings)

    def as_query(self, embeddings: Tensor) -> Tensor:
        """Embeddings of images as queries for images: their inner products with embeddings of images are cosines."""
        return embeddings if self.hubs is None else self.hubs.as_query(embeddings)

    def match_logits(self, pooled: Tensor, texts: TextFeatures) -> Tensor:
        """Match logits z (images, texts, 4) of pooled features (I, C_1+..+C_4) with encoded texts."""
        with torch.autocast(pooled.device.type, enabled=False):
            scales = self.image_encoder.split(pooled.float())
            logits: Tensor = self.mscmat(scales, self.globals_of(texts.embedding), texts.words, texts.mask)
        return logits
