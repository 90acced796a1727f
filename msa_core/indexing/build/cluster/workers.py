"""The workers of a Dask cluster, as a run sees them: which there are, which cannot work, and which wait for memory."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from msa_core.errors import MsaError, StorageError
from msa_core.indexing.build.cluster.tasks import Trouble

if TYPE_CHECKING:
    from distributed import Client

_log = logging.getLogger(__name__)

_ASKED_EVERY_S = 2.0
# Dask lets a worker rest while it uses more than four fifths of its memory. One that rests so long has nothing left to
# free: the model alone is too large for it.
_MAX_REST_S = 60.0


class Workers:
    """Asks the scheduler now and then.

    Args:
        client: of the cluster.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[str, dict[str, Any]] = {}
        self._asked_s = -_ASKED_EVERY_S
        self._shut_out: set[str] = set()
        self._working_s = time.monotonic()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._known)

    @property
    def threads(self) -> int:
        """How many tasks they do at once."""
        return sum(int(worker["nthreads"]) for worker in self._known.values())

    @property
    def allowed(self) -> list[str] | None:
        """Addresses of those that get tasks; None: all, also those that join."""
        return (
            [address for address in self._known if address not in self._shut_out] if self._shut_out else None
        )

    @property
    def are_resting(self) -> bool:
        """Whether all that get tasks have paused for want of memory."""
        return bool(self._resting())

    @property
    def memory(self) -> str:
        """How much each may use, where that is limited: " (each may use 4.2 GB)"."""
        limits = {worker["memory_limit"] for worker in self._known.values()} - {None, 0}
        return f" (each may use {_gb(min(limits))})" if limits else ""

    def see(self) -> None:
        """See which there are. Raises MsaError when the scheduler is gone, or nobody has memory to go on with."""
        now_s = time.monotonic()
        if now_s - self._asked_s < _ASKED_EVERY_S:
            return
        self._asked_s = now_s
        if self._client.status not in ("running", "connecting"):
            raise MsaError(lost())
        try:
            self._known = dict(self._client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, TimeoutError) as error:
            raise MsaError(lost()) from error
        resting = self._resting()
        if not resting:
            self._working_s = now_s
        elif now_s - self._working_s > _MAX_REST_S:
            worker = max(resting, key=lambda each: int(each["metrics"]["memory"]))
            raise MsaError(
                "No worker can go on: Dask has paused them for want of memory. One uses "
                f"{_gb(worker['metrics']['memory'])} of the {_gb(worker['memory_limit'])} that it may: start them with "
                "more (dask worker --memory-limit), or fewer of them. What was finished is kept."
            )

    def shut_out(self, trouble: Trouble) -> None:
        """Give a worker that cannot work no more tasks. Raises MsaError when there is no other."""
        if trouble.worker not in self._shut_out:
            _log.warning(
                "The worker %s gets no more tasks: %s.", trouble.worker, trouble.sentence.rstrip(".")
            )
        self._shut_out.add(trouble.worker)
        self._asked_s = -_ASKED_EVERY_S
        self.see()
        if self._known.keys() <= self._shut_out:
            kind = StorageError if trouble.is_disk else MsaError
            raise kind(
                f"No worker can go on. {trouble.worker} says: {trouble.sentence.rstrip('.')}. What was finished is "
                "kept."
            )

    def _resting(self) -> list[dict[str, Any]]:
        """All that get tasks, if all of them have paused."""
        able = [worker for address, worker in self._known.items() if address not in self._shut_out]
        return able if all(worker["status"] == "paused" for worker in able) else []


def lost() -> str:
    """What is said when the scheduler does not answer."""
    return (
        "The connection to the Dask scheduler was lost. What was finished is kept: run the same command again when it "
        "is back."
    )


def _gb(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
