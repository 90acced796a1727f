"""Which cluster ``--dask`` names, and a client of it."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msa_core.errors import UsageError
from msa_core.files import read_ordinary

if TYPE_CHECKING:
    from distributed import Client

_LOCAL, _NETWORK = "local:", ("tcp://", "tls://", "ws://", "wss://", "ucx://")
_MAX_LOCAL = 1024
_ANSWERS_IN_S = 15
_KINDS = {
    "slurm": "SLURMCluster",
    "pbs": "PBSCluster",
    "sge": "SGECluster",
    "lsf": "LSFCluster",
    "htcondor": "HTCondorCluster",
    "oar": "OARCluster",
    "moab": "MoabCluster",
}
_FORMS = "tcp://HOST:PORT, local:N, a scheduler file (.json), or a file for a batch system (.yaml)"


@contextlib.contextmanager
def cluster_client(target: str) -> Iterator[Client]:
    """A client of the cluster that ``target`` names; what was started for it is stopped in the end.

    Args:
        target: ``tcp://HOST:PORT``, ``local:N`` (N worker processes of a thread each on this machine), a scheduler file
            (.json), or a YAML file with the settings of one batch system as dask-jobqueue documents them (``jobqueue:
            slurm: ...``) and how many jobs are wanted (``jobs: 8``).

    Raises:
        UsageError: ``target`` is none of these, Dask is not installed, or no scheduler answers.
    """
    if importlib.util.find_spec("distributed") is None:
        raise UsageError("--dask needs Dask, which is not installed: pip install 'msa-analyst[cluster]'.")
    with contextlib.ExitStack() as stack:
        yield _connected(target, stack)


def _connected(target: str, stack: contextlib.ExitStack) -> Client:
    import distributed

    _hush()
    options: dict[str, Any] = {"timeout": _ANSWERS_IN_S}
    if target.startswith(_NETWORK):
        options["address"] = target
    elif target.startswith(_LOCAL):
        options["address"] = _local_cluster(_local_count(target), stack)
    elif target.endswith((".yaml", ".yml")):
        options["address"] = _batch_cluster(Path(target), stack)
    elif target.endswith(".json"):
        options["scheduler_file"] = _there(Path(target))
    else:
        raise UsageError(f"--dask needs {_FORMS}, not {target!r}.")
    try:
        return stack.enter_context(distributed.Client(**options))
    except (OSError, TimeoutError, ValueError, KeyError) as error:
        told = (str(error) or type(error).__name__)[:200]
        raise UsageError(
            f"--dask {target}: no Dask scheduler answers there ({told}). Start one with dask scheduler, and workers "
            "with dask worker."
        ) from error


def _local_cluster(count: int, stack: contextlib.ExitStack) -> Any:
    """So many worker processes of a thread each, which share the memory. Raises UsageError."""
    import distributed
    from distributed.system import MEMORY_LIMIT

    try:
        return stack.enter_context(
            distributed.LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                processes=True,
                # By itself Dask gives a thread what its core has of it, which of many cores is less than a model.
                memory_limit=MEMORY_LIMIT // count,
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
        )
    except (OSError, RuntimeError, TimeoutError) as error:
        raise UsageError(
            f"--dask local:{count}: the worker processes cannot be started ({str(error)[:200]}). Ask for fewer."
        ) from error


def _local_count(target: str) -> int:
    number = target.removeprefix(_LOCAL)
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= _MAX_LOCAL):
        raise UsageError(
            f"--dask local:N needs a number of workers from 1 to {_MAX_LOCAL:,}, not {number!r}."
        )
    return int(number)


def _batch_cluster(path: Path, stack: contextlib.ExitStack) -> Any:
    """A cluster whose workers are jobs of a batch system. Raises UsageError."""
    settings = _settings(path)
    queues = settings.get("jobqueue")
    if not isinstance(queues, dict) or len(queues) != 1 or next(iter(queues)) not in _KINDS:
        raise UsageError(
            f"{path} needs jobqueue: with the settings of one of {', '.join(_KINDS)}, as dask-jobqueue documents them."
        )
    jobs = settings.get("jobs", 1)
    if not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1:
        raise UsageError(f"{path}: jobs is how many jobs are wanted, 1 or more, not {jobs!r}.")
    if importlib.util.find_spec("dask_jobqueue") is None:
        raise UsageError(
            f"{path}: this needs dask-jobqueue, which is not installed: pip install dask-jobqueue."
        )
    import dask
    import dask_jobqueue

    kind, given = next(iter(queues.items()))
    known = dask.config.get(f"jobqueue.{kind}", {})
    # Read again with each job that is started.
    stack.enter_context(dask.config.set({f"jobqueue.{kind}": {**known, **(given or {})}}))
    try:
        cluster = stack.enter_context(getattr(dask_jobqueue, _KINDS[kind])())
        cluster.scale(jobs=jobs)
    except (ValueError, TypeError, OSError, RuntimeError) as error:
        raise UsageError(f"{path}: the jobs cannot be started: {str(error)[:300]}.") from error
    return cluster


def _settings(path: Path) -> dict[str, Any]:
    import yaml

    try:
        settings = yaml.safe_load(read_ordinary(_there(path)).decode("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UsageError(f"{path} is not a YAML file: {str(error).splitlines()[0][:200]}.") from error
    if not isinstance(settings, dict):
        raise UsageError(f"{path} holds no settings.")
    return settings


def _there(path: Path) -> Path:
    if not path.is_file():
        raise UsageError(f"--dask {path}: There is no such file.")
    return path


def _hush() -> None:
    """Keep Dask's log from the terminal: what matters is told in the report of the run."""
    for name in ("distributed", "dask_jobqueue"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
