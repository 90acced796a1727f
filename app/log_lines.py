"""A line of the log: how it is written to a file, and read again. No Qt."""

from __future__ import annotations

import logging
import logging.handlers
import re
from dataclasses import dataclass
from pathlib import Path

from msa_core.names import visible_lines

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MAX_BYTES, OLDER_FILES = 1_000_000, 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LINE = re.compile(rf"^\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d,\d{{3}} ({'|'.join(LEVELS)}) ")


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line and its level; a line that follows a record, of a traceback say, has the record's."""

    text: str
    level: str


class PlainLines(logging.Formatter):
    """What others wrote in a record, a name of a file say, acts on no terminal that shows the log."""

    def format(self, record: logging.LogRecord) -> str:
        return visible_lines(super().format(record))


def log_handler(file: Path) -> logging.Handler:
    """Writes records to a rotating file; without a writable place, to stderr only."""
    handler: logging.Handler
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=MAX_BYTES, backupCount=OLDER_FILES, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(PlainLines(_FORMAT))
    return handler


def parse(texts: list[str], level: str = "INFO") -> list[LogLine]:
    """Lines with their levels; ``level`` is that of lines before the first record."""
    lines = []
    for text in texts:
        found = _LINE.match(text)
        level = found[1] if found is not None else level
        lines.append(LogLine(text, level))
    return lines
