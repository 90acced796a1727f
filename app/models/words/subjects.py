"""What a message of the window is about."""

from __future__ import annotations

from enum import StrEnum


class Subject(StrEnum):
    """A message goes when its subject changes; one about nothing in particular stays until the next."""

    NOTHING = ""
    ARCHIVE = "archive"
    INDEX = "index"
    ENGINE = "engine"
    EXPORT = "export"
    SEARCH = "search"
