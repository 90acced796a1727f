"""The model that ``msa-train`` begins from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msa_core.commands.learning.named_checkpoint import named_checkpoint
from msa_core.commands.learning.train.train_options import ModelOptions

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
    return checkpoint.load(named_checkpoint(options.init), device)


def _from_scratch(options: ModelOptions, device: str) -> MSA:
    import torch

    from msa_core.model.convert import scratch

    model = scratch.build(
        options.preset, options.trunk, options.trunk_weights, options.text, options.input_px, options.download
    )
    return model.to(device).to(memory_format=torch.channels_last)
