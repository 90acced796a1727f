"""The layers of a model that can be trained from kept features: fusion and gate, or MSCMAT."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from msa_core.errors import UsageError
from msa_core.model.network.msa import MSA
from msa_core.model.network.mscmat import ScaleAttention
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.training.data.batches.sampler import Batch
from msa_core.training.learn.recipe.losses import contrastive_loss, msa_csmmc, msa_mscma
from msa_core.training.learn.recipe.recipe import Recipe
from msa_core.training.measure.evaluate import embed_sentences
from msa_core.training.measure.scores.ground_truth import Truth, build_truth
from msa_core.training.measure.scores.pair_scores import PairScores
from msa_core.training.measure.scores.ranking import Block, count, expect, right_scores

MAX_KEPT_BYTES = 4 << 30
"""Words of sentences are kept up to this size; those beyond it are read again in each step."""
MAX_VAL_PICTURES = 500
"""MSCMAT is measured on so many pictures of a validation set, spread over it: each pair takes its own attention."""
_BATCH = 256


class KeptLayers(ABC):
    """What is trained, on features (I, C_1+..+C_4) of the pictures that a sampler draws from, in its order.

    Args:
        model: in eval mode; trained in place.
        pooled: float32, raw.
        texts: every sentence that a batch may hold.
        recipe: weights of the losses, and whether texts are read in bfloat16.
    """

    def __init__(self, model: MSA, pooled: Tensor, texts: Sequence[str], recipe: Recipe) -> None:
        self.model, self.pooled, self.recipe = model, pooled, recipe
        self.read(texts)

    @classmethod
    @abstractmethod
    def check(cls, model: MSA) -> None:
        """Raise UsageError when features alone are not enough for this model."""

    @abstractmethod
    def read(self, texts: Sequence[str]) -> None:
        """Put sentences through the text encoder."""

    @abstractmethod
    def add_val(self, name: str, sentences: Sequence[Sequence[str]], pooled: Tensor) -> None:
        """A validation set: the sentences of each picture, and its features (I, C_1+..+C_4)."""

    @abstractmethod
    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """Losses of a batch by name; ``loss`` is their weighted sum."""

    @abstractmethod
    def recalls(self) -> dict[str, dict[str, float]]:
        """For each validation set the figures in percent, mR among them."""

    def positive(self, batch: Batch) -> Tensor:
        """bool (I, J): which text of the batch describes which picture."""
        return torch.from_numpy(batch.positive).to(self.model.device)

    def features(self, batch: Batch) -> Tensor:
        """(I, C_1+..+C_4)."""
        return self.pooled[torch.from_numpy(batch.rows)].to(self.model.device)


def _distinct(texts: Sequence[str]) -> list[str]:
    """The short ones first: a batch of equal lengths carries little padding."""
    return sorted(dict.fromkeys(texts), key=lambda text: (len(text.split()), text))


class FusionLayers(KeptLayers):
    """How four pooled features become one vector: f = sum_s A_s x^s + a_s and the self-gate, by the global loss.

    MSCMAT stands beside it and stays, and so do the match logits and their overlays. Measured by cosine.
    """

    @classmethod
    def check(cls, model: MSA) -> None:
        """A class vector is not a pooled feature, and preset paper has another loss."""
        if model.config.preset != "msa" or model.config.class_token:
            raise UsageError("--freeze all-but-fusion is for models of the preset msa without a class token.")

    def read(self, texts: Sequence[str]) -> None:
        """Keep a unit vector of each."""
        distinct = _distinct(texts)
        self._rows = {text: row for row, text in enumerate(distinct)}
        self._g = self._globals(distinct)
        self._val: dict[str, tuple[Truth, Tensor, Tensor]] = {}

    def add_val(self, name: str, sentences: Sequence[Sequence[str]], pooled: Tensor) -> None:
        """Kept as vectors and features."""
        truth = build_truth(sentences)
        self._val[name] = (truth, self._globals(truth.texts).cpu(), pooled)

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """The contrastive loss of cosines."""
        g = self._g[[self._rows[text] for text in batch.texts]]
        loss = contrastive_loss(
            self._embed(self.features(batch)), g, self.positive(batch), self.model.logit_scale
        )
        return {"loss": loss, "align": loss}

    def recalls(self) -> dict[str, dict[str, float]]:
        """The six recalls and mR by cosine."""
        found = {}
        for name, (truth, g, pooled) in self._val.items():
            with torch.no_grad():
                block = Block(row=0, col=0, scores=(self._embed(pooled).cpu() @ g.T)[None])
            inside, scores = right_scores(truth, block)
            assert len(inside) == len(truth.row)
            found[name] = expect(truth, count(truth, scores, [block])[0]).figures()
        return found

    def _embed(self, pooled: Tensor) -> Tensor:
        encoder = self.model.image_encoder
        return encoder.embed(encoder.split(pooled.to(self.model.device)))

    def _globals(self, texts: Sequence[str]) -> Tensor:
        parts = embed_sentences(self.model, texts, amp=self.recipe.amp)
        # Made in inference mode: a copy may take part in training.
        return F.normalize(torch.cat([part.embedding.float() for part in parts]), dim=1).clone()


class MatchLayers(KeptLayers):
    """MSCMAT alone, by L_MSCMA and L_CSMMC: what explains a hit, while the ranking stays exactly as it was.

    Measured by the match logits: mR of the mean of the four scales, on up to ``MAX_VAL_PICTURES`` of a set.
    """

    @classmethod
    def check(cls, model: MSA) -> None:
        """The published losses of preset paper saturate; what they would teach alone is nothing."""
        if model.config.preset != "msa":
            raise UsageError("--match-only is for models of the preset msa.")

    def read(self, texts: Sequence[str]) -> None:
        """Keep g and the words of each, as far as they fit ``MAX_KEPT_BYTES``."""
        self._kept: dict[str, tuple[Tensor, Tensor, Tensor]] = {}
        self._val: dict[str, tuple[Truth, Tensor]] = {}
        left = MAX_KEPT_BYTES
        for features, names in self._encoded(_distinct(texts)):
            for row, text in enumerate(names):
                length = int(features.mask[row].nonzero().max()) + 1
                words = features.words[row, :length].clamp(-65504.0, 65504.0).half().cpu().clone()
                self._kept[text] = (
                    features.embedding[row].cpu().clone(),
                    words,
                    features.mask[row, :length].cpu(),
                )
                left -= words.numel() * 2
            if left < 0:
                break
        _settle_norms(self.model, self.pooled)

    def add_val(self, name: str, sentences: Sequence[Sequence[str]], pooled: Tensor) -> None:
        """Up to ``MAX_VAL_PICTURES``, evenly from the whole set."""
        rows = torch.linspace(0, len(pooled) - 1, min(len(pooled), MAX_VAL_PICTURES)).round().long().tolist()
        self._val[name] = (build_truth([sentences[row] for row in rows]), pooled[rows])

    def losses(self, batch: Batch) -> dict[str, Tensor]:
        """L_MSCMA and L_CSMMC with the recipe's weights."""
        z = self.model.match_logits(self.features(batch), self._texts(batch.texts))
        mscma, csmmc, weights = msa_mscma(z, self.positive(batch)), msa_csmmc(z), self.recipe.weights
        # Over the first weight: the rate is then that of training as a whole, where this loss is one of three.
        loss = mscma + weights.csmmc / max(weights.mscma, 1e-12) * csmmc
        return {"loss": loss, "mscma": mscma, "csmmc": csmmc}

    def recalls(self) -> dict[str, dict[str, float]]:
        """The six recalls and mR by the mean of the four match logits, and the mR of each scale."""
        return {name: self._recalls_of(truth, pooled) for name, (truth, pooled) in self._val.items()}

    def _recalls_of(self, truth: Truth, pooled: Tensor) -> dict[str, float]:
        # The cosines are not needed: a converted model ranks by more than its pooled features.
        no_vectors = torch.zeros(len(pooled), self.model.embedding_dim)
        pairs = PairScores(self.model, no_vectors, pooled, truth, self.recipe.amp)
        blocks = [Block(b.row, b.col, _with_mean(b.scores)) for _, b in pairs.first_pass()]
        scores = torch.empty(len(blocks[0].scores), len(truth.row)).numpy()
        for block in blocks:
            inside, values = right_scores(truth, block)
            scores[:, inside] = values
        mean, *scales = [expect(truth, counts).figures() for counts in count(truth, scores, blocks)]
        return mean | {f"mR scale {s + 1}": figures["mR"] for s, figures in enumerate(scales)}

    def _texts(self, texts: Sequence[str]) -> TextFeatures:
        """Encoded texts, from what is kept where it is."""
        lacking = [text for text in dict.fromkeys(texts) if text not in self._kept]
        read = {
            text: (features.embedding[row], features.words[row], features.mask[row])
            for features, names in self._encoded(lacking)
            for row, text in enumerate(names)
        }
        found = [self._kept.get(text) or read[text] for text in texts]
        longest = max(len(mask) for _, _, mask in found)
        device = self.model.device
        words = torch.zeros(len(found), longest, found[0][1].shape[1], device=device)
        mask = torch.zeros(len(found), longest, dtype=torch.bool, device=device)
        for row, (_, own, attended) in enumerate(found):
            words[row, : len(own)] = own.to(device).float()
            mask[row, : len(attended)] = attended.to(device)
        g = torch.stack([each.to(device).float() for each, _, _ in found])
        return TextFeatures(g, words, mask, [[] for _ in found])

    def _encoded(self, texts: Sequence[str]) -> Iterator[tuple[TextFeatures, Sequence[str]]]:
        for start in range(0, len(texts), _BATCH):
            names = texts[start : start + _BATCH]
            yield embed_sentences(self.model, names, amp=self.recipe.amp)[0], names


def _with_mean(raw: Tensor) -> Tensor:
    """Cosine and four scales (5, r, c) -> the mean of the scales, and the scales."""
    return torch.cat([raw[1:].mean(dim=0, keepdim=True), raw[1:]])


@torch.no_grad()
def _settle_norms(model: MSA, pooled: Tensor) -> None:
    """Let norms that were never trained know the features, so that MSCMAT reads numbers of mean 0 and deviation 1.

    A converted CLIP has them at mean 0 and variance 1, whatever its features are. Only where the ranking does not read
    the scale (A_s = 0); and P_s is changed so that u = P_s x + p_s stays what it was.
    """
    encoder = model.image_encoder
    parts = pooled.split(list(encoder.trunk.dims), dim=1)
    for norm, fuse, module, part in zip(encoder.norms, encoder.fuse, model.mscmat.scales, parts, strict=True):
        if not isinstance(norm, nn.BatchNorm1d) or bool(cast("nn.Linear", fuse).weight.any()):
            continue
        image = cast("ScaleAttention", module).image
        before = norm(torch.stack([torch.zeros_like(part[0]), torch.ones_like(part[0])]).to(model.device))
        assert norm.running_mean is not None
        assert norm.running_var is not None
        norm.running_mean.copy_(part.mean(dim=0))
        norm.running_var.copy_(part.var(dim=0, unbiased=False))
        after = norm(torch.stack([torch.zeros_like(part[0]), torch.ones_like(part[0])]).to(model.device))
        # Each norm is x -> w x + s, so the old one is a (new) + b with a = w / w', b = s - a s'.
        ratio = (before[1] - before[0]) / (after[1] - after[0])
        image.bias.add_(image.weight @ (before[0] - ratio * after[0]))
        image.weight.mul_(ratio)
