"""The model to begin from, as a person names it."""

from __future__ import annotations

from pathlib import Path

from msa_core.config import MANIFEST_NAME, starter_model

STARTER = "starter"


def named_checkpoint(name: str | Path) -> Path:
    """The checkpoint folder that ``name`` means: ``starter``, a folder, or that of the model an index was made with.

    Raises:
        IndexFolderError: the index is damaged, or its model is another by now.
    """
    if str(name) == STARTER:
        return starter_model()
    named = Path(name)
    if not (named / MANIFEST_NAME).is_file():
        return named
    from msa_core.indexing.folder.manifest.index_model import check_model, model_of_index
    from msa_core.indexing.folder.manifest.manifest import Manifest
    from msa_core.model.stored.checkpoint import fingerprint

    manifest = Manifest.load(named)
    folder = model_of_index(manifest, None)
    check_model(manifest, fingerprint(folder), named)
    return folder
