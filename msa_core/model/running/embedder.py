"""From tiles to embeddings: the model on its device, in the number format that is quickest there."""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from msa_core.config import cache_folder
from msa_core.errors import CheckpointError, StorageError, UsageError
from msa_core.files import write_whole
from msa_core.memory import address_limit_gb, is_out_of_memory, out_of_memory_sentence
from msa_core.model.network.msa import MSA
from msa_core.model.network.text_encoder import TextFeatures
from msa_core.model.running.device import find_device, half_format, leave_out_triton
from msa_core.model.running.inference import for_inference, lay_out_for_few_rows
from msa_core.model.stored import checkpoint

_log = logging.getLogger(__name__)

_DTYPES = {"float32": None, "bfloat16": torch.bfloat16, "float16": torch.float16}
# Below this gain the exact format is kept: a timing of one batch is not surer than that.
_WORTH_IT = 1.15
# Pictures that go through the model at once on a CPU: at least so many, and so many for each thread. Their maps then
# stay in the cache, and below the size from which glibc asks the system for memory anew each time (32 MB).
_CPU_CHUNK = 4
_CPU_CHUNK_A_THREAD = 2
_ADVICE = "use a smaller --batch, a higher --vram-limit or --device cpu, or close other programs."


@dataclass(frozen=True, slots=True)
class Embedded:
    """Tiles embedded: unit ``embedding`` float32 (B, D) and ``pooled`` float16 (B, C_1+..+C_4)."""

    embedding: np.ndarray
    pooled: np.ndarray


class Embedder:
    """A checkpoint on a device. Not for several threads at once.

    Args:
        model_dir: checkpoint folder.
        device: ``auto``, ``cpu``, ``cuda`` (or one of several: ``cuda:1``) or ``mps``.
        vram_limit_gb: GPU memory (10^9 bytes) this process may take, None for all; without effect on the CPU.
        dtype: ``float32``, ``bfloat16`` or ``float16`` for images; None until :meth:`choose_dtype` is asked
            (float32 then). Texts are always encoded in float32.
        images_only: leave out what texts need, which is most of the memory of a model.

    Attributes:
        model: as it was trained; its text parts have no weights with ``images_only``.

    Raises:
        CheckpointError: the model cannot be loaded.
        UsageError: the device is unknown or not there, or the limit is beyond its memory.
        StorageError: the GPU's memory, or its limit, is too small for the model.
    """

    def __init__(
        self,
        model_dir: Path,
        device: str = "auto",
        dtype: str | None = None,
        vram_limit_gb: float | None = None,
        images_only: bool = False,
    ) -> None:
        self.folder = model_dir
        self.device = find_device(device)
        leave_out_triton()
        self._largest: int | None = None
        if self.device == "cpu":
            self._largest = max(_CPU_CHUNK, _CPU_CHUNK_A_THREAD * torch.get_num_threads())
        if self.device.startswith("cuda"):
            limit_vram(vram_limit_gb, self.device)
        self.fingerprint = checkpoint.fingerprint(model_dir)
        try:
            self.model: MSA = checkpoint.load(model_dir, self.device)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            raise StorageError(_does_not_fit(model_dir)) from error
        if self.device == "cpu":
            # mkldnn's convolutions want channels last; converting the weights once saves it at every batch.
            self.model = self.model.to(memory_format=torch.channels_last)
            if not images_only:
                lay_out_for_few_rows(self.model.text_encoder)
                self.model.text_encoder.halve_words()
        self._image_model = for_inference(self.model)
        if images_only:
            self.model = self._image_model
            for part in (self.model.text_encoder, self.model.mscmat):
                part.to("meta")
            give_back_memory()
        self.dtype = dtype or "float32"

    @property
    def input_px(self) -> int:
        """Side of the square tiles the model reads, pixels."""
        return self.model.input_px

    @property
    def max_words(self) -> int:
        """Word pieces of a text that the model reads, the marks at its ends left out."""
        return self.model.config.max_tokens - self.model.text_encoder.mark_count

    def unread_words(self, text: str) -> int:
        """Word pieces of ``text`` beyond what the model reads; 0 when it reads all of it."""
        return max(0, self.model.text_encoder.count_tokens(text) - self.model.config.max_tokens)

    def choose_dtype(self, batch: int) -> str:
        """Choose the quicker of float32 and the device's half format by timing one batch of each; returns it.

        The choice is remembered in the user's cache, for this model, device, batch and number of threads, so that
        the next index is made alike however busy the machine is then.
        """
        memory = cache_folder() / "dtypes" / f"{self.fingerprint[:16]}.json"
        threads = torch.get_num_threads()
        key = f"{self.device} batch {batch} threads {threads} torch {torch.__version__} folded"
        known = _remembered(memory)
        if known.get(key) in _DTYPES:
            self.dtype = str(known[key])
            return self.dtype
        half = half_format(self.device)
        if half is None:
            self.dtype = "float32"
            return self.dtype
        seconds = self._time_batches(batch, ("float32", half))
        give_back_memory()
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

    def embed_tiles(self, tiles: np.ndarray | Sequence[np.ndarray], batch: int | None = None) -> Embedded:
        """Embed pictures uint8 (B, H, W, 3), or a list of (H, W, 3) of any sizes.

        On a CPU a few go through the model at once, which is quicker and takes little memory. When there is not
        enough memory their number is halved until it fits, with one warning, and stays so.

        Args:
            tiles: the pictures.
            batch: make every pass of the model one of so many pictures, or of as many as go through at once when
                that is less; blank ones fill up the last. A tile's embedding then does not depend on what it is
                embedded with. None: as many as there are.

        Raises:
            CheckpointError: the model answers with values that are not numbers.
            StorageError: there is not enough memory for a single picture.
        """
        embedding, pooled = self._in_chunks(list(tiles), batch)
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

    def as_query(self, embedding: np.ndarray) -> np.ndarray:
        """A picture's embedding (D,) as a query for tiles that look alike: inner products with theirs are cosines."""
        vector: np.ndarray = self.model.as_query(torch.from_numpy(embedding)).numpy()
        return vector

    def match_logits(self, pooled: np.ndarray, texts: TextFeatures) -> np.ndarray:
        """Match logits z1..z4 (images, texts, 4), float32, of stored pooled features (I, C_1+..+C_4)."""
        with torch.inference_mode():
            tensor = torch.from_numpy(np.ascontiguousarray(pooled, dtype=np.float32)).to(self.model.device)
            logits: np.ndarray = self.model.match_logits(tensor, texts).float().cpu().numpy()
        return logits

    def _in_chunks(self, tiles: list[np.ndarray], batch: int | None) -> tuple[np.ndarray, np.ndarray]:
        """The forward pass in chunks that fit into memory, as far as is known."""
        done: list[tuple[np.ndarray, np.ndarray]] = []
        wanted = batch or len(tiles)
        blank = np.zeros((self.input_px, self.input_px, 3), np.uint8)
        start = 0
        while start < len(tiles):
            size = min(wanted, self._largest or wanted)
            chunk = tiles[start : start + size]
            count = len(chunk)
            if batch is not None:
                chunk = chunk + [blank] * (size - count)
            result = self._forward(chunk)
            if result is None:
                self._halve(len(chunk))
                continue
            done.append((result[0][:count], result[1][:count]))
            start += count
        return np.concatenate([d[0] for d in done]), np.concatenate([d[1] for d in done])

    def _forward(self, tiles: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray] | None:
        """Embeddings and pooled features in float32; None when memory ran out."""
        kind = _DTYPES[self.dtype]
        try:
            with torch.inference_mode(), torch.autocast(self.device, dtype=kind, enabled=kind is not None):
                features = self._image_model.encode_images(self.model.prepare(tiles))
            return features.embedding.float().cpu().numpy(), features.pooled.float().cpu().numpy()
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
        # Outside of the handler: the error's traceback would keep the tensors of the failed pass alive.
        return None

    def _halve(self, tried: int) -> None:
        if tried == 1:
            raise StorageError(f"There is not enough memory for a single tile: {_ADVICE}")
        self._largest = tried // 2
        if self.device.startswith("cuda"):
            torch.cuda.empty_cache()
        _log.warning(
            "There is not enough memory for %d tiles at once: going on with %d.", tried, self._largest
        )


def _does_not_fit(model_dir: Path) -> str:
    if address_limit_gb() is not None:
        return f"The model in {model_dir} does not fit. {out_of_memory_sentence()}"
    return f"The model in {model_dir} does not fit: {_ADVICE}"


def limit_vram(limit_gb: float | None, device: str = "cuda") -> None:
    """Hold this process below so many GB (10^9 bytes) of the GPU's memory; torch then reports more as lacking.

    None takes away a limit set before.

    Raises:
        UsageError: the GPU has less.
    """
    place = torch.device(device)
    total_gb = torch.cuda.get_device_properties(place).total_memory / 1e9
    if limit_gb is None:
        limit_gb = total_gb
    if limit_gb > total_gb:
        raise UsageError(f"--vram-limit {limit_gb:g} is more than the {total_gb:.1f} GB of this GPU.")
    torch.cuda.set_per_process_memory_fraction(limit_gb / total_gb, place)


def give_back_memory() -> None:
    """Return freed memory to the system: glibc keeps what loading and timing a model took, 220 MB for the starter."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


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
