"""The models of this user: the starter, and a folder each in the user's data folder. No torch here.

A folder is a checkpoint (imported), or a training run that keeps its best checkpoint in ``best``.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msa_core.config import models_folder, starter_model
from msa_core.errors import CheckpointError, MsaError, StorageError, UsageError
from msa_core.files import aside_name, read_ordinary
from msa_core.model.stored.model_folder import CARD, CONFIG, TOKENIZER, WEIGHTS, fingerprint, read_config
from msa_core.names import printable
from msa_core.progress import Progress

STARTER, IMPORTED, TRAINED = ORIGINS = ("starter", "imported", "trained")
RUN_FILE, BEST = "run.json", "best"
_MAX_CARD = 200_000
_CHUNK = 1 << 22


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """A model that can be chosen by its name.

    Attributes:
        name: of its folder; ``starter`` for the bundled one.
        folder: of the checkpoint, for ``--model``.
        origin: one of ``ORIGINS``.
        fingerprint: as an index remembers it, ``""`` when it cannot be used.
        facts: a line for people: network, numbers, ground.
        size_bytes: of its weights.
        card: the text of its card, ``""`` without one.
        problem: why it cannot be used, a sentence; ``""`` when it can.
    """

    name: str
    folder: Path
    origin: str
    fingerprint: str = ""
    facts: str = ""
    size_bytes: int = 0
    card: str = ""
    problem: str = ""


def known_models() -> tuple[KnownModel, ...]:
    """The starter, then the user's models by name. Reads each once whole, for its fingerprint; never raises."""
    found = []
    with contextlib.suppress(FileNotFoundError):
        found.append(_examined(STARTER, starter_model(), STARTER))
    found += [_examined(folder.name, *_checkpoint_of(folder)) for folder in _folders()]
    return tuple(found)


def model_named(name: str) -> KnownModel:
    """One of them by its name. Raises UsageError, which lists the names there are."""
    known = known_models()
    for model in known:
        if model.name == name:
            return model
    names = ", ".join(printable(model.name) for model in known)
    raise UsageError(f"There is no model {printable(name)!r} in {models_folder()}. There are: {names}.")


def folder_of(wanted: str) -> Path | None:
    """The checkpoint folder of the model with this fingerprint, among those of the user; None when there is none."""
    for folder in _folders():
        place, _ = _checkpoint_of(folder)
        with contextlib.suppress(MsaError, OSError):
            if _fingerprint(place) == wanted:
                return place
    return None


def import_folder(source: Path, name: str, progress: Progress) -> Path:
    """Copy a checkpoint, or the best one of a training run, among the user's models; whole or not at all.

    Returns its place.

    Raises:
        CheckpointError: it is not a checkpoint.
        UsageError: the name is taken, or no name of a folder.
        StorageError: the disk is full, or cannot be written.
    """
    place, _ = _checkpoint_of(source)
    fingerprint(place)  # that all its files are there
    with new_model(name) as aside:
        files = [WEIGHTS, CONFIG, *([CARD] if (place / CARD).is_file() else [])]
        files += [
            f"{TOKENIZER}/{file.name}" for file in sorted((place / TOKENIZER).iterdir()) if file.is_file()
        ]
        total = sum((place / file).stat().st_size for file in files) or 1
        done = 0
        for file in files:
            (aside / file).parent.mkdir(exist_ok=True)
            with (place / file).open("rb") as source_file, (aside / file).open("wb") as out:
                while piece := source_file.read(_CHUNK):
                    out.write(piece)
                    done += len(piece)
                    progress(0.98 * done / total, "copying")
    return models_folder() / name


@contextlib.contextmanager
def new_model(name: str) -> Iterator[Path]:
    """A folder to make a model in; at the end it lies under its name, after a fault it is gone.

    Raises:
        UsageError: the name is taken, or no name of a folder.
        StorageError: the disk is full, or cannot be written.
    """
    place = models_folder() / check_name(name)
    if name.endswith((".", " ")):  # Windows leaves them off; one made elsewhere can still be removed
        raise UsageError(f"{printable(name)!r} cannot be the name of a model: it ends in a point or a space.")
    if place.exists():
        raise UsageError(f"There is a model {name} already: import this one under another name (--name).")
    aside = place.with_name(aside_name(name))
    try:
        shutil.rmtree(aside, ignore_errors=True)  # what a killed run has left
        aside.mkdir(parents=True)
        yield aside
        aside.rename(place)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        reason = "the disk is full" if full else error.strerror or str(error)
        raise StorageError(f"The model cannot be kept in {models_folder()}: {reason}.") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def check_name(name: str) -> str:
    """``name`` when it can be that of a folder on every system. Raises UsageError."""
    forbidden = set('/\\:*?"<>|') & set(name)
    if not name.strip() or name.startswith(".") or name == STARTER or forbidden or not name.isprintable():
        raise UsageError(
            f"{printable(name)!r} cannot be the name of a model: letters, digits, spaces, - and _ can."
        )
    return name


def remove_model(name: str) -> Path:
    """Remove a model of the user for good; returns where it was.

    Raises:
        UsageError: there is no such model, or it is the bundled starter.
        StorageError: it cannot be removed.
    """
    if name == STARTER:
        raise UsageError("The starter comes with the program and stays.")
    place = models_folder() / check_name(name)
    if place.is_symlink() or not place.is_dir():
        raise UsageError(f"There is no model {printable(name)!r} in {models_folder()}.")
    gone = place.with_name(aside_name(name))
    try:
        place.rename(gone)  # at once, so that nobody finds half of it
        shutil.rmtree(gone)
    except OSError as error:
        raise StorageError(f"{place} cannot be removed: {error.strerror or error}.") from error
    return place


def _folders() -> list[Path]:
    try:
        found = [
            path for path in models_folder().iterdir() if path.is_dir() and not path.name.startswith(".")
        ]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name.casefold())


def _checkpoint_of(folder: Path) -> tuple[Path, str]:
    """Where the checkpoint of a folder lies, and whether it is of a training run."""
    is_run = (folder / RUN_FILE).is_file() or (
        not (folder / CONFIG).is_file() and (folder / BEST / CONFIG).is_file()
    )
    return (folder / BEST, TRAINED) if is_run else (folder, IMPORTED)


def _examined(name: str, folder: Path, origin: str) -> KnownModel:
    try:
        config = read_config(folder)
        digest = _fingerprint(folder)
        size = (folder / WEIGHTS).stat().st_size
    except (MsaError, OSError) as error:
        problem = str(error)
        if origin == TRAINED and not (folder / WEIGHTS).is_file():
            problem = f"The training in {folder.parent} has kept no checkpoint yet."
        return KnownModel(name=name, folder=folder, origin=origin, problem=problem)
    low, high = config.ground_range_m
    facts = (
        f"{config.trunk}, {config.dim} numbers a tile, pictures of {config.preprocess.input_px} pixels, "
        f"{low:,.0f} to {high:,.0f} m of ground"
    )
    return KnownModel(
        name=name,
        folder=folder,
        origin=origin,
        fingerprint=digest,
        facts=facts,
        size_bytes=size,
        card=_card(folder),
    )


def _card(folder: Path) -> str:
    try:
        return read_ordinary(folder / CARD)[:_MAX_CARD].decode("utf-8", "replace")
    except OSError:
        return ""


def _fingerprint(folder: Path) -> str:
    """The fingerprint, computed once while the files stay as they are."""
    try:
        facts = tuple(
            (status.st_size, status.st_mtime_ns)
            for status in map(
                os.stat, (folder / WEIGHTS, folder / CONFIG, folder / TOKENIZER / "tokenizer.json")
            )
        )
    except OSError as error:
        raise CheckpointError(
            f"{error.filename} cannot be read ({error.strerror}): the model is incomplete."
        ) from error
    return _fingerprint_of(str(folder), facts)


@functools.lru_cache(maxsize=64)
def _fingerprint_of(folder: str, _facts: tuple[tuple[int, int], ...]) -> str:
    return fingerprint(folder)
