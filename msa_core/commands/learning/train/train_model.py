"""The model that ``msa-train`` begins from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msa_core.commands.learning.train.train_options import ModelOptions
from msa_core.config import MANIFEST_NAME, starter_model

if TYPE_CHECKING:
    from msa_core.model.network.msa import MSA


def start_model(options: ModelOptions, device: str) -> MSA:
    """The starter, a checkpoint, or a new model of pretrained halves, on ``device``.

    Raises:
        UsageError: the options contradict each other.
        CheckpointError: weights or a checkpoint cannot be read.
    """
    from msa_core.model.stored import checkpoint

    if options.init == "scratch":
        return _from_scratch(options, device)
    if options.init == "starter":
        return checkpoint.load(starter_model(), device)
    return checkpoint.load(_folder_of(Path(options.init)), device)


def _folder_of(named: Path) -> Path:
    """The checkpoint folder that is named, or that of the model an index was made with.

    Raises:
        IndexFolderError: the index is damaged, or its model is another by now.
    """
    if not (named / MANIFEST_NAME).is_file():
        return named
    from msa_core.indexing.folder.manifest.index_model import check_model, model_of_index
    from msa_core.indexing.folder.manifest.manifest import Manifest
    from msa_core.model.stored.checkpoint import fingerprint

    manifest = Manifest.load(named)
    folder = model_of_index(manifest, None)
    check_model(manifest, fingerprint(folder), named)
    return folder


def _from_scratch(options: ModelOptions, device: str) -> MSA:
    import torch

    from msa_core.model.convert import scratch

    model = scratch.build(
        options.preset, options.trunk, options.trunk_weights, options.text, options.input_px, options.download
    )
    return model.to(device).to(memory_format=torch.channels_last)
