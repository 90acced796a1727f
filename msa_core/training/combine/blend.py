"""What is made of a run's best checkpoint at its end: the average with what it began from, and banks for hubs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from msa_core.errors import UsageError
from msa_core.model.network.msa import MSA
from msa_core.model.stored import checkpoint
from msa_core.progress import Progress
from msa_core.training.combine.averaging import mean_weights, with_hubs, without_hubs
from msa_core.training.learn.run.run_folder import RunFolder
from msa_core.training.learn.training_feed import TrainingData
from msa_core.training.measure.evaluate import evaluate


def weights_of(model: MSA) -> dict[str, Tensor]:
    """A copy of the model's weights and statistics, to blend with later."""
    return {key: value.detach().clone().cpu() for key, value in model.state_dict().items()}


def blend(begun_from: Mapping[str, Tensor], tuned: Path, share: float) -> MSA:
    """Average in weight space: (1 - share) x what training began from + share x the tuned checkpoint.

    Source: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models" (WiSE-FT).

    Args:
        begun_from: weights by :func:`weights_of` before training.
        tuned: checkpoint folder of the same architecture.
        share: weight of the tuned model, 0..1.

    Returns:
        The blended model in eval mode on the CPU.

    Raises:
        CheckpointError: ``tuned`` cannot be loaded.
        UsageError: the two are of different architectures.
    """
    model = without_hubs(checkpoint.load(tuned))
    own = model.state_dict()
    if own.keys() != begun_from.keys() or any(own[k].shape != begun_from[k].shape for k in own):
        raise UsageError(
            f"{tuned} has a different architecture from the model that training began from: no blend of the two."
        )
    model.load_state_dict(mean_weights((begun_from, own), (1.0 - share, share)))
    return model


def save_blend(
    begun_from: Mapping[str, Tensor], folder: RunFolder, share: float, data: TrainingData, amp: bool
) -> float:
    """Write ``blend/`` beside ``best/`` of a run, log its val figures, and return its mean val mR in percent."""
    model = blend(begun_from, folder.path / "best", share)
    return _save_measured(model, folder, "blend", {"blend": share}, data, amp)


def save_with_hubs(
    folder: RunFolder, name: str, data: TrainingData, amp: bool, device: str, progress: Progress
) -> float:
    """Give the checkpoint ``name`` of a run banks of its training data, log val figures, and return their mean mR.

    Raises NothingUsableError when no training picture can be read any more.
    """
    model = with_hubs(checkpoint.load(folder.path / name, device), [data.train], data.load, progress)
    return _save_measured(
        model, folder, name, {"hub_bank": list(model.config.hub_bank), "of": name}, data, amp
    )


def _save_measured(
    model: MSA, folder: RunFolder, name: str, what: dict[str, Any], data: TrainingData, amp: bool
) -> float:
    figures = {key: evaluate(model, images, data.load, amp=amp)["cosine"] for key, images in data.val.items()}
    score = sum(f["mR"] for f in figures.values()) / len(figures)
    checkpoint.save(model, folder.path / name)
    rounded = {key: {k: round(v, 2) for k, v in f.items()} for key, f in figures.items()}
    folder.log({**what, "val": rounded, "val_mean_mR": round(score, 2)})
    return score
