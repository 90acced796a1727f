"""What the words mean by which people name rasters: a file, folder, zip, list, pattern, catalogue or address.

The one place that asks; :mod:`.expanding` follows each kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from msa_core import addresses
from msa_core.names import absolute
from msa_core.raster.find.path_lists import read_list
from msa_core.raster.find.stac.stac_items import is_stac_file
from msa_core.raster.gdal.locations import inner, network, zips

_WILDCARDS = frozenset("*?[")


class NamedKind(StrEnum):
    """What an argument names. ``ELSEWHERE`` is an address of a kind that is not read, ``NOTHING`` leads nowhere."""

    FILE = "file"
    FOLDER = "folder"
    ZIP = "zip"
    IN_ZIP = "inside a zip"
    LIST = "list"
    PATTERN = "pattern"
    ADDRESS = "address"
    CATALOGUE = "STAC catalogue"
    ELSEWHERE = "elsewhere"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Named:
    """What an argument names.

    Attributes:
        given: the argument, as it was given.
        path: where it leads; of an address the path without what comes after ``?``.
        lines: of a list, the paths in it.
    """

    given: str
    kind: NamedKind
    path: Path
    lines: tuple[str, ...] = ()


def named(given: str) -> Named:
    """What an argument names. No address is asked.

    Raises:
        OSError: it cannot be looked at.
    """
    if addresses.is_address(given):
        path = _address(given)
        return Named(
            given, NamedKind.CATALOGUE if network.is_catalogue_name(path) else NamedKind.ADDRESS, path
        )
    if not given.startswith("/vsizip/") and (given.startswith("/vsi") or "://" in given):
        return Named(given, NamedKind.ELSEWHERE, Path(given))
    path = zips.given_path(given)
    if path.is_dir():
        return Named(given, NamedKind.FOLDER, path)
    exists = path.exists()
    if zips.is_zip(path):
        return Named(given, NamedKind.ZIP, path)
    if exists and (lines := lines_of(path)) is not None:
        return Named(given, NamedKind.LIST, path, tuple(lines))
    if exists and is_stac_file(path):
        return Named(given, NamedKind.CATALOGUE, path)
    if exists or (inner.split(path) and zips.exists(path)):
        return Named(given, NamedKind.FILE, path)
    if zips.split(path):
        return Named(given, NamedKind.IN_ZIP, path)
    return Named(given, NamedKind.PATTERN if _WILDCARDS & set(given) else NamedKind.NOTHING, path)


def scope_of(given: str) -> Path:
    """The file, folder or address below which an argument looks."""
    if addresses.is_address(given):
        return _address(given)
    path = zips.given_path(given)
    is_pattern = _WILDCARDS & set(given) and not zips.exists(path)
    return absolute(fixed_start(path) if is_pattern else path)


def lines_of(path: Path) -> list[str] | None:
    """The paths in a list, None for anything else. A list that cannot be read is refused when it is opened."""
    try:
        return read_list(path)
    except (OSError, ValueError):
        return None


def fixed_start(pattern: Path) -> Path:
    """The folder above a pattern's first wildcard."""
    while _WILDCARDS & set(str(pattern)):
        pattern = pattern.parent
    return pattern


def _address(given: str) -> Path:
    try:
        return addresses.parsed(given).path
    except ValueError:  # following it says so
        return Path(given.partition("?")[0])
