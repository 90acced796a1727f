"""Any error as one of the project's kinds, with a sentence: for the front doors, which turn it into an exit code."""

from __future__ import annotations

import errno
import os
import sys
import traceback

from msa_core.errors import (
    Cancelled,
    CheckpointError,
    IndexFolderError,
    MsaError,
    NothingUsableError,
    SourceError,
    StorageError,
)
from msa_core.memory import is_out_of_memory, out_of_memory_sentence

# A lack of memory, met while one of these was looked for, says nothing about the file.
_OF_FILES = (CheckpointError, IndexFolderError, NothingUsableError, SourceError)


def in_words(error: BaseException) -> MsaError:
    """The error to report for ``error``; with MSA_DEBUG in the environment an unforeseen one is printed whole."""
    if isinstance(error, MsaError):
        is_lack = isinstance(error, _OF_FILES) and is_out_of_memory(error.__cause__)
        return StorageError(out_of_memory_sentence()) if is_lack else error
    if isinstance(error, KeyboardInterrupt):
        return Cancelled()
    if is_out_of_memory(error):
        return StorageError(out_of_memory_sentence())
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return StorageError(
            "No further thread could be started: the limit of processes (ulimit -u) or of memory is reached. Raise it, "
            "or close other programs."
        )
    if isinstance(error, OSError):
        return _of_system(error)
    if os.environ.get("MSA_DEBUG"):
        traceback.print_exception(error)
    found = traceback.extract_tb(error.__traceback__)
    where = f" ({found[-1].filename}:{found[-1].lineno})" if found else ""
    return StorageError(
        f"An unforeseen fault: {type(error).__name__}: {error}{where}. MSA_DEBUG=1 prints all of it; please report it "
        "with msa doctor."
    )


def _of_system(error: OSError) -> StorageError:
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return StorageError(f"Too many files are open at once{_open_files()}: raise the limit and try again.")
    if error.errno == errno.ENOENT and not error.filename and not _has_working_directory():
        return StorageError("The folder this was started in is gone: change to another one and try again.")
    name = f"{error.filename}: " if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageError(f"{name}the disk is full, or the limit of a file's size is reached (ulimit -f).")
    return StorageError(f"{name}reading or writing failed ({error.strerror or error}).")


def _has_working_directory() -> bool:
    try:
        return bool(os.getcwd())  # noqa: PTH109
    except OSError:
        return False


def _open_files() -> str:
    if sys.platform == "win32":
        return ""
    import resource

    return f" for the limit of {resource.getrlimit(resource.RLIMIT_NOFILE)[0]} (ulimit -n)"
