"""What servers say of the addresses that an index knows: many are asked together, and a stop is heeded meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from msa_core.indexing.build.file_signature import file_signature
from msa_core.progress import Progress
from msa_core.raster.gdal.locations import inner, location, zips

_TOGETHER = 12
_AHEAD = 64

Answers = Mapping[Path, tuple[int, int] | OSError]


def ask_servers(paths: Sequence[Path], progress: Progress) -> Answers:
    """The signature of each address, or why it could not be asked. A zip is asked once for all files in it.

    Args:
        paths: of addresses that were asked for.
        progress: shown how many are done; may raise ``Cancelled``.
    """
    answers: dict[Path, tuple[int, int] | OSError] = {}
    count = len(set(paths))
    if not count:
        return answers
    pool = ThreadPoolExecutor(_TOGETHER, thread_name_prefix="msa-asking")
    waiting: set[Future[dict[Path, tuple[int, int] | OSError]]] = set()
    rest = iter(_together(paths))
    try:
        while len(answers) < count:
            while len(waiting) < _AHEAD and (group := next(rest, None)) is not None:
                waiting.add(pool.submit(_ask, *group))
            done, waiting = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED)
            for future in done:
                answers |= future.result()
            progress(0.0, f"asking servers what has changed, {len(answers):,} of {count:,}")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return answers


def _together(paths: Sequence[Path]) -> list[tuple[Path | None, list[Path]]]:
    """The paths once each, with the zip before those that lie in one."""
    groups: dict[Path, tuple[Path | None, list[Path]]] = {}
    for path in dict.fromkeys(paths):
        in_zip = zips.split(inner.file_of(path))
        groups.setdefault(in_zip[0] if in_zip else path, (in_zip[0] if in_zip else None, []))[1].append(path)
    return list(groups.values())


def _ask(zipped: Path | None, paths: Sequence[Path]) -> dict[Path, tuple[int, int] | OSError]:
    """What a server says of some paths; when it says nothing of the zip they lie in, that of all of them."""
    try:
        if zipped is not None:
            location.of(zipped).stat()
    except OSError as error:
        return dict.fromkeys(paths, error)
    return {path: _answer(path) for path in paths}


def _answer(path: Path) -> tuple[int, int] | OSError:
    try:
        return file_signature(path)
    except OSError as error:
        return error
    except Exception as error:  # noqa: BLE001  one odd address must not end the run of all others
        return OSError(0, str(error))
