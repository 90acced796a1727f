"""From tiles to embeddings: the model on its device, in the number format that is quickest there."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from msa_core.config import cache_folder
from msa_core.errors import CheckpointError, StorageError
from msa_core.indexing.storage import write_whole
from msa_core.model import checkpoint
from msa_core.model.device import find_device, half_format
from msa_core.model.msa import MSA
from msa_core.model.text_encoder import TextFeatures

_DTYPES = {"float32": None, "bfloat16": torch.bfloat16, "float16": torch.float16}
# Below this gain the exact format is kept: a timing of one batch is not surer than that.
_WORTH_IT = 1.15


@dataclass(frozen=True, slots=True)
class Embedded:
    """Tiles embedded: unit ``embedding`` float32 (B, D) and ``pooled`` float16 (B, C_1+..+C_4)."""

    embedding: np.ndarray
    pooled: np.ndarray


class Embedder:
    """A checkpoint on a device. Not for several threads at once.

    Args:
        model_dir: checkpoint folder.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        dtype: ``float32``, ``bfloat16`` or ``float16`` for images; None until :meth:`choose_dtype` is asked
            (float32 then). Texts are always encoded in float32.

    Raises:
        CheckpointError: the model cannot be loaded.
        UsageError: the device is unknown or not there.
    """

    def __init__(self, model_dir: Path, device: str = "auto", dtype: str | None = None) -> None:
        self.folder = model_dir
        self.device = find_device(device)
        self.fingerprint = checkpoint.fingerprint(model_dir)
        self.model: MSA = checkpoint.load(model_dir, self.device)
        if self.device == "cpu":
            # mkldnn's convolutions want channels last; converting the weights once saves it at every batch.
            self.model = self.model.to(memory_format=torch.channels_last)
        self.dtype = dtype or "float32"

    @property
    def input_px(self) -> int:
        """Side of the square tiles the model reads, pixels."""
        return self.model.input_px

    @property
    def max_words(self) -> int:
        """Word pieces of a text that the model reads, the two marks at its ends left out."""
        return self.model.config.max_tokens - 2

    def choose_dtype(self, batch: int) -> str:
        """Choose the quicker of float32 and the device's half format by timing one batch of each; returns it.

        The choice is remembered in the user's cache, for this model, device, batch and number of threads, so that
        the next index is made alike however busy the machine is then.
        """
        memory = cache_folder() / "dtypes" / f"{self.fingerprint[:16]}.json"
        key = f"{self.device} batch {batch} threads {torch.get_num_threads()} torch {torch.__version__}"
        known = _remembered(memory)
        if known.get(key) in _DTYPES:
            self.dtype = str(known[key])
            return self.dtype
        half = half_format(self.device)
        if half is None:
            self.dtype = "float32"
            return self.dtype
        seconds = self._time_batches(batch, ("float32", half))
        gain = seconds.get("float32", 0.0) / seconds.get(half, float("inf"))
        self.dtype = half if gain > _WORTH_IT else "float32"
        with contextlib.suppress(OSError, StorageError):
            memory.parent.mkdir(parents=True, exist_ok=True)
            write_whole(memory, json.dumps({**known, key: self.dtype}, indent=1).encode())
        return self.dtype

    def _time_batches(self, batch: int, dtypes: tuple[str, ...]) -> dict[str, float]:
        """Seconds of one batch in each format, the best of three taken in turns."""
        px = self.input_px
        # A huge batch is not timed whole: the ratio of the two formats shows in a few dozen pictures.
        noise = np.random.default_rng(0).integers(0, 255, (min(batch, 64), px, px, 3), np.uint8)
        seconds: dict[str, float] = {}
        for trial in range(4):
            for dtype in dtypes:
                self.dtype = dtype
                # The first batch of a shape builds kernels; the later ones are what each costs.
                with contextlib.suppress(RuntimeError):
                    spent = _timed(lambda: self.embed_tiles(noise))
                    if trial:
                        seconds[dtype] = min(seconds.get(dtype, spent), spent)
        return seconds

    def embed_tiles(self, tiles: np.ndarray | Sequence[np.ndarray]) -> Embedded:
        """Embed pictures uint8 (B, H, W, 3), or a list of (H, W, 3) of any sizes.

        When a GPU has not enough memory the batch is halved until it fits.

        Raises:
            CheckpointError: the model answers with values that are not numbers.
        """
        embedding, pooled = self._forward(list(tiles))
        if not np.isfinite(embedding).all():
            raise CheckpointError(
                f"The model in {self.folder} answers with values that are not numbers: its weights are damaged."
            )
        # Half precision ends at 65504; a pooled feature beyond it is held there rather than made infinite.
        return Embedded(embedding, np.clip(pooled, -65504.0, 65504.0).astype(np.float16))

    def encode_texts(self, texts: Sequence[str]) -> TextFeatures:
        """Encode texts in float32."""
        with torch.inference_mode():
            return self.model.encode_texts(texts)

    def match_logits(self, pooled: np.ndarray, texts: TextFeatures) -> np.ndarray:
        """Match logits z1..z4 (images, texts, 4), float32, of stored pooled features (I, C_1+..+C_4)."""
        with torch.inference_mode():
            tensor = torch.from_numpy(np.ascontiguousarray(pooled, dtype=np.float32)).to(self.model.device)
            logits: np.ndarray = self.model.match_logits(tensor, texts).float().cpu().numpy()
        return logits

    def _forward(self, tiles: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        kind = _DTYPES[self.dtype]
        try:
            with torch.inference_mode(), torch.autocast(self.device, dtype=kind, enabled=kind is not None):
                features = self.model.encode_images(self.model.prepare(tiles))
            return features.embedding.float().cpu().numpy(), features.pooled.float().cpu().numpy()
        except torch.OutOfMemoryError:
            if len(tiles) == 1:
                raise
            torch.cuda.empty_cache()
        half = len(tiles) // 2
        first, second = self._forward(tiles[:half]), self._forward(tiles[half:])
        return np.concatenate([first[0], second[0]]), np.concatenate([first[1], second[1]])


def _remembered(memory: Path) -> dict[str, object]:
    with contextlib.suppress(OSError, ValueError):
        data = json.loads(memory.read_text("utf-8"))
        if isinstance(data, dict):
            return data
    return {}


def _timed(action: Callable[[], Any]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
