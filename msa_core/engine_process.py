"""The engine as a child process: answers the window's requests over a pipe until the pipe closes.

Started by ``multiprocessing`` (spawn) with :func:`run` as its target. This module imports nothing heavy: torch,
transformers and FAISS load with the first request that needs them, so the process is there at once.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import traceback
import warnings
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from msa_core.addresses import is_address
from msa_core.commands.options.faults import in_words
from msa_core.config import prepare_libraries
from msa_core.engine import Engine
from msa_core.errors import Cancelled, IndexFolderError, MsaError, UsageError
from msa_core.memory import check_address_space, is_out_of_memory, out_of_memory_sentence
from msa_core.messages import (
    ArchiveListing,
    CaptionPicture,
    CheckFiles,
    ComputeDevice,
    CountInAreas,
    CountSearches,
    Explain,
    ExportedHits,
    ExportHits,
    GroupScores,
    ListDevices,
    OpenIndex,
    PictureAnswer,
    Progressed,
    ReadThumbnails,
    RefreshIndex,
    Reply,
    Request,
    SavedOverlays,
    SaveOverlays,
    ScanArchive,
    Search,
    SearchCount,
    Shutdown,
    TileThumbnails,
    UseDevice,
    WarmUp,
    WriteEvidence,
    WrittenEvidence,
)
from msa_core.progress import Progress
from msa_core.records import NOTHING_FITS, IndexInfo
from msa_core.stac_search import FindItems, KeptItems

_log = logging.getLogger(__name__)

# Of these only the newest question matters: the window shows one answer at a time.
_NEWEST_ONLY = (
    ScanArchive,
    RefreshIndex,
    CheckFiles,
    Search,
    CaptionPicture,
    Explain,
    FindItems,
    GroupScores,
    CountSearches,
    CountInAreas,
)


def run(connection: Connection, device: str = "auto") -> None:
    """Serve requests until ``Shutdown`` or the other end of the pipe is gone; never raises.

    Args:
        connection: one end of a duplex pipe; the window holds the other.
        device: where the model runs.
    """
    # Ctrl-C in a terminal reaches the whole group; the window decides when this process ends.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_libraries()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())
    _Server(connection, Engine(device=device)).serve()


class _Server:
    """The loop, the queue of requests, and who answers what."""

    def __init__(self, connection: Connection, engine: Engine) -> None:
        self._connection = connection
        self._engine = engine
        self._queue: deque[Request] = deque()
        self._closed = False
        self._answers: dict[type, Callable[[Any, Progress], Any]] = {
            ScanArchive: self._scan,
            FindItems: self._find_items,
            OpenIndex: self._open,
            RefreshIndex: lambda body, progress: refresh_index(
                self._engine, (body.path, *body.more), progress
            ),
            CheckFiles: self._check_files,
            Search: lambda body, progress: self._engine.search(body.query, body.k, body.listing, progress),
            CaptionPicture: self._caption,
            Explain: lambda body, progress: self._engine.explain(body.tile, body.text, progress, body.query),
            SaveOverlays: self._save_overlays,
            ExportHits: self._export,
            WriteEvidence: self._write_evidence,
            GroupScores: lambda body, progress: self._engine.group_scores(body.query, body.by, progress),
            CountSearches: lambda body, progress: self._engine.count_searches(
                body.searches, progress=progress
            ),
            CountInAreas: self._count_in_areas,
            ListDevices: self._list_devices,
            UseDevice: lambda body, progress: self._engine.use_device(body.device, body.vram_limit_gb),
            ReadThumbnails: lambda body, _progress: TileThumbnails(self._engine.thumbnails(body.ids)),
            WarmUp: self._warm_up,
        }

    def serve(self) -> None:
        """Take requests one by one until the end."""
        while not self._closed:
            self._drain(wait=not self._queue)
            if not self._queue:
                continue
            request = self._queue.popleft()
            if isinstance(request.body, Shutdown):
                self.send(Reply(request.id))
                return
            if self._is_superseded(request):
                self.send(Reply(request.id, superseded=True))
            else:
                self.send(self._answer(request))

    def _answer(self, request: Request) -> Reply:
        progress = _PipeProgress(self, request)
        try:
            answer = self._answers.get(type(request.body))
            if answer is None:
                raise UsageError(f"The engine does not know {type(request.body).__name__}.")
            if not isinstance(request.body, ScanArchive | FindItems):
                check_address_space()
            return Reply(request.id, answer(request.body, progress))
        except Cancelled:
            return Reply(request.id, superseded=True)
        except MsaError as error:
            return Reply(request.id, error=str(in_words(error)))
        except Exception as error:  # noqa: BLE001  the engine outlives any fault of one question
            _log.error("request %s failed\n%s", request.id, traceback.format_exc())
            if is_out_of_memory(error):
                return Reply(request.id, error=out_of_memory_sentence())
            return Reply(
                request.id, error=f"An unforeseen fault in the engine: {type(error).__name__}: {error}"
            )

    def _scan(self, body: ScanArchive, progress: Progress) -> ArchiveListing:
        from msa_core.raster.find import archive
        from msa_core.raster.gdal.locations import network

        network.ask_all(body.asked)
        network.allow_all(body.network)
        return archive.scan(body.paths, progress)

    def _find_items(self, body: FindItems, progress: Progress) -> KeptItems:
        from msa_core.raster.find.stac.kept_items import keep_items
        from msa_core.raster.gdal.locations import network

        if not body.wanted.catalogues:
            return KeptItems()
        given = body.wanted.catalogues
        asked = tuple(network.ask_catalogue(one) if is_address(one) else one for one in given)
        return keep_items(replace(body.wanted, catalogues=asked), Path(body.out), progress)

    def _open(self, body: OpenIndex, progress: Progress) -> Any:
        info = self._engine.open_index((body.path, *body.more), progress)
        self._engine.use_model(body.model)
        return info

    def _list_devices(self, body: ListDevices, progress: Progress) -> tuple[ComputeDevice, ...]:
        from msa_core.model.running.device import devices

        return devices()

    def _check_files(self, body: CheckFiles, progress: Progress) -> tuple[str, ...]:
        from msa_core.indexing.care.staleness import stale_sources

        index = self._engine.opened
        return tuple(path for _, path, error in stale_sources(index.manifest, index.folder) if error is None)

    def _count_in_areas(self, body: CountInAreas, progress: Progress) -> tuple[SearchCount, ...]:
        if not body.searches:
            return ()  # it came to stop the one before
        return self._engine.count_searches(body.searches, body.areas, progress)

    def _caption(self, body: CaptionPicture, progress: Progress) -> PictureAnswer:
        bank = None if body.bank is None else Path(body.bank)
        captions = self._engine.caption(body.path, body.captions, bank, progress)
        note = "" if captions else NOTHING_FITS
        if not self._engine.has_tiles or self._engine.opened.is_foreign:
            return PictureAnswer(path=body.path, captions=captions, note=note)
        found = self._engine.similar(body.path, body.similar, progress)
        return PictureAnswer(
            path=body.path, captions=captions, similar=found.hits, background=found.background, note=note
        )

    def _export(self, body: ExportHits, progress: Progress) -> ExportedHits:
        written = self._engine.export(body.result, body.path, body.crs, overwrite=True)
        return ExportedHits(tuple(written.sentences()))

    def _write_evidence(self, body: WriteEvidence, progress: Progress) -> WrittenEvidence:
        return WrittenEvidence(str(self._engine.write_evidence(body.asked, body.result, body.folder)))

    def _save_overlays(self, body: SaveOverlays, progress: Progress) -> SavedOverlays:
        explanation = self._engine.explain(body.hit.tile, body.text, progress, body.query)
        files = self._engine.write_overlays(explanation, body.hit, body.folder)
        return SavedOverlays(tuple(str(file) for file in files))

    def _warm_up(self, body: WarmUp, progress: Progress) -> None:
        if body.model is not None:
            self._engine.use_model(body.model)
        self._engine.warm_up(progress)

    def newer_arrived(self, request: Request) -> bool:
        """True when ``request`` need not be finished: a newer one of its kind waits, or nobody listens."""
        self._drain(wait=False)
        return self._closed or self._is_superseded(request)

    def _is_superseded(self, request: Request) -> bool:
        return isinstance(request.body, _NEWEST_ONLY) and any(
            type(other.body) is type(request.body) for other in self._queue
        )

    def _drain(self, wait: bool) -> None:
        """Move what has arrived into the queue; with ``wait`` at least one message, or the end of the pipe."""
        while not self._closed and (wait or self._has_message()):
            wait = False
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                self._closed = True
            except Exception as error:  # noqa: BLE001  a message that cannot be unpickled is not the engine's end
                _log.error("a message could not be read: %s", error)
            else:
                if isinstance(message, Request):
                    self._queue.append(message)

    def _has_message(self) -> bool:
        try:
            return self._connection.poll()
        except (OSError, EOFError):
            self._closed = True
            return False

    def send(self, message: Reply | Progressed) -> None:
        """Send a message; a closed pipe ends the loop, and what cannot be pickled becomes an error reply."""
        try:
            self._connection.send(message)
        except OSError:
            self._closed = True
        except Exception as error:  # noqa: BLE001  pickling may raise anything
            self._connection.send(Reply(message.id, error=f"The answer could not be sent: {error}"))


def refresh_index(
    engine: Engine, folder: Path | str | tuple[str, ...], progress: Progress | None = None
) -> IndexInfo | None:
    """Open what is finished of an index that another process writes; None, and no change, when that fails.

    The cache of the state opened before is removed, for nobody would find it again.
    """
    before = engine.opened if engine.has_tiles else None
    try:
        info = engine.open_index(folder, progress)
    except IndexFolderError:
        return None
    engine.opened.supersede(before)
    return info


class _PipeProgress(Progress):
    """Progress of one request, sent over the pipe; cancels when a newer request makes it pointless."""

    def __init__(self, server: _Server, request: Request) -> None:
        super().__init__(lambda: server.newer_arrived(request))
        self._server = server
        self._id = request.id

    def show(self, fraction: float, text: str, eta_s: float | None) -> None:
        self._server.send(Progressed(self._id, fraction, text, eta_s))
