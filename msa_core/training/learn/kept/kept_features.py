"""What a picture gives before anything is trained: its pooled features, computed once and kept in a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from msa_core.errors import StorageError
from msa_core.model.network.msa import MSA
from msa_core.progress import Progress, SubProgress
from msa_core.training.data.captioned_image import CaptionedImage
from msa_core.training.learn.training_feed import TrainingData
from msa_core.training.measure.evaluate import embed_pictures

_CHUNK = 512


class KeptFeatures:
    """Pooled features of pictures in a folder: computed once, and after a kill only those that lack."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, Tensor] = {}
        for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            try:
                names = json.loads(file.read_text("utf-8"))
                self._found |= dict(
                    zip(names, load_file(file.with_suffix(".safetensors"))["pooled"], strict=True)
                )
            except (OSError, ValueError, KeyError, SafetensorError):
                continue  # what a kill left half written is computed again

    def of(
        self, model: MSA, images: Sequence[CaptionedImage], data: TrainingData, progress: Progress, amp: bool
    ) -> Tensor:
        """Pooled features float32 (I, C_1+..+C_4) of whole pictures. Raises SourceError, StorageError, Cancelled."""
        lacking = list(dict.fromkeys(image.path for image in images if str(image.path) not in self._found))
        for start in range(0, len(lacking), _CHUNK):
            paths = lacking[start : start + _CHUNK]
            ends = (start / len(lacking), (start + len(paths)) / len(lacking))
            _, pooled = embed_pictures(
                model, paths, data.load, amp=amp, progress=SubProgress(progress, *ends)
            )
            self._keep([str(path) for path in paths], pooled)
        return torch.stack([self._found[str(image.path)] for image in images]).float()

    def _keep(self, names: list[str], pooled: Tensor) -> None:
        pooled = pooled.clamp(-65504.0, 65504.0).half()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = self._folder / f"{len(list(self._folder.glob('*.json'))):05d}.safetensors"
            save_file({"pooled": pooled.contiguous()}, file)
            file.with_suffix(".json").write_text(json.dumps(names), "utf-8")
        except (OSError, SafetensorError) as error:
            raise StorageError(f"The features in {self._folder} cannot be written: {error}.") from error
        self._found |= dict(zip(names, pooled, strict=True))
