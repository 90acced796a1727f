"""Addresses among what is opened: only those that a person names are fetched, and nothing secret is kept of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.translation import tr
from msa_core.addresses import is_address, shown
from msa_core.errors import UsageError
from msa_core.names import absolute
from msa_core.raster.gdal.locations import network


def absolute_paths(given: Iterable[str]) -> tuple[str, ...]:
    """Paths as the engine process needs them, without empty ones; the addresses among them are asked for.

    Raises:
        UsageError: an address cannot be read, or has what may be a signature.
    """
    return tuple(
        _asked(path) if is_address(path) else str(absolute(Path(path).expanduser())) for path in given if path
    )


def without_unasked(paths: Iterable[str]) -> tuple[str, ...]:
    """The same without the addresses that nobody asked for, which a project may name."""
    return tuple(path for path in paths if not is_address(path) or network.is_asked(path))


def _asked(address: str) -> str:
    if "?" in address:
        raise UsageError(
            tr(
                "{address}: What comes after ? may be a signature, which is not kept: index this address on the "
                "command line (msa index).",
                address=network.plain(address),
            )
        )
    return shown(network.ask(address))
