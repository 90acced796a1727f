"""Batches with their pictures, read ahead while the model works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from msa_core.training.data.batches.sampler import Batch, Sampler
from msa_core.training.data.pictures import PictureCache

View = Callable[[np.ndarray, np.random.Generator], np.ndarray]
_AHEAD = 2


@dataclass(frozen=True, kw_only=True)
class Feed:
    """Reads the views of a run's batches; each view is a function of seed, epoch, step and row.

    Attributes:
        cache: pictures, decoded once.
        view: one random view uint8 (S, S, 3) of a picture uint8 (H, W, 3).
        extra_view: the same of the sampler's extra pictures; None: as ``view``.
        readers: threads that decode and make views.
        pin: page-locked memory, from which a GPU copies while it computes.
    """

    sampler: Sampler
    cache: PictureCache
    view: View
    seed: int
    readers: int
    pin: bool = False
    extra_view: View | None = None

    def epoch(
        self, epoch: int, first: int = 0, share: tuple[int, int] = (0, 1)
    ) -> Iterator[tuple[int, Batch, Tensor]]:
        """Steps from ``first`` on: number, batch, and views uint8 (rows, 3, size, size).

        ``share`` (rank, size): of the rows only this process's part is read.
        """
        batches = self.sampler.epoch(epoch)
        with ThreadPoolExecutor(_AHEAD) as queue, ThreadPoolExecutor(max(1, self.readers)) as readers:

            def read(step: int) -> Tensor:
                rows = batches[step].rows
                own = len(rows) // share[1]
                jobs = [
                    (epoch, step, slot, rows[slot]) for slot in range(share[0] * own, (share[0] + 1) * own)
                ]
                stacked = torch.from_numpy(np.stack(list(readers.map(self._view, jobs)))).permute(0, 3, 1, 2)
                return stacked.pin_memory() if self.pin else stacked

            waiting: list[Future[Tensor]] = [
                queue.submit(read, step) for step in range(first, min(first + _AHEAD, len(batches)))
            ]
            for step in range(first, len(batches)):
                views = waiting.pop(0).result()
                if step + _AHEAD < len(batches):
                    waiting.append(queue.submit(read, step + _AHEAD))
                yield step, batches[step], views

    def _view(self, job: tuple[int, int, int, int]) -> np.ndarray:
        *numbers, row = job
        picture = self.cache(self.sampler.images[row].path)
        view = self.extra_view if self.extra_view and self.sampler.is_extra(row) else self.view
        return view(picture, np.random.default_rng((self.seed, *numbers)))


def rows_of(batch: Batch, rows: slice) -> Batch:
    """The pictures ``rows`` of a batch with their own texts, as a batch of its own."""
    per_image = len(batch.texts) // len(batch.rows)
    columns = slice(rows.start * per_image, rows.stop * per_image)

    def cut(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return value[rows, columns] if value.ndim == 2 else value[rows]
        return value[columns] if isinstance(value, list) else value

    return replace(batch, **{field.name: cut(getattr(batch, field.name)) for field in fields(batch)})
