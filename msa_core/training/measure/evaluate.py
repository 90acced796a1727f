"""Retrieval figures of a model on captioned pictures: by cosine, by each scale, and re-ranked."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from msa_core.errors import SourceError
from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.model.running.inference import for_inference
from msa_core.progress import Progress, SubProgress
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.data.pictures import Loader, load_batch, load_picture, none_readable
from msa_core.training.measure.scores.ground_truth import Truth, build_truth
from msa_core.training.measure.scores.pair_scores import PairScores
from msa_core.training.measure.scores.ranking import Counts, count, expect, right_scores


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What was found on one set of pictures.

    Attributes:
        images: the N pictures that were measured, in the order given.
        unreadable: what was left out of those given, each with the reason.
        truth: which texts are whose.
        counts: for each ranking where the right items rank: ``cosine``, and with scales also ``scale1`` to
            ``scale4`` and ``reranked``.
        v: unit embeddings of the pictures (N, D), float32 on the CPU.
        g: unit embeddings of ``truth.texts`` (U, D).
        seconds: time of each stage.
    """

    images: tuple[CaptionedImage, ...]
    unreadable: tuple[SourceError, ...]
    truth: Truth
    counts: dict[str, Counts]
    v: Tensor
    g: Tensor
    seconds: dict[str, float] = field(default_factory=dict)


def embed_pictures(
    model: MSA,
    paths: Sequence[Path],
    load: Loader = load_picture,
    batch: int = 64,
    amp: bool = False,
    progress: Progress | None = None,
) -> tuple[Tensor, Tensor]:
    """Embeddings (I, D) and pooled features (I, C_1+..+C_4) of picture files, on the CPU, float32.

    The next batch is read while the model works on one; batch norms of a model in eval mode are folded meanwhile.
    """
    model = for_inference(model)
    report = progress or Progress()
    embeddings, pooled = [], []
    with ThreadPoolExecutor(2) as readers, ThreadPoolExecutor(1) as ahead, torch.inference_mode():
        starts = range(0, len(paths), batch)
        jobs = (
            ahead.submit(
                load_batch,
                paths[start : start + batch],
                load,
                model.input_px,
                readers,
                interpolation=model.config.preprocess.interpolation,
            )
            for start in starts
        )
        waiting = next(jobs, None)
        for start in starts:
            assert waiting is not None
            images, waiting = waiting.result(), next(jobs, None)
            with torch.autocast(model.device.type, torch.bfloat16, enabled=amp):
                features = model.encode_images(images.to(model.device))
            embeddings.append(features.embedding.float().cpu())
            pooled.append(features.pooled.float().cpu())
            report(
                min(start + batch, len(paths)) / len(paths), f"picture {start + len(images)} of {len(paths)}"
            )
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


def measure(
    model: MSA,
    images: Sequence[CaptionedImage],
    load: Loader = load_picture,
    scales: bool = False,
    amp: bool = False,
    progress: Progress | None = None,
    lenient: bool = False,
) -> Measurement:
    """Rank all captions for every picture and all pictures for every caption, in memory that does not grow with pairs.

    Rankings: ``cosine`` = cos(v, g); with ``scales`` also ``scale1..4`` = z^s, and ``reranked`` = cosine + 0.1 x the
    sum over scales of z^s, each made zero-mean and unit-variance over all pairs.

    Args:
        model: used in eval mode and left so.
        images: pictures and their captions, any number of captions each.
        load: how a picture is read.
        scales: also rank by the match logits; the larger part of the time.
        amp: bfloat16 autocast of both encoders.
        progress: told how far it is.
        lenient: leave out pictures that cannot be read instead of raising.

    Raises:
        SourceError: a picture cannot be read, unless ``lenient``.
        NothingUsableError: none can.
    """
    report = progress or Progress()
    model.eval()
    clock = _Clock()
    share, stage = (0.5, "captions and match logits of all pairs") if scales else (0.9, "captions")
    reader = _Lenient(load) if lenient else load
    paths = [image.path for image in images]
    v, pooled = embed_pictures(model, paths, reader, amp=amp, progress=SubProgress(report, 0.0, share))
    refused = reader.refused if isinstance(reader, _Lenient) else {}
    if refused:
        keep = _readable(images, refused)
        images, v, pooled = [images[row] for row in keep], v[keep], pooled[keep]
    clock.stop("pictures")
    truth = build_truth([image.sentences for image in images])
    pairs = PairScores(model, v, pooled if scales else None, truth, amp)
    scores = np.empty((len(pairs.raw_names), len(truth.row)), dtype=np.float32)
    for done, block in pairs.first_pass():
        inside, values = right_scores(truth, block)
        scores[:, inside] = values
        report(share + done * (0.95 - share), stage)
    clock.stop("captions and scores")
    right = pairs.ranked(torch.from_numpy(scores)).numpy()
    counts = count(truth, right, _reported(pairs, SubProgress(report, 0.95 if pairs.is_kept else 0.5, 1.0)))
    clock.stop("ranks")
    report(1.0, "done")
    return Measurement(
        images=tuple(images),
        unreadable=tuple(refused.values()),
        truth=truth,
        counts=dict(zip(pairs.names, counts, strict=True)),
        v=v,
        g=pairs.g,
        seconds=clock.seconds,
    )


def evaluate(
    model: MSA,
    images: Sequence[CaptionedImage],
    load: Loader = load_picture,
    scales: bool = False,
    amp: bool = False,
    progress: Progress | None = None,
) -> dict[str, dict[str, float]]:
    """Recalls by ``cosine``, and with ``scales`` also by ``scale1..4`` and ``reranked``; see :func:`measure`."""
    measured = measure(model, images, load, scales, amp, progress)
    return {name: expect(measured.truth, counts).figures() for name, counts in measured.counts.items()}


def _readable(images: Sequence[CaptionedImage], refused: dict[Path, SourceError]) -> list[int]:
    """Rows of the pictures that could be read. Raises NothingUsableError."""
    keep = [row for row, image in enumerate(images) if image.path not in refused]
    if not keep:
        first = next(iter(refused.values()))
        raise none_readable(len(images), str(first))
    return keep


def _reported(pairs: PairScores, report: Progress) -> Iterator:
    for done, block in pairs.second_pass():
        report(done, "ranks")
        yield block


class _Lenient:
    """A loader that notes what cannot be read and hands out one black pixel in its place."""

    def __init__(self, load: Loader) -> None:
        self._load = load
        self.refused: dict[Path, SourceError] = {}

    def __call__(self, path: Path) -> np.ndarray:
        try:
            return self._load(path)
        except SourceError as error:
            self.refused[path] = error
            return np.zeros((1, 1, 3), dtype=np.uint8)


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last_s = time.perf_counter()

    def stop(self, stage: str) -> None:
        now_s = time.perf_counter()
        self.seconds[stage] = now_s - self._last_s
        self._last_s = now_s
