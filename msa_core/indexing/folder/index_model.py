"""The model that an index was made with, and the folder to load it from."""

from __future__ import annotations

from pathlib import Path

from msa_core.config import starter_model
from msa_core.errors import CheckpointError, IndexFolderError
from msa_core.indexing.folder.manifest import Manifest
from msa_core.model import checkpoint


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
            f"{fingerprint}. Give the index's own model with --model (it was in {manifest.model.folder}), or index "
            "the archive again into another folder."
        )


def model_of_index(manifest: Manifest, wanted: Path | None) -> Path:
    """Folder of the model to use with an index: ``wanted``, else the bundled one or the one remembered."""
    if wanted is not None:
        return wanted
    remembered = Path(manifest.model.folder)
    try:
        starter = starter_model()
    except FileNotFoundError:
        return remembered
    if not remembered.is_dir() or remembered == starter:
        return starter
    return starter if checkpoint.fingerprint(starter) == manifest.model.fingerprint else remembered
