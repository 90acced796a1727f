"""Progress of long work, and the point where it is cancelled.

Work is a plain function ``work(progress) -> record``. It calls ``progress(fraction, text)`` often; the
object throttles what it shows, and raises :class:`~msa_core.errors.Cancelled` from that call when the
user asked to stop.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TextIO

from msa_core.errors import Cancelled
from msa_core.names import visible_json
from msa_core.records import PassedOver, SourceReport

# The first steps are slow and few: a speed is told from this share of the work on, or after a while from less.
_TELLING, _TELLING_AFTER_S, _MIN_TELLING = 0.02, 10.0, 1e-3


class Progress:
    """Silent progress; the base of the others.

    Args:
        is_cancelled: asked at every call; True makes the call raise ``Cancelled``.
        interval_s: the shortest time between two shown updates, in seconds.

    Attributes:
        passed_over: files that were found and are not rasters; set by the work, empty until then.
        told: sentences about how rasters were found; likewise.
    """

    def __init__(self, is_cancelled: Callable[[], bool] | None = None, interval_s: float = 0.1) -> None:
        self._is_cancelled = is_cancelled
        self._interval_s = interval_s
        self._start_s = time.monotonic()
        self._shown_s = -1e9
        self._first: float | None = None
        self.passed_over = PassedOver()
        self.told: tuple[str, ...] = ()

    def __call__(self, fraction: float, text: str = "") -> None:
        """Report ``fraction`` (0..1) done and a short text; raises ``Cancelled`` when asked to stop."""
        if self._is_cancelled is not None and self._is_cancelled():
            raise Cancelled()
        now_s = time.monotonic()
        if now_s - self._shown_s >= self._interval_s or fraction >= 1.0:
            self._shown_s = now_s
            self.show(min(max(fraction, 0.0), 1.0), text, self._eta_s(fraction, now_s))

    def _eta_s(self, fraction: float, now_s: float) -> float | None:
        # Resumed work begins at a fraction above 0, and a model loads before the first step: only what is done from
        # the first step on tells the speed.
        if self._first is None or fraction <= self._first:
            self._first, self._start_s = fraction, now_s
        gained, took_s = fraction - self._first, now_s - self._start_s
        if gained < (_TELLING if took_s < _TELLING_AFTER_S else _MIN_TELLING):
            return None
        return max(0.0, took_s * (1.0 - fraction) / gained)

    def show(self, fraction: float, text: str, eta_s: float | None) -> None:
        """Display one throttled update; ``eta_s`` is the estimated time left in seconds, or None."""

    def source(self, state: str, name: str, detail: str, report: SourceReport | None = None) -> None:
        """Report one finished source: ``state`` is indexed, unchanged, partial or refused; ``report`` has the facts."""

    def figures(self, line: Mapping[str, object]) -> None:
        """Report figures of a training run as it logs them: losses, and what it was measured to be."""

    def done(self, text: str, **facts: object) -> None:
        """Report the end of the whole work; ``facts`` are counts for programs."""

    def error(self, text: str) -> None:
        """Report the sentence the work ended with."""


class SubProgress(Progress):
    """A stretch of a longer work: its 0..1 is shown as ``start`` to ``end`` of the whole.

    Args:
        whole: told, and asked whether to stop.
        start: where the stretch begins in the whole, 0..1.
        end: where it ends; the same as ``start`` for what happens before the measured work.
    """

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        super().__init__()
        self._whole, self._start, self._end = whole, start, end

    def __call__(self, fraction: float, text: str = "") -> None:
        """Report ``fraction`` (0..1) of the stretch done; raises ``Cancelled`` when the whole is asked to stop."""
        self._whole(self._start + fraction * (self._end - self._start), text)


class JsonProgress(Progress):
    """Progress as JSON lines (contract): ``{"event", "fraction", "text", "eta_s"}``, one per line."""

    def __init__(
        self,
        stream: TextIO | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        interval_s: float = 0.1,
    ) -> None:
        super().__init__(is_cancelled, interval_s)
        self._stream = stream if stream is not None else sys.stderr

    def show(self, fraction: float, text: str, eta_s: float | None) -> None:
        eta = None if eta_s is None else round(eta_s, 1)
        self._write({"event": "progress", "fraction": round(fraction, 4), "text": text, "eta_s": eta})

    def source(self, state: str, name: str, detail: str, report: SourceReport | None = None) -> None:
        event: dict[str, object] = {"event": "source", "state": state, "source": name, "text": detail}
        if report is not None:
            event["tiles"] = report.tiles
            event["taken"] = None if report.taken is None else asdict(report.taken)
        self._write(event)

    def figures(self, line: Mapping[str, object]) -> None:
        self._write({"event": "figures", **line})

    def done(self, text: str, **facts: object) -> None:
        self._write({"event": "done", "fraction": 1.0, "text": text, "eta_s": 0.0, **facts})

    def error(self, text: str) -> None:
        self._write({"event": "error", "text": text})

    def _write(self, line: dict[str, object]) -> None:
        self._stream.write(visible_json(json.dumps(line, ensure_ascii=False, allow_nan=False)) + "\n")
        self._stream.flush()
