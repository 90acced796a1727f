"""How far a run is, and how long the source in hand will take."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable

from msa_core.indexing.build.shard_sink import SourceProgress
from msa_core.indexing.build.tile_reading import SourceJob
from msa_core.names import printable
from msa_core.progress import Progress

# The run is not over with the last source: the cache follows.
_MAX_DONE = 0.999


class Pace:
    """Measures a run by the bytes of its files, and its speed in tiles.

    Args:
        progress: where it is shown.
        jobs: the files of the run.
    """

    def __init__(self, progress: Progress, jobs: Iterable[SourceJob]) -> None:
        self._progress = progress
        self._all_bytes = float(sum(map(_bytes, jobs)))
        self._done_bytes = 0.0
        self._tiles = 0
        self._start_s = time.monotonic()

    def add(self, jobs: Iterable[SourceJob]) -> None:
        """More files were found on the way."""
        self._all_bytes += sum(map(_bytes, jobs))

    def done(self, job: SourceJob, tiles: int = 0) -> None:
        """A source is dealt with; ``tiles`` were made of it."""
        self._done_bytes += _bytes(job)
        self._tiles += tiles

    def show(self, in_hand: Collection[SourceProgress]) -> None:
        """Show how far it is, with the sources that are begun. Raises Cancelled when asked to stop."""
        begun = sum(source.share_done * _bytes(source.opened.job) for source in in_hand)
        tiles = self._tiles + sum(source.tiles for source in in_hand)
        now_s = time.monotonic()
        rate = tiles / max(now_s - self._start_s, 1e-3)
        self._progress(
            min((self._done_bytes + begun) / max(self._all_bytes, 1.0), _MAX_DONE),
            f"{_in_work(next(iter(in_hand), None), now_s)}{tiles} tiles, {rate:.0f}/s",
        )


def _bytes(job: SourceJob) -> int:
    return max(job.size, 1)


def _in_work(source: SourceProgress | None, now_s: float) -> str:
    """The source in hand, how far it is and how long it will take; the whole run's time is the progress's own."""
    if source is None:
        return ""
    left_s = source.left_s(now_s)
    left = "" if left_s is None else f", {round(left_s) // 60}:{round(left_s) % 60:02d} left of it"
    return f"{printable(source.opened.job.name)} {source.share_done:.0%}{left}  "
