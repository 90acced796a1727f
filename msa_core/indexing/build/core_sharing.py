"""Readers and the model take turns where both want the same cores."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# A reader that spends more than this part of its time waiting (for a disk, a network) leaves its core to others.
_MOSTLY_WAITING = 0.3
_FORGETS = 0.98  # per window: about the last fifty count
_ALONE_EVERY = 8  # of so many windows read beside the model one is read alone, to see whether that still pays


class Turns:
    """Says when a reader may go on.

    A forward pass on a CPU has a thread on every core and ends with the slowest of them, so a reader on one core holds
    up all. Where the cores are not enough for both, readers pause while the model works and have the cores to
    themselves in between: no slower than overlapping where reading is computing (decoding, resampling). Where it
    is waiting for a disk, or cores are to spare, both go on at once.

    Args:
        readers: threads that read.
        model_threads: threads of a forward pass on the CPU; 0 for a model on another device.
        cores: those this process may use; None asks the system.
    """

    def __init__(self, readers: int, model_threads: int, cores: int | None = None) -> None:
        cores = cores or usable_cores()
        self._crowded = model_threads > 0 and model_threads + readers > cores
        self._readers_a_core = max(1.0, readers / cores)
        self._free = threading.Event()
        self._free.set()
        self._lock = threading.Lock()
        self._wall_s = self._cpu_s = 0.0
        self._beside = 0

    @property
    def are_taken(self) -> bool:
        """Whether readers pause while the model works."""
        with self._lock:
            # Of more readers than cores each has but its part of one, and is not waiting for that.
            computing = self._readers_a_core * self._cpu_s
            return self._crowded and computing >= (1.0 - _MOSTLY_WAITING) * self._wall_s

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Around the reading of one window; waits for its turn before."""
        if self.are_taken or self._is_to_wait():
            self._free.wait()
        alone = self._free.is_set()
        wall_s, cpu_s = time.perf_counter(), time.thread_time()
        yield
        wall_s, cpu_s = time.perf_counter() - wall_s, time.thread_time() - cpu_s
        # Beside the model a reader waits for its core, which says nothing of the disk.
        if alone and self._free.is_set():
            with self._lock:
                self._wall_s = self._wall_s * _FORGETS + wall_s
                self._cpu_s = self._cpu_s * _FORGETS + cpu_s

    def _is_to_wait(self) -> bool:
        with self._lock:
            self._beside += self._crowded
            return self._beside % _ALONE_EVERY == _ALONE_EVERY - 1

    @contextmanager
    def working(self) -> Iterator[None]:
        """Around a forward pass."""
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()


def usable_cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
