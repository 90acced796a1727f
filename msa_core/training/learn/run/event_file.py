"""TensorBoard's event files: the losses and figures of a run, to be looked at while it goes on."""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msa_core.errors import StorageError


class EventFile:
    """Appends scalars to a new event file in ``folder``; TensorBoard shows all files of a folder as one run.

    Without the package tensorboardX (a bare training machine, say) nothing is written: the record that counts is
    ``metrics.jsonl``.

    Raises:
        StorageError: it cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self._writer: Any = None
        try:
            # Not SummaryWriter: its queue and thread lose at the end of the process what they still hold.
            from tensorboardX.event_file_writer import EventsWriter
        except ImportError:
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._writer = EventsWriter(str(folder / "events"), f".{time.time_ns()}")
            weakref.finalize(self, self._writer.close)
        except OSError as error:
            raise StorageError(f"{folder} cannot be made ({error.strerror}).") from error

    def add(self, scalars: Mapping[str, float], step: int) -> None:
        """Write scalars by tag at ``step``; those that are not numbers are left out."""
        finite = {tag: value for tag, value in scalars.items() if math.isfinite(value)}
        if self._writer is None or not finite:
            return
        from tensorboardX.proto.event_pb2 import Event
        from tensorboardX.proto.summary_pb2 import Summary

        values = [Summary.Value(tag=tag, simple_value=value) for tag, value in finite.items()]
        try:
            self._writer.write_event(Event(wall_time=time.time(), step=step, summary=Summary(value=values)))
            self._writer.flush()
        except OSError as error:
            raise StorageError(f"TensorBoard's event file cannot be written ({error.strerror}).") from error
