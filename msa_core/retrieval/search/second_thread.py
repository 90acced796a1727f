"""One thing on a second thread while the first one computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

_T = TypeVar("_T")


class SecondThread:
    """A second thread. Torch leaves it a core meanwhile: its threads spin while they wait, and would take that of both.

    Not for several threads at once.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "beside")

    @contextmanager
    def running(self, action: Callable[[], _T]) -> Iterator[Future[_T]]:
        """Run ``action`` on the other thread during the block; it has ended when the block has.

        Raises:
            Exception: that of the block; that of ``action`` when its result is asked for.
        """
        threads = torch.get_num_threads()
        future = self._pool.submit(action)
        torch.set_num_threads(max(1, threads - 1))
        try:
            yield future
        finally:
            torch.set_num_threads(threads)
            future.exception()  # waits
