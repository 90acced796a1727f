"""TensorBoard's files, read back record by record, and by TensorBoard where it is installed."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from tensorboardX.proto.event_pb2 import Event

from msa_core.errors import StorageError
from msa_core.training.learn.run.event_file import EventFile


def events_of(file: Path) -> list[Any]:
    """The events of a TFRecord file: length (uint64), its checksum, the message, its checksum."""
    data, found = file.read_bytes(), []
    while data:
        (length,) = struct.unpack("<Q", data[:8])
        found.append(Event.FromString(data[12 : 12 + length]))
        data = data[16 + length :]
    return found


def test_events_hold_steps_tags_and_values(tmp_path: Path) -> None:
    events = EventFile(tmp_path / "new" / "folder")
    events.add({"loss/align": 2.5, "val/mR": 0.125}, 300)
    events.add({"loss/align": float("nan")}, 301)  # nothing to say
    (file,) = (tmp_path / "new" / "folder").iterdir()
    said = [(e.step, v.tag, v.simple_value) for e in events_of(file) for v in e.summary.value]
    assert said == [(300, "loss/align", 2.5), (300, "val/mR", 0.125)]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be made"):
        EventFile(tmp_path / "file" / "tensorboard")


def test_tensorboard_reads_it(tmp_path: Path) -> None:
    reader = pytest.importorskip(
        "tensorboard.backend.event_processing.event_accumulator", reason="no tensorboard"
    )
    events = EventFile(tmp_path)
    for step in (10, 20):
        events.add({"loss/align": step / 8}, step)
    run = reader.EventAccumulator(str(tmp_path))
    run.Reload()
    assert [(point.step, point.value) for point in run.Scalars("loss/align")] == [(10, 1.25), (20, 2.5)]
