"""Which sources a person means by a name or a pattern.

Names are compared in one Unicode form (NFC): a Mac stores them decomposed, a keyboard types them composed, and they
look the same. Capitals count, as they do in the file systems that archives are kept on.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from unicodedata import normalize

import numpy as np

from msa_core.names import printable


def matching_sources(names: list[str], patterns: tuple[str, ...]) -> np.ndarray:
    """Bool per name: whether it fits one of the patterns.

    A pattern is a name, or has ``*``, ``?`` and ``[...]`` in it, which match ``/`` as well. It is held against the
    path within the archive; one without ``/`` also against the file's name alone. When a source is called exactly so,
    that one is meant: ``scene [1].tif`` is then no pattern for ``scene 1.tif``.
    """
    composed = [normalize("NFC", pattern) for pattern in patterns]
    forms = [_forms(name) for name in names]
    called = {text for paths, files in forms for text in (*paths, *files)}
    exact = {pattern for pattern in composed if pattern in called}
    patterns = tuple(pattern for pattern in composed if pattern not in exact)
    # What stands before the first bracket is literal but for * and ?: a "/" there is in no file's name.
    bare = [pattern for pattern in patterns if "/" not in pattern.partition("[")[0]]
    fits_path, fits_file = _fitting(patterns), _fitting(bare)
    fits = [
        not exact.isdisjoint(paths)
        or not exact.isdisjoint(files)
        or any(map(fits_path, paths))
        or any(map(fits_file, files))
        for paths, files in forms
    ]
    return np.array(fits, bool)


def fitting_platforms(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a pattern stands for a platform (``sentinel-2a``), in any case of letters; none does for ``""``."""
    fits = _fitting([pattern.casefold() for pattern in patterns])
    return lambda platform: bool(platform) and fits(platform.casefold()) is not None


def _fitting(patterns: Sequence[str]) -> Callable[[str], object]:
    """Whether a text is what one of the patterns stands for."""
    if not patterns:
        return lambda text: None
    return re.compile("|".join(map(fnmatch.translate, patterns))).match


@lru_cache(maxsize=1 << 16)
def _forms(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a person may call a source: its path within the archive, and its file's name, also as they are printed."""
    name = normalize("NFC", name)
    paths = (name,) if name.isascii() and name.isprintable() else (name, printable(name))
    return paths, tuple(path.rpartition("/")[2] for path in paths)
