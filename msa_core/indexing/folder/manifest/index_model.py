"""The model that an index was made with, and the folder to load it from."""

from __future__ import annotations

from pathlib import Path

from msa_core.config import starter_model
from msa_core.errors import CheckpointError, IndexFolderError
from msa_core.indexing.folder.manifest.manifest import Manifest
from msa_core.model.stored import checkpoint
from msa_core.model.stored.known_models import folder_of


def bundled_model() -> Path:
    """Folder of the model that comes with the program. Raises CheckpointError when it is not there."""
    try:
        return starter_model()
    except FileNotFoundError as error:
        raise CheckpointError(f"{error} Or name a model with --model.") from error


def check_model(manifest: Manifest, fingerprint: str, folder: Path) -> None:
    """Raise IndexFolderError, naming both models, unless ``fingerprint`` is that of the index's model."""
    if manifest.model.fingerprint != fingerprint:
        raise IndexFolderError(
            f"{folder} was made with another model: the index has {manifest.model.fingerprint}, the model in use is "
            f"{fingerprint}. Import the index's own model (msa models import; it was in {manifest.model.folder}) or "
            "give it with --model, or index the archive again into another folder."
        )


def model_of_index(manifest: Manifest, wanted: Path | None) -> Path:
    """Folder of the model to use with an index: ``wanted``, else the bundled one, that remembered, or the user's.

    The one remembered may have been moved, or come from another computer: the user's models are known by fingerprint.
    """
    if wanted is not None:
        return wanted
    fingerprint = manifest.model.fingerprint
    remembered = Path(manifest.model.folder)
    try:
        starter = starter_model()
    except FileNotFoundError:
        return remembered if remembered.is_dir() else folder_of(fingerprint) or remembered
    if remembered == starter or checkpoint.fingerprint(starter) == fingerprint:
        return starter
    if remembered.is_dir():
        return remembered
    return folder_of(fingerprint) or starter
