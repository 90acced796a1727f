"""What servers say of the addresses that an index knows: many are asked together, and a stop is heeded meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from msa_core.progress import Progress
from msa_core.raster.gdal.locations import location

_TOGETHER = 12
_AHEAD = 64
# What a server says of a file that is gone, as :mod:`msa_core.raster.gdal.locations.remote` puts it.
_GONE = ("(404)", "(410)")

Answers = Mapping[Path, tuple[int, int] | OSError]


def ask_servers(paths: Sequence[Path], progress: Progress) -> Answers:
    """Size and time of each address, or why it could not be asked.

    Args:
        paths: of addresses that were asked for.
        progress: shown how many are done; may raise ``Cancelled``.
    """
    answers: dict[Path, tuple[int, int] | OSError] = {}
    if not paths:
        return answers
    pool = ThreadPoolExecutor(_TOGETHER, thread_name_prefix="msa-asking")
    waiting: dict[Future[tuple[int, int]], Path] = {}
    rest = iter(paths)
    try:
        while len(answers) < len(paths):
            while len(waiting) < _AHEAD and (path := next(rest, None)) is not None:
                waiting[pool.submit(location.of(path).stat)] = path
            done, _ = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED)
            for future in done:
                answers[waiting.pop(future)] = _answer(future)
            progress(0.0, f"asking servers what has changed, {len(answers):,} of {len(paths):,}")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return answers


def _answer(future: Future[tuple[int, int]]) -> tuple[int, int] | OSError:
    error = future.exception()
    if error is None:
        return future.result()
    return error if isinstance(error, OSError) else OSError(0, str(error))


def is_gone(answer: tuple[int, int] | OSError | None) -> bool:
    """True when a server says that it has no such file, rather than nothing or something else."""
    return isinstance(answer, OSError) and any(code in str(answer.strerror) for code in _GONE)
