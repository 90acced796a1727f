"""A slot with its arguments chosen beforehand."""

from __future__ import annotations

from collections.abc import Callable


def call(function: Callable[..., object], *args: object) -> Callable[..., None]:
    """A slot that calls ``function`` with ``args`` and ignores what the signal carries."""

    def run(*_ignored: object) -> None:
        function(*args)

    return run
