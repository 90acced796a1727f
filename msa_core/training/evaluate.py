"""Retrieval figures of a model on captioned pictures: by cosine, by each scale, and re-ranked."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from msa_core.model.msa import MSA
from msa_core.model.text_encoder import TextFeatures
from msa_core.progress import Progress
from msa_core.training.captions import CaptionedImage
from msa_core.training.metrics import recalls
from msa_core.training.pictures import Loader, load_batch, load_picture

RERANK_WEIGHT = 0.1


def embed_pictures(
    model: MSA, paths: Sequence[Path], load: Loader = load_picture, batch: int = 64, amp: bool = False
) -> tuple[Tensor, Tensor]:
    """Embeddings (I, D) and pooled features (I, C_1+..+C_4) of picture files, on the CPU, float32."""
    embeddings, pooled = [], []
    with ThreadPoolExecutor(2) as pool, torch.inference_mode():
        for start in range(0, len(paths), batch):
            images = load_batch(paths[start : start + batch], load, model.input_px, pool)
            with torch.autocast(model.device.type, torch.bfloat16, enabled=amp):
                features = model.encode_images(images.to(model.device))
            embeddings.append(features.embedding.float().cpu())
            pooled.append(features.pooled.float().cpu())
    return torch.cat(embeddings), torch.cat(pooled)


def embed_sentences(
    model: MSA, texts: Sequence[str], batch: int = 256, amp: bool = False
) -> list[TextFeatures]:
    """Encoded texts, batch by batch in order."""
    parts = []
    with torch.inference_mode():
        for start in range(0, len(texts), batch):
            with torch.autocast(model.device.type, torch.bfloat16, enabled=amp):
                parts.append(model.encode_texts(texts[start : start + batch]))
    return parts


def match_matrix(model: MSA, pooled: Tensor, texts: list[TextFeatures], chunk: int = 256) -> np.ndarray:
    """Match logits z of all pairs, float32 (images, texts, 4), computed in chunks."""
    columns = []
    with torch.inference_mode():
        for part in texts:
            rows = [
                model.match_logits(pooled[start : start + chunk].to(model.device), part).float().cpu()
                for start in range(0, len(pooled), chunk)
            ]
            columns.append(torch.cat(rows))
    return torch.cat(columns, dim=1).numpy()


def standardised_sum(z: np.ndarray) -> np.ndarray:
    """Sum over the four scales of z (I, J, 4), each made zero-mean and unit-variance over all pairs: (I, J)."""
    total = np.zeros(z.shape[:2], dtype=np.float32)
    for s in range(z.shape[-1]):
        total += (z[..., s] - z[..., s].mean()) / (z[..., s].std() + 1e-8)
    return total


def evaluate(
    model: MSA,
    images: Sequence[CaptionedImage],
    load: Loader = load_picture,
    scales: bool = False,
    amp: bool = False,
    progress: Progress | None = None,
) -> dict[str, dict[str, float]]:
    """Recalls by ``cosine``, and with ``scales`` also by ``scale1..4`` and ``reranked``.

    ``reranked`` is cosine + 0.1 x the sum of the standardised logits. The model is used in eval mode and left so.
    """
    report = progress or Progress()
    model.eval()
    texts = [sentence for image in images for sentence in image.sentences]
    owner = np.repeat(np.arange(len(images)), [len(image.sentences) for image in images])
    report(0.0, f"{len(images)} pictures, {len(texts)} captions")
    v, pooled = embed_pictures(model, [image.path for image in images], load, amp=amp)
    report(0.4, "captions")
    features = embed_sentences(model, texts, amp=amp)
    g = torch.cat([part.embedding for part in features]).float().cpu()
    cosine = (v @ g.T).numpy()
    figures = {"cosine": recalls(cosine, owner)}
    if scales:
        report(0.6, "match logits of all pairs")
        z = match_matrix(model, pooled, features)
        for s in range(z.shape[-1]):
            figures[f"scale{s + 1}"] = recalls(z[..., s], owner)
        figures["reranked"] = recalls(cosine + RERANK_WEIGHT * standardised_sum(z), owner)
    report(1.0, "done")
    return figures
