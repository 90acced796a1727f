"""Too little memory, as sentences: a limit seen before libraries are loaded, and all the ways of saying it."""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import sys
from pathlib import Path

from msa_core.errors import StorageError

# What kernels, allocators and loaders say that have no error class of their own for it.
_OUT_OF_MEMORY = (
    "out of memory",
    "can't allocate memory",
    "cannot allocate memory",
    "not enough memory",
    "DefaultCPUAllocator",
    "std::bad_alloc",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
    "failed to map segment",
)
# Beside the libraries' own files: heaps and stacks of threads, weights, a batch. Measured with the starter on two
# cores: msa search took 1.4 GB more than torch alone, msa index 2.4 GB, a third of that untouched room.
_BESIDE_LIBRARIES_GB = 1.5


class MemoryLimitError(StorageError):
    """The process may not take the memory that the model needs."""


def is_out_of_memory(error: BaseException | None) -> bool:
    """True for the ways in which Python, torch on CPU, CUDA and MPS, and the loader of libraries say it."""
    while error is not None:
        # torch.OutOfMemoryError by its name: this module must not load torch.
        if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
            return True
        if isinstance(error, RuntimeError | ImportError | OSError):
            words = str(error)
            if (
                any(known in words for known in _OUT_OF_MEMORY)
                or getattr(error, "errno", None) == errno.ENOMEM
            ):
                return True
        # Under a limit an extension may fail to load and not even say why ("error return without exception set").
        if isinstance(error, SystemError) and address_limit_gb() is not None:
            return True
        error = error.__cause__
    return False


def out_of_memory_sentence() -> str:
    """What happened and what to do, with the limit when there is one."""
    limit = address_limit_gb()
    if limit is not None:
        return _limit_sentence(limit)
    return "There is not enough memory. Try a smaller --batch, or close other programs."


def check_address_space() -> None:
    """Look at ``ulimit -v`` before the heavy libraries are loaded, which would fail midway, hang or crash.

    Raises:
        MemoryLimitError: the limit is below what they take.
    """
    limit = address_limit_gb()
    if limit is not None and limit < needed_gb():
        raise MemoryLimitError(_limit_sentence(limit))


def address_limit_gb() -> float | None:
    """The limit of this process's address space in GB (10^9 bytes); None without one, and on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft / 1e9


def needed_gb() -> float:
    """Address space in GB that the model takes: torch as it is installed here (with CUDA, thrice that without)."""
    size = 0
    for package in ("torch", "nvidia"):
        with contextlib.suppress(ImportError, ValueError, OSError):
            spec = importlib.util.find_spec(package)
            for folder in spec.submodule_search_locations or () if spec is not None else ():
                size += sum(file.stat().st_size for file in Path(folder).rglob("*.so*"))
    return size / 1e9 + _BESIDE_LIBRARIES_GB


def _limit_sentence(limit_gb: float) -> str:
    return (
        f"This process may take only {limit_gb:.1f} GB of address space (ulimit -v), and the model with its libraries "
        f"takes about {needed_gb():.1f} GB, most of it never touched. Raise the limit, for example with ulimit -v "
        "unlimited, or limit what is really used instead (a cgroup: systemd-run --user -p MemoryMax=4G ...)."
    )
