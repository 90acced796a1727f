"""Sources dealt with in their order, those at addresses several at a time: each would wait for its own answers.

Sources on this machine are dealt with one after the other, when their turn comes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Protocol, TypeVar

from msa_core.addresses import is_address
from msa_core.progress import Progress
from msa_core.raster.gdal.locations import remote

# Half of the connections that are open at a time, so that windows of pixels have theirs.
AT_ONCE = 8
_AHEAD = 8 * AT_ONCE
_TICK_S = 0.1


class _Source(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> Path: ...


_OfSource = TypeVar("_OfSource", bound=_Source)
_Done = TypeVar("_Done")


def for_each(
    sources: Sequence[_OfSource],
    work: Callable[[_OfSource], _Done],
    progress: Progress,
    at_once: int = AT_ONCE,
) -> list[_Done]:
    """What ``work`` gives for each source, in their order.

    Args:
        sources: of an archive.
        work: called by other threads for sources at addresses.
        progress: told before each source, and ten times a second while a server is waited for; may raise ``Cancelled``,
            which breaks off the connections.
        at_once: how many at addresses are worked on together.
    """
    done: list[_Done] = []
    waiting: deque[tuple[_OfSource, Future[_Done] | None]] = deque()
    future: Future[_Done] | None = None
    rest = iter(sources)
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="msa-header")
    try:
        while len(done) < len(sources):
            while len(waiting) < _AHEAD and (source := next(rest, None)) is not None:
                is_far = is_address(source.path)
                waiting.append((source, pool.submit(work, source) if is_far else None))
            source, future = waiting.popleft()
            progress(len(done) / len(sources), source.name)
            while future is not None and not wait([future], _TICK_S).done:
                progress(len(done) / len(sources), source.name)
            done.append(work(source) if future is None else future.result())
    except BaseException:
        if future is not None or any(other is not None for _, other in waiting):
            remote.interrupt()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return done
