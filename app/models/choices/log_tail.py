"""The end of a log that may be large: read backwards piece by piece, and forwards as it grows. No Qt."""

from __future__ import annotations

import os
from pathlib import Path

from app.log_lines import LogLine, parse
from app.translation import tr

CHUNK_BYTES = 256 * 1024
MAX_AT_ONCE_BYTES = 4 * 1024 * 1024
MAX_LINES = 100_000


class LogTail:
    """Lines of a log file from ``start`` on; before, nobody has read.

    Attributes:
        lines: LogLine by LogLine, the oldest first.
        start: byte of the file where they begin.
        problem: why the file cannot be read, ``""`` when it can.
        openings: how often the file was read from its end anew; the lines before are then no longer there.
    """

    def __init__(self, file: Path, chunk_bytes: int = CHUNK_BYTES) -> None:
        self._file, self._chunk = file, chunk_bytes
        self.lines: list[LogLine] = []
        self.start = self._end = 0
        self._identity: tuple[int, int] | None = None
        self.problem = ""
        self.openings = 0
        self.reopen()

    @property
    def size_bytes(self) -> int:
        """How long the file is now."""
        try:
            return self._file.stat().st_size
        except OSError:
            return 0

    def reopen(self) -> None:
        """Read the last piece of the file as it is now."""
        self.lines, self.start, self._end, self._identity, self.problem = [], 0, 0, None, ""
        self.openings += 1
        try:
            status = self._file.stat()
            self._identity = (status.st_dev, status.st_ino)
            self.start = self._end = status.st_size
            self.read_earlier()
        except FileNotFoundError:
            self.problem = tr("Nothing was logged yet.")
        except OSError as error:
            self.problem = tr(
                "{file} cannot be read: {reason}.", file=self._file, reason=error.strerror or error
            )

    def read_earlier(self) -> bool:
        """Read the piece before; False when there is none. Raises OSError."""
        if self.start <= 0:
            return False
        begin = max(0, self.start - self._chunk)
        content = self._read(begin, self.start)
        # The line that begins before this piece comes with the next one, unless it is longer than a piece.
        cut = content.find(b"\n") + 1 if begin > 0 else 0
        if cut == len(content):
            cut = 0
        is_first = not self.lines
        texts = _lines(content[cut:])
        if is_first and texts and not content.endswith(b"\n"):
            self._end -= len(content) - content.rfind(b"\n") - 1  # half a line: it comes when it is whole
            texts.pop()
        self.start = begin + cut
        self.lines = parse(texts) + self.lines
        return True

    def read_new(self) -> bool:
        """Read what was written since; True when something changed. A file that was rotated is read anew."""
        try:
            status = self._file.stat()
        except OSError:
            return False
        if (status.st_dev, status.st_ino) != self._identity or status.st_size < self._end:
            self.reopen()
            return True
        if status.st_size == self._end:
            return False
        if status.st_size - self._end > MAX_AT_ONCE_BYTES:
            self.reopen()
            return True
        try:
            content = self._read(self._end, status.st_size)
        except OSError:
            return False
        whole = content.rfind(b"\n") + 1
        if not whole:
            return False
        self._end += whole
        level = self.lines[-1].level if self.lines else "INFO"
        self.lines += parse(_lines(content[:whole]), level)
        if len(self.lines) > MAX_LINES:
            self.reopen()
        return True

    def _read(self, begin: int, end: int) -> bytes:
        with self._file.open("rb") as file:
            file.seek(begin, os.SEEK_SET)
            return file.read(end - begin)


def _lines(content: bytes) -> list[str]:
    texts = content.decode("utf-8", "replace").split("\n")
    if texts and not texts[-1]:
        texts.pop()
    return [text.rstrip("\r") for text in texts]
