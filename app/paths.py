"""Where the window keeps its own files, and where an archive's index belongs. Knows no Qt."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

from msa_core import config
from msa_core.config import INDEX_FOLDER_NAME, MANIFEST_NAME


def data_dir() -> Path:
    """The user's folder for what the program makes; ``MSA_ANALYST_HOME`` in the environment names another."""
    return config.data_folder()


def models_folder() -> Path:
    """Where the user's models lie, a folder each: imported ones, and training runs (their checkpoint in ``best``)."""
    return config.models_folder()


def web_tiles_folder() -> Path:
    """Where tiles of basemaps from web servers are kept."""
    return data_dir() / "cache" / "tiles"


def log_file() -> Path:
    """The newest log file; older ones lie beside it with a number."""
    return data_dir() / "logs" / "msa-analyst.log"


def engine_log_file() -> Path:
    """What the engine process logs: a file of its own, for two processes cannot share one that rotates."""
    return data_dir() / "logs" / "engine.log"


def settings_file() -> Path:
    """The INI file of the preferences."""
    return data_dir() / "settings.ini"


def pasted_file(digest: str) -> Path:
    """Where a picture from the clipboard is kept: one file for each, so that none is replaced by the next."""
    return data_dir() / "pasted" / f"pasted_{digest}.png"


def last_session_file() -> Path:
    """Where what is open is kept while it has no project's name."""
    return data_dir() / "last session.msaproj"


def reviews_file(key: str) -> Path:
    """Where the votes on the places of one query are kept."""
    return reviews_folder() / f"{key}.geojson"


def reviews_folder() -> Path:
    """Where all votes are kept."""
    return data_dir() / "reviews"


def newest_items_file() -> Path:
    """Where the items lie that the newest search of a STAC catalogue found, until they are opened."""
    return data_dir() / "catalogues" / "newest search.json"


def found_items_file(server: str, when: str) -> Path:
    """Where items that were opened are kept; people read its name."""
    plain = "".join(letter if letter.isalnum() or letter in ".-" else " " for letter in server)
    return data_dir() / "catalogues" / f"{plain.strip() or 'catalogue'} {when}.json"


def lessons_folder() -> Path:
    """Where what the model is being taught lies, a folder for each lesson, until it is finished."""
    return data_dir() / "lessons"


def is_index(folder: Path) -> bool:
    """Whether ``folder`` looks like an index folder: a manifest and shards."""
    return (folder / MANIFEST_NAME).is_file()


def user_index_location(paths: tuple[str, ...]) -> Path:
    """The place in the user's data folder for an index of ``paths``: the same paths, the same place."""
    absolute = sorted(str(Path(path).absolute()) for path in paths)
    key = hashlib.sha256("\n".join(absolute).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return data_dir() / "indexes" / key


def index_locations(paths: tuple[str, ...]) -> tuple[Path, ...]:
    """Where an index of ``paths`` may lie, best first.

    One folder keeps its index inside itself (``.msa-index``), so that both travel together. Loose files,
    several folders and read-only folders use the user's data folder.
    """
    folders = [user_index_location(paths)]
    if len(paths) == 1 and Path(paths[0]).is_dir():
        folders.insert(0, Path(paths[0]).absolute() / INDEX_FOLDER_NAME)
    return tuple(folders)


def other_index_location(paths: tuple[str, ...], settings: str) -> Path:
    """The place in the user's data folder for an index of ``paths`` made with other settings than theirs."""
    return user_index_location((*paths, f"\n{settings}"))


def imported_index_location(name: str) -> Path:
    """A new folder for an index of embeddings made elsewhere, called after their file or folder."""
    plain = "".join(letter if letter.isalnum() or letter in " -_." else "-" for letter in name).strip(" .-")[
        :60
    ]
    folder, number = data_dir() / "indexes", 1
    place = folder / (plain or "embeddings")
    while place.exists():
        number += 1
        place = folder / f"{plain or 'embeddings'} {number}"
    return place


def index_location_inside(paths: tuple[str, ...]) -> Path | None:
    """Where the index of one writable folder would lie inside it; None where it cannot."""
    inside = index_locations(paths)[0] if len(index_locations(paths)) > 1 else None
    return inside if inside is not None and _is_writable(inside) else None


def existing_index(paths: tuple[str, ...]) -> Path | None:
    """The index made earlier for ``paths``, or None."""
    return next((folder for folder in index_locations(paths) if is_index(folder)), None)


def new_index_location(paths: tuple[str, ...], is_own: bool = False) -> Path:
    """Where to write the index of ``paths``: where it already lies, else the first writable place.

    ``is_own``: new ones go to the user's data folder, whatever is writable.
    """
    found = existing_index(paths)
    if found is not None and _is_writable(found):
        return found
    folders = index_locations(paths)[-1:] if is_own else index_locations(paths)
    return next((folder for folder in folders if _is_writable(folder)), folders[-1])


def _is_writable(folder: Path) -> bool:
    """Try it: permission bits do not tell of read-only mounts, nor of Windows' access lists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def python_command() -> list[str]:
    """The interpreter that runs the command line in child processes."""
    return [sys.executable]
