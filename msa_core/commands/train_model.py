"""The model that ``msa-train`` begins from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msa_core.commands.train_options import ModelOptions
from msa_core.config import starter_model
from msa_core.errors import UsageError

if TYPE_CHECKING:
    from msa_core.model.msa import MSA


def start_model(options: ModelOptions, device: str) -> MSA:
    """The starter, a checkpoint, or a new model of pretrained halves, on ``device``.

    Raises:
        UsageError: the options contradict each other.
        CheckpointError: weights or a checkpoint cannot be read.
    """
    from msa_core.model import checkpoint

    if options.init == "scratch":
        return _from_scratch(options, device)
    return checkpoint.load(starter_model() if options.init == "starter" else Path(options.init), device)


def _from_scratch(options: ModelOptions, device: str) -> MSA:
    import torch

    from msa_core.model import presets
    from msa_core.model.backbone import build_trunk
    from msa_core.model.msa import MSA
    from msa_core.model.text_encoder import read_pretrained

    if options.text is None:
        raise UsageError("--init scratch needs --text, the folder of a BERT-family text encoder.")
    if options.preset not in ("msa", "paper"):
        raise UsageError(f"--preset must be msa or paper, not {options.preset}.")
    configuration, bert, tokenizer = read_pretrained(options.text)
    make = presets.paper if options.preset == "paper" else presets.msa
    changes: dict[str, Any] = {}
    if options.input_px is not None:
        changes["preprocess"] = presets.Preprocess(input_px=options.input_px)
    trunk = build_trunk(options.trunk, options.trunk_weights)
    model = MSA(make(options.trunk, configuration, **changes), tokenizer, trunk, bert)
    return model.to(device).to(memory_format=torch.channels_last)
