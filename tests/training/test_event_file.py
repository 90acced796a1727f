"""TensorBoard's files, read back by the definition of the format, and by TensorBoard where it is installed."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from msa_core.training.event_file import EventFile, crc32c


def test_the_checksum_is_that_of_rfc_3720() -> None:
    assert crc32c(b"123456789") == 0xE3069283  # the check value of CRC-32C
    assert crc32c(bytes(32)) == 0x8A9136AA  # RFC 3720, B.4
    assert crc32c(bytes(range(32))) == 0x46DD794E


def records(file: Path) -> list[bytes]:
    """The records of a TFRecord file, both checksums of each verified."""
    data, found = file.read_bytes(), []

    def check(part: bytes, stored: bytes) -> None:
        crc = crc32c(part)
        assert struct.unpack("<I", stored)[0] == (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF

    while data:
        check(data[:8], data[8:12])
        length = struct.unpack("<Q", data[:8])[0]
        check(data[12 : 12 + length], data[12 + length : 16 + length])
        found.append(data[12 : 12 + length])
        data = data[16 + length :]
    return found


def test_records_hold_version_step_tags_and_values(tmp_path: Path) -> None:
    events = EventFile(tmp_path)
    events.add({"loss/align": 2.5, "val/mR": 0.125}, 300)
    events.add({"loss/align": float("nan")}, 301)  # nothing to say
    (file,) = tmp_path.iterdir()
    first, second = records(file)
    assert first[9:11] == b"\x10\x00"
    assert first.endswith(b"\x1a\x0dbrain.Event:2")
    assert second[9:12] == b"\x10\xac\x02"  # step 300 as a varint
    assert b"\x0a\x0aloss/align\x15" + struct.pack("<f", 2.5) in second
    assert b"\x0a\x06val/mR\x15" + struct.pack("<f", 0.125) in second


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
