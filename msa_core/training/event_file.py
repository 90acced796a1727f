"""TensorBoard's event file, written directly: a scalar needs sixty lines, not the tensorboard package.

The file is a TFRecord stream: for each record its length (uint64), a masked CRC-32C of the length, the bytes, and a
masked CRC-32C of the bytes, all little-endian. A record is an ``Event`` protocol buffer: wall_time = 1 (double),
step = 2 (int64), file_version = 3 (string), summary = 5 {value = 1 {tag = 1 (string), simple_value = 2 (float)}}.
"""

from __future__ import annotations

import math
import os
import struct
import time
from collections.abc import Mapping
from pathlib import Path

from msa_core.errors import StorageError

_CASTAGNOLI = 0x82F63B78  # the polynomial of CRC-32C, bits reversed
_MASK = 0xA282EAD8


def _table_entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (_CASTAGNOLI if value & 1 else 0)
    return value


_TABLE = [_table_entry(byte) for byte in range(256)]


def crc32c(data: bytes) -> int:
    """CRC-32C (Castagnoli) of ``data``, RFC 3720 appendix B.4."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


class EventFile:
    """Appends scalars to a new event file in ``folder``; TensorBoard shows all files of a folder as one run.

    Raises:
        StorageError: it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        # TensorBoard finds files by "tfevents" in the name and reads them in the order of their names.
        self._file = folder / f"events.out.tfevents.{time.time_ns() // 1000}.{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"{folder} cannot be made ({error.strerror}).") from error
        self._append(_event(0, _field(3, b"brain.Event:2")))

    def add(self, scalars: Mapping[str, float], step: int) -> None:
        """Write scalars by tag at ``step``; those that are not numbers are left out."""
        values = b"".join(
            _field(1, _field(1, tag.encode()) + b"\x15" + struct.pack("<f", value))
            for tag, value in scalars.items()
            if math.isfinite(value)
        )
        if values:
            self._append(_event(step, _field(5, values)))

    def _append(self, record: bytes) -> None:
        length = struct.pack("<Q", len(record))
        try:
            with self._file.open("ab") as file:
                file.write(length + _masked(length) + record + _masked(record))
        except OSError as error:
            raise StorageError(f"{self._file} cannot be written ({error.strerror}).") from error


def _event(step: int, content: bytes) -> bytes:
    return b"\x09" + struct.pack("<d", time.time()) + b"\x10" + _varint(step) + content


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _masked(data: bytes) -> bytes:
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF)
