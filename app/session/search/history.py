"""The last questions, each with what came of it, kept across sessions in the user's data folder."""

from __future__ import annotations

import datetime as dt
import json
import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app import paths
from app.jobs.files_lane import FilesLane
from app.translation import tr
from msa_core.files import make_folder, put_aside, read_ordinary, write_whole
from msa_core.messages import Search
from msa_core.records import SearchResult

_LOG = logging.getLogger(__name__)
MARK, VERSION = "msa_history", 1
MAX_KEPT = 200
MAX_BYTES = 4 << 20
"""Of one question as JSON: thousands of reviewed tiles, or an area of a hundred thousand corners. Larger ones are not
kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A question and what came of it.

    Attributes:
        asked: the question.
        area_name: what its area is called, ``""`` without one.
        archive: the name of what was searched.
        when: ISO 8601, in UTC.
        found: how many places.
        stands_out: whether any do, None when it could not be told.
        above_cut, cut: how many do, and the suggested least score.
    """

    asked: Search
    area_name: str = ""
    archive: str = ""
    when: str = ""
    found: int = 0
    stands_out: bool | None = None
    above_cut: int = 0
    cut: float | None = None


def remembered(asked: Search, result: SearchResult, area_name: str, archive: str) -> Remembered:
    """What is kept of an answer."""
    told = result.background
    return Remembered(
        asked=asked,
        area_name=area_name,
        archive=archive,
        when=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        found=len(result.hits),
        stands_out=None if told is None else told.stands_out,
        above_cut=0 if told is None else told.above_cut,
        cut=None if told is None else told.cut,
    )


class History(QObject):
    """The newest question first, each once.

    Signals:
        changed: the tuple of :class:`Remembered`.
        message_posted: (kind, sentence, action), as :class:`app.session.session.Session` has it.
    """

    changed = Signal(object)
    message_posted = Signal(str, str, str)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Remembered, ...] = ()
        self._file = file or paths.data_dir() / "history.json"
        self._unread: list[Any] = []
        self._lane = FilesLane(self)
        self._lane.finished.connect(self._on_finished)
        self._lane.failed.connect(self._on_failed)
        self._is_asked_for = self._is_read = self._is_changed = False

    @Slot()
    def load(self) -> None:
        """Read what earlier windows left; once, and not while the window is being opened."""
        if not self._is_asked_for:
            self._is_asked_for = True
            self._lane.run(tr("Reading the history"), lambda: read_history(self._file))

    def add(self, entry: Remembered) -> None:
        """Remember an answer, and write all to the disk as soon as it is known what is there."""
        self.load()
        self._is_changed = True
        self._show([entry, *self.entries])
        self._write()

    def _write(self) -> None:
        if self._is_read and self._is_changed:
            self._is_changed = False
            entries, unread, file = self.entries, self._unread, self._file
            self._lane.run(tr("Writing the history"), lambda: write_history(file, entries, unread))

    def close(self) -> None:
        """Wait until everything is written."""
        if self._is_changed:
            entries, file = self.entries, self._file
            self._lane.run(tr("Writing the history"), lambda: _write_with_what_is_there(file, entries))
        self._lane.close()

    def _show(self, entries: list[Remembered]) -> None:
        self.entries = _each_once(entries)
        self.changed.emit(self.entries)

    @Slot(str, object)
    def _on_finished(self, _key: str, value: object) -> None:
        if isinstance(value, _Read):
            self._unread, self._is_read = value.unread, True
            self._show([*self.entries, *value.entries])
            self._write()
            if value.sentence:
                self.message_posted.emit("warn", value.sentence, "")

    @Slot(str, str)
    def _on_failed(self, _key: str, sentence: str) -> None:
        self.message_posted.emit(
            "warn", tr("The last questions are not kept: {sentence}", sentence=sentence), ""
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """What a file held: entries, members that this program cannot read and keeps, and what was wrong."""

    entries: list[Remembered]
    unread: list[Any]
    sentence: str = ""


def _each_once(entries: list[Remembered]) -> tuple[Remembered, ...]:
    """The newest of the same questions of an archive, and as many as are kept."""
    newest: dict[str, Remembered] = {}
    for entry in entries:
        newest.setdefault(f"{entry.asked}{entry.archive}", entry)
    return tuple(newest.values())[:MAX_KEPT]


def _write_with_what_is_there(file: Path, entries: tuple[Remembered, ...]) -> None:
    """For a window that closes before the history was read. Raises StorageError."""
    found = read_history(file)
    write_history(file, _each_once([*entries, *found.entries]), found.unread)


def read_history(file: Path) -> _Read:
    """The entries of a file; a damaged one is put aside, and what a newer program wrote is kept unread."""
    try:
        data = json.loads(read_ordinary(file).decode())
        kept = data["entries"] if data[MARK] == VERSION else None
    except FileNotFoundError:
        return _Read([], [])
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        _LOG.warning("%s cannot be read: %s", file, error)
        kept = None
    if not isinstance(kept, list):
        return _Read([], [], _put_aside(file))
    entries, unread = [], []
    for item in kept:
        try:
            entries.append(_entry(item))
        except Exception as error:  # noqa: BLE001 (whatever an entry holds, the others are good)
            _LOG.warning("A question of the history cannot be read: %s", error)
            unread.append(item)
    return _Read(entries, unread)


def write_history(file: Path, entries: tuple[Remembered, ...], unread: list[Any]) -> None:
    """Write whole or not at all. Raises StorageError."""
    from msa_core.retrieval.query.saved.query_json import to_json

    items = [
        {**_plain(entry), "question": to_json(entry.asked)} for entry in entries if not _is_large(entry.asked)
    ]
    make_folder(file.parent)
    write_whole(file, json.dumps({MARK: VERSION, "entries": items + unread}, indent=1).encode())


def _plain(entry: Remembered) -> dict[str, Any]:
    names = ("area_name", "archive", "when", "found", "stands_out", "above_cut", "cut")
    return {name: getattr(entry, name) for name in names}


def _is_large(asked: Search) -> bool:
    query = asked.query
    ids = sum(map(len, query.without_ids)) + sum(map(len, query.only_ids or ()))
    return len(query.area or "") + ids > MAX_BYTES


def _entry(item: Any) -> Remembered:
    """Raises whatever is wrong with it."""
    from msa_core.retrieval.query.saved.query_json import from_json

    entry = Remembered(
        asked=from_json(item["question"]),
        area_name=str(item["area_name"]),
        archive=str(item["archive"]),
        when=str(item["when"]),
        found=int(item["found"]),
        above_cut=int(item["above_cut"]),
    )
    cut, stands_out = item["cut"], item["stands_out"]
    return replace(
        entry,
        cut=None if cut is None else float(cut),
        stands_out=None if stands_out is None else bool(stands_out),
    )


def _put_aside(file: Path) -> str:
    """Keep a file that cannot be read under another name; returns the sentence about it."""
    try:
        aside = put_aside(file)
    except OSError as error:
        return tr(
            "The last questions cannot be read ({file}), nor put aside: {reason}.",
            file=file,
            reason=error.strerror or error,
        )
    return tr(
        "The last questions could not be read. The file was put aside as {aside}; the list begins anew.",
        aside=aside,
    )
