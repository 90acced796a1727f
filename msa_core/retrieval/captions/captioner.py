"""Captions of pictures by one model, with the banks of sentences that were asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from msa_core.model.running.embedder import Embedder
from msa_core.progress import Progress
from msa_core.records import CaptionHit
from msa_core.retrieval.captions.caption_bank import CaptionBank, bundled_bank
from msa_core.retrieval.captions.standing_out import Describer, can_describe
from msa_core.retrieval.query.meaning.picture_query import embed_picture


class Captioner:
    """Keeps what was embedded of the banks, so that the second picture is quick.

    Args:
        embedder: the model.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder
        self._banks: dict[Path, CaptionBank] = {}
        self._describer: Describer | None = None

    def caption(
        self, path: Path | str, k: int, bank: Path | None, progress: Progress | None
    ) -> tuple[CaptionHit, ...]:
        """As :meth:`msa_core.engine.Engine.caption`."""
        return self.describe(embed_picture(self.embedder, path), k, bank, progress)

    def describe(
        self, vector: np.ndarray, k: int, bank: Path | None, progress: Progress | None
    ) -> tuple[CaptionHit, ...]:
        """Captions of what is embedded already: a unit vector float32 (D,)."""
        if bank is None and can_describe(self.embedder):
            if self._describer is None:
                self._describer = Describer(self.embedder, progress)
            return self._describer.describe(vector, k)
        file = bank if bank is not None else bundled_bank()
        if file not in self._banks:
            self._banks[file] = CaptionBank(file, self.embedder, progress)
        return self._banks[file].best(vector, k)
